import { InvalidInputError } from '../../core/errors.js';
import { Matrix } from '../../core/matrix.js';
import type { Declaration } from '../../core/params.js';
import { RegressorBase } from '../base/index.js';
import { type CentredData, interceptOf } from './centre.js';
import { linearScores } from './linear_scores.js';

/** What every linear regressor learns. */
export interface LinearModel {
  /** t x d. */
  readonly coef: Matrix;
  /** t. */
  readonly intercept: Float64Array;
}

/** Base of regressors that predict X coef^T + intercept. */
export abstract class LinearRegressorBase<
  D extends Declaration,
  M extends LinearModel = LinearModel,
> extends RegressorBase<D, M> {
  protected async predictValues(X: Matrix): Promise<Matrix> {
    const { coef, intercept } = this.learned('predict');
    return linearScores(X, coef, intercept);
  }

  /** Coefficients of the columns, targets x columns: one row for one target. */
  get coef(): Matrix {
    return this.learned('coef').coef;
  }

  /** The intercept of each target; zeros without `fitIntercept`. */
  get intercept(): Float64Array {
    return this.learned('intercept').intercept;
  }
}

/**
 * Coefficients (t x d) of centred data with their intercepts.
 * @throws InvalidInputError when they are not finite.
 */
export function linearModel(
  coef: Matrix,
  centred: Pick<CentredData, 'xMean' | 'yMean'>,
  estimator: string,
): LinearModel {
  const intercept = interceptOf(coef, centred);
  if (coef.data.every(Number.isFinite) && intercept.every(Number.isFinite)) return { coef, intercept };
  throw new InvalidInputError(
    `${estimator}: the coefficients leave the range of numbers. Got values that are not finite. Scale the columns (StandardScaler).`,
    { estimator, parameter: 'X', remedy: 'scale the columns' },
  );
}

/** A row of coefficients per target from columns of solutions (d x t). */
export const coefficientRows = (solutions: Matrix): Matrix => solutions.transpose();

/** Coefficients of one target as a matrix of one row. */
export const oneRow = (coef: Float64Array): Matrix => Matrix.of(coef, coef.length);
