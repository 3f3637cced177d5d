import { Matrix } from '../../core/matrix.js';
import { svd } from './svd.js';

/** What `leastSquares` found. */
export interface LeastSquares {
  /** n x t: of all minimisers, that of least norm. */
  readonly X: Matrix;
  /** Numerical rank of A. */
  readonly rank: number;
  /** Singular values of A, descending. */
  readonly singular: Float64Array;
}

/**
 * Minimises |A X - B| for A (m x n) and B (m x t) with the least norm of X; singular values up to
 * `rcond` (default: epsilon times max(m, n)) times the largest count as zero. O(m n min(m, n)).
 */
export function leastSquares(A: Matrix, B: Matrix, rcond?: number): LeastSquares {
  const { U, s, Vt } = svd(A);
  const k = s.length;
  const cut = (rcond ?? Number.EPSILON * Math.max(A.rows, A.columns)) * (s[0] ?? 0);
  const X = new Float64Array(A.columns * B.columns);
  let rank = 0;
  for (let c = 0; c < k && s[c] > cut; c++) {
    rank++;
    for (let t = 0; t < B.columns; t++) {
      let projection = 0;
      for (let i = 0; i < A.rows; i++) projection += U.data[i * k + c] * B.data[i * B.columns + t];
      projection /= s[c];
      for (let j = 0; j < A.columns; j++) X[j * B.columns + t] += projection * Vt.data[c * A.columns + j];
    }
  }
  return { X: Matrix.of(X, B.columns), rank, singular: s };
}
