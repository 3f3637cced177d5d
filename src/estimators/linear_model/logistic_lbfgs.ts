import { Matrix } from '../../core/matrix.js';
import { RandomState } from '../../core/random.js';
import type { Run } from '../../core/run.js';
import { LogisticObjective } from '../../kernels/logistic.js';
import { lbfgs } from '../../kernels/optimize/lbfgs.js';
import { meanHessian, newtonStep, penalised } from './logistic_curvature.js';
import { type LogisticProblem, type LogisticSolution, totalWeight } from './logistic_problem.js';

const FTOL = 64 * Number.EPSILON;

/**
 * Minimises the mean loss plus the l2 penalty by L-BFGS. On many rows it starts where a part of them leads, and
 * takes the curvature there for a first guess of the Hessian: then a few passes over all rows are left. Where it
 * stops is decided on all rows alone, so the part changes the way and not the end.
 */
export async function solveLbfgs(problem: LogisticProblem, run: Run): Promise<LogisticSolution> {
  const { X, codes, nClasses, sampleWeight, fitIntercept, l2, tol, maxIter, start } = problem;
  const guess = await guessFromPart(problem, run);
  const objective = new LogisticObjective(X, codes, nClasses, sampleWeight, { fitIntercept });
  try {
    const f = penalised(objective, X.columns, l2, totalWeight(problem));
    const result = await lbfgs(f, guess?.coef ?? start, {
      maxIter,
      gtol: tol,
      ftol: FTOL,
      precondition:
        guess &&
        ((vector) =>
          vector.set(
            newtonStep(
              guess.hessian,
              vector.map((v) => -v),
            ),
          )),
      onIteration: (iteration) => run.step(iteration, maxIter, 'iteration'),
    });
    return { coef: result.x, nIter: result.iterations, converged: result.converged };
  } finally {
    objective.release();
  }
}

/** One row in this many makes the part. */
const PART = 8;
/** Rows of the part per coefficient from which its curvature is close to that of all rows. */
const ROWS_PER_COEFFICIENT = 30;
/** More coefficients than this make the factorisation dearer than the passes it saves. */
const MOST_COEFFICIENTS = 300;

/** Near minimum and curvature on one row in eight, when that is enough rows to be of use. */
async function guessFromPart(
  problem: LogisticProblem,
  run: Run,
): Promise<{ coef: Float64Array; hessian: Float64Array } | undefined> {
  const { X, codes, nClasses, sampleWeight, fitIntercept, l2, tol, maxIter, start } = problem;
  const rows = Math.floor(X.rows / PART);
  if (start.length > MOST_COEFFICIENTS || rows < ROWS_PER_COEFFICIENT * start.length) return undefined;
  // One row of each eight, drawn, so that no period in the order of the rows picks one class only.
  const draws = new RandomState(0).randint(0, PART, rows);
  const data = new Float64Array(rows * X.columns);
  const partCodes = new Int32Array(rows);
  const weights = sampleWeight && new Float64Array(rows);
  const counts = new Float64Array(nClasses);
  for (let i = 0; i < rows; i++) {
    const from = i * PART + draws[i];
    data.set(X.data.subarray(from * X.columns, (from + 1) * X.columns), i * X.columns);
    partCodes[i] = codes[from];
    counts[codes[from]] += sampleWeight ? Math.sign(sampleWeight[from]) : 1;
    if (weights) weights[i] = (sampleWeight as Float64Array)[from];
  }
  if (counts.some((count) => count < 10)) return undefined;
  const part = { X: Matrix.of(data, X.columns), sampleWeight: weights };
  const total = totalWeight(part);
  const objective = new LogisticObjective(part.X, partCodes, nClasses, weights, { fitIntercept });
  try {
    const { x: coef } = await lbfgs(penalised(objective, X.columns, l2, total), start, {
      maxIter: Math.min(maxIter, 50),
      gtol: Math.max(tol, 1e-4),
      ftol: FTOL,
      onIteration: () => run.breathe(),
    });
    return { coef, hessian: await meanHessian(objective, coef, X.columns, l2, total, run) };
  } finally {
    objective.release();
  }
}
