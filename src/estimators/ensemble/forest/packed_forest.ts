import type { FlatTree } from '../../tree/flat_tree.js';

/**
 * A forest laid out for single rows: a node is 16 bytes side by side (threshold; column; right child), its left child
 * comes next, and a leaf holds its values' place. A row then costs one cache line per step, not one per array.
 */
export interface PackedForest {
  readonly thresholds: Float64Array;
  /** The same memory as integers: column and right child stand behind the threshold. */
  readonly links: Int32Array;
  readonly roots: Int32Array;
  /** The values of all leaves. */
  readonly values: Float64Array;
  readonly valueWidth: number;
}

/** Set in the column of nodes that send missing values left. */
const MISSING_LEFT = 1 << 30;

const packs = new WeakMap<readonly FlatTree[], PackedForest>();

/** The packed form of a forest without categorical splits, made when first asked for. */
export function packedForest(trees: readonly FlatTree[]): PackedForest {
  let pack = packs.get(trees);
  if (!pack) {
    pack = packTrees(trees);
    packs.set(trees, pack);
  }
  return pack;
}

function packTrees(trees: readonly FlatTree[]): PackedForest {
  const valueWidth = trees[0].valueWidth;
  const nNodes = trees.reduce((sum, tree) => sum + tree.feature.length, 0);
  const thresholds = new Float64Array(2 * nNodes);
  const links = new Int32Array(thresholds.buffer);
  const roots = new Int32Array(trees.length);
  // A tree of n nodes has (n + 1) / 2 leaves.
  const values = new Float64Array(((nNodes + trees.length) / 2) * valueWidth);
  let place = 0;
  let leaf = 0;
  for (const [t, tree] of trees.entries()) {
    roots[t] = place;
    // Depth first, left before right, so that the left child needs no link.
    const stack = [0, -1];
    while (stack.length > 0) {
      const parent = stack.pop() as number;
      const node = stack.pop() as number;
      if (parent >= 0) links[4 * parent + 3] = place;
      const at = place++;
      if (tree.feature[node] < 0) {
        links[4 * at + 2] = -1;
        links[4 * at + 3] = leaf;
        for (let c = 0; c < valueWidth; c++) values[leaf++] = tree.value[node * valueWidth + c];
        continue;
      }
      thresholds[2 * at] = tree.threshold[node];
      links[4 * at + 2] = tree.feature[node] | (tree.missingLeft[node] ? MISSING_LEFT : 0);
      stack.push(tree.right[node], at, tree.left[node], -1);
    }
  }
  return { thresholds, links, roots, values, valueWidth };
}

/** Adds the leaf values of all trees for the row that begins at `from` of `data` to `sums` from `to` on. */
export function addRow(
  { thresholds, links, roots, values, valueWidth }: PackedForest,
  data: Float64Array,
  from: number,
  sums: Float64Array,
  to: number,
): void {
  for (let t = 0; t < roots.length; t++) {
    let place = roots[t];
    let column = links[4 * place + 2];
    while (column >= 0) {
      const value = data[from + (column & ~MISSING_LEFT)];
      if (value <= thresholds[2 * place]) place++;
      else if ((column & MISSING_LEFT) !== 0 && Number.isNaN(value)) place++;
      else place = links[4 * place + 3];
      column = links[4 * place + 2];
    }
    const leaf = links[4 * place + 3];
    for (let c = 0; c < valueWidth; c++) sums[to + c] += values[leaf + c];
  }
}
