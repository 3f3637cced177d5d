import { describe, InvalidInputError } from '../../core/errors.js';
import type { MatrixLike } from '../../core/input.js';
import type { Labels } from '../../core/labels.js';
import type { Matrix } from '../../core/matrix.js';
import { RandomState, type RandomStateLike } from '../../core/random.js';
import { fillDistances } from '../../kernels/distance_blocks.js';
import { checkOptionNames, optionError } from '../options.js';
import type { PairwiseDistancesOptions } from '../pairwise/distances.js';
import { block, checkPrecomputed, checkRowPair } from '../pairwise/inputs.js';
import { acceptsNaN, metricFor, metricParamNames, metricParamsOf } from '../pairwise/metric_for.js';
import { type Clusters, checkClusters } from './clustered_rows.js';

/** Options of `silhouetteSamples`: the distance and its parameters. */
export type SilhouetteSamplesOptions = PairwiseDistancesOptions;

/** Options of `silhouetteScore`. */
export interface SilhouetteScoreOptions extends PairwiseDistancesOptions {
  /** Score a random sample of so many rows; default all. */
  readonly sampleSize?: number | null;
  /** Seed of the sample. */
  readonly randomState?: RandomStateLike | null;
}

/**
 * The silhouette of each row: (b - a) / max(a, b), where a is its mean distance to the other rows of its cluster
 * and b the least mean distance to the rows of another cluster. 1 is well inside its cluster, 0 between two, below
 * 0 nearer to another cluster. Rows alone in their cluster have 0.
 *
 * @param X rows, n x d; or n x n distances with `metric: 'precomputed'`
 * @param labels cluster of each row; 2 to n - 1 clusters
 * @returns n values
 * @throws InvalidInputError for another number of clusters, unfit data, or precomputed distances whose diagonal
 * is not 0. Time O(n^2 d), memory O(n) besides the data: distances are summed as they are computed.
 * Source: scikit-learn silhouette_samples; Rousseeuw (1987), doi:10.1016/0377-0427(87)90125-7.
 * @example
 * ```ts
 * silhouetteSamples([[0], [1], [10], [11]], [0, 0, 1, 1]); // 0.9048, 0.8947, 0.8947, 0.9048
 * ```
 */
export function silhouetteSamples(
  X: MatrixLike,
  labels: Labels,
  options: SilhouetteSamplesOptions = {},
): Float64Array {
  checkOptionNames(options, ['metric', ...metricParamNames], 'silhouetteSamples');
  return silhouettes(X, labels, options, 'silhouetteSamples');
}

/**
 * The mean silhouette of all rows, or of a random sample of `sampleSize` rows (the same rows that scikit-learn
 * takes for the same seed): from -1 to 1, higher is better.
 *
 * @throws as `silhouetteSamples`. Time O(n^2 d), memory O(n). Source: scikit-learn silhouette_score.
 * @example
 * ```ts
 * silhouetteScore([[0], [1], [10], [11]], [0, 0, 1, 1]); // 0.8997
 * ```
 */
export function silhouetteScore(X: MatrixLike, labels: Labels, options: SilhouetteScoreOptions = {}): number {
  const caller = 'silhouetteScore';
  checkOptionNames(options, ['metric', 'sampleSize', 'randomState', ...metricParamNames], caller);
  const { sampleSize, randomState } = options;
  let values: Float64Array;
  if (sampleSize === null || sampleSize === undefined) values = silhouettes(X, labels, options, caller);
  else {
    if (!Number.isInteger(sampleSize) || sampleSize < 1)
      throw optionError(caller, 'sampleSize', 'must be a whole number above 0', sampleSize, 'Or pass null.');
    const rows = readRows(X, options, caller);
    const indices = RandomState.from(randomState).permutation(rows.rows).subarray(0, sampleSize);
    const sampled = rows.takeRows(indices);
    values = silhouettes(
      options.metric === 'precomputed' ? sampled.takeColumns(indices) : sampled,
      Array.from(indices, (i) => labels[i]) as Labels,
      options,
      caller,
    );
  }
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum / values.length;
}

function readRows(X: MatrixLike, { metric }: PairwiseDistancesOptions, caller: string): Matrix {
  if (metric === 'precomputed') return checkPrecomputed(X, null, caller, true);
  return checkRowPair(X, null, caller, { allowNaN: acceptsNaN(metric ?? 'euclidean') }).X;
}

function silhouettes(
  X: MatrixLike,
  labels: Labels,
  options: PairwiseDistancesOptions,
  caller: string,
): Float64Array {
  const { metric = 'euclidean' } = options;
  const rows = readRows(X, options, caller);
  const n = rows.rows;
  const clusters = checkClusters(labels, n, caller);
  const result = new Float64Array(n);
  const sums = new Float64Array(clusters.counts.length);
  if (metric === 'precomputed') {
    checkDiagonal(rows, caller);
    for (let i = 0; i < n; i++) result[i] = silhouetteOf(i, rows.row(i), clusters, sums);
    return result;
  }
  const resolved = metricFor(metric, metricParamsOf(options), { X: rows, Y: rows, same: true }, caller);
  const distances = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    fillDistances(resolved, block(rows, i, i + 1), block(rows), distances);
    result[i] = silhouetteOf(i, distances, clusters, sums);
  }
  return result;
}

/** The silhouette of row i from its distances to all rows; `sums` is scratch, one cell per cluster. */
function silhouetteOf(
  i: number,
  distances: Float64Array,
  { codes, counts }: Clusters,
  sums: Float64Array,
): number {
  const own = codes[i];
  if (counts[own] === 1) return 0;
  sums.fill(0);
  for (let j = 0; j < distances.length; j++) sums[codes[j]] += distances[j];
  // The row's distance to itself is left out: some distances ('russellrao') are not 0 there.
  const inside = (sums[own] - distances[i]) / (counts[own] - 1);
  let outside = Number.POSITIVE_INFINITY;
  for (let c = 0; c < counts.length; c++) {
    if (c !== own) outside = Math.min(outside, sums[c] / counts[c]);
  }
  const larger = Math.max(inside, outside);
  return larger > 0 ? (outside - inside) / larger : 0;
}

function checkDiagonal(distances: Matrix, caller: string): void {
  for (let i = 0; i < distances.rows; i++) {
    const value = distances.get(i, i);
    if (value <= 100 * Number.EPSILON) continue;
    throw new InvalidInputError(
      `${caller}: precomputed distances must be 0 on the diagonal. Got ${describe(value)} in row ${i}. Set the diagonal to 0, or pass the rows and a metric.`,
      { estimator: caller, parameter: 'X', received: describe(value), remedy: 'set the diagonal to 0' },
    );
  }
}
