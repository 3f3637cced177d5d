import { checkFeatures } from '../core/features.js';
import { asMatrix, type MatrixLike } from '../core/input.js';
import { Matrix } from '../core/matrix.js';
import type { Run } from '../core/run.js';
import { shiftDivideColumns } from '../kernels/columns.js';
import { inRowBlocks } from './row_blocks.js';

/** Below this, a range or spread counts as zero: scikit-learn's bound of ten rounding errors of 1. */
const NO_SPREAD = 10 * Number.EPSILON;

/** Divisors with 1 in place of (nearly) 0, so that constant columns are left alone. */
export function nonZero(spread: Float64Array): Float64Array {
  return spread.map((value) => (value < NO_SPREAD ? 1 : value));
}

/** (x - shift) / divisor column by column; null leaves a step out. The result is new. O(n d). */
export async function shiftThenDivide(
  X: Matrix,
  shift: Float64Array | null,
  divisor: Float64Array | null,
  run: Run,
): Promise<Matrix> {
  const d = X.columns;
  const out = new Float64Array(X.data.length);
  const by = shift ?? new Float64Array(d);
  const over = divisor ?? new Float64Array(d).fill(1);
  await inRowBlocks(X, run, (from, to) => shiftDivideColumns(X.data, out, by, over, from, to));
  return Matrix.of(out, d);
}

/** x * factor + offset column by column; null leaves a step out. The result is new. O(n d). */
export async function multiplyThenAdd(
  X: Matrix,
  factor: Float64Array | null,
  offset: Float64Array | null,
  run: Run,
): Promise<Matrix> {
  const d = X.columns;
  const out = new Float64Array(X.data.length);
  const by = factor ?? new Float64Array(d).fill(1);
  const plus = offset ?? new Float64Array(d);
  await inRowBlocks(X, run, (from, to) => multiplyRows(X.data, out, by, plus, from, to));
  return Matrix.of(out, d);
}

function multiplyRows(
  data: Float64Array,
  out: Float64Array,
  factor: Float64Array,
  offset: Float64Array,
  from: number,
  to: number,
): void {
  const d = factor.length;
  for (let i = from, at = from * d; i < to; i++) {
    for (let j = 0; j < d; j++, at++) out[at] = data[at] * factor[j] + offset[j];
  }
}

/** Moves values outside [low, high] to the nearer bound, in place; NaN stays. */
export function clipInPlace(data: Float64Array, low: number, high: number): void {
  for (let i = 0; i < data.length; i++) {
    if (data[i] < low) data[i] = low;
    else if (data[i] > high) data[i] = high;
  }
}

/** Checks what `inverseTransform` is given: numbers, as many columns as `transform` returned. */
export function checkTransformed(
  X: MatrixLike,
  columns: number,
  estimator: string,
  allowNaN: boolean,
): Matrix {
  const matrix = asMatrix(X, { estimator, allowNaN });
  checkFeatures({ columns: matrix.columns }, { nFeaturesIn: columns }, estimator);
  return matrix;
}
