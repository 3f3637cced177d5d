import type { Matrix } from '../core/matrix.js';
import type { Run } from '../core/run.js';
import { type SgdSession, sgdModule } from './wasm/modules/sgd.js';
import { acquire, type Region } from './wasm/runtime.js';

/** Losses, in the order of the kernel's codes. */
export const SGD_LOSSES = [
  'hinge',
  'perceptron',
  'log_loss',
  'modified_huber',
  'squared_hinge',
  'squared_error',
  'huber',
  'epsilon_insensitive',
  'squared_epsilon_insensitive',
] as const;

export type SgdLoss = (typeof SGD_LOSSES)[number];
export type SgdPenalty = 'l1' | 'l2' | 'elasticnet' | null;
export type SgdSchedule = keyof typeof SCHEDULES;

const SCHEDULES = { constant: 1, optimal: 2, invscaling: 3, adaptive: 4, pa1: 5, pa2: 6 } as const;
const PENALTIES = { l1: 1, l2: 2, elasticnet: 3 } as const;

/** How to descend; the same for all classes of a problem. */
export interface SgdSettings {
  readonly loss: SgdLoss;
  readonly epsilon: number;
  readonly penalty: SgdPenalty;
  readonly alpha: number;
  readonly l1Ratio: number;
  readonly fitIntercept: boolean;
  readonly maxIter: number;
  /** Least improvement of an epoch; null for none. */
  readonly tol: number | null;
  readonly shuffle: boolean;
  readonly learningRate: SgdSchedule;
  readonly eta0: number;
  readonly powerT: number;
  readonly nIterNoChange: number;
  /** The step from which weights are averaged, 0 for none. */
  readonly average: number;
  readonly oneClass: boolean;
}

/** Where a descent stands. */
export interface SgdState {
  readonly w: Float64Array;
  readonly intercept: number;
  /** The mean of the weights since step `average`, with its intercept. */
  readonly mean: Float64Array;
  readonly meanIntercept: number;
}

/** One descent: targets, weights and the point to start from. */
export interface SgdProblem {
  /** 1 and -1 (log loss: 1 and 0), or targets. */
  readonly y: Float64Array;
  readonly sampleWeight: Float64Array | undefined;
  /** Weights of rows with y > 0 and of the others. */
  readonly positive: number;
  readonly negative: number;
  /** Seed of the order of the rows. */
  readonly seed: number;
  readonly start: SgdState;
  /** Number of the first step, from 1. */
  readonly t: number;
  /** Rows held back, and how well weights do on them: stops early when that gets no better. */
  readonly validation?: {
    readonly held: Uint8Array;
    readonly score: (w: Float64Array, intercept: number) => number;
  };
}

/** Where a descent ended. */
export interface SgdResult extends SgdState {
  readonly epochs: number;
  /** Whether the weights left the range of numbers. */
  readonly overflow: boolean;
}

/** Multiply-adds between two looks at the clock. */
const SLICE = 4e6;
const STATE_SIZE = 11;
const OPTIONS_SIZE = 9;
/** Place of `average` among the options. */
const AVERAGE = 8;
const STATE = { intercept: 0, meanIntercept: 1, scale: 2, step: 7, rate: 8, objective: 10 } as const;

/** X on which to descend, kept in a session of kernels; one descent at a time. */
export class SgdData {
  readonly #X: Matrix;
  readonly #session: SgdSession;
  readonly #rows: Region<Float64Array>;
  readonly #y: Region<Float64Array>;
  readonly #weights: Region<Float64Array>;
  readonly #order: Region<Int32Array>;
  readonly #held: Region<Uint8Array>;
  readonly #w: Region<Float64Array>;
  readonly #mean: Region<Float64Array>;
  readonly #taken: Region<Float64Array>;
  readonly #options: Region<Float64Array>;
  readonly #state: Region<Float64Array>;

  constructor(X: Matrix) {
    const session = acquire(sgdModule);
    this.#X = X;
    this.#session = session;
    this.#rows = session.f64(X.data);
    this.#y = session.f64(X.rows);
    this.#weights = session.f64(X.rows);
    this.#order = session.i32(X.rows);
    this.#held = session.u8(X.rows);
    this.#w = session.f64(X.columns);
    this.#mean = session.f64(X.columns);
    this.#taken = session.f64(X.columns);
    this.#options = session.f64(OPTIONS_SIZE);
    this.#state = session.f64(STATE_SIZE);
  }

  /** Frees the memory. */
  release(): void {
    this.#session.release();
  }

