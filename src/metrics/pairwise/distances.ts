import type { MatrixLike } from '../../core/input.js';
import { Matrix } from '../../core/matrix.js';
import { fillDistances } from '../../kernels/distance_blocks.js';
import {
  type DistanceName,
  type MetricParams,
  type ResolvedMetric,
  distanceMetrics as registry,
} from '../../kernels/distances.js';
import { checkOptionNames } from '../options.js';
import { checkPrecomputed, checkRowPair, fillPairs, type RowPair } from './inputs.js';
import {
  acceptsNaN,
  metricFor,
  metricParamNames,
  metricParamsOf,
  type PairwiseMetric,
} from './metric_for.js';

/** Options of `pairwiseDistances`: the distance and its parameters. */
export interface PairwiseDistancesOptions extends MetricParams {
  /**
   * A name of scikit-learn or SciPy ('euclidean', 'cityblock', 'cosine', 'jaccard', ...), 'precomputed' (X holds
   * distances and is returned), or a function of two rows; default 'euclidean'.
   */
  readonly metric?: PairwiseMetric | 'precomputed';
}

/**
 * Distances between the rows of X (n x d) and those of Y (m x d, default X): a Matrix n x m.
 *
 * Differences are formed directly, so that near points far from the origin keep their digits. 'haversine' takes
 * (latitude, longitude) in radians; 'nan_euclidean' alone takes NaN; boolean distances see only whether a value
 * is zero; 'seuclidean' and 'mahalanobis' estimate V and VI from X when they are not given and there is no Y.
 *
 * @throws InvalidParameterError for an unknown distance or unfit parameters; InvalidInputError for unfit data.
 * Time O(n m d), memory n m. Source: scikit-learn pairwise_distances; SciPy spatial.distance.
 * @example
 * ```ts
 * pairwiseDistances([[0, 0], [3, 4]]).get(0, 1); // 5
 * pairwiseDistances([[0, 0]], [[3, 4]], { metric: 'minkowski', p: 1 }).get(0, 0); // 7
 * ```
 */
export function pairwiseDistances(
  X: MatrixLike,
  Y?: MatrixLike | null,
  options: PairwiseDistancesOptions = {},
): Matrix {
  const caller = 'pairwiseDistances';
  checkOptionNames(options, ['metric', ...metricParamNames], caller);
  const { metric = 'euclidean' } = options;
  if (metric === 'precomputed') return checkPrecomputed(X, Y, caller, true);
  const pair = checkRowPair(X, Y, caller, { allowNaN: acceptsNaN(metric) });
  return allDistances(metricFor(metric, metricParamsOf(options), pair, caller), pair);
}

/** Options of `euclideanDistances`. */
export interface EuclideanDistancesOptions {
  /** Give squared distances; default false. */
  readonly squared?: boolean;
}

/**
 * Euclidean distances between the rows of X (n x d) and of Y (m x d, default X): a Matrix n x m.
 * @throws InvalidInputError for unfit data. O(n m d). Source: scikit-learn euclidean_distances (whose shortcut by
 * dot products is not used: it loses the digits of near points).
 * @example
 * ```ts
 * euclideanDistances([[1e8], [1e8 + 1]]).get(0, 1); // 1
 * ```
 */
export function euclideanDistances(
  X: MatrixLike,
  Y?: MatrixLike | null,
  options: EuclideanDistancesOptions = {},
): Matrix {
  checkOptionNames(options, ['squared'], 'euclideanDistances');
  return byName(options.squared ? 'sqeuclidean' : 'euclidean', X, Y, 'euclideanDistances');
}

/**
 * Sums of absolute differences between the rows of X (n x d) and of Y (m x d, default X): a Matrix n x m.
 * @throws InvalidInputError for unfit data. O(n m d). Source: scikit-learn manhattan_distances.
 * @example
 * ```ts
 * manhattanDistances([[3, 1]], [[2, 5]]).get(0, 0); // 5
 * ```
 */
export function manhattanDistances(X: MatrixLike, Y?: MatrixLike | null): Matrix {
  return byName('manhattan', X, Y, 'manhattanDistances');
}

/**
 * 1 - cosine similarity between the rows of X (n x d) and of Y (m x d, default X): a Matrix n x m with values
 * from 0 to 2. A zero row is at distance 1 from every other row, and at 0 from itself.
 * @throws InvalidInputError for unfit data. O(n m d). Source: scikit-learn cosine_distances.
 * @example
 * ```ts
 * cosineDistances([[1, 0]], [[0, 2], [3, 0]]).to2DArray(); // [[1, 0]]
 * ```
 */
