import { Matrix } from '../../../core/matrix.js';
import { leastSquares } from '../../../kernels/linalg/index.js';
import { defineTask } from '../../../parallel/index.js';

/** The data of which small parts are solved. */
export interface SubsetShared {
  readonly X: Matrix;
  readonly y: Float64Array;
  /** Rows of a subset. */
  readonly size: number;
  readonly fitIntercept: boolean;
}

/** Solutions of subsets of rows, given one after the other; each with the intercept first. */
export const subsetTask = defineTask(
  'theilSenSubsets',
  import.meta.url,
  (subsets: Int32Array, shared: SubsetShared): Float64Array => solveSubsets(subsets, shared),
);

/** As many rows of coefficients as there are subsets. O(d^3) each. */
export function solveSubsets(subsets: Int32Array, { X, y, size, fitIntercept }: SubsetShared): Float64Array {
  const first = fitIntercept ? 1 : 0;
  const m = X.columns + first;
  const count = subsets.length / size;
  const result = new Float64Array(count * m);
  const a = new Float64Array(size * m);
  const b = new Float64Array(size);
  const work = new Float64Array(m * (m + 1));
  for (let s = 0; s < count; s++) {
    for (let r = 0; r < size; r++) {
      const row = subsets[s * size + r];
      if (fitIntercept) a[r * m] = 1;
      for (let j = 0; j < X.columns; j++) a[r * m + first + j] = X.data[row * X.columns + j];
      b[r] = y[row];
    }
    const target = result.subarray(s * m, (s + 1) * m);
    if (size === m && solveSquare(a, b, m, work, target)) continue;
    target.set(leastSquares(Matrix.of(a.slice(), m), Matrix.of(b.slice(), 1)).X.data);
  }
  return result;
}

/** Gaussian elimination; false where the rows are so nearly dependent that the solution of least norm is asked for. */
function solveSquare(
  a: Float64Array,
  b: Float64Array,
  m: number,
  work: Float64Array,
  x: Float64Array,
): boolean {
  const w = m + 1;
  let largest = 0;
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < m; j++) {
      const value = a[i * m + j];
      work[i * w + j] = value;
      largest = Math.max(largest, Math.abs(value));
    }
    work[i * w + m] = b[i];
  }
  for (let c = 0; c < m; c++) {
    let top = c;
    for (let i = c + 1; i < m; i++) if (Math.abs(work[i * w + c]) > Math.abs(work[top * w + c])) top = i;
    const pivot = work[top * w + c];
    if (!(Math.abs(pivot) > 1e-12 * largest)) return false;
    if (top !== c) {
      for (let j = c; j < w; j++) {
        const kept = work[c * w + j];
        work[c * w + j] = work[top * w + j];
        work[top * w + j] = kept;
      }
    }
    for (let i = c + 1; i < m; i++) {
      const factor = work[i * w + c] / pivot;
      if (factor === 0) continue;
      for (let j = c + 1; j < w; j++) work[i * w + j] -= factor * work[c * w + j];
    }
  }
  for (let i = m - 1; i >= 0; i--) {
    let sum = work[i * w + m];
    for (let j = i + 1; j < m; j++) sum -= work[i * w + j] * x[j];
    x[i] = sum / work[i * w + i];
  }
  return true;
}
