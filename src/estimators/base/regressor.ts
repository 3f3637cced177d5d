import { featureInfo } from '../../core/features.js';
import { checkTargets, inputError, type MatrixLike, type Targets } from '../../core/input.js';
import type { Matrix } from '../../core/matrix.js';
import type { Declaration } from '../../core/params.js';
import type { ScoreOptions } from '../../core/protocol.js';
import { type FitOptions, Run, type RunOptions } from '../../core/run.js';
import { r2Score } from '../../metrics/index.js';
import { BaseEstimator, type ModelRecord } from './base_estimator.js';

/** Clean training data of a regressor. */
export interface RegressorData {
  /** n x d, finite. */
  readonly X: Matrix;
  /** n x t targets; t is 1 unless the estimator is tagged multiOutput. */
  readonly y: Matrix;
  /** Checked weights; undefined when every row weighs 1. */
  readonly sampleWeight: Float64Array | undefined;
}

/** A regressor's model with the form of its targets. */
export type RegressorModel<M extends ModelRecord> = M & { readonly oneDimensional: boolean };

/** Base of regressors: checks targets and shapes. A subclass writes `train` and `predictValues`. */
export abstract class RegressorBase<D extends Declaration, M extends ModelRecord> extends BaseEstimator<
  D,
  RegressorModel<M>
> {
  /** Learns from clean data; must not touch `this`. */
  protected abstract train(data: RegressorData, run: Run): Promise<M>;

  /** The predicted targets, n x t. */
  protected abstract predictValues(X: Matrix, run: Run): Promise<Matrix>;

  /**
   * Learns to predict y (n numbers, or n x t where several targets are supported) from X (n x d).
   * @throws InvalidInputError for unusable data; AbortError when `signal` fires: the earlier model stays.
   */
  async fit(X: MatrixLike, y: Targets, options: FitOptions = {}): Promise<this> {
    const run = new Run(this.type, options);
    const matrix = this.checkFitX(X);
    const { values, oneDimensional } = checkTargets(y, matrix.rows, this.type);
    if (values.columns > 1 && !this.tags.multiOutput) {
      throw inputError(
        this.type,
        'y',
        'must hold one target per row',
        `${values.columns} targets`,
        'Fit one estimator per target.',
      );
    }
    const sampleWeight = this.checkWeights(options, matrix.rows);
    const model = await this.train({ X: matrix, y: values, sampleWeight }, run);
    return this.setFitted({ ...featureInfo(matrix), model: { ...model, oneDimensional } });
  }

  /**
   * The predicted target of each row of X (n x d): n numbers, or an n x t Matrix when `fit` was given a
   * matrix of targets (then write `predict<Matrix>(X)`).
   */
  async predict<T extends Float64Array | Matrix = Float64Array>(
    X: MatrixLike,
    options: RunOptions = {},
  ): Promise<T> {
    const { oneDimensional } = this.learned('predict');
    const values = await this.predictValues(this.checkX(X, 'predict'), new Run(this.type, options));
    return (oneDimensional ? values.data : values) as T;
  }

  /** The coefficient of determination R2 of the predictions; 1 is perfect, 0 is the mean. */
  async score(X: MatrixLike, y: Targets, options: ScoreOptions = {}): Promise<number> {
    const predicted = await this.predict<Float64Array | Matrix>(X, options);
    const rows = predicted instanceof Float64Array ? predicted.length : predicted.rows;
    const { values, oneDimensional } = checkTargets(y, rows, this.type);
    return r2Score(oneDimensional ? values.data : values, predicted, { sampleWeight: options.sampleWeight });
  }
}
