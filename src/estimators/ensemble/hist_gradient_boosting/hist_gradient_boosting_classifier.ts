import { InvalidInputError } from '../../../core/errors.js';
import { checkFeatures, featureInfo } from '../../../core/features.js';
import { checkSameLength, type DataLike, type MatrixLike } from '../../../core/input.js';
import { codesIn, decodeLabels, encodeLabels, type Label, type Labels } from '../../../core/labels.js';
import type { Matrix } from '../../../core/matrix.js';
import { declare, oneOf, type ParamsOf } from '../../../core/params.js';
import type { Estimator } from '../../../core/protocol.js';
import { Run, type RunOptions } from '../../../core/run.js';
import { tags } from '../../../core/tags.js';
import { checkSampleWeight, classWeightParam, combineWeights } from '../../../core/weights.js';
import { halfBinomial, halfMultinomial } from '../../../kernels/losses/index.js';
import { ClassifierBase } from '../../base/index.js';
import type { LabelledRows } from './boost.js';
import { answeringClassifier, codesOfRaw, decisionOfRaw, probabilitiesOfRaw } from './class_answers.js';
import { applyFeatures, type ColumnCategories, learnFeatures } from './features.js';
import { type BoostedModel, checkValidationOptions, fitBoosted, type HistFitOptions } from './fit_support.js';
import { sharedParams } from './params.js';
import { rawPredictions, stagedRawPredictions } from './predict_trees.js';

const declaration = declare('HistGradientBoostingClassifier', {
  loss: oneOf(['log_loss'], 'log_loss', {
    doc: 'The logistic loss; with more than two classes one tree per class.',
  }),
  ...sharedParams,
  classWeight: classWeightParam(),
});

/**
 * Gradient boosting of trees on at most 255 bins per column: fast and accurate from some thousand rows on. Takes
 * missing values and columns of categories as they are. O(iterations n d) to fit; above 10,000 rows it stops early
 * by default.
 * Reference: Ke et al., LightGBM (2017); Chen and Guestrin, XGBoost (2016); scikit-learn
 * HistGradientBoostingClassifier.
 *
 * @example
 * ```ts
 * const { data, target } = await loadIris();
 * const model = await new HistGradientBoostingClassifier({ maxIter: 20 }).fit(data, target);
 * await model.score(data, target); // 1
 * ```
 */
export class HistGradientBoostingClassifier extends ClassifierBase<typeof declaration, BoostedModel> {
  static readonly declaration = declaration;
  override readonly tags = tags('classifier', { sampleWeight: true, allowNaN: true, text: true });

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  /**
   * Learns to predict y (n labels) from X (n x d, numbers or categories). Resolves to the estimator itself.
   * @throws InvalidInputError for unusable data; AbortError when `signal` fires: the earlier model stays.
   */
  override async fit(X: DataLike, y: Labels, options: HistFitOptions<Labels> = {}): Promise<this> {
    const run = new Run(this.type, options);
    const { categoricalFeatures, maxBins, classWeight, earlyStopping, warmStart } = this.params;
    const features = learnFeatures(X, categoricalFeatures, maxBins, this.type);
    const { codes, classes } = encodeLabels(y, this.type);
    checkSameLength(codes.length, features.X.rows, this.type, 'y');
    const given = this.checkWeights(options, features.X.rows);
    const sampleWeight = combineWeights(given, classWeight, codes, classes, this.type);
    this.checkClasses(codes, classes, sampleWeight);
    const outputs = classes.length > 2 ? classes.length : 1;
    const validation = checkValidationOptions(options, earlyStopping, this.type)
      ? this.validationRows(options as HistFitOptions<Labels>, features.X, features.categories, classes)
      : undefined;
    const before = warmStart ? this.fitted : undefined;
    if (before) checkFeatures(features.X, before, this.type);
    const model = await fitBoosted(
      {
        estimator: this.type,
        params: this.params,
        loss: outputs > 1 ? halfMultinomial(outputs) : halfBinomial(),
        features,
        y: Float64Array.from(codes),
        sampleWeight,
        validation,
        stratify: true,
        decode: (rows) => decodeLabels(rows, classes),
        respond: (raw) => answeringClassifier(this as unknown as Estimator, classes, outputs, raw),
        earlier: before && this.sameClasses(before.model.classes, classes) ? before.model : undefined,
      },
      run,
    );
    return this.setFitted({ ...featureInfo(features.X), model: { ...model, classes } });
  }

  protected train(): Promise<BoostedModel> {
    throw new Error('HistGradientBoostingClassifier: fit does the training.');
  }

  protected override checkX(X: unknown, member: string): Matrix {
    const { categories } = this.learned(member);
    const matrix = applyFeatures(X, categories, this.type);
    checkFeatures(matrix, { nFeaturesIn: this.nFeaturesIn, featureNamesIn: this.featureNamesIn }, this.type);
    return matrix;
  }

  protected async predictCodes(X: Matrix, run: Run): Promise<Int32Array> {
    const { trees, baseline } = this.learned('predict');
    return codesOfRaw(await rawPredictions(X, trees, baseline, run), trees.outputs);
  }

