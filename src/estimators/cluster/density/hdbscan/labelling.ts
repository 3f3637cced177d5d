import type { CondensedTree } from './condense.js';
import type { Selection } from './select.js';

/** Label (-1 for noise) and strength of membership, 0 to 1, of each row. */
export interface Membership {
  readonly labels: Int32Array;
  readonly probabilities: Float64Array;
}

/** What each row belongs to, given the chosen clusters in ascending order. O(n). */
export function label(tree: CondensedTree, chosen: readonly number[], selection: Selection): Membership {
  const { rows: n, end, parent, child, lambda } = tree;
  const names = new Int32Array(end).fill(-1);
  for (const [name, cluster] of chosen.entries()) names[cluster] = name;
  // The chosen cluster that each cluster lies in; parents come first.
  const home = new Int32Array(end - n).fill(-1);
  home[0] = names[n];
  for (let r = 0; r < child.length; r++) {
    if (child[r] >= n) home[child[r] - n] = names[child[r]] >= 0 ? names[child[r]] : home[parent[r] - n];
  }
  const whole = names[n];
  const threshold = whole >= 0 ? rootThreshold(tree, selection.epsilon) : 0;
  const labels = new Int32Array(n).fill(-1);
  for (let r = 0; r < child.length; r++) {
    if (child[r] >= n) continue;
    const found = home[parent[r] - n];
    // Of the cluster of all rows only the dense part belongs to it.
    if (found === whole && found >= 0 && !(chosen.length === 1 && lambda[r] >= threshold)) continue;
    labels[child[r]] = found;
  }
  return { labels, probabilities: strengths(tree, chosen, labels) };
}

function rootThreshold({ rows, parent, lambda }: CondensedTree, epsilon: number): number {
  if (epsilon !== 0) return 1 / epsilon;
  let most = 0;
  for (let r = 0; r < parent.length; r++) if (parent[r] === rows) most = Math.max(most, lambda[r]);
  return most;
}

/** Density at which each row leaves, as a share of the density at which its cluster ends. */
function strengths(tree: CondensedTree, chosen: readonly number[], labels: Int32Array): Float64Array {
  const { rows: n, end, parent, child, lambda } = tree;
  // The last run of a parent's entries decides, as in scikit-learn; it holds the greatest density but for ties.
  const death = new Float64Array(end);
  let current = parent[0];
  let most = lambda[0];
  for (let r = 1; r < parent.length; r++) {
    if (parent[r] === current) {
      most = Math.max(most, lambda[r]);
      continue;
    }
    death[current] = most;
    current = parent[r];
    most = lambda[r];
  }
  death[current] = most;
  const result = new Float64Array(n);
  for (let r = 0; r < child.length; r++) {
    const row = child[r];
    if (row >= n || labels[row] < 0) continue;
    const last = death[chosen[labels[row]]];
    const certain = last === 0 || lambda[r] === Number.POSITIVE_INFINITY;
    result[row] = certain ? 1 : Math.min(lambda[r], last) / last;
  }
  return result;
}
