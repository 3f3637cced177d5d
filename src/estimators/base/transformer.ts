import { describe, InvalidInputError } from '../../core/errors.js';
import { featureInfo } from '../../core/features.js';
import { checkSameLength, type MatrixLike } from '../../core/input.js';
import type { Matrix } from '../../core/matrix.js';
import type { Declaration } from '../../core/params.js';
import type { Target } from '../../core/protocol.js';
import { type FitOptions, Run, type RunOptions } from '../../core/run.js';
import { BaseEstimator, type ModelRecord } from './base_estimator.js';

/** Clean training data of a transformer. */
export interface TransformerData {
  /** n x d. */
  readonly X: Matrix;
  /** y as given, with one entry per row, or undefined. */
  readonly y: Target | undefined;
  /** Checked weights; undefined when every row weighs 1. */
  readonly sampleWeight: Float64Array | undefined;
  /** The options of `fit`, for those that take more than the usual ones. */
  readonly options?: FitOptions;
}

/**
 * Base of transformers of numeric matrices. A subclass writes `train` and `transformMatrix`, and
 * `featureNamesOut` when the columns change.
 */
export abstract class TransformerBase<D extends Declaration, M extends ModelRecord> extends BaseEstimator<
  D,
  M
> {
  /** Learns from clean data; must not touch `this`. */
  protected abstract train(data: TransformerData, run: Run): Promise<M>;

  /** Transforms checked rows; must not change X in place. */
  protected abstract transformMatrix(X: Matrix, model: M, run: Run): Promise<Matrix>;

  /** Names of the columns that come out, from the names that go in; one to one unless overridden. */
  protected featureNamesOut(input: readonly string[], _model: M): string[] {
    return [...input];
  }

  /** Learns the transformation from X (n x d). Resolves to the estimator itself. */
  async fit(X: MatrixLike, y?: Target, options: FitOptions = {}): Promise<this> {
    const run = new Run(this.type, options);
    const matrix = this.checkFitX(X);
    if (y === undefined || y === null) {
      if (this.tags.requiresTarget) {
        throw new InvalidInputError(`${this.type}: fit needs y, but got ${describe(y)}. Pass fit(X, y).`, {
          estimator: this.type,
          parameter: 'y',
          remedy: 'pass y',
        });
      }
    } else {
      checkSameLength(targetLength(y), matrix.rows, this.type, 'y');
    }
    const sampleWeight = this.checkWeights(options, matrix.rows);
    const model = await this.train({ X: matrix, y: y ?? undefined, sampleWeight, options }, run);
    return this.setFitted({ ...featureInfo(matrix), model });
  }

  /** Transforms X (n x d); the result is a new Matrix, with column names when X has them. */
  async transform(X: MatrixLike, options: RunOptions = {}): Promise<Matrix> {
    const matrix = this.checkX(X, 'transform');
    const model = this.learned('transform');
    const result = await this.transformMatrix(matrix, model, new Run(this.type, options));
    const names = matrix.columnNames ?? this.featureNamesIn;
    return names ? result.withColumnNames(this.featureNamesOut(names, model)) : result;
  }

  /** `fit` and then `transform` of the same rows. */
  async fitTransform(X: MatrixLike, y?: Target, options: FitOptions = {}): Promise<Matrix> {
    await this.fit(X, y, options);
    return this.transform(X, { signal: options.signal, onProgress: options.onProgress });
  }

  /**
   * Names of the columns that `transform` returns. Without `inputFeatures` the names seen in `fit` are used,
   * or x0, x1, ...
   */
  getFeatureNamesOut(inputFeatures?: readonly string[]): string[] {
    const model = this.learned('getFeatureNamesOut');
    return this.featureNamesOut(this.inputNames(inputFeatures), model);
  }

  /** The input names to derive output names from. */
  protected inputNames(inputFeatures?: readonly string[]): readonly string[] {
    const seen = this.featureNamesIn;
    const wrong =
      inputFeatures &&
      (inputFeatures.length !== this.nFeaturesIn || seen?.some((name, j) => name !== inputFeatures[j]));
    if (wrong) {
      throw new InvalidInputError(
        `${this.type}: inputFeatures must be the ${this.nFeaturesIn} column names of fit${seen ? ` (${describe(seen)})` : ''}. Got ${describe(inputFeatures)}.`,
        { estimator: this.type, parameter: 'inputFeatures', received: describe(inputFeatures) },
      );
    }
    return inputFeatures ?? seen ?? Array.from({ length: this.nFeaturesIn }, (_, j) => `x${j}`);
  }
}

function targetLength(y: Target): number {
  if ('rows' in y && typeof y.rows === 'number') return y.rows;
  if ('shape' in y && Array.isArray(y.shape)) return y.shape[0] as number;
  return 'length' in y ? (y.length as number) : Number.NaN;
}
