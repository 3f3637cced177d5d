export * from './adapters/index.js';
export * from './calibration/index.js';
export * from './compose/index.js';
export * from './conformal/index.js';
export * from './core/index.js';
export * from './datasets/index.js';
export * from './estimators/index.js';
export * from './feature_selection/index.js';
export * from './imbalance/index.js';
export * from './impute/index.js';
export * from './inspection/index.js';
export * from './meta/index.js';
export * from './metrics/index.js';
export * from './model_selection/index.js';
export {
  effectiveNJobs,
  type ParallelBackend,
  setParallelBackend,
  ThreadsBackend,
} from './parallel/index.js';
export * from './persistence/index.js';
export * from './preprocessing/index.js';
export { checkEstimator } from './testing/index.js';
