import { InvalidInputError, InvalidParameterError } from '../../../../core/errors.js';

/** What clusterOpticsDbscan works on; the arrays are those of computeOpticsGraph. */
export interface ClusterOpticsDbscanOptions {
  readonly reachability: ArrayLike<number>;
  readonly coreDistances: ArrayLike<number>;
  readonly ordering: ArrayLike<number>;
  /** Radius; at most the graph's `maxEps`. */
  readonly eps: number;
}

/**
 * What DBSCAN finds with the radius `eps`, but for border rows, read off the reachability plot: the label of each row
 * (-1 for noise). O(n). Source: Ankerst et al., SIGMOD 1999; scikit-learn cluster_optics_dbscan.
 * @throws InvalidInputError for arrays of different lengths; InvalidParameterError for a refused eps.
 *
 * @example
 * ```ts
 * const X = [[1, 2], [2, 5], [3, 6], [8, 7], [8, 8], [7, 3]];
 * const graph = await computeOpticsGraph(X, { minSamples: 2 });
 * Array.from(clusterOpticsDbscan({ ...graph, eps: 4.5 })); // [0, 0, 0, 1, 1, 1]
 * ```
 */
export function clusterOpticsDbscan(options: ClusterOpticsDbscanOptions): Int32Array {
  const { reachability, coreDistances, ordering, eps } = options;
  const caller = 'clusterOpticsDbscan';
  const n = coreDistances.length;
  if (reachability.length !== n || ordering.length !== n) {
    throw new InvalidInputError(
      `${caller}: reachability, coreDistances and ordering must be equally long. Got ${reachability.length}, ${n} and ${ordering.length} values. Pass those of one graph.`,
      { estimator: caller, remedy: 'pass the arrays of one graph' },
    );
  }
  if (!(eps >= 0)) {
    throw new InvalidParameterError(`${caller}: eps must be a number >= 0. Got ${String(eps)}.`, {
      estimator: caller,
      parameter: 'eps',
      received: String(eps),
    });
  }
  const labels = new Int32Array(n);
  let label = -1;
  for (let i = 0; i < n; i++) {
    const row = ordering[i];
    const far = reachability[row] > eps;
    const dense = coreDistances[row] <= eps;
    if (far && dense) label++;
    labels[row] = far && !dense ? -1 : label;
  }
  return labels;
}
