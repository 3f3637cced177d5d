import { Matrix } from '../../../core/matrix.js';
import type { Run } from '../../../core/run.js';
import { ConvergenceWarning, warn } from '../../../core/warnings.js';
import type { CentredData } from '../centre.js';
import { ridgeByAveragedGradients } from './averaged_gradients.js';
import { ridgeByConjugateGradients } from './conjugate_gradients.js';
import { ridgeByLsqr } from './lsqr.js';
import type { RidgeParams } from './options.js';

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
export type IterativeSolver = 'sparse_cg' | 'lsqr' | 'sag' | 'saga';

export const isIterative = (solver: string): solver is IterativeSolver =>
  solver === 'sparse_cg' || solver === 'lsqr' || solver === 'sag' || solver === 'saga';

/** Most iterations when the user gives none, as in scikit-learn. */
const defaultIterations = (solver: IterativeSolver, d: number): number =>
  solver === 'sparse_cg' ? 10 * d : solver === 'lsqr' ? 2 * d : 1000;

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
  const unit = columnUnit(X, alphas);
  const rows = unit === 1 || solver === 'sparse_cg' ? X : Matrix.of(divided(X.data, unit), d);
  for (let t = 0; t < y.columns; t++) {
    const target = y.column(t);
    let found: Iterated;
    let back = 1;
    if (solver === 'sparse_cg') {
      found = await ridgeByConjugateGradients(X, target, alphas[t], limits, run);
    } else {
      const targetUnit = powerOfTwo(target);
      const alpha = alphas[t] / unit / unit;
      const scaled = divided(target, targetUnit);
      back = targetUnit / unit;
      found =
        solver === 'lsqr'
          ? await ridgeByLsqr(rows, scaled, alpha, limits, run)
          : await ridgeByAveragedGradients(
              rows,
              scaled,
              alpha,
              { ...limits, unbiased: solver === 'saga', randomState },
              run,
            );
    }
    if (!found.converged) {
      const message = `${solver} stopped after ${found.iterations} iterations. Raise maxIter or tol, or scale the columns.`;
      warn(new ConvergenceWarning(message, run.estimator));
    }
    nIter[t] = found.iterations;
    for (let j = 0; j < d; j++) coef.set(j, t, found.x[j] * back);
  }
  return { coef, nIter };
}

/** A power of two near the largest value, so that squares stay within range and dividing rounds nothing. */
function powerOfTwo(values: Float64Array): number {
  let largest = 0;
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, Math.abs(values[i]));
  return largest > 0 ? 2 ** Math.max(-1000, Math.floor(Math.log2(largest))) : 1;
}

/** The unit of X, not so small that the penalty in it leaves the range. */
function columnUnit(X: Matrix, alphas: readonly number[]): number {
  const largest = Math.max(...alphas);
  const least = largest > 0 ? 2 ** Math.ceil(Math.log2(largest) / 2 - 400) : 0;
  return Math.max(powerOfTwo(X.data), least);
}

const divided = (values: Float64Array, unit: number): Float64Array => values.map((value) => value / unit);
