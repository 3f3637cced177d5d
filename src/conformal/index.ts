export type { ConfidenceOptions } from './confidence.js';
export { ConformalizedQuantileRegressor } from './conformalized_quantile_regressor.js';
export { CrossConformalClassifier } from './cross_conformal_classifier.js';
export { CrossConformalRegressor } from './cross_conformal_regressor.js';
export { JackknifeAfterBootstrapRegressor } from './jackknife_after_bootstrap_regressor.js';
export { SplitConformalClassifier } from './split_conformal_classifier.js';
export { SplitConformalRegressor } from './split_conformal_regressor.js';
