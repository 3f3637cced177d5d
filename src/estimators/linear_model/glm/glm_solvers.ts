import type { Run } from '../../../core/run.js';
import type { Loss } from '../../../kernels/losses/index.js';
import { lbfgs, type SmoothFunction } from '../../../kernels/optimize/lbfgs.js';
import type { TweediePass } from '../../../kernels/tweedie_pass.js';
import { newtonStep } from '../logistic_curvature.js';
import type { StandardisedRows } from '../standardised_rows.js';

/** The mean loss of standardised rows plus an l2 penalty per column. Coefficients come first, then the intercept. */
export interface GlmProblem {
  readonly rows: StandardisedRows;
  readonly y: Float64Array;
  readonly sampleWeight: Float64Array | undefined;
  readonly loss: Loss;
  /** The power of the variance where the link is the logarithm: then a kernel takes the place of `loss`. */
  readonly logPower: number | undefined;
  /** Factor of half the square of each coefficient; 0 for the intercept. */
  readonly penalty: Float64Array;
  readonly fitIntercept: boolean;
  readonly start: Float64Array;
  readonly tol: number;
  readonly maxIter: number;
}

export interface GlmSolution {
  readonly x: Float64Array;
  readonly nIter: number;
  readonly converged: boolean;
}

const FTOL = 64 * Number.EPSILON;
/** Columns up to which Newton's steps finish what L-BFGS leaves, and their number. */
const FEW = 200;
const POLISH = 3;

/** The objective, with its second derivatives at the last point. */
class Objective {
  readonly #raw: Float64Array;
  readonly #gradients: Float64Array;
  #hessians: Float64Array;
  readonly #pass: TweediePass | undefined;
  readonly #total: number;

  constructor(private readonly problem: GlmProblem) {
    const { rows, y, sampleWeight, logPower } = problem;
    this.#pass = logPower === undefined ? undefined : rows.tweedie(logPower, y, sampleWeight);
    const length = this.#pass ? 0 : y.length;
    this.#raw = new Float64Array(length);
    this.#gradients = new Float64Array(length);
    this.#hessians = new Float64Array(length);
    this.#total = sampleWeight ? sampleWeight.reduce((sum, weight) => sum + weight, 0) : y.length;
  }

