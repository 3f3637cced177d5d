import { InvalidInputError, InvalidParameterError } from '../../core/errors.js';
import { featureInfo } from '../../core/features.js';
import { asMatrix, type MatrixLike } from '../../core/input.js';
import { decodeLabels, type Label } from '../../core/labels.js';
import { Matrix } from '../../core/matrix.js';
import { bool, declare, type ParamsOf } from '../../core/params.js';
import type { Estimator, ScoreOptions } from '../../core/protocol.js';
import { Run, type RunOptions } from '../../core/run.js';
import { tags } from '../../core/tags.js';
import { classWeightParam, combineWeights } from '../../core/weights.js';
import { ClassifierBase, type ClassifierData } from '../base/index.js';
import {
  type ClassifierTarget,
  type ClassTargets,
  classTargets,
  firstClasses,
  isMultilabel,
} from './class_targets.js';
import { decide } from './decide.js';
import { predictOutputs } from './engine/cpu_engine.js';
import type { DeviceReport, TrainingData } from './engine/engine.js';
import type { NetworkFitOptions, NetworkPartialFitOptions } from './fit_options.js';
import { exactScore, type Judged, judgeOf } from './judge.js';
import type { NetworkSpec } from './network/layout.js';
import { checkTogether, dropoutRates, hiddenUnits } from './network_checks.js';
import { type NetworkModel, trainNetwork } from './network_fit.js';
import * as learnedOf from './network_views.js';
import { layerSizes, sharedParams } from './params.js';
import type { History } from './training/history.js';
import { validationSplit } from './training/validation_split.js';

const declaration = declare('MLPClassifier', {
  hiddenLayerSizes: layerSizes([100], 'Units of each hidden layer.'),
  ...sharedParams,
  classWeight: classWeightParam(),
  balancedBatches: bool(false, {
    doc: 'Fill each batch with equal shares of the classes, rows of small classes coming more often.',
  }),
});

/** What a classifier has learned. */
interface MLPClassifierModel extends NetworkModel {
  readonly multilabel: boolean;
}

type Data = Omit<ClassifierData, 'codes'> & ClassTargets;

/**
 * A multi-layer perceptron that learns class probabilities by back-propagation; y may name several labels per row
 * (n x k of 0 and 1). Scale the columns of X first. O(n weights) per epoch.
 * Reference: Rumelhart, Hinton, Williams, Nature 323 (1986) 533; scikit-learn MLPClassifier.
 *
 * @example
 * ```ts
 * const { data, target } = await loadIris();
 * const model = new MLPClassifier({ hiddenLayerSizes: [16], learningRateInit: 0.02, maxIter: 100, randomState: 1 });
 * await model.fit(data, target);
 * await model.score(data, target); // 0.98
 * ```
 */
