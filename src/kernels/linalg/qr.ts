import { Matrix as MlMatrix, QrDecomposition } from 'ml-matrix';
import { Matrix } from '../../core/matrix.js';

/** A = Q R, thin: k = min(m, n). */
export interface QR {
  /** m x k, orthonormal columns. */
  readonly Q: Matrix;
  /** k x n, upper triangular. */
  readonly R: Matrix;
}

/** Thin QR decomposition of A (m x n with m >= n; only finite values). O(m n^2). */
export function qr(A: Matrix): QR {
  const found = new QrDecomposition(new MlMatrix(A.to2DArray()));
  const k = Math.min(A.rows, A.columns);
  const take = (from: MlMatrix, rows: number, columns: number) => {
    const data = new Float64Array(rows * columns);
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) data[i * columns + j] = from.get(i, j);
    }
    return Matrix.of(data, columns);
  };
  return { Q: take(found.orthogonalMatrix, A.rows, k), R: take(found.upperTriangularMatrix, k, A.columns) };
}
