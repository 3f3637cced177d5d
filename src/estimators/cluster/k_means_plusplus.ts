import { InvalidParameterError } from '../../core/errors.js';
import { asMatrix, type MatrixLike } from '../../core/input.js';
import type { Matrix } from '../../core/matrix.js';
import { unknownParameter } from '../../core/params.js';
import { RandomState, type RandomStateLike } from '../../core/random.js';
import { checkSampleWeight } from '../../core/weights.js';
import { Spread } from '../../kernels/spread.js';

/** Options of kmeansPlusplus. */
export interface KmeansPlusplusOptions {
  readonly sampleWeight?: ArrayLike<number> | null;
  readonly randomState?: RandomStateLike | null;
  /** Candidates tried for each centre; default 2 + floor(log k). */
  readonly nLocalTrials?: number | null;
}

/**
 * First centres for k-means: rows of X that are far apart, drawn in proportion to their squared distance from the
 * centres so far, the best of some candidates each time. O(n k log k d).
 * Reference: Arthur & Vassilvitskii, SODA 2007; scikit-learn kmeans_plusplus (the same rows for the same seed).
 * @throws InvalidParameterError for more clusters than rows.
 *
 * @example
 * ```ts
 * const { indices } = kmeansPlusplus([[0, 0], [0, 1], [9, 9]], 2, { randomState: 0 });
 * indices.length; // 2
 * ```
 */
export function kmeansPlusplus(
  X: MatrixLike,
  nClusters: number,
  options: KmeansPlusplusOptions = {},
): { centers: Matrix; indices: Int32Array } {
  const caller = 'kmeansPlusplus';
  const names = ['sampleWeight', 'randomState', 'nLocalTrials'];
  for (const name of Object.keys(options)) {
    if (!names.includes(name)) throw unknownParameter(caller, name, names);
  }
  const matrix = asMatrix(X, { estimator: caller });
  if (!Number.isInteger(nClusters) || nClusters < 1 || nClusters > matrix.rows) {
    throw new InvalidParameterError(
      `${caller}: nClusters must be an integer from 1 to the number of rows (${matrix.rows}). Got ${nClusters}. Ask for fewer clusters.`,
      { estimator: caller, parameter: 'nClusters', received: String(nClusters) },
    );
  }
  const weight = checkSampleWeight(options.sampleWeight ?? undefined, matrix.rows, caller);
  const random = RandomState.from(options.randomState ?? null);
  const indices = spreadOut(matrix, nClusters, weight, random, options.nLocalTrials ?? undefined);
  return { centers: matrix.takeRows(indices), indices };
}

/** Rows that are far apart, drawn as scikit-learn draws them. */
export function spreadOut(
  X: Matrix,
  k: number,
  weight: Float64Array | undefined,
  random: RandomState,
  trials = 2 + Math.floor(Math.log(k)),
): Int32Array {
  const n = X.rows;
  const total = weight ? weight.reduce((sum, w) => sum + w, 0) : n;
  const p = weight ? weight.map((w) => w / total) : new Float64Array(n).fill(1 / n);
  const indices = new Int32Array(k);
  indices[0] = random.choice(n, { size: 1, p })[0];
  const spread = new Spread(X, weight);
  try {
    let potential = spread.try(indices[0]);
    spread.keep();
    spread.take();
    const cumulated = new Float64Array(n);
    for (let c = 1; c < k; c++) {
      const draws = random.randomSample(trials);
      const { closest } = spread;
      let sum = 0;
      for (let i = 0; i < n; i++) cumulated[i] = sum += weight ? weight[i] * closest[i] : closest[i];
      let least = Number.POSITIVE_INFINITY;
      for (let t = 0; t < trials; t++) {
        const i = Math.min(firstAtLeast(cumulated, draws[t] * potential), n - 1);
        const left = spread.try(i);
        if (left >= least && t > 0) continue;
        least = left;
        indices[c] = i;
        spread.keep();
      }
      potential = least;
      spread.take();
    }
  } finally {
    spread.release();
  }
  return indices;
}

/** Place of the first value that is at least `wanted` in an ascending list. */
function firstAtLeast(list: Float64Array, wanted: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle] < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
