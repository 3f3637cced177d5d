import type { Run } from '../../../core/run.js';
import { newtonStep } from '../logistic_curvature.js';
import type { StandardisedRows } from '../standardised_rows.js';

/** Huber's joint estimate of coefficients and scale, on standardised rows. */
export interface HuberProblem {
  readonly rows: StandardisedRows;
  readonly y: Float64Array;
  readonly sampleWeight: Float64Array | undefined;
  readonly epsilon: number;
  /** Factor of the square of each coefficient. */
  readonly penalty: Float64Array;
  readonly fitIntercept: boolean;
  readonly smallestScale: number;
  readonly tol: number;
  readonly maxIter: number;
}

/** Coefficients, intercept and scale. */
export interface HuberPoint {
  readonly u: Float64Array;
  readonly b: number;
  readonly scale: number;
}

/** The objective at a point with its first derivatives. */
interface Value {
  readonly value: number;
  readonly gradient: Float64Array;
  /** Curvature of each row: 0 for outliers. */
  readonly h: Float64Array;
  /** Sums over the rows that are no outliers: w r z (d + 1 with the intercept), and w r^2. */
  readonly cross: Float64Array;
  readonly squares: number;
}

/**
 * Minimises sum w (s + H(r / s) s) + penalty by damped Newton steps over coefficients and scale s at once: the objective is
 * convex and smooth but for its curvature, and quadratic near the end. O(n d^2) per iteration.
 */
export async function solveHuber(
  problem: HuberProblem,
  start: HuberPoint,
  run: Run,
): Promise<HuberPoint & { nIter: number; converged: boolean }> {
  const { rows, maxIter, tol, smallestScale } = problem;
  const d = rows.columns;
  const total = totalOf(problem);
  let x = packed(problem, start);
  let at = evaluate(problem, x);
  const result = (nIter: number, converged: boolean) => ({ ...unpacked(problem, x), nIter, converged });
  const enough = tol * 1e-3 * total;
  const last = x.length - 1;
  let damping = 0;
  // Where the scale goes to 0 the objective becomes that of least absolute errors, which has kinks: the scale is then
  // lowered ten times at a time, and the coefficients follow.
  let floor = Math.max(smallestScale, Math.min(0.1, x[last]));
  for (let iteration = 1; iteration <= maxIter; iteration++) {
    // At its bound, the scale stays when the objective falls towards smaller ones.
    const held = x[last] <= floor && at.gradient[last] > 0;
    const gradient = at.gradient.slice();
    if (held) gradient[last] = 0;
    const curvature = hessian(problem, x, at, held);
    let accepted = false;
    // The objective is linear along rays from a perfect fit: where the quadratic model leads astray it is damped.
    for (; damping < 1e12 && !accepted; damping = damping === 0 ? 1e-6 : damping * 10) {
      const damped = curvature.slice();
      for (let j = 0; j < x.length; j++) damped[j * x.length + j] += damping * total;
      const step = newtonStep(damped, gradient);
      const tried = x.map((value, j) => value + step[j]);
      tried[last] = Math.max(tried[last], 0.1 * x[last], floor);
      const slope = tried.reduce((sum, value, j) => sum + (value - x[j]) * gradient[j], 0);
      const next = evaluate(problem, tried);
      // The last term lets rounding pass where the value is flat to working precision.
      if (next.value <= at.value + 1e-2 * Math.min(0, slope) + 4 * Number.EPSILON * Math.abs(at.value)) {
        [x, at, accepted] = [tried, next, true];
        damping /= 100;
      }
      await run.breathe();
    }
    damping = damping < 1e-9 || damping >= 1e12 ? 0 : damping;
    await run.step(iteration, maxIter, 'iteration');
    const bound = x[last] <= floor && at.gradient[last] > 0;
    const size = at.gradient.reduce(
      (most, g, j) => (j === last && bound ? most : Math.max(most, Math.abs(g))),
      0,
    );
    const done = size <= enough || (!accepted && (size <= 1e3 * enough || floor < 1e-6 || d === 0));
    if (!done && accepted) continue;
    if (!done) return result(iteration, false);
    if (!bound || floor === smallestScale || !accepted) return result(iteration, true);
    floor = Math.max(0.1 * floor, smallestScale);
    x[last] = floor;
    at = evaluate(problem, x);
  }
  return result(maxIter, false);
}

