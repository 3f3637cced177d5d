import { asMatrix, type MatrixLike } from '../../../../core/input.js';
import type { Matrix } from '../../../../core/matrix.js';
import { declare, type ParamsOf, resolveParams } from '../../../../core/params.js';
import { Run, type RunOptions } from '../../../../core/run.js';
import { DataWarning, warn } from '../../../../core/warnings.js';
import { coreDistances } from '../core_distances.js';
import { around15, reachAll } from '../reach.js';
import { type SearchOptions, searchIndexes } from '../search_index.js';
import { graphSpecs } from './params.js';
import { sizeOf } from './sizes.js';

/** The reachability graph of OPTICS; all but `ordering` by row. */
export interface OpticsGraph {
  /** Rows in the order in which they were reached. */
  readonly ordering: Int32Array;
  /** Distance at which each row is a core row; Infinity beyond `maxEps`. */
  readonly coreDistances: Float64Array;
  /** Distance at which each row was reached; Infinity for the first of what hangs together. */
  readonly reachability: Float64Array;
  /** The row from which each was reached, or -1. */
  readonly predecessor: Int32Array;
}

/** The graph of clean rows. */
export async function opticsGraph(
  X: Matrix,
  options: SearchOptions & { readonly minSamples: number; readonly maxEps: number },
  run: Run,
): Promise<OpticsGraph> {
  const { metric, maxEps, nJobs } = options;
  const k = sizeOf(options.minSamples, X.rows, 'minSamples', run.estimator);
  const { index, search } = searchIndexes(X, options, run.estimator);
  const found = await coreDistances(search, k, metric, nJobs, run);
  const core = found.map((distance) => (distance > maxEps ? Number.POSITIVE_INFINITY : around15(distance)));
  const query = { metric, core, alpha: 1, limit: maxEps, mutual: false };
  const { order, costs, sources } = await reachAll(index, query, run);
  const reachability = new Float64Array(X.rows);
  const predecessor = new Int32Array(X.rows);
  for (let i = 0; i < order.length; i++) {
    reachability[order[i]] = costs[i];
    predecessor[order[i]] = sources[i];
  }
  if (!costs.some(Number.isFinite)) {
    warn(new DataWarning('no row can be reached: raise maxEps, or all rows are noise', run.estimator));
  }
  return { ordering: order, coreDistances: core, reachability, predecessor };
}

const declaration = declare('computeOpticsGraph', graphSpecs);

/** Options of computeOpticsGraph. */
export type OpticsGraphOptions = RunOptions & Partial<ParamsOf<typeof declaration>>;

/**
 * The reachability graph that OPTICS extracts clusters from. About O(n log n) in few columns, O(n^2 d) at worst.
 * Source: Ankerst et al., SIGMOD 1999; scikit-learn compute_optics_graph.
 * @throws InvalidParameterError for unknown options or refused values; InvalidInputError for too few rows.
 *
 * @example
 * ```ts
 * const X = [[1, 2], [2, 5], [3, 6], [8, 7], [8, 8], [7, 3]];
 * const { ordering } = await computeOpticsGraph(X, { minSamples: 2 });
 * Array.from(ordering); // [0, 1, 2, 5, 3, 4]
 * ```
 */
export async function computeOpticsGraph(
  X: MatrixLike,
  options: OpticsGraphOptions = {},
): Promise<OpticsGraph> {
  const { signal, onProgress, ...given } = options;
  const params = resolveParams(declaration, given);
  return opticsGraph(
    asMatrix(X, { estimator: declaration.name }),
    params,
    new Run(declaration.name, { signal, onProgress }),
  );
}
