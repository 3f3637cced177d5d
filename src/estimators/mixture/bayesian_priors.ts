import { describe, InvalidParameterError } from '../../core/errors.js';
import { asMatrix, type MatrixLike } from '../../core/input.js';
import { cholesky } from '../../kernels/linalg/index.js';
import type { Shape } from './covariances.js';
import type { AllRows } from './gaussian_estimates.js';
import { givenMatrix } from './mixture_base.js';
import type { NormalPrior } from './wishart.js';

/** A prior covariance: d x d ('full', 'tied'), d numbers ('diag') or one ('spherical'). */
export type GivenCovariancePrior = MatrixLike | ArrayLike<number> | number;

interface Given {
  readonly meanPrecisionPrior: number | null;
  readonly meanPrior: ArrayLike<number> | null;
  readonly degreesOfFreedomPrior: number | null;
  readonly covariancePrior: GivenCovariancePrior | null;
}

/** The priors as given, else of the rows: their mean and covariance, as strong as one row. */
export function priorsOf(given: Given, rows: AllRows, shape: Shape, estimator: string): NormalPrior {
  const { d } = shape;
  const freedom = given.degreesOfFreedomPrior ?? d;
  if (!(freedom > d - 1)) {
    throw refusal(estimator, 'degreesOfFreedomPrior', `be greater than ${d - 1}, for ${d} columns`, freedom);
  }
  const mean = given.meanPrior && Float64Array.from(given.meanPrior);
  if (mean && !(mean.length === d && mean.every(Number.isFinite))) {
    throw refusal(estimator, 'meanPrior', `hold ${d} numbers`, given.meanPrior);
  }
  return {
    meanPrecision: given.meanPrecisionPrior ?? 1,
    mean: mean ? mean.map((value, j) => value - rows.origin[j]) : new Float64Array(d),
    freedom,
    covariance:
      given.covariancePrior === null
        ? covarianceOfRows(rows, shape)
        : givenCovariance(given.covariancePrior, shape, estimator),
  };
}

function covarianceOfRows({ n, squares, scatter }: AllRows, { type, d }: Shape): Float64Array {
  if (type === 'full' || type === 'tied') return scatter.map((value) => value / (n - 1));
  const variances = squares.map((value) => value / (n - 1));
  return type === 'diag' ? variances : Float64Array.of(variances.reduce((sum, value) => sum + value, 0) / d);
}

function givenCovariance(value: GivenCovariancePrior, { type, d }: Shape, estimator: string): Float64Array {
  const what = {
    full: `a ${d} x ${d} matrix`,
    tied: `a ${d} x ${d} matrix`,
    diag: `${d} numbers`,
    spherical: 'a number',
  };
  const refuse = (): InvalidParameterError =>
    refusal(estimator, 'covariancePrior', `be ${what[type]}, positive definite, for '${type}'`, value);
  if (type === 'spherical' || typeof value === 'number') {
    if (type !== 'spherical' || typeof value !== 'number' || !(value > 0)) throw refuse();
    return Float64Array.of(value);
  }
  if (type === 'diag') {
    const numbers = Float64Array.from(value as ArrayLike<number>);
    if (numbers.length === d && numbers.every((number) => number > 0)) return numbers;
    throw refuse();
  }
  const matrix = givenMatrix(
    asMatrix(value, { estimator, argument: 'covariancePrior' }),
    d,
    d,
    'covariancePrior',
    estimator,
  );
  const symmetric = matrix.data.every((cell, at) => {
    const mirrored = matrix.get(at % d, Math.floor(at / d));
    return Math.abs(cell - mirrored) <= 1e-8 + 1e-5 * Math.abs(mirrored);
  });
  if (!symmetric || !cholesky(matrix)) throw refuse();
  return matrix.data;
}

function refusal(estimator: string, parameter: string, what: string, value: unknown): InvalidParameterError {
  return new InvalidParameterError(
    `${estimator}: parameter '${parameter}' must ${what}. Got ${describe(value)}. Pass such a value, or null for that of the rows.`,
    { estimator, parameter, received: describe(value), remedy: 'null takes it from the rows' },
  );
}