  readonly value: SmoothFunction = (x, gradient) => {
    const { rows, penalty, fitIntercept } = this.problem;
    const b = fitIntercept ? x[rows.columns] : 0;
    let value = this.#pass
      ? this.#pass.lossGradient(x, b, gradient) / this.#total
      : this.#general(x, b, gradient);
    if (this.#pass) for (let j = 0; j < x.length; j++) gradient[j] /= this.#total;
    for (let j = 0; j < x.length; j++) {
      value += 0.5 * penalty[j] * x[j] * x[j];
      gradient[j] += penalty[j] * x[j];
    }
    return Number.isNaN(value) ? Number.POSITIVE_INFINITY : value;
  };

  /** The mean loss and its gradient, for any loss. */
  #general(x: Float64Array, b: number, gradient: Float64Array): number {
    const { rows, y, sampleWeight, loss, fitIntercept } = this.problem;
    rows.times(x, b, this.#raw);
    const value = loss.mean(y, this.#raw, sampleWeight);
    loss.derivatives(y, this.#raw, sampleWeight, this.#gradients, this.#hessians);
    for (let i = 0; i < this.#gradients.length; i++) this.#gradients[i] /= this.#total;
    rows.timesTransposed(this.#gradients, gradient);
    if (fitIntercept) gradient[rows.columns] = this.#gradients.reduce((sum, g) => sum + g, 0);
    return value;
  }

  /** The Hessian where `value` was last asked; curvatures below 0 (of losses that are not convex) count as 0. */
  hessian(): Float64Array {
    const { rows, penalty, fitIntercept } = this.problem;
    const d = rows.columns;
    const size = penalty.length;
    if (this.#pass) this.#hessians = this.#pass.curvatures();
    const h = this.#hessians.map((curvature) => Math.max(0, curvature) / this.#total);
    const cross = rows.cross(h);
    const result = new Float64Array(size * size);
    for (let i = 0; i < d; i++) result.set(cross.subarray(i * d, (i + 1) * d), i * size);
    if (fitIntercept) {
      const border = new Float64Array(d);
      rows.timesTransposed(h, border);
      for (let j = 0; j < d; j++) result[j * size + d] = result[d * size + j] = border[j];
      result[d * size + d] = h.reduce((sum, curvature) => sum + curvature, 0);
    }
    for (let j = 0; j < size; j++) result[j * size + j] += penalty[j];
    return result;
  }

  /** The diagonal of the Hessian where `value` was last asked. */
  diagonal(): Float64Array {
    const { rows, penalty, fitIntercept } = this.problem;
    const d = rows.columns;
    const result = penalty.slice();
    if (this.#pass) {
      const squares = this.#pass.weightedSquares();
      for (let j = 0; j < result.length; j++) result[j] += squares[j] / this.#total;
      return result;
    }
    const z = rows.z;
    for (let i = 0, at = 0; i < this.#hessians.length; i++) {
      const h = Math.max(0, this.#hessians[i]) / this.#total;
      for (let j = 0; j < d; j++, at++) result[j] += h * z[at] * z[at];
      if (fitIntercept) result[d] += h;
    }
    return result;
  }
}

/** By L-BFGS, in units of the curvature at the start. */
export async function solveGlmLbfgs(problem: GlmProblem, run: Run): Promise<GlmSolution> {
  const { start, maxIter, tol } = problem;
  const objective = new Objective(problem);
  objective.value(start, new Float64Array(start.length));
  const diagonal = objective.diagonal();
  const precondition = (vector: Float64Array): void => {
    for (let j = 0; j < vector.length; j++) if (diagonal[j] > 0) vector[j] /= diagonal[j];
  };
  const result = await lbfgs(objective.value, start, {
    maxIter,
    gtol: tol,
    ftol: FTOL,
    precondition,
    onIteration: (iteration) => run.step(iteration, maxIter, 'iteration'),
  });
  const { x, iterations: nIter, converged } = result;
  if (!converged || start.length > FEW || result.gradient.every((g) => Math.abs(g) <= tol)) {
    return { x, nIter, converged };
  }
  // The value fell no further for its own rounding; Newton's steps go on by the gradient.
  const last = await descend({ ...problem, start: x, maxIter: POLISH }, objective, () => run.breathe());
  return { x: last.x, nIter, converged };
}

/** By Newton's method with a Cholesky factorisation and a backtracking line search. O(n d^2) per iteration. */
export function solveGlmNewton(problem: GlmProblem, run: Run): Promise<GlmSolution> {
  const { maxIter } = problem;
  return descend(problem, new Objective(problem), (iteration, trial) =>
    trial ? run.breathe() : run.step(iteration, maxIter, 'iteration'),
  );
}

/** Newton's method; `pause` is called after each trial of a step and, without `trial`, after each iteration. */
async function descend(
  { start, maxIter, tol }: GlmProblem,
  objective: Objective,
  pause: (iteration: number, trial: boolean) => Promise<void>,
): Promise<GlmSolution> {
  let x = start.slice();
  let gradient = new Float64Array(x.length);
  let value = objective.value(x, gradient);
  for (let iteration = 0; iteration < maxIter; iteration++) {
    if (gradient.every((g) => Math.abs(g) <= tol * 1e-3)) return { x, nIter: iteration, converged: true };
    const step = newtonStep(objective.hessian(), gradient);
    const slope = step.reduce((sum, s, j) => sum + s * gradient[j], 0);
    let accepted = false;
    for (let t = 1; t > 1e-12 && !accepted; t /= 2) {
      const tried = x.map((w, j) => w + t * step[j]);
      const triedGradient = new Float64Array(x.length);
      const triedValue = objective.value(tried, triedGradient);
      // The last term lets rounding pass where the value is flat to working precision.
      if (triedValue <= value + 1e-4 * t * slope + 16 * Number.EPSILON * Math.abs(value)) {
        [x, gradient, value, accepted] = [tried, triedGradient, triedValue, true];
      }
      await pause(iteration, true);
    }
    await pause(iteration + 1, false);
    const small = gradient.every((g) => Math.abs(g) <= tol);
    if (!accepted) return { x, nIter: iteration + 1, converged: small };
    // Half the Newton decrement estimates how far the value is above its minimum.
    if (small && -0.5 * slope <= tol * 1e-6) return { x, nIter: iteration + 1, converged: true };
  }
  return { x, nIter: maxIter, converged: gradient.every((g) => Math.abs(g) <= tol) };
}
