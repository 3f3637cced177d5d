import { describe, InvalidInputError, InvalidParameterError, NotFittedError } from '../../core/errors.js';
import { featureInfo } from '../../core/features.js';
import type { MatrixLike } from '../../core/input.js';
import type { Matrix } from '../../core/matrix.js';
import type { ParamMap } from '../../core/param_map.js';
import { bool, custom, declare, type ParamsOf, resolveParams } from '../../core/params.js';
import type { Estimator, Target } from '../../core/protocol.js';
import type { Restorable } from '../../core/registry.js';
import { type FitOptions, Run } from '../../core/run.js';
import { type Tags, tags } from '../../core/tags.js';
import type { TransformerData } from '../../estimators/base/index.js';
import type { WithMember } from '../../meta/base/one_member.js';
import { SelectorBase, type SelectorModel } from '../selector_base.js';
import { estimatorSpec, importanceGetterSpec, importancesOf } from './importances.js';
import { isThresholdText, type ThresholdText, thresholdOf } from './threshold.js';

const declaration = declare('SelectFromModel', {
  estimator: estimatorSpec,
  threshold: custom<number | ThresholdText | null>(null, {
    doc: "Importance that columns must reach: a number, 'mean', 'median', a multiple such as '1.25*mean', or null: 1e-5 for models with an l1 penalty, else the mean.",
    expected: "a number, 'mean', 'median', a multiple such as '1.25*mean', or null",
    accepts: (value) =>
      value === null ||
      (typeof value === 'number' && !Number.isNaN(value)) ||
      (typeof value === 'string' && isThresholdText(value)),
    invalid: ['mode', '2*max', '*mean', Number.NaN, {}],
  }),
  prefit: bool(false, { doc: 'The estimator is fitted already and stays as it is.' }),
  normOrder: custom<number>(1, {
    doc: 'Order of the norm that combines the coefficients of several classes or targets.',
    expected: 'an integer other than 0, Infinity or -Infinity',
    accepts: (value) =>
      (Number.isInteger(value) && value !== 0) ||
      value === Number.POSITIVE_INFINITY ||
      value === Number.NEGATIVE_INFINITY,
    invalid: [0, 1.5, 'l1', null],
  }),
  maxFeatures: custom<number | ((X: Matrix) => number) | null>(null, {
    doc: 'Most columns that stay: a number, a function of X, or null for no bound.',
    expected: 'an integer >= 0, a function of X, or null',
    accepts: (value) => value === null || typeof value === 'function' || isCount(value),
    invalid: [-1, 1.5, 'all'],
  }),
  importanceGetter: importanceGetterSpec,
});

type Params = ParamsOf<typeof declaration>;

interface SelectFromModelModel extends SelectorModel {
  readonly estimator: Estimator;
  readonly threshold: number;
  readonly maxFeatures: number | null;
}

/** An estimator that learns from one batch after another. */
type Incremental = Estimator & { partialFit?(X: Matrix, y?: Target, options?: object): Promise<unknown> };

/**
 * Keeps the columns that a fitted model finds important: those whose coefficient or importance reaches a threshold.
 * One fit. A fitted estimator is used as it is with `prefit: true`. Reference: scikit-learn SelectFromModel.
 *
 * @throws InvalidInputError when the estimator has no importances.
 * @example
 * ```ts
 * const { data, target } = await loadDiabetes();
 * const selector = new SelectFromModel(new Lasso({ alpha: 0.5 }));
 * await selector.fit(data, target);
 * selector.getSupport({ indices: true }); // 2, 3, 6, 8: the coefficients that are not 0
 * ```
 */
export class SelectFromModel<E extends Estimator = Estimator> extends SelectorBase<
  typeof declaration,
  SelectFromModelModel
