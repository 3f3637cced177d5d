import type { Neighbors } from './neighbor_index.js';

/** Distance of each query to its k-th neighbour. */
export function kthDistances({ distances, k }: Neighbors): Float64Array {
  return Float64Array.from({ length: distances.length / k }, (_, i) => distances[(i + 1) * k - 1]);
}

/**
 * Local reachability density: the inverse of the mean over the neighbours of the larger of the distance and the
 * neighbour's own reach. A little is added, so that duplicates have a finite density.
 */
export function reachabilityDensity({ distances, indices, k }: Neighbors, reach: Float64Array): Float64Array {
  const result = new Float64Array(distances.length / k);
  for (let i = 0, at = 0; i < result.length; i++) {
    let sum = 0;
    for (let j = 0; j < k; j++, at++) sum += Math.max(distances[at], reach[indices[at]]);
    result[i] = 1 / (sum / k + 1e-10);
  }
  return result;
}

/** Minus the mean density of the neighbours relative to the query's own. */
export function outlierFactors(
  { indices, k }: Neighbors,
  density: Float64Array,
  own: Float64Array,
): Float64Array {
  const result = new Float64Array(own.length);
  for (let i = 0, at = 0; i < own.length; i++) {
    let sum = 0;
    for (let j = 0; j < k; j++, at++) sum += density[indices[at]] / own[i];
    result[i] = -sum / k;
  }
  return result;
}
