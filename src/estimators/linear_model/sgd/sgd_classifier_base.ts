import { InvalidInputError, InvalidParameterError } from '../../../core/errors.js';
import { checkFeatures, featureInfo } from '../../../core/features.js';
import { checkSameLength, type MatrixLike } from '../../../core/input.js';
import { codesIn, encodeLabels, type Label, type Labels, sortLabels } from '../../../core/labels.js';
import { Matrix } from '../../../core/matrix.js';
import type { Declaration } from '../../../core/params.js';
import { RandomState } from '../../../core/random.js';
import { type FitOptions, Run, type RunOptions } from '../../../core/run.js';
import { tags } from '../../../core/tags.js';
import { type ClassWeight, resolveClassWeight } from '../../../core/weights.js';
import type { SgdSettings } from '../../../kernels/sgd.js';
import { argmaxRows, ClassifierBase, type ClassifierData } from '../../base/index.js';
import { validationSplit } from '../../neural_network/training/validation_split.js';
import { linearScores } from '../linear_scores.js';
import { classSeeds, fitSgd, type HeldBack, orderSeed, type SgdModel, warnAboutEpochs } from './sgd_fit.js';

/** Options of `partialFit`. */
export interface PartialFitOptions extends FitOptions {
  /** All classes that will ever occur: needed at the first call. */
  readonly classes?: Labels;
}

interface SharedParams {
  readonly randomState: number | readonly number[] | null;
  readonly warmStart: boolean;
  readonly earlyStopping: boolean;
  readonly validationFraction: number;
  readonly classWeight: ClassWeight | null;
  readonly nJobs: number | null;
}

/** Linear classifiers that learn by descent, each class against the rest. A subclass writes `settings`. */
export abstract class SgdClassifierBase<D extends Declaration> extends ClassifierBase<D, SgdModel> {
  override readonly tags = tags('classifier', { sampleWeight: true });

  /** The loss, the penalty and the steps. */
  protected abstract settings(): SgdSettings;

  /** Weights stay apart from those of the classes, which are for one class at a time. */
  protected override checkTrainingData(X: MatrixLike, y: Labels, options: FitOptions): ClassifierData {
    const matrix = this.checkFitX(X);
    const { codes, classes } = encodeLabels(y, this.type);
    checkSameLength(codes.length, matrix.rows, this.type, 'y');
    return { X: matrix, codes, classes, sampleWeight: this.checkWeights(options, matrix.rows) };
  }

  protected async train(data: ClassifierData, run: Run): Promise<SgdModel> {
    const { X, codes, classes } = data;
    if (classes.length < 2) {
      throw new InvalidInputError(
        `${this.type}: y must hold at least two classes. Got only class ${JSON.stringify(classes[0])}. Add rows of another class, or use DummyClassifier.`,
        { estimator: this.type, parameter: 'y', remedy: 'add rows of another class' },
      );
    }
    const settings = this.settings();
    const model = await this.descend(data, settings, this.warmStart(X.columns, codes, classes), run);
    warnAboutEpochs(model, settings, this.type);
    return model;
  }

  /**
   * One epoch over a further piece of data. The first call needs `classes` in the options.
   * @throws InvalidInputError when a label is not among the classes; InvalidParameterError with earlyStopping or a
   *   balanced classWeight, which need all data.
   */
  async partialFit(X: MatrixLike, y: Labels, options: PartialFitOptions = {}): Promise<this> {
    const run = new Run(this.type, options);
    this.checkPartial();
    const before = this.fitted;
    const matrix = this.checkFitX(X);
    if (before) checkFeatures(matrix, before, this.type);
    checkSameLength(y.length, matrix.rows, this.type, 'y');
    const classes = before?.model.classes ?? this.firstClasses(options.classes);
    const codes = codesIn(classes, y);
    const unknown = codes.indexOf(-1);
    if (unknown >= 0) {
      throw new InvalidInputError(
        `${this.type}: y holds ${JSON.stringify(y[unknown])} in row ${unknown}, which is not among the classes. Name all classes in the first partialFit.`,
        { estimator: this.type, parameter: 'y', remedy: 'name all classes in the first call' },
      );
    }
    const sampleWeight = this.checkWeights(options, matrix.rows);
    const settings = { ...this.settings(), maxIter: 1 };
    const model = await this.descend(
      { X: matrix, codes, classes, sampleWeight },
      settings,
      before?.model,
      run,
    );
    return this.setFitted({ ...(before ?? featureInfo(matrix)), model: { ...model, classes } });
  }

  protected async predictCodes(X: Matrix): Promise<Int32Array> {
    const scores = this.scores(X, 'predict');
    if (scores.columns > 1) return argmaxRows(scores);
    return Int32Array.from(scores.data, (score) => (score > 0 ? 1 : 0));
  }

  /** Decision values: n for two classes (positive: the second), else n x k. */
  async decisionFunction(X: MatrixLike, options: RunOptions = {}): Promise<Float64Array | Matrix> {
    const matrix = this.checkX(X, 'decisionFunction');
    await new Run(this.type, options).breathe();
    const scores = this.scores(matrix, 'decisionFunction');
    return scores.columns === 1 ? scores.data : scores;
  }

