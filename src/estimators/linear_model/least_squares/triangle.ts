import { Matrix } from '../../../core/matrix.js';
import type { Run } from '../../../core/run.js';
import { qr } from '../../../kernels/linalg/index.js';

/** The problem |X w - y| turned into |R v - target|, v the scaled w: all that a solver needs to know of n rows. */
export interface Triangle {
  /** k x d factor of X with columns divided by `scale`; k is at most d. */
  readonly R: Matrix;
  /** k x t: what remains of y. */
  readonly target: Matrix;
  /** Power of two near the norm of each column; 1 for columns of zeros. */
  readonly scale: Float64Array;
  /** The same for the targets. */
  readonly targetScale: Float64Array;
}

/**
 * QR of X | y by blocks of rows, each stacked under the triangle so far, so that only one block is worked on at a time
 * and the columns' scales do not matter. O(n (d + t)^2).
 * Reference: Golub and Van Loan, Matrix Computations (2013), 5.3 and 6.5.3.
 */
export async function triangleOf(X: Matrix, y: Matrix, run: Run): Promise<Triangle> {
  const { rows: n, columns: d } = X;
  const width = d + y.columns;
  const scale = columnScales(X);
  const targetScale = columnScales(y);
  const step = Math.max(2048, 4 * width);
  let above: Matrix = Matrix.zeros(0, width);
  for (let from = 0; from < n; from += step) {
    const rows = Math.min(step, n - from);
    const block = new Float64Array((above.rows + rows) * width);
    block.set(above.data);
    for (let i = 0, at = above.data.length; i < rows; i++) {
      const x = (from + i) * d;
      for (let j = 0; j < d; j++) block[at++] = X.data[x + j] / scale[j];
      const t = (from + i) * y.columns;
      for (let c = 0; c < y.columns; c++) block[at++] = y.data[t + c] / targetScale[c];
    }
    above = qr(Matrix.of(block, width)).R;
    await run.step(from + rows, n, 'rows');
  }
  const k = Math.min(above.rows, d);
  const R = Matrix.zeros(k, d);
  const target = Matrix.zeros(k, y.columns);
  for (let i = 0; i < k; i++) {
    R.row(i).set(above.row(i).subarray(0, d));
    target.row(i).set(above.row(i).subarray(d));
  }
  return { R, target, scale, targetScale };
}

/** Powers of two, so that scaling rounds nothing. */
function columnScales(X: Matrix): Float64Array {
  const { columns: d, data } = X;
  const largest = new Float64Array(d);
  for (let at = 0; at < data.length; at += d) {
    for (let j = 0; j < d; j++) largest[j] = Math.max(largest[j], Math.abs(data[at + j]));
  }
  const squares = new Float64Array(d);
  for (let at = 0; at < data.length; at += d) {
    for (let j = 0; j < d; j++) if (largest[j] > 0) squares[j] += (data[at + j] / largest[j]) ** 2;
  }
  return largest.map((value, j) =>
    value > 0
      ? 2 ** Math.min(1000, Math.max(-1000, Math.round(Math.log2(value) + Math.log2(squares[j]) / 2)))
      : 1,
  );
}
