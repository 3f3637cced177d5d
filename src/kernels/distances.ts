import { describe, InvalidInputError, InvalidParameterError, nearestName } from '../core/errors.js';
import { asMatrix, type MatrixLike } from '../core/input.js';
import type { DistanceFunction } from './distance_formulas.js';
import * as formulas from './distance_formulas.js';

export type { DistanceFunction } from './distance_formulas.js';

/** A user's own distance of two rows. */
export type DistanceCallable = (a: Float64Array, b: Float64Array) => number;

/** Names of the distances, as scikit-learn and SciPy spell them. */
export type DistanceName = keyof typeof table;

/** What parametrises a distance. */
export interface MetricParams {
  /** Power of 'minkowski'; above 0, may be Infinity. Default 2. */
  readonly p?: number;
  /** Weight per column of 'minkowski' and 'hamming'. */
  readonly w?: ArrayLike<number>;
  /** Variance per column of 'seuclidean'. */
  readonly V?: ArrayLike<number>;
  /** Inverse covariance matrix (d x d) of 'mahalanobis'. */
  readonly VI?: MatrixLike;
}

/** What is known of a named distance, without its parameters. */
export interface MetricInfo {
  /** Obeys the triangle inequality (so that a ball tree is exact). */
  readonly isMetric: boolean;
  /** scikit-learn's KDTree takes it: bounded from below by each coordinate's difference. */
  readonly kdTree: boolean;
  /** scikit-learn's BallTree takes it. */
  readonly ballTree: boolean;
  /** Sees only whether a value is zero. */
  readonly boolean: boolean;
  /** Accepts NaN as "missing". */
  readonly allowsNaN: boolean;
  /** The parameters it takes. */
  readonly params: readonly (keyof MetricParams)[];
}

/**
 * A distance ready for use. `reduced` is a cheaper function that orders pairs in the same way (the square of the
 * Euclidean distance, say); `toReduced` and `toDistance` convert between the two scales.
 */
export interface ResolvedMetric extends MetricInfo {
  readonly name: string;
  readonly distance: DistanceFunction;
  readonly reduced: DistanceFunction;
  readonly toReduced: (distance: number) => number;
  readonly toDistance: (reduced: number) => number;
}

interface Prepared {
  readonly distance: DistanceFunction;
  readonly reduced?: DistanceFunction;
  readonly toReduced?: (distance: number) => number;
  readonly toDistance?: (reduced: number) => number;
  /** Corrections of the table's facts for these parameters. */
  readonly facts?: Partial<MetricInfo>;
}

interface CheckedParams {
  readonly p: number;
  readonly w?: Float64Array;
  readonly V?: Float64Array;
  readonly VI?: Float64Array;
}

interface Entry extends MetricInfo {
  prepare(params: CheckedParams): Prepared;
}

const identity = (value: number): number => value;
const square = (value: number): number => value * value;

const boolean: Omit<MetricInfo, 'params' | 'isMetric'> = {
  kdTree: false,
  ballTree: true,
  boolean: true,
  allowsNaN: false,
};
const real: MetricInfo = {
  isMetric: true,
  kdTree: false,
  ballTree: false,
  boolean: false,
  allowsNaN: false,
  params: [],
};
const tree: MetricInfo = { ...real, kdTree: true, ballTree: true };
const ball: MetricInfo = { ...real, ballTree: true };

/** sqrt of a squared form, with that form as the reduced distance. */
function rooted(reduced: DistanceFunction, distance?: DistanceFunction): Prepared {
  return {
    distance: distance ?? ((a, i, b, j, length) => Math.sqrt(reduced(a, i, b, j, length))),
    reduced,
    toReduced: square,
    toDistance: Math.sqrt,
  };
}

const euclidean: Entry = {
  ...tree,
  prepare: () => rooted(formulas.squaredEuclidean, formulas.euclidean),
};
const manhattan: Entry = { ...tree, prepare: () => ({ distance: formulas.manhattan }) };
const chebyshev: Entry = { ...tree, prepare: () => ({ distance: formulas.chebyshev }) };
const minkowski: Entry = { ...tree, params: ['p', 'w'], prepare: prepareMinkowski };

function named(distance: DistanceFunction, facts: MetricInfo): Entry {
  return { ...facts, prepare: () => ({ distance }) };
}

function binary(
  isMetric: boolean,
  formula: (tt: number, tf: number, ft: number, n: number) => number,
  ballTree = true,
): Entry {
  return named(formulas.booleanDistance(formula), { ...boolean, ballTree, isMetric, params: [] });
}

