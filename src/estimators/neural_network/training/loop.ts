import { InvalidParameterError } from '../../../core/errors.js';
import type { Estimator } from '../../../core/protocol.js';
import type { Run } from '../../../core/run.js';
import { ConvergenceWarning, warn } from '../../../core/warnings.js';
import { totalWeight } from '../engine/cpu_engine.js';
import type { Engine, EngineState } from '../engine/engine.js';
import type { EpochControl, TrainingCallback } from './callbacks.js';
import { type EpochLog, type History, historyOf } from './history.js';
import type { Optimizer } from './optimizers.js';
import type { RowOrder } from './order.js';

/** How the learning rate changes by itself. */
export type Schedule = 'constant' | 'invscaling' | 'adaptive';

/** What the loop needs to know. */
export interface LoopOptions {
  readonly estimator: string;
  readonly engine: Engine;
  readonly optimizer: Optimizer;
  readonly order: RowOrder;
  /** Training rows. */
  readonly rows: number;
  /** Weight of each row of the data, or undefined for 1. */
  readonly weights: Float64Array | undefined;
  readonly batch: number;
  readonly maxIter: number;
  readonly tol: number;
  /** Epochs without improvement that are borne; Infinity for all. */
  readonly nIterNoChange: number;
  readonly schedule: Schedule;
  readonly powerT: number;
  /** Draws the seed of a step's masks; undefined without dropout. */
  readonly maskSeed: (() => number) | undefined;
  /** Loss and score on the validation rows. */
  readonly validate: (() => Promise<{ loss: number; score: number }>) | undefined;
  /** Score on the training rows, if it is wanted. */
  readonly scoreTraining: (() => Promise<number>) | undefined;
  /** Stop by the validation score and keep the best weights. */
  readonly earlyStopping: boolean;
  /** One epoch only, without a warning. */
  readonly incremental: boolean;
  readonly callbacks: readonly TrainingCallback[];
  /** A fitted estimator with what a training came to so far. */
  readonly fittedCopy: (result: LoopResult) => Estimator;
}

/** What survives from fit to fit when training goes on. */
export interface Progress {
  /** Rows seen. */
  readonly t: number;
  readonly lossCurve: readonly number[];
  /** Smallest training loss; null with early stopping. */
  readonly bestLoss: number | null;
  readonly validationScores: readonly number[] | null;
  readonly bestValidationScore: number | null;
  /** Epochs since the last improvement. */
  readonly stalled: number;
}

/** What a training came to. */
export interface LoopResult extends Progress {
  readonly state: EngineState;
  readonly loss: number;
  readonly nIter: number;
  readonly history: History;
}

/** Where a new training starts. */
export function freshProgress(earlyStopping: boolean): Progress {
  return {
    t: 0,
    lossCurve: [],
    bestLoss: earlyStopping ? null : Number.POSITIVE_INFINITY,
    validationScores: earlyStopping ? [] : null,
    bestValidationScore: earlyStopping ? Number.NEGATIVE_INFINITY : null,
    stalled: 0,
  };
}

