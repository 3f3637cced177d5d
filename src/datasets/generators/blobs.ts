import { asMatrix, type MatrixLike } from '../../core/input.js';
import { Matrix } from '../../core/matrix.js';
import { custom, declare, nullable, type ParamsOf, resolveParams } from '../../core/params.js';
import { RandomState } from '../../core/random.js';
import { repeatCodes } from './arrays.js';
import {
  featureCount,
  type GeneratedClasses,
  isPair,
  misfit,
  numberOrList,
  randomState,
  shuffled,
} from './options.js';

const CALLER = 'makeBlobs';
const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 1;

const DECLARATION = declare(CALLER, {
  nSamples: custom<number | readonly number[]>(100, {
    doc: 'Number of rows, shared out evenly, or the number of each centre.',
    expected: 'an integer >= 1 or a non-empty array of integers >= 0',
    accepts: (value) =>
      isCount(value) ||
      (Array.isArray(value) && value.length > 0 && value.every((n) => Number.isSafeInteger(n) && n >= 0)),
    invalid: [0, 1.5, [], 'text', [-1]],
  }),
  nFeatures: featureCount(2),
  centers: nullable(
    custom<number | MatrixLike>(3, {
      doc: 'Number of centres, or the centres themselves (k x d); null for 3, or one for each entry of nSamples.',
      expected: 'an integer >= 1 or a k x d matrix',
      accepts: (value) => isCount(value) || (typeof value === 'object' && value !== null),
      invalid: [0, 2.5, 'text'],
    }),
  ),
  clusterStd: numberOrList(1, { doc: 'Standard deviation of the clusters, one or each.', min: 0 }),
  centerBox: custom<readonly [number, number]>([-10, 10], {
    doc: 'Range of each coordinate of drawn centres.',
    expected: 'two finite numbers [low, high]',
    accepts: (value) => isPair(value, Number.isFinite) && (value as number[])[0] <= (value as number[])[1],
    invalid: [[1], [2, 1], 'text', 3],
  }),
  shuffle: shuffled(),
  randomState: randomState(),
});

/** Options of `makeBlobs`. */
export type MakeBlobsOptions = Partial<ParamsOf<typeof DECLARATION>>;
type Options = ParamsOf<typeof DECLARATION>;

/** Blobs and where their centres are. */
export interface BlobsData extends GeneratedClasses {
  /** k x d. */
  readonly centers: Matrix;
}

/**
 * Round normal clusters, for clustering and classification. The same seed gives the rows of scikit-learn's
 * make_blobs. O(nSamples nFeatures).
 * @throws InvalidParameterError for a bad option or lists of different lengths; InvalidInputError for bad centres.
 * @example
 * ```ts
 * const { data, target, centers } = makeBlobs({ nSamples: 60, centers: [[0, 0], [5, 5]], randomState: 3 });
 * [data.rows, centers.rows]; // [60, 2]
 * const uneven = makeBlobs({ nSamples: [90, 10], clusterStd: [1, 0.1], randomState: 3 });
 * ```
 */
export function makeBlobs(options: MakeBlobsOptions = {}): BlobsData {
  const params = resolveParams(DECLARATION, options);
  const random = RandomState.from(params.randomState);
  const centers = resolveCenters(params, random);
  const { rows: k, columns: d } = centers;
  const { clusterStd, nSamples } = params;
  if (typeof clusterStd !== 'number' && clusterStd.length !== k) {
    throw misfit(
      CALLER,
      'clusterStd',
      `must have one entry for each of the ${k} centres`,
      clusterStd,
      'Correct it.',
    );
  }
  const counts =
    typeof nSamples === 'number'
      ? Array.from({ length: k }, (_, c) => Math.floor(nSamples / k) + (c < nSamples % k ? 1 : 0))
      : [...nSamples];
  const target = repeatCodes(counts);
  const data = Matrix.zeros(target.length, d);
  for (let i = 0; i < target.length; i++) {
    const deviation = typeof clusterStd === 'number' ? clusterStd : clusterStd[target[i]];
    for (let j = 0; j < d; j++)
      data.set(i, j, centers.get(target[i], j) + deviation * random.standardNormal());
  }
  if (!params.shuffle) return { data, target, centers };
  const order = random.permutation(target.length);
  return { data: data.takeRows(order), target: Array.from(order, (i) => target[i]), centers };
}

function resolveCenters({ nSamples, nFeatures, centers, centerBox }: Options, random: RandomState): Matrix {
  const listed = typeof nSamples === 'number' ? undefined : nSamples.length;
  if (centers === null || typeof centers === 'number') {
    if (listed !== undefined && centers !== null && centers !== listed) {
      throw misfit(
        CALLER,
        'centers',
        `must match the ${listed} entries of nSamples`,
        centers,
        'Leave it out.',
      );
    }
    const k = centers ?? listed ?? 3;
    return Matrix.of(random.uniform(centerBox[0], centerBox[1], k * nFeatures), nFeatures);
  }
  const matrix = asMatrix(centers, { estimator: CALLER, argument: 'centers' });
  if (listed !== undefined && matrix.rows !== listed) {
    throw misfit(
      CALLER,
      'centers',
      `must match the ${listed} entries of nSamples`,
      matrix,
      'Correct one of them.',
    );
  }
  return matrix;
}
