export * from './forest/index.js';
export * from './gradient_boosting/index.js';
export * from './hist_gradient_boosting/index.js';
export * from './isolation_forest/index.js';