export class MLPClassifier extends ClassifierBase<typeof declaration, MLPClassifierModel> {
  static readonly declaration = declaration;
  override readonly tags = tags('classifier', { sampleWeight: true });

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
    checkTogether(this.params, this.type);
  }

  /**
   * Learns to predict y from X (n x d). Resolves to the estimator itself.
   * @throws InvalidInputError for unusable data; InvalidParameterError when training diverges; AbortError when
   * `signal` fires: the earlier model stays.
   */
  override async fit(
    X: MatrixLike,
    y: ClassifierTarget,
    options: NetworkFitOptions<ClassifierTarget> = {},
  ): Promise<this> {
    const run = new Run(this.type, options);
    const before = this.params.warmStart ? this.fitted?.model : undefined;
    const matrix = this.checkFitX(X);
    const data = this.prepare(matrix, classTargets(y, matrix.rows, undefined, this.type), options);
    if (before) this.checkWarmStart(before, data);
    const model = await this.learn(data, options, run, before, false);
    return this.setFitted({ ...featureInfo(matrix), model: { ...model, classes: data.classes } });
  }

  /**
   * One epoch over a further piece of data. The first call needs `classes` in the options, unless y has a column
   * per label.
   * @throws InvalidInputError when a label is not among the classes.
   */
  async partialFit(
    X: MatrixLike,
    y: ClassifierTarget,
    options: NetworkPartialFitOptions<ClassifierTarget> = {},
  ): Promise<this> {
    const run = new Run(this.type, options);
    learnedOf.checkPartial(this.params, this.type);
    const before = this.fitted;
    const matrix = before ? this.checkX(X, 'partialFit') : this.checkFitX(X);
    const known = before?.model.classes ?? firstClasses(options.classes, y, this.type);
    const data = this.prepare(matrix, classTargets(y, matrix.rows, known, this.type), options);
    if (before && before.model.multilabel !== (data.indicators !== undefined)) {
      throw new InvalidInputError(
        `${this.type}: y must be of the kind of the first call: ${before.model.multilabel ? 'a column per label' : 'one label per row'}.`,
        { estimator: this.type, parameter: 'y', remedy: 'pass y as in the first call' },
      );
    }
    const model = await this.learn(data, options, run, before?.model, true);
    return this.setFitted({
      ...(before ?? featureInfo(matrix)),
      model: { ...model, classes: data.classes },
    });
  }

  protected train(data: ClassifierData, run: Run): Promise<MLPClassifierModel> {
    return this.learn({ ...data, indicators: undefined }, {}, run, undefined, false);
  }

  protected async predictCodes(X: Matrix, run: Run): Promise<Int32Array> {
    const { multilabel, spec } = this.learned('predict');
    return decide(await this.outputs(X, run), spec.units[spec.units.length - 1], multilabel);
  }

  /**
   * The predicted label of each row of X (n x d), as the labels were given to `fit`; where y had a column per label,
   * rows of 0 and 1 (then write `predict<number[]>(X)`).
   */
  override async predict<T extends Label | readonly number[] = Label>(
    X: MatrixLike,
    options: RunOptions = {},
  ): Promise<T[]> {
    const { multilabel, classes } = this.learned('predict');
    const codes = await this.predictCodes(this.checkX(X, 'predict'), new Run(this.type, options));
    if (!multilabel) return decodeLabels(codes, classes) as T[];
    const k = classes.length;
    const rows = Array.from({ length: codes.length / k }, (_, i) =>
      Array.from(codes.subarray(i * k, (i + 1) * k)),
    );
    return rows as readonly (readonly number[])[] as T[];
  }

  /** Accuracy; with several labels per row, the share of rows whose labels are all right. */
  override async score(X: MatrixLike, y: ClassifierTarget, options: ScoreOptions = {}): Promise<number> {
    if (!isMultilabel(y)) return super.score(X, y, options);
    const { spec, multilabel } = this.learned('score');
    const matrix = this.checkX(X, 'score');
    const { indicators } = classTargets(y, matrix.rows, this.classes, this.type);
    const outputs = await this.outputs(matrix, new Run(this.type, options));
    const weights = this.checkWeights({ sampleWeight: options.sampleWeight }, matrix.rows);
    const k = spec.units[spec.units.length - 1];
    return exactScore(outputs, indicators as Float64Array, weights, k, (o) => decide(o, k, multilabel));
  }

  /** Probability of each class, n x k; rows sum to 1 unless a row may have several labels. */
  async predictProba(X: MatrixLike, options: RunOptions = {}): Promise<Matrix> {
    const { spec, multilabel } = this.learned('predictProba');
    const outputs = await this.outputs(this.checkX(X, 'predictProba'), new Run(this.type, options));
    const k = spec.units[spec.units.length - 1];
    if (k > 1 || multilabel) return Matrix.of(outputs, k);
    const both = new Float64Array(2 * outputs.length);
    for (let i = 0; i < outputs.length; i++) {
      both[2 * i] = 1 - outputs[i];
      both[2 * i + 1] = outputs[i];
    }
    return Matrix.of(both, 2);
  }

  /** Logarithm of the probability of each class: n x k. */
  async predictLogProba(X: MatrixLike, options: RunOptions = {}): Promise<Matrix> {
    const probabilities = await this.predictProba(X, options);
    return Matrix.of(probabilities.data.map(Math.log), probabilities.columns);
  }

  /** Weights of each layer, inputs x outputs. */
  get coefs(): readonly Matrix[] {
    return learnedOf.coefs(this.learned('coefs'));
  }

  /** Intercepts of each layer. */
  get intercepts(): readonly Float64Array[] {
    return learnedOf.intercepts(this.learned('intercepts'));
  }

  /** Training loss of each epoch. */
  get lossCurve(): readonly number[] {
    return this.learned('lossCurve').lossCurve;
  }

  /** Training loss of the last epoch. */
  get loss(): number {
    return this.learned('loss').loss;
  }

  /** Smallest training loss; null with early stopping. */
  get bestLoss(): number | null {
    return this.learned('bestLoss').bestLoss;
  }

  /** Accuracy on the validation rows after each epoch; null without early stopping. */
  get validationScores(): readonly number[] | null {
    return this.learned('validationScores').validationScores;
  }

  /** The best of them; null without early stopping. */
  get bestValidationScore(): number | null {
    return this.learned('bestValidationScore').bestValidationScore;
  }

  /** Loss, learning rate, time and validation scores of each epoch of the last fit. */
  get history(): History {
    return this.learned('history').history;
  }

  /** Where the last fit was computed. */
  get device(): DeviceReport {
    return this.learned('device').device;
  }

  /** Epochs of the last fit. */
  get nIter(): number {
    return this.learned('nIter').nIter;
  }

  /** Rows seen in training, counting repetitions. */
  get t(): number {
    return this.learned('t').t;
  }

  /** Layers, input and output included. */
  get nLayers(): number {
    return this.learned('nLayers').spec.units.length;
  }

  /** Outputs of the network. */
  get nOutputs(): number {
    return learnedOf.outputs(this.learned('nOutputs'));
  }

  /** What the last layer does: 'softmax', or 'logistic' for two classes and several labels. */
  get outActivation(): string {
    return this.learned('outActivation').spec.outActivation;
  }

  private async outputs(X: Matrix, run: Run): Promise<Float64Array> {
    const { spec, precision, flat, moments } = this.learned('predict');
    return predictOutputs(spec, precision, { flat, moments }, X.data, X.rows, () => run.breathe());
  }

  private prepare(X: Matrix, targets: ClassTargets, options: NetworkFitOptions<ClassifierTarget>): Data {
    const given = this.checkWeights(options, X.rows);
    const { classWeight } = this.params;
    if (classWeight !== null && !targets.codes) {
      throw new InvalidParameterError(
        `${this.type}: parameter 'classWeight' needs one label per row. Got y with a column per label. Pass sampleWeight instead.`,
        { estimator: this.type, parameter: 'classWeight', remedy: 'pass sampleWeight' },
      );
    }
    const { codes, classes } = targets;
    const sampleWeight = codes ? combineWeights(given, classWeight, codes, classes, this.type) : given;
    return { X, sampleWeight, ...targets };
  }

  private checkWarmStart(before: MLPClassifierModel & { classes: readonly Label[] }, data: Data): void {
    const same =
      before.classes.length === data.classes.length &&
      before.classes.every((label, i) => label === data.classes[i]);
    learnedOf.checkWarmStart(before, this.specFor(data), same, this.type);
  }

  private specFor({ X, classes, indicators }: Data): NetworkSpec {
    const { hiddenLayerSizes, activation, dropout, batchNormalization } = this.params;
    const hidden = hiddenUnits(hiddenLayerSizes);
    const single = !indicators && classes.length === 2;
    return {
      units: [X.columns, ...hidden, single ? 1 : classes.length],
      activation,
      outActivation: single || indicators ? 'logistic' : 'softmax',
      loss: 'log_loss',
      dropout: dropoutRates(dropout, hidden.length),
      batchNormalization,
    };
  }

  private async learn(
    data: Data,
    options: NetworkFitOptions<ClassifierTarget>,
    run: Run,
    before: NetworkModel | undefined,
    incremental: boolean,
  ): Promise<MLPClassifierModel> {
    const spec = this.specFor(data);
    const outputs = spec.units[spec.units.length - 1];
    const multilabel = data.indicators !== undefined;
    const training: TrainingData = {
      rows: data.X.rows,
      columns: data.X.columns,
      X: data.X.data,
      outputs,
      codes: data.codes,
      Y: data.indicators,
      weights: data.sampleWeight,
    };
    const { earlyStopping, validationFraction } = this.params;
    const own = this.validationRows(options, data);
    const aside = earlyStopping && !own && !incremental;
    const stratify = outputs === 1 && data.codes ? { codes: data.codes, classes: 2 } : undefined;
    const score = (o: Float64Array, targets: Float64Array, weights: Float64Array | undefined): number =>
      exactScore(o, targets, weights, outputs, (values, k) => decide(values, k, multilabel));
    const judge = judgeOf(spec, training, own, score);
    const model = await trainNetwork(
      {
        estimator: this.type,
        params: this.params,
        spec,
        data: training,
        before,
        incremental,
        split: aside
          ? (random) => validationSplit(training.rows, validationFraction, stratify, random, this.type)
          : undefined,
        validation: own || aside ? { X: own?.X, judge } : undefined,
        scoreTraining: options.trainingScore ? judge : undefined,
        callbacks: options.callbacks ?? [],
        fittedCopy: (model) =>
          this.restore({
            ...featureInfo(data.X),
            model: { ...model, multilabel, classes: data.classes },
          }) as unknown as Estimator,
      },
      run,
    );
    return { ...model, multilabel };
  }

  private validationRows(
    { validationData }: NetworkFitOptions<ClassifierTarget>,
    { X: trained, classes }: Data,
  ): (Judged & { X: Float64Array }) | undefined {
    if (!validationData) return undefined;
    const X = asMatrix(validationData[0], { estimator: this.type, argument: 'validationData' });
    learnedOf.checkValidation(X, trained, this.type);
    const { codes, indicators } = classTargets(validationData[1], X.rows, classes, this.type);
    const outputs = indicators || classes.length > 2 ? classes.length : 1;
    return { X: X.data, rows: X.rows, outputs, codes, Y: indicators };
  }
}