const table = {
  euclidean,
  l2: euclidean,
  sqeuclidean: named(formulas.squaredEuclidean, { ...real, isMetric: false }),
  manhattan,
  cityblock: manhattan,
  l1: manhattan,
  chebyshev,
  infinity: chebyshev,
  minkowski,
  p: minkowski,
  cosine: named(formulas.cosine, { ...real, isMetric: false }),
  correlation: named(formulas.correlation, { ...real, isMetric: false }),
  canberra: named(formulas.canberra, ball),
  braycurtis: named(formulas.brayCurtis, { ...ball, isMetric: false }),
  seuclidean: {
    ...ball,
    params: ['V'],
    prepare: ({ V }) => rooted(formulas.squaredStandardized(V as Float64Array)),
  },
  mahalanobis: {
    ...ball,
    params: ['VI'],
    prepare: ({ VI }) => rooted(formulas.squaredMahalanobis(VI as Float64Array)),
  },
  hamming: { ...ball, params: ['w'], prepare: ({ w }) => ({ distance: formulas.hamming(w) }) },
  haversine: {
    ...ball,
    prepare: () => ({
      distance: (a, i, b, j, length) => toAngle(formulas.reducedHaversine(a, i, b, j, length)),
      reduced: formulas.reducedHaversine,
      toReduced: (distance) => Math.sin(0.5 * distance) ** 2,
      toDistance: toAngle,
    }),
  },
  nan_euclidean: {
    ...real,
    isMetric: false,
    allowsNaN: true,
    prepare: () => rooted(formulas.squaredNaNEuclidean),
  },
  jaccard: binary(true, (tt, tf, ft) => (tf + ft === 0 ? 0 : (tf + ft) / (tt + tf + ft))),
  dice: binary(false, (tt, tf, ft) => (tf + ft) / (2 * tt + tf + ft)),
  matching: binary(true, (_tt, tf, ft, n) => (tf + ft) / n),
  kulsinski: binary(false, (tt, tf, ft, n) => (tf + ft - tt + n) / (tf + ft + n)),
  rogerstanimoto: binary(true, (_tt, tf, ft, n) => (2 * (tf + ft)) / (n + tf + ft)),
  russellrao: binary(false, (tt, _tf, _ft, n) => (n - tt) / n),
  sokalmichener: binary(true, (_tt, tf, ft, n) => (2 * (tf + ft)) / (n + tf + ft)),
  sokalsneath: binary(true, (tt, tf, ft) => (2 * (tf + ft)) / (tt + 2 * (tf + ft))),
  yule: binary(
    false,
    (tt, tf, ft, n) => {
      const half = tf * ft;
      return half === 0 ? 0 : (2 * half) / (tt * (n - tt - tf - ft) + half);
    },
    false,
  ),
} satisfies Record<string, Entry>;

const registry: ReadonlyMap<string, Entry> = new Map(Object.entries(table));

/** Every named distance with what is known of it, aliases included. */
export const distanceMetrics: ReadonlyMap<string, MetricInfo> = registry;

function toAngle(reduced: number): number {
  return 2 * Math.asin(Math.min(1, Math.sqrt(reduced)));
}

function prepareMinkowski({ p, w }: CheckedParams): Prepared {
  // Weighted distances are kept out of kd-trees, whose bounds know no weights.
  const facts: Partial<MetricInfo> = { isMetric: p >= 1, kdTree: p >= 1 && !w, ballTree: p >= 1 };
  if (p === Number.POSITIVE_INFINITY)
    return { distance: w ? formulas.maskedChebyshev(w) : formulas.chebyshev, facts };
  if (p === 1 && !w) return { distance: formulas.manhattan, facts };
  if (p === 2 && !w) return { ...rooted(formulas.squaredEuclidean, formulas.euclidean), facts };
  const reduced = formulas.poweredMinkowski(p, w);
  const root = 1 / p;
  return {
    distance: (a, i, b, j, length) => reduced(a, i, b, j, length) ** root,
    reduced,
    toReduced: (distance) => distance ** p,
    toDistance: (value) => value ** root,
    facts,
  };
}

/**
 * Looks a distance up and binds its parameters.
 *
 * @param metric a name or a function of two rows
 * @param params parameters of the named distance; 'seuclidean' needs `V` and 'mahalanobis' needs `VI`
 * @param columns length of the rows; lengths of parameters are checked against it
 * @param caller named in errors
 * @throws InvalidParameterError for an unknown name or unfit parameters; InvalidInputError when 'haversine'
 * meets rows that are not (latitude, longitude).
 * @example
 * ```ts
 * const { distance, reduced } = resolveMetric('minkowski', { p: 3 }, 2);
 * const rows = new Float64Array([0, 0, 1, 1]);
 * distance(rows, 0, rows, 2, 2); // 1.2599
 * reduced(rows, 0, rows, 2, 2); // 2
 * ```
 */
