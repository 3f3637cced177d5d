import type { OutputActivation } from '../../network/activations.js';
import { isFused, type LossName, TINY } from '../../network/losses.js';
import type { Tensor, Tf } from './tf.js';
import type { TensorBatch } from './tf_ops.js';

/** lossAndDelta on tensors: the weighted sum of losses, and the gradient at the sums or the outputs. */
export function tensorLoss(
  tf: Tf,
  loss: LossName,
  out: OutputActivation,
  a: Tensor,
  { targets: y, weights, scale }: Pick<TensorBatch, 'targets' | 'weights' | 'scale'>,
  columns: number,
): { sum: Tensor; delta: Tensor } {
  const s = (value: number): Tensor => tf.scalar(value);
  const { value, slope } = loss === 'cosine_similarity' ? cosine(tf, a, y) : elements(tf, loss, out, a, y);
  const summed =
    loss === 'log_loss' || loss === 'poisson' || loss === 'kl_divergence' || loss === 'cosine_similarity';
  const share = summed ? 1 : 1 / columns;
  const fused = isFused(loss, out);
  const gradient = fused ? tf.sub(a, y) : tf.mul(slope, s(share));
  const perRow = tf.mul(tf.sum(value, 1, true), s(share));
  const factor = weights ? tf.mul(weights, s(scale)) : s(scale);
  return { sum: tf.sum(weights ? tf.mul(perRow, weights) : perRow), delta: tf.mul(gradient, factor) };
}

interface Parts {
  readonly value: Tensor;
  readonly slope: Tensor;
}

function elements(tf: Tf, loss: LossName, out: OutputActivation, a: Tensor, y: Tensor): Parts {
  const s = (value: number): Tensor => tf.scalar(value);
  const gap = tf.sub(a, y);
  const size = tf.abs(gap);
  switch (loss) {
    case 'log_loss': {
      const epsilon = 1.1920928955078125e-7;
      const p = tf.clipByValue(a, epsilon, 1 - epsilon);
      const first = tf.mul(y, tf.log(p));
      if (out !== 'logistic') return { value: tf.neg(first), slope: tf.neg(tf.div(y, p)) };
      const rest = tf.sub(s(1), y);
      const second = tf.mul(rest, tf.log(tf.sub(s(1), p)));
      const slope = tf.sub(tf.div(rest, tf.sub(s(1), p)), tf.div(y, p));
      return { value: tf.neg(tf.add(first, second)), slope };
    }
    case 'poisson': {
      // y log(y / a) is 0 where y is.
      const ratio = tf.div(tf.maximum(y, s(1e-30)), a);
      const value = tf.add(tf.sub(tf.mul(y, tf.log(ratio)), y), a);
      return { value, slope: tf.sub(s(1), tf.div(y, a)) };
    }
    case 'absolute_error':
      return { value: size, slope: tf.sign(gap) };
    case 'mean_absolute_percentage_error': {
      const percent = tf.div(s(100), tf.maximum(tf.abs(y), s(TINY)));
      return { value: tf.mul(size, percent), slope: tf.mul(tf.sign(gap), percent) };
    }
    case 'mean_squared_logarithmic_error': {
      const apart = tf.sub(tf.log1p(tf.relu(a)), tf.log1p(tf.relu(y)));
      const slope = tf.div(tf.mul(s(2), apart), tf.add(s(1), a));
      return { value: tf.square(apart), slope: tf.mul(slope, tf.step(a)) };
    }
    case 'huber': {
      const near = tf.lessEqual(size, s(1));
      const value = tf.where(near, tf.mul(s(0.5), tf.square(gap)), tf.sub(size, s(0.5)));
      return { value, slope: tf.clipByValue(gap, -1, 1) };
    }
    case 'log_cosh': {
      const tail = tf.log1p(tf.exp(tf.mul(size, s(-2))));
      return { value: tf.sub(tf.add(size, tail), s(Math.LN2)), slope: tf.tanh(gap) };
    }
    case 'kl_divergence': {
      const q = tf.clipByValue(y, TINY, 1);
      const p = tf.clipByValue(a, TINY, 1);
      return { value: tf.mul(q, tf.log(tf.div(q, p))), slope: tf.neg(tf.div(q, p)) };
    }
    default:
      return { value: tf.mul(s(0.5), tf.square(gap)), slope: gap };
  }
}

function cosine(tf: Tf, a: Tensor, y: Tensor): Parts {
  const norm = (x: Tensor): Tensor => tf.maximum(tf.sqrt(tf.sum(tf.square(x), 1, true)), tf.scalar(TINY));
  const aNorm = norm(a);
  const target = tf.div(y, norm(y));
  const direction = tf.div(a, aNorm);
  const products = tf.mul(target, direction);
  const similarity = tf.sum(products, 1, true);
  const slope = tf.neg(tf.div(tf.sub(target, tf.mul(similarity, direction)), aNorm));
  return { value: tf.neg(products), slope };
}
