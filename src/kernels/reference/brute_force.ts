/** The nearest points of some queries: `k` per query, nearest first, ties by the lower index. */
export interface NearestPoints {
  readonly indices: Int32Array;
  /** Squared Euclidean distances. */
  readonly distances: Float64Array;
}

/**
 * The k nearest rows of `points` for the rows `from` .. `to` of `queries`, all row-major with `columns` columns.
 * Distances are sums of squared differences, added in the order of the columns. O(n m d).
 */
export function referenceNearest(
  points: Float64Array,
  queries: Float64Array,
  columns: number,
  k: number,
  from: number,
  to: number,
): NearestPoints {
  const n = columns === 0 ? 0 : points.length / columns;
  const indices = new Int32Array((to - from) * k);
  const distances = new Float64Array((to - from) * k);
  const all = new Float64Array(n);
  for (let q = from; q < to; q++) {
    for (let i = 0; i < n; i++) {
      let sum = 0;
      for (let j = 0; j < columns; j++) {
        const difference = queries[q * columns + j] - points[i * columns + j];
        sum += difference * difference;
      }
      all[i] = sum;
    }
    const order = Int32Array.from(all.keys()).sort((a, b) => (all[a] === all[b] ? a - b : all[a] - all[b]));
    for (let r = 0; r < k; r++) {
      indices[(q - from) * k + r] = order[r];
      distances[(q - from) * k + r] = all[order[r]];
    }
  }
  return { indices, distances };
}
