import { Matrix } from '../../core/matrix.js';
import type { Run } from '../../core/run.js';
import { addColumnSquares, addColumnSums } from '../columns.js';
import { addCrossProductUpper } from '../gemm.js';
import { denseModule } from '../wasm/modules/dense.js';
import { acquire } from '../wasm/runtime.js';

/** Means of the columns and sums of squared deviations from them. */
export interface ColumnMoments {
  readonly mean: Float64Array;
  readonly squares: Float64Array;
}

/** Moments of the columns in two passes, so that columns far from zero keep their digits. O(n d). */
export function momentsOf(X: Matrix): ColumnMoments {
  const { rows: n, columns: d, data } = X;
  const mean = new Float64Array(d);
  const drift = new Float64Array(d);
  const squares = new Float64Array(d);
  addColumnSums(data, d, 0, n, mean);
  for (let j = 0; j < d; j++) mean[j] /= n;
  addColumnSquares(data, d, 0, n, mean, drift, squares);
  for (let j = 0; j < d; j++) {
    squares[j] = Math.max(0, squares[j] - (drift[j] * drift[j]) / n);
    mean[j] += drift[j] / n;
  }
  return { mean, squares };
}

/** X with `mean` subtracted from its rows, copied. O(n d). */
export function centred(X: Matrix, mean: ArrayLike<number>): Matrix {
  const { columns: d, data } = X;
  const result = new Float64Array(data.length);
  for (let at = 0; at < data.length; at += d) {
    for (let j = 0; j < d; j++) result[at + j] = data[at + j] - mean[j];
  }
  return Matrix.of(result, d);
}

/** (X - mean)^T (X - mean), d x d, by blocks of rows: X is never copied whole. O(n d^2 / 2). */
export async function centredCrossProduct(X: Matrix, mean: Float64Array, run: Run): Promise<Matrix> {
  const { rows: n, columns: d, data } = X;
  const step = Math.min(Math.max(n, 1), Math.max(64, Math.floor(5e5 / d)));
  const session = acquire(denseModule);
  try {
    const c = session.f64(d * d);
    c.view().fill(0);
    const a = session.f64(step * d);
    const shift = session.f64(mean);
    const divisor = session.f64(new Float64Array(d).fill(1));
    const work = session.f64(4 * d);
    for (let from = 0; from < n; from += step) {
      const rows = Math.min(step, n - from);
      a.view().set(data.subarray(from * d, (from + rows) * d));
      session.kernels.shiftDivideColumns(rows, d, a.pointer, shift.pointer, divisor.pointer, work.pointer);
      addCrossProductUpper(session, rows, d, a, c);
      await run.step(from + rows, n, 'rows');
    }
    session.kernels.mirrorF64(d, c.pointer, d);
    return Matrix.of(c.view().slice(), d);
  } finally {
    session.release();
  }
}
