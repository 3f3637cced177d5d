import { Matrix } from '../../core/matrix.js';

/** P A = L U in one square. */
export interface LU {
  readonly logAbsDeterminant: number;
  readonly sign: number;
  readonly isSingular: boolean;
  /** @internal L below the diagonal (its own is 1), U on and above it, row-major. */
  readonly factors: Float64Array;
  /** @internal Row i of the factors was row `order[i]` of A. */
  readonly order: Int32Array;
}

/** LU decomposition with partial pivoting of A (n x n), row by row, so that memory is read in order. O(n^3). */
export function lu(A: Matrix): LU {
  const n = A.columns;
  const a = A.data.slice();
  const order = Int32Array.from({ length: n }, (_, i) => i);
  let sign = 1;
  let logAbsDeterminant = 0;
  let isSingular = false;
  for (let k = 0; k < n; k++) {
    let pivot = k;
    for (let i = k + 1; i < n; i++) {
      if (Math.abs(a[i * n + k]) > Math.abs(a[pivot * n + k])) pivot = i;
    }
    if (pivot !== k) {
      const row = a.slice(k * n, (k + 1) * n);
      a.copyWithin(k * n, pivot * n, (pivot + 1) * n);
      a.set(row, pivot * n);
      [order[k], order[pivot]] = [order[pivot], order[k]];
      sign = -sign;
    }
    const top = a[k * n + k];
    if (top < 0) sign = -sign;
    logAbsDeterminant += Math.log(Math.abs(top));
    if (top === 0) {
      isSingular = true;
      continue;
    }
    for (let i = k + 1; i < n; i++) {
      const at = i * n;
      const factor = a[at + k] / top;
      a[at + k] = factor;
      if (factor === 0) continue;
      for (let j = k + 1, from = k * n + k + 1; j < n; j++, from++) a[at + j] -= factor * a[from];
    }
  }
  return { logAbsDeterminant, sign: isSingular ? 0 : sign, isSingular, factors: a, order };
}

/**
 * Solves A X = B for a square A (n x n) and B (n x m).
 * @returns X, or undefined when A is singular.
 */
export function luSolve(A: Matrix, B: Matrix): Matrix | undefined {
  const { factors, order, isSingular } = lu(A);
  if (isSingular) return undefined;
  const n = A.columns;
  const m = B.columns;
  const X = B.takeRows(order);
  const x = X.data;
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) subtract(x, i * m, k * m, factors[i * n + k], m);
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) subtract(x, i * m, k * m, factors[i * n + k], m);
    for (let j = i * m; j < (i + 1) * m; j++) x[j] /= factors[i * n + i];
  }
  return Matrix.of(x, m);
}

function subtract(x: Float64Array, to: number, from: number, factor: number, count: number): void {
  for (let j = 0; j < count; j++) x[to + j] -= factor * x[from + j];
}
