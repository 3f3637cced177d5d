import type { Matrix } from '../../../core/matrix.js';
import { Pcg64 } from '../../../core/random/pcg64.js';
import type { Run } from '../../../core/run.js';
import type { Loss } from '../../../kernels/losses/index.js';
import { type BoostingSession, boostingModule } from '../../../kernels/wasm/modules/boosting.js';
import { acquire, acquireShared, type Region } from '../../../kernels/wasm/runtime.js';
import { type Binning, fitBins } from '../../tree/binning.js';
import type { Crew } from './crew.js';
import { shouldStop } from './early_stopping.js';
import { type FlatTrees, FlatTreesBuilder } from './flat_trees.js';
import type { InteractionGroups } from './interactions.js';
import { type DerivativePlan, derivativePlan } from './loss_kernels.js';
import { placeTrees, rawPredictions } from './predict_trees.js';
import { threadCrew } from './thread_crew.js';
import { binIntoSession } from './training_data.js';
import { type GrownTree, TreeGrower } from './tree_grower.js';

/** Rows with encoded targets. */
export interface LabelledRows {
  readonly X: Matrix;
  readonly y: Float64Array;
  readonly sampleWeight: Float64Array | undefined;
}

/** Parameters of the trees and of their sum. */
export interface BoostRules {
  readonly learningRate: number;
  readonly maxIter: number;
  readonly maxLeafNodes: number | null;
  readonly maxDepth: number | null;
  readonly minSamplesLeaf: number;
  readonly l2Regularization: number;
  readonly maxFeatures: number;
  readonly maxBins: number;
  readonly nIterNoChange: number;
  readonly tol: number;
}

/** Scores of raw predictions in each iteration; the larger, the better. */
export interface BoostScores {
  train(raw: Float64Array): Promise<number>;
  validation?(raw: Float64Array): Promise<number>;
}

/** What boosting is told. */
export interface BoostProblem {
  /** The rows that X, y and weights of training are taken from. */
  readonly X: Matrix;
  /** The training rows of X; undefined for all. */
  readonly rows: Int32Array | undefined;
  /** Targets and weights of the training rows. */
  readonly y: Float64Array;
  readonly sampleWeight: Float64Array | undefined;
  readonly validation: LabelledRows | undefined;
  /** Number of categories of each column, 0 for numbers. */
  readonly categories: ArrayLike<number>;
  readonly loss: Loss;
  readonly rules: BoostRules;
  readonly monotonicCst: Int8Array | undefined;
  readonly interactions: InteractionGroups | undefined;
  /** Present when scores decide when to stop. */
  readonly scores: BoostScores | undefined;
  readonly seeds: BoostSeeds;
  /** Threads that work on it. */
  readonly threads: number;
  /** The sum of trees to go on from. */
  readonly earlier: BoostedTrees | undefined;
}

/** Where the randomness comes from: kept for warm starts. */
export interface BoostSeeds {
  /** Seed of the sample for thresholds and of the validation rows. */
  readonly seed: number;
  /** State of the generator that draws columns. */
  readonly columnState: Uint32Array;
}

/** What boosting learns. */
export interface BoostedTrees {
  readonly trees: FlatTrees;
  /** The constant that the trees are added to, per output. */
  readonly baseline: Float64Array;
  readonly trainScore: Float64Array;
  readonly validationScore: Float64Array;
  readonly doEarlyStopping: boolean;
  readonly seeds: BoostSeeds;
}

/** Gradient boosting on histograms: bins the rows, then adds trees that follow the gradient of the loss. */
export async function boost(problem: BoostProblem, run: Run): Promise<BoostedTrees> {
  const session = problem.threads > 1 ? acquireShared(boostingModule) : acquire(boostingModule);
  try {
    return await new Booster(session, problem).run(run);
  } finally {
    session.release();
  }
}

type Check = (raw: Region<Float64Array>, first: number | undefined) => Promise<boolean>;

class Booster {
  readonly #session: BoostingSession;
  readonly #problem: BoostProblem;
  readonly #n: number;
  readonly #trees: FlatTreesBuilder;
  readonly #baseline: Float64Array;
  readonly #trainScore: number[];
  readonly #validationScore: number[];
  readonly #columnDraws: Pcg64;

  constructor(session: BoostingSession, problem: BoostProblem) {
    const { earlier, loss, y, sampleWeight } = problem;
    this.#session = session;
    this.#problem = problem;
    this.#n = y.length;
    this.#trees = new FlatTreesBuilder(loss.outputs, earlier?.trees);
    this.#baseline = earlier?.baseline ?? loss.baseline(y, sampleWeight);
    this.#trainScore = Array.from(earlier?.trainScore ?? []);
    this.#validationScore = Array.from(earlier?.validationScore ?? []);
    this.#columnDraws = Pcg64.restore((earlier?.seeds ?? problem.seeds).columnState);
  }

