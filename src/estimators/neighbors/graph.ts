import { describe, InvalidParameterError } from '../../core/errors.js';
import type { MatrixLike } from '../../core/input.js';
import { unknownParameter } from '../../core/params.js';
import type { RunOptions } from '../../core/run.js';
import type { MetricParams } from '../../kernels/distances.js';
import type { SparseRows } from './kneighbors_base.js';
import { NearestNeighbors } from './nearest_neighbors.js';
import type { NeighborMetric } from './params.js';

/** Options of kneighborsGraph and radiusNeighborsGraph. */
export interface NeighborsGraphOptions extends RunOptions {
  /** Ones (the default), or distances. */
  readonly mode?: 'connectivity' | 'distance';
  /** Distance; default 'minkowski'. */
  readonly metric?: NeighborMetric;
  /** Power of 'minkowski'; default 2. */
  readonly p?: number;
  readonly metricParams?: MetricParams | null;
  /** Whether a row is its own first neighbour; 'auto' for mode 'connectivity' only. Default false. */
  readonly includeSelf?: boolean | 'auto';
  readonly nJobs?: number | null;
}

const NAMES = ['mode', 'metric', 'p', 'metricParams', 'includeSelf', 'nJobs', 'signal', 'onProgress'];

/**
 * The graph of the k nearest neighbours of each row of X (n x d) as sparse rows, nearest first. About O(n log n) in
 * few columns. Reference: scikit-learn kneighbors_graph.
 * @throws InvalidParameterError for unknown options; InvalidInputError when there are fewer rows than neighbours.
 *
 * @example
 * ```ts
 * const graph = await kneighborsGraph([[0], [3], [1]], 1, { mode: 'distance' });
 * graph.indices; // Int32Array [2, 2, 0]
 * graph.data; // Float64Array [1, 2, 1]
 * ```
 */
export async function kneighborsGraph(
  X: MatrixLike,
  nNeighbors: number,
  options: NeighborsGraphOptions = {},
): Promise<SparseRows> {
  const { mode, withSelf, search, run } = prepare('kneighborsGraph', options);
  const fitted = await search.with({ nNeighbors }).fit(X, undefined, run);
  return fitted.kneighborsGraph(withSelf ? X : undefined, { ...run, mode });
}

/**
 * The graph of the neighbours within a radius (included) of each row of X (n x d) as sparse rows, by row number.
 * About O(n log n + neighbours) in few columns. Reference: scikit-learn radius_neighbors_graph.
 * @throws InvalidParameterError for unknown options or a negative radius.
 *
 * @example
 * ```ts
 * const graph = await radiusNeighborsGraph([[0], [3], [1]], 1.5, { includeSelf: true });
 * graph.indices; // Int32Array [0, 2, 1, 0, 2]
 * graph.indptr; // Int32Array [0, 2, 3, 5]
 * ```
 */
export async function radiusNeighborsGraph(
  X: MatrixLike,
  radius: number,
  options: NeighborsGraphOptions = {},
): Promise<SparseRows> {
  const { mode, withSelf, search, run } = prepare('radiusNeighborsGraph', options);
  const fitted = await search.with({ radius }).fit(X, undefined, run);
  return fitted.radiusNeighborsGraph(withSelf ? X : undefined, { ...run, mode });
}

function prepare(caller: string, options: NeighborsGraphOptions) {
  for (const name of Object.keys(options)) {
    if (!NAMES.includes(name)) throw unknownParameter(caller, name, NAMES);
  }
  const { mode = 'connectivity', metric, p, metricParams, includeSelf = false, nJobs } = options;
  if (mode !== 'connectivity' && mode !== 'distance') {
    throw refused(caller, 'mode', mode, "'connectivity' or 'distance'");
  }
  if (includeSelf !== 'auto' && typeof includeSelf !== 'boolean') {
    throw refused(caller, 'includeSelf', includeSelf, "true, false or 'auto'");
  }
  const withSelf = includeSelf === 'auto' ? mode === 'connectivity' : includeSelf;
  const search = new NearestNeighbors({ metric, p, metricParams, nJobs });
  return { mode, withSelf, search, run: { signal: options.signal, onProgress: options.onProgress } };
}

function refused(caller: string, name: string, value: unknown, expected: string): InvalidParameterError {
  return new InvalidParameterError(
    `${caller}: parameter '${name}' must be ${expected}. Got ${describe(value)}.`,
    { estimator: caller, parameter: name, received: describe(value), remedy: `pass ${expected}` },
  );
}

/**
 * A sparse graph with each row's entries by ascending value, ties as they stood; the given graph stays as it is.
 * O(entries log k). Reference: scikit-learn sort_graph_by_row_values.
 *
 * @example
 * ```ts
 * const graph = await radiusNeighborsGraph([[0], [3], [1]], 3, { mode: 'distance' });
 * sortGraphByRowValues(graph).data; // Float64Array [1, 3, 2, 3, 1, 2]
 * ```
 */
export function sortGraphByRowValues(graph: SparseRows): SparseRows {
  const { indptr, shape } = graph;
  const data = graph.data.slice();
  const indices = graph.indices.slice();
  for (let i = 0; i < shape[0]; i++) {
    const from = indptr[i];
    const places = Int32Array.from({ length: indptr[i + 1] - from }, (_, k) => from + k);
    places.sort((a, b) => graph.data[a] - graph.data[b] || a - b);
    places.forEach((place, k) => {
      data[from + k] = graph.data[place];
      indices[from + k] = graph.indices[place];
    });
  }
  return { data, indices, indptr: indptr.slice(), shape };
}
