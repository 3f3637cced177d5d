import { Matrix } from '../../../core/matrix.js';
import type { Run } from '../../../core/run.js';
import { ConvergenceWarning, warn } from '../../../core/warnings.js';
import type { CentredData } from '../centre.js';
import { ridgeByAveragedGradients } from './averaged_gradients.js';
import { ridgeByConjugateGradients } from './conjugate_gradients.js';
import { ridgeByLsqr } from './lsqr.js';
import type { RidgeParams } from './options.js';
import { positiveRidgeByLbfgs } from './positive_lbfgs.js';

/** What an iterative solver came to. */
export interface Iterated {
  readonly x: Float64Array;
  readonly iterations: number;
  readonly converged: boolean;
}

/** When an iterative solver stops. */
export interface IterationLimits {
  readonly tol: number;
  readonly maxIter: number;
}

/** The solvers that go towards the minimum step by step. */
export type IterativeSolver = 'sparse_cg' | 'lsqr' | 'sag' | 'saga' | 'lbfgs';

export const isIterative = (solver: string): solver is IterativeSolver =>
  ['sparse_cg', 'lsqr', 'sag', 'saga', 'lbfgs'].includes(solver);

/** Most iterations when the user gives none, as in scikit-learn. */
function defaultIterations(solver: IterativeSolver, d: number): number {
  if (solver === 'sparse_cg') return 10 * d;
  if (solver === 'lsqr') return 2 * d;
  return solver === 'lbfgs' ? 15000 : 1000;
}

/** Coefficients (d x t) and the iterations of each target. Warns of targets that stopped before `tol`. */
export async function ridgeByIterations(
  solver: IterativeSolver,
  { X, y }: CentredData,
  alphas: readonly number[],
  { tol, maxIter, randomState }: RidgeParams,
  run: Run,
): Promise<{ coef: Matrix; nIter: Int32Array }> {
  const d = X.columns;
  const coef = Matrix.zeros(d, y.columns);
  const nIter = new Int32Array(y.columns);
  const limits = { tol, maxIter: maxIter ?? defaultIterations(solver, d) };
  const unit = solver === 'sparse_cg' ? 1 : columnUnit(X, alphas);
  const rows = Matrix.of(divided(X.data, unit), d);
  for (let t = 0; t < y.columns; t++) {
    const target = y.column(t);
    const targetUnit = solver === 'sparse_cg' ? 1 : powerOfTwo(target);
    const problem = { X: rows, y: divided(target, targetUnit), alpha: alphas[t] / unit / unit };
    const found = await iterate(solver, problem, limits, randomState, run);
    if (!found.converged) {
      const message = `${solver} stopped after ${found.iterations} iterations. Raise maxIter or tol, or scale the columns.`;
      warn(new ConvergenceWarning(message, run.estimator));
    }
    nIter[t] = found.iterations;
    for (let j = 0; j < d; j++) coef.set(j, t, found.x[j] * (targetUnit / unit));
  }
  return { coef, nIter };
}

interface Problem {
  readonly X: Matrix;
  readonly y: Float64Array;
  readonly alpha: number;
}

function iterate(
  solver: IterativeSolver,
  { X, y, alpha }: Problem,
  limits: IterationLimits,
  randomState: RidgeParams['randomState'],
  run: Run,
): Promise<Iterated> {
  if (solver === 'sparse_cg') return ridgeByConjugateGradients(X, y, alpha, limits, run);
  if (solver === 'lsqr') return ridgeByLsqr(X, y, alpha, limits, run);
  if (solver === 'lbfgs') return positiveRidgeByLbfgs(X, y, alpha, limits, run);
  return ridgeByAveragedGradients(X, y, alpha, { ...limits, unbiased: solver === 'saga', randomState }, run);
}

/** A power of two near the largest value: squares stay within range, and dividing rounds nothing. 1 where nothing is to be done. */
function powerOfTwo(values: Float64Array): number {
  let largest = 0;
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, Math.abs(values[i]));
  if (largest === 0 || (largest >= 1 && largest < 2 ** 200)) return 1;
  return 2 ** Math.max(-1000, Math.floor(Math.log2(largest)));
}

/** The unit of X, not so small that the penalty in it leaves the range. */
function columnUnit(X: Matrix, alphas: readonly number[]): number {
  const largest = Math.max(...alphas);
  const least = largest > 0 ? 2 ** Math.ceil(Math.log2(largest) / 2 - 400) : 0;
  return Math.max(powerOfTwo(X.data), least);
}

const divided = (values: Float64Array, unit: number): Float64Array =>
  unit === 1 ? values : values.map((value) => value / unit);
