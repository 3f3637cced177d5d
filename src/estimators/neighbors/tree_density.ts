import { type DensityKernel, logKernel } from '../../kernels/density_kernels.js';
import type { DistanceFunction } from '../../kernels/distances.js';
import type { DensityTolerance } from '../../kernels/kd_density.js';
import type { BallTree } from './ball_tree.js';
import type { KdTree } from './kd_tree.js';
import type { TreeLayout } from './tree_build.js';

/** Smallest and largest distance that a query may have to a point of a node. */
type Bounds = (query: Float64Array, at: number, node: number) => readonly [number, number];

/** Room for the rounding of bounds. */
const SAFETY = 1e-12;
/** Logarithm of 2^60: what is smaller than the sum by this does not change it. */
const NEGLIGIBLE = 60 * Math.LN2;

/** The bounds of a ball tree by the triangle inequality. */
export function ballBounds({ centers, radii, columns }: BallTree, distance: DistanceFunction): Bounds {
  return (query, at, node) => {
    const toCenter = distance(query, at, centers, node * columns, columns);
    const slack = SAFETY * (toCenter + radii[node]);
    return [Math.max(0, toCenter - radii[node] - slack), toCenter + radii[node] + slack];
  };
}

/** The bounds of a kd-tree: distances to the nearest and the farthest corner of a box. */
export function boxBounds({ low, high, columns }: KdTree, distance: DistanceFunction): Bounds {
  const near = new Float64Array(columns);
  const far = new Float64Array(columns);
  return (query, at, node) => {
    for (let j = 0, b = node * columns; j < columns; j++, b++) {
      const value = query[at + j];
      near[j] = Math.min(Math.max(value, low[b]), high[b]);
      far[j] = value - low[b] > high[b] - value ? low[b] : high[b];
    }
    const least = distance(query, at, near, 0, columns);
    return [least * (1 - SAFETY), distance(query, at, far, 0, columns) * (1 + SAFETY)];
  };
}

interface Waiting {
  readonly node: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Logarithms of weighted sums of kernels around queries by any tree: what `KdDensity` does for the common distances.
 * Boxes are visited nearest first or depth first.
 */
export class TreeDensity {
  readonly #nodeWeights: Float64Array;

  /** `weights`: one per point in tree order, above 0. */
  constructor(
    readonly tree: TreeLayout,
    readonly bounds: Bounds,
    readonly distance: DistanceFunction,
    readonly kernel: DensityKernel,
    readonly h: number,
    readonly weights: Float64Array,
  ) {
    const { start, end } = tree;
    this.#nodeWeights = Float64Array.from(start, (from, node) => {
      let total = 0;
      for (let i = from; i < end[node]; i++) total += weights[i];
      return total;
    });
  }

  /** Sum of the weights. */
  get total(): number {
    return this.#nodeWeights[0];
  }

  /** Logarithm of the sum around one query whose nearest point is at `nearest`. */
  logSum(query: Float64Array, at: number, nearest: number, tolerance: DensityTolerance): number {
    const { kernel, h } = this;
    const { depth, start, end } = this.tree;
    const innerNodes = 2 ** depth - 1;
    const offset = kernel === 'gaussian' || kernel === 'exponential' ? logKernel(kernel, nearest, h) : 0;
    const atol = Math.exp(tolerance.logAtol + Math.log(this.total) - offset);
    const value = (distance: number): number =>
      Math.exp(Math.min(0, logKernel(kernel, distance, h) - offset));
    const logTotal = Math.log(this.total);
    let sum = 0;
    const [low, high] = this.bounds(query, at, 0);
    const waiting: Waiting[] = [{ node: 0, low, high }];
    for (let next = waiting.pop(); next !== undefined; next = takeNext(waiting, tolerance.breadthFirst)) {
      const { node } = next;
      if (start[node] === end[node]) continue;
      const most = logKernel(kernel, next.low, h) - offset;
      // All that is left in the node cannot change the sum.
      if (most === Number.NEGATIVE_INFINITY || most + logTotal < Math.log(sum) - NEGLIGIBLE) continue;
      const [top, bottom] = [value(next.low), value(next.high)];
      if ((top - bottom) * this.total <= atol + tolerance.rtol * sum) {
        sum += 0.5 * (top + bottom) * this.#nodeWeights[node];
      } else if (node >= innerNodes) {
        sum += this.#leaf(query, at, node, value);
      } else {
        const children = [2 * node + 1, 2 * node + 2].map((child) => {
          const [childLow, childHigh] = this.bounds(query, at, child);
          return { node: child, low: childLow, high: childHigh };
        });
        if (children[0].low < children[1].low) children.reverse();
        waiting.push(...children);
      }
    }
    return Math.log(sum) + offset;
  }

  #leaf(query: Float64Array, at: number, node: number, value: (distance: number) => number): number {
    const { start, end, points, columns } = this.tree;
    let sum = 0;
    for (let i = start[node]; i < end[node]; i++) {
      sum += this.weights[i] * value(this.distance(query, at, points, i * columns, columns));
    }
    return sum;
  }
}

/** The last in, or the nearest. */
function takeNext(waiting: Waiting[], nearestFirst: boolean): Waiting | undefined {
  if (!nearestFirst || waiting.length < 2) return waiting.pop();
  let best = 0;
  for (let i = 1; i < waiting.length; i++) if (waiting[i].low < waiting[best].low) best = i;
  const taken = waiting[best];
  waiting[best] = waiting[waiting.length - 1];
  waiting.pop();
  return taken;
}
