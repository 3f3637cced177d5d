import type { MatrixLike } from '../core/input.js';
import type { Matrix } from '../core/matrix.js';
import { bool, custom, declare, type ParamsOf } from '../core/params.js';
import { Run, type RunOptions } from '../core/run.js';
import { tags } from '../core/tags.js';
import { TransformerBase, type TransformerData } from '../estimators/base/index.js';
import { normalQuantile } from '../kernels/normal.js';
import { checkTransformed, multiplyThenAdd, nonZero, shiftThenDivide } from './affine.js';
import { sortedColumn, sortedMedian, sortedQuantile } from './percentile.js';

const declaration = declare('RobustScaler', {
  withCentering: bool(true, { doc: 'Subtract the median of each column.' }),
  withScaling: bool(true, { doc: 'Divide each column by the range between its two quantiles.' }),
  quantileRange: custom<readonly [number, number]>([25, 75], {
    doc: 'The two quantiles in percent whose distance is the scale.',
    expected: 'two numbers [low, high] with 0 <= low < high <= 100',
    accepts: (value) =>
      Array.isArray(value) &&
      value.length === 2 &&
      value.every(Number.isFinite) &&
      0 <= value[0] &&
      value[0] < value[1] &&
      value[1] <= 100,
    invalid: [[75, 25], [-1, 50], [25, 101], [25], 'quartiles', null],
  }),
  unitVariance: bool(false, {
    doc: 'Divide the scale by that of a standard normal, so that normal columns get variance 1.',
  }),
});

interface RobustScalerModel {
  readonly center: Float64Array | null;
  readonly scale: Float64Array | null;
}

/**
 * Subtracts the median of each column and divides by its interquartile range, so that outliers have little say.
 * NaN is passed over and kept. Fit is O(d n log n), transform O(n d). Reference: scikit-learn RobustScaler.
 *
 * @example
 * ```ts
 * const scaled = await new RobustScaler().fitTransform([[1], [2], [3], [4], [1000]]);
 * scaled.to2DArray(); // [[-1], [-0.5], [0], [0.5], [498.5]]
 * ```
 */
export class RobustScaler extends TransformerBase<typeof declaration, RobustScalerModel> {
  static readonly declaration = declaration;
  override readonly tags = tags('transformer', { allowNaN: true });

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  protected async train({ X }: TransformerData, run: Run): Promise<RobustScalerModel> {
    const { withCentering, withScaling, quantileRange, unitVariance } = this.params;
    const center = new Float64Array(X.columns);
    const spread = new Float64Array(X.columns);
    const [low, high] = quantileRange.map((percent) => percent / 100);
    for (let j = 0; j < X.columns; j++) {
      await run.step(j, X.columns, 'column');
      const sorted = sortedColumn(X, j);
      center[j] = sortedMedian(sorted);
      spread[j] = sortedQuantile(sorted, high) - sortedQuantile(sorted, low);
    }
    const unit = unitVariance ? normalQuantile(high) - normalQuantile(low) : 1;
    return {
      center: withCentering ? center : null,
      scale: withScaling ? nonZero(spread).map((value) => value / unit) : null,
    };
  }

  protected async transformMatrix(X: Matrix, model: RobustScalerModel, run: Run): Promise<Matrix> {
    return shiftThenDivide(X, model.center, model.scale, run);
  }

  /** Undoes `transform`. */
  async inverseTransform(X: MatrixLike, options: RunOptions = {}): Promise<Matrix> {
    const { center, scale } = this.learned('inverseTransform');
    const matrix = checkTransformed(X, this.nFeaturesIn, this.type, true);
    const result = await multiplyThenAdd(matrix, scale, center, new Run(this.type, options));
    return result.withColumnNames(this.featureNamesIn);
  }

  /** Median of each column; null without `withCentering`. */
  get center(): Float64Array | null {
    return this.learned('center').center;
  }

  /** What each column is divided by: 1 where the quantiles coincide; null without `withScaling`. */
  get scale(): Float64Array | null {
    return this.learned('scale').scale;
  }
}
