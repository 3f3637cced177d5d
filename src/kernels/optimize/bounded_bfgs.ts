/** Value and gradient at a point. */
export interface Evaluated {
  readonly value: number;
  readonly gradient: Float64Array;
}

/** Where a bounded minimisation ended. */
export interface BoundedResult extends Evaluated {
  readonly x: Float64Array;
  readonly iterations: number;
  readonly converged: boolean;
}

/** When to stop. */
export interface BoundedOptions {
  readonly maxIter: number;
  /** The largest component of the projected gradient. */
  readonly gtol: number;
  /** The fall of the value in a step, relative to its size. */
  readonly ftol: number;
}

const ENOUGH = 1e-4;

/**
 * Minimises a smooth function of a few variables within bounds: BFGS on the variables that are free, steps projected
 * onto the bounds, backtracking by Armijo's rule. O(p^2) per step besides the function, which may be asynchronous. A
 * value of Infinity makes the step shorter.
 * Reference: Bertsekas, SIAM J. Control Optim. 20 (1982) 221.
 */
export async function boundedBfgs(
  f: (x: Float64Array) => Promise<Evaluated>,
  start: Float64Array,
  bounds: readonly (readonly [number, number])[],
  options: BoundedOptions,
): Promise<BoundedResult> {
  const p = start.length;
  const project = (x: Float64Array): Float64Array =>
    x.map((value, j) => Math.min(bounds[j][1], Math.max(bounds[j][0], value)));
  let x = project(start);
  let here = await f(x);
  let inverse = identity(p, 1);
  let fresh = true;
  for (let iteration = 0; iteration < options.maxIter; iteration++) {
    const { gradient, value } = here;
    const free = Array.from(x, (at, j) => !isHeld(at, gradient[j], bounds[j]));
    const size = gradient.reduce((most, g, j) => (free[j] ? Math.max(most, Math.abs(g)) : most), 0);
    if (size <= options.gtol) return { x, ...here, iterations: iteration, converged: true };
    if (fresh) inverse = identity(p, Math.min(1, 1 / norm(gradient, free)));
    let direction = descent(inverse, gradient, free);
    if (inner(direction, gradient) >= 0) {
      inverse = identity(p, Math.min(1, 1 / norm(gradient, free)));
      direction = descent(inverse, gradient, free);
      fresh = true;
    }
    let step = 1;
    let next: Float64Array = x;
    let there = here;
    let found = false;
    for (let t = 0; t < 40; t++, step *= t < 3 ? 0.5 : 0.2) {
      next = project(x.map((at, j) => at + step * direction[j]));
      there = await f(next);
      const moved = next.map((at, j) => at - x[j]);
      if (there.value <= value + ENOUGH * inner(gradient, moved)) {
        found = true;
        break;
      }
    }
    if (!found) {
      if (fresh) return { x, ...here, iterations: iteration, converged: false };
      fresh = true;
      continue;
    }
    const s = next.map((at, j) => at - x[j]);
    const y = there.gradient.map((g, j) => g - gradient[j]);
    const fall = (value - there.value) / Math.max(Math.abs(value), Math.abs(there.value), 1);
    x = next;
    here = there;
    if (fall <= options.ftol) return { x, ...here, iterations: iteration + 1, converged: true };
    if (fresh && inner(s, y) > 0) inverse = identity(p, inner(s, y) / inner(y, y));
    fresh = false;
    update(inverse, s, y);
  }
  return { x, ...here, iterations: options.maxIter, converged: false };
}

/** Whether a variable is at a bound that it wants to cross. */
function isHeld(x: number, gradient: number, [low, high]: readonly [number, number]): boolean {
  return (x <= low && gradient > 0) || (x >= high && gradient < 0);
}

function identity(p: number, scale: number): Float64Array {
  const matrix = new Float64Array(p * p);
  for (let j = 0; j < p; j++) matrix[j * p + j] = scale;
  return matrix;
}

/** Minus the inverse Hessian times the gradient, among the free variables. */
function descent(inverse: Float64Array, gradient: Float64Array, free: readonly boolean[]): Float64Array {
  const p = gradient.length;
  const result = new Float64Array(p);
  for (let i = 0; i < p; i++) {
    if (!free[i]) continue;
    for (let j = 0; j < p; j++) if (free[j]) result[i] -= inverse[i * p + j] * gradient[j];
  }
  return result;
}

/** The BFGS update of the inverse Hessian; left out where the curvature is not positive. */
function update(inverse: Float64Array, s: Float64Array, y: Float64Array): void {
  const p = s.length;
  const sy = inner(s, y);
  if (sy <= 1e-12 * Math.sqrt(inner(s, s) * inner(y, y))) return;
  const hy = new Float64Array(p);
  for (let i = 0; i < p; i++) for (let j = 0; j < p; j++) hy[i] += inverse[i * p + j] * y[j];
  const factor = (1 + inner(y, hy) / sy) / sy;
  for (let i = 0; i < p; i++) {
    for (let j = 0; j < p; j++) {
      inverse[i * p + j] += factor * s[i] * s[j] - (hy[i] * s[j] + s[i] * hy[j]) / sy;
    }
  }
}

function inner(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += a[j] * b[j];
  return sum;
}

function norm(a: Float64Array, free: readonly boolean[]): number {
  return Math.sqrt(a.reduce((sum, value, j) => (free[j] ? sum + value * value : sum), 0));
}
