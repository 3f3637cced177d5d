import {
  bool,
  custom,
  either,
  int,
  jobs,
  nullable,
  oneOf,
  type ParamSpec,
  real,
  seed,
} from '../../core/params.js';
import { DEVICES, type DeviceChoice } from './engine/devices.js';
import { isTf } from './engine/tfjs/tf.js';
import { ACTIVATIONS } from './network/activations.js';
import { OPTIMIZERS } from './training/optimizers.js';

/** Solvers: the stepping optimizers, and L-BFGS over all rows at once. */
export const SOLVERS = [...OPTIMIZERS, 'lbfgs'] as const;

/** Where to train. */
function deviceParam(): ParamSpec<DeviceChoice> {
  return custom<DeviceChoice>('cpu', {
    doc: "Where to train: learnkit's own engine ('cpu'); a GPU or an error ('gpu'); a GPU if there is one ('auto'); a backend of tfjs by name; or an instance of tfjs with its backend set.",
    expected: `one of ${DEVICES.map((name) => `'${name}'`).join(', ')}, or an instance of tfjs`,
    accepts: (value) => DEVICES.includes(value as 'auto') || isTf(value),
    invalid: ['abacus', 3, {}, null],
  });
}

/** Units of the hidden layers. */
export function layerSizes(
  defaultValue: readonly number[],
  doc: string,
): ParamSpec<number | readonly number[]> {
  const positive = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) > 0;
  return custom<number | readonly number[]>(defaultValue, {
    doc,
    expected: 'a whole number above 0, or an array of such',
    accepts: (value) => positive(value) || (Array.isArray(value) && value.every(positive)),
    invalid: [0, [10, 0], [1.5], 'wide', null],
  });
}

/** Shares of dropped units. */
function dropoutParam(): ParamSpec<number | readonly number[]> {
  const share = (value: unknown): boolean => typeof value === 'number' && value >= 0 && value < 1;
  return custom<number | readonly number[]>(0, {
    doc: 'Share of units that each training step leaves out after each hidden layer: one for all, or one per layer.',
    expected: 'a number >= 0 and < 1, or an array of such',
    accepts: (value) => share(value) || (Array.isArray(value) && value.every(share)),
    invalid: [1, -0.1, [0.5, 1], 'half', null],
  });
}

/** What all networks share. */
export const sharedParams = {
  activation: oneOf(ACTIVATIONS, 'relu', { doc: 'What hidden units do to their sums.' }),
  solver: oneOf(SOLVERS, 'adam', {
    doc: "'adam' in general; 'sgd' with momentum; 'lbfgs' for few rows; the others as in Keras.",
  }),
  alpha: real(1e-4, { min: 0, doc: 'Strength of the L2 penalty; it is divided by the number of rows.' }),
  batchSize: either([oneOf(['auto'], 'auto', { doc: '' }), int(200, { min: 1, doc: '' })], 'auto', {
    doc: "Rows of one step; 'auto' is 200, or all rows if there are fewer.",
  }) as ParamSpec<'auto' | number>,
  learningRate: oneOf(['constant', 'invscaling', 'adaptive'], 'constant', {
    doc: "How the learning rate changes: not at all, by t^-powerT, or to a fifth whenever training stalls. As in scikit-learn, 'adam' keeps it constant.",
  }),
  learningRateInit: real(1e-3, { min: 0, exclusiveMin: true, doc: 'Learning rate at the start.' }),
  powerT: real(0.5, { min: 0, doc: "Exponent of learningRate 'invscaling'." }),
  maxIter: int(200, { min: 1, doc: 'Most epochs, or iterations of lbfgs.' }),
  shuffle: bool(true, { doc: 'Shuffle the rows before each epoch.' }),
  randomState: seed(),
  tol: real(1e-4, { min: 0, doc: 'Least improvement that counts.' }),
  warmStart: bool(false, { doc: 'Go on from the weights of the fit before.' }),
  momentum: real(0.9, { min: 0, max: 1, doc: "Share of the last move that solver 'sgd' repeats." }),
  nesterovsMomentum: bool(true, { doc: "Look ahead along the momentum; solver 'sgd'." }),
  earlyStopping: bool(false, {
    doc: 'Set rows aside, stop when their score stalls, keep the weights of the best epoch.',
  }),
  validationFraction: real(0.1, {
    min: 0,
    max: 1,
    exclusiveMax: true,
    doc: 'Share of rows that earlyStopping sets aside.',
  }),
  beta1: real(0.9, { min: 0, max: 1, exclusiveMax: true, doc: 'Memory of the gradient; Adam and its kin.' }),
  beta2: real(0.999, { min: 0, max: 1, exclusiveMax: true, doc: 'Memory of its square; Adam and its kin.' }),
  epsilon: real(1e-8, { min: 0, exclusiveMin: true, doc: 'Keeps denominators of optimizers above 0.' }),
  nIterNoChange: real(10, {
    min: 1,
    max: Number.POSITIVE_INFINITY,
    doc: 'Epochs without improvement that are borne; Infinity for all.',
  }),
  maxFun: int(15000, { min: 1, doc: "Most evaluations of the loss; solver 'lbfgs'." }),
  dropout: dropoutParam(),
  batchNormalization: bool(false, {
    doc: 'Normalise the sums of hidden units over each batch, before the activation.',
  }),
  rho: nullable(
    real(0.9, {
      min: 0,
      max: 1,
      exclusiveMax: true,
      doc: 'Memory of squared gradients of RMSprop (null: 0.9) and Adadelta (null: 0.95).',
    }),
  ),
  weightDecay: real(0.004, {
    min: 0,
    doc: "Decay of the coefficients by solver 'adamw', per unit of learning rate.",
  }),
  device: deviceParam(),
  nJobs: {
    ...jobs(),
    doc: 'Threads of the CPU engine for batches of more than 256 rows: null or 1 for none, -1 for all cores. Weights are the same for any number.',
  },
  precision: oneOf(['auto', 'float32', 'float64'], 'auto', {
    doc: "Precision of training; 'auto' is float64 on the CPU engine and float32, the only one there, on tfjs.",
  }),
} as const;
