export {
  type BootstrapMetric,
  type BootstrapOptions,
  type BootstrapResult,
  bootstrapDifference,
  bootstrapInterval,
  type RowValues,
} from './bootstrap_interval.js';
export {
  type CompareOptions,
  type Comparison,
  correctedResampledTTest,
  type FiveByTwoOptions,
  fiveByTwoCvTest,
} from './compare.js';
export { type McNemar, type McNemarOptions, mcnemarTest } from './mcnemar.js';
