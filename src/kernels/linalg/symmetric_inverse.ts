import { Matrix } from '../../core/matrix.js';
import { matmul } from '../gemm.js';
import { symmetricEigen } from './symmetric_eigen.js';

/**
 * Pseudo-inverse of a symmetric A (n x n): eigenvalues below n epsilon times the largest count as zero. O(n^3).
 */
export function pseudoInverse(A: Matrix): Matrix {
  const { values, vectors } = symmetricEigen(A);
  const n = values.length;
  const cut = n * Number.EPSILON * values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const scaled = Matrix.of(
    vectors.data.map((x, i) => (Math.abs(values[i % n]) > cut ? x / values[i % n] : 0)),
    n,
  );
  return matmul(scaled, vectors, { transposeB: true });
}

/** log det A of a symmetric A; -Infinity when A is not positive definite. O(n^3). */
export function logDeterminant(A: Matrix): number {
  let sum = 0;
  for (const value of symmetricEigen(A).values) {
    if (!(value > 0)) return Number.NEGATIVE_INFINITY;
    sum += Math.log(value);
  }
  return sum;
}

/** The squares z^T P z of the rows z of Z (n x d), for a P (d x d). O(n d^2). */
export function quadraticForms(Z: Matrix, P: Matrix): Float64Array {
  const turned = matmul(Z, P).data;
  const d = Z.columns;
  const result = new Float64Array(Z.rows);
  for (let i = 0, at = 0; i < Z.rows; i++) {
    let sum = 0;
    for (let j = 0; j < d; j++, at++) sum += Z.data[at] * turned[at];
    result[i] = sum;
  }
  return result;
}
