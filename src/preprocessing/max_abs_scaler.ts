import { checkFeatures, featureInfo } from '../core/features.js';
import type { MatrixLike } from '../core/input.js';
import type { Matrix } from '../core/matrix.js';
import { bool, declare, type ParamsOf } from '../core/params.js';
import type { Target } from '../core/protocol.js';
import { type FitOptions, Run, type RunOptions } from '../core/run.js';
import { tags } from '../core/tags.js';
import { TransformerBase, type TransformerData } from '../estimators/base/index.js';
import { checkTransformed, clipInPlace, multiplyThenAdd, nonZero, shiftThenDivide } from './affine.js';
import { columnExtremes } from './extremes.js';

const declaration = declare('MaxAbsScaler', {
  clip: bool(false, { doc: 'Move values of new data that fall outside [-1, 1] to the nearer bound.' }),
});

interface MaxAbsScalerModel {
  readonly maxAbs: Float64Array;
  readonly nSamplesSeen: number;
}

/**
 * Divides each column by its largest absolute value, so that it lies in [-1, 1] and zeros stay zeros. NaN is
 * passed over and kept. Fit and transform are O(n d). Reference: scikit-learn MaxAbsScaler.
 *
 * @example
 * ```ts
 * const scaled = await new MaxAbsScaler().fitTransform([[1, -10], [2, 0]]);
 * scaled.to2DArray(); // [[0.5, -1], [1, 0]]
 * ```
 */
export class MaxAbsScaler extends TransformerBase<typeof declaration, MaxAbsScalerModel> {
  static readonly declaration = declaration;
  override readonly tags = tags('transformer', { allowNaN: true });

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  protected async train({ X }: TransformerData, run: Run): Promise<MaxAbsScalerModel> {
    return update(undefined, X, run);
  }

  /** Learns from a further piece of data: the result is that of one `fit` of all pieces. */
  async partialFit(X: MatrixLike, _y?: Target, options: FitOptions = {}): Promise<this> {
    const run = new Run(this.type, options);
    const before = this.fitted;
    const matrix = this.checkFitX(X);
    if (before) checkFeatures(matrix, before, this.type);
    this.checkWeights(options, matrix.rows);
    const model = await update(before?.model, matrix, run);
    return this.setFitted({ ...(before ?? featureInfo(matrix)), model });
  }

  protected async transformMatrix(X: Matrix, { maxAbs }: MaxAbsScalerModel, run: Run): Promise<Matrix> {
    const result = await shiftThenDivide(X, null, nonZero(maxAbs), run);
    if (this.params.clip) clipInPlace(result.data, -1, 1);
    return result;
  }

  /** Undoes `transform` (but for clipping). */
  async inverseTransform(X: MatrixLike, options: RunOptions = {}): Promise<Matrix> {
    const { maxAbs } = this.learned('inverseTransform');
    const matrix = checkTransformed(X, this.nFeaturesIn, this.type, true);
    const result = await multiplyThenAdd(matrix, nonZero(maxAbs), null, new Run(this.type, options));
    return result.withColumnNames(this.featureNamesIn);
  }

  /** Largest absolute value of each column. */
  get maxAbs(): Float64Array {
    return this.learned('maxAbs').maxAbs;
  }

  /** What each column is divided by: `maxAbs`, or 1 where that is 0. */
  get scale(): Float64Array {
    return nonZero(this.learned('scale').maxAbs);
  }

  /** Number of rows seen. */
  get nSamplesSeen(): number {
    return this.learned('nSamplesSeen').nSamplesSeen;
  }
}

async function update(
  before: MaxAbsScalerModel | undefined,
  X: Matrix,
  run: Run,
): Promise<MaxAbsScalerModel> {
  await run.step(0, 1, 'pass');
  const { low, high } = await columnExtremes(X, run);
  const maxAbs = low.map((value, j) => {
    const here = Math.max(Math.abs(value), Math.abs(high[j]));
    const there = before ? before.maxAbs[j] : Number.NaN;
    return Number.isNaN(here) || there > here ? there : here;
  });
  return { maxAbs, nSamplesSeen: (before?.nSamplesSeen ?? 0) + X.rows };
}
