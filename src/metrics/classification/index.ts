export * from './accuracy.js';
export {
  type ConfusionMatrixOptions,
  confusionMatrix,
  multilabelConfusionMatrix,
} from './confusion_matrix.js';
export {
  type Average,
  f1Score,
  fbetaScore,
  jaccardScore,
  type PrecisionRecallFscoreSupport,
  type PrecisionRecallOptions,
  precisionRecallFscoreSupport,
  precisionScore,
  recallScore,
  sampleCompleteness,
  sampleContamination,
  type ZeroDivision,
} from './precision_recall.js';
export {
  type ClassificationReport,
  type ClassificationReportOptions,
  classificationReport,
  type ReportRow,
} from './report.js';
