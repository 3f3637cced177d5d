import { describe, InvalidInputError } from '../../core/errors.js';
import { featureInfo } from '../../core/features.js';
import { asMatrix, checkTargets, type MatrixLike, type Targets } from '../../core/input.js';
import { Matrix } from '../../core/matrix.js';
import { declare, oneOf, type ParamsOf } from '../../core/params.js';
import type { Estimator } from '../../core/protocol.js';
import { Run } from '../../core/run.js';
import { tags } from '../../core/tags.js';
import { RegressorBase, type RegressorData } from '../base/index.js';
import { predictOutputs } from './engine/cpu_engine.js';
import type { DeviceReport, TrainingData } from './engine/engine.js';
import type { NetworkFitOptions } from './fit_options.js';
import { type Judged, judgeOf, regressionScore } from './judge.js';
import type { NetworkSpec } from './network/layout.js';
import { LOSSES, type LossName, naturalOutput } from './network/losses.js';
import { checkTogether, dropoutRates, hiddenUnits } from './network_checks.js';
import { type NetworkModel, trainNetwork } from './network_fit.js';
import * as learnedOf from './network_views.js';
import { layerSizes, sharedParams } from './params.js';
import type { History } from './training/history.js';
import { validationSplit } from './training/validation_split.js';

type RegressionLoss = Exclude<LossName, 'log_loss'>;

const declaration = declare('MLPRegressor', {
  loss: oneOf(
    LOSSES.filter((name): name is RegressionLoss => name !== 'log_loss'),
    'squared_error',
    {
      doc: "What is made small. 'poisson' predicts through exp, 'mean_squared_logarithmic_error' through softplus, 'kl_divergence' through softmax (targets are then shares), all others as they are.",
    },
  ),
  hiddenLayerSizes: layerSizes([100], 'Units of each hidden layer.'),
  ...sharedParams,
});

/**
 * A multi-layer perceptron that learns one or several numbers per row by back-propagation. Scale the columns of X,
 * and targets that are large. O(n weights) per epoch.
 * Reference: Rumelhart, Hinton, Williams, Nature 323 (1986) 533; scikit-learn MLPRegressor.
 *
 * @example
 * ```ts
 * const X = Matrix.from2DArray([[-2], [-1], [0], [1], [2]]);
 * const y = [4, 1, 0, 1, 4];
 * const model = new MLPRegressor({ hiddenLayerSizes: [16], solver: 'lbfgs', maxIter: 500, randomState: 0 });
 * await model.fit(X, y);
 * await model.score(X, y); // 0.999
 * ```
 */
