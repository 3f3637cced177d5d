import { InvalidParameterError } from '../../../core/errors.js';
import type { Matrix } from '../../../core/matrix.js';
import { RandomState } from '../../../core/random.js';
import type { Run } from '../../../core/run.js';
import { DataWarning, warn } from '../../../core/warnings.js';
import type { FlatTree } from '../../tree/flat_tree.js';
import { categoricalColumns, type GrowthParams, growthRules } from '../../tree/growth_rules.js';
import { type CategoryValues, categoryValues } from '../../tree/predictor.js';
import { rankColumns } from '../../tree/ranking.js';
import type { TreeTask } from '../../tree/tree_grower.js';
import type { BalancePlan, BootstrapPlan, Strata } from './bootstrap.js';
import { growForest } from './grow_trees.js';

/** The parameters that all forests have. */
export interface ForestParams extends Omit<GrowthParams, 'splitter'> {
  readonly nEstimators: number;
  readonly bootstrap: boolean;
  readonly oobScore: unknown;
  readonly nJobs: number | null;
  readonly warmStart: boolean;
  readonly maxSamples: number | null;
  readonly maxBins: number | null;
  readonly ccpAlpha: number;
  readonly randomState: number | readonly number[] | null;
}

/** The trees of a forest and how they came about. Plain data. */
export interface Forest {
  readonly trees: readonly FlatTree[];
  /** The seed of each tree, from which its sample can be drawn again. */
  readonly seeds: readonly number[];
  readonly categories: CategoryValues;
  /** Columns looked at per node. */
  readonly maxFeatures: number;
  /** Training rows. */
  readonly nSamples: number;
  /** How samples were drawn; null without. */
  readonly bootstrap: BootstrapPlan | null;
  /** Leaf and weight of every training row by tree; null unless they are kept. */
  readonly kept: readonly KeptRows[] | null;
}

/** Where the training rows ended in one tree. */
export interface KeptRows {
  readonly leaves: Int32Array;
  readonly weights: Float64Array;
}

/** What a forest learns from. */
export interface ForestData {
  readonly X: Matrix;
  readonly y: Int32Array | Float64Array;
  readonly task: TreeTask;
  readonly sampleWeight: Float64Array | undefined;
  readonly splitter: 'best' | 'random';
  /** Classes to balance in each sample. */
  readonly balance?: BalancePlan;
  readonly keepRows: boolean;
  /** Classes to draw apart for each tree; the seeds are drawn with those of the trees. */
  readonly strata?: Omit<Strata, 'seeds' | 'bootstrap'>;
}

/** Grows the trees that are still wanted; `earlier` is the forest to go on with in a warm start. */
export async function fitForest(
  data: ForestData,
  params: ForestParams,
  earlier: Forest | undefined,
  estimator: string,
  run: Run,
): Promise<Forest> {
  const { X, sampleWeight } = data;
  const rules = growthRules({ ...params, splitter: data.splitter }, X, estimator);
  const drawn = data.strata ? undefined : bootstrapPlan(params, X.rows, sampleWeight, estimator);
  const kept = earlier ?? { trees: [], seeds: [], kept: null };
  const missing = treesMissing(params, kept.trees.length, estimator);
  const { seeds, samplerSeeds } = newSeeds(
    params.randomState,
    kept.seeds.length,
    missing,
    data.strata !== undefined,
  );
  const bootstrap = data.strata
    ? {
        size: stratifiedSize(params, X.rows),
        strata: { ...data.strata, bootstrap: params.bootstrap, seeds: samplerSeeds },
      }
    : drawn;
  const categorical = categoricalColumns(params.categoricalFeatures, X, estimator);
  await run.step(0, missing, 'tree');
  const columns = rankColumns(X, { categorical, maxBins: params.maxBins ?? undefined });
  const plan = {
    columns,
    task: data.task,
    rules,
    y: data.y,
    // A bootstrap draws rows by their weight, and then they count alike; rows drawn by class keep their weights.
    weights: bootstrap && !data.strata ? undefined : sampleWeight,
    bootstrap,
    balance: data.balance,
    ccpAlpha: params.ccpAlpha,
    keepRows: data.keepRows,
  };
  const grown = missing > 0 ? await growForest(seeds, plan, params.nJobs, run) : [];
  const rows = grown.map(({ leaves, weights }) => ({ leaves, weights }) as KeptRows);
  return {
    trees: [...kept.trees, ...grown.map(({ tree }) => tree)],
    seeds: [...kept.seeds, ...seeds],
    categories: categoryValues(columns),
    maxFeatures: rules.maxFeatures,
    nSamples: X.rows,
    bootstrap: bootstrap ?? null,
    kept: data.keepRows ? [...(kept.kept ?? []), ...rows] : null,
  };
}

function bootstrapPlan(
  { bootstrap, maxSamples, oobScore }: ForestParams,
  n: number,
  weights: Float64Array | undefined,
  estimator: string,
): BootstrapPlan | undefined {
  if (!bootstrap) {
    for (const [name, value] of Object.entries({ maxSamples, oobScore })) {
      if (value === null || value === false) continue;
      throw new InvalidParameterError(
        `${estimator}: parameter '${name}' needs bootstrap: true. Got ${String(value)} with bootstrap: false. Change one of them.`,
        { estimator, parameter: name, received: String(value), remedy: 'set bootstrap: true' },
      );
    }
    return undefined;
  }
  // As in scikit-learn 1.9, a share of weighted rows is a share of their total weight.
  const total = weights ? weights.reduce((sum, weight) => sum + weight, 0) : n;
  const size =
    maxSamples === null ? n : maxSamples < 1 ? Math.max(1, Math.floor(maxSamples * total)) : maxSamples;
  const alike = weights?.every((weight) => weight === weights[0]) ?? true;
  return alike ? { size } : { size, weights };
}

function treesMissing({ nEstimators }: ForestParams, has: number, estimator: string): number {
  if (nEstimators < has) {
    throw new InvalidParameterError(
      `${estimator}: parameter 'nEstimators' must not shrink in a warm start. Got ${nEstimators} after ${has} trees. Raise it, or set warmStart: false.`,
      { estimator, parameter: 'nEstimators', received: String(nEstimators), remedy: 'raise it' },
    );
  }
  if (nEstimators === has) {
    warn(new DataWarning('a warm start without more nEstimators grows no new trees.', estimator));
  }
  return nEstimators - has;
}

/** Rows of a bootstrap within classes drawn apart: a count or a share of all rows, at most those drawn. */
function stratifiedSize({ maxSamples }: ForestParams, n: number): number {
  if (maxSamples === null) return n;
  return maxSamples < 1 ? Math.max(1, Math.floor(maxSamples * n)) : maxSamples;
}

/**
 * The seeds of `count` trees, after those that `done` trees have used: as scikit-learn draws them. With `pairs`, each
 * tree's seed is followed by one for the draws by class; these are returned for all trees, the earlier ones too.
 */
function newSeeds(
  randomState: number | readonly number[] | null,
  done: number,
  count: number,
  pairs: boolean,
): { seeds: number[]; samplerSeeds: Record<number, number> } {
  const random = RandomState.from(randomState);
  const seeds: number[] = [];
  const samplerSeeds: Record<number, number> = {};
  for (let i = 0; i < done + count; i++) {
    const seed = random.nextSeed();
    if (pairs) samplerSeeds[seed] = random.nextSeed();
    if (i >= done) seeds.push(seed);
  }
  return { seeds, samplerSeeds };
}
