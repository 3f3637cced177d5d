import { featureInfo } from '../../core/features.js';
import type { MatrixLike } from '../../core/input.js';
import type { Matrix } from '../../core/matrix.js';
import type { Declaration } from '../../core/params.js';
import type { Target } from '../../core/protocol.js';
import { type FitOptions, Run, type RunOptions } from '../../core/run.js';
import { BaseEstimator, type ModelRecord } from './base_estimator.js';

/** Clean training data of an outlier detector. */
export interface OutlierDetectorData {
  /** n x d, finite (NaN only where the tags allow it). */
  readonly X: Matrix;
  /** Checked weights; undefined when every row weighs 1. */
  readonly sampleWeight: Float64Array | undefined;
}

/** A detector's model with the score below which a row is an outlier. */
export type OutlierDetectorModel<M extends ModelRecord> = M & { readonly offset: number };

/**
 * Base of outlier detectors: rows with a score below the offset are outliers. A subclass writes `train`, which
 * also finds the offset, and `scoreRows`; the larger the score, the more normal the row.
 */
export abstract class OutlierDetectorBase<D extends Declaration, M extends ModelRecord> extends BaseEstimator<
  D,
  OutlierDetectorModel<M>
> {
  /** Learns from clean data; must not touch `this`. */
  protected abstract train(data: OutlierDetectorData, run: Run): Promise<OutlierDetectorModel<M>>;

  /** How normal each row is, in the units of the offset. */
  protected abstract scoreRows(X: Matrix, run: Run): Promise<Float64Array>;

  /**
   * Learns what is normal from X (n x d); y is ignored. Resolves to the estimator itself.
   * @throws InvalidInputError for unusable data; AbortError when `signal` fires: the earlier model stays.
   */
  async fit(X: MatrixLike, _y?: Target, options: FitOptions = {}): Promise<this> {
    const run = new Run(this.type, options);
    const matrix = this.checkFitX(X);
    const sampleWeight = this.checkWeights(options, matrix.rows);
    const model = await this.train({ X: matrix, sampleWeight }, run);
    return this.setFitted({ ...featureInfo(matrix), model });
  }

  /** 1 for normal rows of X (n x d), -1 for outliers. */
  async predict(X: MatrixLike, options: RunOptions = {}): Promise<Int32Array> {
    const { offset } = this.learned('predict');
    const scores = await this.scoreRows(this.checkX(X, 'predict'), new Run(this.type, options));
    return Int32Array.from(scores, (score) => (score - offset < 0 ? -1 : 1));
  }

  /** Learns from X and says which of its rows are outliers: 1 for normal rows, -1 for outliers. */
  async fitPredict(X: MatrixLike, y?: Target, options: FitOptions = {}): Promise<Int32Array> {
    await this.fit(X, y, options);
    return this.predict(X, { signal: options.signal });
  }

  /** `scoreSamples` minus the offset: negative for outliers. */
  async decisionFunction(X: MatrixLike, options: RunOptions = {}): Promise<Float64Array> {
    const { offset } = this.learned('decisionFunction');
    const scores = await this.scoreRows(this.checkX(X, 'decisionFunction'), new Run(this.type, options));
    return scores.map((score) => score - offset);
  }

  /** How normal each row is: the lower, the more of an outlier. */
  async scoreSamples(X: MatrixLike, options: RunOptions = {}): Promise<Float64Array> {
    return this.scoreRows(this.checkX(X, 'scoreSamples'), new Run(this.type, options));
  }

  /** The score below which a row is an outlier. */
  get offset(): number {
    return this.learned('offset').offset;
  }
}
