export type { ScorerLike } from './early_stopping.js';
export type { CategoricalFeatures as HistCategoricalFeatures } from './features.js';
export type { HistFitOptions } from './fit_support.js';
export { HistGradientBoostingClassifier } from './hist_gradient_boosting_classifier.js';
export { HistGradientBoostingRegressor } from './hist_gradient_boosting_regressor.js';
export type { InteractionConstraints, MonotonicConstraints } from './params.js';
