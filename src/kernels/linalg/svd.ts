import { Matrix as MlMatrix, SingularValueDecomposition } from 'ml-matrix';
import { Matrix } from '../../core/matrix.js';

/** A = U diag(s) Vt, thin: k = min(m, n). */
export interface SVD {
  /** m x k, orthonormal columns. */
  readonly U: Matrix;
  /** k singular values, descending. */
  readonly s: Float64Array;
  /** k x n, orthonormal rows. */
  readonly Vt: Matrix;
}

/** Thin singular value decomposition of A (m x n; only finite values). O(m n min(m, n)). */
export function svd(A: Matrix): SVD {
  const k = Math.min(A.rows, A.columns);
  const found = new SingularValueDecomposition(new MlMatrix(A.to2DArray()), { autoTranspose: true });
  const U = new Float64Array(A.rows * k);
  const Vt = new Float64Array(k * A.columns);
  for (let i = 0; i < A.rows; i++) {
    for (let j = 0; j < k; j++) U[i * k + j] = found.leftSingularVectors.get(i, j);
  }
  for (let j = 0; j < k; j++) {
    for (let c = 0; c < A.columns; c++) Vt[j * A.columns + c] = found.rightSingularVectors.get(c, j);
  }
  return {
    U: Matrix.of(U, k),
    s: Float64Array.from(found.diagonal.slice(0, k)),
    Vt: Matrix.of(Vt, A.columns),
  };
}
