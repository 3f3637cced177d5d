import { InvalidParameterError } from '../../core/errors.js';
import type { Matrix } from '../../core/matrix.js';
import { type Run, yieldToEventLoop } from '../../core/run.js';
import { BruteForceIndex } from '../../kernels/brute_force.js';
import {
  type DistanceCallable,
  type MetricParams,
  type ResolvedMetric,
  resolveMetric,
} from '../../kernels/distances.js';
import { KdTreeQuery } from '../../kernels/kd_tree_query.js';
import { defineTask, effectiveNJobs, parallelMap } from '../../parallel/index.js';
import { BallSearcher, type BallTree, buildBallTree } from './ball_tree.js';
import { buildKdTree, type KdMetric, KdSearcher, type KdTree } from './kd_tree.js';
import { NeighborHeap } from './neighbor_heap.js';

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

/** A named distance in the kd-tree's terms, if it has them. */
function kdMetric(name: string, params: MetricParams): KdMetric | undefined {
  const scale = new Float64Array(0);
  switch (name) {
    case 'euclidean':
    case 'l2':
    case 'sqeuclidean':
      return { power: 2, scale };
    case 'manhattan':
    case 'cityblock':
    case 'l1':
      return { power: 1, scale };
    case 'chebyshev':
    case 'infinity':
      return { power: Number.POSITIVE_INFINITY, scale };
    case 'minkowski':
      return { power: params.p ?? 2, scale };
    case 'seuclidean':
      return { power: 2, scale: Float64Array.from(params.V ?? [], (v) => 1 / v) };
    default:
      return undefined;
  }
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

/** The rows within a radius of one query. */
export interface RadiusResult {
  readonly distances: Float64Array;
  readonly indices: Int32Array;
}

/** The fitted rows within `radius` (included) of each query row, by row number or by distance. */
export async function queryRadius(
  index: NeighborIndex,
  queries: Matrix,
  radius: number,
  options: { metric: string | DistanceCallable; sortResults: boolean; run: Run },
): Promise<RadiusResult[]> {
  const search = makeSearch(index, typeof options.metric === 'function' ? options.metric : undefined);
  const results: RadiusResult[] = [];
  try {
    for (let i = 0; i < queries.rows; i++) {
      const found = search.within(queries, i, radius);
      found.sort(options.sortResults ? (a, b) => a[0] - b[0] || a[1] - b[1] : (a, b) => a[1] - b[1]);
      results.push({
        distances: Float64Array.from(found, (pair) => pair[0]),
        indices: Int32Array.from(found, (pair) => pair[1]),
      });
      if (options.run.due) await options.run.step(i + 1, queries.rows, 'rows');
    }
    await yieldToEventLoop();
  } finally {
    search.release();
  }
  return results;
}

interface Search {
  /** Rows per block for steps of well under 100 ms. */
  readonly blockRows: number;
  nearest(queries: Matrix, from: number, to: number, k: number): Neighbors;
  within(queries: Matrix, row: number, radius: number): [number, number][];
  release(): void;
}

function makeSearch(index: NeighborIndex, own: DistanceCallable | undefined): Search {
  if (index.metricName === 'precomputed') return precomputedSearch(index);
  const metric = resolveMetric(own ?? index.metricName, index.metricParams, index.X.columns);
  if (index.kdTree) {
    const kd = kdMetric(index.metricName, index.metricParams) as KdMetric;
    return kdTreeSearch(index.kdTree, kd, metric);
  }
  if (index.ballTree) {
    const searcher = new BallSearcher(index.ballTree, metric.distance);
    return heapSearch(
      256,
      (q, at, heap) => searcher.nearest(q, at, heap),
      (q, at, radius, found) => searcher.within(q, at, radius, found),
      identity,
    );
  }
  return bruteSearch(index, metric);
}

const identity = (value: number): number => value;

type Found = (distance: number, index: number) => void;

function heapSearch(
  blockRows: number,
  nearest: (query: Float64Array, at: number, heap: NeighborHeap) => void,
  within: (query: Float64Array, at: number, radius: number, found: Found) => void,
  toDistance: (value: number) => number,
): Search {
  return {
    blockRows,
    nearest(queries, from, to, k) {
      const distances = new Float64Array((to - from) * k);
      const indices = new Int32Array((to - from) * k);
      const heap = new NeighborHeap(k);
      for (let i = from; i < to; i++) {
        nearest(queries.data, i * queries.columns, heap);
        heap.drain(distances, indices, (i - from) * k);
      }
      for (let i = 0; i < distances.length; i++) distances[i] = toDistance(distances[i]);
      return { k, distances, indices };
    },
    within(queries, row, radius) {
      const found: [number, number][] = [];
      within(queries.data, row * queries.columns, radius, (distance, i) =>
        found.push([toDistance(distance), i]),
      );
      return found;
    },
    release() {},
  };
}

/** Queries per fitted row from which copying the tree into WebAssembly memory pays. */
const WORTH_COPYING = 0.01;

function kdTreeSearch(tree: KdTree, metric: KdMetric, { toReduced, toDistance }: ResolvedMetric): Search {
  const searcher = new KdSearcher(tree, metric);
  const general = heapSearch(
    512,
    (q, at, heap) => searcher.nearest(q, at, heap),
    (q, at, radius, found) => searcher.within(q, at, toReduced(radius), found),
    toDistance,
  );
  const { power, scale } = metric;
  if (scale.length > 0 || (power !== 1 && power !== 2 && power !== Number.POSITIVE_INFINITY)) return general;
  let fast: KdTreeQuery | undefined;
  return {
    ...general,
    // In many columns a search comes near to reading every point.
    blockRows: Math.min(4096, Math.max(16, Math.floor(2e9 / tree.points.length))),
    nearest(queries, from, to, k) {
      if (!fast && to - from < WORTH_COPYING * tree.order.length) {
        return general.nearest(queries, from, to, k);
      }
      fast ??= new KdTreeQuery(tree, power);
      const { distances, indices } = fast.nearest(queries.data, from, to, k);
      for (let i = 0; i < distances.length; i++) distances[i] = toDistance(distances[i]);
      return { k, distances, indices };
    },
    release() {
      fast?.release();
      fast = undefined;
    },
  };
}

function bruteSearch(index: NeighborIndex, metric: ResolvedMetric): Search {
  const { X } = index;
  const { reduced } = metric;
  const scan = (query: Float64Array, at: number, found: Found): void => {
    for (let i = 0; i < X.rows; i++) found(reduced(query, at, X.data, i * X.columns, X.columns), i);
  };
  const blockRows = Math.max(1, Math.floor(2e7 / (X.rows * (X.columns + 4))));
  const general = heapSearch(
    blockRows,
    (query, at, heap) => scan(query, at, (distance, i) => distance <= heap.worst && heap.push(distance, i)),
    (query, at, radius, found) => {
      const limit = metric.toReduced(radius);
      scan(query, at, (distance, i) => distance <= limit && found(distance, i));
    },
    metric.toDistance,
  );
  const euclidean =
    ['euclidean', 'l2', 'sqeuclidean'].includes(metric.name) ||
    (metric.name === 'minkowski' && (index.metricParams.p ?? 2) === 2 && !index.metricParams.w);
  if (!euclidean) return general;
  let fast: BruteForceIndex | undefined;
  return {
    ...general,
    blockRows: Math.max(16, Math.floor(2e8 / (X.rows * (X.columns + 4)))),
    nearest(queries, from, to, k) {
      fast ??= new BruteForceIndex(X);
      const { distances, indices } = fast.query(queries, k, from, to);
      for (let i = 0; i < distances.length; i++) distances[i] = metric.toDistance(distances[i]);
      return { k, distances, indices };
    },
    release() {
      fast?.release();
      fast = undefined;
    },
  };
}

function precomputedSearch(index: NeighborIndex): Search {
  const each = (queries: Float64Array, at: number, found: Found): void => {
    for (let i = 0; i < index.X.columns; i++) found(queries[at + i], i);
  };
  return heapSearch(
    4096,
    (query, at, heap) => each(query, at, (distance, i) => distance <= heap.worst && heap.push(distance, i)),
    (query, at, radius, found) => each(query, at, (distance, i) => distance <= radius && found(distance, i)),
    identity,
  );
}
