import type { Run } from '../../core/run.js';
import { type TreeSession, treeModule } from '../../kernels/wasm/modules/tree.js';
import { acquire, type Region } from '../../kernels/wasm/runtime.js';
import type { FlatTree } from './flat_tree.js';
import { clipToConstraints } from './monotonic.js';
import type { RankedColumns } from './ranking.js';
import { targetCodes } from './target_codes.js';
import { TreeRoom } from './tree_room.js';

/** What a split is chosen by. 'log_loss' is another name of 'entropy'. */
export type Criterion =
  | 'gini'
  | 'entropy'
  | 'log_loss'
  | 'squared_error'
  | 'friedman_mse'
  | 'poisson'
  | 'absolute_error';

const CRITERION_CODE: Readonly<Record<Criterion, number>> = {
  gini: 0,
  entropy: 1,
  log_loss: 1,
  squared_error: 2,
  friedman_mse: 3,
  poisson: 4,
  absolute_error: 5,
};

/** What the trees predict. */
export interface TreeTask {
  readonly criterion: Criterion;
  /** Targets per row; default 1. */
  readonly nOutputs?: number;
  /** Most classes of any output; leave it out for regression. */
  readonly nClasses?: number;
}

/** When nodes are split and how: every limit as a number. */
export interface GrowthRules {
  readonly splitter: 'best' | 'random';
  /** Columns looked at per node: 1 .. d. */
  readonly maxFeatures: number;
  /** null for no limit. */
  readonly maxDepth: number | null;
  readonly minSamplesSplit: number;
  readonly minSamplesLeaf: number;
  /** Least share of the total weight in a leaf. */
  readonly minWeightFractionLeaf: number;
  readonly minImpurityDecrease: number;
  /** null grows depth first without a limit, a number best first. */
  readonly maxLeafNodes: number | null;
  /** Per column 1 (predictions must not fall), -1 (must not rise) or 0. */
  readonly monotonicCst?: ArrayLike<number>;
}

/** The rules of a tree that grows until its leaves are pure, looking at all of `nFeatures` columns. */
export function fullGrowth(nFeatures: number): GrowthRules {
  return {
    splitter: 'best',
    maxFeatures: nFeatures,
    maxDepth: null,
    minSamplesSplit: 2,
    minSamplesLeaf: 1,
    minWeightFractionLeaf: 0,
    minImpurityDecrease: 0,
    maxLeafNodes: null,
  };
}

/** The data of one tree. */
export interface TreeData {
  /** Class codes (Int32Array) or values (Float64Array), rows x outputs; those of the last tree when left out. */
  readonly y?: Int32Array | Float64Array;
  /** One weight per row, rows of weight 0 are left out; all 1 when left out. */
  readonly weights?: ArrayLike<number>;
  /** Seed of the splitter: an integer in [0, 2^31). */
  readonly seed: number;
}

/** Keys looked at before the event loop gets a turn: about 30 ms. */
const BUDGET = 1_000_000;

/**
 * Grows trees on ranked columns. The columns lie in the memory of the kernels until `release`, so one grower serves
 * the many trees of a forest or of boosting. O(n d log n) per level for a tree that looks at all columns.
 *
 * Where several splits gain the same, the first one tried is taken: columns in the order in which they are drawn
 * (scikit-learn's draws for the same seed), thresholds from the lowest.
 */
export class TreeGrower {
  readonly #session: TreeSession;
  readonly #room: TreeRoom;
  readonly #weights: Region<Float64Array>;
  readonly #targets: Region<Int32Array> | Region<Float64Array>;
  readonly #outputs: number;
  readonly #absolute: boolean;
  #rowsInTree = 0;

