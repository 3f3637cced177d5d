import { describe, InvalidParameterError } from '../../../core/errors.js';
import type { EngineState } from '../engine/engine.js';
import type { EpochControl, TrainingCallback } from './callbacks.js';
import type { EpochLog, Monitor } from './history.js';

/** What a callback watches. */
interface Watch {
  /** Quantity to watch; losses should fall, scores rise. Default 'validationLoss'. */
  readonly monitor?: Monitor;
  /** Least change that counts as better; default 0. */
  readonly minDelta?: number;
}

/** Options of EarlyStopping. */
export interface EarlyStoppingOptions extends Watch {
  /** Epochs without improvement before training ends; default 10. */
  readonly patience?: number;
  /** Keep the weights of the best epoch, not of the last; default true. */
  readonly restoreBestWeights?: boolean;
}

/** Options of ReduceLROnPlateau. */
export interface ReduceLROnPlateauOptions extends Watch {
  /** What the learning rate is multiplied by; default 0.1. */
  readonly factor?: number;
  /** Epochs without improvement before that; default 10. */
  readonly patience?: number;
  /** Epochs to wait after a reduction before counting again; default 0. */
  readonly cooldown?: number;
  /** Smallest learning rate; default 0. */
  readonly minLr?: number;
}

/** Options of ModelCheckpoint. */
export interface ModelCheckpointOptions extends Watch {
  /** Write only when the watched quantity is better than ever; default false: after every epoch. */
  readonly saveBestOnly?: boolean;
}

const MONITORS: readonly Monitor[] = ['loss', 'trainingScore', 'validationLoss', 'validationScore'];

/** Whether a quantity gets better. */
class Progress {
  best: number | undefined;
  readonly #monitor: Monitor;
  readonly #minDelta: number;
  readonly #owner: string;

  constructor(owner: string, { monitor = 'validationLoss', minDelta = 0 }: Watch) {
    if (!MONITORS.includes(monitor)) {
      throw refusal(owner, 'monitor', `one of ${MONITORS.map((name) => `'${name}'`).join(', ')}`, monitor);
    }
    needNumber(owner, 'minDelta', minDelta, minDelta >= 0, 'a number >= 0');
    this.#owner = owner;
    this.#monitor = monitor;
    this.#minDelta = minDelta;
  }

