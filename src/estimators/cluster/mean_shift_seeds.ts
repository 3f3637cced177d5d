import { describe, InvalidParameterError } from '../../core/errors.js';
import { asMatrix, type MatrixLike } from '../../core/input.js';
import { Matrix } from '../../core/matrix.js';
import { unknownParameter } from '../../core/params.js';
import { RandomState, type RandomStateLike } from '../../core/random.js';
import { Run, type RunOptions } from '../../core/run.js';
import { DataWarning, warn } from '../../core/warnings.js';
import { squaredDistances } from '../../kernels/distance_blocks.js';

/** Options of estimateBandwidth. */
export interface EstimateBandwidthOptions extends RunOptions {
  /** Share of the rows that make the neighbourhood of a row; default 0.3. */
  readonly quantile?: number;
  /** Rows to draw; null (the default) uses all. */
  readonly nSamples?: number | null;
  /** Seed of the draw; default 0. */
  readonly randomState?: RandomStateLike | null;
}

/**
 * A bandwidth for MeanShift: the mean distance of a row (of n rows, itself included) to its `quantile * n`-th nearest.
 * O(n^2 d): draw `nSamples` rows of large data. Reference: scikit-learn estimate_bandwidth (the same rows for a seed).
 * @throws InvalidParameterError for a quantile outside [0, 1] or nSamples below 1.
 *
 * @example
 * ```ts
 * await estimateBandwidth([[1, 1], [2, 1], [1, 0], [4, 7], [3, 5], [3, 6]], { quantile: 0.5 }); // 1.61
 * ```
 */
export async function estimateBandwidth(
  X: MatrixLike,
  options: EstimateBandwidthOptions = {},
): Promise<number> {
  const caller = 'estimateBandwidth';
  const names = ['quantile', 'nSamples', 'randomState', 'signal', 'onProgress'];
  for (const name of Object.keys(options)) {
    if (!names.includes(name)) throw unknownParameter(caller, name, names);
  }
  const { quantile = 0.3, nSamples = null, randomState = 0 } = options;
  if (!(quantile >= 0 && quantile <= 1)) throw refused(caller, 'quantile', quantile, 'a number from 0 to 1');
  if (nSamples !== null && !(Number.isSafeInteger(nSamples) && nSamples >= 1)) {
    throw refused(caller, 'nSamples', nSamples, 'an integer >= 1, or null');
  }
  let matrix = asMatrix(X, { estimator: caller });
  if (nSamples !== null) {
    matrix = matrix.takeRows(RandomState.from(randomState).permutation(matrix.rows).subarray(0, nSamples));
  }
  return meanReach(matrix, Math.max(1, Math.floor(matrix.rows * quantile)), new Run(caller, options));
}

/** The mean over the rows of the distance to the k-th nearest row, the row itself counting as the first. */
export async function meanReach(X: Matrix, k: number, run: Run): Promise<number> {
  const { rows: n, columns, data } = X;
  const step = Math.max(1, Math.floor(2e5 / n));
  const cells = new Float64Array(Math.min(step, n) * n);
  const all = { data, columns, start: 0, end: n };
  let sum = 0;
  for (let start = 0; start < n; start += step) {
    const end = Math.min(n, start + step);
    squaredDistances({ ...all, start, end }, all, cells);
    for (let i = 0; i < end - start; i++) {
      sum += Math.sqrt(kthSmallest(cells.subarray(i * n, (i + 1) * n), k - 1));
    }
    await run.step(end, n, 'rows');
  }
  return sum / n;
}

/** What sorting would put at position k; rearranges the numbers. Quickselect (Hoare), O(n) expected. */
function kthSmallest(values: Float64Array, k: number): number {
  let left = 0;
  let right = values.length - 1;
  while (left < right) {
    const a = values[left];
    const b = values[(left + right) >> 1];
    const c = values[right];
    const pivot = a < b ? (b < c ? b : a < c ? c : a) : a < c ? a : b < c ? c : b;
    let i = left;
    let j = right;
    while (i <= j) {
      while (values[i] < pivot) i++;
      while (values[j] > pivot) j--;
      if (i > j) break;
      const held = values[i];
      values[i++] = values[j];
      values[j--] = held;
    }
    if (k <= j) right = j;
    else if (k >= i) left = i;
    else break;
  }
  return values[k];
}

/**
 * Seeds for MeanShift: the points of a grid of width `binSize` that have at least `minBinFreq` rows of X nearest.
 * Where every row has a point of its own, the rows themselves, with a warning. O(n d).
 * Reference: scikit-learn get_bin_seeds.
 *
 * @example
 * ```ts
 * getBinSeeds([[1, 1], [1.4, 1.1], [1, 0.9], [5, 5]], 1, 2).to2DArray(); // [[1, 1]]
 * ```
 */
export function getBinSeeds(X: MatrixLike, binSize: number, minBinFreq = 1): Matrix {
  const caller = 'getBinSeeds';
  if (!(binSize >= 0 && binSize < Number.POSITIVE_INFINITY)) {
    throw refused(caller, 'binSize', binSize, 'a finite number >= 0');
  }
  if (!(Number.isSafeInteger(minBinFreq) && minBinFreq >= 1)) {
    throw refused(caller, 'minBinFreq', minBinFreq, 'an integer >= 1');
  }
  const matrix = asMatrix(X, { estimator: caller });
  if (binSize === 0) return matrix;
  const bins = new Map<string, { point: Float64Array; count: number }>();
  for (let i = 0; i < matrix.rows; i++) {
    const point = matrix.row(i).map((value) => roundHalfEven(value / binSize));
    const key = point.join();
    const bin = bins.get(key);
    if (bin) bin.count++;
    else bins.set(key, { point, count: 1 });
  }
  const kept = [...bins.values()].filter(({ count }) => count >= minBinFreq);
  if (kept.length === matrix.rows) {
    const what = `With bins of size ${binSize} every row has a bin of its own: the rows are the seeds. Raise the size.`;
    warn(new DataWarning(what, caller));
    return matrix;
  }
  const seeds = Matrix.zeros(kept.length, matrix.columns);
  kept.forEach(({ point }, i) => {
    seeds.data.set(
      point.map((value) => value * binSize),
      i * matrix.columns,
    );
  });
  return seeds;
}

function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return (rest < 0.5 ? floor : floor + 1) + 0;
  return (floor % 2 === 0 ? floor : floor + 1) + 0;
}

function refused(caller: string, name: string, value: unknown, expected: string): InvalidParameterError {
  return new InvalidParameterError(
    `${caller}: parameter '${name}' must be ${expected}. Got ${describe(value)}.`,
    { estimator: caller, parameter: name, received: describe(value), remedy: `pass ${expected}` },
  );
}
