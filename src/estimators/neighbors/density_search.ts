import type { Matrix } from '../../core/matrix.js';
import type { DensityKernel } from '../../kernels/density_kernels.js';
import { resolveMetric } from '../../kernels/distances.js';
import { type DensityTolerance, KdDensity } from '../../kernels/kd_density.js';
import { type KdMetric, type KdTree, kdMetric } from './kd_tree.js';
import type { NeighborIndex } from './neighbor_index.js';
import { makeSearch } from './neighbor_search.js';
import { ballBounds, boxBounds, TreeDensity } from './tree_density.js';

/** Sums of kernels around queries; release it after use. */
export interface DensitySearch {
  /** Sum of the weights. */
  readonly total: number;
  /** Logarithms of the sums around the rows `from` .. `to` of the queries. */
  logSums(queries: Matrix, from: number, to: number, tolerance: DensityTolerance): Float64Array;
  release(): void;
}

/** Opens the tree of an index for sums of kernels; `weights` has one weight above 0 per fitted row. */
export function openDensity(
  index: NeighborIndex,
  kernel: DensityKernel,
  h: number,
  weights: Float64Array | undefined,
): DensitySearch {
  const { kdTree, ballTree } = index;
  const tree = kdTree ?? ballTree;
  if (!tree) throw new Error('Densities need a tree.');
  const inTreeOrder = weights && Float64Array.from(tree.order, (row) => weights[row]);
  if (kdTree) {
    const { power, scale } = kdMetric(index.metricName, index.metricParams) as KdMetric;
    if (scale.length === 0 && (power === 1 || power === 2 || power === Number.POSITIVE_INFINITY)) {
      const density = new KdDensity(kdTree, power, kernel, h, inTreeOrder);
      return {
        total: density.total,
        logSums: (queries, from, to, tolerance) => density.logSums(queries.data, from, to, tolerance),
        release: () => density.release(),
      };
    }
  }
  const { distance } = resolveMetric(index.metricName, index.metricParams, index.X.columns);
  const bounds = ballTree ? ballBounds(ballTree, distance) : boxBounds(tree as KdTree, distance);
  const ones = inTreeOrder ?? new Float64Array(tree.order.length).fill(1);
  const density = new TreeDensity(tree, bounds, distance, kernel, h, ones);
  const search = makeSearch(index, undefined);
  return {
    total: density.total,
    logSums(queries, from, to, tolerance) {
      const { distances } = search.nearest(queries, from, to, 1);
      return distances.map((near, i) =>
        density.logSum(queries.data, (from + i) * queries.columns, near, tolerance),
      );
    },
    release: () => search.release(),
  };
}
