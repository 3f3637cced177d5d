export { BaseEstimator, type ModelRecord } from './base_estimator.js';
export { argmaxRows, ClassifierBase, type ClassifierData, type ClassifierModel } from './classifier.js';
export { RegressorBase, type RegressorData, type RegressorModel } from './regressor.js';
export { TransformerBase, type TransformerData } from './transformer.js';