  constructor(
    readonly columns: RankedColumns,
    readonly task: TreeTask,
    readonly rules: GrowthRules,
  ) {
    const { nOutputs = 1, nClasses = 1, criterion } = task;
    const classification = CRITERION_CODE[criterion] <= 1;
    this.#outputs = nOutputs;
    this.#absolute = criterion === 'absolute_error';
    const session = acquire(treeModule);
    this.#session = session;
    try {
      const cells = columns.rows * nOutputs;
      this.#weights = session.f64(columns.rows);
      this.#targets = classification ? session.i32(cells) : session.f64(cells);
      const width = classification ? nOutputs * nClasses : nOutputs;
      this.#room = new TreeRoom(session, columns, rules, {
        width,
        nOutputs,
        classification,
        absolute: this.#absolute,
      });
    } catch (error) {
      session.release();
      throw error;
    }
  }

  /** Grows one tree; `run` lets the event loop have its turns and stops on abort. */
  async grow(data: TreeData, run: Pick<Run, 'breathe'>): Promise<FlatTree> {
    this.#begin(data);
    while (!this.#session.kernels.grow(this.#budget)) await run.breathe();
    return this.#finish();
  }

  /** Grows one tree without a pause. */
  growNow(data: TreeData): FlatTree {
    this.#begin(data);
    while (!this.#session.kernels.grow(this.#budget));
    return this.#finish();
  }

  /** The leaf of every row in the tree grown last; -1 for rows of weight 0. */
  trainingLeaves(): Int32Array {
    const session = this.#session;
    return session.scratch(() => {
      const leaves = session.i32(this.columns.rows);
      leaves.view().fill(-1);
      session.kernels.fillLeaves(leaves.pointer);
      return leaves.view().slice();
    });
  }

  /** Gives the memory back; the grower cannot be used afterwards. Calling it again does nothing. */
  release(): void {
    this.#session.release();
  }

  get #budget(): number {
    return this.#absolute ? BUDGET / 8 : BUDGET;
  }

  #begin({ y, weights, seed }: TreeData): void {
    const { kernels } = this.#session;
    const { rules, task } = this;
    if (y) {
      this.#targets.view().set(y);
      if (this.#absolute) this.#room.setTargetCodes(targetCodes(y, this.#outputs));
    }
    const rowWeights = this.#weights.view();
    if (weights) rowWeights.set(weights);
    else rowWeights.fill(1);
    let totalWeight = 0;
    this.#rowsInTree = 0;
    const rows = this.#room.rows.view();
    for (let i = 0; i < rowWeights.length; i++) {
      totalWeight += rowWeights[i];
      if (rowWeights[i] > 0) rows[this.#rowsInTree++] = i;
    }
    kernels.setColumns(this.#room.table.pointer, this.columns.list.length);
    kernels.setTargets(
      CRITERION_CODE[task.criterion],
      this.#outputs,
      this.#room.width / this.#outputs,
      this.#targets.pointer,
      this.#weights.pointer,
    );
    kernels.setRules(
      rules.splitter === 'random',
      rules.maxFeatures,
      rules.maxDepth ?? 0x7fffffff,
      rules.minSamplesSplit,
      rules.minSamplesLeaf,
      rules.minWeightFractionLeaf * totalWeight,
      rules.minImpurityDecrease,
      rules.maxLeafNodes ?? 0,
      rules.monotonicCst !== undefined,
    );
    this.#room.install();
    kernels.begin(this.#rowsInTree, seed);
  }

  #finish(): FlatTree {
    const tree = this.#room.take();
    return this.rules.monotonicCst
      ? clipToConstraints(tree, this.rules.monotonicCst, this.#room.classification ? 1 : 0)
      : tree;
  }
}

/**
 * Grows one tree on columns that are used once.
 *
 * `growTree(rankColumns(X), { criterion: 'squared_error' }, fullGrowth(d), { y, seed })`
 */
export function growTree(
  columns: RankedColumns,
  task: TreeTask,
  rules: GrowthRules,
  data: TreeData,
): FlatTree {
  const grower = new TreeGrower(columns, task, rules);
  try {
    return grower.growNow(data);
  } finally {
    grower.release();
  }
}
