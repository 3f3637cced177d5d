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
 * O(n), with weights O(n log n). Source: scikit-learn's averaged weighted percentile (since 1.7); Hyndman & Fan (1996), type 2.
 */
export function averagedPercentile(values: Float64Array, rank: number, weights?: Float64Array): number {
  if (!weights) return unweightedPercentile(values, rank);
  const order = sortedPositions(values, weights);
  const last = order.length - 1;
  let total = 0;
  for (let k = 0; k <= last; k++) total += weights[order[k]];
  const target = (rank / 100) * total;
  const tolerance = Number.EPSILON * total;
  let cumulative = 0;
  for (let k = 0; k <= last; k++) {
    cumulative += weights[order[k]];
    if (k < last && cumulative < target - tolerance) continue;
    const value = values[order[k]];
    // Rank 0 is the smallest value itself; elsewhere "exactly" allows for rounding of the cumulative sum.
    const exactly = rank > 0 && cumulative - target <= tolerance && k < last;
    return exactly ? (value + values[order[k + 1]]) / 2 : value;
  }
  return Number.NaN;
}

function sortedPositions(values: Float64Array, weights: Float64Array): Uint32Array {
  const kept: number[] = [];
  for (let i = 0; i < values.length; i++) if (weights[i] > 0) kept.push(i);
  return Uint32Array.from(kept).sort((i, j) => values[i] - values[j]);
}

function unweightedPercentile(values: Float64Array, rank: number): number {
  const n = values.length;
  const target = (rank / 100) * n;
  const nearest = Math.round(target);
  const exactly = Math.abs(target - nearest) <= Number.EPSILON * n && nearest > 0;
  const k = Math.max(0, (exactly ? nearest : Math.ceil(target)) - 1);
  const copy = values.slice();
  select(copy, k);
  if (!exactly || k === n - 1) return copy[k];
  let next = copy[k + 1];
  for (let i = k + 2; i < n; i++) next = Math.min(next, copy[i]);
  return (copy[k] + next) / 2;
}

/** Reorders `a` so that a[k] is what sorting would put there, with nothing greater before and nothing less after. */
function select(a: Float64Array, k: number): void {
  let left = 0;
  let right = a.length - 1;
  while (right > left) {
    // The middle of three guards against sorted data.
    const x = a[left];
    const y = a[(left + right) >>> 1];
    const z = a[right];
    const pivot = Math.max(Math.min(x, y), Math.min(Math.max(x, y), z));
    let i = left;
    let j = right;
    while (i <= j) {
      while (a[i] < pivot) i++;
      while (a[j] > pivot) j--;
      if (i <= j) {
        const value = a[i];
        a[i++] = a[j];
        a[j--] = value;
      }
    }
    if (k <= j) right = j;
    else if (k >= i) left = i;
    else return;
  }
}
