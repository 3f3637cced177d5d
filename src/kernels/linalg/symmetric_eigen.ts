import { EigenvalueDecomposition, Matrix as MlMatrix } from 'ml-matrix';
import { Matrix } from '../../core/matrix.js';

/** A = V diag(values) V^T. */
export interface SymmetricEigen {
  /** n eigenvalues, ascending. */
  readonly values: Float64Array;
  /** n x n; column j is the unit eigenvector of `values[j]`. */
  readonly vectors: Matrix;
}

/** Eigenvalues and eigenvectors of a symmetric A (n x n; only finite values). O(n^3). */
export function symmetricEigen(A: Matrix): SymmetricEigen {
  const n = A.rows;
  const found = new EigenvalueDecomposition(new MlMatrix(A.to2DArray()), { assumeSymmetric: true });
  const order = Array.from({ length: n }, (_, j) => j).sort(
    (a, b) => found.realEigenvalues[a] - found.realEigenvalues[b],
  );
  const vectors = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) vectors[i * n + j] = found.eigenvectorMatrix.get(i, order[j]);
  }
  return {
    values: Float64Array.from(order, (j) => found.realEigenvalues[j]),
    vectors: Matrix.of(vectors, n),
  };
}
