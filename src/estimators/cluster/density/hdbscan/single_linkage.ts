/** A dendrogram: merge i joins the nodes `left[i]` and `right[i]` (rows, or n + an earlier merge) at `height[i]`. */
export interface SingleLinkage {
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly height: Float64Array;
  /** Rows below each merge. */
  readonly size: Int32Array;
}

/** Edges of a spanning tree of n rows: n - 1 of them. */
export interface Edges {
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly length: Float64Array;
}

/** The dendrogram of a spanning tree; edges of equal length merge in the order in which they are given. O(n log n). */
export function singleLinkage({ from, to, length }: Edges): SingleLinkage {
  const merges = length.length;
  const n = merges + 1;
  const sorted = Int32Array.from(length.keys()).sort((a, b) => length[a] - length[b] || a - b);
  const left = new Int32Array(merges);
  const right = new Int32Array(merges);
  const height = new Float64Array(merges);
  const size = new Int32Array(merges);
  const parent = Int32Array.from({ length: n + merges }, (_, i) => i);
  const find = (start: number): number => {
    let at = start;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at]];
      at = parent[at];
    }
    return at;
  };
  const sizeOf = (node: number): number => (node < n ? 1 : size[node - n]);
  for (let i = 0; i < merges; i++) {
    const edge = sorted[i];
    const a = find(from[edge]);
    const b = find(to[edge]);
    left[i] = a;
    right[i] = b;
    height[i] = length[edge];
    size[i] = sizeOf(a) + sizeOf(b);
    parent[a] = parent[b] = n + i;
  }
  return { left, right, height, size };
}

/**
 * Clusters of the rows that merge below `cut`, as DBSCAN without border rows would find them; those with fewer than
 * `minClusterSize` rows are noise (-1). They are numbered as scikit-learn numbers them: by the node that stands for
 * each in a union by rank.
 */
export function labelsAtCut(
  { left, right, height }: SingleLinkage,
  cut: number,
  minClusterSize: number,
): Int32Array {
  const merges = height.length;
  const n = merges + 1;
  const parent = Int32Array.from({ length: n + merges }, (_, i) => i);
  const rank = new Int32Array(n + merges);
  const find = (start: number): number => {
    let at = start;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at]];
      at = parent[at];
    }
    return at;
  };
  const union = (x: number, y: number): void => {
    const a = find(x);
    const b = find(y);
    if (rank[a] < rank[b]) {
      parent[a] = b;
      return;
    }
    parent[b] = a;
    if (rank[a] === rank[b]) rank[a]++;
  };
  for (let i = 0; i < merges; i++) {
    if (!(height[i] < cut)) continue;
    union(left[i], n + i);
    union(right[i], n + i);
  }
  const roots = Int32Array.from({ length: n }, (_, i) => find(i));
  const counts = new Int32Array(n + merges);
  for (const root of roots) counts[root]++;
  const names = new Int32Array(n + merges).fill(-1);
  let found = 0;
  for (let node = 0; node < counts.length; node++) {
    if (counts[node] > 0 && counts[node] >= minClusterSize) names[node] = found++;
  }
  return roots.map((root) => names[root]);
}
