import { Matrix } from '../../core/matrix.js';
import type { Run } from '../../core/run.js';
import { matmul } from '../../kernels/gemm.js';
import { centred } from '../../kernels/linalg/index.js';

const BLOCK_CELLS = 1e6;

/** (X - mean) C^T for the rows of C (k x d), divided column by column; X is never copied whole. O(n d k). */
export async function project(
  X: Matrix,
  mean: Float64Array | undefined,
  components: Matrix,
  divisor: ArrayLike<number> | undefined,
  run: Run,
): Promise<Matrix> {
  const { rows: n, columns: d, data } = X;
  const k = components.rows;
  if (k === 0) return Matrix.zeros(n, 0);
  const result = new Float64Array(n * k);
  const step = Math.max(64, Math.floor(BLOCK_CELLS / Math.max(1, d)));
  for (let from = 0; from < n; from += step) {
    const to = Math.min(n, from + step);
    const piece = Matrix.of(data.subarray(from * d, to * d), d);
    const part = matmul(mean ? centred(piece, mean) : piece, components, { transposeB: true }).data;
    if (divisor) for (let i = 0; i < part.length; i++) part[i] /= divisor[i % k];
    result.set(part, from * k);
    await run.step(to, n, 'rows');
  }
  return Matrix.of(result, k);
}

/** Z C + mean. O(n d k). */
export function unproject(Z: Matrix, components: Matrix, mean: ArrayLike<number> | undefined): Matrix {
  const X = matmul(Z, components);
  const d = X.columns;
  if (mean) for (let i = 0; i < X.data.length; i++) X.data[i] += mean[i % d];
  return X;
}
