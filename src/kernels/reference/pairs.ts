import type { RowBlock } from '../distance_blocks.js';

/** Adds up a term per column for every pair of rows, plainly. */
function pairs(term: (x: number, y: number) => number) {
  return (X: RowBlock, Y: RowBlock, out: Float64Array): void => {
    const d = X.columns;
    for (let i = X.start, k = 0; i < X.end; i++) {
      for (let j = Y.start; j < Y.end; j++, k++) {
        let sum = 0;
        for (let c = 0; c < d; c++) sum += term(X.data[i * d + c], Y.data[j * d + c]);
        out[k] = sum;
      }
    }
  };
}

/** Sums of squared differences of all pairs of rows. */
export const squaredDistances = pairs((x, y) => (x - y) * (x - y));

/** Sums of absolute differences of all pairs of rows. */
export const absoluteDistances = pairs((x, y) => Math.abs(x - y));

/** Dot products of all pairs of rows. */
export const dotProducts = pairs((x, y) => x * y);
