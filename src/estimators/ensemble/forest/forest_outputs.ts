import { Matrix } from '../../../core/matrix.js';
import type { Run } from '../../../core/run.js';
import { BatchPredictor } from '../../tree/batch_predictor.js';
import { treeImportances } from '../../tree/flat_tree.js';
import { type DecisionPath, decisionPathOf, encodeCategories } from '../../tree/predictor.js';
import { bootstrapRows } from './bootstrap.js';
import type { Forest } from './fit_forest.js';

/** Calls `visit` with the leaf of each row, tree by tree. */
async function eachTree(
  forest: Forest,
  X: Matrix,
  run: Run,
  visit: (leaves: Int32Array, t: number) => void,
): Promise<void> {
  const predictor = new BatchPredictor(encodeCategories(X, forest.categories), 0);
  try {
    const leaves = new Int32Array(X.rows);
    for (const [t, tree] of forest.trees.entries()) {
      predictor.apply(tree, leaves);
      visit(leaves, t);
      await run.breathe();
    }
  } finally {
    predictor.release();
  }
}

/** The leaf of each row in each tree: n x trees. */
export async function forestApply(forest: Forest, X: Matrix, run: Run): Promise<Matrix> {
  const result = Matrix.zeros(X.rows, forest.trees.length);
  await eachTree(forest, X, run, (leaves, t) => {
    for (let i = 0; i < X.rows; i++) result.data[i * result.columns + t] = leaves[i];
  });
  return result;
}

/** The nodes of all trees that rows pass. */
export interface ForestPath extends DecisionPath {
  /** Where each tree's nodes begin among the columns; trees + 1 entries. */
  readonly nNodesPtr: Int32Array;
}

/** The ways of all rows through all trees, the nodes of the trees numbered one tree after the other. */
export function forestPath(forest: Forest, X: Matrix): ForestPath {
  const encoded = encodeCategories(X, forest.categories);
  const paths = forest.trees.map((tree) => decisionPathOf(tree, encoded));
  const nNodesPtr = new Int32Array(paths.length + 1);
  paths.forEach(({ nNodes }, t) => {
    nNodesPtr[t + 1] = nNodesPtr[t] + nNodes;
  });
  const indptr = new Int32Array(X.rows + 1);
  const indices = new Int32Array(paths.reduce((sum, path) => sum + path.indices.length, 0));
  let at = 0;
  for (let i = 0; i < X.rows; i++) {
    paths.forEach((path, t) => {
      for (let k = path.indptr[i]; k < path.indptr[i + 1]; k++)
        indices[at++] = nNodesPtr[t] + path.indices[k];
    });
    indptr[i + 1] = at;
  }
  return { nNodes: nNodesPtr[paths.length], indptr, indices, nNodesPtr };
}

/** The mean of the trees' importances, normalised to sum 1; trees that split nothing do not count. */
export function forestImportances({ trees }: Forest, nFeatures: number): Float64Array {
  const sums = new Float64Array(nFeatures);
  const grown = trees.filter((tree) => tree.feature.length > 1);
  for (const tree of grown) {
    const own = treeImportances(tree, nFeatures);
    for (let j = 0; j < nFeatures; j++) sums[j] += own[j];
  }
  const total = sums.reduce((a, b) => a + b, 0);
  return total > 0 ? sums.map((sum) => sum / total) : sums;
}

/** The rows that each tree was grown on, with repetitions; all rows without bootstrap. */
export function forestSamples({ seeds, nSamples, bootstrap }: Forest): Int32Array[] {
  return seeds.map((seed) =>
    bootstrap
      ? Int32Array.from(bootstrapRows(seed, nSamples, bootstrap))
      : Int32Array.from({ length: nSamples }, (_, i) => i),
  );
}

/** Predictions for training rows by the trees that were not grown on them. */
export interface OutOfBag {
  /** n x valueWidth; zeros for rows that every tree was grown on. */
  readonly mean: Matrix;
  /** Rows that every tree was grown on. */
  readonly uncovered: number;
}

/** Averages, for each training row, the trees that did not see it. */
export async function outOfBag(forest: Forest, X: Matrix, run: Run): Promise<OutOfBag> {
  const width = forest.trees[0].valueWidth;
  const mean = Matrix.zeros(X.rows, width);
  const counts = new Int32Array(X.rows);
  await eachTree(forest, X, run, (leaves, t) => {
    const { value } = forest.trees[t];
    const seen = new Uint8Array(X.rows);
    const rows = forest.bootstrap ? bootstrapRows(forest.seeds[t], X.rows, forest.bootstrap) : [];
    for (let k = 0; k < rows.length; k++) seen[rows[k]] = 1;
    for (let i = 0; i < X.rows; i++) {
      if (seen[i]) continue;
      counts[i]++;
      for (let c = 0; c < width; c++) mean.data[i * width + c] += value[leaves[i] * width + c];
    }
  });
  let uncovered = 0;
  for (let i = 0; i < X.rows; i++) {
    if (counts[i] === 0) uncovered++;
    else for (let c = 0; c < width; c++) mean.data[i * width + c] /= counts[i];
  }
  return { mean, uncovered };
}
