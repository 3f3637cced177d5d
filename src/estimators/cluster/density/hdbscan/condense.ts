import type { SingleLinkage } from './single_linkage.js';

/**
 * A dendrogram without splits that only shed fewer than `minClusterSize` rows: row r of the table says that `child`
 * (a row below `rows`, else a cluster) leaves the cluster `parent` at density `lambda` = 1 / distance.
 */
export interface CondensedTree {
  /** Number of rows, and the name of the cluster of all. */
  readonly rows: number;
  /** One past the last cluster's name. */
  readonly end: number;
  readonly parent: Int32Array;
  readonly child: Int32Array;
  readonly lambda: Float64Array;
  readonly size: Int32Array;
}

/** Condenses a dendrogram, level by level from the root. O(n). Reference: Campello et al., TKDD 10 (2015) 5. */
export function condense(tree: SingleLinkage, minClusterSize: number): CondensedTree {
  const { left, right, height, size } = tree;
  const merges = height.length;
  const n = merges + 1;
  const root = 2 * merges;
  const relabel = new Int32Array(root + 1);
  relabel[root] = n;
  const ignored = new Uint8Array(root + 1);
  // Each row leaves once, and each cluster but the first is a child once.
  const most = n + 2 * Math.ceil(n / Math.max(1, minClusterSize)) + 2;
  const out = {
    parent: new Int32Array(most),
    child: new Int32Array(most),
    lambda: new Float64Array(most),
    size: new Int32Array(most),
  };
  let count = 0;
  let next = n + 1;
  const put = (parent: number, child: number, lambda: number, rows: number): void => {
    out.parent[count] = parent;
    out.child[count] = child;
    out.lambda[count] = lambda;
    out.size[count++] = rows;
  };
  const shedQueue = new Int32Array(n * 2);
  const shed = (parent: number, start: number, lambda: number): void => {
    shedQueue[0] = start;
    for (let at = 0, end = 1; at < end; at++) {
      const node = shedQueue[at];
      ignored[node] = 1;
      if (node < n) {
        put(parent, node, lambda, 1);
        continue;
      }
      shedQueue[end++] = left[node - n];
      shedQueue[end++] = right[node - n];
    }
  };
  const sizeOf = (node: number): number => (node < n ? 1 : size[node - n]);
  const queue = new Int32Array(root + 1);
  queue[0] = root;
  for (let at = 0, end = 1; at < end; at++) {
    const node = queue[at];
    if (node < n) continue;
    const a = left[node - n];
    const b = right[node - n];
    queue[end++] = a;
    queue[end++] = b;
    if (ignored[node]) continue;
    const lambda = height[node - n] > 0 ? 1 / height[node - n] : Number.POSITIVE_INFINITY;
    const largeA = sizeOf(a) >= minClusterSize;
    const largeB = sizeOf(b) >= minClusterSize;
    const own = relabel[node];
    if (largeA && largeB) {
      relabel[a] = next++;
      put(own, relabel[a], lambda, sizeOf(a));
      relabel[b] = next++;
      put(own, relabel[b], lambda, sizeOf(b));
      continue;
    }
    if (largeA) relabel[a] = own;
    else shed(own, a, lambda);
    if (largeB) relabel[b] = own;
    else shed(own, b, lambda);
  }
  return {
    rows: n,
    end: next,
    parent: out.parent.subarray(0, count),
    child: out.child.subarray(0, count),
    lambda: out.lambda.subarray(0, count),
    size: out.size.subarray(0, count),
  };
}
