import type { Matrix } from '../core/matrix.js';

/** The values of column `j` that are not NaN, sorted. O(n log n). */
export function sortedColumn(X: Matrix, j: number): Float64Array {
  const { rows, columns, data } = X;
  const values = new Float64Array(rows);
  let n = 0;
  for (let i = 0, at = j; i < rows; i++, at += columns) {
    if (!Number.isNaN(data[at])) values[n++] = data[at];
  }
  return values.subarray(0, n).sort();
}

/** The median of sorted values; NaN of none. */
export function sortedMedian(sorted: Float64Array): number {
  const n = sorted.length;
  if (n === 0) return Number.NaN;
  return n % 2 === 1 ? sorted[n >> 1] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
}

/** The quantile at `q` in [0, 1] of sorted values, with linear interpolation (NumPy's default); NaN of none. */
export function sortedQuantile(sorted: Float64Array, q: number): number {
  if (sorted.length === 0) return Number.NaN;
  const position = (sorted.length - 1) * q;
  const below = Math.floor(position);
  const above = Math.min(below + 1, sorted.length - 1);
  return interpolate(sorted[below], sorted[above], position - below);
}

/** a + (b - a) t, computed from the nearer end as NumPy does, so that t = 1 gives b exactly. */
export function interpolate(a: number, b: number, t: number): number {
  const gap = b - a;
  return t >= 0.5 ? b - gap * (1 - t) : a + gap * t;
}

/** `count` evenly spaced numbers from `start` to `stop`, both included. */
export function linspace(start: number, stop: number, count: number): Float64Array {
  const step = (stop - start) / (count - 1);
  const result = Float64Array.from({ length: count }, (_, i) => start + i * step);
  if (count > 1) result[count - 1] = stop;
  return result;
}
