export type { IndicatorMatrix, LabelTargets, WeightOption } from '../input.js';
export {
  type AccuracyOptions,
  accuracyScore,
  type BalancedAccuracyOptions,
  balancedAccuracyScore,
  hammingLoss,
  zeroOneLoss,
} from './accuracy.js';
export { type CohenKappaOptions, cohenKappaScore, matthewsCorrcoef } from './agreement.js';
export type { Average, AveragedOptions, ZeroDivision } from './averaging.js';
export {
  type BrierLossOptions,
  type BrierOptions,
  brierScoreLoss,
  d2BrierScore,
} from './brier_score.js';
export {
  type CalibrationCurve,
  type CalibrationCurveOptions,
  calibrationCurve,
} from './calibration_curve.js';
export {
  type BrierDecomposition,
  brierDecomposition,
  type CalibrationErrorOptions,
  type ExpectedCalibrationErrorOptions,
  expectedCalibrationError,
} from './calibration_error.js';
export {
  type ConfusionMatrixOptions,
  confusionMatrix,
  type MultilabelConfusionMatrixOptions,
  multilabelConfusionMatrix,
} from './confusion_matrix.js';
export { type HingeLossOptions, hingeLoss } from './hinge_loss.js';
export {
  classLikelihoodRatios,
  type LikelihoodRatioOptions,
  type LikelihoodRatios,
} from './likelihood_ratios.js';
export { d2LogLossScore, type LogLossOptions, logLoss } from './log_loss.js';
export {
  type AveragedResult,
  f1Score,
  fbetaScore,
  jaccardScore,
  type PrecisionRecallFscoreSupport,
  type PrecisionRecallFscoreSupportOptions,
  precisionRecallFscoreSupport,
  precisionScore,
  recallScore,
} from './precision_recall.js';
export type { Probabilities, ProbabilityOptions } from './probabilities.js';
export {
  type ClassificationReport,
  type ClassificationReportOptions,
  classificationReport,
  type ReportRow,
} from './report.js';
export { type SampleQualityOptions, sampleCompleteness, sampleContamination } from './sample_quality.js';
export type { LabelOptions } from './targets.js';
