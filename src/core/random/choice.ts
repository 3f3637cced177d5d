import { describe, InvalidParameterError } from '../errors.js';

/** Options of `RandomState.choice`. */
export interface ChoiceOptions {
  /** Number of draws. */
  readonly size: number;
  /** Draw with replacement; default true. */
  readonly replace?: boolean;
  /** Probability of each item; default equal. */
  readonly p?: ArrayLike<number>;
}

/** @throws InvalidParameterError for sizes and probabilities that cannot be met. */
export function checkChoice(
  n: number,
  size: number,
  replace: boolean,
  p: ArrayLike<number> | undefined,
): void {
  const refuse = (parameter: string, what: string, received: unknown): never => {
    throw new InvalidParameterError(`RandomState.choice: ${what}. Got ${describe(received)}.`, {
      estimator: 'RandomState.choice',
      parameter,
      received: describe(received),
    });
  };
  if (!Number.isSafeInteger(size) || size < 0) refuse('size', 'size must be a whole number >= 0', size);
  if (!Number.isSafeInteger(n) || n < 0) refuse('n', 'there must be a whole number of items', n);
  if (n === 0 && size > 0) refuse('n', 'there is nothing to choose from', n);
  if (!replace && size > n) {
    refuse('size', `only ${n} items can be taken without replacement; lower size or set replace`, size);
  }
  if (!p) return;
  if (p.length !== n) refuse('p', `p must hold ${n} probabilities`, p);
  let sum = 0;
  let positive = 0;
  for (let i = 0; i < n; i++) {
    if (!(p[i] >= 0)) refuse('p', `p must hold numbers >= 0, but item ${i} does not`, p[i]);
    sum += p[i];
    if (p[i] > 0) positive++;
  }
  if (!(Math.abs(sum - 1) <= 1e-7)) refuse('p', 'p must sum to 1', sum);
  if (!replace && positive < size) {
    refuse('p', `only ${positive} items have a probability above 0, fewer than size`, size);
  }
}

/** Positions of the draws `uniforms` in the distribution function of `p`. */
export function positionsOf(uniforms: Float64Array, p: ArrayLike<number>): Int32Array {
  return positionsIn(cumulative(p), uniforms);
}

/** Positions of the draws `uniforms` in a distribution function, for drawing from the same one many times. */
export function positionsIn(cdf: Float64Array, uniforms: Float64Array): Int32Array {
  const result = new Int32Array(uniforms.length);
  for (let i = 0; i < result.length; i++) result[i] = searchRight(cdf, uniforms[i]);
  return result;
}

/** The distribution function of probabilities, or of anything in proportion to them. */
export function cumulative(p: ArrayLike<number>): Float64Array {
  const result = new Float64Array(p.length);
  let sum = 0;
  for (let i = 0; i < p.length; i++) result[i] = sum += p[i];
  for (let i = 0; i < p.length; i++) result[i] /= sum;
  return result;
}

/** The first position whose value is greater than `value`, looked for first where it is for equal probabilities. */
function searchRight(sorted: Float64Array, value: number): number {
  const guess = Math.floor(value * sorted.length);
  if (value < sorted[guess] && (guess === 0 || !(value < sorted[guess - 1]))) return guess;
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (value < sorted[middle]) high = middle;
    else low = middle + 1;
  }
  return low;
}
