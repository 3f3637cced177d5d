import { featureInfo } from '../../core/features.js';
import type { MatrixLike } from '../../core/input.js';
import { declare, type ParamsOf, real } from '../../core/params.js';
import type { Target } from '../../core/protocol.js';
import { type FitOptions, Run, type RunOptions } from '../../core/run.js';
import type { Tags } from '../../core/tags.js';
import { BaseEstimator } from '../base/index.js';
import {
  asGraph,
  asMatrices,
  findNeighbors,
  findWithin,
  indexOf,
  type KNeighborsResult,
  neighborsOfFitted,
  neighborTags,
  radiusGraph,
  type SparseRows,
} from './kneighbors_base.js';
import type { NeighborIndex } from './neighbor_index.js';
import { nNeighborsParam, searchParams } from './params.js';
import type { RadiusOrder } from './radius_block.js';
import { type RadiusResult, splitBlock } from './radius_query.js';

const declaration = declare('NearestNeighbors', {
  nNeighbors: nNeighborsParam,
  radius: real(1, { min: 0, doc: 'Radius of radiusNeighbors.' }),
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
  async radiusNeighbors(
    X?: MatrixLike,
    options: RunOptions & { radius?: number; sortResults?: boolean } = {},
  ): Promise<RadiusResult[]> {
    const order = options.sortResults ? 'distance' : 'row';
    return splitBlock(await this.within('radiusNeighbors', X, order, options));
  }

  /** The graph of the neighbours within a radius as sparse rows; columns ascend, or distances with `sortResults`. */
  async radiusNeighborsGraph(
    X?: MatrixLike,
    options: RunOptions & {
      radius?: number;
      mode?: 'connectivity' | 'distance';
      sortResults?: boolean;
    } = {},
  ): Promise<SparseRows> {
    const order = options.sortResults ? 'distance' : 'row';
    const block = await this.within('radiusNeighborsGraph', X, order, options);
    return radiusGraph(block, this.nSamplesFit, options.mode ?? 'connectivity');
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

  private async within(
    member: string,
    X: MatrixLike | undefined,
    order: RadiusOrder,
    options: RunOptions & { radius?: number },
  ) {
    const { index } = this.learned(member);
    const queries = X === undefined ? undefined : this.checkX(X, member);
    const run = new Run(this.type, options);
    return findWithin(index, queries, options.radius ?? this.params.radius, this.params, order, run);
  }
}
