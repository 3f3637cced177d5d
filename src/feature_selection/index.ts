export * from './scores/index.js';
export * from './univariate/index.js';
export { VarianceThreshold } from './variance_threshold.js';
export * from './wrappers/index.js';
