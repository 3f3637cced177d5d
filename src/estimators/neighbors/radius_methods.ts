import { describe, InvalidInputError } from '../../core/errors.js';
import type { Matrix } from '../../core/matrix.js';
import { real } from '../../core/params.js';
import { Run, type RunOptions } from '../../core/run.js';
import {
  findWithin,
  inverseDistances,
  ownWeights,
  radiusGraph,
  type SearchSettings,
  type SparseRows,
} from './kneighbors_base.js';
import type { NeighborIndex } from './neighbor_index.js';
import type { NeighborWeights } from './params.js';
import type { RadiusBlock } from './radius_block.js';
import { type RadiusResult, splitBlock } from './radius_query.js';

/** The `radius` parameter. */
export const radiusParam = real(1, { min: 0, doc: 'Rows up to this distance are neighbours.' });

/** Options of `radiusNeighbors`. */
export interface RadiusOptions extends RunOptions {
  /** Radius; the estimator's own unless given. */
  readonly radius?: number;
  /** Nearest first, instead of by row number. */
  readonly sortResults?: boolean;
}

/** Options of `radiusNeighborsGraph`. */
export interface RadiusGraphOptions extends RadiusOptions {
  /** Ones, or distances. */
  readonly mode?: 'connectivity' | 'distance';
}

/** What a search within a radius needs to know of its estimator. */
export interface RadiusSearch {
  readonly type: string;
  readonly index: NeighborIndex;
  readonly settings: SearchSettings & { readonly radius: number };
}

/** The neighbours of queries, or of the fitted rows without themselves, as one block. */
function block({ type, index, settings }: RadiusSearch, queries: Matrix | undefined, options: RadiusOptions) {
  const order = options.sortResults ? 'distance' : 'row';
  const radius = options.radius ?? settings.radius;
  if (!(radius >= 0)) {
    throw new InvalidInputError(`${type}: radius must be a number >= 0. Got ${describe(radius)}.`, {
      estimator: type,
      parameter: 'radius',
      received: describe(radius),
      remedy: 'pass a number >= 0',
    });
  }
  return findWithin(index, queries, radius, settings, order, new Run(type, options));
}

/** The neighbours of each query by itself. */
export async function radiusNeighborsOf(
  search: RadiusSearch,
  queries: Matrix | undefined,
  options: RadiusOptions,
): Promise<RadiusResult[]> {
  return splitBlock(await block(search, queries, options));
}

/** The graph of the neighbours within a radius. */
export async function radiusGraphOf(
  search: RadiusSearch,
  queries: Matrix | undefined,
  options: RadiusGraphOptions,
): Promise<SparseRows> {
  const found = await block(search, queries, options);
  return radiusGraph(found, search.index.X.rows, options.mode ?? 'connectivity');
}

/**
 * The weights of the neighbours of a block, or undefined when all count equally. By inverse distance, neighbours at
 * distance 0 count alone.
 * @throws InvalidInputError when a weight function returns something else than one finite number >= 0 per neighbour.
 */
export function radiusWeights(
  weights: NeighborWeights,
  { ends, distances }: RadiusBlock,
  estimator: string,
): Float64Array | undefined {
  if (weights === 'uniform') return undefined;
  const result = new Float64Array(distances.length);
  for (let i = 0, from = 0; i < ends.length; from = ends[i++]) {
    const k = ends[i] - from;
    if (weights === 'distance') inverseDistances(distances, result, from, k);
    else if (k > 0) ownWeights(weights, distances, result, from, k, estimator);
  }
  return result;
}
