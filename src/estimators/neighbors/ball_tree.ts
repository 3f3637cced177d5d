import type { DistanceFunction } from '../../kernels/distances.js';
import type { NeighborHeap } from './neighbor_heap.js';
import { buildLayout, type TreeLayout } from './tree_build.js';

/** A ball tree as plain data: the layout, and the centre and radius of each node. */
export interface BallTree extends TreeLayout {
  /** nodes x columns. */
  readonly centers: Float64Array;
  readonly radii: Float64Array;
}

/**
 * Builds a ball tree for a distance that obeys the triangle inequality. O(n d log n).
 * Reference: Omohundro, ICSI TR-89-063 (1989).
 */
export function buildBallTree(
  data: Float64Array,
  columns: number,
  leafSize: number,
  distance: DistanceFunction,
): BallTree {
  const layout = buildLayout(data, columns, leafSize);
  const { start, end, points } = layout;
  const centers = new Float64Array(start.length * columns);
  const radii = new Float64Array(start.length);
  for (let node = 0; node < start.length; node++) {
    const at = node * columns;
    const count = end[node] - start[node];
    for (let i = start[node]; i < end[node]; i++) {
      for (let j = 0; j < columns; j++) centers[at + j] += points[i * columns + j] / count;
    }
    for (let i = start[node]; i < end[node]; i++) {
      radii[node] = Math.max(radii[node], distance(centers, at, points, i * columns, columns));
    }
  }
  return { ...layout, centers, radii };
}

/** Searches a ball tree; distances are true distances. */
export class BallSearcher {
  readonly #tree: BallTree;
  readonly #distance: DistanceFunction;

  constructor(tree: BallTree, distance: DistanceFunction) {
    this.#tree = tree;
    this.#distance = distance;
  }

  /** Offers to the heap every point that may be among the nearest of the row of `query` at `at`. */
  nearest(query: Float64Array, at: number, heap: NeighborHeap): void {
    this.#visit(0, this.#bound(0, query, at), query, at, heap);
  }

  /** Collects the points within a distance. */
  within(
    query: Float64Array,
    at: number,
    radius: number,
    found: (distance: number, index: number) => void,
  ): void {
    const { start, end, order, points, columns, depth } = this.#tree;
    const innerNodes = 2 ** depth - 1;
    const stack = [0];
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      if (start[node] === end[node] || this.#bound(node, query, at) > radius) continue;
      if (node < innerNodes) {
        stack.push(2 * node + 2, 2 * node + 1);
        continue;
      }
      for (let i = start[node]; i < end[node]; i++) {
        const distance = this.#distance(query, at, points, i * columns, columns);
        if (distance <= radius) found(distance, order[i]);
      }
    }
  }

  #visit(node: number, bound: number, query: Float64Array, at: number, heap: NeighborHeap): void {
    const { start, end, order, points, columns, depth } = this.#tree;
    if (bound > heap.worst || start[node] === end[node]) return;
    if (node >= 2 ** depth - 1) {
      for (let i = start[node]; i < end[node]; i++) {
        const distance = this.#distance(query, at, points, i * columns, columns);
        if (distance <= heap.worst) heap.push(distance, order[i]);
      }
      return;
    }
    const first = 2 * node + 1;
    const firstBound = this.#bound(first, query, at);
    const secondBound = this.#bound(first + 1, query, at);
    const [near, far] = firstBound <= secondBound ? [first, first + 1] : [first + 1, first];
    this.#visit(near, Math.min(firstBound, secondBound), query, at, heap);
    this.#visit(far, Math.max(firstBound, secondBound), query, at, heap);
  }

  /** No point of the node is nearer than this: the distance to the centre less the radius, with room for rounding. */
  #bound(node: number, query: Float64Array, at: number): number {
    const { centers, radii, columns } = this.#tree;
    const toCenter = this.#distance(query, at, centers, node * columns, columns);
    return Math.max(0, toCenter - radii[node] - 1e-12 * (toCenter + radii[node]));
  }
}
