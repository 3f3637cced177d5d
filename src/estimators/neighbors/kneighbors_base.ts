import { describe, InvalidInputError } from '../../core/errors.js';
import { Matrix } from '../../core/matrix.js';
import type { Run } from '../../core/run.js';
import { type Tags, tags } from '../../core/tags.js';
import type { DistanceCallable, MetricParams } from '../../kernels/distances.js';
import {
  type Algorithm,
  buildIndex,
  type NeighborIndex,
  type Neighbors,
  queryIndex,
} from './neighbor_index.js';
import type { NeighborMetric, NeighborWeights } from './params.js';
import type { RadiusBlock, RadiusOrder } from './radius_block.js';
import { eachRadiusBlock, radiusBlock, withoutSelves } from './radius_query.js';

/** The parameters of the search. */
export interface SearchSettings {
  readonly algorithm: Algorithm;
  readonly leafSize: number;
  readonly metric: NeighborMetric;
  readonly p: number;
  readonly metricParams: MetricParams | null;
  readonly nJobs: number | null;
}

/** Neighbours as matrices: row i of both belongs to query i, nearest first. */
export interface KNeighborsResult {
  /** n x k distances. */
  readonly distances: Matrix;
  /** n x k row numbers in the fitted data. */
  readonly indices: Matrix;
}

/** A sparse matrix by rows: row i has `data` and column `indices` from `indptr[i]` to `indptr[i + 1]`. */
export interface SparseRows {
  readonly data: Float64Array;
  readonly indices: Int32Array;
  readonly indptr: Int32Array;
  readonly shape: readonly [number, number];
}

/** Tags of a neighbour estimator: the metric decides whether NaN and distances are taken. */
export function neighborTags(
  role: 'classifier' | 'regressor' | 'neighbors',
  settings: SearchSettings,
  more: Partial<Tags> = {},
): Tags {
  return tags(role, {
    pairwise: settings.metric === 'precomputed',
    allowNaN: settings.metric === 'nan_euclidean',
    ...more,
  });
}

/** Prepares the search over the rows of X. */
export function indexOf(
  X: Matrix,
  settings: SearchSettings,
  nNeighbors: number | null,
  estimator: string,
): NeighborIndex {
  if (settings.metric === 'precomputed' && X.rows !== X.columns) {
    throw new InvalidInputError(
      `${estimator}: with metric 'precomputed' X must be a square matrix of distances. Got ${X.rows} x ${X.columns}.`,
      { estimator, parameter: 'X', received: `${X.rows} x ${X.columns}`, remedy: 'pass n x n distances' },
    );
  }
  return buildIndex(X, { ...settings, nNeighbors }, estimator);
}

/**
 * The k nearest fitted rows of each query.
 * @throws InvalidInputError when k exceeds the number of fitted rows.
 */
export async function findNeighbors(
  index: NeighborIndex,
  queries: Matrix,
  k: number,
  settings: SearchSettings,
  run: Run,
): Promise<Neighbors> {
  if (k > index.X.rows) {
    throw new InvalidInputError(
      `${run.estimator}: nNeighbors must be at most the ${index.X.rows} rows that were fitted. Got ${k}. Lower nNeighbors or fit more rows.`,
      { estimator: run.estimator, parameter: 'nNeighbors', received: String(k), remedy: 'lower nNeighbors' },
    );
  }
  return queryIndex(index, queries, k, {
    metric: settings.metric as string | DistanceCallable,
    nJobs: settings.nJobs,
    run,
  });
}

/** Neighbours of the fitted rows themselves, without each row itself. */
export async function neighborsOfFitted(
  index: NeighborIndex,
  k: number,
  settings: SearchSettings,
  run: Run,
): Promise<Neighbors> {
  const n = index.X.rows;
  const wide = await findNeighbors(index, index.X, k + 1, settings, run);
  const distances = new Float64Array(n * k);
  const indices = new Int32Array(n * k);
  for (let i = 0; i < n; i++) {
    const at = i * (k + 1);
    // A row with many duplicates may not be among its own nearest: then the last one is dropped.
    let self = k;
    for (let j = 0; j <= k; j++) if (wide.indices[at + j] === i) self = j;
    for (let j = 0, to = i * k; j <= k; j++) {
      if (j === self) continue;
      distances[to] = wide.distances[at + j];
      indices[to++] = wide.indices[at + j];
    }
  }
  return { k, distances, indices };
}

