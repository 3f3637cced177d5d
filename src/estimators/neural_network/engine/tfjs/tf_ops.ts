import {
  type Activation,
  GELU_CUBE,
  GELU_INNER,
  LEAK,
  type OutputActivation,
  SELU_ALPHA,
  SELU_SCALE,
} from '../../network/activations.js';
import { NORMALIZATION } from '../../network/layout.js';
import type { LossName } from '../../network/losses.js';
import { fillMask, maskSeed } from '../../network/masks.js';
import type { Ops } from '../engine.js';
import type { Tensor, Tf } from './tf.js';
import { tensorLoss } from './tf_losses.js';

/** A batch's values on the device; they live for one step. */
export interface TfSlot {
  readonly columns: number;
  tensor: Tensor | undefined;
}

/** The weights of a network as tensors, in the order of the layout. */
export interface TensorWeights {
  readonly coefs: Tensor[];
  readonly intercepts: Tensor[];
  readonly gammas: Tensor[];
  readonly betas: Tensor[];
}

/** What belongs to one batch. */
export interface TensorBatch {
  readonly rows: number;
  readonly targets: Tensor;
  /** rows x 1, or undefined for weights of 1. */
  readonly weights: Tensor | undefined;
  readonly scale: number;
  readonly seed: number;
}

/**
 * The operations of a network on tfjs's forward kernels: every backend has them, whereas its own gradients are missing
 * in tfjs-core and run on slow transposed products. Call them inside a tidy.
 */
export class TfOps implements Ops<TfSlot> {
  weights: TensorWeights = { coefs: [], intercepts: [], gammas: [], betas: [] };
  gradients: TensorWeights = { coefs: [], intercepts: [], gammas: [], betas: [] };
  means: Tensor[] = [];
  variances: Tensor[] = [];
  /** Moments after the batch, to be kept by who owns them. */
  movedMeans: Tensor[] = [];
  movedVariances: Tensor[] = [];
  batch: TensorBatch | undefined;
  /** Weighted sum of losses of the batch, a scalar. */
  lossSum: Tensor | undefined;
  readonly #inverse: Tensor[] = [];

  constructor(readonly tf: Tf) {}

  slot(columns: number): TfSlot {
    return { columns, tensor: undefined };
  }

  dense(layer: number, x: TfSlot, out: TfSlot): void {
    const { coefs, intercepts } = this.weights;
    out.tensor = this.tf.add(this.tf.matMul(of(x), coefs[layer]), intercepts[layer]);
  }

  denseBackward(layer: number, x: TfSlot, delta: TfSlot, xDelta: TfSlot | undefined): void {
    const { tf } = this;
    // A transposed copy and a plain product: the transposed products of the wasm backend are several times slower.
    this.gradients.coefs[layer] = tf.matMul(tf.transpose(of(x), [1, 0]), of(delta));
    this.gradients.intercepts[layer] = tf.sum(of(delta), 0, true);
    if (xDelta) xDelta.tensor = tf.matMul(of(delta), tf.transpose(this.weights.coefs[layer], [1, 0]));
  }

  activate(kind: Activation | OutputActivation, x: TfSlot, out: TfSlot): void {
    out.tensor = activated(this.tf, kind, of(x));
  }

  activateBackward(kind: Activation | OutputActivation, x: TfSlot, a: TfSlot, delta: TfSlot): void {
    const { tf } = this;
    if (kind === 'identity') return;
    const d = of(delta);
    if (kind === 'softmax') {
      const p = of(a);
      delta.tensor = tf.mul(p, tf.sub(d, tf.sum(tf.mul(p, d), 1, true)));
    } else {
      delta.tensor = tf.mul(d, slope(tf, kind, of(x), of(a)));
    }
  }

  normalize(layer: number, x: TfSlot, hat: TfSlot, out: TfSlot): void {
    const { tf } = this;
    const { momentum, epsilon } = NORMALIZATION;
    const mean = tf.mean(of(x), 0, true);
    const centred = tf.sub(of(x), mean);
    const variance = tf.mean(tf.square(centred), 0, true);
    const inverse = tf.div(tf.scalar(1), tf.sqrt(tf.add(variance, tf.scalar(epsilon))));
    this.#inverse[layer] = inverse;
    hat.tensor = tf.mul(centred, inverse);
    out.tensor = tf.add(tf.mul(hat.tensor, this.weights.gammas[layer]), this.weights.betas[layer]);
    const moved = (old: Tensor, now: Tensor): Tensor =>
      tf.add(tf.mul(old, tf.scalar(momentum)), tf.mul(now, tf.scalar(1 - momentum)));
    this.movedMeans[layer] = moved(this.means[layer], mean);
    this.movedVariances[layer] = moved(this.variances[layer], variance);
  }

