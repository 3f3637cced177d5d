import { advanceSearch, type SearchRules, startSearch } from './more_thuente.js';

/** A function's value and gradient. */
export interface Evaluation {
  readonly loss: number;
  readonly gradient: Float64Array;
}

/** When to stop. */
export interface LbfgsRules {
  readonly maxIter: number;
  /** Most evaluations. */
  readonly maxFun: number;
  /** Largest component of the gradient that counts as zero. */
  readonly gtol: number;
  /** Called after each iteration. */
  readonly onIteration: (iteration: number, loss: number) => Promise<void>;
}

/** Where the minimisation ended. */
export interface LbfgsResult {
  readonly x: Float64Array;
  readonly loss: number;
  readonly iterations: number;
  readonly converged: boolean;
}

const MEMORY = 10;
const FTOL = 2.2204460492503131e-9;
const SEARCH: SearchRules = { ftol: 1e-3, gtol: 0.9, xtol: 0.1, stpmin: 0, stpmax: 1e10 };
const MOST_TRIALS = 20;

/**
 * Limited-memory BFGS with the line search, memory and stopping rules of L-BFGS-B without bounds, so that it walks
 * the path that SciPy walks. O(memory x weights) per iteration besides the function.
 * Reference: Byrd, Lu, Nocedal, Zhu, SIAM J. Sci. Comput. 16 (1995) 1190.
 */
export async function minimize(
  evaluate: (x: Float64Array) => Promise<Evaluation>,
  start: Float64Array,
  rules: LbfgsRules,
): Promise<LbfgsResult> {
  let x: Float64Array = start.slice();
  let { loss, gradient } = await evaluate(x);
  let evaluations = 1;
  const pairs: Pair[] = [];
  const end = (iterations: number, converged: boolean): LbfgsResult => ({ x, loss, iterations, converged });
  if (largest(gradient) <= rules.gtol) return end(0, true);
  for (let iteration = 1; iteration <= rules.maxIter; ) {
    const direction = descent(gradient, pairs);
    const g0 = dot(direction, gradient);
    const f0 = loss;
    let step = pairs.length === 0 && iteration === 1 ? Math.min(1 / norm(direction), SEARCH.stpmax) : 1;
    let found: { x: Float64Array; loss: number; gradient: Float64Array } | undefined;
    if (g0 < 0) {
      const state = startSearch(step, f0, g0, SEARCH);
      for (let tried = 0; tried < MOST_TRIALS; tried++) {
        const at = new Float64Array(x.length);
        for (let i = 0; i < at.length; i++) at[i] = x[i] + step * direction[i];
        const here = await evaluate(at);
        evaluations++;
        const next = advanceSearch(state, step, here.loss, dot(here.gradient, direction), f0, g0, SEARCH);
        if (next === null) {
          found = { x: at, ...here };
          break;
        }
        step = next;
      }
    }
    if (!found) {
      // The pairs misled: once more from the steepest descent, and when that fails too, no lower value is in reach.
      if (pairs.length === 0) return end(iteration - 1, false);
      pairs.length = 0;
      continue;
    }
    const change = new Float64Array(x.length);
    for (let i = 0; i < x.length; i++) change[i] = found.gradient[i] - gradient[i];
    const move = direction.map((d) => d * step);
    const curvature = dot(change, move);
    x = found.x;
    gradient = found.gradient;
    loss = found.loss;
    await rules.onIteration(iteration, loss);
    if (largest(gradient) <= rules.gtol) return end(iteration, true);
    if (f0 - loss <= FTOL * Math.max(Math.abs(f0), Math.abs(loss), 1)) return end(iteration, true);
    if (evaluations > rules.maxFun) return end(iteration, false);
    if (curvature > Number.EPSILON * -g0 * step) {
      if (pairs.length === MEMORY) pairs.shift();
      pairs.push({ move, change, rho: 1 / curvature });
    }
    iteration++;
  }
  return end(rules.maxIter, false);
}

interface Pair {
  readonly move: Float64Array;
  readonly change: Float64Array;
  readonly rho: number;
}

/** Minus the estimated inverse Hessian times the gradient. */
function descent(gradient: Float64Array, pairs: readonly Pair[]): Float64Array {
  const q = gradient.map((g) => -g);
  const alphas = new Float64Array(pairs.length);
  for (let k = pairs.length - 1; k >= 0; k--) {
    const { move, change, rho } = pairs[k];
    alphas[k] = rho * dot(move, q);
    axpy(-alphas[k], change, q);
  }
  const last = pairs[pairs.length - 1];
  if (last) {
    const scale = 1 / (last.rho * dot(last.change, last.change));
    for (let i = 0; i < q.length; i++) q[i] *= scale;
  }
  for (let k = 0; k < pairs.length; k++) {
    const { move, change, rho } = pairs[k];
    axpy(alphas[k] - rho * dot(change, q), move, q);
  }
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
