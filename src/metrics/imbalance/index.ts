export { type GeometricMeanOptions, geometricMeanScore } from './geometric_mean.js';
export { type IndexBalancedAccuracyOptions, makeIndexBalancedAccuracy } from './index_balanced_accuracy.js';
export { macroAveragedMeanAbsoluteError } from './macro_averaged_error.js';
export { type PartialRocAucOptions, partialRocAucScore } from './partial_auc.js';
export {
  type PrevalenceCorrectedOptions,
  type Prevalences,
  prevalenceCorrectedPrecisionScore,
} from './prevalence.js';
export {
  classificationReportImbalanced,
  type ImbalancedReport,
  type ImbalancedReportOptions,
  type ImbalancedReportRow,
} from './report.js';
export {
  type CompletenessAtContaminationScoreOptions,
  completenessAtContaminationScore,
  type PrecisionAtCompletenessOptions,
  precisionAtCompletenessScore,
} from './selection_scores.js';
export {
  type SensitivitySpecificitySupport,
  sensitivityScore,
  sensitivitySpecificitySupport,
  specificityScore,
} from './sensitivity_specificity.js';
