import { InvalidParameterError } from '../../core/errors.js';
import type { Matrix } from '../../core/matrix.js';
import type { Run } from '../../core/run.js';
import {
  type DistanceCallable,
  type MetricParams,
  type ResolvedMetric,
  resolveMetric,
} from '../../kernels/distances.js';
import { defineTask, effectiveNJobs, parallelMap } from '../../parallel/index.js';
import { type BallTree, buildBallTree } from './ball_tree.js';
import { buildKdTree, type KdTree, kdMetric } from './kd_tree.js';
import { makeSearch } from './neighbor_search.js';

/** How neighbours are searched. */
export type Algorithm = 'auto' | 'ball_tree' | 'kd_tree' | 'brute';

/** A fitted neighbour search as plain data; a metric that is a function stays in the parameters. */
export interface NeighborIndex {
  /** The rows that were fitted (for 'precomputed': their distances). */
  readonly X: Matrix;
  readonly method: 'ball_tree' | 'kd_tree' | 'brute';
  readonly metricName: string;
  readonly metricParams: MetricParams;
  readonly kdTree?: KdTree;
  readonly ballTree?: BallTree;
}

/** What decides the search. */
export interface IndexOptions {
  readonly algorithm: Algorithm;
  readonly leafSize: number;
  readonly metric: string | DistanceCallable;
  readonly p: number;
  readonly metricParams: MetricParams | null;
  /** Number of neighbours that will be asked for, if known: the choice of 'auto' depends on it. */
  readonly nNeighbors: number | null;
}

/** Distances (n x k, nearest first) and the rows they lead to. */
export interface Neighbors {
  readonly k: number;
  /** n x k distances. */
  readonly distances: Float64Array;
  /** n x k rows of the fitted data. */
  readonly indices: Int32Array;
}

/**
 * Prepares the search. 'auto' takes a tree for up to 15 columns when the distance has one, else brute force.
 * @throws InvalidParameterError when the algorithm cannot use the metric.
 */
export function buildIndex(X: Matrix, options: IndexOptions, estimator: string): NeighborIndex {
  const { metric, algorithm, leafSize } = options;
  if (metric === 'precomputed') {
    if (algorithm === 'kd_tree' || algorithm === 'ball_tree') throw cannotUse(estimator, algorithm, metric);
    return { X, method: 'brute', metricName: metric, metricParams: {} };
  }
  const metricParams = completeParams(options);
  const resolved = resolveMetric(metric, metricParams, X.columns, estimator);
  const method = chooseMethod(X, options, resolved, estimator);
  const base = { X, method, metricName: resolved.name, metricParams };
  if (method === 'kd_tree') return { ...base, kdTree: buildKdTree(X.data, X.columns, leafSize) };
  if (method === 'ball_tree') {
    return { ...base, ballTree: buildBallTree(X.data, X.columns, leafSize, resolved.distance) };
  }
  return base;
}

function completeParams({ metric, p, metricParams }: IndexOptions): MetricParams {
  const given = metricParams ?? {};
  return metric === 'minkowski' && given.p === undefined ? { ...given, p } : given;
}

function chooseMethod(
  X: Matrix,
  { algorithm, nNeighbors }: IndexOptions,
  metric: ResolvedMetric,
  estimator: string,
): NeighborIndex['method'] {
  const kd = metric.kdTree && kdMetric(metric.name, {}) !== undefined;
  const ball = metric.ballTree && metric.isMetric;
  if (algorithm === 'kd_tree' && !kd) throw cannotUse(estimator, algorithm, metric.name);
  if (algorithm === 'ball_tree' && !ball) throw cannotUse(estimator, algorithm, metric.name);
  if (algorithm !== 'auto') return algorithm;
  const many = nNeighbors !== null && nNeighbors >= Math.floor(X.rows / 2);
  if (X.columns > 15 || many) return 'brute';
  return kd ? 'kd_tree' : ball ? 'ball_tree' : 'brute';
}

function cannotUse(estimator: string, algorithm: string, metric: string): InvalidParameterError {
  return new InvalidParameterError(
    `${estimator}: parameter 'algorithm' = '${algorithm}' cannot search with metric '${metric}'. Use 'auto' or 'brute'.`,
    { estimator, parameter: 'algorithm', received: algorithm, remedy: "use 'auto'" },
  );
}

interface QueryItem {
  readonly from: number;
  readonly to: number;
}

interface QueryShared {
  readonly index: NeighborIndex;
  readonly queries: Matrix;
  readonly k: number;
}

/** The task that workers run: a block of queries. */
export const neighborsTask = defineTask<QueryItem, QueryShared, Neighbors>(
  'nearestNeighbors',
  import.meta.url,
  async ({ from, to }, { index, queries, k }) => {
    const search = makeSearch(index, undefined);
    try {
      return search.nearest(queries, from, to, k);
    } finally {
      search.release();
    }
  },
);

/**
 * The k nearest fitted rows of each query row, in blocks so that aborts and progress work, on `nJobs` workers.
 */
export async function queryIndex(
  index: NeighborIndex,
  queries: Matrix,
  k: number,
  options: { metric: string | DistanceCallable; nJobs: number | null; run: Run },
): Promise<Neighbors> {
  const { metric, nJobs, run } = options;
  const n = queries.rows;
  const workers = typeof metric === 'function' ? 1 : effectiveNJobs(nJobs);
  // Below this many distance terms a worker costs more than it saves.
  const worthWorkers = workers > 1 && n * Math.log2(index.X.rows + 1) * queries.columns * k > 2e6;
  if (worthWorkers) {
    const size = Math.max(64, Math.ceil(n / (workers * 4)));
    const items = Array.from({ length: Math.ceil(n / size) }, (_, i) => ({
      from: i * size,
      to: Math.min(n, (i + 1) * size),
    }));
    const parts = await parallelMap(neighborsTask, items, {
      shared: { index, queries, k },
      nJobs,
      signal: run.signal,
      onProgress: (done, total) => void run.step(done, total, 'block').catch(() => undefined),
    });
    return join(parts, n, k);
  }
  const search = makeSearch(index, typeof metric === 'function' ? metric : undefined);
  const distances = new Float64Array(n * k);
  const indices = new Int32Array(n * k);
  try {
    const block = search.blockRows;
    for (let from = 0; from < n; from += block) {
      const to = Math.min(n, from + block);
      const part = search.nearest(queries, from, to, k);
      distances.set(part.distances, from * k);
      indices.set(part.indices, from * k);
      await run.step(to, n, 'rows');
    }
  } finally {
    search.release();
  }
  return { k, distances, indices };
}

function join(parts: readonly Neighbors[], n: number, k: number): Neighbors {
  const distances = new Float64Array(n * k);
  const indices = new Int32Array(n * k);
  let at = 0;
  for (const part of parts) {
    distances.set(part.distances, at);
    indices.set(part.indices, at);
    at += part.indices.length;
  }
  return { k, distances, indices };
}