  /** Takes an epoch; true when it is better than all before. */
  take(log: EpochLog): boolean {
    const value = log[this.#monitor];
    if (value === undefined) {
      throw new InvalidParameterError(
        `${this.#owner}: parameter 'monitor' is '${this.#monitor}', but it is not measured. Pass fit(X, y, { validationData: [XVal, yVal] }) or { trainingScore: true }, set earlyStopping, or monitor: 'loss'.`,
        { estimator: this.#owner, parameter: 'monitor', remedy: "pass validationData, or monitor: 'loss'" },
      );
    }
    const rising = this.#monitor.endsWith('Score');
    const better =
      this.best === undefined ||
      (rising ? value > this.best + this.#minDelta : value < this.best - this.#minDelta);
    if (better) this.best = value;
    return better;
  }
}

/**
 * Ends a training that no longer improves, and gives back the weights of the best epoch. Source: Keras EarlyStopping.
 *
 * @example
 * ```ts
 * const { data, target } = await loadIris();
 * const [X, XVal, y, yVal] = trainTestSplit(data, target, { stratify: target, randomState: 0 });
 * const stop = new EarlyStopping({ patience: 3 });
 * const model = new MLPClassifier({ learningRateInit: 0.05, randomState: 0 });
 * await model.fit(X, y, { validationData: [XVal, yVal], callbacks: [stop] });
 * model.nIter < 200; // true
 * ```
 */
export class EarlyStopping implements TrainingCallback {
  readonly #options: Required<Omit<EarlyStoppingOptions, keyof Watch>>;
  readonly #watch: EarlyStoppingOptions;
  #progress: Progress;
  #waited = 0;
  #best: EngineState | undefined;

  constructor(options: EarlyStoppingOptions = {}) {
    const { patience = 10, restoreBestWeights = true } = options;
    needNumber('EarlyStopping', 'patience', patience, patience >= 0, 'a number >= 0');
    this.#options = { patience, restoreBestWeights };
    this.#watch = options;
    this.#progress = new Progress('EarlyStopping', options);
  }

  onTrainBegin(): void {
    this.#progress = new Progress('EarlyStopping', this.#watch);
    this.#waited = 0;
    this.#best = undefined;
  }

  async onEpochEnd(log: EpochLog, control: EpochControl): Promise<void> {
    if (this.#progress.take(log)) {
      this.#waited = 0;
      if (this.#options.restoreBestWeights) this.#best = await control.snapshot();
    } else if (++this.#waited >= this.#options.patience) {
      control.stop();
    }
  }

  onTrainEnd(control: EpochControl): void {
    if (this.#best) control.restore(this.#best);
    this.#best = undefined;
  }
}

/**
 * Lowers the learning rate when training stalls. Source: Keras ReduceLROnPlateau.
 *
 * @example
 * ```ts
 * const { data, target } = await loadIris();
 * const slower = new ReduceLROnPlateau({ monitor: 'loss', factor: 0.5, patience: 2, minLr: 1e-4 });
 * const model = new MLPClassifier({ learningRateInit: 0.1, maxIter: 40, randomState: 0 });
 * await model.fit(data, target, { callbacks: [slower] });
 * model.history.learningRate[0]; // 0.1
 * ```
 */
export class ReduceLROnPlateau implements TrainingCallback {
  readonly #options: Required<Omit<ReduceLROnPlateauOptions, keyof Watch>>;
  readonly #watch: ReduceLROnPlateauOptions;
  #progress: Progress;
  #waited = 0;
  #cooling = 0;

  constructor(options: ReduceLROnPlateauOptions = {}) {
    const { factor = 0.1, patience = 10, cooldown = 0, minLr = 0 } = options;
    const owner = 'ReduceLROnPlateau';
    needNumber(owner, 'factor', factor, factor > 0 && factor < 1, 'a number above 0 and below 1');
    needNumber(owner, 'patience', patience, patience >= 0, 'a number >= 0');
    needNumber(owner, 'cooldown', cooldown, cooldown >= 0, 'a number >= 0');
    needNumber(owner, 'minLr', minLr, minLr >= 0, 'a number >= 0');
    this.#options = { factor, patience, cooldown, minLr };
    this.#watch = options;
    this.#progress = new Progress(owner, options);
  }

  onTrainBegin(): void {
    this.#progress = new Progress('ReduceLROnPlateau', this.#watch);
    this.#waited = 0;
    this.#cooling = 0;
  }

  onEpochEnd(log: EpochLog, control: EpochControl): void {
    const { factor, patience, cooldown, minLr } = this.#options;
    const better = this.#progress.take(log);
    if (this.#cooling > 0) {
      this.#cooling--;
      this.#waited = 0;
    }
    if (better) {
      this.#waited = 0;
    } else if (this.#cooling === 0 && ++this.#waited >= patience && control.learningRate > minLr) {
      control.learningRate = Math.max(minLr, control.learningRate * factor);
      this.#cooling = cooldown;
      this.#waited = 0;
    }
  }
}

/**
 * Writes the fitted estimator to a file as training goes on, each time in place of the file before; read it with
 * `loadFile`. Source: Keras ModelCheckpoint.
 */
export class ModelCheckpoint implements TrainingCallback {
  /** Where it writes. */
  readonly path: string;
  readonly #watch: ModelCheckpointOptions;
  #progress: Progress;

  constructor(path: string, options: ModelCheckpointOptions = {}) {
    if (typeof path !== 'string' || path === '')
      throw refusal('ModelCheckpoint', 'path', 'the name of a file', path);
    this.path = path;
    this.#watch = options;
    this.#progress = new Progress('ModelCheckpoint', options);
  }

  onTrainBegin(): void {
    this.#progress = new Progress('ModelCheckpoint', this.#watch);
  }

  async onEpochEnd(log: EpochLog, control: EpochControl): Promise<void> {
    if (this.#watch.saveBestOnly && !this.#progress.take(log)) return;
    const { saveFile } = await import('../../../persistence/index.js');
    await saveFile(await control.estimator(), this.path);
  }
}

function needNumber(owner: string, name: string, value: number, fits: boolean, expected: string): void {
  if (typeof value !== 'number' || !fits) throw refusal(owner, name, expected, value);
}

function refusal(owner: string, parameter: string, expected: string, value: unknown): InvalidParameterError {
  return new InvalidParameterError(
    `${owner}: parameter '${parameter}' must be ${expected}. Got ${describe(value)}.`,
    { estimator: owner, parameter, received: describe(value), remedy: `pass ${expected}` },
  );
}
