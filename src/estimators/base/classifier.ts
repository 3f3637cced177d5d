import { featureInfo } from '../../core/features.js';
import { checkSameLength, type MatrixLike } from '../../core/input.js';
import { decodeLabels, encodeLabels, type Label, type Labels } from '../../core/labels.js';
import type { Matrix } from '../../core/matrix.js';
import type { Declaration } from '../../core/params.js';
import type { ScoreOptions } from '../../core/protocol.js';
import { type FitOptions, Run, type RunOptions } from '../../core/run.js';
import { type ClassWeight, combineWeights } from '../../core/weights.js';
import { accuracyScore } from '../../metrics/index.js';
import { BaseEstimator, type ModelRecord } from './base_estimator.js';

/** Clean training data of a classifier. */
export interface ClassifierData {
  /** n x d, finite. */
  readonly X: Matrix;
  /** Class of each row as an index into `classes`. */
  readonly codes: Int32Array;
  /** The sorted class labels. */
  readonly classes: readonly Label[];
  /** Sample weight times class weight; undefined when every row weighs 1. */
  readonly sampleWeight: Float64Array | undefined;
}

/** A classifier's model with its classes. */
export type ClassifierModel<M extends ModelRecord> = M & { readonly classes: readonly Label[] };

/**
 * Base of classifiers: encodes labels, resolves weights, turns codes back into labels. A subclass writes
 * `train` and `predictCodes`.
 */
export abstract class ClassifierBase<D extends Declaration, M extends ModelRecord> extends BaseEstimator<
  D,
  ClassifierModel<M>
> {
  /** Learns from clean data; must not touch `this`. */
  protected abstract train(data: ClassifierData, run: Run): Promise<M>;

  /** The class index of each row. */
  protected abstract predictCodes(X: Matrix, run: Run): Promise<ArrayLike<number>>;

  /**
   * Learns to predict y (n labels) from X (n x d). Resolves to the estimator itself.
   * @throws InvalidInputError for unusable data; AbortError when `signal` fires: the earlier model stays.
   */
  async fit(X: MatrixLike, y: Labels, options: FitOptions = {}): Promise<this> {
    const run = new Run(this.type, options);
    const data = this.checkTrainingData(X, y, options);
    const model = await this.train(data, run);
    return this.setFitted({ ...featureInfo(data.X), model: { ...model, classes: data.classes } });
  }

  /** The predicted label of each row of X (n x d), as the labels were given to `fit`. */
  async predict<L extends Label = Label>(X: MatrixLike, options: RunOptions = {}): Promise<L[]> {
    const matrix = this.checkX(X, 'predict');
    const codes = await this.predictCodes(matrix, new Run(this.type, options));
    return decodeLabels(codes, this.classes) as L[];
  }

  /** The share of rows of X that are predicted right: the accuracy. */
  async score(X: MatrixLike, y: Labels, options: ScoreOptions = {}): Promise<number> {
    const predicted = await this.predict(X, options);
    checkSameLength(y.length, predicted.length, this.type, 'y');
    return accuracyScore(y, predicted, { sampleWeight: options.sampleWeight });
  }

  /** The class labels, sorted: the order of the columns of `predictProba`. */
  get classes(): readonly Label[] {
    return this.learned('classes').classes;
  }

  /** Checks and encodes what was given to fit. */
  protected checkTrainingData(X: MatrixLike, y: Labels, options: FitOptions): ClassifierData {
    const matrix = this.checkFitX(X);
    const { codes, classes } = encodeLabels(y, this.type);
    checkSameLength(codes.length, matrix.rows, this.type, 'y');
    const given = this.checkWeights(options, matrix.rows);
    const classWeight = (this.params as { classWeight?: ClassWeight | null }).classWeight ?? null;
    const sampleWeight = combineWeights(given, classWeight, codes, classes, this.type);
    return { X: matrix, codes, classes, sampleWeight };
  }
}

/** The index of the largest value in each row; ties go to the first. */
export function argmaxRows(scores: Matrix): Int32Array {
  const { rows, columns, data } = scores;
  const result = new Int32Array(rows);
  for (let i = 0, k = 0; i < rows; i++) {
    let best = data[k++];
    let at = 0;
    for (let j = 1; j < columns; j++, k++) {
      if (data[k] > best) {
        best = data[k];
        at = j;
      }
    }
    result[i] = at;
  }
  return result;
}
