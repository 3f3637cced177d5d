import type { Matrix } from '../../core/matrix.js';
import { squaredDistances as pairSquares } from '../../kernels/distance_blocks.js';
import { expArray } from '../../kernels/elementwise.js';

/** Squared distances of the rows of X and Y (or X and itself), each column divided by its scale: n x m. O(n m d). */
export function squaredDistances(X: Matrix, Y: Matrix | undefined, scales: readonly number[]): Float64Array {
  const d = X.columns;
  const a = scaled(X, scales);
  const b = Y ? scaled(Y, scales) : a;
  const n = X.rows;
  const m = Y ? Y.rows : n;
  const result = new Float64Array(n * m);
  if (Y) {
    const block = (data: Float64Array, end: number) => ({ data, columns: d, start: 0, end });
    pairSquares(block(a, n), block(b, m), result);
    return result;
  }
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < m; j++) {
      let sum = 0;
      for (let k = 0, p = i * d, q = j * d; k < d; k++, p++, q++) {
        const gap = a[p] - b[q];
        sum += gap * gap;
      }
      result[i * m + j] = sum;
    }
  }
  mirror(result, n);
  return result;
}

/** Squared differences in one column, divided by its squared scale: n x n. */
export function columnDistances(X: Matrix, column: number, scale: number): Float64Array {
  const { rows: n, columns: d, data } = X;
  const result = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    const value = data[i * d + column];
    for (let j = i + 1; j < n; j++) {
      const gap = (value - data[j * d + column]) / scale;
      result[i * n + j] = gap * gap;
    }
  }
  mirror(result, n);
  return result;
}

/** Copies the upper triangle to the lower, in tiles that stay in the cache. */
export function mirror(values: Float64Array, n: number): void {
  const TILE = 32;
  for (let i0 = 0; i0 < n; i0 += TILE) {
    const iEnd = Math.min(n, i0 + TILE);
    for (let j0 = i0; j0 < n; j0 += TILE) {
      const jEnd = Math.min(n, j0 + TILE);
      for (let i = i0; i < iEnd; i++) {
        for (let j = Math.max(j0, i + 1); j < jEnd; j++) values[j * n + i] = values[i * n + j];
      }
    }
  }
}

/** e^(factor x) of every value, in place. */
export function exponentials(x: Float64Array, factor: number): Float64Array {
  for (let i = 0; i < x.length; i++) x[i] *= factor;
  return expArray(x, x as Float64Array<ArrayBuffer>);
}

function scaled({ data, columns: d }: Matrix, scales: readonly number[]): Float64Array {
  if (scales.length === 1) {
    const [scale] = scales;
    return scale === 1 ? data : data.map((value) => value / scale);
  }
  const result = new Float64Array(data.length);
  for (let at = 0; at < data.length; at++) result[at] = data[at] / scales[at % d];
  return result;
}
