import { InvalidInputError, InvalidParameterError } from '../../../../core/errors.js';
import { Matrix } from '../../../../core/matrix.js';
import { isSize, sizeOf } from './sizes.js';
import { type Plot, type Span, steepClusters } from './steep_areas.js';

/** What clusterOpticsXi works on; the arrays are those of computeOpticsGraph. */
export interface ClusterOpticsXiOptions {
  readonly reachability: ArrayLike<number>;
  readonly predecessor: ArrayLike<number>;
  readonly ordering: ArrayLike<number>;
  /** Most rows in a row that are not steep in a steep area: a number from 2 up, or a share of the rows. */
  readonly minSamples: number;
  /** Fewest rows of a cluster: a number from 2 up, or a share of the rows; null is minSamples. */
  readonly minClusterSize?: number | null;
  /** Least steepness of a cluster's borders, 0 to 1; default 0.05. */
  readonly xi?: number;
  /** Whether clusters end where their rows were not reached from within; default true. */
  readonly predecessorCorrection?: boolean;
}

/**
 * Clusters between steep areas of the reachability plot: the label of each row (-1 for noise), and all clusters, nested
 * ones before those around them, as first and last place in the ordering (k x 2). O(n) but for the overlap of areas.
 * Source: Ankerst et al., SIGMOD 1999; Schubert & Gertz, LWDA 2018; scikit-learn cluster_optics_xi.
 * @throws InvalidInputError for sizes beyond the number of rows; InvalidParameterError for refused values.
 *
 * @example
 * ```ts
 * const X = [[1, 2], [2, 5], [3, 6], [8, 7], [8, 8], [7, 3]];
 * const graph = await computeOpticsGraph(X, { minSamples: 2 });
 * Array.from(clusterOpticsXi({ ...graph, minSamples: 2 }).labels); // [0, 0, 0, 1, 1, 1]
 * ```
 */
export function clusterOpticsXi(options: ClusterOpticsXiOptions): { labels: Int32Array; clusters: Matrix } {
  const { reachability, predecessor, ordering, xi = 0.05, predecessorCorrection = true } = options;
  const caller = 'clusterOpticsXi';
  const n = reachability.length;
  if (predecessor.length !== n || ordering.length !== n) {
    throw new InvalidInputError(
      `${caller}: reachability, predecessor and ordering must be equally long. Got ${n}, ${predecessor.length} and ${ordering.length} values. Pass those of one graph.`,
      { estimator: caller, remedy: 'pass the arrays of one graph' },
    );
  }
  const refuse = (parameter: string, expected: string, received: unknown): never => {
    throw new InvalidParameterError(`${caller}: ${parameter} must be ${expected}. Got ${String(received)}.`, {
      estimator: caller,
      parameter,
      received: String(received),
    });
  };
  if (!(xi >= 0 && xi <= 1)) refuse('xi', 'a number from 0 to 1', xi);
  for (const name of ['minSamples', 'minClusterSize'] as const) {
    const size = options[name];
    if (size === undefined && name === 'minSamples') refuse(name, 'given', size);
    if (size !== undefined && size !== null && !isSize(size))
      refuse(name, 'an integer >= 2 or a share', size);
  }
  const minSamples = sizeOf(options.minSamples, n, 'minSamples', caller);
  const minClusterSize = sizeOf(options.minClusterSize ?? minSamples, n, 'minClusterSize', caller);
  const plot: Plot = {
    reachability: Float64Array.from({ length: n + 1 }, (_, i) =>
      i < n ? reachability[ordering[i]] : Number.POSITIVE_INFINITY,
    ),
    predecessorPlace: predecessorPlaces(predecessor, ordering),
  };
  const found = steepClusters(plot, { xi, minSamples, minClusterSize, predecessorCorrection });
  return { labels: labelsOf(found, ordering), clusters: Matrix.of(Float64Array.from(found.flat()), 2) };
}

/** Place in the ordering of the predecessor of the row at each place, or -1. */
function predecessorPlaces(predecessor: ArrayLike<number>, ordering: ArrayLike<number>): Int32Array {
  const n = ordering.length;
  const place = new Int32Array(n);
  for (let i = 0; i < n; i++) place[ordering[i]] = i;
  return Int32Array.from({ length: n }, (_, i) => {
    const row = predecessor[ordering[i]];
    return row < 0 ? -1 : place[row];
  });
}

/** Smaller clusters come first and keep their rows. */
function labelsOf(clusters: readonly Span[], ordering: ArrayLike<number>): Int32Array {
  const labels = new Int32Array(ordering.length).fill(-1);
  let next = 0;
  for (const [first, last] of clusters) {
    let free = true;
    for (let i = first; i <= last && free; i++) free = labels[ordering[i]] < 0;
    if (!free) continue;
    for (let i = first; i <= last; i++) labels[ordering[i]] = next;
    next++;
  }
  return labels;
}
