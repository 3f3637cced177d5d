import type { Run } from '../../../core/run.js';
import type { DistanceCallable } from '../../../kernels/distances.js';
import { effectiveNJobs } from '../../../parallel/index.js';
import { type NeighborIndex, queryIndex } from '../../neighbors/neighbor_index.js';
import { makeSearch } from '../../neighbors/neighbor_search.js';
import type { NeighborMetric } from '../../neighbors/params.js';

/** Distance of each row to its k-th neighbour, itself being the first. Blocks of neighbours only are held. */
export async function coreDistances(
  index: NeighborIndex,
  k: number,
  metric: NeighborMetric,
  nJobs: number | null,
  run: Run,
): Promise<Float64Array> {
  const { X } = index;
  const n = X.rows;
  const core = new Float64Array(n);
  const own = typeof metric === 'function' ? (metric as DistanceCallable) : undefined;
  if (!own && effectiveNJobs(nJobs) > 1) {
    const { distances } = await queryIndex(index, X, k, { metric: index.metricName, nJobs, run });
    for (let i = 0; i < n; i++) core[i] = distances[i * k + k - 1];
    return core;
  }
  const search = makeSearch(index, own);
  try {
    for (let from = 0; from < n; from += search.blockRows) {
      const to = Math.min(n, from + search.blockRows);
      const { distances } = search.nearest(X, from, to, k);
      for (let i = from; i < to; i++) core[i] = distances[(i - from) * k + k - 1];
      await run.step(to, n, 'rows');
    }
  } finally {
    search.release();
  }
  return core;
}
