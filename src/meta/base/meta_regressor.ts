import type { FeatureInfo } from '../../core/features.js';
import { checkTargets, type DataLike, inputError, type Targets } from '../../core/input.js';
import type { Matrix } from '../../core/matrix.js';
import type { Declaration } from '../../core/params.js';
import type { Estimator, ScoreOptions } from '../../core/protocol.js';
import { type FitOptions, Run, type RunOptions } from '../../core/run.js';
import { BaseEstimator, type ModelRecord } from '../../estimators/base/index.js';
import { r2Score } from '../../metrics/index.js';
import { checkInput } from './data.js';
import { refuseWeights } from './meta_classifier.js';

/** Checked training data of a regressor made of regressors. */
export interface MetaRegressorData {
  /** A Matrix, or data with text. */
  readonly X: DataLike;
  readonly rows: number;
  readonly info: FeatureInfo;
  /** n x t targets; t is 1 unless the estimator is tagged multiOutput. */
  readonly y: Matrix;
  /** Whether y was one number per row. */
  readonly oneDimensional: boolean;
  readonly sampleWeight: Float64Array | undefined;
}

/** Base of regressors made of other estimators; lets through what its members take (text, NaN). */
export abstract class MetaRegressorBase<D extends Declaration, M extends ModelRecord> extends BaseEstimator<
  D,
  M & { readonly oneDimensional: boolean }
> {
  /** Learns from checked data; must not touch `this`. */
  protected abstract train(data: MetaRegressorData, run: Run): Promise<M>;

  /** The predicted targets, n x t. */
  protected abstract predictValues(X: DataLike, run: Run): Promise<Matrix>;

  /**
   * Learns to predict y (n numbers, or n x t where several targets are supported) from X (n x d).
   * @throws InvalidInputError for unusable data; what a member throws; AbortError: the earlier model stays.
   */
  async fit(X: DataLike, y: Targets, options: FitOptions = {}): Promise<this> {
    const run = new Run(this.type, options);
    const input = checkInput(X, this.tags, this.type);
    const { values, oneDimensional } = checkTargets(y, input.rows, this.type);
    if (values.columns > 1 && !this.tags.multiOutput) {
      throw inputError(
        this.type,
        'y',
        'must hold one target per row',
        `${values.columns} targets`,
        'Fit one estimator per target (MultiOutputRegressor).',
      );
    }
    const sampleWeight = this.checkWeights(options, input.rows);
    const model = await this.train({ ...input, y: values, oneDimensional, sampleWeight }, run);
    return this.setFitted({ ...input.info, model: { ...model, oneDimensional } });
  }

  /** The predicted target of each row of X: n numbers, or n x t when `fit` was given a matrix of targets. */
  async predict<T extends Float64Array | Matrix = Float64Array>(
    X: DataLike,
    options: RunOptions = {},
  ): Promise<T> {
    const { oneDimensional } = this.learned('predict');
    const values = await this.predictValues(this.checkData(X, 'predict'), new Run(this.type, options));
    return (oneDimensional ? values.data : values) as T;
  }

  /** The coefficient of determination R2 of the predictions; 1 is perfect, 0 is the mean. */
  async score(X: DataLike, y: Targets, options: ScoreOptions = {}): Promise<number> {
    const predicted = await this.predict<Float64Array | Matrix>(X, options);
    const rows = predicted instanceof Float64Array ? predicted.length : predicted.rows;
    const { values, oneDimensional } = checkTargets(y, rows, this.type);
    return r2Score(oneDimensional ? values.data : values, predicted, { sampleWeight: options.sampleWeight });
  }

  /** Checks X for a predict-like method. */
  protected checkData(X: DataLike, member: string): DataLike {
    this.learned(member);
    return checkInput(X, this.tags, this.type, {
      nFeaturesIn: this.nFeaturesIn,
      featureNamesIn: this.featureNamesIn,
    }).X;
  }

  /** Refuses weights by naming the members that cannot use them. */
  protected override checkWeights(options: FitOptions, n: number): Float64Array | undefined {
    refuseWeights(options, this.weightedMembers(), this.type);
    return super.checkWeights(options, n);
  }

  /** The estimators that sample weights would go to. */
  protected weightedMembers(): readonly Estimator[] {
    return [];
  }
}
