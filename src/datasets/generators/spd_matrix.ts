import { EigenvalueDecomposition, Matrix as MlMatrix } from 'ml-matrix';
import { Matrix } from '../../core/matrix.js';
import { declare, int, type ParamsOf, resolveParams } from '../../core/params.js';
import { RandomState } from '../../core/random.js';
import { multiply, uniformMatrix } from './arrays.js';
import { randomState } from './options.js';

const DECLARATION = declare('makeSpdMatrix', {
  nDim: int(1, { doc: 'Number of rows and columns.', min: 1 }),
  randomState: randomState(),
});

/** Options of `makeSpdMatrix`. */
export type MakeSpdMatrixOptions = Omit<Partial<ParamsOf<typeof DECLARATION>>, 'nDim'>;

/**
 * A random symmetric positive definite nDim x nDim matrix U (1 + diag(d)) U', where 1 is the matrix of ones, d are
 * uniform and U holds the eigenvectors of a random A'A by falling eigenvalue. The same seed gives d and U of
 * scikit-learn's make_spd_matrix, and so its eigenvalues; the cells differ, because there the signs of the
 * eigenvectors are whatever LAPACK leaves, while here the largest component of each is positive. O(nDim^3).
 * @throws InvalidParameterError for a bad option.
 * @example
 * ```ts
 * const covariance = makeSpdMatrix(3, { randomState: 0 });
 * covariance.get(0, 1) === covariance.get(1, 0); // true
 * ```
 */
export function makeSpdMatrix(nDim: number, options: MakeSpdMatrixOptions = {}): Matrix {
  const { nDim: n, randomState: seed } = resolveParams(DECLARATION, { ...options, nDim });
  const random = RandomState.from(seed);
  const A = uniformMatrix(random, n, n);
  const U = eigenvectors(multiply(A.transpose(), A));
  const inner = Matrix.of(new Float64Array(n * n).fill(1), n);
  for (let i = 0; i < n; i++) inner.set(i, i, 1 + random.random());
  const X = multiply(multiply(U, inner), U.transpose());
  // Rounding leaves the halves unequal in the last digits.
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) X.set(i, j, X.get(j, i));
  return X;
}

/** The eigenvectors of a symmetric matrix as columns, by falling eigenvalue, the largest component positive. */
function eigenvectors(S: Matrix): Matrix {
  const n = S.rows;
  const symmetric = MlMatrix.from1DArray(n, n, Array.from(S.data));
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(symmetric, {
    assumeSymmetric: true,
  });
  const order = Array.from(realEigenvalues.keys()).sort((a, b) => realEigenvalues[b] - realEigenvalues[a]);
  const U = Matrix.zeros(n, n);
  order.forEach((from, to) => {
    const vector = eigenvectorMatrix.getColumn(from);
    const largest = vector.reduce((best, value) => (Math.abs(value) > Math.abs(best) ? value : best), 0);
    for (let i = 0; i < n; i++) U.set(i, to, Math.sign(largest) * vector[i]);
  });
  return U;
}
