import type { StepFactors } from '../../training/optimizers.js';
import type { Tensor, Tf } from './tf.js';

/** Weights and memories after a step. */
export interface Updated {
  readonly weights: Tensor;
  readonly first: Tensor;
  readonly second: Tensor;
}

/** One step for one tensor of weights; the formulas of referenceUpdate. Memories that a rule lacks are passed on. */
export function tensorUpdate(
  tf: Tf,
  { rule, h: [h0, h1, h2, h3, h4] }: StepFactors,
  w: Tensor,
  g: Tensor,
  first: Tensor,
  second: Tensor,
): Updated {
  const times = (x: Tensor, factor: number): Tensor => tf.mul(x, tf.scalar(factor));
  const plus = (x: Tensor, term: number): Tensor => tf.add(x, tf.scalar(term));
  const blend = (old: Tensor, keep: number, now: Tensor): Tensor =>
    tf.add(times(old, keep), times(now, 1 - keep));
  switch (rule) {
    case 'sgd': {
      const move = times(g, h0);
      const velocity = tf.sub(times(first, h1), move);
      const step = h2 ? tf.sub(times(velocity, h1), move) : velocity;
      return { weights: tf.add(w, step), first: velocity, second };
    }
    case 'adam': {
      const m = blend(first, h1, g);
      const v = blend(second, h2, tf.square(g));
      return { weights: tf.sub(w, tf.div(times(m, h0), plus(tf.sqrt(v), h3))), first: m, second: v };
    }
    case 'rmsprop':
    case 'adagrad': {
      const v = rule === 'adagrad' ? tf.add(first, tf.square(g)) : blend(first, h1, tf.square(g));
      return { weights: tf.sub(w, tf.div(times(g, h0), tf.sqrt(plus(v, h3)))), first: v, second };
    }
    case 'adadelta': {
      const v = blend(first, h1, tf.square(g));
      const step = tf.mul(g, tf.div(tf.sqrt(plus(second, h3)), tf.sqrt(plus(v, h3))));
      return {
        weights: tf.sub(w, times(step, h0)),
        first: v,
        second: blend(second, h1, tf.square(step)),
      };
    }
    case 'adamax': {
      const m = blend(first, h1, g);
      const u = tf.maximum(times(second, h2), tf.abs(g));
      return { weights: tf.sub(w, tf.div(times(m, h0), plus(u, h3))), first: m, second: u };
    }
    case 'nadam': {
      const m = blend(first, h1, g);
      const v = blend(second, h2, tf.square(g));
      const top = tf.add(times(m, h0), times(g, h4));
      return { weights: tf.sub(w, tf.div(top, plus(tf.sqrt(v), h3))), first: m, second: v };
    }
    case 'ftrl': {
      const sum = tf.add(first, tf.square(g));
      const root = tf.sqrt(sum);
      const sigma = times(tf.sub(root, tf.sqrt(first)), h1);
      const z = tf.add(second, tf.sub(g, tf.mul(sigma, w)));
      return { weights: tf.neg(tf.div(times(z, h0), root)), first: sum, second: z };
    }
  }
}