export function cosineDistances(X: MatrixLike, Y?: MatrixLike | null): Matrix {
  return byName('cosine', X, Y, 'cosineDistances');
}

/**
 * Great-circle angles in radians between rows (latitude, longitude), in radians, of X and Y (default X). Times
 * the radius of the sphere (6371 km for the Earth) they are distances along it.
 * @throws InvalidInputError unless there are two columns. O(n m). Source: scikit-learn haversine_distances.
 * @example
 * ```ts
 * haversineDistances([[0, 0]], [[0, Math.PI / 2]]).get(0, 0); // 1.5708
 * ```
 */
export function haversineDistances(X: MatrixLike, Y?: MatrixLike | null): Matrix {
  return byName('haversine', X, Y, 'haversineDistances');
}

/** Options of `nanEuclideanDistances`. */
export interface NaNEuclideanDistancesOptions extends EuclideanDistancesOptions {
  /** The value that stands for "missing"; default NaN. */
  readonly missingValues?: number;
}

/**
 * Euclidean distances that ignore missing coordinates: the squared distance over those present in both rows,
 * times d / (number present). NaN where two rows share no coordinate.
 * @throws InvalidInputError for unfit data. O(n m d). Source: scikit-learn nan_euclidean_distances;
 * Dixon (1979), doi:10.1109/TSMC.1979.4310090.
 * @example
 * ```ts
 * nanEuclideanDistances([[0, 1], [1, NaN]]).get(0, 1); // 1.4142
 * ```
 */
export function nanEuclideanDistances(
  X: MatrixLike,
  Y?: MatrixLike | null,
  options: NaNEuclideanDistancesOptions = {},
): Matrix {
  const caller = 'nanEuclideanDistances';
  checkOptionNames(options, ['squared', 'missingValues'], caller);
  const { missingValues = Number.NaN, squared = false } = options;
  const given = checkRowPair(X, Y, caller, { allowNaN: true });
  const mark = (matrix: Matrix): Matrix =>
    Number.isNaN(missingValues)
      ? matrix
      : Matrix.of(
          matrix.data.map((value) => (value === missingValues ? Number.NaN : value)),
          matrix.columns,
        );
  const first = mark(given.X);
  const pair = { X: first, Y: given.same ? first : mark(given.Y), same: given.same };
  const metric = metricFor('nan_euclidean', {}, pair, caller);
  return allDistances(squared ? { ...metric, distance: metric.reduced } : metric, pair);
}

/**
 * The named distances: a Map from the name to the function that computes it for all pairs of rows.
 * @example
 * ```ts
 * distanceMetrics().get('cityblock')?.([[0, 0]], [[3, 4]]).get(0, 0); // 7
 * ```
 */
export function distanceMetrics(): Map<string, (X: MatrixLike, Y?: MatrixLike | null) => Matrix> {
  return new Map(
    Array.from(registry.keys(), (name) => [
      name,
      (X: MatrixLike, Y?: MatrixLike | null) => byName(name as DistanceName, X, Y, name),
    ]),
  );
}

/**
 * Whether a row of X is at distance 0 from itself by definition: so for named distances even where the formula
 * says otherwise (0 / 0 for zero rows, 'russellrao'), as in scikit-learn and SciPy. A row without any value is at
 * distance NaN from itself, and a user's function decides for itself.
 */
export function zeroToItself({ name }: ResolvedMetric): boolean {
  return name !== 'nan_euclidean' && name !== 'function';
}

/** All distances of a pair of inputs. */
export function allDistances(metric: ResolvedMetric, pair: RowPair): Matrix {
  const result = fillPairs(pair, (X, Y, out) => fillDistances(metric, X, Y, out));
  if (pair.same && zeroToItself(metric)) for (let i = 0; i < result.rows; i++) result.set(i, i, 0);
  return result;
}

function byName(
  metric: PairwiseMetric,
  X: MatrixLike,
  Y: MatrixLike | null | undefined,
  caller: string,
): Matrix {
  const pair = checkRowPair(X, Y, caller, { allowNaN: acceptsNaN(metric) });
  return allDistances(metricFor(metric, {}, pair, caller), pair);
}
