import { featureInfo } from '../../core/features.js';
import { asMatrix, inputError, type MatrixLike } from '../../core/input.js';
import { Matrix } from '../../core/matrix.js';
import type { Declaration } from '../../core/params.js';
import type { ScoreOptions, Target } from '../../core/protocol.js';
import { type FitOptions, Run, type RunOptions } from '../../core/run.js';
import { tags } from '../../core/tags.js';
import { centred, pseudoInverse, quadraticForms, symmetricEigen } from '../../kernels/linalg/index.js';
import { BaseEstimator } from '../base/index.js';
import { logLikelihood, secondMoments } from './estimates.js';

/** What every covariance estimator learns. */
export interface CovarianceModel {
  readonly location: Float64Array;
  readonly covariance: Matrix;
  /** Kept when asked for; else computed when needed. */
  readonly precision: Matrix | null;
}

/** Options of `errorNorm`. */
export interface ErrorNormOptions {
  /** 'frobenius': root of the sum of squares; 'spectral': largest singular value. Default 'frobenius'. */
  readonly norm?: 'frobenius' | 'spectral';
  /** Divide by the number of columns; default true. */
  readonly scaling?: boolean;
  /** Give the square; default true. */
  readonly squared?: boolean;
}

/** Base of covariance estimators: a subclass writes `train`. */
export abstract class CovarianceBase<D extends Declaration, M extends CovarianceModel> extends BaseEstimator<
  D,
  M
> {
  override readonly tags = tags('density');

  /** Learns from clean data; must not touch `this`. */
  protected abstract train(X: Matrix, run: Run): Promise<M>;

  /** Learns the covariance of the columns of X (n x d); y is ignored. Resolves to the estimator itself. */
  async fit(X: MatrixLike, _y?: Target, options: FitOptions = {}): Promise<this> {
    const run = new Run(this.type, options);
    const matrix = this.checkFitX(X);
    this.checkWeights(options, matrix.rows);
    const model = await this.train(matrix, run);
    return this.setFitted({ ...featureInfo(matrix), model });
  }

  /** Squared Mahalanobis distance of each row of X from the location. O(n d^2). */
  async mahalanobis(X: MatrixLike, options: RunOptions = {}): Promise<Float64Array> {
    const matrix = this.checkX(X, 'mahalanobis');
    await new Run(this.type, options).breathe();
    return quadraticForms(centred(matrix, this.location), this.getPrecision());
  }

  /** Mean log density of the rows of X under a normal distribution with this location and covariance. */
  async score(X: MatrixLike, _y?: unknown, options: ScoreOptions = {}): Promise<number> {
    const matrix = this.checkX(X, 'score');
    await new Run(this.type, options).breathe();
    return logLikelihood(secondMoments(centred(matrix, this.location)), this.getPrecision());
  }

  /** How far another covariance (d x d) is from this one. */
  errorNorm(covariance: MatrixLike, options: ErrorNormOptions = {}): number {
    const other = asMatrix(covariance, { estimator: this.type });
    const { norm = 'frobenius', scaling = true, squared = true } = options;
    const d = this.covariance.columns;
    if (other.rows !== d || other.columns !== d) {
      throw inputError(
        this.type,
        'covariance',
        `must be ${d} x ${d}`,
        other.toString(),
        'Pass a covariance.',
      );
    }
    const gap = Matrix.of(
      other.data.map((x, i) => x - this.covariance.data[i]),
      d,
    );
    let square = gap.data.reduce((sum, x) => sum + x * x, 0);
    if (norm === 'spectral') {
      square = symmetricEigen(gap).values.reduce((most, value) => Math.max(most, value * value), 0);
    }
    if (scaling) square /= d;
    return squared ? square : Math.sqrt(square);
  }

  /** Inverse of the covariance (of a singular one its pseudo-inverse): d x d. */
  getPrecision(): Matrix {
    const { precision, covariance } = this.learned('getPrecision');
    return precision ?? pseudoInverse(covariance);
  }

  /** Estimated mean of each column. */
  get location(): Float64Array {
    return this.learned('location').location;
  }

  /** Estimated covariance: d x d. */
  get covariance(): Matrix {
    return this.learned('covariance').covariance;
  }

  /** Inverse of the covariance, when `storePrecision` is true; else null. */
  get precision(): Matrix | null {
    return this.learned('precision').precision;
  }
}

/** A model from a covariance. */
export function covarianceModel(
  location: Float64Array,
  covariance: Matrix,
  storePrecision: boolean,
): CovarianceModel {
  return { location, covariance, precision: storePrecision ? pseudoInverse(covariance) : null };
}
