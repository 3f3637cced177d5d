import type { Matrix } from '../../../core/matrix.js';
import type { RandomState } from '../../../core/random.js';
import type { Run } from '../../../core/run.js';
import type { FlatTree } from '../../tree/flat_tree.js';
import { addPrediction, applyTree } from '../../tree/predictor.js';
import { pruneTree } from '../../tree/pruning.js';
import { rankColumns } from '../../tree/ranking.js';
import { type GrowthRules, TreeGrower } from '../../tree/tree_grower.js';
import type { BoostingLoss } from './loss.js';

/** Rows to learn from or to watch. */
export interface BoostingRows {
  readonly X: Matrix;
  /** Numbers, or class codes. */
  readonly y: Float64Array;
  readonly weights: Float64Array | undefined;
  /** Raw predictions so far, class after class; changed in place. */
  readonly raw: Float64Array;
}

/** How to boost. */
export interface BoostingPlan {
  readonly loss: BoostingLoss;
  readonly rules: GrowthRules;
  /** Iterations to do, counted from those done before. */
  readonly from: number;
  readonly to: number;
  readonly learningRate: number;
  readonly subsample: number;
  readonly ccpAlpha: number;
  readonly random: RandomState;
  /** The last loss on rows left out, of an earlier fit that goes on. */
  readonly lastOobScore: number | undefined;
  /** Rows to watch for early stopping, with its rule. */
  readonly validation?: BoostingRows & { readonly patience: number; readonly tol: number };
}

/** What the iterations brought. */
export interface BoostedTrees {
  /** Iteration after iteration, one tree per class. */
  readonly trees: readonly FlatTree[];
  /** Loss on the rows that the iteration learned from. */
  readonly trainScore: readonly number[];
  /** With subsampling: loss on the rows left out, and by how much it fell. */
  readonly oobScores: readonly number[];
  readonly oobImprovement: readonly number[];
}

/**
 * The iterations of gradient boosting: each fits trees to the residuals and moves the raw predictions along. The
 * columns are ranked once for all trees. O(n d log n) plus O(n d) per level and tree.
 */
export async function boostTrees(rows: BoostingRows, plan: BoostingPlan, run: Run): Promise<BoostedTrees> {
  const { X, y, weights, raw } = rows;
  const { loss, rules, subsample, random, validation } = plan;
  const n = X.rows;
  const trees: FlatTree[] = [];
  const trainScore: number[] = [];
  const oobScores: number[] = [];
  const oobImprovement: number[] = [];
  const inBag = Math.max(1, Math.floor(subsample * n));
  const history = new Float64Array(validation?.patience ?? 0).fill(Number.POSITIVE_INFINITY);
  await run.step(plan.from, plan.to, 'iteration');
  const grower = new TreeGrower(rankColumns(X), { criterion: 'friedman_mse' }, rules);
  try {
    for (let i = plan.from; i < plan.to; i++) {
      const part = subsample < 1 ? drawRows(n, inBag, random) : undefined;
      const before = part && (oobScores.at(-1) ?? plan.lastOobScore ?? loss.mean(y, raw, weights, part, 0));
      trees.push(...(await iteration(grower, rows, plan, part, run)));
      trainScore.push(loss.mean(y, raw, weights, part, 1));
      if (before !== undefined) {
        const score = loss.mean(y, raw, weights, part, 0);
        oobScores.push(score);
        oobImprovement.push(before - score);
      }
      await run.step(i + 1, plan.to, 'iteration');
      if (!validation) continue;
      for (let k = 0; k < loss.outputs; k++) {
        const tree = trees[trees.length - loss.outputs + k];
        const to = validation.raw.subarray(k * validation.X.rows, (k + 1) * validation.X.rows);
        addPrediction(tree, validation.X, to, plan.learningRate);
      }
      const watched = loss.mean(validation.y, validation.raw, validation.weights);
      if (!history.some((earlier) => watched + validation.tol < earlier)) break;
      history[i % history.length] = watched;
    }
  } finally {
    grower.release();
  }
  return { trees, trainScore, oobScores, oobImprovement };
}

/** One tree per class, each fitted to the residuals as they stood before the first. */
async function iteration(
  grower: TreeGrower,
  { X, y, weights, raw }: BoostingRows,
  { loss, learningRate, ccpAlpha, random }: BoostingPlan,
  part: Uint8Array | undefined,
  run: Run,
): Promise<FlatTree[]> {
  const n = X.rows;
  const before = loss.outputs > 1 ? raw.slice() : raw;
  const inBag = part ? Float64Array.from(part, (mark, i) => mark * (weights ? weights[i] : 1)) : weights;
  const complete = !inBag?.includes(0) && ccpAlpha === 0;
  const residual = new Float64Array(n);
  const trees: FlatTree[] = [];
  for (let k = 0; k < loss.outputs; k++) {
    loss.residuals(y, before, weights, k, residual);
    const grown = await grower.grow({ y: residual, weights: inBag, seed: random.nextSeed() }, run);
    const tree = pruneTree(grown, ccpAlpha);
    const leaf = complete ? grower.trainingLeaves() : applyTree(tree, X);
    const own = raw.subarray(k * n, (k + 1) * n);
    if (loss.leaves) {
      const counted = part ? leaf.map((node, i) => (part[i] ? node : -1)) : leaf;
      loss.leaves({ leaf: counted, y, raw: own, residual, weights, k }, tree.value);
    }
    for (let i = 0; i < n; i++) own[i] += learningRate * tree.value[leaf[i]];
    trees.push(tree);
  }
  return trees;
}

/** Marks `count` of n rows, the ones that scikit-learn draws. */
function drawRows(n: number, count: number, random: RandomState): Uint8Array {
  const marks = new Uint8Array(n);
  const chances = random.randomSample(n);
  for (let i = 0, drawn = 0; i < n; i++) {
    if (chances[i] * (n - i) >= count - drawn) continue;
    marks[i] = 1;
    drawn++;
  }
  return marks;
}
