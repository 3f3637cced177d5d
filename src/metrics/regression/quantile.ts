import { optionError } from '../options.js';
import { absoluteErrors } from './mean_errors.js';
import { averagedPercentile } from './percentile.js';
import {
  type AnyRegressionOptions,
  checkTargetPair,
  columnMeans,
  combineOutputs,
  type RawRegressionMetricOptions,
  type RegressionMetricOptions,
  type TargetPair,
  type Targets,
  tooFewRows,
  undefinedScore,
} from './targets.js';

/** The quantile that a pinball loss is about. */
export interface PinballAlpha {
  /** Between 0 and 1; default 0.5, half the absolute error. */
  readonly alpha?: number;
}

/**
 * The median of |yTrue - yPred|, unmoved by outliers. With weights it is the averaged weighted median: where the
 * cumulative weight reaches one half exactly, the mean of the two neighbours (scikit-learn before 1.7 took the
 * lower one); a weight of 2 equals a repeated row.
 * @throws InvalidInputError for unequal shapes or non-finite values. O(n log n) per output.
 * Source: scikit-learn median_absolute_error.
 * @example
 * ```ts
 * medianAbsoluteError([3, -0.5, 2, 7], [2.5, 0, 2, 8]); // 0.5
 * ```
 */
export function medianAbsoluteError(
  yTrue: Targets,
  yPred: Targets,
  options: RawRegressionMetricOptions,
): Float64Array;
export function medianAbsoluteError(
  yTrue: Targets,
  yPred: Targets,
  options?: RegressionMetricOptions,
): number;
export function medianAbsoluteError(yTrue: Targets, yPred: Targets, options: AnyRegressionOptions = {}) {
  const pair = checkTargetPair(yTrue, yPred, options, 'medianAbsoluteError');
  const medians = columnPercentiles(absoluteErrors(pair), pair, 50);
  return combineOutputs(medians, options.multioutput, 'medianAbsoluteError');
}

/**
 * Mean pinball (quantile) loss: alpha (y - p) where the prediction p is too low, (1 - alpha) (p - y) where it is
 * too high. Smallest in expectation when p is the alpha-quantile.
 * @throws InvalidParameterError for alpha outside [0, 1]. O(n t). Source: scikit-learn mean_pinball_loss;
 * Koenker & Bassett (1978), doi:10.2307/1913643.
 * @example
 * ```ts
 * meanPinballLoss([1, 2, 3], [1, 2, 4], { alpha: 0.9 }); // 0.0333
 * ```
 */
export function meanPinballLoss(
  yTrue: Targets,
  yPred: Targets,
  options: RawRegressionMetricOptions & PinballAlpha,
): Float64Array;
export function meanPinballLoss(
  yTrue: Targets,
  yPred: Targets,
  options?: RegressionMetricOptions & PinballAlpha,
): number;
export function meanPinballLoss(
  yTrue: Targets,
  yPred: Targets,
  options: AnyRegressionOptions & PinballAlpha = {},
) {
  const caller = 'meanPinballLoss';
  const pair = checkTargetPair(yTrue, yPred, options, caller, ['multioutput', 'alpha']);
  const losses = pinballLosses(pair, checkAlpha(options.alpha, caller));
  return combineOutputs(losses, options.multioutput, caller);
}

/**
 * Share of the pinball loss explained: 1 is best, 0 is what the empirical alpha-quantile of yTrue gets (averaged
 * weighted quantile, as scikit-learn has it since 1.8). A perfect prediction of a constant scores 1, an imperfect
 * one 0. NaN with a warning for fewer than two rows.
 * @throws InvalidParameterError for alpha outside [0, 1]. O(n log n). Source: scikit-learn d2_pinball_score;
 * Koenker & Machado (1999), doi:10.1080/01621459.1999.10473882.
 * @example
 * ```ts
 * d2PinballScore([1, 2, 3], [1, 3, 3]); // 0.5
 * ```
 */
export function d2PinballScore(
  yTrue: Targets,
  yPred: Targets,
  options: RawRegressionMetricOptions & PinballAlpha,
): Float64Array;
export function d2PinballScore(
  yTrue: Targets,
  yPred: Targets,
  options?: RegressionMetricOptions & PinballAlpha,
): number;
export function d2PinballScore(
  yTrue: Targets,
  yPred: Targets,
  options: AnyRegressionOptions & PinballAlpha = {},
) {
  return pinballScore(yTrue, yPred, options, 'd2PinballScore', ['multioutput', 'alpha']);
}

/**
 * Share of the absolute error explained: 1 is best, 0 is what the median of yTrue gets. It is `d2PinballScore`
 * with alpha 0.5.
 * @throws InvalidInputError for unequal shapes or non-finite values. O(n log n).
 * Source: scikit-learn d2_absolute_error_score.
 * @example
 * ```ts
 * d2AbsoluteErrorScore([3, -0.5, 2, 7], [2.5, 0, 2, 8]); // 0.7647
 * ```
 */
export function d2AbsoluteErrorScore(
  yTrue: Targets,
  yPred: Targets,
  options: RawRegressionMetricOptions,
): Float64Array;
export function d2AbsoluteErrorScore(
  yTrue: Targets,
  yPred: Targets,
  options?: RegressionMetricOptions,
): number;
export function d2AbsoluteErrorScore(yTrue: Targets, yPred: Targets, options: AnyRegressionOptions = {}) {
  return pinballScore(yTrue, yPred, options, 'd2AbsoluteErrorScore', ['multioutput']);
}

function pinballScore(
  yTrue: Targets,
  yPred: Targets,
  options: AnyRegressionOptions & PinballAlpha,
  caller: string,
  names: readonly string[],
): number | Float64Array {
  const pair = checkTargetPair(yTrue, yPred, options, caller, names);
  const alpha = checkAlpha(options.alpha, caller);
  if (tooFewRows(pair, caller)) return undefinedScore(pair, options);
  const { n, outputs } = pair;
  const quantiles = columnPercentiles(pair.truth, pair, alpha * 100);
  const constant = new Float64Array(n * outputs);
  for (let k = 0; k < constant.length; k++) constant[k] = quantiles[k % outputs];
  const losses = pinballLosses(pair, alpha);
  const reference = pinballLosses({ ...pair, predicted: constant }, alpha);
  const scores = losses.map((loss, j) => (reference[j] !== 0 ? 1 - loss / reference[j] : loss === 0 ? 1 : 0));
  return combineOutputs(scores, options.multioutput, caller);
}

function checkAlpha(alpha: number | undefined, caller: string): number {
  if (alpha === undefined) return 0.5;
  if (typeof alpha === 'number' && alpha >= 0 && alpha <= 1) return alpha;
  throw optionError(caller, 'alpha', 'must be between 0 and 1', alpha, 'Pass the quantile as a fraction.');
}

function pinballLosses(pair: TargetPair, alpha: number): Float64Array {
  const { truth, predicted } = pair;
  const losses = new Float64Array(truth.length);
  for (let k = 0; k < losses.length; k++) {
    const difference = truth[k] - predicted[k];
    losses[k] = difference >= 0 ? alpha * difference : (alpha - 1) * difference;
  }
  return columnMeans(losses, pair);
}

function columnPercentiles(
  cells: Float64Array,
  { n, outputs, weights }: TargetPair,
  rank: number,
): Float64Array {
  const result = new Float64Array(outputs);
  const column = new Float64Array(n);
  for (let j = 0; j < outputs; j++) {
    for (let i = 0; i < n; i++) column[i] = cells[i * outputs + j];
    result[j] = averagedPercentile(column, rank, weights);
  }
  return result;
}
