import { Matrix } from '../../core/matrix.js';
import type { Run } from '../../core/run.js';
import { ConvergenceWarning, warn } from '../../core/warnings.js';
import { solveLbfgs } from './logistic_lbfgs.js';
import { solveNewton } from './logistic_newton.js';
import { type LogisticProblem, type LogisticSolution, totalWeight } from './logistic_problem.js';
import { solveSaga } from './logistic_saga.js';

/** The penalty and the solver of a logistic regression. */
export interface LogisticParams {
  readonly C: number;
  readonly l1Ratio: number;
  readonly fitIntercept: boolean;
  readonly tol: number;
  readonly maxIter: number;
  readonly solver: 'lbfgs' | 'newton-cholesky' | 'saga';
  readonly randomState: number | readonly number[] | null;
}

/** The data and where to begin. */
export type LogisticData = Pick<LogisticProblem, 'X' | 'codes' | 'nClasses' | 'sampleWeight' | 'start'>;

/** Minimises the penalised mean loss; warns when the solver stops before its end. */
export async function fitLogistic(
  data: LogisticData,
  { C, l1Ratio, fitIntercept, tol, maxIter, solver, randomState }: LogisticParams,
  run: Run,
): Promise<LogisticSolution> {
  const strength = 1 / (C * totalWeight(data));
  const penalties = { l2: (1 - l1Ratio) * strength, l1: l1Ratio * strength };
  const problem: LogisticProblem = { ...data, ...penalties, fitIntercept, tol, maxIter, randomState };
  const solve = solver === 'lbfgs' ? solveLbfgs : solver === 'saga' ? solveSaga : solveNewton;
  const solution = await solve(problem, run);
  if (!solution.converged) {
    warn(
      new ConvergenceWarning(
        `solver '${solver}' did not converge in ${solution.nIter} iterations. Raise maxIter or scale the columns (StandardScaler).`,
        run.estimator,
      ),
    );
  }
  return solution;
}

/** Coefficients (outputs x d) and intercepts from a solver's vector. */
export function unpackLogistic(
  coef: Float64Array,
  d: number,
  outputs: number,
  fitIntercept: boolean,
): { coef: Matrix; intercept: Float64Array } {
  const width = d + (fitIntercept ? 1 : 0);
  const matrix = Matrix.zeros(outputs, d);
  const intercept = new Float64Array(outputs);
  for (let c = 0; c < outputs; c++) {
    matrix.data.set(coef.subarray(c * width, c * width + d), c * d);
    if (fitIntercept) intercept[c] = coef[c * width + d];
  }
  return { coef: matrix, intercept };
}
