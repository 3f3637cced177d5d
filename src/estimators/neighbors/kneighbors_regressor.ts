import type { MatrixLike } from '../../core/input.js';
import { Matrix } from '../../core/matrix.js';
import { declare, type ParamsOf } from '../../core/params.js';
import { Run, type RunOptions } from '../../core/run.js';
import type { Tags } from '../../core/tags.js';
import { RegressorBase, type RegressorData } from '../base/index.js';
import {
  asMatrices,
  findNeighbors,
  indexOf,
  type KNeighborsResult,
  neighborsOfFitted,
  neighborTags,
  neighborWeights,
} from './kneighbors_base.js';
import type { NeighborIndex } from './neighbor_index.js';
import { nNeighborsParam, searchParams, weightsParam } from './params.js';

const declaration = declare('KNeighborsRegressor', {
  nNeighbors: nNeighborsParam,
  weights: weightsParam,
  ...searchParams,
});

interface KNeighborsRegressorModel {
  readonly index: NeighborIndex;
  /** Targets of the fitted rows: n x t. */
  readonly y: Matrix;
}

/**
 * Predicts the (weighted) mean target of the k nearest neighbours; takes several targets at once. Scale the
 * columns first. Fit O(n log n) with a tree, predict about O(log n) per row in few columns.
 * Reference: Altman, The American Statistician 46 (1992) 175; scikit-learn KNeighborsRegressor.
 *
 * @example
 * ```ts
 * const knn = await new KNeighborsRegressor({ nNeighbors: 2 }).fit([[0], [1], [2], [3]], [0, 0, 1, 1]);
 * await knn.predict([[1.5]]); // Float64Array [0.5]
 * ```
 */
export class KNeighborsRegressor extends RegressorBase<typeof declaration, KNeighborsRegressorModel> {
  static readonly declaration = declaration;

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  override get tags(): Tags {
    return neighborTags('regressor', this.params, { multiOutput: true });
  }

  protected async train({ X, y }: RegressorData, run: Run): Promise<KNeighborsRegressorModel> {
    await run.step(0, 1, 'index');
    return { index: indexOf(X, this.params, this.params.nNeighbors, this.type), y };
  }

  protected async predictValues(X: Matrix, run: Run): Promise<Matrix> {
    const { index, y } = this.learned('predict');
    const k = this.params.nNeighbors;
    const neighbors = await findNeighbors(index, X, k, this.params, run);
    const weights = neighborWeights(this.params.weights, neighbors, this.type);
    const t = y.columns;
    const result = Matrix.zeros(X.rows, t);
    for (let i = 0; i < X.rows; i++) {
      for (let c = 0; c < t; c++) {
        let sum = 0;
        let total = 0;
        for (let j = i * k; j < (i + 1) * k; j++) {
          const w = weights ? weights[j] : 1;
          sum += w * y.data[neighbors.indices[j] * t + c];
          total += w;
        }
        result.data[i * t + c] = sum / total;
      }
    }
    return result;
  }

  /** The nearest fitted rows of each row of X; without X, of each fitted row without itself. */
  async kneighbors(
    X?: MatrixLike,
    options: RunOptions & { nNeighbors?: number } = {},
  ): Promise<KNeighborsResult> {
    const { index } = this.learned('kneighbors');
    const k = options.nNeighbors ?? this.params.nNeighbors;
    const run = new Run(this.type, options);
    if (X === undefined) return asMatrices(await neighborsOfFitted(index, k, this.params, run));
    return asMatrices(await findNeighbors(index, this.checkX(X, 'kneighbors'), k, this.params, run));
  }

  /** The search that was used: 'kd_tree', 'ball_tree' or 'brute'. */
  get fitMethod(): NeighborIndex['method'] {
    return this.learned('fitMethod').index.method;
  }

  /** Number of rows that were fitted. */
  get nSamplesFit(): number {
    return this.learned('nSamplesFit').index.X.rows;
  }
}
