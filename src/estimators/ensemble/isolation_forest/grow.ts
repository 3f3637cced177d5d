import type { Matrix } from '../../../core/matrix.js';
import { RandomState } from '../../../core/random.js';
import type { Run } from '../../../core/run.js';
import { defineTask, parallelMap } from '../../../parallel/index.js';
import type { FlatTree } from '../../tree/flat_tree.js';
import { rankColumns } from '../../tree/ranking.js';
import { fullGrowth, growTree } from '../../tree/tree_grower.js';
import { type DrawPlan, drawFor } from '../draws.js';

/** What all trees share. */
interface Shared {
  readonly X: Matrix;
  /** Random targets: they only say that rows differ. */
  readonly y: Float64Array;
  readonly plan: DrawPlan;
  readonly maxDepth: number;
}

/** Trees that one worker grows at a go: enough work to be worth a message. */
const TREES_PER_ITEM = 8;

/** The task that workers run. */
export const isolationTreesTask = defineTask<readonly number[], Shared, FlatTree[]>(
  'isolationTrees',
  import.meta.url,
  (seeds, shared) => seeds.map((seed) => isolationTree(seed, shared)),
);

/** One isolation tree per seed. */
export async function growIsolationTrees(
  seeds: readonly number[],
  shared: Shared,
  nJobs: number | null,
  run: Run,
): Promise<FlatTree[]> {
  const items: number[][] = [];
  for (let i = 0; i < seeds.length; i += TREES_PER_ITEM) items.push(seeds.slice(i, i + TREES_PER_ITEM));
  const report = (done: number): void =>
    run.inner().onProgress?.({
      estimator: run.estimator,
      what: 'tree',
      done: Math.min(seeds.length, done * TREES_PER_ITEM),
      total: seeds.length,
    });
  const parts = await parallelMap(isolationTreesTask, items, {
    shared,
    nJobs,
    signal: run.signal,
    onProgress: report,
  });
  await run.breathe();
  return parts.flat();
}

/**
 * A tree of random splits on the rows of a seed. Only these rows are ranked, so that the cost does not depend on the
 * size of the data. Instead of targets its nodes hold how long the way to them is.
 */
function isolationTree(seed: number, { X, y, plan, maxDepth }: Shared): FlatTree {
  const { rows: drawn, columns } = drawFor(seed, plan);
  const rows = Int32Array.from(new Set(drawn)).sort();
  const times = new Map<number, number>();
  for (const row of drawn) times.set(row, (times.get(row) ?? 0) + 1);
  const part = X.takeRows(rows);
  const seen = columns.length === X.columns ? part : part.takeColumns(columns);
  const tree = growTree(
    rankColumns(seen),
    { criterion: 'squared_error' },
    { ...fullGrowth(seen.columns), splitter: 'random', maxFeatures: 1, maxDepth },
    {
      y: Float64Array.from(rows, (row) => y[row]),
      weights: Float64Array.from(rows, (row) => times.get(row) as number),
      // scikit-learn gives the member a seed drawn from its own, and the splitter one drawn from that.
      seed: new RandomState(new RandomState(seed).nextSeed()).nextSeed(),
    },
  );
  const feature =
    columns.length === X.columns ? tree.feature : tree.feature.map((f) => (f < 0 ? f : columns[f]));
  return { ...tree, feature, value: pathLengths(tree) };
}

/** For every node, the splits before it plus those that its rows would take on average. */
function pathLengths({ left, right, nNodeSamples }: FlatTree): Float64Array {
  const depth = new Float64Array(left.length);
  for (let i = 0; i < left.length; i++) {
    if (left[i] >= 0) depth[left[i]] = depth[right[i]] = depth[i] + 1;
  }
  return depth.map((splits, i) => splits + averagePathLength(nNodeSamples[i]));
}

const EULER_GAMMA = 0.5772156649015329;

/** Splits that it takes on average to isolate one of n rows in a random binary search tree. */
export function averagePathLength(n: number): number {
  if (n <= 1) return 0;
  if (n === 2) return 1;
  return 2 * (Math.log(n - 1) + EULER_GAMMA) - (2 * (n - 1)) / n;
}
