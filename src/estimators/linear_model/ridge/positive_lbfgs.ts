import type { Matrix } from '../../../core/matrix.js';
import type { Run } from '../../../core/run.js';
import type { Iterated, IterationLimits } from './iterative.js';
import { rowProduct } from './row_product.js';
import { StepMemory } from './step_memory.js';

/** Iterations after which the residual is found anew, before its rounding adds up. */
const REFRESH = 32;

/**
 * One target by limited-memory BFGS over coefficients >= 0: directions among the coefficients that are free, projected
 * onto the bounds, with the exact minimum along each since the loss is quadratic. The gradient, columns taken to equal
 * curvature, must fall to `tol` times the first one. O(n d) per iteration.
 * References: Liu and Nocedal, Mathematical Programming 45 (1989) 503; Bertsekas, SIAM J. Control Optim. 20 (1982) 221.
 */
export async function positiveRidgeByLbfgs(
  X: Matrix,
  y: Float64Array,
  alpha: number,
  { tol, maxIter }: IterationLimits,
  run: Run,
): Promise<Iterated> {
  const { rows: n, columns: d } = X;
  const x = new Float64Array(d);
  const gradient = new Float64Array(d);
  const step = new Float64Array(d);
  const free = new Uint8Array(d);
  const residual = new Float64Array(n);
  const image = new Float64Array(n);
  const unit = inverseCurvatures(X, alpha);
  const memory = new StepMemory(unit);
  const rounding = Number.EPSILON * (10 + Math.sqrt(n)) * Math.sqrt(inner(y, y));
  let goal = 0;
  for (let iteration = 0; ; iteration++) {
    if (iteration % REFRESH === 0) {
      times(X, x, residual);
      for (let i = 0; i < n; i++) residual[i] -= y[i];
    }
    const previous = gradient.slice();
    slope(X, residual, x, alpha, gradient);
    if (iteration > 0) {
      memory.add(
        step,
        gradient.map((g, j) => g - previous[j]),
      );
    }
    let steepest = 0;
    for (let j = 0; j < d; j++) {
      free[j] = unit[j] > 0 && (x[j] > 0 || gradient[j] < 0) ? 1 : 0;
      if (free[j] === 1) steepest = Math.max(steepest, Math.abs(gradient[j]) * Math.sqrt(unit[j]));
    }
    if (iteration === 0) goal = Math.max(tol * steepest, rounding);
    if (steepest <= goal) return { x, iterations: iteration, converged: true };
    if (iteration === maxIter) return { x, iterations: iteration, converged: false };
    await run.step(iteration, maxIter, 'iteration');
    const direction = memory.direction(gradient, free);
    let falls = project(x, direction, gradient, step);
    if (!(falls < 0)) {
      // Bounds turned the direction uphill: the gradient itself never does.
      for (let j = 0; j < d; j++) direction[j] = free[j] === 1 ? -unit[j] * gradient[j] : 0;
      falls = project(x, direction, gradient, step);
    }
    times(X, step, image);
    const curvature = inner(image, image) + alpha * inner(step, step);
    const length = Math.min(-falls / curvature, farthest(x, step));
    if (!(length > 0)) return { x, iterations: iteration, converged: false };
    for (let j = 0; j < d; j++) {
      const next = Math.max(0, x[j] + length * step[j]);
      // What is left of a coefficient that meets its bound is rounding.
      const to = next < 4 * Number.EPSILON * x[j] ? 0 : next;
      step[j] = to - x[j];
      x[j] = to;
    }
    for (let i = 0; i < n; i++) residual[i] += length * image[i];
  }
}

/** The reciprocals of the loss's second derivatives; 0 for columns of zeros, whose coefficients stay 0. */
function inverseCurvatures({ rows: n, columns: d, data }: Matrix, alpha: number): Float64Array {
  const result = new Float64Array(d).fill(alpha);
  for (let i = 0, at = 0; i < n; i++, at += d) {
    for (let j = 0; j < d; j++) result[j] += data[at + j] * data[at + j];
  }
  return result.map((value) => (value > 0 ? 1 / value : 0));
}

/** step = what is left of the direction within the bounds. Returns the slope along it. */
function project(
  x: Float64Array,
  direction: Float64Array,
  gradient: Float64Array,
  step: Float64Array,
): number {
  let falls = 0;
  for (let j = 0; j < x.length; j++) {
    step[j] = Math.max(direction[j], -x[j]);
    falls += gradient[j] * step[j];
  }
  return falls;
}

/** The longest multiple of a step that stays within the bounds. */
function farthest(x: Float64Array, step: Float64Array): number {
  let most = Number.POSITIVE_INFINITY;
  for (let j = 0; j < x.length; j++) if (step[j] < 0) most = Math.min(most, -x[j] / step[j]);
  return most;
}

/** out = X v. */
function times({ rows: n, columns: d, data }: Matrix, v: Float64Array, out: Float64Array): void {
  for (let i = 0, at = 0; i < n; i++, at += d) out[i] = rowProduct(data, at, v);
}

/** out = X' residual + alpha x. */
function slope(
  { rows: n, columns: d, data }: Matrix,
  residual: Float64Array,
  x: Float64Array,
  alpha: number,
  out: Float64Array,
): void {
  for (let j = 0; j < d; j++) out[j] = alpha * x[j];
  for (let i = 0, at = 0; i < n; i++, at += d) {
    const value = residual[i];
    for (let j = 0; j < d; j++) out[j] += value * data[at + j];
  }
}

function inner(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += a[j] * b[j];
  return sum;
}
