import type { Matrix } from '../../core/matrix.js';
import type { Run } from '../../core/run.js';
import type { DistanceCallable } from '../../kernels/distances.js';
import { defineTask, effectiveNJobs, parallelMap } from '../../parallel/index.js';
import type { NeighborIndex } from './neighbor_index.js';
import { makeSearch } from './neighbor_search.js';
import type { RadiusBlock, RadiusOrder } from './radius_block.js';

/** The rows within a radius of one query. */
export interface RadiusResult {
  readonly distances: Float64Array;
  readonly indices: Int32Array;
}

/** How a search within a radius is run. */
export interface RadiusQueryOptions {
  readonly metric: string | DistanceCallable;
  /** Order of the neighbours of a query; 'row' unless given. */
  readonly order?: RadiusOrder;
  readonly nJobs?: number | null;
  readonly run: Run;
}

interface RadiusItem {
  readonly from: number;
  readonly to: number;
}

interface RadiusShared {
  readonly index: NeighborIndex;
  readonly queries: Matrix;
  readonly radius: number;
  readonly order: RadiusOrder;
}

/** The task that workers run: a block of queries. */
export const radiusTask = defineTask<RadiusItem, RadiusShared, RadiusBlock>(
  'radiusNeighbors',
  import.meta.url,
  async ({ from, to }, { index, queries, radius, order }) => {
    const search = makeSearch(index, undefined);
    try {
      return search.within(queries, from, to, radius, order);
    } finally {
      search.release();
    }
  },
);

/**
 * Hands the fitted rows within `radius` (included) of the queries to `use`, block by block in order, so that they
 * need not be held all at once: `block` answers the queries from `from` on. O(log n + neighbours) per query in few
 * columns with a kd-tree.
 */
export async function eachRadiusBlock(
  index: NeighborIndex,
  queries: Matrix,
  radius: number,
  options: RadiusQueryOptions,
  use: (block: RadiusBlock, from: number) => void,
): Promise<void> {
  const { metric, order = 'row', nJobs = null, run } = options;
  const n = queries.rows;
  const workers = typeof metric === 'function' ? 1 : effectiveNJobs(nJobs);
  // Below this many terms a worker costs more than it saves.
  if (workers > 1 && n * Math.log2(index.X.rows + 1) * queries.columns > 2e6) {
    const size = Math.max(64, Math.ceil(n / (workers * 4)));
    const items = Array.from({ length: Math.ceil(n / size) }, (_, i) => ({
      from: i * size,
      to: Math.min(n, (i + 1) * size),
    }));
    const blocks = await parallelMap(radiusTask, items, {
      shared: { index, queries, radius, order },
      nJobs,
      signal: run.signal,
      onProgress: (done, total) => void run.step(done, total, 'block').catch(() => undefined),
    });
    blocks.forEach((block, i) => {
      use(block, items[i].from);
    });
    return;
  }
  const search = makeSearch(index, typeof metric === 'function' ? metric : undefined);
  try {
    for (let from = 0; from < n; from += search.radiusRows) {
      const to = Math.min(n, from + search.radiusRows);
      use(search.within(queries, from, to, radius, order), from);
      await run.step(to, n, 'rows');
    }
  } finally {
    search.release();
  }
}

/** The fitted rows within `radius` (included) of all queries, as one block. */
export async function radiusBlock(
  index: NeighborIndex,
  queries: Matrix,
  radius: number,
  options: RadiusQueryOptions,
): Promise<RadiusBlock> {
  const parts: RadiusBlock[] = [];
  await eachRadiusBlock(index, queries, radius, options, (block) => void parts.push(block));
  if (parts.length === 1) return parts[0];
  const total = parts.reduce((sum, { indices }) => sum + indices.length, 0);
  const ends = new Int32Array(queries.rows);
  const distances = new Float64Array(total);
  const indices = new Int32Array(total);
  let row = 0;
  let at = 0;
  for (const part of parts) {
    for (const end of part.ends) ends[row++] = at + end;
    distances.set(part.distances, at);
    indices.set(part.indices, at);
    at += part.indices.length;
  }
  return { ends, distances, indices };
}

/** The neighbours of each query by itself. */
export function splitBlock({ ends, distances, indices }: RadiusBlock): RadiusResult[] {
  return Array.from(ends, (end, i) => {
    const from = i === 0 ? 0 : ends[i - 1];
    return { distances: distances.slice(from, end), indices: indices.slice(from, end) };
  });
}

/** A block without the queries themselves, which are the fitted rows in order. */
export function withoutSelves({ ends, distances, indices }: RadiusBlock): RadiusBlock {
  const kept = new Int32Array(ends.length);
  let to = 0;
  for (let i = 0, at = 0; i < ends.length; i++) {
    for (; at < ends[i]; at++) {
      if (indices[at] === i) continue;
      distances[to] = distances[at];
      indices[to++] = indices[at];
    }
    kept[i] = to;
  }
  return { ends: kept, distances: distances.slice(0, to), indices: indices.slice(0, to) };
}
