import { Matrix as MlMatrix, QrDecomposition } from 'ml-matrix';
import { Matrix } from '../../core/matrix.js';
import { declare, int, type ParamsOf, real, resolveParams } from '../../core/params.js';
import { RandomState } from '../../core/random.js';
import { multiply, normalMatrix } from './arrays.js';
import { featureCount, randomState, sampleCount } from './options.js';

/** Parameters of the singular values, shared with makeRegression. */
export const RANK = {
  effectiveRank: int(10, { doc: 'About how many singular values matter.', min: 1 }),
  tailStrength: real(0.5, { doc: 'Weight of the slowly falling tail of singular values.', min: 0, max: 1 }),
};

const DECLARATION = declare('makeLowRankMatrix', {
  nSamples: sampleCount(),
  nFeatures: featureCount(100),
  ...RANK,
  randomState: randomState(),
});

/** Options of `makeLowRankMatrix`. */
export type MakeLowRankMatrixOptions = Partial<ParamsOf<typeof DECLARATION>>;

/**
 * A random nSamples x nFeatures matrix whose singular values fall like a bell curve of width `effectiveRank` plus an
 * exponential tail. The same seed gives scikit-learn's make_low_rank_matrix (to rounding). O(n d min(n, d)).
 * @throws InvalidParameterError for a bad option.
 * @example
 * ```ts
 * const X = makeLowRankMatrix({ nSamples: 30, nFeatures: 10, effectiveRank: 2, randomState: 0 });
 * [X.rows, X.columns]; // [30, 10]
 * ```
 */
export function makeLowRankMatrix(options: MakeLowRankMatrixOptions = {}): Matrix {
  const params = resolveParams(DECLARATION, options);
  const { nSamples, nFeatures, effectiveRank, tailStrength } = params;
  const random = RandomState.from(params.randomState);
  const n = Math.min(nSamples, nFeatures);
  const u = orthonormal(normalMatrix(random, nSamples, n));
  const v = orthonormal(normalMatrix(random, nFeatures, n));
  for (let j = 0; j < n; j++) {
    const bell = (1 - tailStrength) * Math.exp(-((j / effectiveRank) ** 2));
    const tail = tailStrength * Math.exp((-0.1 * j) / effectiveRank);
    for (let i = 0; i < nSamples; i++) u.set(i, j, u.get(i, j) * (bell + tail));
  }
  return multiply(u, v.transpose());
}

/** Q of the QR decomposition, with LAPACK's signs. */
function orthonormal(A: Matrix): Matrix {
  const { rows, columns } = A;
  const ours = new QrDecomposition(MlMatrix.from1DArray(rows, columns, Array.from(A.data))).orthogonalMatrix;
  const Q = Matrix.of(Float64Array.from(ours.to1DArray()), columns);
  // LAPACK leaves the last column of a square matrix unreflected: there is nothing below its diagonal.
  if (rows === columns) for (let i = 0; i < rows; i++) Q.set(i, columns - 1, -Q.get(i, columns - 1));
  return Q;
}
