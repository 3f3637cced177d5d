import {
  checkTargetPair,
  columnMeans,
  combineOutputs,
  type RawRegressionMetricOptions,
  type RegressionMetricOptions,
  type TargetPair,
  type Targets,
  tooFewRows,
  undefinedScore,
  weightedMean,
} from './targets.js';

/** What the scores of explained variance take besides the weights. */
export interface ForceFinite {
  /**
   * Give 1 for a perfect and 0 for an imperfect prediction of a constant output, instead of NaN and -Infinity;
   * default true.
   */
  readonly forceFinite?: boolean;
}

/** Options of `r2Score` and `explainedVarianceScore` that give one number. */
export type VarianceScoreOptions = Omit<RegressionMetricOptions, 'multioutput'> &
  ForceFinite & {
    /** How outputs are averaged; 'variance_weighted' weighs each by the variance of its true values. */
    readonly multioutput?: RegressionMetricOptions['multioutput'] | 'variance_weighted';
  };

type AnyOptions = Omit<VarianceScoreOptions, 'multioutput'> & {
  readonly multioutput?: string | ArrayLike<number>;
};

const names = ['multioutput', 'forceFinite'];

/**
 * The coefficient of determination: 1 - (sum of squared errors) / (sum of squared deviations from the mean of
 * yTrue). 1 is best, 0 is what the mean gets, and it may be negative. NaN with a warning for fewer than two rows.
 *
 * @param yTrue n true values, or n x t for several outputs
 * @param yPred predictions of the same shape
 * @throws InvalidInputError for unequal shapes or non-finite values. O(n t). Source: scikit-learn r2_score.
 * @example
 * ```ts
 * r2Score([3, -0.5, 2, 7], [2.5, 0, 2, 8]); // 0.9486
 * r2Score([[0.5, 1], [-1, 1], [7, -6]], [[0, 2], [-1, 2], [8, -5]], { multioutput: 'variance_weighted' }); // 0.9382
 * ```
 */
export function r2Score(
  yTrue: Targets,
  yPred: Targets,
  options: RawRegressionMetricOptions & ForceFinite,
): Float64Array;
export function r2Score(yTrue: Targets, yPred: Targets, options?: VarianceScoreOptions): number;
export function r2Score(yTrue: Targets, yPred: Targets, options: AnyOptions = {}): number | Float64Array {
  const pair = checkTargetPair(yTrue, yPred, options, 'r2Score', names);
  if (tooFewRows(pair, 'r2Score')) return undefinedScore(pair, options);
  const residual = columnMeans(squaredDifferences(pair.truth, pair.predicted), pair);
  return assemble(residual, variances(pair.truth, pair), options, 'r2Score');
}

/**
 * 1 - variance of the errors / variance of yTrue. Unlike R2 it does not see a constant offset of the predictions.
 * @throws InvalidInputError for unequal shapes or non-finite values. O(n t).
 * Source: scikit-learn explained_variance_score.
 * @example
 * ```ts
 * explainedVarianceScore([3, -0.5, 2, 7], [2.5, 0, 2, 8]); // 0.9572
 * ```
 */
export function explainedVarianceScore(
  yTrue: Targets,
  yPred: Targets,
  options: RawRegressionMetricOptions & ForceFinite,
): Float64Array;
export function explainedVarianceScore(
  yTrue: Targets,
  yPred: Targets,
  options?: VarianceScoreOptions,
): number;
export function explainedVarianceScore(
  yTrue: Targets,
  yPred: Targets,
  options: AnyOptions = {},
): number | Float64Array {
  const pair = checkTargetPair(yTrue, yPred, options, 'explainedVarianceScore', names);
  const errors = pair.truth.map((value, k) => value - pair.predicted[k]);
  return assemble(variances(errors, pair), variances(pair.truth, pair), options, 'explainedVarianceScore');
}

function assemble(
  residual: Float64Array,
  variance: Float64Array,
  { forceFinite = true, multioutput }: AnyOptions,
  caller: string,
): number | Float64Array {
  const scores = residual.map((value, j) => {
    if (variance[j] !== 0) return 1 - value / variance[j];
    if (!forceFinite) return value === 0 ? Number.NaN : Number.NEGATIVE_INFINITY;
    return value === 0 ? 1 : 0;
  });
  if (multioutput !== 'variance_weighted') return combineOutputs(scores, multioutput, caller);
  // With every output constant there is nothing to weigh by.
  return variance.some((value) => value !== 0) ? weightedMean(scores, variance) : weightedMean(scores);
}

function variances(cells: Float64Array, pair: TargetPair): Float64Array {
  const { outputs } = pair;
  // Taken relative to the first row, so that a constant output has a variance of exactly 0.
  const shifted = cells.map((value, k) => value - cells[k % outputs]);
  const means = columnMeans(shifted, pair);
  const squares = new Float64Array(cells.length);
  for (let k = 0; k < cells.length; k++) {
    const deviation = shifted[k] - means[k % outputs];
    squares[k] = deviation * deviation;
  }
  return columnMeans(squares, pair);
}

function squaredDifferences(a: Float64Array, b: Float64Array): Float64Array {
  const result = new Float64Array(a.length);
  for (let k = 0; k < result.length; k++) {
    const difference = a[k] - b[k];
    result[k] = difference * difference;
  }
  return result;
}
