import { InvalidParameterError } from '../../core/errors.js';
import type { DataLike } from '../../core/input.js';
import type { Label, Labels } from '../../core/labels.js';
import type { Matrix } from '../../core/matrix.js';
import type { ParamMap } from '../../core/param_map.js';
import { declare, type ParamsOf, resolveParams } from '../../core/params.js';
import type { Estimator, ScoreOptions } from '../../core/protocol.js';
import type { RunOptions } from '../../core/run.js';
import { type Tags, tags } from '../../core/tags.js';
import { boostedImportances, boostingSpecs } from '../../meta/adaboost/boost.js';
import { AdaBoostClassifier } from '../../meta/adaboost/index.js';
import { memberTags } from '../../meta/base/data.js';
import { type DefaultClassifier, defaultClassifier } from '../../meta/base/default_members.js';
import { checkRole, type WithMember } from '../../meta/base/one_member.js';
import { RandomUnderSampler } from '../under_sampling/random_under_sampler.js';
import { drawParams } from './params.js';
import { BalancedEnsembleBase, resampledMember } from './wrapped.js';

const declaration = declare('RUSBoostClassifier', { ...boostingSpecs, ...drawParams });

type Params = ParamsOf<typeof declaration>;

/**
 * AdaBoost (SAMME) whose every member learns from a fresh random under-sample, with the weights that boosting gave
 * those rows; errors are measured on all rows. Costs up to `nEstimators` fits, one after the other. Reference:
 * imbalanced-learn RUSBoostClassifier with algorithm 'SAMME' (the same rows for the same seed); Seiffert,
 * Khoshgoftaar, Van Hulse and Napolitano, IEEE TSMC A 40 (2010) 185.
 *
 * @throws InvalidParameterError for members that cannot use weights; InvalidInputError when the first member is no
 *   better than chance.
 * @example
 * ```ts
 * const { data, target } = makeClassification({ nSamples: 300, weights: [0.9], randomState: 1 });
 * const boosted = new RUSBoostClassifier({ nEstimators: 10, randomState: 0 });
 * await boosted.fit(data, target);
 * balancedAccuracyScore(target, await boosted.predict(data)) > 0.7; // true
 * ```
 */
export class RUSBoostClassifier<E extends Estimator = DefaultClassifier> extends BalancedEnsembleBase<
  typeof declaration,
  AdaBoostClassifier<Estimator>
> {
  static readonly declaration = declaration;
  declare readonly params: WithMember<Params, E>;

  constructor(params: Partial<WithMember<Params, E | null>> = {}) {
    super(declaration, { ...params, estimator: params.estimator ?? defaultClassifier(1) });
    const { estimator } = this.params;
    checkRole(estimator, ['classifier'], this.type);
    if (!estimator.tags.sampleWeight) {
      throw new InvalidParameterError(
        `${this.type}: parameter 'estimator' must take sample weights. Got ${estimator.type}, which does not. Use another classifier.`,
        { estimator: this.type, parameter: 'estimator', received: estimator.type, remedy: 'use another' },
      );
    }
  }

  static override fromParams(params: object): RUSBoostClassifier<Estimator> {
    return new RUSBoostClassifier<Estimator>(resolveParams(declaration, params));
  }

  /** A copy with changed parameters; `estimator__param` reaches into the member. */
  override with(overrides: Partial<ParamMap<RUSBoostClassifier<E>>> = {}): this {
    return super.with(overrides as Partial<Params>);
  }

  override get tags(): Tags {
    return tags('classifier', memberTags([this.params.estimator.tags]));
  }

  /** Decision values after each member. */
  stagedDecisionFunction(X: DataLike, options: RunOptions = {}): AsyncGenerator<Float64Array | Matrix> {
    return this.inner('stagedDecisionFunction').stagedDecisionFunction(X, options);
  }

  /** Predicted labels after each member. */
  stagedPredict(X: DataLike, options: RunOptions = {}): AsyncGenerator<Label[]> {
    return this.inner('stagedPredict').stagedPredict(X, options);
  }

  /** Class probabilities after each member. */
  stagedPredictProba(X: DataLike, options: RunOptions = {}): AsyncGenerator<Matrix> {
    return this.inner('stagedPredictProba').stagedPredictProba(X, options);
  }

  /** Accuracy after each member. */
  stagedScore(X: DataLike, y: Labels, options: ScoreOptions = {}): AsyncGenerator<number> {
    return this.inner('stagedScore').stagedScore(X, y, options);
  }

  /** The say of each member; 0 for those that were not needed. */
  get estimatorWeights(): Float64Array {
    return this.inner('estimatorWeights').estimatorWeights;
  }

  /** The weighted error of each member on all rows; 1 for those that were not needed. */
  get estimatorErrors(): Float64Array {
    return this.inner('estimatorErrors').estimatorErrors;
  }

  /** How much each column helps the members, weighted by their say; sums to 1. Of members that have importances. */
  get featureImportances(): Float64Array {
    const {
      estimators,
      estimatorWeights: weights,
      estimatorErrors: errors,
    } = this.inner('featureImportances');
    const members = estimators.map(
      (member) => (member as unknown as { namedSteps: Record<string, Estimator> }).namedSteps['classifier'],
    );
    return boostedImportances({ members, weights, errors }, this.type);
  }

  protected makeInner(): AdaBoostClassifier<Estimator> {
    const { estimator, samplingStrategy, replacement, ...boosting } = this.params;
    const sampler = new RandomUnderSampler({ samplingStrategy, replacement }) as unknown as Estimator;
    return new AdaBoostClassifier<Estimator>({
      ...boosting,
      estimator: resampledMember(sampler, estimator) as unknown as Estimator,
    });
  }
}
