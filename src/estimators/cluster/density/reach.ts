import type { Run } from '../../../core/run.js';
import { type DistanceCallable, resolveMetric } from '../../../kernels/distances.js';
import { type Reached, ReachTree } from '../../../kernels/reach_tree.js';
import type { NeighborIndex } from '../../neighbors/neighbor_index.js';
import type { NeighborMetric } from '../../neighbors/params.js';
import { kdPower } from './regions.js';

/** What it costs to reach a row from another: the greatest of distance / alpha and core distances. */
export interface ReachQuery {
  readonly metric: NeighborMetric;
  readonly core: Float64Array;
  readonly alpha: number;
  /** Distances beyond this do not count. */
  readonly limit: number;
  /** The core distance of both rows counts, not only the source's (whose costs are rounded to 15 places). */
  readonly mutual: boolean;
}

/**
 * All rows in the order of a tree that grows from row 0 to the row that is cheapest to reach, of equal ones the first:
 * over a kd-tree where there is one, else by comparing all pairs, without holding their distances.
 */
export async function reachAll(index: NeighborIndex, query: ReachQuery, run: Run): Promise<Reached> {
  const power = kdPower(index);
  if (!index.kdTree || power === undefined) return comparePairs(index, query, run);
  const { toReduced } = resolveMetric(index.metricName, index.metricParams, index.X.columns);
  const tree = new ReachTree(index.kdTree, { ...query, power, limit: toReduced(query.limit) });
  try {
    const n = tree.rows;
    const part = Math.min(1024, Math.max(4, Math.floor(2e7 / index.X.data.length)));
    for (let done = 0; done < n; ) {
      done = tree.grow(part);
      await run.step(done, n, 'rows');
    }
    return tree.result();
  } finally {
    tree.release();
  }
}

/** Prim's algorithm as it stands in books. O(n^2) distances, O(n) memory. */
async function comparePairs(
  index: NeighborIndex,
  { metric, core, alpha, limit, mutual }: ReachQuery,
  run: Run,
): Promise<Reached> {
  const n = index.X.rows;
  const between = distanceOf(index, metric);
  const order = new Int32Array(n);
  const found = new Float64Array(n);
  const from = new Int32Array(n);
  const costs = new Float64Array(n).fill(Number.POSITIVE_INFINITY);
  const sources = new Int32Array(n).fill(-1);
  const outside = Int32Array.from({ length: n }, (_, i) => i);
  let next = 0;
  for (let step = 0; step < n; step++) {
    const left = n - step - 1;
    const taken = outside[next];
    outside.copyWithin(next, next + 1, left + 1);
    order[step] = taken;
    found[step] = costs[taken];
    from[step] = sources[taken];
    const ownCore = core[taken];
    next = 0;
    let best = Number.POSITIVE_INFINITY;
    for (let at = 0; at < left; at++) {
      const row = outside[at];
      if (ownCore < costs[row]) {
        const distance = between(taken, row);
        if (distance <= limit) {
          let cost = Math.max(distance / alpha, ownCore);
          cost = mutual ? Math.max(cost, core[row]) : around15(cost);
          if (cost < costs[row]) {
            costs[row] = cost;
            sources[row] = taken;
          }
        }
      }
      if (costs[row] < best) {
        best = costs[row];
        next = at;
      }
    }
    if (run.due) await run.step(step + 1, n, 'rows');
  }
  return { order, costs: found, sources: from };
}

/** Distance of two rows by number; with 'precomputed' rows hold distances. */
function distanceOf(
  { X, metricName, metricParams }: NeighborIndex,
  metric: NeighborMetric,
): (from: number, to: number) => number {
  const { data, columns: d } = X;
  if (metricName === 'precomputed') return (from, to) => data[from * d + to];
  const own = typeof metric === 'function' ? (metric as DistanceCallable) : metricName;
  const { distance } = resolveMetric(own, metricParams, d);
  return (from, to) => distance(data, from * d, data, to * d, d);
}

/** Rounds to 15 places as NumPy does; numbers too large for that stay. */
export function around15(value: number): number {
  const scaled = value * 1e15;
  if (!(scaled < Number.POSITIVE_INFINITY)) return value;
  const below = Math.floor(scaled);
  const rest = scaled - below;
  const up = rest > 0.5 || (rest === 0.5 && below % 2 !== 0);
  return (up ? below + 1 : below) / 1e15;
}
