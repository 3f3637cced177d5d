import { Matrix } from '../../../core/matrix.js';
import { leastSquares, svd } from '../../../kernels/linalg/index.js';
import type { Triangle } from './triangle.js';

/** Coefficients d x t with what the solution tells about the data. */
export interface TriangleSolution {
  readonly coef: Matrix;
  readonly rank: number;
  /** Singular values of X, descending. */
  readonly singular: Float64Array;
}

/**
 * The least-squares coefficients. Where the scaled columns are independent the answer is the only one; else, of all
 * minimisers, that of least norm in the columns' own units, as scikit-learn takes. O(d^3).
 */
export function solveTriangle(triangle: Triangle, n: number): TriangleSolution {
  const { R, target, scale, targetScale } = triangle;
  const { k, d, t } = { k: R.rows, d: R.columns, t: target.columns };
  const rcond = Number.EPSILON * Math.max(n, d);
  const own = R.clone();
  for (let i = 0; i < k; i++) for (let j = 0; j < d; j++) own.data[i * d + j] *= scale[j];
  const scaled = leastSquares(R, target, rcond);
  const coef = Matrix.zeros(d, t);
  if (scaled.rank === d) {
    for (let j = 0; j < d; j++) {
      for (let c = 0; c < t; c++) coef.set(j, c, (scaled.X.get(j, c) / scale[j]) * targetScale[c]);
    }
    return { coef, rank: d, singular: svd(own).s.slice(0, Math.min(n, d)) };
  }
  const least = leastSquares(own, target, rcond);
  for (let j = 0; j < d; j++) for (let c = 0; c < t; c++) coef.set(j, c, least.X.get(j, c) * targetScale[c]);
  return { coef, rank: least.rank, singular: least.singular };
}
