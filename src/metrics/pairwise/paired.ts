import type { MatrixLike } from '../../core/input.js';
import { pairedCosine } from '../../kernels/distance_formulas.js';
import type { MetricParams } from '../../kernels/distances.js';
import { checkOptionNames } from '../options.js';
import { checkPairedRows } from './inputs.js';
import {
  acceptsNaN,
  metricFor,
  metricParamNames,
  metricParamsOf,
  type PairwiseMetric,
} from './metric_for.js';

/** Options of `pairedDistances`: the distance and its parameters. */
export interface PairedDistancesOptions extends MetricParams {
  /** A name or a function of two rows, as for `pairwiseDistances`; default 'euclidean'. */
  readonly metric?: PairwiseMetric;
}

/**
 * Distances between row i of X and row i of Y (both n x d): n values. It takes every distance that
 * `pairwiseDistances` takes (scikit-learn's has four).
 * @throws InvalidInputError for unequal shapes; InvalidParameterError for an unknown distance. O(n d).
 * Source: scikit-learn paired_distances.
 * @example
 * ```ts
 * pairedDistances([[0, 1], [1, 1]], [[0, 1], [2, 1]]); // Float64Array 0, 1
 * ```
 */
export function pairedDistances(
  X: MatrixLike,
  Y: MatrixLike,
  options: PairedDistancesOptions = {},
): Float64Array {
  checkOptionNames(options, ['metric', ...metricParamNames], 'pairedDistances');
  return paired(options.metric ?? 'euclidean', metricParamsOf(options), X, Y, 'pairedDistances');
}

/**
 * Euclidean distances between row i of X and row i of Y: n values.
 * @throws InvalidInputError for unequal shapes. O(n d). Source: scikit-learn paired_euclidean_distances.
 * @example
 * ```ts
 * pairedEuclideanDistances([[0, 0]], [[3, 4]]); // Float64Array 5
 * ```
 */
export function pairedEuclideanDistances(X: MatrixLike, Y: MatrixLike): Float64Array {
  return paired('euclidean', {}, X, Y, 'pairedEuclideanDistances');
}

/**
 * Manhattan distances between row i of X and row i of Y: n values.
 * @throws InvalidInputError for unequal shapes. O(n d). Source: scikit-learn paired_manhattan_distances.
 * @example
 * ```ts
 * pairedManhattanDistances([[0, 0]], [[3, 4]]); // Float64Array 7
 * ```
 */
export function pairedManhattanDistances(X: MatrixLike, Y: MatrixLike): Float64Array {
  return paired('manhattan', {}, X, Y, 'pairedManhattanDistances');
}

/**
 * Cosine distances between row i of X and row i of Y: n values, half the squared distances of the rows scaled to
 * length 1. As in scikit-learn that is 0.5 where one row is zero, unlike the 1 of `cosineDistances`.
 * @throws InvalidInputError for unequal shapes. O(n d). Source: scikit-learn paired_cosine_distances.
 * @example
 * ```ts
 * pairedCosineDistances([[1, 0]], [[0, 5]]); // Float64Array 1
 * ```
 */
export function pairedCosineDistances(X: MatrixLike, Y: MatrixLike): Float64Array {
  return paired('cosine', {}, X, Y, 'pairedCosineDistances');
}

function paired(
  name: PairwiseMetric,
  params: MetricParams,
  X: MatrixLike,
  Y: MatrixLike,
  caller: string,
): Float64Array {
  const pair = checkPairedRows(X, Y, caller, { allowNaN: acceptsNaN(name) });
  const metric = metricFor(name, params, pair, caller);
  const distance = metric.name === 'cosine' ? pairedCosine : metric.distance;
  const { rows, columns: d } = pair.X;
  const result = new Float64Array(rows);
  for (let i = 0; i < rows; i++) result[i] = distance(pair.X.data, i * d, pair.Y.data, i * d, d);
  return result;
}
