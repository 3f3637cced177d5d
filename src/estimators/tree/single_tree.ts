import type { Matrix } from '../../core/matrix.js';
import { RandomState } from '../../core/random.js';
import type { Run } from '../../core/run.js';
import type { FlatTree } from './flat_tree.js';
import { categoricalColumns, type GrowthParams, growthRules } from './growth_rules.js';
import { type CategoryValues, categoryValues, encodeCategories, predictTree } from './predictor.js';
import { pruneTree } from './pruning.js';
import { ranksOf } from './shared_ranks.js';
import { TreeGrower, type TreeTask } from './tree_grower.js';

/** The parameters of one tree. */
export interface SingleTreeParams extends GrowthParams {
  readonly ccpAlpha: number;
  readonly randomState: number | readonly number[] | null;
}

/** What one tree learns. */
export interface SingleTreeModel {
  readonly tree: FlatTree;
  readonly categories: CategoryValues;
  /** Columns looked at per node. */
  readonly maxFeatures: number;
}

/** Training data of a tree, whatever it predicts. */
export interface SingleTreeData {
  readonly X: Matrix;
  readonly y: Int32Array | Float64Array;
  readonly task: TreeTask;
  readonly sampleWeight: Float64Array | undefined;
}

/** Grows a tree and prunes it. */
export async function learnTree(
  { X, y, task, sampleWeight }: SingleTreeData,
  params: SingleTreeParams,
  estimator: string,
  run: Run,
): Promise<SingleTreeModel> {
  const rules = growthRules(params, X, estimator);
  const categorical = categoricalColumns(params.categoricalFeatures, X, estimator);
  await run.step(0, 1, 'tree');
  const columns = ranksOf(X, categorical);
  const grower = new TreeGrower(columns, task, rules);
  try {
    const seed = RandomState.from(params.randomState).nextSeed();
    const tree = await grower.grow({ y, weights: sampleWeight, seed }, run);
    await run.step(1, 1, 'tree');
    const pruned = pruneTree(tree, params.ccpAlpha);
    return { tree: pruned, categories: categoryValues(columns), maxFeatures: rules.maxFeatures };
  } finally {
    grower.release();
  }
}

/** The value of each row's leaf. */
export function treeValues({ tree, categories }: SingleTreeModel, X: Matrix): Matrix {
  return predictTree(tree, encodeCategories(X, categories));
}