export function resolveMetric(
  metric: string | DistanceCallable,
  params: MetricParams = {},
  columns?: number,
  caller = 'distanceFunction',
): ResolvedMetric {
  if (typeof metric === 'function') {
    const distance: DistanceFunction = (a, aOffset, b, bOffset, length) =>
      metric(a.subarray(aOffset, aOffset + length), b.subarray(bOffset, bOffset + length));
    return {
      ...ball,
      name: 'function',
      distance,
      reduced: distance,
      toReduced: identity,
      toDistance: identity,
    };
  }
  const entry = registry.get(metric);
  if (!entry) {
    const near = typeof metric === 'string' ? nearestName(metric, registry.keys()) : undefined;
    throw new InvalidParameterError(
      `${caller}: parameter 'metric' must be a known distance or a function. Got ${describe(metric)}. ${
        near ? `Did you mean '${near}'?` : `Use one of ${[...registry.keys()].join(', ')}.`
      }`,
      { estimator: caller, parameter: 'metric', received: describe(metric), remedy: 'name a known distance' },
    );
  }
  if (metric === 'haversine' && columns !== undefined && columns !== 2) {
    throw new InvalidInputError(
      `${caller}: metric 'haversine' needs rows of (latitude, longitude) in radians. Got ${columns} columns. Pass two columns.`,
      { estimator: caller, parameter: 'X', received: `${columns} columns`, remedy: 'pass two columns' },
    );
  }
  const prepared = entry.prepare(checkParams(metric, entry, params, columns, caller));
  const { prepare: _, ...facts } = entry;
  return {
    ...facts,
    ...prepared.facts,
    name: metric,
    distance: prepared.distance,
    reduced: prepared.reduced ?? prepared.distance,
    toReduced: prepared.toReduced ?? identity,
    toDistance: prepared.toDistance ?? identity,
  };
}

/**
 * The distance of two rows by name: `resolveMetric(metric, params).distance`.
 *
 * @throws InvalidParameterError for an unknown name or unfit parameters.
 * @example
 * ```ts
 * const d = distanceFunction('cityblock');
 * d(new Float64Array([1, 2]), 0, new Float64Array([4, 6]), 0, 2); // 7
 * ```
 */
export function distanceFunction(
  metric: string | DistanceCallable,
  params: MetricParams = {},
): DistanceFunction {
  return resolveMetric(metric, params).distance;
}

function checkParams(
  metric: string,
  entry: Entry,
  params: MetricParams,
  columns: number | undefined,
  caller: string,
): CheckedParams {
  const refuse = (name: string, what: string, received: unknown): never => {
    throw new InvalidParameterError(
      `${caller}: parameter '${name}' of metric '${metric}' ${what}. Got ${describe(received)}.`,
      { estimator: caller, parameter: name, received: describe(received), remedy: what },
    );
  };
  for (const name of Object.keys(params) as (keyof MetricParams)[]) {
    if (params[name] !== undefined && !entry.params.includes(name)) {
      const taken = entry.params.length > 0 ? entry.params.join(', ') : 'none';
      refuse(name, `does not exist; its parameters: ${taken}`, params[name]);
    }
  }
  const vector = (name: 'w' | 'V'): Float64Array | undefined => {
    const value = params[name];
    if (value === undefined || value === null) return undefined;
    const copy = Float64Array.from(value);
    if (columns !== undefined && copy.length !== columns)
      refuse(name, `must hold one number for each of the ${columns} columns`, value);
    if (!copy.every((x) => x >= 0 && x < Number.POSITIVE_INFINITY))
      refuse(name, 'must hold finite numbers >= 0', value);
    return copy;
  };
  const { p = 2 } = params;
  if (!(typeof p === 'number' && p > 0)) refuse('p', 'must be a number above 0', p);
  const V = vector('V');
  if (metric === 'seuclidean' && !V) refuse('V', 'is needed: the variance of each column', params.V);
  if (metric === 'mahalanobis' && !params.VI)
    refuse('VI', 'is needed: the inverse covariance matrix', params.VI);
  const VI = params.VI ? asMatrix(params.VI, { estimator: caller, argument: 'VI' }) : undefined;
  if (VI && (VI.rows !== VI.columns || (columns !== undefined && VI.rows !== columns)))
    refuse('VI', `must be ${columns ?? VI.columns} x ${columns ?? VI.columns}`, `${VI.rows} x ${VI.columns}`);
  return { p, w: vector('w'), V, VI: VI?.data };
}
