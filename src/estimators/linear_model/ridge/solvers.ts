import { Matrix } from '../../../core/matrix.js';
import type { Run } from '../../../core/run.js';
import { matmul } from '../../../kernels/gemm.js';
import { centredCrossProduct, svd } from '../../../kernels/linalg/index.js';
import { SpdFactor } from '../../../kernels/spd_factor.js';
import type { CentredData } from '../centre.js';

/** Coefficients d x t, or undefined when the system is singular to working precision. */
export async function ridgeByCholesky(
  { X, y }: CentredData,
  alphas: readonly number[],
  run: Run,
): Promise<Matrix | undefined> {
  const { rows: n, columns: d } = X;
  const dual = d > n;
  const size = dual ? n : d;
  const gram = dual
    ? matmul(X, X, { transposeB: true })
    : await centredCrossProduct(X, new Float64Array(d), run);
  const right = dual ? y : matmul(X, y, { transposeA: true });
  const result = Matrix.zeros(size, y.columns);
  const factor = new SpdFactor(size);
  try {
    for (const alpha of new Set(alphas)) {
      factor.values.set(gram.data);
      let largest = 0;
      for (let i = 0; i < size; i++) {
        factor.values[i * size + i] += alpha;
        largest = Math.max(largest, factor.values[i * size + i]);
      }
      // Squared numbers beyond the range of doubles, or a pivot of rounding alone, are left to the SVD.
      if (!(largest > 1e-290 && largest < 1e290) || !(await factor.factor(run))) return undefined;
      const L = factor.values;
      for (let i = 0; i < size; i++) {
        const pivot = L[i * size + i] ** 2;
        if (!(pivot > 1e-13 * (gram.data[i * size + i] + alpha))) return undefined;
      }
      for (let t = 0; t < alphas.length; t++) {
        if (alphas[t] !== alpha) continue;
        const solution = factor.solve(right.column(t));
        for (let i = 0; i < size; i++) result.set(i, t, solution[i]);
      }
    }
  } finally {
    factor.release();
  }
  return dual ? matmul(X, result, { transposeA: true }) : result;
}

/** Coefficients d x t by the SVD of X: stable for any data. O(n d min(n, d)). */
export function ridgeBySvd({ X, y }: CentredData, alphas: readonly number[]): Matrix {
  const { U, s, Vt } = svd(X);
  const projections = matmul(U, y, { transposeA: true });
  const t = y.columns;
  const cut = Math.max(1e-15, Number.EPSILON * Math.max(X.rows, X.columns)) * (s[0] ?? 0);
  for (let i = 0; i < s.length; i++) {
    for (let c = 0; c < t; c++) {
      // s / (s^2 + alpha) without squares that leave the range.
      projections.data[i * t + c] = s[i] > cut ? projections.data[i * t + c] / (s[i] + alphas[c] / s[i]) : 0;
    }
  }
  return matmul(Vt, projections, { transposeA: true });
}