  async run(run: Run): Promise<BoostedTrees> {
    const { y, sampleWeight, loss, scores, seeds } = this.#problem;
    const session = this.#session;
    const binning = this.#bin();
    await run.breathe();
    const targets = session.f64(y);
    const weights = sampleWeight && session.f64(sampleWeight);
    const raw = session.f64(await this.#start(this.#problem.X, this.#problem.rows, run));
    const pairs = session.f64(this.#n * loss.outputs);
    const grower = await this.#grower(
      binning,
      derivativePlan(loss, {
        rows: this.#n,
        y: targets.pointer,
        raw: raw.pointer,
        weights: weights?.pointer ?? 0,
        pairs: pairs.pointer,
      }),
      run,
    );
    const check = scores && (await this.#validator(run));
    const crew = threadCrew(session, grower.plan, this.#problem.threads);
    try {
      await this.#iterate(grower, crew, binning, raw, pairs, check, run);
    } finally {
      crew.dismiss();
    }
    return {
      trees: this.#trees.build(),
      baseline: this.#baseline,
      trainScore: Float64Array.from(this.#trainScore),
      validationScore: Float64Array.from(this.#validationScore),
      doEarlyStopping: scores !== undefined,
      seeds: { seed: seeds.seed, columnState: this.#columnDraws.snapshot() },
    };
  }

  async #iterate(
    grower: TreeGrower,
    crew: Crew,
    binning: Binning,
    raw: Region<Float64Array>,
    pairs: Region<Float64Array>,
    check: Check | undefined,
    run: Run,
  ): Promise<void> {
    const { loss, rules } = this.#problem;
    const { kernels } = this.#session;
    if (check && this.#trainScore.length === 0) await check(raw, undefined);
    while (this.#trees.iterations < rules.maxIter) {
      await crew.derivatives();
      const first = this.#trees.iterations * loss.outputs;
      for (let k = 0; k < loss.outputs; k++) {
        const tree = await grower.grow(pairs.pointer + 8 * this.#n * k, crew, run);
        this.#finishLeaves(tree, grower, raw);
        this.#trees.add(tree.root, binning);
        for (const leaf of tree.leaves) {
          kernels.addValue(raw.pointer + 8 * this.#n * k, leaf.start, leaf.count, leaf.value);
        }
      }
      await run.step(this.#trees.iterations, rules.maxIter, 'iteration');
      if (check && (await check(raw, first))) break;
    }
  }

  #bin(): Binning {
    const { X, rows, sampleWeight, categories, rules, seeds } = this.#problem;
    return fitBins(X, {
      rows,
      maxBins: rules.maxBins,
      categories,
      sampleWeight,
      randomState: seeds.seed,
    });
  }

  async #grower(binning: Binning, derivatives: DerivativePlan, run: Run): Promise<TreeGrower> {
    const { X, rows, sampleWeight, loss, rules, monotonicCst, interactions } = this.#problem;
    const session = this.#session;
    const { codes, holdsMissing } = await binIntoSession(session, X, rows, binning, run);
    const unitHessian = loss.unitHessian && sampleWeight === undefined;
    return new TreeGrower(
      { session, rows: this.#n, binning, codes, holdsMissing, unitHessian, derivatives },
      { ...rules, monotonicCst, interactions, sampler: this.#sampler() },
    );
  }

  #sampler(): ((allowed: Int32Array) => Int32Array) | undefined {
    const { maxFeatures } = this.#problem.rules;
    if (maxFeatures >= 1) return undefined;
    return (allowed) => {
      const drawn = Math.max(1, Math.ceil(maxFeatures * allowed.length));
      const mask = new Uint8Array(allowed.length).fill(1, 0, drawn);
      this.#columnDraws.shuffle(mask);
      return allowed.filter((_, i) => mask[i] === 1);
    };
  }

  /** Raw predictions before the next iteration. */
  async #start(X: Matrix, rows: Int32Array | undefined, run: Run): Promise<Float64Array> {
    const { earlier } = this.#problem;
    const n = rows?.length ?? X.rows;
    if (earlier) return rawPredictions(rows ? X.takeRows(rows) : X, earlier.trees, this.#baseline, run);
    const raw = new Float64Array(n * this.#baseline.length);
    for (let k = 0; k < this.#baseline.length; k++) raw.fill(this.#baseline[k], k * n, (k + 1) * n);
    return raw;
  }

  /** Fits the leaves to the residuals where the loss has no hessian, and shrinks them. */
  #finishLeaves(tree: GrownTree, grower: TreeGrower, raw: Region<Float64Array>): void {
    const { loss, y, sampleWeight, rules } = this.#problem;
    for (const leaf of tree.leaves) {
      if (!loss.smooth) {
        const rows = grower.order.view().subarray(leaf.start, leaf.start + leaf.count);
        const predicted = raw.view();
        const residuals = new Float64Array(rows.length);
        for (let i = 0; i < rows.length; i++) residuals[i] = y[rows[i]] - predicted[rows[i]];
        const weights = sampleWeight && Float64Array.from(rows, (row) => sampleWeight[row]);
        leaf.value = loss.baseline(residuals, weights)[0];
      }
      leaf.value *= rules.learningRate;
    }
  }

  /** Scores the raw predictions after the trees from `first` on were added, and says whether to stop. */
  async #validator(run: Run): Promise<Check> {
    const { scores, validation, rules } = this.#problem;
    const session = this.#session;
    const x = validation && session.f64(validation.X.data);
    const held = validation && session.f64(await this.#start(validation.X, undefined, run));
    return async (raw, first) => {
      if (!scores) return false;
      if (validation && x && held && first !== undefined) {
        const { rows, columns } = validation.X;
        session.scratch(() => {
          const placed = placeTrees(session, this.#trees.build(first));
          placed.add(x.pointer, rows, columns, held.pointer, rows);
        });
      }
      this.#trainScore.push(await scores.train(raw.view()));
      if (scores.validation && held) this.#validationScore.push(await scores.validation(held.view()));
      const { nIterNoChange, tol } = rules;
      return shouldStop(scores.validation ? this.#validationScore : this.#trainScore, nIterNoChange, tol);
    };
  }
}