> {
  static readonly declaration = declaration;
  declare readonly params: WithMember<Params, E>;

  constructor(estimator: E, options: Partial<Omit<Params, 'estimator'>> = {}) {
    super(declaration, { ...options, estimator });
  }

  static override fromParams(params: object): SelectFromModel {
    const { estimator, ...options } = resolveParams(declaration, params);
    return new SelectFromModel(estimator, options);
  }

  /** A copy with changed parameters; `estimator__param` reaches into the estimator. */
  override with(overrides: Partial<ParamMap<SelectFromModel<E>>> = {}): this {
    return super.with(overrides as Partial<Params>);
  }

  override get tags(): Tags {
    const { prefit, estimator } = this.params;
    const { requiresTarget, allowNaN, sampleWeight, nonDeterministic, positiveOnly, binaryOnly } =
      estimator.tags;
    if (prefit) return tags('transformer', { allowNaN });
    return tags('transformer', {
      requiresTarget,
      allowNaN,
      sampleWeight,
      nonDeterministic,
      positiveOnly,
      binaryOnly,
    });
  }

  protected async train({ X, y, sampleWeight }: TransformerData, run: Run): Promise<SelectFromModelModel> {
    const { estimator, prefit } = this.params;
    const most = this.most(X);
    if (prefit) return this.select(this.prefitted(), X.columns, most);
    const options = sampleWeight ? { ...run.inner(), sampleWeight } : run.inner();
    return this.select(await estimator.with({}).fit(X, y, options), X.columns, most);
  }

  /**
   * Learns from one more batch with the estimator's own `partialFit` and selects anew; `options` go to it (`classes`
   * in the first call of a classifier). Does nothing more than `fit` with `prefit: true`.
   * @throws InvalidInputError when the estimator has no partialFit.
   */
  async partialFit(
    X: MatrixLike,
    y?: Target,
    options: FitOptions & Readonly<Record<string, unknown>> = {},
  ): Promise<this> {
    if (this.params.prefit) return this.isFitted ? this : this.fit(X, y, options);
    const run = new Run(this.type, options);
    const matrix = this.isFitted ? this.checkX(X, 'partialFit') : this.checkFitX(X);
    const model = this.isFitted ? this.learned('partialFit') : undefined;
    const next = (model ? copyOf(model.estimator) : this.params.estimator.with({})) as Incremental;
    if (typeof next.partialFit !== 'function') {
      throw new InvalidInputError(
        `${this.type}: ${next.type} has no partialFit. Use fit, or another estimator.`,
        {
          estimator: this.type,
          parameter: 'estimator',
          received: next.type,
          remedy: 'use fit',
        },
      );
    }
    const most = model ? model.maxFeatures : this.most(matrix);
    await next.partialFit(matrix, y, options);
    await run.breathe();
    const info = model
      ? { nFeaturesIn: this.nFeaturesIn, featureNamesIn: this.featureNamesIn }
      : featureInfo(matrix);
    return this.setFitted({ ...info, model: this.select(next, matrix.columns, most) });
  }

  /** The fitted estimator. */
  get estimator(): E {
    return this.learned('estimator').estimator as E;
  }

  /** The importance that columns had to reach. */
  get threshold(): number {
    return this.learned('threshold').threshold;
  }

  /** Most columns that could stay; null without bound. */
  get maxFeatures(): number | null {
    return this.learned('maxFeatures').maxFeatures;
  }

  private select(estimator: Estimator, d: number, most: number | null): SelectFromModelModel {
    const { importanceGetter, normOrder, threshold: given } = this.params;
    const scores = importancesOf(estimator, importanceGetter, d, { norm: normOrder }, this.type);
    const threshold = thresholdOf(given, scores, estimator);
    const support = new Uint8Array(d);
    const order = Int32Array.from(scores.keys()).sort((a, b) => scores[b] - scores[a] || a - b);
    for (const j of order.subarray(0, most ?? d)) support[j] = scores[j] < threshold ? 0 : 1;
    return { support, estimator, threshold, maxFeatures: most };
  }

  private most(X: Matrix): number | null {
    const { maxFeatures } = this.params;
    if (typeof maxFeatures !== 'function') return maxFeatures;
    const most: unknown = maxFeatures(X);
    if (isCount(most)) return most;
    throw new InvalidParameterError(
      `${this.type}: the function in parameter 'maxFeatures' must return an integer >= 0. Got ${describe(most)}.`,
      { estimator: this.type, parameter: 'maxFeatures', received: describe(most) },
    );
  }

  private prefitted(): Estimator {
    const { estimator } = this.params;
    if (!estimator.isFitted) throw new NotFittedError(estimator.type, 'SelectFromModel with prefit');
    return copyOf(estimator);
  }
}

/** A copy that later fits of the original do not reach. */
function copyOf(estimator: Estimator): Estimator {
  const { fitted, restore } = estimator as Estimator & Partial<Restorable>;
  return restore && fitted ? (restore.call(estimator, fitted) as unknown as Estimator) : estimator;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
