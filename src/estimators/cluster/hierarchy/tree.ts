import { heapPush, heapPushPop } from './heap.js';

/** A tree of merges: node n + i joins children[2 i] and children[2 i + 1]. */
export interface MergeTree {
  /** Pairs of nodes: rows below n, merges from n on. */
  readonly children: Int32Array;
  /** Distance at which each pair was joined. */
  readonly distances: Float64Array;
  readonly nLeaves: number;
  readonly nConnectedComponents: number;
  /** Parent of each node, a root's being itself; only with connectivity. */
  readonly parents?: Int32Array;
}

/** Merges in any order: which rows brought their clusters together, and at what distance. */
export interface Merges {
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly heights: Float64Array;
}

/** Sorts merges by distance, first ones first, and names the clusters. `ordered`: the lower name stands first. */
export function treeOf({ left, right, heights }: Merges, ordered: boolean): MergeTree {
  const count = heights.length;
  const nLeaves = count + 1;
  const order = Int32Array.from({ length: count }, (_, i) => i).sort(
    (a, b) => heights[a] - heights[b] || a - b,
  );
  const root = Int32Array.from({ length: 2 * nLeaves - 1 }, (_, i) => i);
  const find = (node: number): number => {
    let top = node;
    while (root[top] !== top) top = root[top];
    for (let at = node; at !== top; ) {
      const next = root[at];
      root[at] = top;
      at = next;
    }
    return top;
  };
  const children = new Int32Array(2 * count);
  const distances = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const a = find(left[order[i]]);
    const b = find(right[order[i]]);
    const swap = ordered && a > b;
    children[2 * i] = swap ? b : a;
    children[2 * i + 1] = swap ? a : b;
    distances[i] = heights[order[i]];
    root[a] = root[b] = nLeaves + i;
  }
  return { children, distances, nLeaves, nConnectedComponents: 1 };
}

/** Labels of the leaves when the tree is cut into k clusters, named as scikit-learn names them. O(n + k log k). */
export function cutTree(children: Int32Array, nLeaves: number, k: number): Int32Array {
  const labels = new Int32Array(nLeaves);
  if (k === 1 || nLeaves === 1) return labels;
  // Negated, because the largest node is split next.
  const less = (a: number, b: number): boolean => a < b;
  const last = children.length - 2;
  const nodes = [-(Math.max(children[last], children[last + 1]) + 1)];
  for (let i = 1; i < k; i++) {
    const at = 2 * (-nodes[0] - nLeaves);
    heapPush(nodes, -children[at], less);
    heapPushPop(nodes, -children[at + 1], less);
  }
  for (const [label, node] of nodes.entries()) {
    const stack = [-node];
    while (stack.length > 0) {
      const top = stack.pop() as number;
      if (top < nLeaves) labels[top] = label;
      else stack.push(children[2 * (top - nLeaves)], children[2 * (top - nLeaves) + 1]);
    }
  }
  return labels;
}

/** Labels of the leaves of a forest that was not grown to one root: roots count up from 0. */
export function rootLabels(parents: Int32Array, nLeaves: number): Int32Array {
  const heads = parents.slice();
  for (let node = heads.length - 1; node >= 0; node--) heads[node] = heads[heads[node]];
  const names = [...new Set(heads.subarray(0, nLeaves))].sort((a, b) => a - b);
  const rank = new Map(names.map((head, i) => [head, i]));
  return Int32Array.from({ length: nLeaves }, (_, i) => rank.get(heads[i]) as number);
}
