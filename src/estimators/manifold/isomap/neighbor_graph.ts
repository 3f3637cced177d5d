import type { Matrix } from '../../../core/matrix.js';
import type { Run } from '../../../core/run.js';
import { DataWarning, warn } from '../../../core/warnings.js';
import { pairwiseDistances } from '../../../metrics/index.js';
import { neighborsOfFitted, type SearchSettings } from '../../neighbors/kneighbors_base.js';
import type { NeighborIndex } from '../../neighbors/neighbor_index.js';
import { radiusBlock, splitBlock } from '../../neighbors/radius_query.js';
import { connectedParts, type Edges, type Graph, symmetricGraph } from '../graph.js';

/** Whom a point is linked to: its nearest, or all within a radius. */
export interface Reach {
  readonly nNeighbors: number | null;
  readonly radius: number | null;
}

/**
 * The graph of distances to neighbours. When it falls apart, the nearest points of each two parts are linked, with a
 * warning, as scikit-learn does.
 */
export async function neighborGraph(
  index: NeighborIndex,
  { nNeighbors, radius }: Reach,
  settings: SearchSettings,
  run: Run,
): Promise<Graph> {
  const n = index.X.rows;
  const edges =
    nNeighbors !== null
      ? await nearest(index, nNeighbors, settings, run)
      : await within(index, radius as number, settings, run);
  const graph = symmetricGraph(n, edges, Math.min);
  const { parts, count } = connectedParts(graph);
  if (count === 1) return graph;
  warn(
    new DataWarning(
      `the graph of neighbours falls into ${count} parts, which are joined at their nearest points. Raise nNeighbors or radius.`,
      run.estimator,
    ),
  );
  const [from, to, value] = [Array.from(edges.from), Array.from(edges.to), Array.from(edges.value)];
  const members = Array.from({ length: count }, (_, part) =>
    Array.from(parts.keys()).filter((i) => parts[i] === part),
  );
  for (let a = 0; a < count; a++) {
    for (let b = 0; b < a; b++) {
      const link = nearestPair(index.X, members[a], members[b], settings);
      from.push(link.i);
      to.push(link.j);
      value.push(link.distance);
      if (run.due) await run.breathe();
    }
  }
  return symmetricGraph(n, { from, to, value }, Math.min);
}

async function nearest(index: NeighborIndex, k: number, settings: SearchSettings, run: Run): Promise<Edges> {
  const { indices, distances } = await neighborsOfFitted(index, k, settings, run);
  return { from: Int32Array.from(indices, (_, at) => Math.floor(at / k)), to: indices, value: distances };
}

async function within(
  index: NeighborIndex,
  radius: number,
  settings: SearchSettings,
  run: Run,
): Promise<Edges> {
  const { metric, nJobs } = settings;
  const found = splitBlock(await radiusBlock(index, index.X, radius, { metric, nJobs, run }));
  const [from, to, value]: [number[], number[], number[]] = [[], [], []];
  for (const [i, { indices, distances }] of found.entries()) {
    for (const [at, j] of indices.entries()) {
      if (i === j) continue;
      from.push(i);
      to.push(j);
      value.push(distances[at]);
    }
  }
  return { from, to, value };
}

/** Rows of distances that are held at a time. */
const BLOCK_CELLS = 1_000_000;

function nearestPair(
  X: Matrix,
  a: readonly number[],
  b: readonly number[],
  { metric, metricParams, p }: SearchSettings,
): { i: number; j: number; distance: number } {
  const best = { i: a[0], j: b[0], distance: Number.POSITIVE_INFINITY };
  const other = X.takeRows(b);
  const step = Math.max(1, Math.floor(BLOCK_CELLS / b.length));
  for (let start = 0; start < a.length; start += step) {
    const rows = a.slice(start, start + step);
    const distances =
      metric === 'precomputed'
        ? X.takeRows(rows).takeColumns(b)
        : pairwiseDistances(X.takeRows(rows), other, {
            metric,
            ...(metric === 'minkowski' ? { p } : {}),
            ...metricParams,
          });
    for (let at = 0; at < distances.data.length; at++) {
      if (!(distances.data[at] < best.distance)) continue;
      best.distance = distances.data[at];
      best.i = rows[Math.floor(at / b.length)];
      best.j = b[at % b.length];
    }
  }
  return best;
}