  /** Raw predictions: n for two classes (positive: the second), else n x k. */
  async decisionFunction(X: DataLike, options: RunOptions = {}): Promise<Float64Array | Matrix> {
    const raw = await this.raw(X, 'decisionFunction', options);
    return decisionOfRaw(raw, this.nTreesPerIteration);
  }

  /** Probability of each class: n x k, rows sum to 1. */
  async predictProba(X: DataLike, options: RunOptions = {}): Promise<Matrix> {
    return probabilitiesOfRaw(await this.raw(X, 'predictProba', options), this.nTreesPerIteration);
  }

  /** Logarithm of the probability of each class: n x k. */
  async predictLogProba(X: DataLike, options: RunOptions = {}): Promise<Matrix> {
    return probabilitiesOfRaw(await this.raw(X, 'predictLogProba', options), this.nTreesPerIteration, true);
  }

  /** The predicted labels after each iteration. */
  async *stagedPredict(X: DataLike, options: RunOptions = {}): AsyncGenerator<Label[]> {
    for await (const raw of this.staged(X, 'stagedPredict', options)) {
      yield decodeLabels(codesOfRaw(raw, this.nTreesPerIteration), this.classes);
    }
  }

  /** The probabilities after each iteration: n x k each. */
  async *stagedPredictProba(X: DataLike, options: RunOptions = {}): AsyncGenerator<Matrix> {
    for await (const raw of this.staged(X, 'stagedPredictProba', options)) {
      yield probabilitiesOfRaw(raw, this.nTreesPerIteration);
    }
  }

  /** The raw predictions after each iteration, in the form of `decisionFunction`. */
  async *stagedDecisionFunction(
    X: DataLike,
    options: RunOptions = {},
  ): AsyncGenerator<Float64Array | Matrix> {
    for await (const raw of this.staged(X, 'stagedDecisionFunction', options)) {
      yield decisionOfRaw(raw, this.nTreesPerIteration);
    }
  }

  /** Iterations done. */
  get nIter(): number {
    const { trees } = this.learned('nIter');
    return trees.roots.length / trees.outputs;
  }

  /** Trees in each iteration: 1 for two classes, else one per class. */
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

  private async raw(X: DataLike, member: string, options: RunOptions): Promise<Float64Array> {
    const matrix = this.checkX(X, member);
    const { trees, baseline } = this.learned(member);
    return rawPredictions(matrix, trees, baseline, new Run(this.type, options));
  }

  private staged(X: DataLike, member: string, options: RunOptions): AsyncGenerator<Float64Array> {
    const matrix = this.checkX(X, member);
    const { trees, baseline } = this.learned(member);
    return stagedRawPredictions(matrix, trees, baseline, new Run(this.type, options));
  }

  private validationRows(
    { XVal, yVal, sampleWeightVal }: HistFitOptions<Labels>,
    X: Matrix,
    categories: readonly ColumnCategories[] | undefined,
    classes: readonly Label[],
  ): LabelledRows {
    const rows = applyFeatures(XVal as MatrixLike, categories, this.type);
    checkFeatures(rows, featureInfo(X), this.type);
    const labels = yVal as Labels;
    checkSameLength(labels.length, rows.rows, this.type, 'yVal');
    const codes = codesIn(classes, labels);
    const unknown = codes.indexOf(-1);
    if (unknown >= 0) {
      throw new InvalidInputError(
        `${this.type}: yVal must hold classes of y only. Got ${JSON.stringify(labels[unknown])} in row ${unknown}. Drop that row.`,
        { estimator: this.type, parameter: 'yVal', remedy: 'drop that row' },
      );
    }
    return {
      X: rows,
      y: Float64Array.from(codes),
      sampleWeight: checkSampleWeight(sampleWeightVal, rows.rows, this.type),
    };
  }

  private sameClasses(a: readonly Label[], b: readonly Label[]): boolean {
    if (a.length === b.length && a.every((label, i) => label === b[i])) return true;
    throw new InvalidInputError(
      `${this.type}: warmStart needs the classes of the earlier fit. Got others. Pass the same data, or set warmStart: false.`,
      { estimator: this.type, parameter: 'y', remedy: 'set warmStart: false' },
    );
  }

  private checkClasses(
    codes: Int32Array,
    classes: readonly Label[],
    sampleWeight: Float64Array | undefined,
  ): void {
    const present = new Set<number>();
    for (let i = 0; i < codes.length && present.size < 2; i++) {
      if (!sampleWeight || sampleWeight[i] > 0) present.add(codes[i]);
    }
    if (present.size >= 2) return;
    throw new InvalidInputError(
      `${this.type}: y must hold at least two classes with positive weight. Got only class ${JSON.stringify(classes[[...present][0] ?? 0])}. Add rows of another class, or use DummyClassifier.`,
      { estimator: this.type, parameter: 'y', remedy: 'add rows of another class' },
    );
  }
}
