import type { CategoryColumn } from './categories.js';

/** For each column of categories: the share of each class among the rows with that value (values x classes). */
export interface ValueShares {
  readonly shares: readonly Float64Array[];
  readonly nClasses: number;
}

/**
 * What the value difference metric learns: how the classes are distributed in each category. O(n d). Reference:
 * Stanfill and Waltz, CACM 29 (1986) 1213; imbalanced-learn ValueDifferenceMetric.
 */
export function valueShares(
  columns: readonly CategoryColumn[],
  y: Int32Array,
  nClasses: number,
): ValueShares {
  const shares = columns.map(({ codes, values }) => {
    const table = new Float64Array(values.length * nClasses);
    for (let i = 0; i < codes.length; i++) table[codes[i] * nClasses + y[i]]++;
    for (let v = 0; v < values.length; v++) {
      let sum = 0;
      for (let c = 0; c < nClasses; c++) sum += table[v * nClasses + c];
      for (let c = 0; c < nClasses && sum > 0; c++) table[v * nClasses + c] /= sum;
    }
    return table;
  });
  return { shares, nClasses };
}

/**
 * Writes the distance from one value of a column to each of its values: the squared sum of absolute differences of
 * their shares of classes.
 */
export function distancesFrom(
  table: Float64Array,
  nClasses: number,
  value: number,
  into: Float64Array,
): void {
  for (let v = 0; v < into.length; v++) {
    let sum = 0;
    for (let c = 0; c < nClasses; c++) sum += Math.abs(table[value * nClasses + c] - table[v * nClasses + c]);
    into[v] = sum * sum;
  }
}
