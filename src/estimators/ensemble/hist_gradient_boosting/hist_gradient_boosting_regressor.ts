import { InvalidParameterError } from '../../../core/errors.js';
import { checkFeatures, featureInfo } from '../../../core/features.js';
import {
  checkTargets,
  type DataLike,
  inputError,
  type MatrixLike,
  type Targets,
} from '../../../core/input.js';
import { Matrix } from '../../../core/matrix.js';
import { custom, declare, nullable, oneOf, type ParamsOf } from '../../../core/params.js';
import type { Estimator, ScoreOptions } from '../../../core/protocol.js';
import { Run, type RunOptions } from '../../../core/run.js';
import { tags } from '../../../core/tags.js';
import { checkSampleWeight } from '../../../core/weights.js';
import {
  absoluteError,
  halfGamma,
  halfPoisson,
  halfSquaredError,
  type Loss,
  pinball,
} from '../../../kernels/losses/index.js';
import { r2Score } from '../../../metrics/index.js';
import { RegressorBase } from '../../base/index.js';
import type { LabelledRows } from './boost.js';
import { answering } from './early_stopping.js';
import { applyFeatures, type ColumnCategories, learnFeatures } from './features.js';
import { type BoostedModel, checkValidationOptions, fitBoosted, type HistFitOptions } from './fit_support.js';
import { sharedParams } from './params.js';
import { rawPredictions, stagedRawPredictions } from './predict_trees.js';

const declaration = declare('HistGradientBoostingRegressor', {
  loss: oneOf(['squared_error', 'absolute_error', 'gamma', 'poisson', 'quantile'], 'squared_error', {
    doc: "What is minimised; 'gamma' and 'poisson' predict through exp, 'quantile' needs `quantile`.",
  }),
  quantile: nullable(
    custom<number>(0.5, {
      doc: "The quantile that loss 'quantile' predicts.",
      expected: 'a number between 0 and 1',
      accepts: (value) => typeof value === 'number' && value > 0 && value < 1,
      invalid: [0, 1, 1.1, 'median'],
    }),
  ),
  ...sharedParams,
});

/**
 * Gradient boosting of trees on at most 255 bins per column: fast and accurate from some thousand rows on. Takes
 * missing values and columns of categories as they are. O(iterations n d) to fit; above 10,000 rows it stops early
 * by default.
 * Reference: Ke et al., LightGBM (2017); Chen and Guestrin, XGBoost (2016); scikit-learn
 * HistGradientBoostingRegressor.
 *
 * @example
 * ```ts
 * const { data, target } = await loadDiabetes();
 * const model = await new HistGradientBoostingRegressor({ maxIter: 50 }).fit(data, target);
 * (await model.score(data, target)) > 0.7; // true
 * ```
 */
