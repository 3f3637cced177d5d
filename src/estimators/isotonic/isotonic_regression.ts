import { describe, InvalidInputError } from '../../core/errors.js';
import type { MatrixLike, Targets } from '../../core/input.js';
import { Matrix } from '../../core/matrix.js';
import { custom, declare, nullable, oneOf, type ParamsOf, real } from '../../core/params.js';
import { type FitOptions, Run, type RunOptions } from '../../core/run.js';
import { type Tags, tags } from '../../core/tags.js';
import { DataWarning, warn } from '../../core/warnings.js';
import { isotonicPolyline, polylineAt } from '../../kernels/isotonic.js';
import { RegressorBase, type RegressorData } from '../base/index.js';

const declaration = declare('IsotonicRegression', {
  yMin: nullable(real(0, { doc: 'Predictions are raised to this at least.' })),
  yMax: nullable(real(0, { doc: 'Predictions are lowered to this at most.' })),
  increasing: custom<boolean | 'auto'>(true, {
    doc: "Whether the function rises; false: falls; 'auto' goes by the sign of Spearman's rank correlation.",
    expected: "true, false or 'auto'",
    accepts: (value) => typeof value === 'boolean' || value === 'auto',
    invalid: ['up', 1],
  }),
  outOfBounds: oneOf(['nan', 'clip', 'raise'], 'nan', {
    doc: "What to predict beyond the x of fit: NaN, the nearer end ('clip'), or an error ('raise').",
  }),
});

interface IsotonicModel {
  readonly xThresholds: Float64Array;
  readonly yThresholds: Float64Array;
  readonly increasing: boolean;
}

/**
 * The rising (or falling) function of one column that is nearest to y in squares: steps joined by lines. Use it where
 * only the direction of a relation is known, or to calibrate scores. X has one column. O(n log n).
 * Reference: Busing, Journal of Statistical Software 102 (2022); scikit-learn IsotonicRegression.
 *
 * @throws InvalidInputError for more than one column.
 * @example
 * ```ts
 * const model = await new IsotonicRegression({ outOfBounds: 'clip' }).fit([[1], [2], [3], [4]], [1, 3, 2, 5]);
 * await model.predict([[2.5], [9]]); // [2.5, 5]
 * ```
 */
export class IsotonicRegression extends RegressorBase<typeof declaration, IsotonicModel> {
  static readonly declaration = declaration;

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  override get tags(): Tags {
    return tags('regressor', { sampleWeight: true });
  }

  protected async train({ X, y, sampleWeight }: RegressorData, run: Run): Promise<IsotonicModel> {
    this.checkOneColumn(X);
    await run.step(0, 1, 'pass');
    const { yMin, yMax } = this.params;
    const increasing =
      this.params.increasing === 'auto' ? this.rises(X.data, y.data) : this.params.increasing;
    const sign = increasing ? 1 : -1;
    const clip = (value: number): number => Math.min(Math.max(value, yMin ?? value), yMax ?? value);
    const fitted = isotonicPolyline(
      X.data,
      y.data.map((value) => sign * value),
      sampleWeight,
      (value) => sign * clip(sign * value),
    );
    return { xThresholds: fitted.x, yThresholds: fitted.y.map((value) => sign * value), increasing };
  }

  protected async predictValues(X: Matrix, run: Run): Promise<Matrix> {
    this.checkOneColumn(X);
    const { xThresholds: x, yThresholds: y } = this.learned('predict');
    const { outOfBounds } = this.params;
    const [least, largest] = [x[0], x[x.length - 1]];
    const result = X.data.map((at, i) => {
      if (outOfBounds === 'clip' || (at >= least && at <= largest)) return polylineAt({ x, y }, at);
      if (outOfBounds === 'nan') return Number.NaN;
      throw new InvalidInputError(
        `${this.type}: x must lie between ${least} and ${largest}, as in fit. Got ${at} in row ${i}. Set outOfBounds to 'clip'.`,
        {
          estimator: this.type,
          parameter: 'X',
          received: String(at),
          remedy: "outOfBounds: 'clip'",
        },
      );
    });
    await run.breathe();
    return Matrix.of(result, 1);
  }

  /** The predictions as a column, for pipelines: n x 1. */
  async transform(X: MatrixLike, options: RunOptions = {}): Promise<Matrix> {
    return this.predictValues(this.checkX(X, 'transform'), new Run(this.type, options));
  }

  /** `fit` and then `transform`. */
  async fitTransform(X: MatrixLike, y: Targets, options: FitOptions = {}): Promise<Matrix> {
    await this.fit(X, y, options);
    return this.transform(X, { signal: options.signal });
  }

  /** Name of the column of `transform`. */
  getFeatureNamesOut(): string[] {
    this.learned('getFeatureNamesOut');
    return ['isotonicregression0'];
  }

  /** The x of the corners, ascending. */
  get xThresholds(): Float64Array {
    return this.learned('xThresholds').xThresholds;
  }

  /** The values at the corners. */
  get yThresholds(): Float64Array {
    return this.learned('yThresholds').yThresholds;
  }

  /** The least x of fit. */
  get xMin(): number {
    return this.learned('xMin').xThresholds[0];
  }

  /** The largest x of fit. */
  get xMax(): number {
    const { xThresholds } = this.learned('xMax');
    return xThresholds[xThresholds.length - 1];
  }

  /** Whether the function rises. */
  get increasing(): boolean {
    return this.learned('increasing').increasing;
  }

  private checkOneColumn(X: Matrix): void {
    if (X.columns === 1) return;
    throw new InvalidInputError(
      `${this.type}: X must have one column. Got ${describe(X.columns)}. Choose one column, or another regressor.`,
      { estimator: this.type, parameter: 'X', received: `${X.columns} columns`, remedy: 'one column' },
    );
  }

  /** The sign of Spearman's correlation, with a warning when its 95 % interval (Fisher's z) holds 0. */
  private rises(x: Float64Array, y: Float64Array): boolean {
    const rho = correlation(ranks(x), ranks(y));
    const n = x.length;
    if (Math.abs(rho) < 1 && n > 3) {
      const [z, reach] = [Math.atanh(rho), 1.96 / Math.sqrt(n - 3)];
      if (Math.sign(z - reach) !== Math.sign(z + reach)) {
        warn(
          new DataWarning(
            `the 95 % interval of Spearman's correlation, ${Math.tanh(z - reach).toFixed(2)} to ${Math.tanh(z + reach).toFixed(2)}, holds 0: the direction is uncertain`,
            this.type,
          ),
        );
      }
    }
    return rho >= 0;
  }
}

/** Ranks from 1, the mean rank for equal values. */
function ranks(values: Float64Array): Float64Array {
  const order = Array.from(values.keys()).sort((a, b) => values[a] - values[b]);
  const result = new Float64Array(values.length);
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to < order.length && values[order[to]] === values[order[from]]) to++;
    for (let i = from; i < to; i++) result[order[i]] = (from + to + 1) / 2;
    from = to;
  }
  return result;
}

function correlation(a: Float64Array, b: Float64Array): number {
  const mean = (values: Float64Array): number => values.reduce((sum, v) => sum + v, 0) / values.length;
  const [ma, mb] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    ab += (a[i] - ma) * (b[i] - mb);
    aa += (a[i] - ma) ** 2;
    bb += (b[i] - mb) ** 2;
  }
  return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : 0;
}
