import { InvalidInputError, InvalidParameterError } from '../../../core/errors.js';
import type { MatrixLike } from '../../../core/input.js';
import { decodeLabels, type Label } from '../../../core/labels.js';
import { Matrix } from '../../../core/matrix.js';
import { declare, oneOf, type ParamsOf } from '../../../core/params.js';
import { type Classifier, type Estimator, hasMethod } from '../../../core/protocol.js';
import { Run, type RunOptions } from '../../../core/run.js';
import { type Tags, tags } from '../../../core/tags.js';
import { argmaxRows, ClassifierBase, type ClassifierData } from '../../base/index.js';
import { sigmoidRows, softmaxRows } from '../../base/probabilities.js';
import { DummyClassifier } from '../../dummy/index.js';
import type { DecisionTreeRegressor } from '../../tree/decision_tree_regressor.js';
import type { BoostingRows } from './boost_trees.js';
import { binaryLogLoss, exponentialLoss, multinomialLogLoss } from './classification_losses.js';
import { holdOut } from './hold_out.js';
import type { BoostingLoss } from './loss.js';
import {
  addIteration,
  addTrees,
  type BoostedModel,
  boostedEstimators,
  boostedImportances,
  boostedLeaves,
  learnBoosted,
} from './model.js';
import { gradientBoostingSpecs } from './params.js';

const declaration = declare('GradientBoostingClassifier', {
  loss: oneOf(['log_loss', 'exponential'], 'log_loss', {
    doc: "'log_loss' is that of logistic regression, 'exponential' (two classes) that of AdaBoost.",
  }),
  ...gradientBoostingSpecs,
});

/**
 * Adds small regression trees one after the other, each fitted to what is still wrong in probability. Use it for
 * small and middling data; HistGradientBoostingClassifier is faster on many rows.
 *
 * Fit O(n log n d) once, then O(n d) per level and tree (one tree per class and iteration); predict O(trees depth).
 * Splits are chosen by Friedman's improvement. References: Friedman, Greedy function approximation (2001) and
 * Stochastic gradient boosting (2002); scikit-learn GradientBoostingClassifier.
 *
 * @throws InvalidInputError for one class, or more than two with the exponential loss.
 * @example
 * ```ts
 * const { data, target } = await loadIris();
 * const boosted = await new GradientBoostingClassifier({ nEstimators: 20, randomState: 0 }).fit(data, target);
 * await boosted.score(data, target); // 1
 * ```
 */
