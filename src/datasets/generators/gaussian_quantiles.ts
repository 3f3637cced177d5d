import { Matrix } from '../../core/matrix.js';
import { custom, declare, int, nullable, type ParamsOf, real, resolveParams } from '../../core/params.js';
import { RandomState } from '../../core/random.js';
import {
  featureCount,
  type GeneratedClasses,
  misfit,
  randomState,
  sampleCount,
  shuffled,
} from './options.js';

const CALLER = 'makeGaussianQuantiles';

const DECLARATION = declare(CALLER, {
  mean: nullable(
    custom<readonly number[]>([], {
      doc: 'Mean of the normal distribution; null for the origin.',
      expected: 'an array of finite numbers',
      accepts: (value) => Array.isArray(value) && value.every(Number.isFinite),
      invalid: [0, 'text', [Number.NaN]],
    }),
  ),
  cov: real(1, { doc: 'Variance of each column.', min: 0 }),
  nSamples: sampleCount(),
  nFeatures: featureCount(2),
  nClasses: int(3, { doc: 'Number of classes.', min: 1 }),
  shuffle: shuffled(),
  randomState: randomState(),
});

/** Options of `makeGaussianQuantiles`. */
export type MakeGaussianQuantilesOptions = Partial<ParamsOf<typeof DECLARATION>>;

/**
 * One normal cloud cut into classes by nested spheres, with equally many rows each (the outermost takes the rest).
 * The same seed gives the rows of scikit-learn's make_gaussian_quantiles. O(n d + n log n).
 * Reference: J. Zhu, H. Zou, S. Rosset, T. Hastie, Multi-class AdaBoost (2009).
 * @throws InvalidParameterError for a bad option, or fewer rows than classes.
 * @example
 * ```ts
 * const { target } = makeGaussianQuantiles({ nSamples: 90, nFeatures: 5, nClasses: 3, randomState: 0 });
 * target.filter((code) => code === 0).length; // 30
 * ```
 */
export function makeGaussianQuantiles(options: MakeGaussianQuantilesOptions = {}): GeneratedClasses {
  const params = resolveParams(DECLARATION, options);
  const { nSamples, nFeatures, nClasses, cov } = params;
  const mean = params.mean ?? new Array<number>(nFeatures).fill(0);
  if (nSamples < nClasses) {
    throw misfit(CALLER, 'nSamples', `must be at least nClasses = ${nClasses}`, nSamples, 'Raise it.');
  }
  if (mean.length !== nFeatures) {
    throw misfit(CALLER, 'mean', `must have nFeatures = ${nFeatures} entries`, mean, 'Correct its length.');
  }
  const random = RandomState.from(params.randomState);
  const normals = random.standardNormal(nSamples * nFeatures);
  const deviation = Math.sqrt(cov);
  const cloud = Matrix.of(
    normals.map((value, i) => value * deviation + mean[i % nFeatures]),
    nFeatures,
  );
  const distances = Float64Array.from({ length: nSamples }, (_, i) =>
    cloud.row(i).reduce((sum, value, j) => sum + (value - mean[j]) ** 2, 0),
  );
  const byDistance = Array.from(distances.keys()).sort((a, b) => distances[a] - distances[b]);
  const step = Math.floor(nSamples / nClasses);
  const codes = byDistance.map((_, rank) => Math.min(nClasses - 1, Math.floor(rank / step)));
  if (!params.shuffle) return { data: cloud.takeRows(byDistance), target: codes };
  const order = random.permutation(nSamples);
  return {
    data: cloud.takeRows(order.map((rank) => byDistance[rank])),
    target: Array.from(order, (rank) => codes[rank]),
  };
}
