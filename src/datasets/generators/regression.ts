import { Matrix } from '../../core/matrix.js';
import { declare, int, nullable, type ParamsOf, resolveParams } from '../../core/params.js';
import { RandomState } from '../../core/random.js';
import { addNoise, multiply, normalMatrix, uniformMatrix } from './arrays.js';
import { makeLowRankMatrix, RANK } from './low_rank.js';
import {
  featureCount,
  type GeneratedValues,
  misfit,
  noiseLevel,
  numberOrList,
  randomState,
  sampleCount,
  shuffled,
} from './options.js';

const DECLARATION = declare('makeRegression', {
  nSamples: sampleCount(),
  nFeatures: featureCount(100),
  nInformative: int(10, { doc: 'Columns with a coefficient other than 0; at most nFeatures count.', min: 0 }),
  nTargets: int(1, { doc: 'Number of targets; beyond 1 the target is a matrix.', min: 1 }),
  bias: numberOrList(0, { doc: 'Constant term, one or each target.' }),
  effectiveRank: nullable(RANK.effectiveRank),
  tailStrength: RANK.tailStrength,
  noise: noiseLevel(),
  shuffle: shuffled('Put rows and columns in random order.'),
  randomState: randomState(),
});
const SPARSE = declare('makeSparseUncorrelated', {
  nSamples: sampleCount(),
  nFeatures: featureCount(10, 4),
  randomState: randomState(),
});

/** Options of `makeRegression` for T targets. */
export type MakeRegressionOptions<T extends number = number> = Partial<
  Omit<ParamsOf<typeof DECLARATION>, 'nTargets'>
> & { readonly nTargets?: T };
/** Options of `makeSparseUncorrelated`. */
export type MakeSparseUncorrelatedOptions = Partial<ParamsOf<typeof SPARSE>>;

/** One number per row for one target, else a matrix with a column for each target. */
type PerTarget<T extends number> = number extends T
  ? Float64Array | Matrix
  : T extends 1
    ? Float64Array
    : Matrix;

/** A regression problem and the truth behind it. */
export interface RegressionData<T extends number = 1> {
  /** nSamples x nFeatures. */
  readonly data: Matrix;
  /** nSamples values, or nSamples x nTargets. */
  readonly target: PerTarget<T>;
  /** The coefficients: nFeatures values, or nFeatures x nTargets. */
  readonly coef: PerTarget<T>;
}

/**
 * A random linear regression problem, with normal columns (or nearly dependent ones, with `effectiveRank`), of which
 * `nInformative` have coefficients between 0 and 100. The same seed gives the rows of scikit-learn's make_regression
 * (to rounding). O(nSamples nFeatures nTargets).
 * @throws InvalidParameterError for a bad option.
 * @example
 * ```ts
 * const { data, target, coef } = makeRegression({ nSamples: 50, nFeatures: 4, nInformative: 2, randomState: 1 });
 * coef.filter((value) => value !== 0).length; // 2
 * const two = makeRegression({ nTargets: 2, randomState: 1 });
 * two.target.columns; // 2
 * ```
 */
export function makeRegression<const T extends number = 1>(
  options: MakeRegressionOptions<T> = {},
): RegressionData<T> {
  const params = resolveParams(DECLARATION, options);
  const { nSamples, nFeatures, nTargets, bias, effectiveRank, tailStrength, noise } = params;
  if (typeof bias !== 'number' && bias.length !== nTargets) {
    throw misfit(
      'makeRegression',
      'bias',
      `must have one entry for each of ${nTargets} target(s)`,
      bias,
      'Correct it.',
    );
  }
  const random = RandomState.from(params.randomState);
  let data =
    effectiveRank === null
      ? normalMatrix(random, nSamples, nFeatures)
      : makeLowRankMatrix({ nSamples, nFeatures, effectiveRank, tailStrength, randomState: random });
  let coef = Matrix.zeros(nFeatures, nTargets);
  const drawn = uniformMatrix(random, Math.min(nFeatures, params.nInformative), nTargets);
  for (let i = 0; i < drawn.data.length; i++) coef.data[i] = 100 * drawn.data[i];
  let target = multiply(data, coef);
  for (let i = 0; i < target.data.length; i++) {
    target.data[i] += typeof bias === 'number' ? bias : bias[i % nTargets];
  }
  if (noise > 0) addNoise(target.data, noise, random);
  if (params.shuffle) {
    const rows = random.permutation(nSamples);
    const columns = random.permutation(nFeatures);
    data = data.takeRows(rows).takeColumns(columns);
    target = target.takeRows(rows);
    coef = coef.takeRows(columns);
  }
  const perTarget = (matrix: Matrix) => (nTargets === 1 ? matrix.data : matrix) as PerTarget<T>;
  return { data, target: perTarget(target), coef: perTarget(coef) };
}

/**
 * A regression problem with normal columns of which only four matter: y = x0 + 2 x1 - 2 x2 - 1.5 x3 plus normal noise.
 * The same seed gives the rows of scikit-learn's make_sparse_uncorrelated. O(nSamples nFeatures).
 * Reference: G. Celeux, M. El Anbari, J.-M. Marin, C. P. Robert, Regularization in regression (2009).
 * @throws InvalidParameterError for a bad option.
 * @example
 * ```ts
 * const { data, target } = makeSparseUncorrelated({ nSamples: 30, randomState: 0 });
 * [data.columns, target.length]; // [10, 30]
 * ```
 */
export function makeSparseUncorrelated(options: MakeSparseUncorrelatedOptions = {}): GeneratedValues {
  const params = resolveParams(SPARSE, options);
  const random = RandomState.from(params.randomState);
  const data = normalMatrix(random, params.nSamples, params.nFeatures);
  const target = Float64Array.from({ length: params.nSamples }, (_, i) => {
    const [a, b, c, d] = data.row(i);
    return a + 2 * b - 2 * c - 1.5 * d + random.standardNormal();
  });
  return { data, target };
}
