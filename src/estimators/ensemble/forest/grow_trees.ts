import { RandomState } from '../../../core/random.js';
import { Run } from '../../../core/run.js';
import { effectiveNJobs, parallelMap } from '../../../parallel/parallel_map.js';
import { defineTask, type TaskContext } from '../../../parallel/task.js';
import type { FlatTree } from '../../tree/flat_tree.js';
import { pruneTree } from '../../tree/pruning.js';
import type { RankedColumns } from '../../tree/ranking.js';
import { type GrowthRules, TreeGrower, type TreeTask } from '../../tree/tree_grower.js';
import {
  type BalancePlan,
  type BootstrapPlan,
  balanceSample,
  bootstrapRows,
  countRows,
} from './bootstrap.js';

/** What all trees of a forest share. Plain data, sent to workers. */
export interface ForestPlan {
  readonly columns: RankedColumns;
  readonly task: TreeTask;
  readonly rules: GrowthRules;
  readonly y: Int32Array | Float64Array;
  /** Weights of the rows; undefined when all weigh 1 or when rows are drawn by weight. */
  readonly weights?: Float64Array;
  readonly bootstrap?: BootstrapPlan;
  readonly balance?: BalancePlan;
  readonly ccpAlpha: number;
  /** Keep the leaf and the weight of every training row, for quantiles. */
  readonly keepRows: boolean;
}

/** A tree of a forest. */
export interface GrownTree {
  readonly tree: FlatTree;
  /** The leaf of each training row, -1 for rows left out; only when the plan keeps rows. */
  readonly leaves?: Int32Array;
  /** The weight of each training row. */
  readonly weights?: Float64Array;
}

const growTask = defineTask('growTrees', import.meta.url, growGroup);

export { growTask };

/** Grows the trees with these seeds, in order. The result does not depend on how they are grouped. */
async function growGroup(
  seeds: readonly number[],
  plan: ForestPlan,
  { signal, progress }: Pick<TaskContext, 'signal' | 'progress'>,
): Promise<GrownTree[]> {
  const run = new Run('growTrees', { signal });
  const grower = new TreeGrower(plan.columns, plan.task, plan.rules);
  try {
    const trees: GrownTree[] = [];
    for (const seed of seeds) {
      const y = trees.length === 0 ? plan.y : undefined;
      const weights = sampleWeights(seed, plan);
      const splitterSeed = new RandomState(seed).nextSeed();
      const tree = await grower.grow({ y, weights, seed: splitterSeed }, run);
      const leaves = plan.keepRows ? grower.trainingLeaves() : undefined;
      trees.push({
        tree: pruneTree(tree, plan.ccpAlpha, leaves),
        ...(leaves && { leaves, weights: weights ?? new Float64Array(leaves.length).fill(1) }),
      });
      progress(trees.length, seeds.length, 'tree');
      await run.breathe();
    }
    return trees;
  } finally {
    grower.release();
  }
}

function sampleWeights(seed: number, plan: ForestPlan): Float64Array | undefined {
  const { rows } = plan.columns;
  if (!plan.bootstrap) return plan.weights;
  const counts = countRows(bootstrapRows(seed, rows, plan.bootstrap), rows);
  const weights = counts.slice();
  if (plan.weights) for (let i = 0; i < rows; i++) weights[i] *= plan.weights[i];
  if (plan.balance) balanceSample(weights, counts, plan.balance);
  return weights;
}

/** Grows one tree per seed, on `nJobs` workers; progress counts trees. */
export async function growForest(
  seeds: readonly number[],
  plan: ForestPlan,
  nJobs: number | null,
  run: Run,
): Promise<GrownTree[]> {
  const workers = effectiveNJobs(nJobs);
  const groups = groupsOf(seeds, workers === 1 ? 1 : 4 * workers);
  const doneInGroup = new Array<number>(groups.length).fill(0);
  const { signal, onProgress } = run.inner();
  await run.step(0, seeds.length, 'tree');
  const grown = await parallelMap(growTask, groups, {
    shared: plan,
    nJobs,
    signal,
    onItemProgress(group, done) {
      doneInGroup[group] = done;
      const all = doneInGroup.reduce((sum, count) => sum + count, 0);
      onProgress?.({ estimator: run.estimator, what: 'tree', done: all, total: seeds.length });
    },
  });
  return grown.flat();
}

/** At most `count` stretches of about equal length. */
function groupsOf(seeds: readonly number[], count: number): number[][] {
  const size = Math.max(1, Math.ceil(seeds.length / count));
  return Array.from({ length: Math.ceil(seeds.length / size) }, (_, g) =>
    seeds.slice(g * size, (g + 1) * size),
  );
}
