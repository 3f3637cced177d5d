export {
  type AveragePrecisionOptions,
  auc,
  averagePrecisionScore,
  type RocAucOptions,
  rocAucScore,
} from './area.js';
export {
  type CompletenessContaminationCurve,
  type CurveOptions,
  completenessAtContamination,
  completenessContaminationCurve,
  contaminationAtCompleteness,
  type DetCurve,
  detCurve,
  type PrecisionRecallCurve,
  precisionRecallCurve,
  type RocCurve,
  rocCurve,
} from './curves.js';
export {
  brierScoreLoss,
  type CalibrationCurve,
  calibrationCurve,
  d2BrierScore,
  d2LogLossScore,
  hingeLoss,
  logLoss,
  type Probabilities,
  type ProbabilityOptions,
  topKAccuracyScore,
} from './probability_losses.js';
