import type { MatrixLike } from '../../core/input.js';
import { Matrix } from '../../core/matrix.js';
import { declare, type ParamsOf } from '../../core/params.js';
import type { Run } from '../../core/run.js';
import type { Tags } from '../../core/tags.js';
import { DataWarning, warn } from '../../core/warnings.js';
import { RegressorBase, type RegressorData } from '../base/index.js';
import { eachNeighborhood, indexOf, neighborTags, type SparseRows } from './kneighbors_base.js';
import type { NeighborIndex } from './neighbor_index.js';
import { searchParams, weightsParam } from './params.js';
import {
  type RadiusGraphOptions,
  type RadiusOptions,
  type RadiusSearch,
  radiusGraphOf,
  radiusNeighborsOf,
  radiusParam,
  radiusWeights,
} from './radius_methods.js';
import type { RadiusResult } from './radius_query.js';

const declaration = declare('RadiusNeighborsRegressor', {
  radius: radiusParam,
  weights: weightsParam,
  ...searchParams,
});

interface RadiusNeighborsRegressorModel {
  readonly index: NeighborIndex;
  /** Targets of the fitted rows: n x t. */
  readonly y: Matrix;
}

/**
 * Predicts the (weighted) mean target of the fitted rows within a radius; takes several targets at once. A row
 * without neighbours gets NaN and a warning. Scale the columns first. Fit O(n log n) with a tree, predict about
 * O(log n + neighbours) per row in few columns. Reference: scikit-learn RadiusNeighborsRegressor.
 *
 * @example
 * ```ts
 * const model = new RadiusNeighborsRegressor({ radius: 1 });
 * await model.fit([[0], [1], [2], [3]], [0, 0, 1, 1]);
 * await model.predict([[1.5]]); // Float64Array [0.5]
 * ```
 */
export class RadiusNeighborsRegressor extends RegressorBase<
  typeof declaration,
  RadiusNeighborsRegressorModel
> {
  static readonly declaration = declaration;

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  override get tags(): Tags {
    return neighborTags('regressor', this.params, { multiOutput: true });
  }

  protected async train({ X, y }: RegressorData, run: Run): Promise<RadiusNeighborsRegressorModel> {
    await run.step(0, 1, 'index');
    return { index: indexOf(X, this.params, null, this.type), y };
  }

  protected async predictValues(X: Matrix, run: Run): Promise<Matrix> {
    const { index, y } = this.learned('predict');
    const t = y.columns;
    const result = Matrix.zeros(X.rows, t);
    let lonely = 0;
    await eachNeighborhood(index, X, this.params, run, (block, first) => {
      const { ends, indices } = block;
      const weights = radiusWeights(this.params.weights, block, this.type);
      for (let i = 0, from = 0; i < ends.length; from = ends[i++]) {
        if (ends[i] === from) lonely++;
        for (let c = 0; c < t; c++) {
          let sum = 0;
          let total = 0;
          for (let j = from; j < ends[i]; j++) {
            const w = weights ? weights[j] : 1;
            sum += w * y.data[indices[j] * t + c];
            total += w;
          }
          result.data[(first + i) * t + c] = sum / total;
        }
      }
    });
    if (lonely > 0) {
      const what = `${lonely} row(s) have no neighbours within the radius: NaN is predicted. Raise radius.`;
      warn(new DataWarning(what, this.type));
    }
    return result;
  }

  /** The fitted rows within a radius of each row of X; without X, of each fitted row without itself. */
  async radiusNeighbors(X?: MatrixLike, options: RadiusOptions = {}): Promise<RadiusResult[]> {
    const search = this.radiusSearch('radiusNeighbors');
    return radiusNeighborsOf(search, X === undefined ? X : this.checkX(X, 'radiusNeighbors'), options);
  }

  /** The graph of the neighbours within a radius as sparse rows. */
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

  private radiusSearch(member: string): RadiusSearch {
    return { type: this.type, index: this.learned(member).index, settings: this.params };
  }
}
