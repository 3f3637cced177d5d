/** Calls `visit` with the rows of every leaf that has rows; rows with leaf -1 are in none. O(n). */
export function rowsByLeaf(
  leaf: Int32Array,
  nodes: number,
  visit: (node: number, rows: Int32Array) => void,
): void {
  const start = new Int32Array(nodes + 1);
  for (let i = 0; i < leaf.length; i++) if (leaf[i] >= 0) start[leaf[i] + 1]++;
  for (let node = 0; node < nodes; node++) start[node + 1] += start[node];
  const rows = new Int32Array(start[nodes]);
  const next = start.slice();
  for (let i = 0; i < leaf.length; i++) if (leaf[i] >= 0) rows[next[leaf[i]]++] = i;
  for (let node = 0; node < nodes; node++) {
    if (start[node + 1] > start[node]) visit(node, rows.subarray(start[node], start[node + 1]));
  }
}

/**
 * The least value at which the weights reach the share `level` of their sum. Sorts `values` when there are no
 * weights. O(n log n). Source: scikit-learn `_weighted_percentile`.
 */
export function lowerQuantile(
  values: Float64Array,
  level: number,
  weights: Float64Array | undefined,
): number {
  const n = values.length;
  if (!weights) {
    values.sort();
    return values[Math.min(n - 1, Math.max(0, Math.ceil(level * n) - 1))];
  }
  const order = Uint32Array.from(values, (_, i) => i).sort((a, b) => values[a] - values[b]);
  let total = 0;
  for (const i of order) total += weights[i];
  // At level 0 the first value with a weight is meant.
  const goal = Math.max(level * total, Number.MIN_VALUE);
  let sum = 0;
  for (const i of order) {
    sum += weights[i];
    if (sum >= goal) return values[i];
  }
  return values[order[n - 1]];
}