export class HistGradientBoostingRegressor extends RegressorBase<typeof declaration, BoostedModel> {
  static readonly declaration = declaration;
  override readonly tags = tags('regressor', { sampleWeight: true, allowNaN: true, text: true });

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
    if (this.params.loss === 'quantile' && this.params.quantile === null) {
      throw new InvalidParameterError(
        "HistGradientBoostingRegressor: parameter 'quantile' is needed for loss 'quantile'. Got null. Pass quantile: 0.5 or another.",
        { estimator: this.type, parameter: 'quantile', received: 'null', remedy: 'quantile: 0.5' },
      );
    }
  }

  /**
   * Learns to predict y (n numbers) from X (n x d, numbers or categories). Resolves to the estimator itself.
   * @throws InvalidInputError for unusable data; AbortError when `signal` fires: the earlier model stays.
   */
  override async fit(X: DataLike, y: Targets, options: HistFitOptions<Targets> = {}): Promise<this> {
    const run = new Run(this.type, options);
    const { categoricalFeatures, maxBins, earlyStopping, warmStart } = this.params;
    const features = learnFeatures(X, categoricalFeatures, maxBins, this.type);
    const { targets, oneDimensional } = this.targets(y, features.X.rows, 'y');
    const validation = checkValidationOptions(options, earlyStopping, this.type)
      ? this.validationRows(options as HistFitOptions<Targets>, features.X, features.categories)
      : undefined;
    const before = warmStart ? this.fitted : undefined;
    if (before) checkFeatures(features.X, before, this.type);
    const model = await fitBoosted(
      {
        estimator: this.type,
        params: this.params,
        loss: this.loss(),
        features,
        y: targets,
        sampleWeight: this.checkWeights(options, features.X.rows),
        validation,
        stratify: false,
        decode: (rows) => rows,
        respond: (raw) => this.answering(raw),
        earlier: before?.model,
      },
      run,
    );
    return this.setFitted({ ...featureInfo(features.X), model: { ...model, oneDimensional } });
  }

  protected train(): Promise<BoostedModel> {
    throw new Error('HistGradientBoostingRegressor: fit does the training.');
  }

  protected override checkX(X: unknown, member: string): Matrix {
    const { categories } = this.learned(member);
    const matrix = applyFeatures(X, categories, this.type);
    checkFeatures(matrix, { nFeaturesIn: this.nFeaturesIn, featureNamesIn: this.featureNamesIn }, this.type);
    return matrix;
  }

  protected async predictValues(X: Matrix, run: Run): Promise<Matrix> {
    const { trees, baseline } = this.learned('predict');
    return Matrix.of(this.fromRaw(await rawPredictions(X, trees, baseline, run)), 1);
  }

  /** The predicted values after each iteration. */
  async *stagedPredict(X: DataLike, options: RunOptions = {}): AsyncGenerator<Float64Array> {
    const matrix = this.checkX(X, 'stagedPredict');
    const { trees, baseline } = this.learned('stagedPredict');
    const run = new Run(this.type, options);
    for await (const raw of stagedRawPredictions(matrix, trees, baseline, run)) {
      yield this.fromRaw(raw.slice());
    }
  }

  /** Iterations done. */
  get nIter(): number {
    return this.learned('nIter').trees.roots.length;
  }

  /** Trees in each iteration: 1. */
  get nTreesPerIteration(): number {
    return this.learned('nTreesPerIteration').trees.outputs;
  }

  /** Whether scores decided when to stop. */
  get doEarlyStopping(): boolean {
    return this.learned('doEarlyStopping').doEarlyStopping;
  }

  /** Scores on training rows before the first iteration and after each; empty without early stopping. */
  get trainScore(): Float64Array {
    return this.learned('trainScore').trainScore;
  }

  /** Scores on validation rows, as `trainScore`; empty when there were none. */
  get validationScore(): Float64Array {
    return this.learned('validationScore').validationScore;
  }

  /** Which columns hold categories; null when none does. */
  get isCategorical(): readonly boolean[] | null {
    return this.learned('isCategorical').categories?.map((known) => known !== null) ?? null;
  }

  private loss(): Loss {
    const { loss, quantile } = this.params;
    switch (loss) {
      case 'squared_error':
        return halfSquaredError();
      case 'absolute_error':
        return absoluteError();
      case 'gamma':
        return halfGamma();
      case 'poisson':
        return halfPoisson();
      case 'quantile':
        return pinball(quantile as number);
    }
  }

  /** Predictions from raw ones, in place. */
  private fromRaw(raw: Float64Array): Float64Array {
    const { loss } = this.params;
    if (loss !== 'gamma' && loss !== 'poisson') return raw;
    for (let i = 0; i < raw.length; i++) raw[i] = Math.exp(raw[i]);
    return raw;
  }

  /** What a scorer sees in the middle of a fit: a regressor that answers from raw predictions. */
  private answering(raw: Float64Array): Estimator {
    const values = this.fromRaw(raw.slice());
    return answering(this as unknown as Estimator, {
      predict: async () => values,
      score: async (_X: unknown, y: Float64Array, { sampleWeight }: ScoreOptions = {}) =>
        r2Score(y, values, { sampleWeight }),
    });
  }

  private targets(
    y: Targets,
    rows: number,
    argument: string,
  ): { targets: Float64Array; oneDimensional: boolean } {
    const { values, oneDimensional } = checkTargets(y, rows, this.type);
    const refuse = (what: string, received: string, remedy: string): never => {
      throw inputError(this.type, argument, what, received, remedy);
    };
    if (values.columns > 1) {
      refuse('must hold one target per row', `${values.columns} targets`, 'Fit one estimator per target.');
    }
    const { loss } = this.params;
    const bad = values.data.findIndex((value) =>
      loss === 'gamma' ? value <= 0 : loss === 'poisson' && value < 0,
    );
    if (bad >= 0) {
      const what = loss === 'gamma' ? 'must be positive' : 'must not be negative';
      refuse(`${what} for loss '${loss}'`, `${values.data[bad]} in row ${bad}`, 'Choose another loss.');
    }
    if (loss === 'poisson' && argument === 'y' && values.data.every((value) => value === 0)) {
      refuse("must not be all zeros for loss 'poisson'", 'zeros', 'Choose another loss.');
    }
    return { targets: values.data, oneDimensional };
  }

  private validationRows(
    { XVal, yVal, sampleWeightVal }: HistFitOptions<Targets>,
    X: Matrix,
    categories: readonly ColumnCategories[] | undefined,
  ): LabelledRows {
    const rows = applyFeatures(XVal as MatrixLike, categories, this.type);
    checkFeatures(rows, featureInfo(X), this.type);
    return {
      X: rows,
      y: this.targets(yVal as Targets, rows.rows, 'yVal').targets,
      sampleWeight: checkSampleWeight(sampleWeightVal, rows.rows, this.type),
    };
  }
}
