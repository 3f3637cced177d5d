import { featureInfo } from '../../core/features.js';
import type { MatrixLike } from '../../core/input.js';
import { declare, type ParamsOf } from '../../core/params.js';
import type { Target } from '../../core/protocol.js';
import { type FitOptions, Run, type RunOptions } from '../../core/run.js';
import type { Tags } from '../../core/tags.js';
import { BaseEstimator } from '../base/index.js';
import {
  asGraph,
  asMatrices,
  findNeighbors,
  indexOf,
  type KNeighborsResult,
  neighborsOfFitted,
  neighborTags,
  type SparseRows,
} from './kneighbors_base.js';
import type { NeighborIndex } from './neighbor_index.js';
import { nNeighborsParam, searchParams } from './params.js';
import {
  type RadiusGraphOptions,
  type RadiusOptions,
  type RadiusSearch,
  radiusGraphOf,
  radiusNeighborsOf,
  radiusParam,
} from './radius_methods.js';
import type { RadiusResult } from './radius_query.js';

const declaration = declare('NearestNeighbors', {
  nNeighbors: nNeighborsParam,
  radius: radiusParam,
  ...searchParams,
});

interface NearestNeighborsModel {
  readonly index: NeighborIndex;
}

/**
 * Finds nearest neighbours: by number or within a radius. Fit O(n log n) with a tree; queries about O(log n)
 * each in few columns. Reference: scikit-learn NearestNeighbors.
 *
 * @example
 * ```ts
 * const search = await new NearestNeighbors({ nNeighbors: 2 }).fit([[0], [1], [3]]);
 * const { indices } = await search.kneighbors([[0.9]]);
 * indices.to2DArray(); // [[1, 0]]
 * ```
 */
export class NearestNeighbors extends BaseEstimator<typeof declaration, NearestNeighborsModel> {
  static readonly declaration = declaration;

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  override get tags(): Tags {
    return neighborTags('neighbors', this.params);
  }

  /** Prepares the search over the rows of X (n x d); y is ignored. */
  async fit(X: MatrixLike, _y?: Target, options: FitOptions = {}): Promise<this> {
    const run = new Run(this.type, options);
    const matrix = this.checkFitX(X);
    this.checkWeights(options, matrix.rows);
    await run.step(0, 1, 'index');
    const index = indexOf(matrix, this.params, this.params.nNeighbors, this.type);
    return this.setFitted({ ...featureInfo(matrix), model: { index } });
  }

  /** The nearest fitted rows of each row of X; without X, of each fitted row without itself. */
  async kneighbors(
    X?: MatrixLike,
    options: RunOptions & { nNeighbors?: number } = {},
  ): Promise<KNeighborsResult> {
    return asMatrices(await this.nearest('kneighbors', X, options));
  }

  /** The graph of nearest neighbours as sparse rows. */
  async kneighborsGraph(
    X?: MatrixLike,
    options: RunOptions & { nNeighbors?: number; mode?: 'connectivity' | 'distance' } = {},
  ): Promise<SparseRows> {
    const neighbors = await this.nearest('kneighborsGraph', X, options);
    return asGraph(neighbors, this.nSamplesFit, options.mode ?? 'connectivity');
  }

  /**
   * The fitted rows within a radius (included) of each row of X, by row number, or nearest first with
   * `sortResults`. Without X, of each fitted row without itself.
   */
  async radiusNeighbors(X?: MatrixLike, options: RadiusOptions = {}): Promise<RadiusResult[]> {
    const search = this.radiusSearch('radiusNeighbors');
    return radiusNeighborsOf(search, X === undefined ? X : this.checkX(X, 'radiusNeighbors'), options);
  }

  /** The graph of the neighbours within a radius as sparse rows; columns ascend, or distances with `sortResults`. */
  async radiusNeighborsGraph(X?: MatrixLike, options: RadiusGraphOptions = {}): Promise<SparseRows> {
    const search = this.radiusSearch('radiusNeighborsGraph');
    return radiusGraphOf(search, X === undefined ? X : this.checkX(X, 'radiusNeighborsGraph'), options);
  }

  /** The search that was used: 'kd_tree', 'ball_tree' or 'brute'. */
  get fitMethod(): NeighborIndex['method'] {
    return this.learned('fitMethod').index.method;
  }

  /** Number of rows that were fitted. */
  get nSamplesFit(): number {
    return this.learned('nSamplesFit').index.X.rows;
  }

  private async nearest(
    member: string,
    X: MatrixLike | undefined,
    options: RunOptions & { nNeighbors?: number },
  ) {
    const { index } = this.learned(member);
    const k = options.nNeighbors ?? this.params.nNeighbors;
    const run = new Run(this.type, options);
    if (X === undefined) return neighborsOfFitted(index, k, this.params, run);
    return findNeighbors(index, this.checkX(X, member), k, this.params, run);
  }

  private radiusSearch(member: string): RadiusSearch {
    return { type: this.type, index: this.learned(member).index, settings: this.params };
  }
}
