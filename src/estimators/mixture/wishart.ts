import { logGamma } from '../../kernels/special.js';
import type { Shape } from './covariances.js';
import type { GaussianEstimates } from './gaussian_estimates.js';

/** What is believed of means and covariances before any row is seen; means are relative to the origin of the rows. */
export interface NormalPrior {
  readonly meanPrecision: number;
  /** d. */
  readonly mean: Float64Array;
  readonly freedom: number;
  /** d x d ('full', 'tied'), d ('diag') or one number ('spherical'). */
  readonly covariance: Float64Array;
}

/** Posterior of means and covariances. */
export interface NormalPosterior {
  /** k. */
  readonly meanPrecision: Float64Array;
  /** k x d. */
  readonly means: Float64Array;
  /** Degrees of freedom: k, or one for all ('tied'). */
  readonly freedom: Float64Array;
  /** Row-major, of the shape of the covariance type. */
  readonly covariances: Float64Array;
}

/** The normal-Wishart posterior after the rows. O(k d^2). Reference: Bishop (2006), 10.60 to 10.63. */
export function posteriorOf(
  { counts, means: found, covariances: scatter }: GaussianEstimates,
  prior: NormalPrior,
  shape: Shape,
): NormalPosterior {
  const { type, k, d } = shape;
  const meanPrecision = counts.map((count) => prior.meanPrecision + count);
  const means = found.map((value, at) => {
    const c = Math.floor(at / d);
    return (prior.meanPrecision * prior.mean[at % d] + counts[c] * value) / meanPrecision[c];
  });
  const total = counts.reduce((sum, count) => sum + count, 0);
  const freedom =
    type === 'tied'
      ? Float64Array.of(prior.freedom + total / k)
      : counts.map((count) => prior.freedom + count);
  const gap = (c: number, j: number): number => found[c * d + j] - prior.mean[j];
  const pull = (c: number): number => prior.meanPrecision / meanPrecision[c];
  const covariances = new Float64Array(scatter.length);
  for (let at = 0; at < covariances.length; at++) {
    if (type === 'full') {
      const c = Math.floor(at / (d * d));
      const [i, j] = [Math.floor(at / d) % d, at % d];
      const moved = counts[c] * (scatter[at] + pull(c) * gap(c, i) * gap(c, j));
      covariances[at] = (prior.covariance[i * d + j] + moved) / freedom[c];
    } else if (type === 'tied') {
      const [i, j] = [Math.floor(at / d), at % d];
      let moved = 0;
      for (let c = 0; c < k; c++) moved += counts[c] * pull(c) * gap(c, i) * gap(c, j);
      covariances[at] = (prior.covariance[at] + (scatter[at] * total + moved) / k) / freedom[0];
    } else if (type === 'diag') {
      const c = Math.floor(at / d);
      const moved = counts[c] * (scatter[at] + pull(c) * gap(c, at % d) ** 2);
      covariances[at] = (prior.covariance[at % d] + moved) / freedom[c];
    } else {
      let square = 0;
      for (let j = 0; j < d; j++) square += gap(at, j) ** 2 / d;
      covariances[at] = (prior.covariance[0] + counts[at] * (scatter[at] + pull(at) * square)) / freedom[at];
    }
  }
  return { meanPrecision, means, freedom, covariances };
}

/** Log of the norm of a Wishart distribution. Reference: Bishop (2006), B.79. */
export function logWishartNorm(freedom: number, logDeterminant: number, d: number): number {
  let gammas = 0;
  for (let j = 0; j < d; j++) gammas += logGamma(0.5 * (freedom - j));
  return -(freedom * logDeterminant + freedom * d * 0.5 * Math.LN2 + gammas);
}
