import type { Run } from '../../../core/run.js';
import { newtonStep } from '../logistic_curvature.js';
import {
  crossRows,
  type PinballProblem,
  pinballOf,
  residualsOf,
  timesColumns,
  timesRows,
} from './pinball_problem.js';

/** Where the interior point method ended. */
export interface InteriorSolution {
  readonly b: Float64Array;
  readonly iterations: number;
  readonly converged: boolean;
}

/**
 * Solves a pinball problem by the predictor-corrector method on its dual, max y'x with A'x = A'down and
 * 0 <= x <= up + down. Both programs start from inside, so only the gap between them has to be closed. O(n d^2) per
 * iteration; 10 to 30 are needed.
 * Reference: Portnoy and Koenker, Statistical Science 12 (1997) 279; Mehrotra, SIAM J. Optim. 2 (1992) 575.
 */
export async function solveInterior(
  problem: PinballProblem,
  { maxIter, tol }: { readonly maxIter: number; readonly tol: number },
  run: Run,
): Promise<InteriorSolution> {
  const { y, up, down } = problem;
  const N = y.length;
  const right = timesColumns(problem, down);
  let b = startingPoint(problem);
  const r = residualsOf(problem, b);
  const lift = Math.max(1e-8, r.reduce((sum, value) => sum + Math.abs(value), 0) / N);
  // x from 0, s up to the bound; z and w, their multipliers, differ by the residual.
  const x = down.slice();
  const s = up.slice();
  const z = r.map((value) => Math.max(-value, 0) + 0.1 * lift);
  const w = r.map((value) => Math.max(value, 0) + 0.1 * lift);
  const q = new Float64Array(N);
  const push = new Float64Array(N);
  const dx = new Float64Array(N);
  const dz = new Float64Array(N);
  const dw = new Float64Array(N);
  let best = b;
  let least = pinballOf(problem, r);
  let stalled = 0;
  for (let iteration = 1; iteration <= maxIter; iteration++) {
    for (let i = 0; i < N; i++) q[i] = 1 / (z[i] / x[i] + w[i] / s[i]);
    const normal = crossRows(problem, q);
    const drift = timesColumns(problem, x);
    for (let j = 0; j < drift.length; j++) drift[j] = right[j] - drift[j];
    let db: Float64Array = new Float64Array(b.length);
    const direction = (target: number, second: boolean): void => {
      for (let i = 0; i < N; i++) {
        const low = target - (second ? dx[i] * dz[i] : 0);
        const high = target + (second ? dx[i] * dw[i] : 0);
        push[i] = q[i] * (low / x[i] - z[i] - (high / s[i] - w[i]));
      }
      const g = timesColumns(problem, push);
      // newtonStep solves for the negative of what it is given.
      for (let j = 0; j < g.length; j++) g[j] = drift[j] - g[j];
      db = newtonStep(normal, g);
      const image = timesRows(problem, db);
      for (let i = 0; i < N; i++) {
        const low = target - (second ? dx[i] * dz[i] : 0);
        const high = target + (second ? dx[i] * dw[i] : 0);
        const change = push[i] - q[i] * image[i];
        dz[i] = low / x[i] - z[i] - (z[i] / x[i]) * change;
        dw[i] = high / s[i] - w[i] + (w[i] / s[i]) * change;
        dx[i] = change;
      }
    };
    direction(0, false);
    const [p0, d0] = [primalStep(x, s, dx), dualStep(z, w, dz, dw)];
    let gap = 0;
    let after = 0;
    for (let i = 0; i < N; i++) {
      gap += x[i] * z[i] + s[i] * w[i];
      after += (x[i] + p0 * dx[i]) * (z[i] + d0 * dz[i]) + (s[i] - p0 * dx[i]) * (w[i] + d0 * dw[i]);
    }
    if (gap <= tol * (1e-12 + Math.abs(least))) return { b: best, iterations: iteration, converged: true };
    direction(((after / gap) ** 3 * gap) / (2 * N), true);
    const [p, d] = [0.9995 * primalStep(x, s, dx), 0.9995 * dualStep(z, w, dz, dw)];
    for (let i = 0; i < N; i++) {
      x[i] = Math.max(x[i] + Math.min(1, p) * dx[i], Number.MIN_VALUE);
      s[i] = Math.max(s[i] - Math.min(1, p) * dx[i], Number.MIN_VALUE);
      z[i] = Math.max(z[i] + Math.min(1, d) * dz[i], Number.MIN_VALUE);
      w[i] = Math.max(w[i] + Math.min(1, d) * dw[i], Number.MIN_VALUE);
    }
    b = b.map((value, j) => value + Math.min(1, d) * db[j]);
    if (!b.every(Number.isFinite)) return { b: best, iterations: iteration, converged: stalled > 0 };
    const value = pinballOf(problem, residualsOf(problem, b));
    stalled = value < least * (1 - 1e-13) ? 0 : stalled + 1;
    if (value < least) [least, best] = [value, b];
    await run.step(iteration, maxIter, 'iteration');
    // Rounding leaves nothing more to gain.
    if (stalled >= 12)
      return { b: best, iterations: iteration, converged: gap <= 1e-6 * (1e-12 + Math.abs(least)) };
  }
  return { b: best, iterations: maxIter, converged: false };
}

/** Least squares under the weights of the rows. */
function startingPoint(problem: PinballProblem): Float64Array {
  const weights = problem.up.map((value, i) => value + problem.down[i]);
  const g = timesColumns(
    problem,
    weights.map((weight, i) => -weight * problem.y[i]),
  );
  return newtonStep(crossRows(problem, weights), g);
}

function primalStep(x: Float64Array, s: Float64Array, dx: Float64Array): number {
  let step = 1e20;
  for (let i = 0; i < x.length; i++) {
    if (dx[i] < 0) step = Math.min(step, -x[i] / dx[i]);
    else if (dx[i] > 0) step = Math.min(step, s[i] / dx[i]);
  }
  return Math.min(1, step);
}

function dualStep(z: Float64Array, w: Float64Array, dz: Float64Array, dw: Float64Array): number {
  let step = 1e20;
  for (let i = 0; i < z.length; i++) {
    if (dz[i] < 0) step = Math.min(step, -z[i] / dz[i]);
    if (dw[i] < 0) step = Math.min(step, -w[i] / dw[i]);
  }
  return Math.min(1, step);
}
