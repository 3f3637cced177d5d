export { BaseEstimator, type ModelRecord } from './base_estimator.js';
export { argmaxRows, ClassifierBase, type ClassifierData, type ClassifierModel } from './classifier.js';
export { ClustererBase, type ClustererData, type ClustererModel } from './clusterer.js';
export {
  type ClassModel,
  type ClassTrainingData,
  type LabelRows,
  MultiOutputClassifierBase,
} from './multi_output_classifier.js';
export {
  OutlierDetectorBase,
  type OutlierDetectorData,
  type OutlierDetectorModel,
} from './outlier_detector_base.js';
export { RegressorBase, type RegressorData, type RegressorModel } from './regressor.js';
export { TransformerBase, type TransformerData } from './transformer.js';
