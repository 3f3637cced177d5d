import { InvalidParameterError } from '../../../core/errors.js';
import { Matrix } from '../../../core/matrix.js';
import type { Estimator } from '../../../core/protocol.js';
import { RandomState } from '../../../core/random.js';
import type { Run } from '../../../core/run.js';
import { BatchPredictor } from '../../tree/batch_predictor.js';
import { DecisionTreeRegressor } from '../../tree/decision_tree_regressor.js';
import { type FlatTree, treeImportances } from '../../tree/flat_tree.js';
import { growthRules } from '../../tree/growth_rules.js';
import type { MaxFeatures } from '../../tree/params.js';
import { addPrediction, applyTree } from '../../tree/predictor.js';
import { type BoostingRows, boostTrees } from './boost_trees.js';
import type { BoostingLoss } from './loss.js';

/** The parameters that steer the fit. */
export interface BoostingParams {
  readonly learningRate: number;
  readonly nEstimators: number;
  readonly subsample: number;
  readonly minSamplesSplit: number;
  readonly minSamplesLeaf: number;
  readonly minWeightFractionLeaf: number;
  readonly maxDepth: number | null;
  readonly minImpurityDecrease: number;
  readonly init: Estimator | 'zero' | null;
  readonly randomState: number | readonly number[] | null;
  readonly maxFeatures: MaxFeatures;
  readonly maxLeafNodes: number | null;
  readonly warmStart: boolean;
  readonly nIterNoChange: number | null;
  readonly tol: number;
  readonly ccpAlpha: number;
}

/** What gradient boosting learned. */
export interface BoostedModel {
  /** Trees per iteration: 1, or one per class. */
  readonly outputs: number;
  /** Iteration after iteration. */
  readonly trees: readonly FlatTree[];
  /** The learning rate of each iteration. */
  readonly rates: Float64Array;
  /** What it started from; null for zeros. */
  readonly init: Estimator | null;
  readonly trainScore: Float64Array;
  readonly oobScores: Float64Array;
  readonly oobImprovement: Float64Array;
  /** Columns looked at per node. */
  readonly maxFeatures: number;
  /** Where the random numbers stand, for a warm start. */
  readonly random: ReturnType<RandomState['getState']>;
}

/** What a fit boosts. */
export interface BoostingTask {
  readonly loss: BoostingLoss;
  readonly init: Estimator | null;
  readonly train: BoostingRows;
  readonly validation: BoostingRows | undefined;
  readonly earlier: BoostedModel | undefined;
}

/** Boosts from `init`, or goes on from an earlier model. `raw` of the task's rows holds where to start. */
export async function learnBoosted(
  task: BoostingTask,
  params: BoostingParams,
  run: Run,
): Promise<BoostedModel> {
  const { loss, init, train, validation, earlier } = task;
  const { nEstimators, nIterNoChange, tol } = params;
  const from = earlier ? earlier.rates.length : 0;
  if (nEstimators < from) {
    throw new InvalidParameterError(
      `${run.estimator}: parameter 'nEstimators' must not shrink in a warm start. Got ${nEstimators} after ${from} iterations. Raise it, or set warmStart: false.`,
      {
        estimator: run.estimator,
        parameter: 'nEstimators',
        received: String(nEstimators),
        remedy: 'raise it',
      },
    );
  }
  const random = RandomState.from(params.randomState);
  if (earlier) random.setState(earlier.random);
  const growth = { ...params, splitter: 'best' as const, monotonicCst: null, categoricalFeatures: null };
  const rules = growthRules(growth, train.X, run.estimator);
  const found = await boostTrees(
    train,
    {
      ...params,
      loss,
      rules,
      from,
      to: nEstimators,
      random,
      lastOobScore: earlier?.oobScores.at(-1),
      ...(validation &&
        nIterNoChange !== null && { validation: { ...validation, patience: nIterNoChange, tol } }),
    },
    run,
  );
  const more = found.trees.length / loss.outputs;
  const joined = (before: Float64Array | undefined, after: readonly number[]): Float64Array =>
    Float64Array.from([...(before ?? []), ...after]);
  return {
    outputs: loss.outputs,
    trees: [...(earlier?.trees ?? []), ...found.trees],
    rates: joined(earlier?.rates, new Array<number>(more).fill(params.learningRate)),
    init,
    trainScore: joined(earlier?.trainScore, found.trainScore),
    oobScores: joined(earlier?.oobScores, found.oobScores),
    oobImprovement: joined(earlier?.oobImprovement, found.oobImprovement),
    maxFeatures: rules.maxFeatures,
    random: random.getState(),
  };
}

