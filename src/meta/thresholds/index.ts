export { FixedThresholdClassifier } from './fixed_threshold_classifier.js';
export type { Constraint, CostMatrix, ThresholdObjective } from './objective.js';
export { type ThresholdCv, TunedThresholdClassifierCV } from './tuned_threshold_classifier_cv.js';
