import { describe, InvalidParameterError } from '../../core/errors.js';
import { Matrix } from '../../core/matrix.js';
import { custom, declare, nullable, oneOf, type ParamsOf, real } from '../../core/params.js';
import { tags } from '../../core/tags.js';
import { RegressorBase, type RegressorData } from '../base/index.js';

const declaration = declare('DummyRegressor', {
  strategy: oneOf(['mean', 'median', 'quantile', 'constant'], 'mean', {
    doc: 'What to predict: the mean, the median, a quantile of y, or `constant`.',
  }),
  constant: nullable(
    custom<number | readonly number[]>(0, {
      doc: "What strategy 'constant' predicts: one number, or one per target.",
      expected: 'a number or an array of numbers',
      accepts: (value) =>
        Number.isFinite(value) || (Array.isArray(value) && value.length > 0 && value.every(Number.isFinite)),
      invalid: ['zero', [], Number.NaN],
    }),
  ),
  quantile: nullable(real(0.5, { min: 0, max: 1, doc: "The quantile of strategy 'quantile'." })),
});

interface DummyRegressorModel {
  /** What is predicted: one number per target. */
  readonly constant: Float64Array;
}

/**
 * Predicts one number without looking at X: the baseline that every regressor must beat.
 * Reference: scikit-learn DummyRegressor.
 *
 * @example
 * ```ts
 * const dummy = await new DummyRegressor({ strategy: 'median' }).fit([[0], [1], [2]], [1, 2, 30]);
 * await dummy.predict([[5]]); // Float64Array [2]
 * ```
 */
export class DummyRegressor extends RegressorBase<typeof declaration, DummyRegressorModel> {
  static readonly declaration = declaration;
  override readonly tags = tags('regressor', {
    sampleWeight: true,
    allowNaN: true,
    multiOutput: true,
    poorScore: true,
  });

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  protected async train({ y, sampleWeight }: RegressorData): Promise<DummyRegressorModel> {
    const { strategy, constant, quantile } = this.params;
    if (strategy === 'constant') {
      const values = Float64Array.from(typeof constant === 'number' ? [constant] : (constant ?? []));
      if (values.length !== y.columns) throw refuse('constant', `must hold ${y.columns} number(s)`, constant);
      return { constant: values };
    }
    if (strategy === 'quantile' && quantile === null) {
      throw refuse('quantile', "must be a number in [0, 1] for strategy 'quantile'", quantile);
    }
    const level = strategy === 'median' ? 0.5 : (quantile as number);
    const one = (values: Float64Array): number =>
      strategy === 'mean'
        ? weightedMean(values, sampleWeight)
        : weightedQuantile(values, level, sampleWeight);
    return { constant: Float64Array.from({ length: y.columns }, (_, t) => one(y.column(t))) };
  }

  protected async predictValues(X: Matrix): Promise<Matrix> {
    const { constant } = this.learned('predict');
    const result = Matrix.zeros(X.rows, constant.length);
    for (let i = 0; i < X.rows; i++) result.data.set(constant, i * constant.length);
    return result;
  }

  /** What is predicted: one number per target. */
  get constant(): Float64Array {
    return this.learned('constant').constant;
  }
}

function refuse(parameter: string, what: string, received: unknown): InvalidParameterError {
  return new InvalidParameterError(
    `DummyRegressor: parameter '${parameter}' ${what}. Got ${describe(received)}.`,
    {
      estimator: 'DummyRegressor',
      parameter,
      received: describe(received),
    },
  );
}

function weightedMean(values: Float64Array, weights: Float64Array | undefined): number {
  let sum = 0;
  let total = 0;
  for (let i = 0; i < values.length; i++) {
    const w = weights ? weights[i] : 1;
    sum += w * values[i];
    total += w;
  }
  return sum / total;
}

/**
 * Without weights by linear interpolation; with weights the smallest value whose share of the weight reaches the
 * level, averaged with the next where the share is exactly the level. The two agree for the median.
 */
function weightedQuantile(values: Float64Array, level: number, weights: Float64Array | undefined): number {
  const order = Array.from(values.keys()).sort((a, b) => values[a] - values[b]);
  if (!weights) {
    const at = level * (order.length - 1);
    const low = values[order[Math.floor(at)]];
    return low + (values[order[Math.ceil(at)]] - low) * (at - Math.floor(at));
  }
  const heavy = order.filter((i) => weights[i] > 0);
  const total = heavy.reduce((sum, i) => sum + weights[i], 0);
  let sum = 0;
  for (const [k, i] of heavy.entries()) {
    sum += weights[i];
    if (sum === level * total && k + 1 < heavy.length) return (values[i] + values[heavy[k + 1]]) / 2;
    if (sum >= level * total) return values[i];
  }
  return values[heavy[heavy.length - 1]];
}