/** Cells of X that go through all trees together: 32 MiB. */
const CHUNK_CELLS = 2 ** 22;

/** Up to so many rows it does not pay to carry the trees to the kernels. */
const FEW_ROWS = 64;

/** Adds the trees of all iterations to raw predictions (class after class), in place. */
export async function addTrees(model: BoostedModel, X: Matrix, raw: Float64Array, run: Run): Promise<void> {
  const { outputs, trees, rates } = model;
  const n = X.rows;
  if (n <= FEW_ROWS) {
    for (let i = 0; i < rates.length; i++) addIteration(model, i, X, raw);
    return;
  }
  const chunk = Math.max(1, Math.floor(CHUNK_CELLS / X.columns));
  for (let from = 0; from < n; from += chunk) {
    const to = Math.min(n, from + chunk);
    const part = Matrix.of(X.data.subarray(from * X.columns, to * X.columns), X.columns);
    const predictor = new BatchPredictor(part, 0);
    try {
      const leaves = new Int32Array(part.rows);
      for (let t = 0; t < trees.length; t++) {
        predictor.apply(trees[t], leaves);
        const value = trees[t].value.map((leaf) => leaf * rates[Math.floor(t / outputs)]);
        const at = (t % outputs) * n + from;
        for (let row = 0; row < leaves.length; row++) raw[at + row] += value[leaves[row]];
        await run.breathe();
      }
    } finally {
      predictor.release();
    }
  }
}

/** Adds the trees of one iteration. */
export function addIteration(
  { outputs, trees, rates }: BoostedModel,
  i: number,
  X: Matrix,
  raw: Float64Array,
): void {
  const n = X.rows;
  for (let k = 0; k < outputs; k++) {
    addPrediction(trees[i * outputs + k], X, raw.subarray(k * n, (k + 1) * n), rates[i]);
  }
}

/** The leaf of each row in every tree: n x trees, iteration after iteration. */
export async function boostedLeaves({ trees }: BoostedModel, X: Matrix, run: Run): Promise<Matrix> {
  const result = Matrix.zeros(X.rows, trees.length);
  for (const [t, tree] of trees.entries()) {
    const leaf = applyTree(tree, X);
    for (let i = 0; i < leaf.length; i++) result.data[i * trees.length + t] = leaf[i];
    await run.breathe();
  }
  return result;
}

/** The mean decrease of impurity that each column brought, normalised to sum 1; zeros when nothing was split. */
export function boostedImportances({ trees }: BoostedModel, nFeatures: number): Float64Array {
  const result = new Float64Array(nFeatures);
  for (const tree of trees) {
    if (tree.feature.length === 1) continue;
    treeImportances(tree, nFeatures, false).forEach((value, j) => {
      result[j] += value;
    });
  }
  const sum = result.reduce((a, b) => a + b, 0);
  return sum > 0 ? result.map((value) => value / sum) : result;
}

/** The trees as estimators: one list per iteration. */
export function boostedEstimators(
  { trees, outputs, maxFeatures }: BoostedModel,
  params: BoostingParams,
  nFeaturesIn: number,
): DecisionTreeRegressor[][] {
  const { minSamplesSplit, minSamplesLeaf, minWeightFractionLeaf, maxDepth, minImpurityDecrease } = params;
  const { maxLeafNodes, ccpAlpha, maxFeatures: asked } = params;
  const prototype = new DecisionTreeRegressor({
    criterion: 'friedman_mse',
    minSamplesSplit,
    minSamplesLeaf,
    minWeightFractionLeaf,
    maxDepth,
    minImpurityDecrease,
    maxLeafNodes,
    ccpAlpha,
    maxFeatures: asked,
  });
  const all = trees.map((tree) =>
    prototype.restore({
      nFeaturesIn,
      model: { tree, categories: null, maxFeatures, oneDimensional: true },
    }),
  );
  return Array.from({ length: trees.length / outputs }, (_, i) => all.slice(i * outputs, (i + 1) * outputs));
}
