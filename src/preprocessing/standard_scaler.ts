import { checkFeatures, featureInfo } from '../core/features.js';
import type { MatrixLike } from '../core/input.js';
import type { Matrix } from '../core/matrix.js';
import { bool, declare, type ParamsOf } from '../core/params.js';
import type { Target } from '../core/protocol.js';
import { type FitOptions, Run, type RunOptions } from '../core/run.js';
import { tags } from '../core/tags.js';
import { TransformerBase, type TransformerData } from '../estimators/base/index.js';
import { checkTransformed, multiplyThenAdd, shiftThenDivide } from './affine.js';
import { columnMoments, type Moments, mergeMoments, scaleOf, varianceOf } from './moments.js';

const declaration = declare('StandardScaler', {
  withMean: bool(true, { doc: 'Subtract the mean of each column.' }),
  withStd: bool(true, { doc: 'Divide by the standard deviation of each column.' }),
});

interface StandardScalerModel {
  readonly moments: Moments;
  /** What each column is divided by: 1 for constant columns; null without `withStd`. */
  readonly scale: Float64Array | null;
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
    return this.modelOf(await columnMoments(X, sampleWeight, run));
  }

  /** Learns from a further piece of data: the result is that of one `fit` of all pieces. */
  async partialFit(X: MatrixLike, _y?: Target, options: FitOptions = {}): Promise<this> {
    const run = new Run(this.type, options);
    const before = this.fitted;
    const matrix = this.checkFitX(X);
    if (before) checkFeatures(matrix, before, this.type);
    await run.step(0, 1, 'pass');
    const piece = await columnMoments(matrix, this.checkWeights(options, matrix.rows), run);
    const moments = before ? mergeMoments(before.model.moments, piece) : piece;
    return this.setFitted({ ...(before ?? featureInfo(matrix)), model: this.modelOf(moments) });
  }

  private modelOf(moments: Moments): StandardScalerModel {
    return { moments, scale: this.params.withStd ? scaleOf(moments) : null };
  }

  protected async transformMatrix(X: Matrix, model: StandardScalerModel, run: Run): Promise<Matrix> {
    return shiftThenDivide(X, this.params.withMean ? model.moments.mean : null, model.scale, run);
  }

  /** Undoes `transform`. */
  async inverseTransform(X: MatrixLike, options: RunOptions = {}): Promise<Matrix> {
    const { moments, scale } = this.learned('inverseTransform');
    const matrix = checkTransformed(X, this.nFeaturesIn, this.type, true);
    const offset = this.params.withMean ? moments.mean : null;
    const result = await multiplyThenAdd(matrix, scale, offset, new Run(this.type, options));
    return result.withColumnNames(this.featureNamesIn);
  }

  /** Mean of each column; null with neither `withMean` nor `withStd`. */
  get mean(): Float64Array | null {
    const { moments } = this.learned('mean');
    return this.params.withMean || this.params.withStd ? moments.mean : null;
  }

  /** Variance of each column (divided by n); null without `withStd`. */
  get var(): Float64Array | null {
    const { moments } = this.learned('var');
    return this.params.withStd ? varianceOf(moments) : null;
  }

  /** What each column is divided by; null without `withStd`. */
  get scale(): Float64Array | null {
    return this.learned('scale').scale;
  }

  /** Rows (or their weight) seen, NaN left out: one number, or one per column where columns differ. */
  get nSamplesSeen(): number | Float64Array {
    const { weight } = this.learned('nSamplesSeen').moments;
    return weight.every((w) => w === weight[0]) ? weight[0] : weight;
  }
}
