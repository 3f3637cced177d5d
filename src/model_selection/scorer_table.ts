import * as metrics from '../metrics/index.js';

const CONTINUOUS = ['decisionFunction', 'predictProba'] as const;
const PROBA = 'predictProba' as const;

const averages = ['macro', 'micro', 'weighted', 'samples'] as const;

/** A metric of labels in its binary form and in its four averages: f1, f1_macro, ... */
function averaged<const N extends string, F>(name: N, metric: F) {
  const entries = [[name, { metric, metricOptions: { average: 'binary' } }] as const];
  const more = averages.map(
    (average) => [`${name}_${average}`, { metric, metricOptions: { average } }] as const,
  );
  return Object.fromEntries([...entries, ...more]) as Record<
    N | `${N}_${(typeof averages)[number]}`,
    { metric: F; metricOptions: { average: string } }
  >;
}

function loss<F>(metric: F) {
  return { metric, greaterIsBetter: false };
}

/** The built-in scorers by scikit-learn's names. */
export const builtInScorers = {
  accuracy: { metric: metrics.accuracyScore },
  balanced_accuracy: { metric: metrics.balancedAccuracyScore },
  top_k_accuracy: { metric: metrics.topKAccuracyScore, responseMethod: CONTINUOUS },
  average_precision: { metric: metrics.averagePrecisionScore, responseMethod: CONTINUOUS },
  neg_brier_score: { ...loss(metrics.brierScoreLoss), responseMethod: PROBA },
  d2_brier_score: { metric: metrics.d2BrierScore, responseMethod: PROBA },
  d2_log_loss_score: { metric: metrics.d2LogLossScore, responseMethod: PROBA },
  neg_log_loss: { ...loss(metrics.logLoss), responseMethod: PROBA },
  matthews_corrcoef: { metric: metrics.matthewsCorrcoef },
  roc_auc: { metric: metrics.rocAucScore, responseMethod: CONTINUOUS },
  roc_auc_ovr: { metric: metrics.rocAucScore, responseMethod: PROBA, metricOptions: { multiClass: 'ovr' } },
  roc_auc_ovo: { metric: metrics.rocAucScore, responseMethod: PROBA, metricOptions: { multiClass: 'ovo' } },
  roc_auc_ovr_weighted: {
    metric: metrics.rocAucScore,
    responseMethod: PROBA,
    metricOptions: { multiClass: 'ovr', average: 'weighted' },
  },
  roc_auc_ovo_weighted: {
    metric: metrics.rocAucScore,
    responseMethod: PROBA,
    metricOptions: { multiClass: 'ovo', average: 'weighted' },
  },
  ...averaged('f1', metrics.f1Score),
  ...averaged('precision', metrics.precisionScore),
  ...averaged('recall', metrics.recallScore),
  ...averaged('jaccard', metrics.jaccardScore),
  ...averaged('sensitivity', metrics.sensitivityScore),
  ...averaged('specificity', metrics.specificityScore),
  geometric_mean: { metric: metrics.geometricMeanScore },
  index_balanced_accuracy: { metric: metrics.makeIndexBalancedAccuracy()(metrics.geometricMeanScore) },
  neg_macro_averaged_mean_absolute_error: loss(metrics.macroAveragedMeanAbsoluteError),
  partial_roc_auc: { metric: metrics.partialRocAucScore, responseMethod: CONTINUOUS },
  precision_at_completeness: { metric: metrics.precisionAtCompletenessScore, responseMethod: CONTINUOUS },
  completeness_at_contamination: {
    metric: metrics.completenessAtContaminationScore,
    responseMethod: CONTINUOUS,
  },
  positive_likelihood_ratio: {
    metric: (...[yTrue, yPred, options]: Parameters<typeof metrics.classLikelihoodRatios>) =>
      metrics.classLikelihoodRatios(yTrue, yPred, options).positive,
  },
  neg_negative_likelihood_ratio: loss(
    (...[yTrue, yPred, options]: Parameters<typeof metrics.classLikelihoodRatios>) =>
      metrics.classLikelihoodRatios(yTrue, yPred, options).negative,
  ),
  r2: { metric: metrics.r2Score },
  explained_variance: { metric: metrics.explainedVarianceScore },
  d2_absolute_error_score: { metric: metrics.d2AbsoluteErrorScore },
  neg_max_error: loss(metrics.maxError),
  neg_mean_absolute_error: loss(metrics.meanAbsoluteError),
  neg_mean_squared_error: loss(metrics.meanSquaredError),
  neg_root_mean_squared_error: loss(metrics.rootMeanSquaredError),
  neg_mean_squared_log_error: loss(metrics.meanSquaredLogError),
  neg_root_mean_squared_log_error: loss(metrics.rootMeanSquaredLogError),
  neg_median_absolute_error: loss(metrics.medianAbsoluteError),
  neg_mean_absolute_percentage_error: loss(metrics.meanAbsolutePercentageError),
  neg_mean_poisson_deviance: loss(metrics.meanPoissonDeviance),
  neg_mean_gamma_deviance: loss(metrics.meanGammaDeviance),
  adjusted_rand_score: { metric: metrics.adjustedRandScore },
  rand_score: { metric: metrics.randScore },
  adjusted_mutual_info_score: { metric: metrics.adjustedMutualInfoScore },
  normalized_mutual_info_score: { metric: metrics.normalizedMutualInfoScore },
  mutual_info_score: { metric: metrics.mutualInfoScore },
  homogeneity_score: { metric: metrics.homogeneityScore },
  completeness_score: { metric: metrics.completenessScore },
  v_measure_score: { metric: metrics.vMeasureScore },
  fowlkes_mallows_score: { metric: metrics.fowlkesMallowsScore },
};
