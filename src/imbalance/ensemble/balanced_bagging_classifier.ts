import type { Matrix } from '../../core/matrix.js';
import type { ParamMap } from '../../core/param_map.js';
import { declare, type ParamsOf, resolveParams } from '../../core/params.js';
import { type Estimator, hasMethod, type MethodName } from '../../core/protocol.js';
import { type Tags, tags } from '../../core/tags.js';
import { BaggingClassifier } from '../../meta/bagging/index.js';
import { baggingSpecs } from '../../meta/bagging/params.js';
import { memberTags } from '../../meta/base/data.js';
import { type DefaultClassifier, defaultClassifier } from '../../meta/base/default_members.js';
import { checkRole, type WithMember } from '../../meta/base/one_member.js';
import { RandomUnderSampler } from '../under_sampling/random_under_sampler.js';
import { drawParams, samplerParam } from './params.js';
import { BalancedEnsembleBase, resampledMember } from './wrapped.js';

const declaration = declare('BalancedBaggingClassifier', {
  ...baggingSpecs,
  ...drawParams,
  sampler: samplerParam,
});

type Params = ParamsOf<typeof declaration>;

/**
 * Bagging whose members each learn from a bootstrap sample that is resampled first: under-sampled at random, or by
 * any `sampler`. Every row of a large class has its chance in some member, so that less is lost than by
 * under-sampling once. Costs `nEstimators` fits, on `nJobs` workers. Sample weights are chances of the rows to be
 * drawn. Reference: imbalanced-learn BalancedBaggingClassifier (the same rows for the same seed); Maclin and Opitz,
 * AAAI (1997) 546; Hido, Kashima and Takahashi, SADM 2 (2009) 412.
 *
 * @example
 * ```ts
 * const { data, target } = makeClassification({ nSamples: 300, weights: [0.9], randomState: 1 });
 * const bag = new BalancedBaggingClassifier({ nEstimators: 5, randomState: 0 });
 * await bag.fit(data, target);
 * balancedAccuracyScore(target, await bag.predict(data)) > 0.85; // true
 * ```
 */
export class BalancedBaggingClassifier<E extends Estimator = DefaultClassifier> extends BalancedEnsembleBase<
  typeof declaration,
  BaggingClassifier<Estimator>
> {
  static readonly declaration = declaration;
  declare readonly params: WithMember<Params, E>;

  constructor(params: Partial<WithMember<Params, E | null>> = {}) {
    super(declaration, { ...params, estimator: params.estimator ?? defaultClassifier() });
    checkRole(this.params.estimator, ['classifier'], this.type);
  }

  static override fromParams(params: object): BalancedBaggingClassifier<Estimator> {
    return new BalancedBaggingClassifier<Estimator>(resolveParams(declaration, params));
  }

  /** A copy with changed parameters; `estimator__param` reaches into the member. */
  override with(overrides: Partial<ParamMap<BalancedBaggingClassifier<E>>> = {}): this {
    return super.with(overrides as Partial<Params>);
  }

  override get tags(): Tags {
    const members = [this.params.estimator.tags, this.sampler().tags];
    return tags('classifier', { ...memberTags(members), sampleWeight: true });
  }

  /** Decision values exist where the members have them. */
  supports(method: MethodName): boolean {
    return method !== 'decisionFunction' || hasMethod(this.params.estimator, method);
  }

  /** The rows that each member was given before its sampler acted, repeats included. */
  get estimatorsSamples(): readonly Int32Array[] {
    return this.inner('estimatorsSamples').estimatorsSamples;
  }

  /** The columns that each member sees. */
  get estimatorsFeatures(): readonly Int32Array[] {
    return this.inner('estimatorsFeatures').estimatorsFeatures;
  }

  /** Accuracy on rows that members were not given; needs `oobScore: true`. */
  get oobScore(): number {
    return this.inner('oobScore').oobScore;
  }

  /** n x k: mean probabilities by members that were not given the row. */
  get oobDecisionFunction(): Matrix {
    return this.inner('oobDecisionFunction').oobDecisionFunction;
  }

  protected makeInner(): BaggingClassifier<Estimator> {
    const { estimator, sampler: _, samplingStrategy: __, replacement: ___, ...bagging } = this.params;
    const inner = new BaggingClassifier<Estimator>({
      ...bagging,
      estimator: resampledMember(this.sampler(), estimator) as unknown as Estimator,
    });
    const earlier = this.isFitted && bagging.warmStart ? this.inner('fit').fitted : undefined;
    return inner.restore(earlier);
  }

  private sampler(): Estimator {
    const { sampler, samplingStrategy, replacement } = this.params;
    if (!sampler) return new RandomUnderSampler({ samplingStrategy, replacement }) as unknown as Estimator;
    return samplingStrategy === 'auto' ? sampler : sampler.with({ samplingStrategy } as object);
  }
}
