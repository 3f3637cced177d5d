import type { RandomState } from '../core/random.js';

/** The columns to go through in a round, in order. */
export function columnOrder(
  missing: readonly Uint8Array[],
  params: { readonly imputationOrder: string; readonly skipComplete: boolean },
  random: RandomState,
): Int32Array {
  const counts = missing.map((mask) => mask.reduce((sum, gone) => sum + gone, 0));
  const all = Int32Array.from(counts.keys());
  const wanted = params.skipComplete ? all.filter((j) => counts[j] > 0) : all;
  switch (params.imputationOrder) {
    case 'roman':
      return wanted;
    case 'arabic':
      return wanted.reverse();
    case 'random': {
      const places = random.permutation(wanted.length);
      return wanted.map((_, i) => wanted[places[i]]);
    }
    default: {
      // Complete columns come first when sorted, so leaving some out drops them from the front. The sort is stable.
      const sorted = all.sort((a, b) => counts[a] - counts[b] || a - b).slice(all.length - wanted.length);
      return params.imputationOrder === 'descending' ? sorted.reverse() : sorted;
    }
  }
}

/**
 * For each column the probabilities of drawing the others, in proportion to their absolute correlation; null when
 * all are taken. O(n d^2).
 */
export function correlationShares(
  columns: readonly Float64Array[],
  nNearest: number | null,
): Float64Array[] | null {
  const d = columns.length;
  if (nNearest === null || nNearest >= d) return null;
  const centred = columns.map((column) => {
    const mean = column.reduce((sum, value) => sum + value, 0) / column.length;
    return column.map((value) => value - mean);
  });
  const dot = (a: Float64Array, b: Float64Array): number => {
    let sum = 0;
    for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
    return sum;
  };
  const spreads = centred.map((column) => Math.sqrt(dot(column, column)));
  return centred.map((column, j) => {
    const shares = Float64Array.from(centred, (other, k) => {
      if (k === j) return 0;
      const correlation = Math.min(1, Math.abs(dot(column, other) / spreads[j] / spreads[k]));
      // Every column has a chance; constant ones have no correlation.
      return correlation > 1e-6 ? correlation : 1e-6;
    });
    const total = shares.reduce((sum, share) => sum + share, 0);
    return shares.map((share) => share / total);
  });
}

/** The columns that a column is predicted from: all others, or some drawn by their shares. */
export function otherColumns(
  d: number,
  column: number,
  nNearest: number | null,
  shares: readonly Float64Array[] | null,
  random: RandomState,
): Int32Array {
  const all = Int32Array.from({ length: d }, (_, j) => j);
  if (nNearest === null || !shares) return all.filter((j) => j !== column);
  return Int32Array.from(
    random.choice(Array.from(all), { size: nNearest, replace: false, p: shares[column] }),
  );
}
