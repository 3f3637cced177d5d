export { MissingIndicator } from './missing_indicator.js';
export { type ImputeFunction, SimpleImputer } from './simple_imputer.js';
