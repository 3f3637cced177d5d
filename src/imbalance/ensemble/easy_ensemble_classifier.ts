import type { ParamMap } from '../../core/param_map.js';
import { bool, declare, int, jobs, type ParamsOf, resolveParams, seed } from '../../core/params.js';
import { type Estimator, hasMethod, type MethodName } from '../../core/protocol.js';
import { type Tags, tags } from '../../core/tags.js';
import { AdaBoostClassifier } from '../../meta/adaboost/index.js';
import { BaggingClassifier } from '../../meta/bagging/index.js';
import { memberParam } from '../../meta/bagging/params.js';
import { memberTags } from '../../meta/base/data.js';
import { checkRole, type WithMember } from '../../meta/base/one_member.js';
import { RandomUnderSampler } from '../under_sampling/random_under_sampler.js';
import { drawParams } from './params.js';
import { BalancedEnsembleBase, resampledMember } from './wrapped.js';

const declaration = declare('EasyEnsembleClassifier', {
  estimator: memberParam('The kind of member, usually an ensemble itself; null is AdaBoostClassifier.'),
  nEstimators: int(10, { min: 1, doc: 'Number of members.' }),
  warmStart: bool(false, { doc: 'Keep the members of the earlier fit and add to them.' }),
  ...drawParams,
  nJobs: jobs(),
  randomState: seed(),
});

type Params = ParamsOf<typeof declaration>;

/**
 * Boosted ensembles, each on a random under-sample of its own, averaged: between them they see most rows of the
 * large classes. Costs `nEstimators` fits of the member on few rows, on `nJobs` workers. Reference: imbalanced-learn
 * EasyEnsembleClassifier (the same rows for the same seed); Liu, Wu and Zhou, IEEE TSMC B 39 (2009) 539.
 *
 * @example
 * ```ts
 * const { data, target } = makeClassification({ nSamples: 300, weights: [0.9], randomState: 1 });
 * const easy = new EasyEnsembleClassifier({ nEstimators: 3, randomState: 0 });
 * await easy.fit(data, target);
 * balancedAccuracyScore(target, await easy.predict(data)) > 0.85; // true
 * ```
 */
export class EasyEnsembleClassifier<E extends Estimator = AdaBoostClassifier> extends BalancedEnsembleBase<
  typeof declaration,
  BaggingClassifier<Estimator>
> {
  static readonly declaration = declaration;
  declare readonly params: WithMember<Params, E>;

  constructor(params: Partial<WithMember<Params, E | null>> = {}) {
    super(declaration, {
      ...params,
      estimator: params.estimator ?? (new AdaBoostClassifier() as unknown as Estimator),
    });
    checkRole(this.params.estimator, ['classifier'], this.type);
  }

  static override fromParams(params: object): EasyEnsembleClassifier<Estimator> {
    return new EasyEnsembleClassifier<Estimator>(resolveParams(declaration, params));
  }

  /** A copy with changed parameters; `estimator__param` reaches into the member. */
  override with(overrides: Partial<ParamMap<EasyEnsembleClassifier<E>>> = {}): this {
    return super.with(overrides as Partial<Params>);
  }

  override get tags(): Tags {
    return tags('classifier', { ...memberTags([this.params.estimator.tags]), sampleWeight: true });
  }

  /** Decision values exist where the members have them. */
  supports(method: MethodName): boolean {
    return method !== 'decisionFunction' || hasMethod(this.params.estimator, method);
  }

  protected makeInner(): BaggingClassifier<Estimator> {
    const { estimator, samplingStrategy, replacement, ...bagging } = this.params;
    const sampler = new RandomUnderSampler({ samplingStrategy, replacement }) as unknown as Estimator;
    const inner = new BaggingClassifier<Estimator>({
      ...bagging,
      bootstrap: false,
      estimator: resampledMember(sampler, estimator) as unknown as Estimator,
    });
    const earlier = this.isFitted && bagging.warmStart ? this.inner('fit').fitted : undefined;
    return inner.restore(earlier);
  }
}
