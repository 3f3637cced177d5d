import type { MatrixLike } from '../../core/input.js';
import { Matrix } from '../../core/matrix.js';
import { fillDistances } from '../../kernels/distance_blocks.js';
import { checkOptionNames, optionError } from '../options.js';
import { type PairwiseDistancesOptions, zeroToItself } from './distances.js';
import { block, checkPrecomputed, checkRowPair } from './inputs.js';
import { acceptsNaN, metricFor, metricParamNames, metricParamsOf } from './metric_for.js';

/** Options of `pairwiseDistancesChunked`. */
export interface ChunkedDistancesOptions extends PairwiseDistancesOptions {
  /** Most MiB that one chunk may take (at least one row is given); default 64. */
  readonly workingMemory?: number;
}

/** Options of `pairwiseDistancesChunked` with a function that reduces each chunk. */
export interface ReducedDistancesOptions<R> extends ChunkedDistancesOptions {
  /** Makes of each chunk (distances of some rows of X to all rows of Y, from row `start` on) what is yielded. */
  readonly reduceFunc: (distances: Matrix, start: number) => R;
}

/**
 * Distances between the rows of X and of Y (default X), some rows of X at a time: yields Matrix chunks, or what
 * `reduceFunc` makes of them, so that n x m distances never lie in memory at once. Each chunk is a new array.
 * @throws InvalidParameterError, InvalidInputError as `pairwiseDistances` does, when the iteration starts.
 * Time O(n m d), memory `workingMemory`. Source: scikit-learn pairwise_distances_chunked.
 * @example
 * ```ts
 * const neighbours = pairwiseDistancesChunked([[0], [1], [5]], null, {
 *   reduceFunc: (distances) => distances.to2DArray().map((row) => row.filter((d) => d < 2).length),
 * });
 * [...neighbours].flat(); // [2, 2, 1]
 * ```
 */
export function pairwiseDistancesChunked<R>(
  X: MatrixLike,
  Y: MatrixLike | null | undefined,
  options: ReducedDistancesOptions<R>,
): Generator<R, void, void>;
export function pairwiseDistancesChunked(
  X: MatrixLike,
  Y?: MatrixLike | null,
  options?: ChunkedDistancesOptions,
): Generator<Matrix, void, void>;
export function* pairwiseDistancesChunked(
  X: MatrixLike,
  Y?: MatrixLike | null,
  options: ChunkedDistancesOptions & Partial<ReducedDistancesOptions<unknown>> = {},
): Generator<unknown, void, void> {
  const caller = 'pairwiseDistancesChunked';
  checkOptionNames(options, ['metric', 'workingMemory', 'reduceFunc', ...metricParamNames], caller);
  const { metric = 'euclidean', workingMemory = 64, reduceFunc = (chunk: Matrix) => chunk } = options;
  if (!(workingMemory > 0))
    throw optionError(caller, 'workingMemory', 'must be above 0', workingMemory, 'Pass MiB.');
  if (metric === 'precomputed') {
    const distances = checkPrecomputed(X, Y, caller, true);
    for (const [start, end] of rowRanges(distances.rows, distances.columns, workingMemory)) {
      const cells = distances.data.slice(start * distances.columns, end * distances.columns);
      yield reduceFunc(Matrix.of(cells, distances.columns), start);
    }
    return;
  }
  const pair = checkRowPair(X, Y, caller, { allowNaN: acceptsNaN(metric) });
  const resolved = metricFor(metric, metricParamsOf(options), pair, caller);
  const m = pair.Y.rows;
  for (const [start, end] of rowRanges(pair.X.rows, m, workingMemory)) {
    const out = new Float64Array((end - start) * m);
    fillDistances(resolved, block(pair.X, start, end), block(pair.Y), out);
    if (pair.same && zeroToItself(resolved)) {
      for (let i = start; i < end; i++) out[(i - start) * m + i] = 0;
    }
    yield reduceFunc(Matrix.of(out, m), start);
  }
}

/** Ranges of rows whose distances to m rows fit in so many MiB. */
function* rowRanges(n: number, m: number, mebibytes: number): Generator<[number, number]> {
  const step = Math.max(1, Math.floor((mebibytes * 2 ** 20) / (8 * m)));
  for (let start = 0; start < n; start += step) yield [start, Math.min(n, start + step)];
}
