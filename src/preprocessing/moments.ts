import type { Matrix } from '../core/matrix.js';
import type { Run } from '../core/run.js';
import { addColumnSquares, addColumnSums } from '../kernels/columns.js';
import { inRowBlocks } from './row_blocks.js';

/** Weight, mean and sum of squared deviations of each column, NaN left out. */
export interface Moments {
  readonly weight: Float64Array;
  readonly mean: Float64Array;
  /** What rounding cut off the mean: gaps between means far from zero need it. */
  readonly tail: Float64Array;
  readonly squares: Float64Array;
  /** Number of values that are not NaN and weigh more than 0. */
  readonly count: Float64Array;
}

/**
 * Moments in two passes, the second about a trial mean and corrected for its error, so that columns far from
 * zero keep their digits. O(n d).
 */
export async function columnMoments(
  X: Matrix,
  sampleWeight: Float64Array | undefined,
  run: Run,
): Promise<Moments> {
  const { columns, data } = X;
  const weight = new Float64Array(columns);
  const count = new Float64Array(columns);
  const mean = new Float64Array(columns);
  const squares = new Float64Array(columns);
  const drift = new Float64Array(columns);
  // Sums without regard to NaN are NaN where there is one: then, and with weights, the slower way.
  let simple = sampleWeight === undefined;
  if (simple) {
    await inRowBlocks(X, run, (from, to) => addColumnSums(data, columns, from, to, mean));
    simple = !mean.some(Number.isNaN);
  }
  if (simple) {
    weight.fill(X.rows);
    count.fill(X.rows);
  } else {
    mean.fill(0);
    await inRowBlocks(X, run, (from, to) => sumRows(data, sampleWeight, weight, count, mean, from, to));
  }
  for (let j = 0; j < columns; j++) mean[j] /= weight[j];
  await inRowBlocks(X, run, (from, to) => {
    if (simple) addColumnSquares(data, columns, from, to, mean, drift, squares);
    else squareRows(data, sampleWeight, mean, squares, drift, from, to);
  });
  const tail = new Float64Array(columns);
  for (let j = 0; j < columns; j++) {
    const shift = drift[j] / weight[j];
    const trial = mean[j];
    squares[j] = Math.max(0, squares[j] - shift * drift[j]);
    mean[j] = trial + shift;
    tail[j] = shift - (mean[j] - trial);
  }
  return { weight, mean, tail, squares, count };
}

function sumRows(
  data: Float64Array,
  sampleWeight: Float64Array | undefined,
  weight: Float64Array,
  count: Float64Array,
  sum: Float64Array,
  from: number,
  to: number,
): void {
  const d = weight.length;
  for (let i = from, at = from * d; i < to; i++) {
    const w = sampleWeight ? sampleWeight[i] : 1;
    const one = w > 0 ? 1 : 0;
    for (let j = 0; j < d; j++, at++) {
      const value = data[at];
      if (Number.isNaN(value)) continue;
      weight[j] += w;
      count[j] += one;
      sum[j] += w * value;
    }
  }
}

function squareRows(
  data: Float64Array,
  sampleWeight: Float64Array | undefined,
  mean: Float64Array,
  squares: Float64Array,
  drift: Float64Array,
  from: number,
  to: number,
): void {
  const d = mean.length;
  for (let i = from, at = from * d; i < to; i++) {
    const w = sampleWeight ? sampleWeight[i] : 1;
    for (let j = 0; j < d; j++, at++) {
      const gap = data[at] - mean[j];
      if (Number.isNaN(gap)) continue;
      drift[j] += w * gap;
      squares[j] += w * gap * gap;
    }
  }
}

/** Moments of two pieces together (Chan, Golub, LeVeque). */
export function mergeMoments(a: Moments, b: Moments): Moments {
  const weight = a.weight.map((w, j) => w + b.weight[j]);
  const count = a.count.map((n, j) => n + b.count[j]);
  const mean = new Float64Array(weight.length);
  const tail = new Float64Array(weight.length);
  const squares = new Float64Array(weight.length);
  for (let j = 0; j < weight.length; j++) {
    if (a.weight[j] === 0 || b.weight[j] === 0) {
      const only = b.weight[j] === 0 ? a : b;
      mean[j] = only.mean[j];
      tail[j] = only.tail[j];
      squares[j] = only.squares[j];
      continue;
    }
    const share = b.weight[j] / weight[j];
    const gap = b.mean[j] - a.mean[j] + (b.tail[j] - a.tail[j]);
    const shift = a.tail[j] + gap * share;
    mean[j] = a.mean[j] + shift;
    tail[j] = shift - (mean[j] - a.mean[j]);
    squares[j] = a.squares[j] + b.squares[j] + a.weight[j] * share * gap * gap;
  }
  return { weight, mean, tail, squares, count };
}

/** The variance of each column (divided by the weight): NaN where no value was seen. */
export function varianceOf({ weight, squares }: Moments): Float64Array {
  return squares.map((sum, j) => sum / weight[j]);
}

/**
 * The standard deviation of each column; 1 for columns whose variance is within the rounding error of
 * computing it, which are constant for all one can tell (the error bound of the two-pass variance in Chan,
 * Golub, LeVeque 1983); NaN for columns without values.
 */
export function scaleOf(moments: Moments): Float64Array {
  const constant = constantColumns(moments);
  return varianceOf(moments).map((variance, j) => (constant[j] ? 1 : Math.sqrt(variance)));
}

/** Which columns are constant within the rounding error of their variance. */
export function constantColumns(moments: Moments): boolean[] {
  const { mean, count } = moments;
  return Array.from(varianceOf(moments), (variance, j) => {
    const error = count[j] * Number.EPSILON * variance + (count[j] * mean[j] * Number.EPSILON) ** 2;
    return variance <= error;
  });
}
