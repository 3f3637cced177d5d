import { digamma, logGamma } from '../../kernels/special.js';

/** How weights are distributed: by a Dirichlet process (stick breaking) or a finite Dirichlet distribution. */
export type ConcentrationType = 'dirichlet_process' | 'dirichlet_distribution';

/** Posterior of the weights: two rows of k parameters of beta distributions (process), or one of k (distribution). */
export type Concentration = readonly Float64Array[];

/** The posterior of the weights after `counts` rows in each component. */
export function concentrationOf(counts: Float64Array, prior: number, type: ConcentrationType): Concentration {
  if (type === 'dirichlet_distribution') return [counts.map((count) => prior + count)];
  const after = new Float64Array(counts.length);
  for (let c = counts.length - 2; c >= 0; c--) after[c] = after[c + 1] + counts[c + 1];
  return [counts.map((count) => 1 + count), after.map((count) => prior + count)];
}

/** Expected logs of the weights. */
export function expectedLogWeights([a, b]: Concentration): Float64Array {
  if (!b) {
    const whole = digamma(sum(a));
    return a.map((value) => digamma(value) - whole);
  }
  let rest = 0;
  return a.map((value, c) => {
    const whole = digamma(value + b[c]);
    const log = digamma(value) - whole + rest;
    rest += digamma(b[c]) - whole;
    return log;
  });
}

/** Expected weights, which sum to 1. */
export function expectedWeights([a, b]: Concentration): Float64Array {
  if (!b) {
    const whole = sum(a);
    return a.map((value) => value / whole);
  }
  let rest = 1;
  const weights = a.map((value, c) => {
    const weight = (value / (value + b[c])) * rest;
    rest *= b[c] / (value + b[c]);
    return weight;
  });
  const whole = sum(weights);
  return weights.map((weight) => weight / whole);
}

/** Log of the norm of the distribution of the weights. */
export function logWeightNorm([a, b]: Concentration): number {
  if (!b) return logGamma(sum(a)) - a.reduce((total, value) => total + logGamma(value), 0);
  return a.reduce(
    (total, value, c) => total - (logGamma(value) + logGamma(b[c]) - logGamma(value + b[c])),
    0,
  );
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
