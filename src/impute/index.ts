export { type ImputationStep, IterativeImputer } from './iterative_imputer.js';
export { type DonorWeights, KNNImputer } from './knn_imputer.js';
export { MissingIndicator } from './missing_indicator.js';
export { type ImputeFunction, SimpleImputer } from './simple_imputer.js';
