/**
 * Percentiles of weighted values by the averaged inverse of the weighted distribution function: the smallest
 * value at which the cumulative weight reaches `rank` percent of the total, or, where it reaches it exactly, the
 * mean of that value and the next. With equal weights and rank 50 this is the usual median; a row of weight 2
 * counts as two rows; rows of weight 0 count as absent.
 *
 * @param values the numbers, not changed
 * @param rank between 0 and 100
 * @param weights one per value, default all 1
 *
 * O(n log n). Source: scikit-learn's averaged weighted percentile (since 1.7); Hyndman & Fan (1996), type 2.
 */
export function averagedPercentile(values: Float64Array, rank: number, weights?: Float64Array): number {
  const order = sortedPositions(values, weights);
  const last = order.length - 1;
  let total = 0;
  for (let k = 0; k <= last; k++) total += weights ? weights[order[k]] : 1;
  const target = (rank / 100) * total;
  const tolerance = Number.EPSILON * total;
  let cumulative = 0;
  for (let k = 0; k <= last; k++) {
    cumulative += weights ? weights[order[k]] : 1;
    if (k < last && cumulative < target - tolerance) continue;
    const value = values[order[k]];
    // Rank 0 is the smallest value itself; elsewhere "exactly" allows for rounding of the cumulative sum.
    const exactly = rank > 0 && cumulative - target <= tolerance && k < last;
    return exactly ? (value + values[order[k + 1]]) / 2 : value;
  }
  return Number.NaN;
}

function sortedPositions(values: Float64Array, weights?: Float64Array): Uint32Array {
  const kept: number[] = [];
  for (let i = 0; i < values.length; i++) if (!weights || weights[i] > 0) kept.push(i);
  return Uint32Array.from(kept).sort((i, j) => values[i] - values[j]);
}
