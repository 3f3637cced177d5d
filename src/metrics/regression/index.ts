export {
  type DevianceOptions,
  d2TweedieScore,
  meanGammaDeviance,
  meanPoissonDeviance,
  meanTweedieDeviance,
  type TweedieOptions,
} from './deviance.js';
export {
  maxError,
  meanAbsoluteError,
  meanAbsolutePercentageError,
  meanSquaredError,
  meanSquaredLogError,
  rootMeanSquaredError,
  rootMeanSquaredLogError,
} from './mean_errors.js';
export {
  d2AbsoluteErrorScore,
  d2PinballScore,
  meanPinballLoss,
  medianAbsoluteError,
  type PinballAlpha,
} from './quantile.js';
export { explainedVarianceScore, type ForceFinite, r2Score, type VarianceScoreOptions } from './r2.js';
export type { OutputAverage, RawRegressionMetricOptions, RegressionMetricOptions } from './targets.js';
