import { InvalidParameterError } from '../../../core/errors.js';
import { checkFeatures, featureInfo } from '../../../core/features.js';
import { checkTargets, inputError, type MatrixLike, type Targets } from '../../../core/input.js';
import type { Declaration } from '../../../core/params.js';
import { RandomState } from '../../../core/random.js';
import { type FitOptions, Run } from '../../../core/run.js';
import { tags } from '../../../core/tags.js';
import type { SgdSettings } from '../../../kernels/sgd.js';
import type { RegressorData } from '../../base/index.js';
import { validationSplit } from '../../neural_network/training/validation_split.js';
import { LinearRegressorBase } from '../linear_regressor_base.js';
import { markHeld, startAgain } from './sgd_classifier_base.js';
import { fitSgd, type HeldBack, orderSeed, type SgdModel, warnAboutEpochs } from './sgd_fit.js';

interface SharedParams {
  readonly randomState: number | readonly number[] | null;
  readonly warmStart: boolean;
  readonly earlyStopping: boolean;
  readonly validationFraction: number;
}

/** Linear regressors that learn by descent. A subclass writes `settings`. */
export abstract class SgdRegressorBase<D extends Declaration> extends LinearRegressorBase<D, SgdModel> {
  override readonly tags = tags('regressor', { sampleWeight: true });

  /** The loss, the penalty and the steps. */
  protected abstract settings(): SgdSettings;

  protected async train(data: RegressorData, run: Run): Promise<SgdModel> {
    const settings = this.settings();
    const before = (this.params as unknown as SharedParams).warmStart ? this.fitted?.model : undefined;
    const start = before && before.coef.columns === data.X.columns ? startAgain(before) : undefined;
    const model = await this.descend(data, settings, start, run);
    warnAboutEpochs(model, settings, this.type);
    return model;
  }

  /**
   * One epoch over a further piece of data.
   * @throws InvalidParameterError with earlyStopping, which needs all data.
   */
  async partialFit(X: MatrixLike, y: Targets, options: FitOptions = {}): Promise<this> {
    const run = new Run(this.type, options);
    if ((this.params as unknown as SharedParams).earlyStopping) {
      throw new InvalidParameterError(
        `${this.type}: partialFit cannot use parameter 'earlyStopping', which needs all data at once. Got true. Remedy: earlyStopping: false.`,
        { estimator: this.type, parameter: 'earlyStopping', remedy: 'earlyStopping: false' },
      );
    }
    const before = this.fitted;
    const matrix = this.checkFitX(X);
    if (before) checkFeatures(matrix, before, this.type);
    const { values, oneDimensional } = checkTargets(y, matrix.rows, this.type);
    if (values.columns > 1) {
      const remedy = 'Fit one estimator per target.';
      throw inputError(this.type, 'y', 'must hold one target per row', `${values.columns} targets`, remedy);
    }
    const sampleWeight = this.checkWeights(options, matrix.rows);
    const settings = { ...this.settings(), maxIter: 1 };
    const model = await this.descend({ X: matrix, y: values, sampleWeight }, settings, before?.model, run);
    return this.setFitted({ ...(before ?? featureInfo(matrix)), model: { ...model, oneDimensional } });
  }

  /** Epochs made. */
  get nIter(): number {
    return this.learned('nIter').nIter;
  }

  /** Steps made, plus 1. */
  get t(): number {
    return this.learned('t').t;
  }

  private descend(
    { X, y, sampleWeight }: RegressorData,
    settings: SgdSettings,
    before: SgdModel | undefined,
    run: Run,
  ): Promise<SgdModel> {
    const { randomState } = this.params as unknown as SharedParams;
    const heldBack = this.heldBack(X.rows, sampleWeight);
    const seed = orderSeed(RandomState.from(randomState), false);
    const problem = { y: y.data, sampleWeight, positive: 1, negative: 1, seed, heldBack };
    return fitSgd({ X, problems: [problem], settings, before, nJobs: null }, run);
  }

  private heldBack(n: number, weights: Float64Array | undefined): HeldBack | undefined {
    const { earlyStopping, validationFraction, randomState } = this.params as unknown as SharedParams;
    if (!earlyStopping) return undefined;
    const random = RandomState.from(randomState);
    const { validation } = validationSplit(n, validationFraction, undefined, random, this.type);
    return { held: markHeld(validation, n, weights, this.type), labels: false };
  }
}
