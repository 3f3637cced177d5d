import type { MatrixLike } from '../../../core/input.js';
import { Matrix } from '../../../core/matrix.js';
import { bool, type Declaration, int, real } from '../../../core/params.js';
import { Run, type RunOptions } from '../../../core/run.js';
import { quadraticForms } from '../../../kernels/linalg/index.js';
import { type LinearModel, LinearRegressorBase } from '../linear_regressor_base.js';

/** Parameters that both have. */
export const bayesParams = {
  maxIter: int(300, { min: 1, doc: 'Most iterations.' }),
  tol: real(1e-3, { min: 0, exclusiveMin: true, doc: 'Stop when the coefficients change by less in sum.' }),
  alpha1: real(1e-6, { min: 0, doc: 'Shape of the gamma prior of the precision of the noise.' }),
  alpha2: real(1e-6, { min: 0, doc: 'Rate of the gamma prior of the precision of the noise.' }),
  lambda1: real(1e-6, { min: 0, doc: 'Shape of the gamma prior of the precision of the weights.' }),
  lambda2: real(1e-6, { min: 0, doc: 'Rate of the gamma prior of the precision of the weights.' }),
  computeScore: bool(false, { doc: 'Keep the log marginal likelihood of every iteration in `scores`.' }),
  fitIntercept: bool(true, { doc: 'Learn an intercept.' }),
};

/** What Bayesian regressions learn. */
export interface BayesModel extends LinearModel {
  /** Precision of the noise. */
  readonly alpha: number;
  /** Covariance of the weights of `kept` columns. */
  readonly sigma: Matrix;
  readonly kept: Int32Array;
  readonly xMean: Float64Array;
  readonly scores: Float64Array;
  readonly nIter: number;
}

/** Linear regressions that know how sure they are. */
export abstract class BayesBase<D extends Declaration, M extends BayesModel> extends LinearRegressorBase<
  D,
  M
> {
  /** Predictions with their standard deviations, those of the noise included. O(n d^2). */
  async predictWithStd(
    X: MatrixLike,
    options: RunOptions = {},
  ): Promise<{ mean: Float64Array; std: Float64Array }> {
    const matrix = this.checkX(X, 'predictWithStd');
    const { alpha, sigma, kept, xMean } = this.learned('predictWithStd');
    await new Run(this.type, options).breathe();
    const mean = (await this.predictValues(matrix)).data;
    const centred = Matrix.zeros(matrix.rows, kept.length);
    for (let i = 0, to = 0; i < matrix.rows; i++) {
      for (const j of kept) centred.data[to++] = matrix.data[i * matrix.columns + j] - xMean[j];
    }
    const spread = kept.length > 0 ? quadraticForms(centred, sigma) : new Float64Array(matrix.rows);
    return { mean, std: spread.map((variance) => Math.sqrt(Math.max(0, variance) + 1 / alpha)) };
  }

  /** Precision (1 / variance) of the noise. */
  get alpha(): number {
    return this.learned('alpha').alpha;
  }

  /** Covariance of the weights. */
  get sigma(): Matrix {
    return this.learned('sigma').sigma;
  }

  /** The log marginal likelihoods, when `computeScore` asked for them. */
  get scores(): Float64Array {
    return this.learned('scores').scores;
  }

  /** Iterations made. */
  get nIter(): number {
    return this.learned('nIter').nIter;
  }
}
