import { RandomState } from '../../../core/random.js';
import type { Run } from '../../../core/run.js';
import { ConvergenceWarning, warn } from '../../../core/warnings.js';
import type { DescentParams } from './options.js';
import { type DescentProblem, solverOf } from './problem.js';

/** Solutions for falling penalties of one target. */
export interface DescentPath {
  /** One vector of d coefficients per alpha. */
  readonly coefs: readonly Float64Array[];
  /** Duality gaps per row. */
  readonly gaps: Float64Array;
  readonly iterations: Int32Array;
}

/** What the path goes through. */
export interface PathPlan extends DescentParams {
  readonly alphas: ArrayLike<number>;
  readonly l1Ratio: number;
  /** Where to begin; zeros when left out. */
  readonly start?: Float64Array;
  /** Steps done before and steps in all, for progress; those of the path when left out. */
  readonly progress?: { readonly done: number; readonly total: number };
}

/** Integers from here on are not drawn: the generator of the column order takes 31 bits. */
const MOST_SEED = 2 ** 31 - 1;

/** Minimises |y - Xw|^2 / 2n + alpha (l1Ratio |w|_1 + (1 - l1Ratio) |w|^2 / 2) for each alpha from the one before. */
export async function descendPath(
  problem: DescentProblem,
  target: number,
  plan: PathPlan,
  run: Run,
): Promise<DescentPath> {
  const { alphas, l1Ratio, start, progress = { done: 0, total: alphas.length } } = plan;
  const { xUnit, yUnit, rows } = problem;
  const { rows: n, columns: d } = rows;
  const random = RandomState.from(plan.randomState as number | null);
  const back = yUnit / xUnit;
  const coef = start ? start.map((value) => value / back) : new Float64Array(d);
  const solver = solverOf(problem, target);
  const coefs: Float64Array[] = [];
  const gaps = new Float64Array(alphas.length);
  const iterations = new Int32Array(alphas.length);
  const unfinished: { alpha: number; gap: number; goal: number }[] = [];
  try {
    for (let i = 0; i < alphas.length; i++) {
      await run.step(progress.done + i, progress.total, 'alpha');
      const order = plan.selection === 'random' ? random.randint(0, MOST_SEED) : null;
      const options = {
        // In the problem's units; a penalty beyond all numbers is one that leaves nothing.
        l1: Math.min((alphas[i] * l1Ratio * n) / xUnit / yUnit, Number.MAX_VALUE),
        l2: Math.min((alphas[i] * (1 - l1Ratio) * n) / xUnit / xUnit, Number.MAX_VALUE),
        tol: plan.tol,
        maxIter: plan.maxIter,
        order,
        positive: plan.positive,
      };
      const found = await solver.minimise(coef, options, run);
      if (!found.converged) unfinished.push({ alpha: alphas[i], gap: found.gap, goal: found.goal });
      coefs.push(coef.map((value) => value * back));
      gaps[i] = (found.gap / n) * yUnit * yUnit;
      iterations[i] = found.iterations;
    }
  } finally {
    solver.release();
  }
  if (unfinished.length > 0) warnUnfinished(unfinished, plan.maxIter, run.estimator);
  return { coefs, gaps, iterations };
}

function warnUnfinished(
  unfinished: readonly { alpha: number; gap: number; goal: number }[],
  maxIter: number,
  source: string,
): void {
  const [{ alpha, gap, goal }] = unfinished;
  const others = unfinished.length > 1 ? ` and ${unfinished.length - 1} more` : '';
  const message = `stopped after ${maxIter} iterations for alpha ${alpha.toPrecision(4)}${others}, with a duality gap of ${gap.toExponential(2)} where ${goal.toExponential(2)} was asked for. Raise maxIter, tol or alpha, or scale the columns.`;
  warn(new ConvergenceWarning(message, source));
}
