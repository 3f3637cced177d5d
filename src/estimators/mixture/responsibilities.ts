import type { Matrix } from '../../core/matrix.js';
import type { RandomState } from '../../core/random.js';
import type { Run } from '../../core/run.js';
import { kMeansLabels } from '../cluster/k_means.js';
import { spreadOut } from '../cluster/k_means_plusplus.js';
import type { MixtureInit } from './params.js';

/** First responsibilities, n x k. */
export interface FirstResponsibilities {
  readonly shares: Float64Array;
  /** Most rows belong to no component yet. */
  readonly partial: boolean;
}

/** First responsibilities, drawn as scikit-learn draws them. */
export async function firstResponsibilities(
  X: Matrix,
  k: number,
  init: MixtureInit,
  random: RandomState,
  run: Run,
): Promise<FirstResponsibilities> {
  if (init === 'random') {
    const shares = random.randomSample(X.rows * k);
    for (let start = 0; start < shares.length; start += k) {
      let sum = 0;
      for (let at = start; at < start + k; at++) sum += shares[at];
      for (let at = start; at < start + k; at++) shares[at] /= sum;
    }
    return { shares, partial: false };
  }
  const shares = new Float64Array(X.rows * k);
  if (init === 'kmeans') {
    const labels = await kMeansLabels(X, k, random, run);
    for (let i = 0; i < X.rows; i++) shares[i * k + labels[i]] = 1;
    return { shares, partial: false };
  }
  const rows =
    init === 'k-means++'
      ? spreadOut(X, k, undefined, random)
      : random.choice(X.rows, { size: k, replace: false });
  for (let c = 0; c < k; c++) shares[rows[c] * k + c] = 1;
  return { shares, partial: true };
}