/** The rows whose residual is beyond epsilon scales. */
export function outliersOf(problem: HuberProblem, point: HuberPoint): boolean[] {
  const raw = new Float64Array(problem.y.length);
  problem.rows.times(point.u, point.b, raw);
  return Array.from(raw, (value, i) => Math.abs(problem.y[i] - value) > point.scale * problem.epsilon);
}

function evaluate(problem: HuberProblem, x: Float64Array): Value {
  const { rows, y, sampleWeight, epsilon, penalty, fitIntercept } = problem;
  const d = rows.columns;
  const scale = x[x.length - 1];
  const n = y.length;
  const raw = new Float64Array(n);
  rows.times(x, fitIntercept ? x[d] : 0, raw);
  const slopes = new Float64Array(n);
  const inner = new Float64Array(n);
  const h = new Float64Array(n);
  let [value, inSquares, outWeight, total, slopeSum, innerSum] = [0, 0, 0, 0, 0, 0];
  for (let i = 0; i < n; i++) {
    const w = sampleWeight ? sampleWeight[i] : 1;
    const r = y[i] - raw[i];
    total += w;
    if (Math.abs(r) > epsilon * scale) {
      value += w * (2 * epsilon * Math.abs(r) - epsilon * epsilon * scale);
      outWeight += w;
      slopes[i] = -2 * epsilon * w * Math.sign(r);
    } else {
      inSquares += w * r * r;
      inner[i] = w * r;
      slopes[i] = (-2 * w * r) / scale;
      h[i] = (2 * w) / scale;
    }
    slopeSum += slopes[i];
    innerSum += inner[i];
  }
  value += total * scale + inSquares / scale;
  const gradient = new Float64Array(x.length);
  rows.timesTransposed(slopes, gradient);
  const cross = new Float64Array(d + 1);
  rows.timesTransposed(inner, cross);
  cross[d] = innerSum;
  for (let j = 0; j < d; j++) {
    value += penalty[j] * x[j] * x[j];
    gradient[j] += 2 * penalty[j] * x[j];
  }
  if (fitIntercept) gradient[d] = slopeSum;
  gradient[x.length - 1] = total - outWeight * epsilon * epsilon - inSquares / (scale * scale);
  return { value, gradient, h, cross, squares: inSquares };
}

function hessian(
  problem: HuberProblem,
  x: Float64Array,
  { h, cross, squares }: Value,
  held: boolean,
): Float64Array {
  const { rows, penalty, fitIntercept } = problem;
  const d = rows.columns;
  const size = x.length;
  const scale = x[size - 1];
  const result = new Float64Array(size * size);
  const products = rows.cross(h);
  for (let i = 0; i < d; i++) {
    result.set(products.subarray(i * d, (i + 1) * d), i * size);
    result[i * size + i] += 2 * penalty[i];
  }
  if (fitIntercept) {
    const border = new Float64Array(d);
    rows.timesTransposed(h, border);
    for (let j = 0; j < d; j++) result[j * size + d] = result[d * size + j] = border[j];
    result[d * size + d] = h.reduce((sum, curvature) => sum + curvature, 0);
  }
  const last = size - 1;
  if (held) {
    result[last * size + last] = 1;
    return result;
  }
  for (let j = 0; j < last; j++) {
    result[j * size + last] = result[last * size + j] = (2 * cross[j]) / (scale * scale);
  }
  result[last * size + last] = (2 * squares) / scale ** 3;
  return result;
}

function totalOf({ y, sampleWeight }: HuberProblem): number {
  return sampleWeight ? sampleWeight.reduce((sum, weight) => sum + weight, 0) : y.length;
}

function packed({ rows, fitIntercept }: HuberProblem, { u, b, scale }: HuberPoint): Float64Array {
  return Float64Array.of(...u.subarray(0, rows.columns), ...(fitIntercept ? [b] : []), scale);
}

function unpacked({ rows, fitIntercept }: HuberProblem, x: Float64Array): HuberPoint {
  const d = rows.columns;
  return { u: x.slice(0, d), b: fitIntercept ? x[d] : 0, scale: x[x.length - 1] };
}
