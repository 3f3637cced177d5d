import type { Cell, Column } from '../preprocessing/data_transformer.js';
import { sortedMedian } from '../preprocessing/percentile.js';

/** The mean of numbers, corrected for the rounding of its own first estimate; NaN of none. */
export function meanOf(values: Float64Array): number {
  const n = values.length;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += values[i];
  const mean = sum / n;
  let drift = 0;
  for (let i = 0; i < n; i++) drift += values[i] - mean;
  return mean + drift / n;
}

/** The median of numbers; NaN of none. */
export function medianOf(values: Float64Array): number {
  return sortedMedian(values.slice().sort());
}

/** The most frequent cell, the smallest of equally frequent ones; null of none. O(n). */
export function mostFrequent(values: Float64Array | readonly Cell[]): Cell {
  const counts = new Map<Cell, number>();
  let best: Cell = null;
  let most = 0;
  for (let i = 0; i < values.length; i++) counts.set(values[i], (counts.get(values[i]) ?? 0) + 1);
  for (const [cell, count] of counts) {
    if (count > most || (count === most && (cell as string) < (best as string))) {
      best = cell;
      most = count;
    }
  }
  return best;
}

/** The cells of a column that are not missing. */
export function observed(column: Column, missing: Uint8Array): Float64Array | Cell[] {
  if (column instanceof Float64Array) {
    const values = new Float64Array(column.length);
    let n = 0;
    for (let i = 0; i < column.length; i++) if (missing[i] === 0) values[n++] = column[i];
    return values.subarray(0, n);
  }
  return column.filter((_, i) => missing[i] === 0);
}
