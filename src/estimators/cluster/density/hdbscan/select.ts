import type { CondensedTree } from './condense.js';

/** How clusters are chosen from the condensed tree. */
export interface Selection {
  readonly method: 'eom' | 'leaf';
  readonly allowSingleCluster: boolean;
  readonly epsilon: number;
  readonly maxClusterSize: number | null;
}

/** The clusters of a condensed tree as a tree of their own; all arrays by cluster less `first`. */
interface ClusterTree {
  readonly first: number;
  readonly count: number;
  readonly parent: Int32Array;
  /** Both children, or -1 twice. */
  readonly children: Int32Array;
  /** Density at which each splits off. */
  readonly birth: Float64Array;
  readonly size: Float64Array;
  readonly stability: Float64Array;
}

function clusterTree(tree: CondensedTree): ClusterTree {
  const first = tree.rows;
  const count = tree.end - first;
  const parent = new Int32Array(count).fill(-1);
  const children = new Int32Array(2 * count).fill(-1);
  const birth = new Float64Array(count);
  const size = new Float64Array(count);
  for (let r = 0; r < tree.child.length; r++) {
    const at = tree.child[r] - first;
    if (at < 0) continue;
    const above = tree.parent[r] - first;
    parent[at] = above;
    children[children[2 * above] < 0 ? 2 * above : 2 * above + 1] = at;
    birth[at] = tree.lambda[r];
    size[at] = tree.size[r];
    // The cluster of all is as large as its parts: rows shed before do not count, as in scikit-learn.
    if (above === 0) size[0] += tree.size[r];
  }
  const stability = new Float64Array(count);
  for (let r = 0; r < tree.child.length; r++) {
    const at = tree.parent[r] - first;
    stability[at] += (tree.lambda[r] - birth[at]) * tree.size[r];
  }
  return { first, count, parent, children, birth, size, stability };
}

/** Names of the chosen clusters, ascending. O(number of clusters), or times their depth with an epsilon. */
export function selectClusters(condensed: CondensedTree, selection: Selection): number[] {
  const tree = clusterTree(condensed);
  const chosen = selection.method === 'eom' ? excessOfMass(tree, selection) : leavesOf(tree, selection);
  const names: number[] = [];
  for (let at = 0; at < tree.count; at++) if (chosen[at]) names.push(tree.first + at);
  return names;
}

function excessOfMass(tree: ClusterTree, selection: Selection): Uint8Array {
  const { count, children, size } = tree;
  const stability = tree.stability.slice();
  const most = selection.maxClusterSize ?? Number.POSITIVE_INFINITY;
  const chosen = new Uint8Array(count).fill(1);
  const lowest = selection.allowSingleCluster ? 0 : 1;
  chosen.fill(0, 0, lowest);
  // Children come after their parents, so that going down visits them first.
  for (let at = count - 1; at >= lowest; at--) {
    const first = children[2 * at];
    const below = first < 0 ? 0 : stability[first] + stability[first + 1];
    if (below > stability[at] || size[at] > most) {
      chosen[at] = 0;
      stability[at] = below;
    }
  }
  // Nothing below a chosen cluster is chosen.
  const covered = new Uint8Array(count);
  for (let at = 1; at < count; at++) {
    covered[at] = covered[tree.parent[at]] | chosen[tree.parent[at]];
    if (covered[at]) chosen[at] = 0;
  }
  if (selection.epsilon === 0 || count < 2) return chosen;
  // The cluster of all has no density to compare.
  if (chosen[0]) return chosen;
  return mergeBelow(tree, chosen, selection);
}

function leavesOf(tree: ClusterTree, selection: Selection): Uint8Array {
  const leaves = new Uint8Array(tree.count);
  for (let at = 1; at < tree.count; at++) leaves[at] = tree.children[2 * at] < 0 ? 1 : 0;
  return selection.epsilon === 0 ? leaves : mergeBelow(tree, leaves, selection);
}

/** Replaces clusters that split off at a distance below epsilon by the ancestor that splits off above it. */
function mergeBelow(
  tree: ClusterTree,
  chosen: Uint8Array,
  { epsilon, allowSingleCluster }: Selection,
): Uint8Array {
  const { parent, birth } = tree;
  const result = new Uint8Array(tree.count);
  for (let leaf = 1; leaf < tree.count; leaf++) {
    if (!chosen[leaf]) continue;
    let at = leaf;
    if (1 / birth[leaf] < epsilon) {
      while (true) {
        const above = parent[at];
        if (above === 0) {
          if (allowSingleCluster) at = above;
          break;
        }
        at = above;
        if (1 / birth[at] > epsilon) break;
      }
    }
    result[at] = 1;
  }
  return result;
}
