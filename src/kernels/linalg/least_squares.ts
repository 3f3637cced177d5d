import { Matrix } from '../../core/matrix.js';
import { matmul } from '../gemm.js';
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
  const cut = (rcond ?? Number.EPSILON * Math.max(A.rows, A.columns)) * (s[0] ?? 0);
  let rank = 0;
  while (rank < s.length && s[rank] > cut) rank++;
  if (rank === 0) return { X: Matrix.zeros(A.columns, B.columns), rank, singular: s };
  const projections = matmul(U, B, { transposeA: true });
  const t = B.columns;
  for (let c = 0; c < s.length; c++) {
    for (let j = c * t; j < (c + 1) * t; j++) projections.data[j] = c < rank ? projections.data[j] / s[c] : 0;
  }
  return { X: matmul(Vt, projections, { transposeA: true }), rank, singular: s };
}
