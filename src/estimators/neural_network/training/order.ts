import type { RandomState } from '../../../core/random.js';

/** The order in which an epoch takes the rows. */
export interface RowOrder {
  /** The order of the next epoch; the same array may be used again. */
  next(): Int32Array;
}

/** Rows as they stand. */
export function fixedOrder(n: number): RowOrder {
  const rows = Int32Array.from({ length: n }, (_, i) => i);
  return { next: () => rows };
}

/** Every row once, in an order that each epoch shuffles further, as scikit-learn does. */
export function shuffledOrder(n: number, random: RandomState): RowOrder {
  let rows = Int32Array.from({ length: n }, (_, i) => i);
  let before = new Int32Array(n);
  const permutation = new Int32Array(n);
  return {
    next() {
      for (let i = 0; i < n; i++) permutation[i] = i;
      random.shuffle(permutation);
      [rows, before] = [before, rows];
      for (let i = 0; i < n; i++) rows[i] = before[permutation[i]];
      return rows;
    },
  };
}

/**
 * n rows that take the classes in turn, so that every batch holds them in equal shares: rows of small classes come
 * again before all rows of large ones have come. Each class is walked through in a shuffled order.
 */
export function balancedOrder(codes: Int32Array, classes: number, random: RandomState): RowOrder {
  const n = codes.length;
  const counts = new Int32Array(classes);
  for (const code of codes) counts[code]++;
  const members = Array.from(counts, (count) => new Int32Array(count));
  const filled = new Int32Array(classes);
  for (let i = 0; i < n; i++) members[codes[i]][filled[codes[i]]++] = i;
  const present = members.filter((rows) => rows.length > 0);
  const taken = present.map((rows) => rows.length);
  const result = new Int32Array(n);
  return {
    next() {
      for (let i = 0; i < n; i++) {
        const c = i % present.length;
        if (taken[c] === present[c].length) {
          random.shuffle(present[c]);
          taken[c] = 0;
        }
        result[i] = present[c][taken[c]++];
      }
      return result;
    },
  };
}
