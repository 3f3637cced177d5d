import type { FlatTree } from './flat_tree.js';

/**
 * Clips the values of nodes to the bounds that monotonic splits above them set: the middle between the levels of the
 * two children bounds all that lies below them. `level` is the entry of a node's value that is constrained (the mean,
 * or the share of the second class). Reference: scikit-learn `monotonic_cst`.
 */
export function clipToConstraints(tree: FlatTree, monotonicCst: ArrayLike<number>, level: 0 | 1): FlatTree {
  const { feature, left, right, valueWidth } = tree;
  const n = feature.length;
  const value = tree.value.slice();
  const lower = new Float64Array(n).fill(Number.NEGATIVE_INFINITY);
  const upper = new Float64Array(n).fill(Number.POSITIVE_INFINITY);
  const levelOf = (node: number): number => tree.value[node * valueWidth + level];
  for (let i = 0; i < n; i++) {
    const clipped = Math.min(upper[i], Math.max(lower[i], levelOf(i)));
    value[i * valueWidth + level] = clipped;
    if (level === 1) value[i * valueWidth] = 1 - clipped;
    if (feature[i] < 0) continue;
    const [l, r, sign] = [left[i], right[i], monotonicCst[feature[i]]];
    const middle = (levelOf(l) + levelOf(r)) / 2;
    lower[l] = lower[r] = lower[i];
    upper[l] = upper[r] = upper[i];
    if (sign > 0) upper[l] = lower[r] = middle;
    if (sign < 0) lower[l] = upper[r] = middle;
  }
  return { ...tree, value };
}
