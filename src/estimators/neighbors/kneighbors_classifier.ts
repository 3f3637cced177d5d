import type { MatrixLike } from '../../core/input.js';
import { Matrix } from '../../core/matrix.js';
import { declare, type ParamsOf } from '../../core/params.js';
import { Run, type RunOptions } from '../../core/run.js';
import type { Tags } from '../../core/tags.js';
import { type ClassTrainingData, MultiOutputClassifierBase } from '../base/index.js';
import {
  asGraph,
  asMatrices,
  findNeighbors,
  indexOf,
  type KNeighborsResult,
  neighborsOfFitted,
  neighborTags,
  neighborWeights,
  type SparseRows,
} from './kneighbors_base.js';
import type { NeighborIndex } from './neighbor_index.js';
import { nNeighborsParam, searchParams, weightsParam } from './params.js';

const declaration = declare('KNeighborsClassifier', {
  nNeighbors: nNeighborsParam,
  weights: weightsParam,
  ...searchParams,
});

interface KNeighborsClassifierModel {
  readonly index: NeighborIndex;
  /** Classes of each fitted row: n x outputs. */
  readonly codes: Int32Array;
  /** The most classes of any output. */
  readonly nShares: number;
}

/**
 * Labels a row by a vote of its k nearest neighbours, for one or several outputs; ties go to the class that sorts first, and neighbours at
 * equal distance to the earlier row. Scale the columns first. Fit O(n log n) with a tree, predict about
 * O(log n) per row in few columns, O(n d) by brute force in many.
 * Reference: Cover and Hart, IEEE Trans. Inf. Theory 13 (1967) 21; scikit-learn KNeighborsClassifier.
 *
 * @example
 * ```ts
 * const { data, target } = await loadIris();
 * const knn = await new KNeighborsClassifier({ nNeighbors: 3 }).fit(data, target);
 * await knn.predict([[5.1, 3.5, 1.4, 0.2]]); // [0]
 * ```
 */
export class KNeighborsClassifier extends MultiOutputClassifierBase<
  typeof declaration,
  KNeighborsClassifierModel
> {
  static readonly declaration = declaration;

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  override get tags(): Tags {
    return neighborTags('classifier', this.params, { multiOutput: true });
  }

  protected async learn(
    { X, codes, outputs }: ClassTrainingData,
    run: Run,
  ): Promise<KNeighborsClassifierModel> {
    await run.step(0, 1, 'index');
    const index = indexOf(X, this.params, this.params.nNeighbors, this.type);
    return { index, codes, nShares: Math.max(...outputs.map((classes) => classes.length)) };
  }

  /** The share of the (weighted) votes of each class, output by output. */
  protected async shares(X: Matrix, run: Run): Promise<Matrix> {
    const { index, codes, nShares, outputs } = this.learned('predict');
    const k = this.params.nNeighbors;
    const neighbors = await findNeighbors(index, X, k, this.params, run);
    const weights = neighborWeights(this.params.weights, neighbors, this.type);
    const votes = Matrix.zeros(X.rows, outputs.length * nShares);
    const { data } = votes;
    for (let i = 0, at = 0; i < X.rows; i++) {
      for (let j = 0; j < k; j++, at++) {
        const row = neighbors.indices[at] * outputs.length;
        for (let o = 0; o < outputs.length; o++) {
          data[(i * outputs.length + o) * nShares + codes[row + o]] += weights ? weights[at] : 1;
        }
      }
    }
    for (let at = 0; at < data.length; at += nShares) {
      let total = 0;
      for (let c = 0; c < nShares; c++) total += data[at + c];
      // A weight function may give every neighbour 0: the row then has no votes.
      if (total > 0) for (let c = 0; c < nShares; c++) data[at + c] /= total;
    }
    return votes;
  }

  /**
   * The nearest fitted rows of each row of X; without X, of each fitted row without itself.
   * @throws InvalidInputError when nNeighbors exceeds the number of fitted rows.
   */
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

  /** The graph of nearest neighbours as sparse rows. */
  async kneighborsGraph(
    X?: MatrixLike,
    options: RunOptions & { nNeighbors?: number; mode?: 'connectivity' | 'distance' } = {},
  ): Promise<SparseRows> {
    const { index } = this.learned('kneighborsGraph');
    const k = options.nNeighbors ?? this.params.nNeighbors;
    const run = new Run(this.type, options);
    const neighbors =
      X === undefined
        ? await neighborsOfFitted(index, k, this.params, run)
        : await findNeighbors(index, this.checkX(X, 'kneighborsGraph'), k, this.params, run);
    return asGraph(neighbors, index.X.rows, options.mode ?? 'connectivity');
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
