import type { Matrix } from '../../../core/matrix.js';
import { distanceMetrics, type MetricParams } from '../../../kernels/distances.js';
import { indexOf } from '../../neighbors/kneighbors_base.js';
import type { NeighborIndex } from '../../neighbors/neighbor_index.js';
import type { NeighborMetric } from '../../neighbors/params.js';

/** What decides how rows are searched. */
export interface SearchOptions {
  readonly metric: NeighborMetric;
  readonly metricParams: MetricParams | null;
  readonly algorithm: 'auto' | 'kd_tree' | 'ball_tree' | 'brute';
  readonly leafSize: number;
  readonly p: number;
  readonly nJobs: number | null;
}

/**
 * The index over which a tree of reachability grows, a kd-tree wherever the distance has one, and the one in which
 * nearest neighbours are found: in many columns a blocked scan of all rows is sooner done than a search in a tree.
 */
export function searchIndexes(
  X: Matrix,
  options: SearchOptions,
  estimator: string,
): { index: NeighborIndex; search: NeighborIndex } {
  const { metric, algorithm, metricParams } = options;
  const facts = typeof metric === 'string' ? distanceMetrics.get(metric) : undefined;
  const bounded = !metricParams?.w && (metricParams?.p ?? options.p) >= 1;
  const kd = facts?.kdTree && bounded && algorithm !== 'ball_tree';
  const index = indexOf(X, { ...options, algorithm: kd ? 'kd_tree' : algorithm }, null, estimator);
  if (!index.kdTree || X.columns <= 15) return { index, search: index };
  return { index, search: indexOf(X, { ...options, algorithm: 'brute' }, null, estimator) };
}
