/**
 * A grown tree as flat arrays, one entry per node; node 0 is the root, and children come after their parent. Plain
 * data. `value` may be overwritten leaf by leaf (boosting does that).
 */
export interface FlatTree {
  /** Column of the split; -1 in a leaf. */
  readonly feature: Int32Array;
  /** Rows whose value is at most the threshold go left; NaN in leaves and categorical splits. */
  readonly threshold: Float64Array;
  /** Left child; -1 in a leaf. */
  readonly left: Int32Array;
  /** Right child; -1 in a leaf. */
  readonly right: Int32Array;
  /** 1 where rows with a missing value go left. */
  readonly missingLeft: Uint8Array;
  readonly impurity: Float64Array;
  /** Training rows in the node. */
  readonly nNodeSamples: Int32Array;
  /** Their weight. */
  readonly weightedNNodeSamples: Float64Array;
  /** Per node `valueWidth` numbers: shares of the classes (output by output), or the value of each output. */
  readonly value: Float64Array;
  readonly valueWidth: number;
  /** Categorical splits; undefined without any. */
  readonly categories?: CategorySets;
}

/** Which categories go left in the categorical splits of a tree. */
export interface CategorySets {
  /** Where the node's bits begin in `bits`, in words; -1 without a categorical split. */
  readonly start: Int32Array;
  /** Bit `c` is set when the category of rank `c` goes left; the bit after the last category: missing, unknown. */
  readonly bits: Uint32Array;
}

/** Number of nodes. */
export function nodeCount(tree: FlatTree): number {
  return tree.feature.length;
}

/** Number of leaves. */
export function leafCount(tree: FlatTree): number {
  let count = 0;
  for (let i = 0; i < tree.left.length; i++) if (tree.left[i] < 0) count++;
  return count;
}

/** Edges on the longest way from the root to a leaf. */
export function treeDepth(tree: FlatTree): number {
  const depth = new Int32Array(tree.left.length);
  let deepest = 0;
  for (let i = 0; i < tree.left.length; i++) {
    if (tree.left[i] < 0) continue;
    depth[tree.left[i]] = depth[tree.right[i]] = depth[i] + 1;
    deepest = Math.max(deepest, depth[i] + 1);
  }
  return deepest;
}

/** Whether a category goes left in node `node`. */
export function categoryGoesLeft({ start, bits }: CategorySets, node: number, category: number): boolean {
  return ((bits[start[node] + (category >>> 5)] >>> (category & 31)) & 1) === 1;
}

/**
 * The decrease of impurity that each column brings, weighted by the rows it is brought to; normalised to sum 1
 * (all zeros when nothing is split). Length d.
 */
export function treeImportances(tree: FlatTree, nFeatures: number, normalize = true): Float64Array {
  const { feature, left, right, impurity, weightedNNodeSamples: weight } = tree;
  const result = new Float64Array(nFeatures);
  for (let i = 0; i < feature.length; i++) {
    if (feature[i] < 0) continue;
    const [l, r] = [left[i], right[i]];
    result[feature[i]] += weight[i] * impurity[i] - weight[l] * impurity[l] - weight[r] * impurity[r];
  }
  const total = weight[0];
  for (let j = 0; j < nFeatures; j++) result[j] /= total;
  const sum = result.reduce((a, b) => a + b, 0);
  if (normalize && sum > 0) for (let j = 0; j < nFeatures; j++) result[j] /= sum;
  return result;
}