  /** Goes through the rows, epoch after epoch, until epochs bring too little. `report` is told the epochs done. */
  async descend(
    problem: SgdProblem,
    settings: SgdSettings,
    run: Run,
    report: (epoch: number) => Promise<void>,
  ): Promise<SgdResult> {
    const { kernels } = this.#session;
    const { rows: n, columns: d } = this.#X;
    this.#begin(problem, settings);
    const pass = this.#pass(problem, settings);
    const slice = Math.max(1, Math.floor(SLICE / (d + 8)));
    const progress = new Progress(settings, trainedRows(problem, n));
    for (let epoch = 1; epoch <= settings.maxIter; epoch++) {
      this.#state.view()[STATE.objective] = 0;
      if (settings.shuffle) kernels.shuffleRows(n, this.#order.pointer, problem.seed);
      for (let from = 0; from < n; from += slice) {
        if (from > 0) await run.breathe();
        pass(from, Math.min(n, from + slice));
      }
      const state = this.#state.view();
      const w = this.#w.view();
      if (!Number.isFinite(state[STATE.intercept]) || !w.every(Number.isFinite)) {
        return this.#end(problem, epoch, true);
      }
      const stalled = problem.validation
        ? progress.score(problem.validation.score(scaled(w, state[STATE.scale]), state[STATE.intercept]))
        : progress.loss(state[STATE.objective]);
      await report(epoch);
      if (!stalled) continue;
      if (settings.learningRate !== 'adaptive' || state[STATE.rate] <= 1e-6) {
        return this.#end(problem, epoch, false);
      }
      state[STATE.rate] /= 5;
      progress.forget();
    }
    return this.#end(problem, settings.maxIter, false);
  }

  #begin(problem: SgdProblem, settings: SgdSettings): void {
    this.#y.view().set(problem.y);
    if (problem.sampleWeight) this.#weights.view().set(problem.sampleWeight);
    if (problem.validation) this.#held.view().set(problem.validation.held);
    const order = this.#order.view();
    for (let i = 0; i < order.length; i++) order[i] = i;
    this.#w.view().set(problem.start.w);
    this.#mean.view().set(problem.start.mean);
    this.#taken.view().fill(0);
    this.#options.view().set(optionsOf(problem, settings));
    const state = this.#state.view().fill(0);
    state[STATE.intercept] = problem.start.intercept;
    state[STATE.meanIntercept] = problem.start.meanIntercept;
    state[STATE.step] = problem.t;
    state[STATE.rate] = settings.eta0;
    this.#session.kernels.beginWeights(this.#X.columns, this.#w.pointer, this.#state.pointer);
  }

  /** The kernel with all its arguments but the range of places. */
  #pass(problem: SgdProblem, settings: SgdSettings): (from: number, to: number) => void {
    const { kernels } = this.#session;
    const weights = problem.sampleWeight ? this.#weights.pointer : 0;
    const held = problem.validation ? this.#held.pointer : 0;
    const mean = settings.average > 0 ? this.#mean.pointer : 0;
    const penalty = settings.penalty ? PENALTIES[settings.penalty] : 0;
    const data = [this.#X.columns, this.#rows.pointer, this.#y.pointer, weights] as const;
    const vectors = [this.#order.pointer, held, this.#w.pointer, mean, this.#taken.pointer] as const;
    const kinds = [SGD_LOSSES.indexOf(settings.loss), penalty, SCHEDULES[settings.learningRate]] as const;
    const flags = [+settings.fitIntercept, +settings.oneClass, +!problem.validation] as const;
    const state = this.#state.pointer;
    return (from, to) =>
      kernels.sgdRows(from, to, ...data, ...vectors, ...kinds, ...flags, this.#options.pointer, state);
  }

  #end(problem: SgdProblem, epochs: number, overflow: boolean): SgdResult {
    const state = this.#state.view();
    const averaged = this.#options.view()[AVERAGE] > 0;
    const mean = averaged ? this.#mean.pointer : 0;
    this.#session.kernels.finishWeights(this.#X.columns, this.#w.pointer, mean, this.#state.pointer);
    return {
      w: this.#w.view().slice(),
      intercept: state[STATE.intercept],
      mean: averaged ? this.#mean.view().slice() : problem.start.mean,
      meanIntercept: state[STATE.meanIntercept],
      epochs,
      overflow,
    };
  }
}

/** Counts epochs that brought too little. */
class Progress {
  #best = Number.POSITIVE_INFINITY;
  #without = 0;

  constructor(
    private readonly settings: SgdSettings,
    private readonly rows: number,
  ) {}

  /** Whether too many epochs in a row did not lower the mean objective. */
  loss(objective: number): boolean {
    return this.#next(objective / this.rows);
  }

  /** The same for a score that should rise. */
  score(score: number): boolean {
    return this.#next(-score);
  }

  forget(): void {
    this.#without = 0;
  }

  #next(value: number): boolean {
    const { tol, nIterNoChange } = this.settings;
    this.#without = tol !== null && value > this.#best - tol ? this.#without + 1 : 0;
    if (value < this.#best) this.#best = value;
    return this.#without >= nIterNoChange;
  }
}

function trainedRows({ validation }: SgdProblem, n: number): number {
  return validation ? n - validation.held.reduce((sum, held) => sum + held, 0) : n;
}

const scaled = (w: Float64Array, scale: number): Float64Array => w.map((value) => value * scale);

function optionsOf(problem: SgdProblem, settings: SgdSettings): Float64Array {
  const { penalty, alpha, eta0, powerT, epsilon, average } = settings;
  const l1Ratio = penalty === 'l2' ? 0 : penalty === 'l1' ? 1 : settings.l1Ratio;
  const { positive, negative } = problem;
  const offset = settings.learningRate === 'optimal' ? firstOffset(settings) : 0;
  return Float64Array.of(alpha, l1Ratio, eta0, powerT, epsilon, offset, positive, negative, average);
}

/** Bottou's choice of t0, by which the first steps are about as large as the weights will be. */
const firstOffset = ({ alpha }: SgdSettings): number => 1 / (Math.sqrt(1 / Math.sqrt(alpha)) * alpha);
