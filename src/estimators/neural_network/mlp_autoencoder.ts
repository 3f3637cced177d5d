import { InvalidParameterError } from '../../core/errors.js';
import { featureInfo } from '../../core/features.js';
import { asMatrix, checkSameLength, type MatrixLike } from '../../core/input.js';
import { Matrix } from '../../core/matrix.js';
import { declare, oneOf, type ParamsOf } from '../../core/params.js';
import type { Estimator, Target } from '../../core/protocol.js';
import { Run, type RunOptions } from '../../core/run.js';
import { tags } from '../../core/tags.js';
import { TransformerBase, type TransformerData } from '../base/index.js';
import { predictOutputs } from './engine/cpu_engine.js';
import type { DeviceReport, TrainingData } from './engine/engine.js';
import type { NetworkFitOptions } from './fit_options.js';
import { judgeOf, regressionScore } from './judge.js';
import { ACTIVATIONS } from './network/activations.js';
import type { NetworkSpec } from './network/layout.js';
import { checkTogether, dropoutRates, hiddenUnits } from './network_checks.js';
import { type NetworkModel, trainNetwork } from './network_fit.js';
import * as learnedOf from './network_views.js';
import { layerSizes, sharedParams } from './params.js';
import { part } from './sub_network.js';
import type { History } from './training/history.js';
import { validationSplit } from './training/validation_split.js';

// Normalisation over batches would stand between the code and what it is decoded from.
const { batchNormalization: _, ...shared } = sharedParams;

const declaration = declare('MLPAutoencoder', {
  hiddenLayerSizes: layerSizes(
    [32, 8],
    'Units from the input to the code, which comes last; decoding mirrors them.',
  ),
  ...shared,
  activation: oneOf(ACTIVATIONS, 'tanh', {
    doc: 'What hidden units do to their sums; the code and the output are linear.',
  }),
  loss: oneOf(['squared_error', 'absolute_error', 'huber', 'log_cosh'], 'squared_error', {
    doc: 'How far a reconstruction is from its row, in training.',
  }),
});

/**
 * A network that learns to rebuild its rows from a short code: `transform` gives the code, `inverseTransform` rebuilds
 * rows from it, and rows with a large `reconstructionError` are unlike those it was trained on. Scale the columns
 * first. O(n weights) per epoch.
 * Reference: Hinton and Salakhutdinov, Science 313 (2006) 504.
 *
 * @example
 * ```ts
 * const { data } = await loadIris();
 * const scaled = await new StandardScaler().fitTransform(data);
 * const coder = new MLPAutoencoder({ hiddenLayerSizes: [8, 2], learningRateInit: 0.01, maxIter: 100, randomState: 0 });
 * const codes = await coder.fitTransform(scaled);
 * codes.columns; // 2
 * const errors = await coder.reconstructionError(scaled);
 * errors.length; // 150
 * ```
 */
