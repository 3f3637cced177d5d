// Conditional similarities: for each point the width of a Gaussian that gives its distances a wanted entropy.
import { at, madd, sum2 } from '../shared/simd';
import { exp2lanes } from '../shared/transcendental';

const STEPS: i32 = 100;
const TOLERANCE: f64 = 1e-5;
/** Stands for a sum that has vanished. */
const VANISHED: f64 = 1e-8;

/**
 * For each of `rows` rows of k squared distances the probabilities whose entropy is log(perplexity), by bisection of
 * the precision. k is even; padding is Infinity and gets 0. `p` may not be `distances`.
 */
export function conditionals(rows: i32, k: i32, distances: usize, perplexity: f64, p: usize): void {
  const wanted = Math.log(perplexity);
  for (let i = 0; i < rows; i++) {
    const row = distances + <usize>i * <usize>k * 8;
    const out = p + <usize>i * <usize>k * 8;
    let low = -Infinity, high = Infinity, precision: f64 = 1;
    let sum: f64 = 0;
    for (let step = 0; step < STEPS; step++) {
      const minus = f64x2.splat(-precision);
      let totals = f64x2.splat(0), moments = f64x2.splat(0);
      for (let j: usize = 0; j < <usize>k * 8; j += 16) {
        const d = v128.load(row + j);
        const e = exp2lanes(f64x2.mul(d, minus));
        v128.store(out + j, e);
        totals = f64x2.add(totals, e);
        // Infinity times 0 is no number: such a distance adds nothing.
        moments = f64x2.add(moments, v128.and(f64x2.mul(d, e), f64x2.gt(e, f64x2.splat(0))));
      }
      sum = sum2(totals);
      if (sum == 0) sum = VANISHED;
      const difference = Math.log(sum) + precision * (sum2(moments) / sum) - wanted;
      if (Math.abs(difference) <= TOLERANCE) break;
      if (difference > 0) {
        low = precision;
        precision = high == Infinity ? precision * 2 : (precision + high) / 2;
      } else {
        high = precision;
        precision = low == -Infinity ? precision / 2 : (precision + low) / 2;
      }
    }
    const over = f64x2.splat(1 / sum);
    for (let j: usize = 0; j < <usize>k * 8; j += 16) v128.store(out + j, f64x2.mul(v128.load(out + j), over));
  }
}
