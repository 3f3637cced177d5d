export type { NamedTargetFunction, TargetFunction } from './target_functions.js';
export { TransformedTargetRegressor } from './transformed_target_regressor.js';