export class MLPAutoencoder extends TransformerBase<typeof declaration, NetworkModel> {
  static readonly declaration = declaration;
  override readonly tags = tags('transformer', { sampleWeight: true });

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
    checkTogether({ ...this.params, batchNormalization: false }, this.type);
    if (hiddenUnits(this.params.hiddenLayerSizes).length === 0) {
      throw new InvalidParameterError(
        `${this.type}: parameter 'hiddenLayerSizes' needs one layer at least: the code. Got []. Pass the units from the input to the code.`,
        { estimator: this.type, parameter: 'hiddenLayerSizes', remedy: 'pass one layer at least' },
      );
    }
  }

  /**
   * Learns to rebuild the rows of X (n x d); y is ignored. Resolves to the estimator itself.
   * @throws InvalidInputError for unusable data; InvalidParameterError when training diverges; AbortError when
   * `signal` fires: the earlier model stays.
   */
  override async fit(X: MatrixLike, y?: Target, options: NetworkFitOptions<MatrixLike> = {}): Promise<this> {
    const run = new Run(this.type, options);
    const matrix = this.checkFitX(X);
    if (Array.isArray(y)) checkSameLength(y.length, matrix.rows, this.type, 'y');
    const data = { X: matrix, y, sampleWeight: this.checkWeights(options, matrix.rows) };
    return this.setFitted({ ...featureInfo(matrix), model: await this.learn(data, options, run) });
  }

  protected train(data: TransformerData, run: Run): Promise<NetworkModel> {
    return this.learn(data, {}, run);
  }

  protected async transformMatrix(X: Matrix, model: NetworkModel, run: Run): Promise<Matrix> {
    return this.pass(X, model, 0, codeLayer(model), run);
  }

  protected override featureNamesOut(_input: readonly string[], model: NetworkModel): string[] {
    const width = model.spec.units[codeLayer(model)];
    return Array.from({ length: width }, (_, j) => `mlpautoencoder${j}`);
  }

  /** The code of each row: another name of `transform`. */
  encode(X: MatrixLike, options: RunOptions = {}): Promise<Matrix> {
    return this.transform(X, options);
  }

  /** Rows (n x d) rebuilt from codes (n x c). */
  async inverseTransform(codes: MatrixLike, options: RunOptions = {}): Promise<Matrix> {
    const model = this.learned('inverseTransform');
    const matrix = asMatrix(codes, { estimator: this.type, argument: 'codes' });
    const from = codeLayer(model);
    learnedOf.checkCodes(matrix, model.spec.units[from], this.type);
    const run = new Run(this.type, options);
    const rows = await this.pass(matrix, model, from, model.spec.units.length - 1, run);
    return this.featureNamesIn ? rows.withColumnNames(this.featureNamesIn) : rows;
  }

  /** The mean squared difference between each row of X and its reconstruction: n numbers, large for odd rows. */
  async reconstructionError(X: MatrixLike, options: RunOptions = {}): Promise<Float64Array> {
    const model = this.learned('reconstructionError');
    const matrix = this.checkX(X, 'reconstructionError');
    const run = new Run(this.type, options);
    const rebuilt = await this.pass(matrix, model, 0, model.spec.units.length - 1, run);
    const { rows, columns, data } = matrix;
    const errors = new Float64Array(rows);
    for (let i = 0, at = 0; i < rows; i++) {
      let sum = 0;
      for (let j = 0; j < columns; j++, at++) sum += (data[at] - rebuilt.data[at]) ** 2;
      errors[i] = sum / columns;
    }
    return errors;
  }

  /** Minus the reconstruction error: as of outlier detectors, low for odd rows. */
  async scoreSamples(X: MatrixLike, options: RunOptions = {}): Promise<Float64Array> {
    return (await this.reconstructionError(X, options)).map((error) => -error);
  }

  /** Weights of each layer, inputs x outputs, encoder and then decoder. */
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

  /** Loss, learning rate, time and validation scores of each epoch of the last fit. */
  get history(): History {
    return this.learned('history').history;
  }

  /** Epochs of the last fit. */
  get nIter(): number {
    return this.learned('nIter').nIter;
  }

  /** Where the last fit was computed. */
  get device(): DeviceReport {
    return this.learned('device').device;
  }

  private async pass(X: Matrix, model: NetworkModel, from: number, to: number, run: Run): Promise<Matrix> {
    const { spec, flat } = part(model, from, to);
    const state = { flat, moments: model.moments };
    const breathe = (): Promise<void> => run.breathe();
    const outputs = await predictOutputs(spec, model.precision, state, X.data, X.rows, breathe);
    return Matrix.of(outputs, spec.units[spec.units.length - 1]);
  }

  private specFor(X: Matrix): NetworkSpec {
    const { hiddenLayerSizes, activation, dropout, loss } = this.params;
    const hidden = hiddenUnits(hiddenLayerSizes);
    const rates = dropoutRates(dropout, hidden.length);
    const code = hidden.length - 1;
    return {
      units: [X.columns, ...hidden, ...hidden.slice(0, -1).reverse(), X.columns],
      activation,
      outActivation: 'identity',
      loss,
      // The code itself is kept whole.
      dropout: [...rates.slice(0, -1), 0, ...rates.slice(0, -1).reverse()],
      batchNormalization: false,
      linearLayer: code,
    };
  }

  private async learn(
    { X, sampleWeight }: TransformerData,
    options: NetworkFitOptions<MatrixLike>,
    run: Run,
  ): Promise<NetworkModel> {
    const spec = this.specFor(X);
    const before = this.params.warmStart ? this.fitted?.model : undefined;
    if (before) learnedOf.checkWarmStart(before, spec, true, this.type);
    const training: TrainingData = {
      rows: X.rows,
      columns: X.columns,
      X: X.data,
      outputs: X.columns,
      Y: X.data,
      weights: sampleWeight,
    };
    const given = options.validationData?.[0];
    const own = given && asMatrix(given, { estimator: this.type, argument: 'validationData' });
    if (own) learnedOf.checkValidation(own, X, this.type);
    const { earlyStopping, validationFraction } = this.params;
    const aside = earlyStopping && !own;
    const judged = own && { rows: own.rows, outputs: own.columns, Y: own.data };
    const judge = judgeOf(spec, training, judged, (o, targets, weights) =>
      regressionScore(o, targets, weights, X.columns),
    );
    return trainNetwork(
      {
        estimator: this.type,
        params: this.params,
        spec,
        data: training,
        before,
        incremental: false,
        split: aside
          ? (random) => validationSplit(X.rows, validationFraction, undefined, random, this.type)
          : undefined,
        validation: own || aside ? { X: own?.data, judge } : undefined,
        scoreTraining: options.trainingScore ? judge : undefined,
        callbacks: options.callbacks ?? [],
        fittedCopy: (model) => this.restore({ ...featureInfo(X), model }) as unknown as Estimator,
      },
      run,
    );
  }
}

/** The position of the code among the units. */
function codeLayer({ spec }: NetworkModel): number {
  return (spec.linearLayer ?? 0) + 1;
}