export class MLPRegressor extends RegressorBase<typeof declaration, NetworkModel> {
  static readonly declaration = declaration;
  override readonly tags = tags('regressor', { sampleWeight: true, multiOutput: true });

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
    checkTogether(this.params, this.type);
  }

  /**
   * Learns to predict y (n numbers, or n x t) from X (n x d). Resolves to the estimator itself.
   * @throws InvalidInputError for unusable data; InvalidParameterError when training diverges; AbortError when
   * `signal` fires: the earlier model stays.
   */
  override fit(X: MatrixLike, y: Targets, options: NetworkFitOptions<Targets> = {}): Promise<this> {
    return this.learn(X, y, options, false);
  }

  /** One epoch over a further piece of data. */
  partialFit(X: MatrixLike, y: Targets, options: NetworkFitOptions<Targets> = {}): Promise<this> {
    return this.learn(X, y, options, true);
  }

  protected train(data: RegressorData, run: Run): Promise<NetworkModel> {
    return this.trainOn(data, {}, run, undefined, false);
  }

  protected async predictValues(X: Matrix, run: Run): Promise<Matrix> {
    const { spec, precision, flat, moments } = this.learned('predict');
    const breathe = (): Promise<void> => run.breathe();
    const outputs = await predictOutputs(spec, precision, { flat, moments }, X.data, X.rows, breathe);
    return Matrix.of(outputs, spec.units[spec.units.length - 1]);
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

  /** R2 on the validation rows after each epoch; null without early stopping. */
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

  /** What the last layer does: 'identity', or what the loss asks for. */
  get outActivation(): string {
    return this.learned('outActivation').spec.outActivation;
  }

  private async learn(
    X: MatrixLike,
    y: Targets,
    options: NetworkFitOptions<Targets>,
    incremental: boolean,
  ): Promise<this> {
    const run = new Run(this.type, options);
    if (incremental) learnedOf.checkPartial(this.params, this.type);
    const goingOn = incremental || this.params.warmStart ? this.fitted : undefined;
    const matrix = incremental && goingOn ? this.checkX(X, 'partialFit') : this.checkFitX(X);
    const { values, oneDimensional } = checkTargets(y, matrix.rows, this.type);
    const data = { X: matrix, y: values, sampleWeight: this.checkWeights(options, matrix.rows) };
    const model = await this.trainOn(data, options, run, goingOn?.model, incremental, oneDimensional);
    const info = incremental && goingOn ? goingOn : featureInfo(matrix);
    return this.setFitted({ ...info, model: { ...model, oneDimensional } });
  }

  private specFor({ X, y }: RegressorData): NetworkSpec {
    const { hiddenLayerSizes, activation, dropout, batchNormalization, loss } = this.params;
    const hidden = hiddenUnits(hiddenLayerSizes);
    return {
      units: [X.columns, ...hidden, y.columns],
      activation,
      outActivation: naturalOutput(loss),
      loss,
      dropout: dropoutRates(dropout, hidden.length),
      batchNormalization,
    };
  }

  private async trainOn(
    data: RegressorData,
    options: NetworkFitOptions<Targets>,
    run: Run,
    before: NetworkModel | undefined,
    incremental: boolean,
    oneDimensional = true,
  ): Promise<NetworkModel> {
    const spec = this.specFor(data);
    this.checkLoss(data.y);
    if (before) learnedOf.checkWarmStart(before, spec, true, this.type);
    const outputs = data.y.columns;
    const training: TrainingData = {
      rows: data.X.rows,
      columns: data.X.columns,
      X: data.X.data,
      outputs,
      Y: data.y.data,
      weights: data.sampleWeight,
    };
    const own = this.validationRows(options, data);
    const { earlyStopping, validationFraction } = this.params;
    const aside = earlyStopping && !own && !incremental;
    const judge = judgeOf(spec, training, own, (o, targets, weights) =>
      regressionScore(o, targets, weights, outputs),
    );
    return trainNetwork(
      {
        estimator: this.type,
        params: this.params,
        spec,
        data: training,
        before,
        incremental,
        split: aside
          ? (random) => validationSplit(training.rows, validationFraction, undefined, random, this.type)
          : undefined,
        validation: own || aside ? { X: own?.X, judge } : undefined,
        scoreTraining: options.trainingScore ? judge : undefined,
        callbacks: options.callbacks ?? [],
        fittedCopy: (model) =>
          this.restore({
            ...featureInfo(data.X),
            model: { ...model, oneDimensional },
          }) as unknown as Estimator,
      },
      run,
    );
  }

  /** @throws InvalidInputError for targets that the loss cannot take. */
  private checkLoss(y: Matrix): void {
    const { loss } = this.params;
    const needsPositive =
      loss === 'poisson' || loss === 'mean_squared_logarithmic_error' || loss === 'kl_divergence';
    const wrong = needsPositive ? y.data.findIndex((value) => value < 0) : -1;
    if (wrong >= 0) {
      throw new InvalidInputError(
        `${this.type}: y must not be negative for loss '${loss}'. Got ${describe(y.data[wrong])} in row ${Math.floor(wrong / y.columns)}. Use another loss.`,
        { estimator: this.type, parameter: 'y', remedy: 'use another loss' },
      );
    }
    if ((loss === 'kl_divergence' || loss === 'cosine_similarity') && y.columns < 2) {
      throw new InvalidInputError(
        `${this.type}: loss '${loss}' compares several targets per row. Got one. Use another loss.`,
        { estimator: this.type, parameter: 'y', remedy: 'use another loss' },
      );
    }
  }

  private validationRows(
    { validationData }: NetworkFitOptions<Targets>,
    { X: trained, y }: RegressorData,
  ): (Judged & { X: Float64Array }) | undefined {
    if (!validationData) return undefined;
    const X = asMatrix(validationData[0], { estimator: this.type, argument: 'validationData' });
    learnedOf.checkValidation(X, trained, this.type);
    const { values } = checkTargets(validationData[1], X.rows, this.type);
    if (values.columns !== y.columns) {
      throw new InvalidInputError(
        `${this.type}: validationData must have the ${y.columns} targets of y. Got ${values.columns}.`,
        { estimator: this.type, parameter: 'validationData', remedy: 'pass the same targets' },
      );
    }
    return { X: X.data, rows: X.rows, outputs: values.columns, Y: values.data };
  }
}
