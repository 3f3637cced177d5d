export { auc } from './auc.js';
export { type AveragePrecisionOptions, averagePrecisionScore } from './average_precision.js';
export type { BinaryOptions } from './binary_problem.js';
export {
  type CompletenessAtContaminationOptions,
  type CompletenessContaminationCurve,
  type ContaminationAtCompletenessOptions,
  completenessAtContamination,
  completenessContaminationCurve,
  contaminationAtCompleteness,
  type SelectedSample,
} from './completeness_contamination.js';
export { type DetCurve, detCurve } from './det_curve.js';
export { type DcgOptions, dcgScore, type NdcgOptions, ndcgScore } from './discounted_gain.js';
export {
  coverageError,
  labelRankingAveragePrecisionScore,
  labelRankingLoss,
} from './multilabel_ranking.js';
export { type PrecisionRecallCurve, precisionRecallCurve } from './precision_recall_curve.js';
export { type RocAucOptions, rocAucScore, type ScoreResult } from './roc_auc.js';
export { type CurveOptions, type RocCurve, rocCurve } from './roc_curve.js';
export type { ScoreAverage } from './score_averaging.js';
export {
  type ConfusionMatrixAtThresholds,
  confusionMatrixAtThresholds,
  type MetricAtThresholds,
  type MetricAtThresholdsOptions,
  metricAtThresholds,
} from './thresholds.js';
export { type TopKAccuracyOptions, topKAccuracyScore } from './top_k_accuracy.js';
