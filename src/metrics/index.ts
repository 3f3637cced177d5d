export * from './classification/index.js';
export * from './cluster/index.js';
export * from './conformal/index.js';
export * from './imbalance/index.js';
export * from './pairwise/index.js';
export * from './ranking/index.js';
export * from './regression/index.js';
