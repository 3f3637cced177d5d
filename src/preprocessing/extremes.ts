import type { Matrix } from '../core/matrix.js';
import type { Run } from '../core/run.js';
import { inRowBlocks } from './row_blocks.js';

/** Smallest and largest value of each column; NaN where a column holds no value. */
export interface Extremes {
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/** The extremes of each column, NaN left out. O(n d). */
export async function columnExtremes(X: Matrix, run: Run): Promise<Extremes> {
  const low = new Float64Array(X.columns).fill(Number.POSITIVE_INFINITY);
  const high = new Float64Array(X.columns).fill(Number.NEGATIVE_INFINITY);
  await inRowBlocks(X, run, (from, to) => extremesOfRows(X.data, low, high, from, to));
  for (let j = 0; j < X.columns; j++) {
    if (low[j] > high[j]) low[j] = high[j] = Number.NaN;
  }
  return { low, high };
}

function extremesOfRows(
  data: Float64Array,
  low: Float64Array,
  high: Float64Array,
  from: number,
  to: number,
): void {
  const d = low.length;
  // Comparisons with NaN are false, so NaN passes without a test of its own.
  for (let i = from, at = from * d; i < to; i++) {
    for (let j = 0; j < d; j++, at++) {
      const value = data[at];
      if (value < low[j]) low[j] = value;
      if (value > high[j]) high[j] = value;
    }
  }
}
