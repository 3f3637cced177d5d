import type { Run } from '../../core/run.js';
import { LogisticObjective } from '../../kernels/logistic.js';
import { lbfgs } from '../../kernels/optimize/lbfgs.js';
import { type LogisticProblem, type LogisticSolution, totalWeight } from './logistic_problem.js';

/** Minimises the mean loss plus the l2 penalty by L-BFGS. */
export async function solveLbfgs(problem: LogisticProblem, run: Run): Promise<LogisticSolution> {
  const { X, codes, nClasses, sampleWeight, fitIntercept, l2, tol, maxIter, start } = problem;
  const width = X.columns + (fitIntercept ? 1 : 0);
  const total = totalWeight(problem);
  const objective = new LogisticObjective(X, codes, nClasses, sampleWeight, { fitIntercept });
  const f = (coef: Float64Array, gradient: Float64Array): number => {
    let value = objective.lossGradient(coef, gradient) / total;
    for (let i = 0; i < coef.length; i++) {
      gradient[i] /= total;
      if (i % width === X.columns) continue;
      value += 0.5 * l2 * coef[i] * coef[i];
      gradient[i] += l2 * coef[i];
    }
    return value;
  };
  try {
    const result = await lbfgs(f, start, {
      maxIter,
      gtol: tol,
      ftol: 64 * Number.EPSILON,
      onIteration: (iteration) => run.step(iteration, maxIter, 'iteration'),
    });
    return { coef: result.x, nIter: result.iterations, converged: result.converged };
  } finally {
    objective.release();
  }
}
