import type { Estimator } from '../../../core/protocol.js';
import type { EngineState } from '../engine/engine.js';
import type { EpochLog } from './history.js';

/** What a callback can do to a training. */
export interface EpochControl {
  /** The learning rate of the coming steps. */
  learningRate: number;
  /** Ends the training after this epoch. */
  stop(): void;
  /** The weights as they are. */
  snapshot(): Promise<EngineState>;
  /** A fitted copy of the estimator with the weights as they are. */
  estimator(): Promise<Estimator>;
  /** Makes these weights the result of the training. */
  restore(state: EngineState): void;
}

/** Is told of each epoch of a fit; pass it as `fit(X, y, { callbacks: [...] })`. */
export interface TrainingCallback {
  /** Before the first epoch. */
  onTrainBegin?(control: EpochControl): void | Promise<void>;
  /** After each epoch. */
  onEpochEnd?(log: EpochLog, control: EpochControl): void | Promise<void>;
  /** After the last epoch. */
  onTrainEnd?(control: EpochControl): void | Promise<void>;
}
