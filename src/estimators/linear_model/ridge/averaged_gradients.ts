import type { Matrix } from '../../../core/matrix.js';
import { RandomState } from '../../../core/random.js';
import type { Run } from '../../../core/run.js';
import type { Iterated, IterationLimits } from './iterative.js';
import { rowProduct } from './row_product.js';

/** Which of the two methods, and the seed of the rows' order. */
export interface AveragingOptions extends IterationLimits {
  readonly unbiased: boolean;
  readonly randomState: number | readonly number[] | null;
}

/**
 * One target by stochastic averaged gradients: each step reads one row at random and replaces that row's share in the
 * mean gradient. `unbiased` is SAGA, else SAG. The rows come in scikit-learn's order. O(d) per step, n steps per
 * iteration; the largest change of a coefficient in an iteration, relative to the largest coefficient, ends it.
 * References: Schmidt, Le Roux, Bach, Mathematical Programming 162 (2017) 83; Defazio, Bach, Lacoste-Julien,
 * NeurIPS 27 (2014).
 */
export async function ridgeByAveragedGradients(
  X: Matrix,
  y: Float64Array,
  alpha: number,
  { tol, maxIter, unbiased, randomState }: AveragingOptions,
  run: Run,
): Promise<Iterated> {
  const { rows: n, columns: d, data } = X;
  const coef = new Float64Array(d);
  const longest = longestRow(X);
  if (longest === 0) return { x: coef, iterations: 1, converged: true };
  const decay = alpha / n;
  const steepest = longest + decay;
  const step = 1 / (unbiased ? 2 * steepest + Math.min(2 * alpha, steepest) : steepest);
  const shrink = 1 - step * decay;
  const order = new RowOrder(RandomState.from(randomState).randint(1, 2 ** 31 - 1), n);
  const gradients = new Float64Array(d);
  const memory = new Float64Array(n);
  const seen = new Uint8Array(n);
  const before = new Float64Array(d);
  let nSeen = 0;
  const stride = Math.max(1, Math.floor(20000 / d));
  for (let iteration = 1; iteration <= maxIter; iteration++) {
    await run.step(iteration - 1, maxIter, 'iteration');
    for (let k = 0; k < n; k++) {
      const i = order.next();
      const at = i * d;
      if (seen[i] === 0) {
        seen[i] = 1;
        nSeen++;
      }
      const residual = rowProduct(data, at, coef) - y[i];
      const change = residual - memory[i];
      memory[i] = residual;
      const extra = unbiased ? change * step * (1 - 1 / nSeen) : 0;
      const pace = step / nSeen;
      for (let j = 0; j < d; j++) {
        const value = data[at + j];
        const gradient = gradients[j] + change * value;
        gradients[j] = gradient;
        coef[j] = shrink * coef[j] - extra * value - pace * gradient;
      }
      if (k % stride === 0 && run.due) await run.breathe();
    }
    let largest = 0;
    let moved = 0;
    for (let j = 0; j < d; j++) {
      largest = Math.max(largest, Math.abs(coef[j]));
      moved = Math.max(moved, Math.abs(coef[j] - before[j]));
    }
    before.set(coef);
    // Numbers that left their range never come back: the caller refuses them.
    if (!Number.isFinite(largest)) return { x: coef, iterations: iteration, converged: false };
    if (moved <= tol * largest) return { x: coef, iterations: iteration, converged: true };
  }
  return { x: coef, iterations: maxIter, converged: false };
}

/** The largest squared length of a row: the largest curvature of a row's loss. */
function longestRow({ rows: n, columns: d, data }: Matrix): number {
  let longest = 0;
  for (let i = 0, at = 0; i < n; i++, at += d) {
    let sum = 0;
    for (let j = 0; j < d; j++) sum += data[at + j] * data[at + j];
    longest = Math.max(longest, sum);
  }
  return longest;
}

/** Rows at random by the 32-bit xorshift of scikit-learn. Reference: Marsaglia, J. Stat. Software 8 (2003) 14. */
class RowOrder {
  #state: number;
  readonly #rows: number;

  constructor(seed: number, rows: number) {
    this.#state = seed | 0;
    this.#rows = rows;
  }

  next(): number {
    let s = this.#state;
    s ^= s << 13;
    s ^= s >>> 17;
    s ^= s << 5;
    this.#state = s;
    return (s & 0x7fffffff) % this.#rows;
  }
}
