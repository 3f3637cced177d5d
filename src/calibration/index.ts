export { CalibratedClassifierCV } from './calibrated_classifier_cv.js';
export { type CorrectedProbabilities, type CorrectPriorsOptions, correctPriors } from './prior_shift.js';
