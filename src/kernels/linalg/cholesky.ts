import { Matrix } from '../../core/matrix.js';

/**
 * Solves A x = b for a symmetric positive definite A (n x n, row-major; its lower triangle is overwritten by
 * the factor). O(n^3 / 3).
 * @returns x, or undefined when A is not positive definite to working precision.
 */
export function choleskySolve(A: Float64Array, b: Float64Array): Float64Array | undefined {
  const n = b.length;
  for (let j = 0; j < n; j++) {
    for (let i = j; i < n; i++) {
      let sum = A[i * n + j];
      for (let k = 0, p = i * n, q = j * n; k < j; k++, p++, q++) sum -= A[p] * A[q];
      if (i === j) {
        if (!(sum > 0)) return undefined;
        A[j * n + j] = Math.sqrt(sum);
      } else {
        A[i * n + j] = sum / A[j * n + j];
      }
    }
  }
  const x = b.slice();
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) x[i] -= A[i * n + k] * x[k];
    x[i] /= A[i * n + i];
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) x[i] -= A[k * n + i] * x[k];
    x[i] /= A[i * n + i];
  }
  return x;
}

/**
 * The lower factor L of A = L L^T for a symmetric A (n x n, its lower triangle is read). O(n^3 / 3).
 * @returns L with zeros above the diagonal, or undefined when A is not positive definite to working precision.
 */
export function cholesky(A: Matrix): Matrix | undefined {
  const n = A.columns;
  const L = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    const row = i * n;
    for (let j = 0; j <= i; j++) {
      const other = j * n;
      let sum = A.data[row + j];
      for (let k = 0; k < j; k++) sum -= L[row + k] * L[other + k];
      if (j < i) L[row + j] = sum / L[other + j];
      else if (sum > 0) L[row + i] = Math.sqrt(sum);
      else return undefined;
    }
  }
  return Matrix.of(L, n);
}
