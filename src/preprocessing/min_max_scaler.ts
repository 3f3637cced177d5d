import { checkFeatures, featureInfo } from '../core/features.js';
import type { MatrixLike } from '../core/input.js';
import type { Matrix } from '../core/matrix.js';
import { bool, custom, declare, type ParamsOf } from '../core/params.js';
import type { Target } from '../core/protocol.js';
import { type FitOptions, Run, type RunOptions } from '../core/run.js';
import { tags } from '../core/tags.js';
import { TransformerBase, type TransformerData } from '../estimators/base/index.js';
import { checkTransformed, clipInPlace, multiplyThenAdd, nonZero, shiftThenDivide } from './affine.js';
import { columnExtremes } from './extremes.js';

const declaration = declare('MinMaxScaler', {
  featureRange: custom<readonly [number, number]>([0, 1], {
    doc: 'Smallest and largest value of each column after scaling.',
    expected: 'two finite numbers, the first less than the second',
    accepts: (value) =>
      Array.isArray(value) && value.length === 2 && value.every(Number.isFinite) && value[0] < value[1],
    invalid: [[1, 0], [1, 1], [0], 3, 'unit', null],
  }),
  clip: bool(false, { doc: 'Move values of new data that fall outside featureRange to its nearer bound.' }),
});

interface MinMaxScalerModel {
  readonly dataMin: Float64Array;
  readonly dataMax: Float64Array;
  readonly nSamplesSeen: number;
  readonly scale: Float64Array;
  readonly min: Float64Array;
}

/**
 * Maps each column linearly from [its minimum, its maximum] to `featureRange`; constant columns go to its lower
 * bound. NaN is passed over and kept. One outlier squeezes a whole column: see RobustScaler. Fit and transform
 * are O(n d). Reference: scikit-learn MinMaxScaler.
 *
 * @example
 * ```ts
 * const scaled = await new MinMaxScaler().fitTransform([[1, 10], [2, 30], [3, 20]]);
 * scaled.to2DArray(); // [[0, 0], [0.5, 1], [1, 0.5]]
 * ```
 */
export class MinMaxScaler extends TransformerBase<typeof declaration, MinMaxScalerModel> {
  static readonly declaration = declaration;
  override readonly tags = tags('transformer', { allowNaN: true });

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  protected async train({ X }: TransformerData, run: Run): Promise<MinMaxScalerModel> {
    return this.update(undefined, X, run);
  }

  /** Learns from a further piece of data: the result is that of one `fit` of all pieces. */
  async partialFit(X: MatrixLike, _y?: Target, options: FitOptions = {}): Promise<this> {
    const run = new Run(this.type, options);
    const before = this.fitted;
    const matrix = this.checkFitX(X);
    if (before) checkFeatures(matrix, before, this.type);
    this.checkWeights(options, matrix.rows);
    const model = await this.update(before?.model, matrix, run);
    return this.setFitted({ ...(before ?? featureInfo(matrix)), model });
  }

  private async update(
    before: MinMaxScalerModel | undefined,
    X: Matrix,
    run: Run,
  ): Promise<MinMaxScalerModel> {
    await run.step(0, 1, 'pass');
    const { low, high } = await columnExtremes(X, run);
    const dataMin = before ? low.map((value, j) => lesser(value, before.dataMin[j])) : low;
    const dataMax = before ? high.map((value, j) => -lesser(-value, -before.dataMax[j])) : high;
    const [from, to] = this.params.featureRange;
    const scale = nonZero(dataMax.map((value, j) => value - dataMin[j])).map((range) => (to - from) / range);
    const min = dataMin.map((value, j) => from - value * scale[j]);
    return { dataMin, dataMax, nSamplesSeen: (before?.nSamplesSeen ?? 0) + X.rows, scale, min };
  }

  protected async transformMatrix(X: Matrix, { scale, min }: MinMaxScalerModel, run: Run): Promise<Matrix> {
    const result = await multiplyThenAdd(X, scale, min, run);
    const [from, to] = this.params.featureRange;
    if (this.params.clip) clipInPlace(result.data, from, to);
    return result;
  }

  /** Undoes `transform` (but for clipping). */
  async inverseTransform(X: MatrixLike, options: RunOptions = {}): Promise<Matrix> {
    const { scale, min } = this.learned('inverseTransform');
    const matrix = checkTransformed(X, this.nFeaturesIn, this.type, true);
    const result = await shiftThenDivide(matrix, min, scale, new Run(this.type, options));
    return result.withColumnNames(this.featureNamesIn);
  }

  /** What is added to each scaled column: `featureRange[0] - dataMin * scale`. */
  get min(): Float64Array {
    return this.learned('min').min;
  }

  /** What each column is multiplied with. */
  get scale(): Float64Array {
    return this.learned('scale').scale;
  }

  /** Smallest value of each column. */
  get dataMin(): Float64Array {
    return this.learned('dataMin').dataMin;
  }

  /** Largest value of each column. */
  get dataMax(): Float64Array {
    return this.learned('dataMax').dataMax;
  }

  /** `dataMax - dataMin`. */
  get dataRange(): Float64Array {
    const { dataMin, dataMax } = this.learned('dataRange');
    return dataMax.map((value, j) => value - dataMin[j]);
  }

  /** Number of rows seen. */
  get nSamplesSeen(): number {
    return this.learned('nSamplesSeen').nSamplesSeen;
  }
}

/** The smaller of two numbers, of which either may be NaN for "none seen". */
function lesser(a: number, b: number): number {
  return Number.isNaN(a) || b < a ? b : a;
}