/** The fitted rows within a radius of the queries; without queries, of the fitted rows without each row itself. */
export async function findWithin(
  index: NeighborIndex,
  queries: Matrix | undefined,
  radius: number,
  settings: SearchSettings,
  order: RadiusOrder,
  run: Run,
): Promise<RadiusBlock> {
  const block = await radiusBlock(index, queries ?? index.X, radius, {
    metric: settings.metric as string | DistanceCallable,
    order,
    nJobs: settings.nJobs,
    run,
  });
  return queries ? block : withoutSelves(block);
}

/** Hands the neighbours within the radius of all queries to `use`, block by block, in the order of the search. */
export async function eachNeighborhood(
  index: NeighborIndex,
  queries: Matrix,
  settings: SearchSettings & { readonly radius: number },
  run: Run,
  use: (block: RadiusBlock, from: number) => void,
): Promise<void> {
  const metric = settings.metric as string | DistanceCallable;
  const options = { metric, order: 'none', nJobs: settings.nJobs, run } as const;
  return eachRadiusBlock(index, queries, settings.radius, options, use);
}

/** Neighbours as two matrices. */
export function asMatrices({ k, distances, indices }: Neighbors): KNeighborsResult {
  return { distances: Matrix.of(distances, k), indices: Matrix.of(Float64Array.from(indices), k) };
}

/**
 * The weights of the neighbours (n x k), or undefined when all count equally. By inverse distance, neighbours
 * at distance 0 count alone.
 * @throws InvalidInputError when a weight function returns something else than k finite numbers >= 0.
 */
export function neighborWeights(
  weights: NeighborWeights,
  { distances, k }: Neighbors,
  estimator: string,
): Float64Array | undefined {
  if (weights === 'uniform') return undefined;
  const result = new Float64Array(distances.length);
  for (let at = 0; at < distances.length; at += k) {
    if (weights === 'distance') inverseDistances(distances, result, at, k);
    else ownWeights(weights, distances, result, at, k, estimator);
  }
  return result;
}

/** Inverse distances of the k neighbours from `at` on; those at distance 0 count alone. */
export function inverseDistances(distances: Float64Array, result: Float64Array, at: number, k: number): void {
  let exact = false;
  for (let j = at; j < at + k; j++) {
    // 1 / tiny may overflow: such neighbours count as exact ones.
    result[j] = 1 / distances[j];
    exact ||= result[j] === Number.POSITIVE_INFINITY;
  }
  if (exact) for (let j = at; j < at + k; j++) result[j] = result[j] === Number.POSITIVE_INFINITY ? 1 : 0;
}

/** The weights that a function gives the k neighbours from `at` on, checked. */
export function ownWeights(
  weights: (distances: Float64Array) => ArrayLike<number>,
  distances: Float64Array,
  result: Float64Array,
  at: number,
  k: number,
  estimator: string,
): void {
  const given = weights(distances.slice(at, at + k));
  if (given?.length === k) result.set(given, at);
  const valid =
    given?.length === k && result.subarray(at, at + k).every((w) => w >= 0 && w < Number.POSITIVE_INFINITY);
  if (valid) return;
  throw new InvalidInputError(
    `${estimator}: the weights function must return ${k} finite numbers >= 0, one per neighbour. Got ${describe(given)}.`,
    { estimator, parameter: 'weights', received: describe(given), remedy: 'return one weight per distance' },
  );
}

/** Neighbours as a sparse graph: ones, or distances. */
export function asGraph(
  { k, distances, indices }: Neighbors,
  columns: number,
  mode: 'connectivity' | 'distance',
): SparseRows {
  const n = indices.length / k;
  return {
    data: mode === 'distance' ? distances : new Float64Array(indices.length).fill(1),
    indices,
    indptr: Int32Array.from({ length: n + 1 }, (_, i) => i * k),
    shape: [n, columns],
  };
}

/** Neighbours within a radius as a sparse graph: ones, or distances. */
export function radiusGraph(
  { ends, distances, indices }: RadiusBlock,
  columns: number,
  mode: 'connectivity' | 'distance',
): SparseRows {
  const indptr = new Int32Array(ends.length + 1);
  indptr.set(ends, 1);
  return {
    data: mode === 'distance' ? distances : new Float64Array(indices.length).fill(1),
    indices,
    indptr,
    shape: [ends.length, columns],
  };
}
