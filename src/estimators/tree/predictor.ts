import { Matrix } from '../../core/matrix.js';
import { categoryGoesLeft, type FlatTree } from './flat_tree.js';
import type { RankedColumns } from './ranking.js';

/** The sorted categories of the categorical columns, null for the others; null without any. */
export type CategoryValues = readonly (Float64Array | null)[] | null;

/** The categories to keep with a model, so that new rows can be encoded. */
export function categoryValues({ list }: RankedColumns): CategoryValues {
  if (!list.some(({ categorical }) => categorical)) return null;
  return list.map(({ categorical, low }) => (categorical ? low : null));
}

/** X with each category replaced by its rank; unknown and missing ones by the number of categories. */
export function encodeCategories(X: Matrix, categories: CategoryValues): Matrix {
  if (!categories) return X;
  const data = X.data.slice();
  categories.forEach((known, j) => {
    if (!known) return;
    const rank = new Map(Array.from(known, (value, i) => [value, i]));
    for (let at = j; at < data.length; at += X.columns) data[at] = rank.get(data[at]) ?? known.length;
  });
  return Matrix.of(data, X.columns);
}

/** Rows that go through a tree together: their cells stay in the first-level caches. */
const BLOCK = 256;

/** The leaf of rows `from` .. `to` of X (categories encoded), written to `leaves` from 0 on. */
export function applyRows(tree: FlatTree, X: Matrix, leaves: Int32Array, from = 0, to = X.rows): void {
  const { feature, threshold, left, right, missingLeft, categories } = tree;
  const { data, columns } = X;
  for (let i = from, at = from * columns; i < to; i++, at += columns) {
    let node = 0;
    let f = feature[0];
    while (f >= 0) {
      const value = data[at + f];
      let goesLeft: boolean;
      if (categories && categories.start[node] >= 0) goesLeft = categoryGoesLeft(categories, node, value);
      else goesLeft = value <= threshold[node] || (Number.isNaN(value) && missingLeft[node] === 1);
      node = goesLeft ? left[node] : right[node];
      f = feature[node];
    }
    leaves[i - from] = node;
  }
}

/** The leaf of each row of X (n x d, categories encoded). O(n depth). */
export function applyTree(tree: FlatTree, X: Matrix): Int32Array {
  const leaves = new Int32Array(X.rows);
  applyRows(tree, X, leaves);
  return leaves;
}

/** The value of each row's leaf: n x valueWidth. */
export function predictTree(tree: FlatTree, X: Matrix): Matrix {
  const result = Matrix.zeros(X.rows, tree.valueWidth);
  addPrediction(tree, X, result.data);
  return result;
}

/** Adds the value of each row's leaf, times `factor`, to `sums` (n x valueWidth). */
export function addPrediction(tree: FlatTree, X: Matrix, sums: Float64Array, factor = 1): void {
  const { value, valueWidth: width } = tree;
  const leaves = X.rows === 1 ? ONE_LEAF : new Int32Array(Math.min(BLOCK, X.rows));
  for (let from = 0; from < X.rows; from += BLOCK) {
    const to = Math.min(X.rows, from + BLOCK);
    applyRows(tree, X, leaves, from, to);
    for (let i = from; i < to; i++) {
      const leaf = leaves[i - from] * width;
      for (let c = 0; c < width; c++) sums[i * width + c] += factor * value[leaf + c];
    }
  }
}

/** Room for the leaf of a single row: services ask for one row at a time. */
const ONE_LEAF = new Int32Array(1);

/** The nodes on each row's way from the root to its leaf, as sparse rows. */
export interface DecisionPath {
  /** Number of nodes: the columns of the indicator matrix. */
  readonly nNodes: number;
  /** Where each row's nodes begin in `indices`; n + 1 entries. */
  readonly indptr: Int32Array;
  /** Node numbers, ascending along the way. */
  readonly indices: Int32Array;
}

/** The ways of all rows of X (categories encoded) through a tree. */
export function decisionPathOf(tree: FlatTree, X: Matrix): DecisionPath {
  const parent = new Int32Array(tree.left.length).fill(-1);
  for (let i = 0; i < tree.left.length; i++) {
    if (tree.left[i] >= 0) parent[tree.left[i]] = parent[tree.right[i]] = i;
  }
  const indptr = new Int32Array(X.rows + 1);
  const indices: number[] = [];
  applyTree(tree, X).forEach((leaf, i) => {
    const path: number[] = [];
    for (let node = leaf; node >= 0; node = parent[node]) path.push(node);
    for (let k = path.length - 1; k >= 0; k--) indices.push(path[k]);
    indptr[i + 1] = indices.length;
  });
  return { nNodes: tree.left.length, indptr, indices: Int32Array.from(indices) };
}