  /** Coefficients: 1 x d for two classes, else k x d. */
  get coef(): Matrix {
    return this.learned('coef').coef;
  }

  /** Intercepts: one for two classes, else k. */
  get intercept(): Float64Array {
    return this.learned('intercept').intercept;
  }

  /** Epochs made, the most over the classes. */
  get nIter(): number {
    return this.learned('nIter').nIter;
  }

  /** Steps made, plus 1. */
  get t(): number {
    return this.learned('t').t;
  }

  protected scores(X: Matrix, member: string): Matrix {
    const { coef, intercept } = this.learned(member);
    return linearScores(X, coef, intercept);
  }

  private descend(
    { X, codes, classes, sampleWeight }: ClassifierData,
    settings: SgdSettings,
    before: SgdModel | undefined,
    run: Run,
  ): Promise<SgdModel> {
    const { randomState, classWeight, nJobs } = this.params as unknown as SharedParams;
    const ofClass = resolveClassWeight(classWeight, classes, codes, this.type);
    const binary = classes.length === 2;
    const heldBack = this.heldBack(codes, classes.length, sampleWeight);
    const random = RandomState.from(randomState);
    const seeds = binary ? [orderSeed(random, true)] : classSeeds(random, classes.length);
    const negative = settings.loss === 'log_loss' ? 0 : -1;
    const problems = seeds.map((seed, k) => {
      const positive = binary ? 1 : k;
      return {
        y: Float64Array.from(codes, (code) => (code === positive ? 1 : negative)),
        sampleWeight,
        positive: ofClass[positive],
        // Of several classes only the one that is told from the rest has its weight, as in the reference.
        negative: binary ? ofClass[0] : 1,
        seed,
        heldBack,
      };
    });
    return fitSgd({ X, problems, settings, before, nJobs }, run);
  }

  private heldBack(codes: Int32Array, k: number, weights: Float64Array | undefined): HeldBack | undefined {
    const { earlyStopping, validationFraction, randomState } = this.params as unknown as SharedParams;
    if (!earlyStopping) return undefined;
    const random = RandomState.from(randomState);
    const { validation } = validationSplit(
      codes.length,
      validationFraction,
      { codes, classes: k },
      random,
      this.type,
    );
    return { held: markHeld(validation, codes.length, weights, this.type), labels: true };
  }

  private warmStart(d: number, codes: Int32Array, classes: readonly Label[]): SgdModel | undefined {
    const before = (this.params as unknown as SharedParams).warmStart ? this.fitted?.model : undefined;
    const same =
      before?.classes.length === classes.length && before.classes.every((c, i) => c === classes[i]);
    return before && same && before.coef.columns === d && codes.length > 0 ? startAgain(before) : undefined;
  }

  private firstClasses(classes: Labels | undefined): readonly Label[] {
    const distinct = sortLabels([...new Set(Array.from((classes ?? []) as ArrayLike<Label>))]);
    if (distinct.length >= 2) return distinct;
    throw new InvalidInputError(
      `${this.type}: the first partialFit needs { classes }: all labels that will ever occur, two at least. Got ${distinct.length}.`,
      { estimator: this.type, parameter: 'classes', remedy: 'pass { classes }' },
    );
  }

  private checkPartial(): void {
    const { earlyStopping, classWeight } = this.params as unknown as SharedParams;
    if (!earlyStopping && classWeight !== 'balanced') return;
    const [parameter, remedy] = earlyStopping
      ? ['earlyStopping', 'earlyStopping: false']
      : ['classWeight', 'give a weight per class'];
    throw new InvalidParameterError(
      `${this.type}: partialFit cannot use parameter '${parameter}', which needs all data at once. Got ${earlyStopping || "'balanced'"}. Remedy: ${remedy}.`,
      { estimator: this.type, parameter, remedy },
    );
  }
}

/** A model as the start of a new fit: from what predicts, with the steps counted anew. */
export function startAgain(before: SgdModel): SgdModel {
  return {
    ...before,
    t: 1,
    weights: before.coef,
    weightIntercept: before.intercept,
    means: Matrix.zeros(before.means.rows, before.means.columns),
    meanIntercept: new Float64Array(before.intercept.length),
  };
}

/** Marks rows. @throws InvalidInputError when they all weigh nothing. */
export function markHeld(
  rows: Int32Array,
  n: number,
  weights: Float64Array | undefined,
  estimator: string,
): Uint8Array {
  const held = new Uint8Array(n);
  for (const row of rows) held[row] = 1;
  if (weights && rows.every((row) => weights[row] === 0)) {
    throw new InvalidInputError(
      `${estimator}: the rows that earlyStopping holds back all have weight 0. Change randomState or validationFraction.`,
      { estimator, parameter: 'sampleWeight', remedy: 'change randomState' },
    );
  }
  return held;
}
