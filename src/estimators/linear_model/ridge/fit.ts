import { InvalidParameterError } from '../../../core/errors.js';
import { Matrix } from '../../../core/matrix.js';
import type { Run } from '../../../core/run.js';
import { type CentredData, centreData } from '../centre.js';
import { nonNegativeLeastSquares } from '../least_squares/nnls.js';
import { triangleOf } from '../least_squares/triangle.js';
import { coefficientRows, type LinearModel, linearModel } from '../linear_regressor_base.js';
import { isIterative, ridgeByIterations } from './iterative.js';
import { penaltiesOf, type RidgeParams } from './options.js';
import { ridgeByCholesky, ridgeBySvd } from './solvers.js';

export interface RidgeModel extends LinearModel {
  readonly nIter: Int32Array | null;
  readonly solver: string;
}

/** What a ridge regression learns from. */
export interface RidgeData {
  readonly X: Matrix;
  readonly y: Matrix;
  readonly sampleWeight: Float64Array | undefined;
}

/** @throws InvalidParameterError for a solver that cannot keep coefficients from being negative, or does nothing else. */
export function checkRidge({ positive, solver }: RidgeParams, estimator: string): void {
  if (positive && solver !== 'auto' && solver !== 'lbfgs') {
    throw new InvalidParameterError(
      `${estimator}: parameter 'positive' needs solver 'auto' or 'lbfgs'. Got '${solver}'. Leave the solver out.`,
      { estimator, parameter: 'positive', remedy: 'leave the solver out' },
    );
  }
  if (!positive && solver === 'lbfgs') {
    throw new InvalidParameterError(
      `${estimator}: parameter 'solver' may be 'lbfgs' only for positive coefficients. Got positive false. Set positive, or leave the solver out.`,
      { estimator, parameter: 'solver', remedy: 'set positive, or leave the solver out' },
    );
  }
}

/** Centres and weighs the data, solves, and finds the intercepts. */
export async function fitRidge(
  { X, y, sampleWeight }: RidgeData,
  params: RidgeParams,
  run: Run,
): Promise<RidgeModel> {
  const { estimator } = run;
  const centred = centreData(X, y, sampleWeight, params.fitIntercept);
  const alphas = penaltiesOf(params.alpha, y.columns, estimator);
  await run.step(0, 1, 'solution');
  const { coef, nIter, solver } = await solve(centred, alphas, params, run);
  return { ...linearModel(coefficientRows(coef), centred, estimator), nIter, solver };
}

/** Coefficients d x t, iterations of iterative solvers, and the solver's name. */
interface Solution {
  readonly coef: Matrix;
  readonly nIter: Int32Array | null;
  readonly solver: string;
}

async function solve(
  centred: CentredData,
  alphas: readonly number[],
  params: RidgeParams,
  run: Run,
): Promise<Solution> {
  const { solver } = params;
  if (isIterative(solver))
    return { ...(await ridgeByIterations(solver, centred, alphas, params, run)), solver };
  if (params.positive) {
    return { coef: await positiveRidge(centred, alphas, run), nIter: null, solver: 'nnls' };
  }
  if (solver !== 'svd') {
    const coef = await ridgeByCholesky(centred, alphas, run);
    if (coef) return { coef, nIter: null, solver: 'cholesky' };
  }
  return { coef: ridgeBySvd(centred, alphas), nIter: null, solver: 'svd' };
}

/** The penalty as d more rows makes a least-squares problem, solved exactly for coefficients >= 0. */
async function positiveRidge({ X, y }: CentredData, alphas: readonly number[], run: Run): Promise<Matrix> {
  const d = X.columns;
  const result = Matrix.zeros(d, y.columns);
  for (let t = 0; t < y.columns; t++) {
    const rows = new Float64Array(X.data.length + d * d);
    rows.set(X.data);
    for (let j = 0; j < d; j++) rows[X.data.length + j * d + j] = Math.sqrt(alphas[t]);
    const target = new Float64Array(X.rows + d);
    target.set(y.column(t));
    const {
      R,
      target: reduced,
      scale,
      targetScale,
    } = await triangleOf(Matrix.of(rows, d), Matrix.of(target, 1), run);
    const x = await nonNegativeLeastSquares(R, reduced.data, run);
    for (let j = 0; j < d; j++) result.set(j, t, (x[j] / scale[j]) * targetScale[0]);
  }
  return result;
}
