import { InvalidInputError, InvalidParameterError } from '../../core/errors.js';
import type { MatrixLike } from '../../core/input.js';
import type { Matrix } from '../../core/matrix.js';
import { bool, custom, declare, int, type ParamsOf } from '../../core/params.js';
import type { MethodName, Target } from '../../core/protocol.js';
import { type FitOptions, Run, type RunOptions } from '../../core/run.js';
import { type Tags, tags } from '../../core/tags.js';
import { DataWarning, warn } from '../../core/warnings.js';
import { OutlierDetectorBase, type OutlierDetectorData, type OutlierDetectorModel } from '../base/index.js';
import { linearPercentile } from '../ensemble/isolation_forest/percentile.js';
import {
  asGraph,
  asMatrices,
  findNeighbors,
  indexOf,
  type KNeighborsResult,
  neighborsOfFitted,
  type SparseRows,
} from './kneighbors_base.js';
import { kthDistances, outlierFactors, reachabilityDensity } from './local_density.js';
import type { NeighborIndex, Neighbors } from './neighbor_index.js';
import { searchParams } from './params.js';

const declaration = declare('LocalOutlierFactor', {
  nNeighbors: int(20, { min: 1, doc: 'Neighbours that make up the surroundings of a row.' }),
  ...searchParams,
  contamination: custom<number | 'auto'>('auto', {
    doc: "Share of outliers in the data of fit, which sets the offset, or 'auto': factors above 1.5 are outliers.",
    expected: "a number in (0, 0.5], or 'auto'",
    accepts: (value) => value === 'auto' || (typeof value === 'number' && value > 0 && value <= 0.5),
    invalid: [0, 0.6, -0.1, 'some', null],
  }),
  novelty: bool(false, {
    doc: 'Judge new rows (predict, decisionFunction, scoreSamples) instead of those of fit (fitPredict).',
  }),
});

interface LocalOutlierFactorModel {
  readonly index: NeighborIndex;
  /** Distance of each fitted row to its k-th neighbour. */
  readonly reach: Float64Array;
  /** Local reachability density of each fitted row. */
  readonly density: Float64Array;
  readonly negativeOutlierFactor: Float64Array;
  readonly nNeighbors: number;
}

/**
 * Finds rows that lie in emptier surroundings than their neighbours do. Without `novelty` it judges the rows of
 * `fit` (`fitPredict`, `negativeOutlierFactor`); with it, new rows. Scale the columns first. Fit is k nearest
 * neighbours of n rows: about O(n log n) in few columns. More than `nNeighbors` duplicates of a row make the factors
 * of their neighbours meaningless: raise nNeighbors then.
 * Reference: Breunig, Kriegel, Ng and Sander, SIGMOD (2000) 93; scikit-learn LocalOutlierFactor.
 *
 * @example
 * ```ts
 * const detector = new LocalOutlierFactor({ nNeighbors: 2 });
 * await detector.fitPredict([[-1.1], [0.2], [101.1], [0.3]]); // Int32Array [1, 1, -1, 1]
 * detector.negativeOutlierFactor[2]; // -73.37
 * ```
 */
export class LocalOutlierFactor extends OutlierDetectorBase<typeof declaration, LocalOutlierFactorModel> {
  static readonly declaration = declaration;

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  override get tags(): Tags {
    const { metric } = this.params;
    return tags('outlier_detector', {
      pairwise: metric === 'precomputed',
      allowNaN: metric === 'nan_euclidean',
    });
  }

  /** New rows are judged with `novelty` only, those of fit without it only. */
  supports(method: MethodName): boolean {
    if (method === 'fitPredict') return !this.params.novelty;
    return this.params.novelty || !['predict', 'decisionFunction', 'scoreSamples'].includes(method);
  }

