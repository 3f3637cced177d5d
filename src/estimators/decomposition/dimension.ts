import { logGamma } from '../../kernels/special.js';

const EPSILON = 1e-15;

/**
 * The number of components that Minka's maximum likelihood prefers for a spectrum (variances, descending) of n rows.
 * O(d^3). Source: Minka (2000), "Automatic choice of dimensionality for PCA".
 */
export function inferDimension(spectrum: Float64Array, n: number): number {
  let best = 0;
  let most = Number.NEGATIVE_INFINITY;
  for (let rank = 1; rank < spectrum.length; rank++) {
    const value = evidence(spectrum, rank, n);
    if (value > most) {
      most = value;
      best = rank;
    }
  }
  return best;
}

function evidence(spectrum: Float64Array, rank: number, n: number): number {
  const d = spectrum.length;
  if (spectrum[rank - 1] < EPSILON) return Number.NEGATIVE_INFINITY;
  let prior = -rank * Math.LN2;
  for (let i = 1; i <= rank; i++) {
    const half = (d - i + 1) / 2;
    prior += logGamma(half) - Math.log(Math.PI) * half;
  }
  let logs = 0;
  let rest = 0;
  for (let i = 0; i < d; i++) {
    if (i < rank) logs += Math.log(spectrum[i]);
    else rest += spectrum[i];
  }
  const v = Math.max(EPSILON, rest / (d - rank));
  const m = d * rank - (rank * (rank + 1)) / 2;
  let volume = 0;
  for (let i = 0; i < rank; i++) {
    for (let j = i + 1; j < d; j++) {
      const other = j < rank ? spectrum[j] : v;
      volume += Math.log((spectrum[i] - spectrum[j]) * (1 / other - 1 / spectrum[i])) + Math.log(n);
    }
  }
  const sum = prior - (logs * n) / 2 - (Math.log(v) * n * (d - rank)) / 2;
  return sum + (Math.log(2 * Math.PI) * (m + rank)) / 2 - volume / 2 - (rank * Math.log(n)) / 2;
}
