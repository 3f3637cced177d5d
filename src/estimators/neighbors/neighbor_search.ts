import type { Matrix } from '../../core/matrix.js';
import { BruteForceIndex } from '../../kernels/brute_force.js';
import { fillDistances } from '../../kernels/distance_blocks.js';
import { type DistanceCallable, type ResolvedMetric, resolveMetric } from '../../kernels/distances.js';
import { KdTreeQuery } from '../../kernels/kd_tree_query.js';
import { BallSearcher } from './ball_tree.js';
import { type KdMetric, KdSearcher, type KdTree, kdMetric } from './kd_tree.js';
import { NeighborHeap } from './neighbor_heap.js';
import type { NeighborIndex, Neighbors } from './neighbor_index.js';
import { type RadiusBlock, RadiusCollector, type RadiusOrder } from './radius_block.js';

/** A search at work on an index; release it after use. */
export interface Search {
  /** Rows per block for steps of well under 100 ms. */
  readonly blockRows: number;
  /** Rows per block of `within`. */
  readonly radiusRows: number;
  /** The k nearest fitted rows of the rows `from` .. `to` of the queries. */
  nearest(queries: Matrix, from: number, to: number, k: number): Neighbors;
  /** The fitted rows within a radius (included) of the rows `from` .. `to` of the queries. */
  within(queries: Matrix, from: number, to: number, radius: number, order: RadiusOrder): RadiusBlock;
  release(): void;
}

/** Opens the search of an index; `own` is the metric where it is a function. */
export function makeSearch(index: NeighborIndex, own: DistanceCallable | undefined): Search {
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
    radiusRows: Math.max(1, blockRows >> 2),
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
    within(queries, from, to, radius, order) {
      const collector = new RadiusCollector(to - from);
      const found = (distance: number, i: number): void => collector.add(toDistance(distance), i);
      for (let i = from; i < to; i++) {
        within(queries.data, i * queries.columns, radius, found);
        collector.endQuery(order);
      }
      return collector.finish();
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
  // In many columns a search comes near to reading every point.
  const blockRows = Math.min(4096, Math.max(16, Math.floor(2e9 / tree.points.length)));
  const few = (rows: number): boolean => !fast && rows < WORTH_COPYING * tree.order.length;
  return {
    blockRows,
    radiusRows: Math.min(1024, blockRows),
    nearest(queries, from, to, k) {
      if (few(to - from)) return general.nearest(queries, from, to, k);
      fast ??= new KdTreeQuery(tree, power);
      const { distances, indices } = fast.nearest(queries.data, from, to, k);
      for (let i = 0; i < distances.length; i++) distances[i] = toDistance(distances[i]);
      return { k, distances, indices };
    },
    within(queries, from, to, radius, order) {
      if (few(to - from)) return general.within(queries, from, to, radius, order);
      fast ??= new KdTreeQuery(tree, power);
      const block = fast.within(queries.data, from, to, toReduced(radius), order);
      const { distances } = block;
      if (power === 2) for (let i = 0; i < distances.length; i++) distances[i] = Math.sqrt(distances[i]);
      return block;
    },
    release() {
      fast?.release();
      fast = undefined;
    },
  };
}

/** The plain name of a Minkowski distance without weights, for the kernels that know it by that name. */
function plainMetric(index: NeighborIndex, metric: ResolvedMetric): ResolvedMetric {
  const { p = 2, w } = index.metricParams;
  if (metric.name !== 'minkowski' || w || p > 2 || (p !== 1 && p !== 2)) return metric;
  return resolveMetric(p === 2 ? 'euclidean' : 'manhattan', {}, index.X.columns);
}

function bruteSearch(index: NeighborIndex, given: ResolvedMetric): Search {
  const metric = plainMetric(index, given);
  const { X } = index;
  const { reduced } = metric;
  const scan = (query: Float64Array, at: number, found: Found): void => {
    for (let i = 0; i < X.rows; i++) found(reduced(query, at, X.data, i * X.columns, X.columns), i);
  };
  const general = heapSearch(
    Math.max(1, Math.floor(2e7 / (X.rows * (X.columns + 4)))),
    (query, at, heap) => scan(query, at, (distance, i) => distance <= heap.worst && heap.push(distance, i)),
    () => undefined,
    metric.toDistance,
  );
  const within: Search['within'] = (queries, from, to, radius, order) => {
    const limit = metric.toReduced(radius);
    const collector = new RadiusCollector(to - from);
    const step = Math.max(1, Math.floor(2e5 / X.rows));
    const cells = new Float64Array(Math.min(step, to - from) * X.rows);
    const points = { data: X.data, columns: X.columns, start: 0, end: X.rows };
    for (let first = from; first < to; first += step) {
      const end = Math.min(to, first + step);
      fillDistances(metric, { ...points, data: queries.data, start: first, end }, points, cells, true);
      for (let i = first, at = 0; i < end; i++) {
        for (let j = 0; j < X.rows; j++, at++) {
          if (cells[at] <= limit) collector.add(metric.toDistance(cells[at]), j);
        }
        collector.endQuery(order);
      }
    }
    return collector.finish();
  };
  const radiusRows = Math.max(1, Math.floor(2e7 / (X.rows * (X.columns + 4))));
  if (!['euclidean', 'l2', 'sqeuclidean'].includes(metric.name)) return { ...general, radiusRows, within };
  let fast: BruteForceIndex | undefined;
  return {
    blockRows: Math.max(16, Math.floor(2e8 / (X.rows * (X.columns + 4)))),
    radiusRows,
    nearest(queries, from, to, k) {
      fast ??= new BruteForceIndex(X);
      const { distances, indices } = fast.query(queries, k, from, to);
      for (let i = 0; i < distances.length; i++) distances[i] = metric.toDistance(distances[i]);
      return { k, distances, indices };
    },
    within,
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