  protected async train(
    { X }: OutlierDetectorData,
    run: Run,
  ): Promise<OutlierDetectorModel<LocalOutlierFactorModel>> {
    const { contamination, novelty } = this.params;
    if (X.rows < 2) {
      throw new InvalidInputError(`${this.type}: X must hold at least 2 rows. Got ${X.rows}. Add rows.`, {
        estimator: this.type,
        parameter: 'X',
        received: String(X.rows),
        remedy: 'add rows',
      });
    }
    const k = Math.min(this.params.nNeighbors, X.rows - 1);
    if (this.params.nNeighbors > X.rows) {
      const what = `nNeighbors is ${this.params.nNeighbors}, but X has ${X.rows} rows: ${k} neighbours are used.`;
      warn(new DataWarning(what, this.type));
    }
    await run.step(0, 1, 'index');
    const index = indexOf(X, this.params, k, this.type);
    const neighbors = await neighborsOfFitted(index, k, this.params, run);
    const reach = kthDistances(neighbors);
    const density = reachabilityDensity(neighbors, reach);
    const negativeOutlierFactor = outlierFactors(neighbors, density, density);
    const offset = contamination === 'auto' ? -1.5 : linearPercentile(negativeOutlierFactor, contamination);
    if (!novelty && negativeOutlierFactor.some((factor) => factor < -1e7)) {
      const what = 'Duplicate rows make some factors meaningless. Raise nNeighbors above their number.';
      warn(new DataWarning(what, this.type));
    }
    return { index, reach, density, negativeOutlierFactor, nNeighbors: k, offset };
  }

  protected async scoreRows(X: Matrix, run: Run): Promise<Float64Array> {
    const { index, reach, density, nNeighbors } = this.learned('scoreSamples');
    const neighbors = await findNeighbors(index, X, nNeighbors, this.params, run);
    return outlierFactors(neighbors, density, reachabilityDensity(neighbors, reach));
  }

  /** 1 for normal rows of X (n x d), -1 for outliers. Needs `novelty`; rows of fit count among their own neighbours. */
  override async predict(X: MatrixLike, options: RunOptions = {}): Promise<Int32Array> {
    this.requireNovelty('predict', true);
    return super.predict(X, options);
  }

  /** `scoreSamples` minus the offset: negative for outliers. Needs `novelty`. */
  override async decisionFunction(X: MatrixLike, options: RunOptions = {}): Promise<Float64Array> {
    this.requireNovelty('decisionFunction', true);
    return super.decisionFunction(X, options);
  }

  /** The negative outlier factor of each row of X: about -1 for normal rows. Needs `novelty`. */
  override async scoreSamples(X: MatrixLike, options: RunOptions = {}): Promise<Float64Array> {
    this.requireNovelty('scoreSamples', true);
    return super.scoreSamples(X, options);
  }

  /** Which rows of X are outliers among themselves: 1 for normal rows, -1 for outliers. Not with `novelty`. */
  override async fitPredict(X: MatrixLike, y?: Target, options: FitOptions = {}): Promise<Int32Array> {
    this.requireNovelty('fitPredict', false);
    await this.fit(X, y, options);
    const { negativeOutlierFactor, offset } = this.learned('fitPredict');
    return Int32Array.from(negativeOutlierFactor, (factor) => (factor < offset ? -1 : 1));
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

  /** The negative outlier factor of each row of fit: about -1 for normal rows, the lower the more of an outlier. */
  get negativeOutlierFactor(): Float64Array {
    return this.learned('negativeOutlierFactor').negativeOutlierFactor;
  }

  /** Number of neighbours that were used. */
  get nNeighbors(): number {
    return this.learned('nNeighbors').nNeighbors;
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
  ): Promise<Neighbors> {
    const { index, nNeighbors } = this.learned(member);
    const k = options.nNeighbors ?? nNeighbors;
    const run = new Run(this.type, options);
    if (X === undefined) return neighborsOfFitted(index, k, this.params, run);
    return findNeighbors(index, this.checkX(X, member), k, this.params, run);
  }

  private requireNovelty(method: string, needed: boolean): void {
    if (this.params.novelty === needed) return;
    const remedy = needed ? 'Set novelty: true, or use fitPredict.' : 'Use fit and predict on new rows.';
    throw new InvalidParameterError(
      `${this.type}: '${method}' is not there with novelty ${!needed}. ${remedy}`,
      { estimator: this.type, parameter: 'novelty', received: String(!needed), remedy },
    );
  }
}