export class GradientBoostingClassifier extends ClassifierBase<typeof declaration, BoostedModel> {
  static readonly declaration = declaration;

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
    const { init } = this.params;
    if (init === null || init === 'zero') return;
    if (init.tags.role === 'classifier' && hasMethod(init, 'predictProba')) return;
    throw new InvalidParameterError(
      `${this.type}: parameter 'init' must be a classifier with probabilities. Got ${(init as Estimator).type}. Use another one.`,
      {
        estimator: this.type,
        parameter: 'init',
        received: (init as Estimator).type,
        remedy: 'use another one',
      },
    );
  }

  override get tags(): Tags {
    const { init } = this.params;
    const own = init === null || init === 'zero' ? undefined : init.tags;
    return tags('classifier', {
      sampleWeight: own?.sampleWeight ?? true,
      allowNaN: own?.allowNaN ?? true,
      nonDeterministic: own?.nonDeterministic ?? false,
    });
  }

  protected async train(data: ClassifierData, run: Run): Promise<BoostedModel> {
    const { X, codes, classes, sampleWeight } = data;
    const { params } = this;
    const loss = this.makeLoss(data);
    const all = Int32Array.from(codes.keys());
    const split =
      params.nIterNoChange === null
        ? { train: all, validation: undefined }
        : holdOut(
            X.rows,
            params.validationFraction,
            { codes, classes: classes.length },
            params.randomState,
            this.type,
          );
    const earlier = this.goesOn(classes, X.columns) ? this.learned('fit') : undefined;
    const whole = split.validation === undefined;
    const XTrain = whole ? X : X.takeRows(split.train);
    const weights = whole ? sampleWeight : sampleWeight && pick(sampleWeight, split.train);
    const labels = decodeLabels(pick(codes, split.train), classes);
    const init = earlier ? earlier.init : await this.fitInit(XTrain, labels, weights, run);
    const rowsOf = async (
      part: Matrix,
      which: Int32Array,
      w: Float64Array | undefined,
    ): Promise<BoostingRows> => {
      const raw = await this.start(init, part, classes, loss.outputs, run);
      if (earlier) await addTrees(earlier, part, raw, run);
      return { X: part, y: Float64Array.from(which, (row) => codes[row]), weights: w, raw };
    };
    const train = await rowsOf(XTrain, split.train, weights);
    const { validation: held } = split;
    const validation =
      held && (await rowsOf(X.takeRows(held), held, sampleWeight && pick(sampleWeight, held)));
    return learnBoosted({ loss, init, train, validation, earlier }, params, run);
  }

  protected async predictCodes(X: Matrix, run: Run): Promise<ArrayLike<number>> {
    return codesOf(await this.raw(X, run));
  }

  /** Class probabilities: n x k. */
  async predictProba(X: MatrixLike, options: RunOptions = {}): Promise<Matrix> {
    const matrix = this.checkX(X, 'predictProba');
    return this.probabilities(await this.raw(matrix, new Run(this.type, options)));
  }

  /** Logarithms of the class probabilities: n x k. */
  async predictLogProba(X: MatrixLike, options: RunOptions = {}): Promise<Matrix> {
    const matrix = this.checkX(X, 'predictLogProba');
    return this.probabilities(await this.raw(matrix, new Run(this.type, options)), true);
  }

  /** Raw predictions: n values for two classes (log-odds of the second), else n x k (logarithms up to a constant). */
  async decisionFunction(X: MatrixLike, options: RunOptions = {}): Promise<Float64Array | Matrix> {
    return this.raw(this.checkX(X, 'decisionFunction'), new Run(this.type, options));
  }

  /** Raw predictions after each iteration. */
  async *stagedDecisionFunction(
    X: MatrixLike,
    options: RunOptions = {},
  ): AsyncGenerator<Float64Array | Matrix> {
    const matrix = this.checkX(X, 'stagedDecisionFunction');
    const model = this.learned('stagedDecisionFunction');
    const run = new Run(this.type, options);
    const raw = await this.start(model.init, matrix, model.classes, model.outputs, run);
    for (let i = 0; i < model.rates.length; i++) {
      addIteration(model, i, matrix, raw);
      await run.breathe();
      yield byRows(raw, model.outputs);
    }
  }

  /** Predicted labels after each iteration. */
  async *stagedPredict(X: MatrixLike, options: RunOptions = {}): AsyncGenerator<Label[]> {
    for await (const raw of this.stagedDecisionFunction(X, options))
      yield decodeLabels(codesOf(raw), this.classes);
  }

  /** Class probabilities after each iteration. */
  async *stagedPredictProba(X: MatrixLike, options: RunOptions = {}): AsyncGenerator<Matrix> {
    for await (const raw of this.stagedDecisionFunction(X, options)) yield this.probabilities(raw);
  }

  /** The leaf of each row in every tree: n x trees, iteration after iteration, class after class. */
  async apply(X: MatrixLike, options: RunOptions = {}): Promise<Matrix> {
    const matrix = this.checkX(X, 'apply');
    return boostedLeaves(this.learned('apply'), matrix, new Run(this.type, options));
  }

  /** The trees: one list per iteration, of one tree per class (one in all for two classes). */
  get estimators(): readonly (readonly DecisionTreeRegressor[])[] {
    return boostedEstimators(this.learned('estimators'), this.params, this.nFeaturesIn);
  }

  /** Iterations that were done: fewer than asked for when it stopped early. */
  get nEstimators(): number {
    return this.learned('nEstimators').rates.length;
  }

  /** Trees per iteration. */
  get nTreesPerIteration(): number {
    return this.learned('nTreesPerIteration').outputs;
  }

  /** The mean decrease of impurity that each column brought, normalised to sum 1: d numbers. */
  get featureImportances(): Float64Array {
    return boostedImportances(this.learned('featureImportances'), this.nFeaturesIn);
  }

  /** The loss on the rows that each iteration learned from. */
  get trainScore(): Float64Array {
    return this.learned('trainScore').trainScore;
  }

  /** With `subsample` below 1, the loss on the rows that each iteration left out. */
  get oobScores(): Float64Array {
    return this.learned('oobScores').oobScores;
  }

  /** The last of `oobScores`; NaN without subsampling. */
  get oobScore(): number {
    return this.learned('oobScore').oobScores.at(-1) ?? Number.NaN;
  }

  /** By how much the loss on rows left out fell in each iteration. */
  get oobImprovement(): Float64Array {
    return this.learned('oobImprovement').oobImprovement;
  }

  /** The fitted estimator that boosting started from; null for zeros. */
  get init(): Estimator | null {
    return this.learned('init').init;
  }

  /** Columns looked at per node. */
  get maxFeatures(): number {
    return this.learned('maxFeatures').maxFeatures;
  }

  private makeLoss({ codes, classes, sampleWeight }: ClassifierData): BoostingLoss {
    const seen = new Set(codes.filter((_, i) => !sampleWeight || sampleWeight[i] > 0));
    const k = classes.length;
    const refuse = (what: string, received: string, remedy: string): InvalidInputError =>
      new InvalidInputError(`${this.type}: y must hold ${what}. Got ${received}. ${remedy}`, {
        estimator: this.type,
        parameter: 'y',
        received,
        remedy,
      });
    if (seen.size < 2) {
      throw refuse(
        'at least two classes with a weight above 0',
        `${seen.size} class(es)`,
        'Add rows of another class.',
      );
    }
    if (this.params.loss === 'log_loss') return k === 2 ? binaryLogLoss() : multinomialLogLoss(k);
    if (k > 2) throw refuse("two classes for loss 'exponential'", `${k} classes`, "Use loss: 'log_loss'.");
    return exponentialLoss();
  }

  /** Whether an earlier fit goes on: only with the same classes and columns. */
  private goesOn(classes: readonly Label[], columns: number): boolean {
    if (!this.params.warmStart || !this.isFitted) return false;
    const same =
      classes.length === this.classes.length && classes.every((label, c) => label === this.classes[c]);
    if (same && columns === this.nFeaturesIn) return true;
    throw new InvalidInputError(
      `${this.type}: a warm start needs the classes and columns of the earlier fit. Got ${classes.length} classes and ${columns} columns. Set warmStart: false.`,
      { estimator: this.type, parameter: 'warmStart', remedy: 'warmStart: false' },
    );
  }

  private async fitInit(
    X: Matrix,
    labels: Label[],
    weights: Float64Array | undefined,
    run: Run,
  ): Promise<Estimator | null> {
    const { init } = this.params;
    if (init === 'zero') return null;
    const copy: Estimator = init === null ? new DummyClassifier() : init.with({});
    const { signal } = run;
    return copy.fit(X, labels, weights ? { sampleWeight: weights, signal } : { signal });
  }

  /** Raw predictions before the first tree, class after class. */
  private async start(
    init: Estimator | null,
    X: Matrix,
    classes: readonly Label[],
    outputs: number,
    run: Run,
  ): Promise<Float64Array> {
    const n = X.rows;
    const raw = new Float64Array(n * outputs);
    if (!init) return raw;
    const proba = await (init as Required<Classifier>).predictProba(X, { signal: run.signal });
    const own = (init as Classifier).classes;
    const places = classes.map((label) => own.indexOf(label));
    const log = new Float64Array(outputs);
    const halved = this.params.loss === 'exponential' ? 0.5 : 1;
    for (let i = 0; i < n; i++) {
      const logOf = (c: number): number => clip(places[c] < 0 ? 0 : proba.get(i, places[c]));
      if (outputs === 1) {
        const p = logOf(1);
        raw[i] = halved * Math.log(p / (1 - p));
        continue;
      }
      let mean = 0;
      for (let k = 0; k < outputs; k++) mean += log[k] = Math.log(logOf(k));
      mean /= outputs;
      for (let k = 0; k < outputs; k++) raw[k * n + i] = log[k] - mean;
    }
    return raw;
  }

  private async raw(X: Matrix, run: Run): Promise<Float64Array | Matrix> {
    const model = this.learned('predict');
    const raw = await this.start(model.init, X, model.classes, model.outputs, run);
    await addTrees(model, X, raw, run);
    return byRows(raw, model.outputs);
  }

  private probabilities(raw: Float64Array | Matrix, logarithm = false): Matrix {
    if (raw instanceof Matrix) return softmaxRows(raw, logarithm);
    return sigmoidRows(this.params.loss === 'exponential' ? raw.map((value) => 2 * value) : raw, logarithm);
  }
}

const EPSILON = 2 ** -23;

/** Keeps a probability inside (0, 1). */
function clip(p: number): number {
  return Math.min(Math.max(p, EPSILON), 1 - EPSILON);
}

function pick<A extends Int32Array | Float64Array>(values: A, rows: Int32Array): A {
  return (values as Float64Array).constructor === Float64Array
    ? (Float64Array.from(rows, (row) => values[row]) as A)
    : (Int32Array.from(rows, (row) => values[row]) as A);
}

/** Raw predictions, class after class, as one value per row or as n x k. */
function byRows(raw: Float64Array, outputs: number): Float64Array | Matrix {
  if (outputs === 1) return raw.slice();
  return Matrix.of(raw, raw.length / outputs).transpose();
}

function codesOf(raw: Float64Array | Matrix): ArrayLike<number> {
  return raw instanceof Matrix ? argmaxRows(raw) : Int32Array.from(raw, (value) => (value > 0 ? 1 : 0));
}
