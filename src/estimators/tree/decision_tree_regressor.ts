import { InvalidInputError } from '../../core/errors.js';
import type { MatrixLike, Targets } from '../../core/input.js';
import type { Matrix } from '../../core/matrix.js';
import { type Declaration, declare, type ParamsOf } from '../../core/params.js';
import type { FitOptions, Run } from '../../core/run.js';
import { tags } from '../../core/tags.js';
import { RegressorBase, type RegressorData } from '../base/index.js';
import { type FlatTree, leafCount, treeDepth, treeImportances } from './flat_tree.js';
import { checkConstrainedTargets } from './growth_rules.js';
import { growthParams, maxFeaturesParam, splitterParam, valueCriterion } from './params.js';
import {
  applyTree,
  type CategoryValues,
  type DecisionPath,
  decisionPathOf,
  encodeCategories,
} from './predictor.js';
import { type PruningPath, pruningPath } from './pruning.js';
import { learnTree, type SingleTreeModel, type SingleTreeParams, treeValues } from './single_tree.js';
import type { Criterion } from './tree_grower.js';

const declaration = declare('DecisionTreeRegressor', {
  criterion: valueCriterion,
  splitter: splitterParam('best'),
  maxFeatures: maxFeaturesParam(null),
  ...growthParams,
});

interface ValueTreeParams extends SingleTreeParams {
  readonly criterion: Criterion;
}

/** What is common to the regressors that are one tree. */
export abstract class SingleTreeRegressor<D extends Declaration> extends RegressorBase<D, SingleTreeModel> {
  override readonly tags = tags('regressor', { sampleWeight: true, allowNaN: true, multiOutput: true });

  protected async train({ X, y, sampleWeight }: RegressorData, run: Run): Promise<SingleTreeModel> {
    const params = this.params as unknown as ValueTreeParams;
    if (params.criterion === 'poisson') checkCounts(y, this.type);
    checkConstrainedTargets(params.monotonicCst, y.columns, 1, this.type);
    const task = { criterion: params.criterion, nOutputs: y.columns };
    return learnTree({ X, y: y.data, task, sampleWeight }, params, this.type, run);
  }

  protected async predictValues(X: Matrix, run: Run): Promise<Matrix> {
    await run.breathe();
    return treeValues(this.learned('predict'), X);
  }

  /** The leaf of each row of X: node numbers, n of them. */
  async apply(X: MatrixLike): Promise<Int32Array> {
    const { tree, categories } = this.learned('apply');
    return applyTree(tree, encodeCategories(this.checkX(X, 'apply'), categories));
  }

  /** The nodes that each row of X passes, as sparse rows over the nodes. */
  async decisionPath(X: MatrixLike): Promise<DecisionPath> {
    const { tree, categories } = this.learned('decisionPath');
    return decisionPathOf(tree, encodeCategories(this.checkX(X, 'decisionPath'), categories));
  }

  /** The costs per leaf at which pruning a tree grown on this data changes it, and the impurities that remain. */
  async costComplexityPruningPath(X: MatrixLike, y: Targets, options: FitOptions = {}): Promise<PruningPath> {
    const full = this.with({ ccpAlpha: 0 } as unknown as Partial<ParamsOf<D>>);
    return pruningPath((await full.fit(X, y, options)).tree);
  }

  /** The decrease of impurity that each column brought, normalised to sum 1: d numbers. */
  get featureImportances(): Float64Array {
    return treeImportances(this.learned('featureImportances').tree, this.nFeaturesIn);
  }

  /** The nodes of the tree as flat arrays. */
  get tree(): FlatTree {
    return this.learned('tree').tree;
  }

  /** The sorted categories of each categorical column, null for the others; null without any. */
  get categories(): CategoryValues {
    return this.learned('categories').categories;
  }

  /** Number of columns looked at per node. */
  get maxFeatures(): number {
    return this.learned('maxFeatures').maxFeatures;
  }

  /** Number of targets per row. */
  get nOutputs(): number {
    return this.learned('nOutputs').tree.valueWidth;
  }

  /** Splits between the root and the deepest leaf. */
  getDepth(): number {
    return treeDepth(this.learned('getDepth').tree);
  }

  /** Number of leaves. */
  getNLeaves(): number {
    return leafCount(this.learned('getNLeaves').tree);
  }
}

/** @throws InvalidInputError unless targets suit the Poisson deviance: none negative, not all zero. */
export function checkCounts(y: Matrix, estimator: string): void {
  let sum = 0;
  for (const value of y.data) {
    sum += value;
    if (value >= 0) continue;
    throw new InvalidInputError(
      `${estimator}: y must not be negative for the criterion 'poisson'. Got ${value}. Use another criterion.`,
      { estimator, parameter: 'y', received: String(value), remedy: 'use another criterion' },
    );
  }
  if (sum > 0) return;
  throw new InvalidInputError(
    `${estimator}: y must not be all zeros for the criterion 'poisson'. Got a sum of 0. Use another criterion.`,
    { estimator, parameter: 'y', received: '0', remedy: 'use another criterion' },
  );
}

/**
 * Predicts numbers by a tree of yes-no questions about single columns; each leaf answers with the mean (the median for
 * 'absolute_error') of its training rows. Grown without limits it fits the training data by heart, so limit it
 * (maxDepth, minSamplesLeaf, ccpAlpha) or use a forest. Takes missing values (NaN), `categoricalFeatures` and several
 * targets.
 *
 * Where splits gain the same, the first one tried wins: columns in the order in which they are drawn (as scikit-learn
 * draws them for the same randomState), thresholds from the lowest. Fit O(n log n d) per level, predict O(depth).
 * Reference: Breiman, Friedman, Olshen, Stone, Classification and Regression Trees (1984); scikit-learn
 * DecisionTreeRegressor.
 *
 * @example
 * ```ts
 * const tree = await new DecisionTreeRegressor({ randomState: 0 }).fit([[1], [2], [8], [9]], [1, 1, 5, 5]);
 * await tree.predict([[3], [7]]); // [1, 5]: the threshold is 5
 * ```
 */
export class DecisionTreeRegressor extends SingleTreeRegressor<typeof declaration> {
  static readonly declaration = declaration;

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }
}
