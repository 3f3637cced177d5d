import { strongWolfe } from './line_search.js';

/** A smooth function: writes its gradient at `x` and returns its value. */
export type SmoothFunction = (x: Float64Array, gradient: Float64Array) => number;

/** Options of lbfgs. */
export interface LbfgsOptions {
  /** Most iterations. */
  readonly maxIter: number;
  /** Stop when the largest component of the gradient is at most this. */
  readonly gtol: number;
  /** Stop when the value falls by less than this, relative to its size. */
  readonly ftol: number;
  /** Overwrites a vector by its product with a good guess of the inverse Hessian; without it, a multiple of 1. */
  readonly precondition?: (vector: Float64Array) => void;
  /** Called after each iteration; may throw to stop. */
  readonly onIteration?: (iteration: number) => Promise<void>;
}

/** What a minimisation came to. */
export interface MinimizeResult {
  readonly x: Float64Array;
  readonly value: number;
  readonly gradient: Float64Array;
  readonly iterations: number;
  readonly evaluations: number;
  readonly converged: boolean;
  /** Why it stopped. */
  readonly message: string;
}

const MEMORY = 10;

/**
 * Minimises a smooth function by limited-memory BFGS with a strong Wolfe line search. O(n m) per iteration
 * besides the function. Reference: Liu and Nocedal, Mathematical Programming 45 (1989) 503.
 */
export async function lbfgs(
  f: SmoothFunction,
  start: Float64Array,
  options: LbfgsOptions,
): Promise<MinimizeResult> {
  const n = start.length;
  let x: Float64Array = start.slice();
  let gradient: Float64Array = new Float64Array(n);
  let value = f(x, gradient);
  let evaluations = 1;
  const steps: Float64Array[] = [];
  const changes: Float64Array[] = [];
  const rhos: number[] = [];
  const done = (iterations: number, converged: boolean, message: string): MinimizeResult => ({
    x,
    value,
    gradient,
    iterations,
    evaluations,
    converged,
    message,
  });
  if (largest(gradient) <= options.gtol) return done(0, true, 'the gradient is small enough');
  for (let iteration = 1; iteration <= options.maxIter; iteration++) {
    let direction = twoLoop(gradient, steps, changes, rhos, options.precondition);
    let slope = dot(direction, gradient);
    let guessed = steps.length > 0 || options.precondition !== undefined;
    if (!(slope < 0)) {
      // The curvature pairs misled: start again from the steepest descent.
      steps.length = changes.length = rhos.length = 0;
      guessed = false;
      direction = gradient.map((g) => -g);
      slope = dot(direction, gradient);
    }
    const first = guessed ? 1 : Math.min(1, 1 / norm(gradient));
    const found = strongWolfe(f, x, value, direction, slope, first);
    evaluations += found?.evaluations ?? 0;
    if (!found) {
      if (steps.length === 0) return done(iteration, false, 'the line search found no lower value');
      steps.length = changes.length = rhos.length = 0;
      continue;
    }
    const step = new Float64Array(n);
    const change = new Float64Array(n);
    for (let i = 0; i < n; i++) {
      step[i] = found.x[i] - x[i];
      change[i] = found.gradient[i] - gradient[i];
    }
    const curvature = dot(step, change);
    if (curvature > Number.EPSILON * dot(change, change)) {
      if (steps.length === MEMORY) {
        steps.shift();
        changes.shift();
        rhos.shift();
      }
      steps.push(step);
      changes.push(change);
      rhos.push(1 / curvature);
    }
    const fall = value - found.value;
    const scale = Math.max(Math.abs(value), Math.abs(found.value), 1);
    x = found.x;
    gradient = found.gradient;
    value = found.value;
    await options.onIteration?.(iteration);
    if (largest(gradient) <= options.gtol) return done(iteration, true, 'the gradient is small enough');
    if (fall <= options.ftol * scale) return done(iteration, true, 'the value falls no further');
  }
  return done(options.maxIter, false, 'maxIter was reached');
}

/** The product of the inverse Hessian's estimate with the negative gradient. */
function twoLoop(
  gradient: Float64Array,
  steps: Float64Array[],
  changes: Float64Array[],
  rhos: number[],
  precondition: ((vector: Float64Array) => void) | undefined,
): Float64Array {
  const q = gradient.map((g) => -g);
  const alphas = new Float64Array(steps.length);
  for (let k = steps.length - 1; k >= 0; k--) {
    alphas[k] = rhos[k] * dot(steps[k], q);
    axpy(-alphas[k], changes[k], q);
  }
  const last = steps.length - 1;
  if (precondition) {
    precondition(q);
  } else if (last >= 0) {
    const scale = 1 / (rhos[last] * dot(changes[last], changes[last]));
    for (let i = 0; i < q.length; i++) q[i] *= scale;
  }
  for (let k = 0; k < steps.length; k++) axpy(alphas[k] - rhos[k] * dot(changes[k], q), steps[k], q);
  return q;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

function axpy(factor: number, x: Float64Array, y: Float64Array): void {
  for (let i = 0; i < x.length; i++) y[i] += factor * x[i];
}

function norm(x: Float64Array): number {
  return Math.sqrt(dot(x, x));
}

function largest(x: Float64Array): number {
  let most = 0;
  for (let i = 0; i < x.length; i++) most = Math.max(most, Math.abs(x[i]));
  return most;
}
