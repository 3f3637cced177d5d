/**
 * The power transforms of one value and the likelihoods of their exponents. References: Box & Cox (1964); Yeo &
 * Johnson (2000).
 */
import { minimizeFrom, minimizeWithin } from './minimize.js';

/** (x^lambda - 1) / lambda for x > 0, log x at lambda 0. */
export function boxCox(x: number, lambda: number): number {
  return lambda === 0 ? Math.log(x) : Math.expm1(lambda * Math.log(x)) / lambda;
}

/** Undoes `boxCox`. */
export function inverseBoxCox(y: number, lambda: number): number {
  return lambda === 0 ? Math.exp(y) : Math.exp(Math.log1p(lambda * y) / lambda);
}

/** Box-Cox of x + 1 for x >= 0, and of 1 - x with exponent 2 - lambda, negated, below 0. */
export function yeoJohnson(x: number, lambda: number): number {
  if (x >= 0) {
    return Math.abs(lambda) < Number.EPSILON ? Math.log1p(x) : Math.expm1(lambda * Math.log1p(x)) / lambda;
  }
  return Math.abs(lambda - 2) > Number.EPSILON
    ? -Math.expm1((2 - lambda) * Math.log1p(-x)) / (2 - lambda)
    : -Math.log1p(-x);
}

/** Undoes `yeoJohnson`. */
export function inverseYeoJohnson(y: number, lambda: number): number {
  if (y >= 0) {
    return Math.abs(lambda) < Number.EPSILON ? Math.expm1(y) : Math.expm1(Math.log1p(y * lambda) / lambda);
  }
  return Math.abs(lambda - 2) > Number.EPSILON
    ? -Math.expm1(Math.log1p(-(2 - lambda) * y) / (2 - lambda))
    : -Math.expm1(-y);
}

/**
 * The likeliest exponent of positive values. Divided by their geometric mean first, which leaves the exponent as
 * it is, the likelihood falls with the variance alone and cannot lose its digits. O(n) per evaluation.
 */
export function boxCoxLambda(values: Float64Array): number {
  const logs = values.map(Math.log);
  const centre = sum(logs) / logs.length;
  const scratch = new Float64Array(values.length);
  const cost = (lambda: number): number => {
    for (let i = 0; i < logs.length; i++) {
      const log = logs[i] - centre;
      scratch[i] = lambda === 0 ? log : Math.expm1(lambda * log) / lambda;
    }
    return Math.log(variance(scratch));
  };
  return minimizeFrom(cost, -2, 2);
}

/**
 * The likeliest exponent of any values, searched where neither the transformed values nor their variance over-
 * or underflow. O(n) per evaluation.
 */
export function yeoJohnsonLambda(values: Float64Array): number {
  let logSum = 0;
  let largest = 0;
  let negative = 0;
  for (const x of values) {
    logSum += Math.sign(x) * Math.log1p(Math.abs(x));
    largest = Math.max(largest, Math.abs(x));
    if (x < 0) negative++;
  }
  if (largest === 0) return 1;
  const scratch = new Float64Array(values.length);
  const cost = (lambda: number): number => {
    for (let i = 0; i < values.length; i++) scratch[i] = yeoJohnson(values[i], lambda);
    const spread = variance(scratch);
    if (!(spread >= SMALLEST)) return Number.POSITIVE_INFINITY;
    return (values.length / 2) * Math.log(spread) - (lambda - 1) * logSum;
  };
  // Values up to 20 times the largest one seen stay within half the range of floating-point exponents.
  const reach = Math.log1p(20 * largest);
  const low = (Math.log(SMALLEST) - Math.log(Number.EPSILON)) / 2 / reach;
  const high = (Math.log(Number.MAX_VALUE) + Math.log(Number.EPSILON)) / 2 / reach;
  if (negative === values.length) return minimizeWithin(cost, 2 - high, 2 - low, 1.48e-8);
  if (negative > 0) return minimizeWithin(cost, Math.max(2 - high, low), Math.min(2 - low, high), 1.48e-8);
  return minimizeWithin(cost, low, high, 1.48e-8);
}

/** The smallest normal double. */
const SMALLEST = 2 ** -1022;

function sum(values: Float64Array): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i];
  return total;
}

function variance(values: Float64Array): number {
  const mean = sum(values) / values.length;
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += (values[i] - mean) ** 2;
  return squares / values.length;
}
