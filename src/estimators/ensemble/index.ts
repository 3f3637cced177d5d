export * from './forest/index.js';