  normalizeBackward(layer: number, hat: TfSlot, delta: TfSlot): void {
    const { tf } = this;
    const product = tf.sum(tf.mul(of(delta), of(hat)), 0, true);
    const sum = tf.sum(of(delta), 0, true);
    this.gradients.gammas[layer] = product;
    this.gradients.betas[layer] = sum;
    const share = tf.div(tf.add(sum, tf.mul(of(hat), product)), tf.scalar(this.batch?.rows ?? 1));
    const factor = tf.mul(this.weights.gammas[layer], this.#inverse[layer]);
    delta.tensor = tf.mul(factor, tf.sub(of(delta), share));
  }

  normalizeFixed(layer: number, x: TfSlot, out: TfSlot): void {
    const { tf } = this;
    const spread = tf.sqrt(tf.add(this.variances[layer], tf.scalar(NORMALIZATION.epsilon)));
    const factor = tf.div(this.weights.gammas[layer], spread);
    const centred = tf.sub(of(x), this.means[layer]);
    out.tensor = tf.add(tf.mul(centred, factor), this.weights.betas[layer]);
  }

  dropout(layer: number, rate: number, x: TfSlot, mask: TfSlot, out: TfSlot): void {
    const { rows, seed } = this.batch as TensorBatch;
    const values = new Float32Array(rows * x.columns);
    fillMask(values, rate, maskSeed(seed, layer), 0);
    mask.tensor = this.tf.tensor2d(values, [rows, x.columns]);
    out.tensor = this.tf.mul(of(x), mask.tensor);
  }

  multiply(mask: TfSlot, x: TfSlot): void {
    x.tensor = this.tf.mul(of(x), of(mask));
  }

  loss(loss: LossName, out: OutputActivation, outputs: TfSlot, delta: TfSlot): void {
    const result = tensorLoss(this.tf, loss, out, of(outputs), this.batch as TensorBatch, outputs.columns);
    this.lossSum = result.sum;
    delta.tensor = result.delta;
  }
}

function of(slot: TfSlot): Tensor {
  if (!slot.tensor) throw new Error('TfOps: a value was used before it was computed.');
  return slot.tensor;
}

function activated(tf: Tf, kind: Activation | OutputActivation, x: Tensor): Tensor {
  switch (kind) {
    case 'identity':
      return x;
    case 'logistic':
      return tf.sigmoid(x);
    case 'tanh':
      return tf.tanh(x);
    case 'relu':
      return tf.relu(x);
    case 'leaky_relu':
      return tf.maximum(x, tf.mul(x, tf.scalar(LEAK)));
    case 'elu':
      return tf.where(tf.greater(x, tf.scalar(0)), x, below(tf, x));
    case 'selu': {
      const low = tf.mul(tf.scalar(SELU_ALPHA), below(tf, x));
      return tf.mul(tf.scalar(SELU_SCALE), tf.where(tf.greater(x, tf.scalar(0)), x, low));
    }
    case 'gelu':
      return tf.mul(tf.mul(tf.scalar(0.5), x), tf.add(tf.scalar(1), geluTanh(tf, x)));
    case 'softplus':
      return tf.add(tf.relu(x), tf.log1p(tf.exp(tf.neg(tf.abs(x)))));
    case 'exp':
      return tf.exp(x);
    case 'softmax': {
      const e = tf.exp(tf.sub(x, tf.max(x, 1, true)));
      return tf.div(e, tf.sum(e, 1, true));
    }
  }
}

/** e^x - 1 of the smaller of x and 0. */
function below(tf: Tf, x: Tensor): Tensor {
  return tf.sub(tf.exp(tf.minimum(x, tf.scalar(0))), tf.scalar(1));
}

function geluTanh(tf: Tf, x: Tensor): Tensor {
  const cube = tf.mul(tf.scalar(GELU_CUBE), tf.mul(x, tf.square(x)));
  return tf.tanh(tf.mul(tf.scalar(GELU_INNER), tf.add(x, cube)));
}

/** The derivative where the input is x and the value a. */
function slope(
  tf: Tf,
  kind: Exclude<Activation | OutputActivation, 'identity' | 'softmax'>,
  x: Tensor,
  a: Tensor,
): Tensor {
  const one = tf.scalar(1);
  const positive = (high: Tensor, low: Tensor): Tensor => tf.where(tf.greater(a, tf.scalar(0)), high, low);
  switch (kind) {
    case 'logistic':
      return tf.mul(a, tf.sub(one, a));
    case 'tanh':
      return tf.sub(one, tf.square(a));
    case 'relu':
      return tf.step(a);
    case 'leaky_relu':
      return positive(tf.fill([...a.shape], 1), tf.fill([...a.shape], LEAK));
    case 'elu':
      return positive(tf.fill([...a.shape], 1), tf.add(a, one));
    case 'selu':
      return positive(tf.fill([...a.shape], SELU_SCALE), tf.add(a, tf.scalar(SELU_SCALE * SELU_ALPHA)));
    case 'gelu': {
      const t = geluTanh(tf, x);
      const inner = tf.add(
        tf.scalar(GELU_INNER),
        tf.mul(tf.scalar(3 * GELU_CUBE * GELU_INNER), tf.square(x)),
      );
      const bend = tf.mul(tf.mul(x, tf.sub(one, tf.square(t))), inner);
      return tf.mul(tf.scalar(0.5), tf.add(tf.add(one, t), bend));
    }
    case 'softplus':
      return tf.sub(one, tf.exp(tf.neg(a)));
    case 'exp':
      return a;
  }
}
