import type { MatrixLike } from '../../core/input.js';
import type { Labels } from '../../core/labels.js';
import type { Matrix } from '../../core/matrix.js';
import { type Declaration, declare, type ParamsOf } from '../../core/params.js';
import type { FitOptions, Run } from '../../core/run.js';
import { tags } from '../../core/tags.js';
import { type FlatTree, leafCount, treeDepth, treeImportances } from './flat_tree.js';
import { checkConstrainedTargets } from './growth_rules.js';
import {
  classCriterion,
  growthParams,
  maxFeaturesParam,
  splitterParam,
  treeClassWeightParam,
} from './params.js';
import {
  applyTree,
  type CategoryValues,
  type DecisionPath,
  decisionPathOf,
  encodeCategories,
} from './predictor.js';
import { type PruningPath, pruningPath } from './pruning.js';
import { learnTree, type SingleTreeModel, type SingleTreeParams, treeValues } from './single_tree.js';
import { type ClassTrainingData, type LabelRows, TreeClassifierBase } from './tree_classifier_base.js';
import type { Criterion } from './tree_grower.js';

const declaration = declare('DecisionTreeClassifier', {
  criterion: classCriterion,
  splitter: splitterParam('best'),
  maxFeatures: maxFeaturesParam(null),
  ...growthParams,
  classWeight: treeClassWeightParam(),
});

interface ClassTreeParams extends SingleTreeParams {
  readonly criterion: Criterion;
}

/** What is common to the classifiers that are one tree. */
export abstract class SingleTreeClassifier<D extends Declaration> extends TreeClassifierBase<
  D,
  SingleTreeModel
> {
  override readonly tags = tags('classifier', { sampleWeight: true, allowNaN: true, multiOutput: true });

  protected async learn(data: ClassTrainingData, run: Run): Promise<SingleTreeModel> {
    const params = this.params as unknown as ClassTreeParams;
    const { X, codes, outputs, sampleWeight } = data;
    const nClasses = Math.max(...outputs.map((classes) => classes.length));
    checkConstrainedTargets(params.monotonicCst, outputs.length, nClasses, this.type);
    const task = { criterion: params.criterion, nOutputs: outputs.length, nClasses };
    return learnTree({ X, y: codes, task, sampleWeight }, params, this.type, run);
  }

  protected async shares(X: Matrix, run: Run): Promise<Matrix> {
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
  async costComplexityPruningPath(
    X: MatrixLike,
    y: Labels | LabelRows,
    options: FitOptions = {},
  ): Promise<PruningPath> {
    const full = this.with({ ccpAlpha: 0 } as unknown as Partial<ParamsOf<D>>);
    return pruningPath((await full.fit(X, y as Labels, options)).tree);
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

  /** Splits between the root and the deepest leaf. */
  getDepth(): number {
    return treeDepth(this.learned('getDepth').tree);
  }

  /** Number of leaves. */
  getNLeaves(): number {
    return leafCount(this.learned('getNLeaves').tree);
  }
}

/**
 * Classifies by a tree of yes-no questions about single columns, which people can read; grown without limits it fits
 * the training data by heart, so limit it (maxDepth, minSamplesLeaf, ccpAlpha) or use a forest. No scaling is needed,
 * missing values (NaN) are sent to the side that suits them, and `categoricalFeatures` are split into subsets.
 *
 * Where splits gain the same, the first one tried wins: columns in the order in which they are drawn (as scikit-learn
 * draws them for the same randomState), thresholds from the lowest. Fit O(n log n d) per level, predict O(depth).
 * Reference: Breiman, Friedman, Olshen, Stone, Classification and Regression Trees (1984); scikit-learn
 * DecisionTreeClassifier.
 *
 * @example
 * ```ts
 * const { data, target } = await loadIris();
 * const tree = await new DecisionTreeClassifier({ maxDepth: 2, randomState: 0 }).fit(data, target);
 * await tree.predict([[5.1, 3.5, 1.4, 0.2]]); // [0]
 * tree.getNLeaves(); // 3
 * ```
 */
export class DecisionTreeClassifier extends SingleTreeClassifier<typeof declaration> {
  static readonly declaration = declaration;

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }
}
