import { checkFeatures, featureInfo } from '../core/features.js';
import { asMatrix, type MatrixLike } from '../core/input.js';
import { Matrix } from '../core/matrix.js';
import { bool, declare, type ParamsOf } from '../core/params.js';
import type { Target } from '../core/protocol.js';
import { type FitOptions, Run } from '../core/run.js';
import { tags } from '../core/tags.js';
import { TransformerBase, type TransformerData } from '../estimators/base/index.js';
import { columnMoments, type Moments, mergeMoments, scaleOf } from './moments.js';

const declaration = declare('StandardScaler', {
  withMean: bool(true, { doc: 'Subtract the mean of each column.' }),
  withStd: bool(true, { doc: 'Divide by the standard deviation of each column.' }),
});

interface StandardScalerModel {
  readonly moments: Moments;
  /** What each column is divided by: 1 for constant columns. */
  readonly scale: Float64Array;
}

/**
 * Scales each column to mean 0 and variance 1; constant columns are centred only. NaN is passed over and kept.
 * Fit and transform are O(n d). Reference: Chan, Golub, LeVeque (1983); scikit-learn StandardScaler.
 *
 * @example
 * ```ts
 * const scaled = await new StandardScaler().fitTransform([[1, 10], [3, 10]]);
 * scaled.to2DArray(); // [[-1, 0], [1, 0]]
 * ```
 */
export class StandardScaler extends TransformerBase<typeof declaration, StandardScalerModel> {
  static readonly declaration = declaration;
  override readonly tags = tags('transformer', { sampleWeight: true, allowNaN: true });

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  protected async train({ X, sampleWeight }: TransformerData, run: Run): Promise<StandardScalerModel> {
    await run.step(0, 1, 'pass');
    const moments = columnMoments(X, sampleWeight);
    return { moments, scale: this.params.withStd ? scaleOf(moments) : ones(X.columns) };
  }

  /** Learns from a further piece of data. */
  async partialFit(X: MatrixLike, _y?: Target, options: FitOptions = {}): Promise<this> {
    const run = new Run(this.type, options);
    const before = this.fitted;
    const matrix = this.checkFitX(X);
    if (before) checkFeatures(matrix, before, this.type);
    await run.step(0, 1, 'pass');
    const piece = columnMoments(matrix, this.checkWeights(options, matrix.rows));
    const moments = before ? mergeMoments(before.model.moments, piece) : piece;
    const scale = this.params.withStd ? scaleOf(moments) : ones(matrix.columns);
    return this.setFitted({ ...(before ?? featureInfo(matrix)), model: { moments, scale } });
  }

  protected async transformMatrix(X: Matrix, { moments, scale }: StandardScalerModel): Promise<Matrix> {
    const { withMean, withStd } = this.params;
    const { rows, columns, data } = X;
    const result = new Float64Array(data.length);
    for (let i = 0, at = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++, at++) {
        const centred = withMean ? data[at] - moments.mean[j] : data[at];
        result[at] = withStd ? centred / scale[j] : centred;
      }
    }
    return Matrix.of(result, columns);
  }

  /** Undoes `transform`. */
  async inverseTransform(X: MatrixLike): Promise<Matrix> {
    const { moments, scale } = this.learned('inverseTransform');
    const matrix = asMatrix(X, { estimator: this.type, allowNaN: true });
    checkFeatures(matrix.withColumnNames(undefined), { nFeaturesIn: this.nFeaturesIn }, this.type);
    const { withMean, withStd } = this.params;
    const result = matrix.clone();
    for (let i = 0, at = 0; i < matrix.rows; i++) {
      for (let j = 0; j < matrix.columns; j++, at++) {
        const stretched = withStd ? result.data[at] * scale[j] : result.data[at];
        result.data[at] = withMean ? stretched + moments.mean[j] : stretched;
      }
    }
    return result;
  }

  /** Mean of each column. */
  get mean(): Float64Array {
    return this.learned('mean').moments.mean;
  }

  /** Variance of each column (divided by n); null without `withStd`. */
  get var(): Float64Array | null {
    const { moments } = this.learned('var');
    return this.params.withStd ? moments.squares.map((squares, j) => squares / moments.weight[j]) : null;
  }

  /** What each column is divided by; null without `withStd`. */
  get scale(): Float64Array | null {
    const { scale } = this.learned('scale');
    return this.params.withStd ? scale : null;
  }

  /** Rows (or weight) seen in each column, NaN left out. */
  get nSamplesSeen(): Float64Array {
    return this.learned('nSamplesSeen').moments.weight;
  }
}

function ones(n: number): Float64Array {
  return new Float64Array(n).fill(1);
}