/** Epochs until the loss (or, with early stopping, the validation score) stalls, or a callback says stop. */
export async function trainingLoop(options: LoopOptions, before: Progress, run: Run): Promise<LoopResult> {
  const { engine, optimizer, earlyStopping, tol, maxIter } = options;
  const lossCurve = [...before.lossCurve];
  const validationScores = before.validationScores ? [...before.validationScores] : null;
  const logs: EpochLog[] = [];
  let { t, bestLoss, bestValidationScore, stalled } = before;
  let best: EngineState | undefined;
  let loss = Number.NaN;
  let nIter = 0;
  const control = new LoopControl(engine, optimizer, async () =>
    options.fittedCopy({
      state: await engine.read(),
      loss,
      nIter,
      t,
      lossCurve: [...lossCurve],
      bestLoss,
      validationScores: validationScores && [...validationScores],
      bestValidationScore,
      stalled,
      history: historyOf(logs),
    }),
  );
  const begun = performance.now();
  for (const callback of options.callbacks) await callback.onTrainBegin?.(control);
  while (nIter < maxIter) {
    const started = performance.now();
    const learningRate = optimizer.learningRate;
    loss = await epoch(options, run);
    nIter++;
    t += options.rows;
    refuseNonFinite(loss, nIter, options);
    lossCurve.push(loss);
    const checked = await options.validate?.();
    const trainingScore = await options.scoreTraining?.();
    const log: EpochLog = {
      epoch: nIter,
      loss,
      learningRate,
      seconds: (performance.now() - started) / 1000,
      ...(trainingScore !== undefined && { trainingScore }),
      ...(checked && { validationLoss: checked.loss, validationScore: checked.score }),
    };
    logs.push(log);
    if (earlyStopping && checked && validationScores && bestValidationScore !== null) {
      validationScores.push(checked.score);
      // A score of NaN is no improvement.
      stalled = checked.score >= bestValidationScore + tol ? 0 : stalled + 1;
      if (checked.score > bestValidationScore) {
        bestValidationScore = checked.score;
        best = await engine.read();
      }
    } else if (bestLoss !== null) {
      stalled = loss > bestLoss - tol ? stalled + 1 : 0;
      bestLoss = Math.min(bestLoss, loss);
    }
    if (options.schedule === 'invscaling') {
      optimizer.learningRate = optimizer.settings.learningRate / (t + 1) ** options.powerT;
    }
    for (const callback of options.callbacks) await callback.onEpochEnd?.(log, control);
    const perEpoch = (performance.now() - begun) / 1000 / nIter;
    await run.step(nIter, maxIter, 'epoch', perEpoch * (maxIter - nIter));
    if (control.stopped) break;
    if (stalled > options.nIterNoChange) {
      if (options.schedule !== 'adaptive' || optimizer.learningRate <= 1e-6) break;
      optimizer.learningRate /= 5;
      stalled = 0;
    }
    if (options.incremental) break;
    if (nIter === maxIter) {
      warn(
        new ConvergenceWarning(
          `training stopped after maxIter = ${maxIter} epochs and has not converged yet. Raise maxIter, or tol.`,
          options.estimator,
        ),
      );
    }
  }
  for (const callback of options.callbacks) await callback.onTrainEnd?.(control);
  const state = control.restored ?? best ?? (await engine.read());
  refuseBadWeights(state.flat, options);
  return {
    state,
    loss,
    nIter,
    t,
    lossCurve,
    bestLoss,
    validationScores,
    bestValidationScore,
    stalled,
    history: historyOf(logs),
  };
}

/** Steps between two times that a device's queue is emptied: it must not grow without bound. */
const DRAIN_STEPS = 16;

async function epoch(options: LoopOptions, run: Run): Promise<number> {
  const { engine, optimizer, rows, batch, maskSeed } = options;
  const order = options.order.next();
  let steps = 0;
  let taken = 0;
  for (let from = 0; from < rows; from += batch) {
    const part = order.subarray(from, Math.min(rows, from + batch));
    // Rows that weigh nothing are no reason to move.
    if (totalWeight(options.weights, part) === 0) continue;
    taken += part.length;
    const pending = engine.step(part, optimizer.next(), maskSeed?.() ?? 0);
    if (pending) await pending;
    if (++steps % DRAIN_STEPS === 0) await engine.drain();
    if (run.due) await run.breathe();
  }
  return (await engine.takeLoss()) / taken;
}

class LoopControl implements EpochControl {
  stopped = false;
  restored: EngineState | undefined;
  readonly #engine: Engine;
  readonly #optimizer: Optimizer;

  constructor(
    engine: Engine,
    optimizer: Optimizer,
    readonly estimator: () => Promise<Estimator>,
  ) {
    this.#engine = engine;
    this.#optimizer = optimizer;
  }

  get learningRate(): number {
    return this.#optimizer.learningRate;
  }

  set learningRate(rate: number) {
    this.#optimizer.learningRate = rate;
  }

  stop(): void {
    this.stopped = true;
  }

  snapshot(): Promise<EngineState> {
    return this.#engine.read();
  }

  restore(state: EngineState): void {
    this.restored = state;
  }
}

function refuseNonFinite(loss: number, epochs: number, { estimator, optimizer }: LoopOptions): void {
  if (Number.isFinite(loss)) return;
  throw new InvalidParameterError(
    `${estimator}: the loss became ${loss} in epoch ${epochs}: training diverged. Got learningRateInit ${optimizer.settings.learningRate}. Lower learningRateInit, or scale X and y first.`,
    {
      estimator,
      parameter: 'learningRateInit',
      received: String(optimizer.settings.learningRate),
      remedy: 'lower learningRateInit, or scale the data',
    },
  );
}

function refuseBadWeights(flat: Float64Array, { estimator, optimizer }: LoopOptions): void {
  if (flat.every(Number.isFinite)) return;
  throw new InvalidParameterError(
    `${estimator}: training ended in weights that are not finite. Got learningRateInit ${optimizer.settings.learningRate}. Lower learningRateInit, or scale X and y first.`,
    { estimator, parameter: 'learningRateInit', remedy: 'lower learningRateInit, or scale the data' },
  );
}
