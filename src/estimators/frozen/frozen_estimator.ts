import { InvalidInputError, NotFittedError } from '../../core/errors.js';
import type { FeatureInfo } from '../../core/features.js';
import type { DataLike } from '../../core/input.js';
import type { Label } from '../../core/labels.js';
import type { Matrix } from '../../core/matrix.js';
import { custom, declare } from '../../core/params.js';
import {
  type Estimator,
  hasMethod,
  isEstimator,
  type MethodName,
  type ScoreOptions,
  type Target,
} from '../../core/protocol.js';
import type { Fitted, Restorable } from '../../core/registry.js';
import type { FitOptions, RunOptions } from '../../core/run.js';
import type { Tags } from '../../core/tags.js';
import { BaseEstimator } from '../base/index.js';

const declaration = declare('FrozenEstimator', {
  estimator: custom<Estimator>(undefined as unknown as Estimator, {
    doc: 'The fitted estimator to keep as it is.',
    expected: 'a fitted estimator',
    accepts: isEstimator,
    invalid: ['model', 3, {}],
  }),
});

/**
 * Keeps a fitted estimator as it is: `fit` does nothing, copies stay fitted. For calibrating, thresholding or
 * stacking a model that must not be refitted. Reference: scikit-learn FrozenEstimator.
 *
 * @example
 * ```ts
 * const { data, target } = await loadIris();
 * const frozen = new FrozenEstimator(await new GaussianNB().fit(data, target));
 * await frozen.with({}).predict([[5.1, 3.5, 1.4, 0.2]]); // [0]
 * ```
 */
export class FrozenEstimator<E extends Estimator = Estimator> extends BaseEstimator<
  typeof declaration,
  object
> {
  static readonly declaration = declaration;

  /** @throws NotFittedError when the estimator is not fitted. */
  constructor(estimator: E) {
    super(declaration, { estimator });
    if (!isEstimator(estimator))
      throw new InvalidInputError('FrozenEstimator: needs an estimator.', { parameter: 'estimator' });
    if (!estimator.isFitted) throw new NotFittedError(estimator.type, 'FrozenEstimator');
  }

  static override fromParams(params: object): Estimator & Restorable {
    return new FrozenEstimator((params as { estimator: Estimator }).estimator) as unknown as Estimator &
      Restorable;
  }

  override get tags(): Tags {
    return { ...this.params.estimator.tags, requiresTarget: false };
  }

  /** Always true. */
  override get isFitted(): boolean {
    return true;
  }

  override get fitted(): Fitted<object> {
    const info = this.params.estimator as unknown as FeatureInfo;
    return { nFeaturesIn: info.nFeaturesIn, featureNamesIn: info.featureNamesIn, model: {} };
  }

  /** Does nothing. */
  async fit(_X: DataLike, _y?: Target, _options: FitOptions = {}): Promise<this> {
    return this;
  }

  supports(method: MethodName): boolean {
    return hasMethod(this.params.estimator, method);
  }

  override get nFeaturesIn(): number {
    return this.fitted.nFeaturesIn;
  }

  override get featureNamesIn(): readonly string[] | undefined {
    return this.fitted.featureNamesIn;
  }

  /** The classes of the frozen classifier. */
  get classes(): readonly Label[] {
    return (this.params.estimator as unknown as { classes: readonly Label[] }).classes;
  }

  async predict(
    X: DataLike,
    options: RunOptions = {},
  ): Promise<E extends { predict(...args: never[]): Promise<infer R> } ? R : never> {
    return this.delegate('predict', X, options);
  }

  async predictProba(X: DataLike, options: RunOptions = {}): Promise<Matrix> {
    return this.delegate('predictProba', X, options);
  }

  async decisionFunction(X: DataLike, options: RunOptions = {}): Promise<Float64Array | Matrix> {
    return this.delegate('decisionFunction', X, options);
  }

  async transform(X: DataLike, options: RunOptions = {}): Promise<Matrix> {
    return this.delegate('transform', X, options);
  }

  async fitTransform(X: DataLike): Promise<Matrix> {
    return this.transform(X);
  }

  async score(X: DataLike, y?: Target, options: ScoreOptions = {}): Promise<number> {
    const { estimator } = this.params;
    return (
      estimator as unknown as { score(X: DataLike, y: Target | undefined, o: ScoreOptions): Promise<number> }
    ).score(X, y, options);
  }

  private async delegate<R>(method: MethodName, X: DataLike, options: RunOptions): Promise<R> {
    const { estimator } = this.params;
    if (!hasMethod(estimator, method)) {
      throw new InvalidInputError(
        `FrozenEstimator: ${(estimator as Estimator).type} has no method '${method}'.`,
        {
          estimator: 'FrozenEstimator',
          parameter: method,
        },
      );
    }
    return (estimator as unknown as Record<string, (X: DataLike, o: RunOptions) => Promise<R>>)[method](
      X,
      options,
    );
  }
}
