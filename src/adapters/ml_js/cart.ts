import { declare, type ParamsOf } from '../../core/params.js';
import { tags } from '../../core/tags.js';
import { MlClassifier, type TrainedClassifier } from './ml_classifier.js';
import { MlRegressor, type TrainedRegressor } from './ml_regressor.js';
import { loadCart, type MlClass, type MlModel, mlPackage } from './packages.js';
import { cartSpecs, gainThreshold, mlCartOptions } from './params.js';

interface CartPackage {
  readonly DecisionTreeClassifier: MlClass;
  readonly DecisionTreeRegression: MlClass;
}

const PACKAGE = 'ml-cart';

const classifier = declare('MlCartClassifier', { ...cartSpecs, gainThreshold });

/**
 * The decision tree classifier of `ml-cart` (an optional peer package) as an estimator of ours. Use it to compare or
 * to carry trained models over. Options are named as in ml.js. Reference: mljs/decision-tree-cart.
 *
 * @throws InvalidInputError when the package is not installed, or refuses.
 * @example
 * ```ts
 * const tree = await new MlCartClassifier().fit([[0], [1], [8], [9]], ['a', 'a', 'b', 'b']);
 * await tree.predict([[7]]); // ['b']
 * ```
 */
export class MlCartClassifier extends MlClassifier<typeof classifier, MlModel> {
  static readonly declaration = classifier;
  override readonly tags = tags('classifier');
  protected readonly packageName = PACKAGE;

  constructor(params: Partial<ParamsOf<typeof classifier>> = {}) {
    super(classifier, params);
  }

  /** A trained tree of ml.js as a fitted estimator. */
  static fromTrained(
    model: { toJSON(): unknown },
    about: TrainedClassifier,
    params: Partial<ParamsOf<typeof classifier>> = {},
  ): MlCartClassifier {
    return new MlCartClassifier(params).trained(model, about);
  }

  protected async mlClass(): Promise<MlClass> {
    return (await mlPackage<CartPackage>(this.type, PACKAGE, loadCart)).DecisionTreeClassifier;
  }

  protected options(): object {
    const { gainThreshold: threshold, ...params } = this.params;
    return mlCartOptions(params, { gainThreshold: threshold });
  }
}

const regressor = declare('MlCartRegressor', cartSpecs);

/**
 * The regression tree of `ml-cart` (an optional peer package) as an estimator of ours. Use it to compare or to carry
 * trained models over. Options are named as in ml.js. Reference: mljs/decision-tree-cart.
 *
 * @throws InvalidInputError when the package is not installed, or refuses.
 * @example
 * ```ts
 * const tree = await new MlCartRegressor().fit([[0], [1], [8], [9]], [1, 1, 5, 5]);
 * await tree.predict([[7]]); // [5]
 * ```
 */
export class MlCartRegressor extends MlRegressor<typeof regressor> {
  static readonly declaration = regressor;
  override readonly tags = tags('regressor');
  protected readonly packageName = PACKAGE;

  constructor(params: Partial<ParamsOf<typeof regressor>> = {}) {
    super(regressor, params);
  }

  /** A trained tree of ml.js as a fitted estimator. */
  static fromTrained(
    model: { toJSON(): unknown },
    about: TrainedRegressor,
    params: Partial<ParamsOf<typeof regressor>> = {},
  ): MlCartRegressor {
    return new MlCartRegressor(params).trained(model, about);
  }

  protected async mlClass(): Promise<MlClass> {
    return (await mlPackage<CartPackage>(this.type, PACKAGE, loadCart)).DecisionTreeRegression;
  }

  protected options(): object {
    return mlCartOptions(this.params);
  }
}
