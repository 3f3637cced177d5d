import { featureInfo } from '../../core/features.js';
import type { MatrixLike } from '../../core/input.js';
import type { Matrix } from '../../core/matrix.js';
import type { Declaration } from '../../core/params.js';
import type { Target } from '../../core/protocol.js';
import { type FitOptions, Run } from '../../core/run.js';
import { BaseEstimator } from '../base/index.js';

/** What every map of its own rows learns. */
export interface EmbeddingModel {
  /** n x nComponents. */
  readonly embedding: Matrix;
}

/** Base of estimators that lay out the rows they are given and cannot place new ones. A subclass writes `train`. */
export abstract class EmbeddingBase<D extends Declaration, M extends EmbeddingModel> extends BaseEstimator<
  D,
  M
> {
  /** Learns from clean data; must not touch `this`. */
  protected abstract train(X: Matrix, run: Run, init?: Matrix): Promise<M>;

  /** Lays out the rows of X (n x d); y is ignored. Resolves to the estimator itself. */
  async fit(X: MatrixLike, _y?: Target, options: FitOptions = {}): Promise<this> {
    const run = new Run(this.type, options);
    const matrix = this.checkFitX(X);
    this.checkWeights(options, matrix.rows);
    const model = await this.train(matrix, run);
    return this.setFitted({ ...featureInfo(matrix), model });
  }

  /** Lays out the rows of X and gives their places: n x nComponents. */
  async fitTransform(X: MatrixLike, y?: Target, options: FitOptions = {}): Promise<Matrix> {
    await this.fit(X, y, options);
    const names = this.featureNamesIn;
    return names ? this.embedding.withColumnNames(this.getFeatureNamesOut()) : this.embedding;
  }

  /** Names of the columns of the embedding: tsne0, tsne1, ... */
  getFeatureNamesOut(): string[] {
    const prefix = this.type.toLowerCase();
    return Array.from({ length: this.embedding.columns }, (_, j) => `${prefix}${j}`);
  }

  /** Places of the rows of `fit`: n x nComponents. */
  get embedding(): Matrix {
    return this.learned('embedding').embedding;
  }
}
