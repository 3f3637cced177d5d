import type { MatrixLike } from '../../core/input.js';
import { fillDistances } from '../../kernels/distance_blocks.js';
import type { MetricParams } from '../../kernels/distances.js';
import { checkOptionNames, optionError } from '../options.js';
import { block, checkRowPair } from './inputs.js';
import { acceptsNaN, metricFor, type PairwiseMetric } from './metric_for.js';

/** Options of the searches for the nearest row. */
export interface ArgminOptions {
  /** 1 (default): the nearest row of Y for each row of X; 0: the nearest row of X for each row of Y. */
  readonly axis?: 0 | 1;
  /** A name or a function of two rows, as for `pairwiseDistances`; default 'euclidean'. */
  readonly metric?: PairwiseMetric;
  /** Parameters of the distance. */
  readonly metricKwargs?: MetricParams;
}

/**
 * For each row of X (n x d) the position of the nearest row of Y (m x d); of equally near ones the first.
 * @throws as `pairwiseDistances`. Time O(n m d), memory O(m). Source: scikit-learn pairwise_distances_argmin.
 * @example
 * ```ts
 * pairwiseDistancesArgmin([[0], [9]], [[1], [10]]); // Int32Array 0, 1
 * ```
 */
export function pairwiseDistancesArgmin(
  X: MatrixLike,
  Y: MatrixLike,
  options: ArgminOptions = {},
): Int32Array {
  return nearest(X, Y, options, 'pairwiseDistancesArgmin')[0];
}

/**
 * For each row of X (n x d) the position of the nearest row of Y (m x d) and its distance: `[argmin, distances]`.
 * @throws as `pairwiseDistances`. Time O(n m d), memory O(m). Source: scikit-learn pairwise_distances_argmin_min.
 * @example
 * ```ts
 * const [argmin, distances] = pairwiseDistancesArgminMin([[0], [9]], [[1], [11]]); // 0, 1 and 1, 2
 * ```
 */
export function pairwiseDistancesArgminMin(
  X: MatrixLike,
  Y: MatrixLike,
  options: ArgminOptions = {},
): [argmin: Int32Array, distances: Float64Array] {
  return nearest(X, Y, options, 'pairwiseDistancesArgminMin');
}

function nearest(
  X: MatrixLike,
  Y: MatrixLike,
  options: ArgminOptions,
  caller: string,
): [Int32Array, Float64Array] {
  checkOptionNames(options, ['axis', 'metric', 'metricKwargs'], caller);
  const { axis = 1, metric = 'euclidean', metricKwargs = {} } = options;
  if (axis !== 0 && axis !== 1)
    throw optionError(caller, 'axis', 'must be 0 or 1', axis, 'Use 1 for the rows of X.');
  const pair = checkRowPair(X, Y, caller, { allowNaN: acceptsNaN(metric) });
  const resolved = metricFor(metric, metricKwargs, pair, caller);
  const [queries, points] = axis === 1 ? [pair.X, pair.Y] : [pair.Y, pair.X];
  const argmin = new Int32Array(queries.rows);
  const distances = new Float64Array(queries.rows);
  const reduced = new Float64Array(points.rows);
  for (let i = 0; i < queries.rows; i++) {
    fillDistances(resolved, block(queries, i, i + 1), block(points), reduced, true);
    let best = 0;
    for (let j = 1; j < reduced.length; j++) if (reduced[j] < reduced[best]) best = j;
    argmin[i] = best;
    distances[i] = resolved.toDistance(reduced[best]);
  }
  return [argmin, distances];
}
