import type { Run } from '../../../core/run.js';
import { DensityTree } from '../../../kernels/density.js';
import { type DistanceCallable, resolveMetric } from '../../../kernels/distances.js';
import type { KdTree } from '../../neighbors/kd_tree.js';
import type { NeighborIndex } from '../../neighbors/neighbor_index.js';
import type { NeighborMetric } from '../../neighbors/params.js';
import { eachRadiusBlock } from '../../neighbors/radius_query.js';

/** What makes rows dense. */
export interface DensityQuery {
  readonly eps: number;
  readonly minSamples: number;
  readonly metric: NeighborMetric;
  readonly nJobs: number | null;
}

/** Cluster of each row (-1 for none), and 1 for core rows. */
export interface Regions {
  readonly labels: Int32Array;
  readonly core: Uint8Array;
}

/**
 * Groups core rows that are neighbours, numbered by their first row, and gives the rows beside them to the first of
 * their groups: what a search from the first core row on finds, in whatever order neighbours come.
 */
export async function denseRegions(
  index: NeighborIndex,
  query: DensityQuery,
  weight: Float64Array | undefined,
  run: Run,
): Promise<Regions> {
  const power = kdPower(index);
  if (index.kdTree && power !== undefined) {
    const { toReduced } = resolveMetric(index.metricName, index.metricParams, index.X.columns);
    return inTree(index.kdTree, power, toReduced(query.eps), query.minSamples, weight, run);
  }
  return byLists(index, query, weight, run);
}

type Power = 1 | 2 | typeof Number.POSITIVE_INFINITY;

/** The power of the distances that the kernels know; undefined for others. */
export function kdPower({ metricName, metricParams }: NeighborIndex): Power | undefined {
  if (['euclidean', 'l2'].includes(metricName)) return 2;
  if (['manhattan', 'cityblock', 'l1'].includes(metricName)) return 1;
  if (['chebyshev', 'infinity'].includes(metricName)) return Number.POSITIVE_INFINITY;
  if ((metricName !== 'minkowski' && metricName !== 'p') || metricParams.w) return undefined;
  const p = metricParams.p ?? 2;
  return p === 1 || p === 2 || p === Number.POSITIVE_INFINITY ? p : undefined;
}

async function inTree(
  kdTree: KdTree,
  power: Power,
  radius: number,
  need: number,
  weight: Float64Array | undefined,
  run: Run,
): Promise<Regions> {
  const n = kdTree.order.length;
  const tree = new DensityTree(kdTree, power, radius, weight);
  // A row may have all others as neighbours: parts are small enough for that.
  const part = Math.min(8192, Math.max(16, Math.floor(3e7 / kdTree.points.length)));
  try {
    for (let from = 0; from < n; from += part) {
      tree.markCore(from, Math.min(n, from + part), need);
      await run.step(Math.min(n, from + part), n, 'rows');
    }
    tree.joinTight();
    const leafPart = Math.max(1, Math.floor((part * tree.leaves) / n));
    for (let from = 0; from < tree.leaves; from += leafPart) {
      tree.joinCore(from, Math.min(tree.leaves, from + leafPart));
      if (run.due) await run.breathe();
    }
    tree.labelCore();
    for (let from = 0; from < n; from += part) {
      tree.labelBorders(from, Math.min(n, from + part));
      if (run.due) await run.breathe();
    }
    return tree.result();
  } finally {
    tree.release();
  }
}

/**
 * With any search: neighbours are listed for a block of rows at a time. Of them only those of rows that are not dense
 * are kept, which have fewer than `minSamples` (by weight).
 */
async function byLists(
  index: NeighborIndex,
  { eps, minSamples, metric, nJobs }: DensityQuery,
  weight: Float64Array | undefined,
  run: Run,
): Promise<Regions> {
  const { X } = index;
  const n = X.rows;
  const core = new Uint8Array(n);
  const parent = Int32Array.from({ length: n }, (_, i) => i);
  const sparse = new Map<number, Int32Array>();
  const options = { metric: metric as string | DistanceCallable, nJobs, run };
  await eachRadiusBlock(index, X, eps, options, ({ ends, indices }, first) => {
    for (let q = 0; q < ends.length; q++) {
      const i = first + q;
      const from = q === 0 ? 0 : ends[q - 1];
      let sum = ends[q] - from;
      if (weight) {
        sum = 0;
        for (let at = from; at < ends[q]; at++) sum += weight[indices[at]];
      }
      if (sum < minSamples) {
        sparse.set(i, indices.slice(from, ends[q]));
        continue;
      }
      core[i] = 1;
      // Later neighbours join when their own turn comes.
      for (let at = from; at < ends[q] && indices[at] < i; at++) {
        if (core[indices[at]]) join(parent, i, indices[at]);
      }
    }
  });
  const labels = new Int32Array(n).fill(-1);
  let found = 0;
  for (let i = 0; i < n; i++) {
    // The root of a group is its first row.
    if (core[i]) labels[i] = parent[i] === i ? found++ : labels[root(parent, i)];
  }
  for (const [i, indices] of sparse) {
    let least = -1;
    for (const j of indices) if (core[j] && (least < 0 || labels[j] < least)) least = labels[j];
    labels[i] = least;
  }
  return { labels, core };
}

function root(parent: Int32Array, i: number): number {
  let at = i;
  while (parent[at] !== at) {
    parent[at] = parent[parent[at]];
    at = parent[at];
  }
  return at;
}

function join(parent: Int32Array, i: number, j: number): void {
  const a = root(parent, i);
  const b = root(parent, j);
  parent[Math.max(a, b)] = Math.min(a, b);
}
