import { InvalidInputError } from '../../../../core/errors.js';
import type { Matrix } from '../../../../core/matrix.js';
import type { Run } from '../../../../core/run.js';
import { distanceMetrics } from '../../../../kernels/distances.js';
import { coreDistances } from '../core_distances.js';
import { reachAll } from '../reach.js';
import { type SearchOptions, searchIndexes } from '../search_index.js';
import type { Edges } from './single_linkage.js';

/** What the spanning tree depends on. */
export interface SpanningOptions extends Omit<SearchOptions, 'p'> {
  readonly minSamples: number;
  readonly alpha: number;
}

/**
 * The least spanning tree of mutual reachability: the greatest of distance / alpha and both core distances. With brute
 * force, as in scikit-learn, core distances are divided by alpha too.
 */
export async function spanningTree(X: Matrix, options: SpanningOptions, run: Run): Promise<Edges> {
  const { metric, algorithm, minSamples, nJobs, alpha } = options;
  const facts = typeof metric === 'string' ? distanceMetrics.get(metric) : undefined;
  const plain = algorithm === 'brute' || !(facts?.kdTree || facts?.ballTree);
  const { index, search } = searchIndexes(X, { ...options, p: 2 }, run.estimator);
  const core = await coreDistances(search, minSamples, metric, nJobs, run);
  if (plain && alpha !== 1) for (let i = 0; i < core.length; i++) core[i] /= alpha;
  const query = { metric, core, alpha, limit: Number.POSITIVE_INFINITY, mutual: true };
  const { order, costs, sources } = await reachAll(index, query, run);
  return {
    // Steps of the tree's growth are as good as its edges, and are what scikit-learn has with brute force.
    from: plain ? order.subarray(0, -1) : sources.subarray(1).map((row, i) => (row < 0 ? order[i] : row)),
    to: order.subarray(1),
    length: costs.subarray(1),
  };
}

/** @throws InvalidInputError unless X holds distances: square, symmetric and without NaN. */
export function checkDistances(X: Matrix, estimator: string): void {
  const refuse = (what: string): never => {
    throw new InvalidInputError(
      `${estimator}: with metric 'precomputed' X must be a square, symmetric matrix of distances. Got ${what}. Pass n x n distances, Infinity where one is missing.`,
      { estimator, parameter: 'X', received: what, remedy: 'pass symmetric distances' },
    );
  };
  const { rows: n, columns, data } = X;
  if (n !== columns) refuse(`${n} x ${columns}`);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      const [a, b] = [data[i * n + j], data[j * n + i]];
      if (Number.isNaN(a) || Number.isNaN(b)) refuse(`NaN in row ${i}, column ${j}`);
      if (a !== b && !(Math.abs(a - b) <= 1e-8 + 1e-5 * Math.abs(b)))
        refuse(`${a} and ${b} for rows ${i} and ${j}`);
    }
  }
}
