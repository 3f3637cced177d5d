import type { Activation, OutputActivation } from '../network/activations.js';
import type { Weights } from '../network/initialize.js';
import type { LossName } from '../network/losses.js';
import type { StepFactors } from '../training/optimizers.js';

/** Precision of an engine's arithmetic. */
export type Precision = 'float32' | 'float64';

/** Where a network was or can be trained. */
export interface DeviceReport {
  /** 'cpu' is learnkit's own engine; the others are backends of tfjs. */
  readonly backend: string;
  /** Who made the device, as far as it says. */
  readonly vendor: string;
  readonly architecture: string;
  readonly description: string;
  /** Whether it is a processor standing in for a GPU. */
  readonly software: boolean;
  /** Whether it is a real GPU. */
  readonly gpu: boolean;
}

/** Rows to train on. */
export interface TrainingData {
  readonly rows: number;
  readonly columns: number;
  /** rows x columns. */
  readonly X: Float64Array;
  readonly outputs: number;
  /** Class of each row (the targets are then 0 and 1), or ... */
  readonly codes?: Int32Array;
  /** ... the targets themselves, rows x outputs. */
  readonly Y?: Float64Array;
  readonly weights?: Float64Array;
}

/** A loss with its gradient. */
export interface Gradient {
  readonly loss: number;
  readonly gradient: Float64Array;
}

/** All that training has changed, as plain numbers. */
export interface EngineState extends Weights {
  /** What the optimizer remembers; empty where it remembers nothing. */
  readonly first: Float64Array;
  readonly second: Float64Array;
}

/**
 * Trains one network on one set of rows. Engines share the network, the losses' meaning, the optimizers' factors, the
 * shuffles and the masks; they differ in who does the arithmetic.
 */
export interface Engine {
  readonly device: DeviceReport;
  readonly precision: Precision;
  /** One step of the optimizer on the named rows; adds their loss times their number to the epoch's sum. */
  step(rows: Int32Array, factors: StepFactors, maskSeed: number): void | Promise<void>;
  /** The epoch's sum of losses, which starts anew. */
  takeLoss(): Promise<number>;
  /** Loss and gradient over the named rows at given weights, with a penalty: for line searches and tests. */
  gradientAt(flat: Float64Array, rows: Int32Array, alpha: number): Promise<Gradient>;
  /** Outputs for other rows (n x columns of X), n x outputs. */
  predict(X: Float64Array, rows: number, breathe: () => Promise<void>): Promise<Float64Array>;
  /** Waits until the device has done what it was given. */
  drain(): Promise<void>;
  read(): Promise<EngineState>;
  write(state: EngineState): void;
  /** Frees everything; calling it again does nothing. */
  dispose(): void;
}

/**
 * The operations that a network is made of. S holds one value per unit for each row of the batch. The same program
 * runs on every engine.
 */
export interface Ops<S> {
  slot(columns: number): S;
  /** out = x W + b. */
  dense(layer: number, x: S, out: S): void;
  /** Gradients of W and b from delta, and, into `xDelta`, delta W^T. */
  denseBackward(layer: number, x: S, delta: S, xDelta: S | undefined): void;
  activate(kind: Activation | OutputActivation, x: S, out: S): void;
  /** delta *= slope; `a` is the value, x the input (read by GELU only). */
  activateBackward(kind: Activation | OutputActivation, x: S, a: S, delta: S): void;
  normalize(layer: number, x: S, hat: S, out: S): void;
  normalizeBackward(layer: number, hat: S, delta: S): void;
  /** With the running moments. */
  normalizeFixed(layer: number, x: S, out: S): void;
  /** Draws a mask; out = x times the mask. */
  dropout(layer: number, rate: number, x: S, mask: S, out: S): void;
  /** x *= mask. */
  multiply(mask: S, x: S): void;
  /** Adds the batch's loss to the epoch's and writes its gradient; see `isFused`. */
  loss(loss: LossName, out: OutputActivation, outputs: S, delta: S): void;
}
