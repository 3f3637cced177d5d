import { featureInfo } from '../../core/features.js';
import type { MatrixLike } from '../../core/input.js';
import type { Matrix } from '../../core/matrix.js';
import type { Declaration } from '../../core/params.js';
import type { Target } from '../../core/protocol.js';
import { type FitOptions, Run } from '../../core/run.js';
import { BaseEstimator, type ModelRecord } from './base_estimator.js';

/** Clean training data of a clusterer. */
export interface ClustererData {
  /** n x d. */
  readonly X: Matrix;
  /** Checked weights; undefined when every row weighs 1. */
  readonly sampleWeight: Float64Array | undefined;
}

/** A clusterer's model with the cluster of each row: from 0 up, -1 for noise. */
export type ClustererModel<M extends ModelRecord> = M & { readonly labels: Int32Array };

/** Base of clusterers. A subclass writes `train`. */
export abstract class ClustererBase<D extends Declaration, M extends ModelRecord> extends BaseEstimator<
  D,
  ClustererModel<M>
> {
  /** Learns from clean data; must not touch `this`. */
  protected abstract train(data: ClustererData, run: Run): Promise<ClustererModel<M>>;

  /**
   * Finds clusters in X (n x d); y is ignored. Resolves to the estimator itself.
   * @throws InvalidInputError for unusable data; AbortError when `signal` fires: the earlier model stays.
   */
  async fit(X: MatrixLike, _y?: Target, options: FitOptions = {}): Promise<this> {
    const run = new Run(this.type, options);
    const matrix = this.checkFitX(X);
    const sampleWeight = this.checkWeights(options, matrix.rows);
    const model = await this.train({ X: matrix, sampleWeight }, run);
    return this.setFitted({ ...featureInfo(matrix), model });
  }

  /** Finds clusters and gives the cluster of each row. */
  async fitPredict(X: MatrixLike, y?: Target, options: FitOptions = {}): Promise<Int32Array> {
    await this.fit(X, y, options);
    return this.labels;
  }

  /** Cluster of each row of `fit`, from 0 up; -1 for noise. */
  get labels(): Int32Array {
    return this.learned('labels').labels;
  }
}
