import { sortNumbers } from '../sort.js';

/**
 * The quantile of `values` at a level in [0, 1]: without weights by linear interpolation, with weights the least
 * value at which the weights reach the share. O(n log n). Source: numpy.percentile, scikit-learn
 * `_weighted_percentile`.
 */
export function quantileOf(values: Float64Array, level: number, weights?: Float64Array): number {
  return weights
    ? weightedQuantile(values, level, weights)
    : linearQuantile(sortNumbers(values.slice()), level);
}

function linearQuantile(sorted: Float64Array, level: number): number {
  const position = level * (sorted.length - 1);
  const below = Math.floor(position);
  const share = position - below;
  const low = sorted[below];
  const high = sorted[Math.min(below + 1, sorted.length - 1)];
  // From the nearer end, as numpy does, so that both ends are met exactly.
  return share >= 0.5 ? high - (high - low) * (1 - share) : low + (high - low) * share;
}

function weightedQuantile(values: Float64Array, level: number, weights: Float64Array): number {
  const order = Uint32Array.from(values, (_, i) => i).sort((a, b) => values[a] - values[b]);
  let total = 0;
  for (const i of order) total += weights[i];
  // At share 0 the first value with a weight is meant.
  const goal = Math.max(level * total, Number.MIN_VALUE);
  let sum = 0;
  for (const i of order) {
    sum += weights[i];
    if (sum >= goal) return values[i];
  }
  return values[order[order.length - 1]];
}
