export * from './forest/index.js';
export * from './gradient_boosting/index.js';
