import type { MetricParams } from '../../kernels/distances.js';
import type { NeighborHeap } from './neighbor_heap.js';
import { buildLayout, type TreeLayout } from './tree_build.js';

/** The distances a kd-tree knows: sums (or the maximum) of a growing function of each coordinate's difference. */
export interface KdMetric {
  /** Power of the differences: 1, 2, ..., Infinity for the maximum. */
  readonly power: number;
  /** Factor of each column's term ('seuclidean'); empty when all are 1. */
  readonly scale: Float64Array;
}

/** A kd-tree as plain data: the layout and the box of each node. */
export interface KdTree extends TreeLayout {
  /** Smallest and largest value of each column in each node: nodes x columns. */
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/** Builds a kd-tree. O(n log n). Reference: Bentley, CACM 18 (1975) 509. */
export function buildKdTree(data: Float64Array, columns: number, leafSize: number): KdTree {
  const layout = buildLayout(data, columns, leafSize);
  const { start, end, points } = layout;
  const low = new Float64Array(start.length * columns).fill(Number.POSITIVE_INFINITY);
  const high = new Float64Array(start.length * columns).fill(Number.NEGATIVE_INFINITY);
  const innerNodes = 2 ** layout.depth - 1;
  for (let node = start.length - 1; node >= 0; node--) {
    const at = node * columns;
    if (node < innerNodes) {
      const first = (2 * node + 1) * columns;
      const second = first + columns;
      for (let j = 0; j < columns; j++) {
        low[at + j] = Math.min(low[first + j], low[second + j]);
        high[at + j] = Math.max(high[first + j], high[second + j]);
      }
      continue;
    }
    for (let i = start[node]; i < end[node]; i++) {
      for (let j = 0; j < columns; j++) {
        const value = points[i * columns + j];
        if (value < low[at + j]) low[at + j] = value;
        if (value > high[at + j]) high[at + j] = value;
      }
    }
  }
  return { ...layout, low, high };
}

// Rounding may put the bound of a box a hair above the distance of a point in it: boxes are cut off only
// beyond this factor.
const SAFETY = 1 - 1e-12;

/** Searches a kd-tree; distances are reduced (squared for power 2, to the power for others). */
export class KdSearcher {
  readonly #tree: KdTree;
  readonly #metric: KdMetric;
  #query: Float64Array = new Float64Array(0);
  #at = 0;

  constructor(tree: KdTree, metric: KdMetric) {
    this.#tree = tree;
    this.#metric = metric;
  }

  /** Offers to the heap every point that may be among the nearest of the row of `query` at `at`. */
  nearest(query: Float64Array, at: number, heap: NeighborHeap): void {
    this.#query = query;
    this.#at = at;
    this.#visit(0, this.#bound(0), heap);
  }

  /** Collects the points within a reduced distance. */
  within(
    query: Float64Array,
    at: number,
    reduced: number,
    found: (distance: number, index: number) => void,
  ): void {
    this.#query = query;
    this.#at = at;
    const stack = [0];
    const { start, end, order, depth } = this.#tree;
    const innerNodes = 2 ** depth - 1;
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      if (this.#bound(node) * SAFETY > reduced) continue;
      if (node < innerNodes) {
        stack.push(2 * node + 2, 2 * node + 1);
        continue;
      }
      for (let i = start[node]; i < end[node]; i++) {
        const distance = this.#distance(i);
        if (distance <= reduced) found(distance, order[i]);
      }
    }
  }

  #visit(node: number, bound: number, heap: NeighborHeap): void {
    if (bound * SAFETY > heap.worst) return;
    const { depth } = this.#tree;
    if (node >= 2 ** depth - 1) {
      this.#scan(node, heap);
      return;
    }
    const first = 2 * node + 1;
    const second = first + 1;
    const firstBound = this.#bound(first);
    const secondBound = this.#bound(second);
    if (firstBound <= secondBound) {
      this.#visit(first, firstBound, heap);
      this.#visit(second, secondBound, heap);
    } else {
      this.#visit(second, secondBound, heap);
      this.#visit(first, firstBound, heap);
    }
  }

  #scan(node: number, heap: NeighborHeap): void {
    const { start, end, order, points, columns } = this.#tree;
    const to = end[node];
    if (this.#metric.power === 2 && this.#metric.scale.length === 0) {
      // The common case, kept free of calls.
      const query = this.#query;
      const at = this.#at;
      for (let i = start[node], p = start[node] * columns; i < to; i++) {
        let sum = 0;
        for (let j = 0; j < columns; j++, p++) {
          const gap = query[at + j] - points[p];
          sum += gap * gap;
        }
        if (sum <= heap.worst) heap.push(sum, order[i]);
      }
      return;
    }
    for (let i = start[node]; i < to; i++) {
      const distance = this.#distance(i);
      if (distance <= heap.worst) heap.push(distance, order[i]);
    }
  }

  /** Reduced distance of the query to point i. */
  #distance(i: number): number {
    const { points, columns } = this.#tree;
    const { power, scale } = this.#metric;
    const query = this.#query;
    let total = 0;
    for (let j = 0, q = this.#at, p = i * columns; j < columns; j++, q++, p++) {
      total = accumulate(total, Math.abs(query[q] - points[p]), power, scale, j);
    }
    return total;
  }

  /** Reduced distance of the query to a node's box. */
  #bound(node: number): number {
    const { low, high, columns } = this.#tree;
    const { power, scale } = this.#metric;
    const query = this.#query;
    let total = 0;
    if (power === 2 && scale.length === 0) {
      for (let j = 0, q = this.#at, b = node * columns; j < columns; j++, q++, b++) {
        const value = query[q];
        const gap = value < low[b] ? low[b] - value : value > high[b] ? value - high[b] : 0;
        total += gap * gap;
      }
      return total;
    }
    for (let j = 0, q = this.#at, b = node * columns; j < columns; j++, q++, b++) {
      const gap = Math.max(0, low[b] - query[q], query[q] - high[b]);
      total = accumulate(total, gap, power, scale, j);
    }
    return total;
  }
}

function accumulate(total: number, gap: number, power: number, scale: Float64Array, j: number): number {
  if (power === Number.POSITIVE_INFINITY) return gap > total ? gap : total;
  const term = power === 1 ? gap : power === 2 ? gap * gap : gap ** power;
  return total + (scale.length > 0 ? term * scale[j] : term);
}

/** A named distance in the kd-tree's terms, if it has them. */
export function kdMetric(name: string, params: MetricParams): KdMetric | undefined {
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
