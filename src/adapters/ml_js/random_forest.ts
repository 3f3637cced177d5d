import type { MatrixLike } from '../../core/input.js';
import { Matrix } from '../../core/matrix.js';
import { declare, type ParamsOf } from '../../core/params.js';
import { Run, type RunOptions } from '../../core/run.js';
import { tags } from '../../core/tags.js';
import { MlClassifier, type TrainedClassifier } from './ml_classifier.js';
import { MlRegressor, type TrainedRegressor } from './ml_regressor.js';
import { loadRandomForest, type MlClass, type MlModel, mlPackage } from './packages.js';
import { gainThreshold, mlForestOptions, mlForestSpecs } from './params.js';

/** A forest of ml-random-forest: it also says what each tree predicts. */
interface MlForest extends MlModel {
  predictionValues(X: number[][]): { readonly rows: number; getRow(i: number): number[] };
}

interface ForestPackage {
  readonly RandomForestClassifier: MlClass<MlForest>;
  readonly RandomForestRegression: MlClass;
}

const PACKAGE = 'ml-random-forest';

const classifier = declare('MlRandomForestClassifier', { ...mlForestSpecs, gainThreshold });

/**
 * The random forest classifier of `ml-random-forest` (an optional peer package) as an estimator of ours: in
 * pipelines, cross-validation, files. Use it to compare or to carry trained models over; RandomForestClassifier is
 * many times faster and more accurate. Options are named as in ml.js. Reference: mljs/random-forest.
 *
 * @throws InvalidInputError when the package is not installed, or refuses.
 * @example
 * ```ts
 * const forest = new MlRandomForestClassifier({ nEstimators: 5, seed: 1 });
 * await forest.fit([[0, 1], [1, 0], [8, 9], [9, 8]], ['a', 'a', 'b', 'b']);
 * await forest.predict([[9, 9]]); // ['b']
 * ```
 */
export class MlRandomForestClassifier extends MlClassifier<typeof classifier, MlForest> {
  static readonly declaration = classifier;
  override readonly tags = tags('classifier');
  protected readonly packageName = PACKAGE;

  constructor(params: Partial<ParamsOf<typeof classifier>> = {}) {
    super(classifier, params);
  }

  /** A trained forest of ml.js as a fitted estimator. */
  static fromTrained(
    model: { toJSON(): unknown },
    about: TrainedClassifier,
    params: Partial<ParamsOf<typeof classifier>> = {},
  ): MlRandomForestClassifier {
    return new MlRandomForestClassifier(params).trained(model, about);
  }

  /**
   * The share of the trees that predict each class: n x k. Counted here, because the package's own probabilities leave
   * out the first tree.
   */
  async predictProba(X: MatrixLike, options: RunOptions = {}): Promise<Matrix> {
    const matrix = this.checkX(X, 'predictProba');
    const run = new Run(this.type, options);
    const forest = await this.mlModel('predictProba');
    const { codes } = this.learned('predictProba');
    await run.breathe();
    const votes = forest.predictionValues(matrix.to2DArray());
    const result = Matrix.zeros(matrix.rows, codes.length);
    for (let i = 0; i < matrix.rows; i++) {
      const row = votes.getRow(i);
      for (const number of row) result.data[i * codes.length + codes.indexOf(number)] += 1 / row.length;
    }
    return result;
  }

  protected async mlClass(): Promise<MlClass<MlForest>> {
    return (await mlPackage<ForestPackage>(this.type, PACKAGE, loadRandomForest)).RandomForestClassifier;
  }

  protected options(): object {
    const { gainThreshold: threshold, ...params } = this.params;
    return mlForestOptions(params, { gainThreshold: threshold });
  }
}

const regressor = declare('MlRandomForestRegressor', mlForestSpecs);

/**
 * The random forest regressor of `ml-random-forest` (an optional peer package) as an estimator of ours. Use it to
 * compare or to carry trained models over; RandomForestRegressor is many times faster and more accurate. Options are
 * named as in ml.js. Reference: mljs/random-forest.
 *
 * @throws InvalidInputError when the package is not installed, or refuses.
 * @example
 * ```ts
 * const forest = new MlRandomForestRegressor({ nEstimators: 5, seed: 1 });
 * await forest.fit([[0, 1], [1, 0], [8, 9], [9, 8]], [1, 1, 5, 5]);
 * (await forest.predict([[9, 9]])).length; // 1
 * ```
 */
export class MlRandomForestRegressor extends MlRegressor<typeof regressor> {
  static readonly declaration = regressor;
  override readonly tags = tags('regressor');
  protected readonly packageName = PACKAGE;

  constructor(params: Partial<ParamsOf<typeof regressor>> = {}) {
    super(regressor, params);
  }

  /** A trained forest of ml.js as a fitted estimator. */
  static fromTrained(
    model: { toJSON(): unknown },
    about: TrainedRegressor,
    params: Partial<ParamsOf<typeof regressor>> = {},
  ): MlRandomForestRegressor {
    return new MlRandomForestRegressor(params).trained(model, about);
  }

  protected async mlClass(): Promise<MlClass> {
    return (await mlPackage<ForestPackage>(this.type, PACKAGE, loadRandomForest)).RandomForestRegression;
  }

  protected options(): object {
    return mlForestOptions(this.params);
  }
}
