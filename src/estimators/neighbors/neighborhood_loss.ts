import { Matrix } from '../../core/matrix.js';
import { squaredDistances } from '../../kernels/distance_blocks.js';
import { softmaxRows } from '../../kernels/elementwise.js';
import { matmul } from '../../kernels/gemm.js';
import type { SmoothFunction } from '../../kernels/optimize/lbfgs.js';

/** Cells of the matrix of probabilities that are held at a time. */
const CELLS = 1 << 20;

/**
 * Minus the expected number of rows whose random neighbour has their class, as a function of a linear map (k x d,
 * row-major) and its gradient. O(n^2 (d + k)) in blocks of rows.
 */
export function neighborhoodLoss(X: Matrix, codes: Int32Array, k: number): SmoothFunction {
  const { rows: n, columns: d } = X;
  const step = Math.max(1, Math.min(n, Math.floor(CELLS / n)));
  return (map, gradient) => {
    const Z = matmul(X, Matrix.of(map, d), { transposeB: true });
    // Gradient: 2 Z' (W + W' - diag(column sums of W)) X, where W = P * same - P * p.
    const total = Matrix.zeros(k, d);
    const columnSums = new Float64Array(n);
    const all = { data: Z.data, columns: k, start: 0, end: n };
    let loss = 0;
    for (let start = 0; start < n; start += step) {
      const end = Math.min(n, start + step);
      const height = end - start;
      const cells = new Float64Array(height * n);
      squaredDistances({ ...all, start, end }, all, cells);
      for (let i = 0; i < cells.length; i++) cells[i] = -cells[i];
      for (let i = 0; i < height; i++) cells[i * n + start + i] = Number.NEGATIVE_INFINITY;
      softmaxRows(cells, n, cells);
      for (let i = 0; i < height; i++) {
        const own = codes[start + i];
        const base = i * n;
        let right = 0;
        for (let j = 0; j < n; j++) if (codes[j] === own) right += cells[base + j];
        loss += right;
        for (let j = 0; j < n; j++) {
          cells[base + j] *= (codes[j] === own ? 1 : 0) - right;
          columnSums[j] += cells[base + j];
        }
      }
      const W = Matrix.of(cells, n);
      const part = (M: Matrix): Matrix =>
        Matrix.of(M.data.subarray(start * M.columns, end * M.columns), M.columns);
      add(total, matmul(part(Z), matmul(W, X), { transposeA: true }));
      add(total, matmul(matmul(W, Z), part(X), { transposeA: true }));
    }
    const weighted = Matrix.of(
      Z.data.map((value, at) => value * columnSums[Math.floor(at / k)]),
      k,
    );
    const last = matmul(weighted, X, { transposeA: true });
    for (let i = 0; i < gradient.length; i++) gradient[i] = -2 * (total.data[i] - last.data[i]);
    return -loss;
  };
}

function add(total: Matrix, part: Matrix): void {
  for (let i = 0; i < total.data.length; i++) total.data[i] += part.data[i];
}
