import type { DataLike } from '../../core/input.js';
import type { ParamMap } from '../../core/param_map.js';
import { custom, declare, type ParamsOf, resolveParams } from '../../core/params.js';
import { type Estimator, isEstimator } from '../../core/protocol.js';
import type { Run } from '../../core/run.js';
import { fitMembers } from '../base/fit_members.js';
import type { MetaClassifierData } from '../base/meta_classifier.js';
import { checkRole, type WithMember } from '../base/one_member.js';
import {
  codesAbove,
  positiveCode,
  positiveScores,
  requireTwoClasses,
  responseOf,
  thresholdSpecs,
} from './positive.js';
import { ThresholdBase } from './threshold_base.js';

const declaration = declare('FixedThresholdClassifier', {
  estimator: custom<Estimator>(undefined as unknown as Estimator, {
    doc: 'The classifier of two classes whose decision is moved.',
    expected: 'a classifier',
    accepts: isEstimator,
    invalid: ['svc', 3, {}],
  }),
  threshold: custom<number | 'auto'>('auto', {
    doc: "Scores from here on are the positive class; 'auto' is 0.5 for probabilities and 0 for decision values.",
    expected: "a number or 'auto'",
    accepts: (value) => value === 'auto' || (typeof value === 'number' && Number.isFinite(value)),
    invalid: ['half', Number.NaN],
  }),
  ...thresholdSpecs,
});

type Params = ParamsOf<typeof declaration>;

interface FixedThresholdModel {
  readonly estimator: Estimator;
}

/**
 * A classifier of two classes that says yes from a threshold of your choice on. Use it when one kind of error costs
 * more than the other; `TunedThresholdClassifierCV` finds the threshold. A fitted classifier in FrozenEstimator is
 * not fitted again. Costs what the classifier costs. Reference: scikit-learn FixedThresholdClassifier.
 *
 * @throws InvalidInputError for more than two classes.
 * @example
 * ```ts
 * const { data, target } = await loadBreastCancer();
 * const careful = new FixedThresholdClassifier({ estimator: new GaussianNB(), threshold: 0.9 });
 * await careful.fit(data, target);
 * ```
 */
export class FixedThresholdClassifier<E extends Estimator = Estimator> extends ThresholdBase<
  typeof declaration,
  FixedThresholdModel
> {
  static readonly declaration = declaration;
  declare readonly params: WithMember<Params, E>;

  constructor(params: Partial<WithMember<Params, E>> & { readonly estimator: E }) {
    super(declaration, params);
    checkRole(this.params.estimator, ['classifier'], this.type);
  }

  static override fromParams(params: object): FixedThresholdClassifier {
    return new FixedThresholdClassifier(resolveParams(declaration, params));
  }

  /** A copy with changed parameters; `estimator__param` reaches into the classifier. */
  override with(overrides: Partial<ParamMap<FixedThresholdClassifier<E>>> = {}): this {
    return super.with(overrides as Partial<Params>);
  }

  protected wrapped(): Estimator {
    return this.params.estimator;
  }

  protected async train(data: MetaClassifierData, run: Run): Promise<FixedThresholdModel> {
    requireTwoClasses(data.classes, this.type);
    positiveCode(data.classes, this.params.posLabel, this.type);
    const [estimator] = await fitMembers([{ estimator: this.params.estimator }], data, { nJobs: 1, run });
    return { estimator };
  }

  protected async predictCodes(X: DataLike, run: Run): Promise<ArrayLike<number>> {
    const { estimator } = this.learned('predict');
    const { posLabel, responseMethod, threshold } = this.params;
    const positive = positiveCode(this.classes, posLabel, this.type);
    const scores = await positiveScores(estimator, X, responseMethod, positive, run.inner(), this.type);
    const usual = responseOf(estimator, responseMethod) === 'predictProba' ? 0.5 : 0;
    return codesAbove(scores, threshold === 'auto' ? usual : threshold, positive);
  }

  /** The fitted classifier. */
  get estimator(): E {
    return this.learned('estimator').estimator as E;
  }
}
