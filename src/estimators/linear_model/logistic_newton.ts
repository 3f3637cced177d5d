import type { Run } from '../../core/run.js';
import { LogisticObjective } from '../../kernels/logistic.js';
import { meanHessian, newtonStep, penalised } from './logistic_curvature.js';
import { type LogisticProblem, type LogisticSolution, totalWeight } from './logistic_problem.js';

/**
 * Minimises the mean loss plus the l2 penalty by Newton steps with a Cholesky factorisation of the whole
 * Hessian and a backtracking line search. Best for n much larger than (d k): O(n (d k)^2) per iteration.
 */
export async function solveNewton(problem: LogisticProblem, run: Run): Promise<LogisticSolution> {
  const { X, codes, nClasses, sampleWeight, fitIntercept, l2, tol, maxIter } = problem;
  const size = problem.start.length;
  const total = totalWeight(problem);
  const objective = new LogisticObjective(X, codes, nClasses, sampleWeight, { fitIntercept });
  const evaluate = penalised(objective, X.columns, l2, total);
  let coef = problem.start.slice();
  let gradient = new Float64Array(size);
  let value = evaluate(coef, gradient);
  try {
    for (let iteration = 0; iteration < maxIter; iteration++) {
      if (gradient.every((g) => Math.abs(g) <= tol)) return { coef, nIter: iteration, converged: true };
      const hessian = await meanHessian(objective, coef, X.columns, l2, total, run);
      const step = newtonStep(hessian, gradient);
      let slope = 0;
      for (let i = 0; i < size; i++) slope += step[i] * gradient[i];
      let accepted = false;
      for (let t = 1; t > 1e-10 && !accepted; t /= 2) {
        const tried = coef.map((w, i) => w + t * step[i]);
        const triedGradient = new Float64Array(size);
        const triedValue = evaluate(tried, triedGradient);
        // The last term lets rounding pass when the value is flat to working precision.
        if (triedValue <= value + 1e-4 * t * slope + 16 * Number.EPSILON * Math.abs(value)) {
          coef = tried;
          gradient = triedGradient;
          value = triedValue;
          accepted = true;
        }
        await run.breathe();
      }
      await run.step(iteration + 1, maxIter, 'iteration');
      if (!accepted) return { coef, nIter: iteration + 1, converged: false };
      // Newton decrement: half of it estimates how far the value is above its minimum.
      if (-0.5 * slope <= tol * 1e-6 && gradient.every((g) => Math.abs(g) <= tol)) {
        return { coef, nIter: iteration + 1, converged: true };
      }
    }
    return { coef, nIter: maxIter, converged: gradient.every((g) => Math.abs(g) <= tol) };
  } finally {
    objective.release();
  }
}
