import type { SmoothFunction } from './lbfgs.js';

/** Where a line search ended. */
export interface LineSearchResult {
  readonly x: Float64Array;
  readonly value: number;
  readonly gradient: Float64Array;
  readonly evaluations: number;
}

interface Point {
  readonly t: number;
  readonly value: number;
  readonly slope: number;
  readonly x: Float64Array;
  readonly gradient: Float64Array;
}

const DECREASE = 1e-4;
const CURVATURE = 0.9;
const MAX_EVALUATIONS = 40;

/**
 * A step along `direction` that satisfies the strong Wolfe conditions, or the best decrease found when rounding
 * leaves nothing better; undefined when no step lowers the value.
 * Reference: Nocedal and Wright, Numerical Optimization (2006), algorithms 3.5 and 3.6.
 */
export function strongWolfe(
  f: SmoothFunction,
  x0: Float64Array,
  value0: number,
  direction: Float64Array,
  slope0: number,
  first: number,
): LineSearchResult | undefined {
  let evaluations = 0;
  let best: Point | undefined;
  const at = (t: number): Point => {
    const x = new Float64Array(x0.length);
    for (let i = 0; i < x.length; i++) x[i] = x0[i] + t * direction[i];
    const gradient = new Float64Array(x.length);
    const value = f(x, gradient);
    let slope = 0;
    for (let i = 0; i < x.length; i++) slope += gradient[i] * direction[i];
    evaluations++;
    const point = { t, value, slope, x, gradient };
    if (value < (best?.value ?? value0)) best = point;
    return point;
  };
  const enough = (point: Point): boolean => point.value <= value0 + DECREASE * point.t * slope0;
  const flat = (point: Point): boolean => Math.abs(point.slope) <= -CURVATURE * slope0;
  const finish = (point: Point | undefined): LineSearchResult | undefined =>
    point && { x: point.x, value: point.value, gradient: point.gradient, evaluations };

  let before: Point = { t: 0, value: value0, slope: slope0, x: x0, gradient: direction };
  let t = first;
  let low: Point | undefined;
  let high: Point | undefined;
  while (evaluations < MAX_EVALUATIONS) {
    const point = at(t);
    if (!enough(point) || (before.t > 0 && point.value >= before.value) || !Number.isFinite(point.value)) {
      [low, high] = [before, point];
      break;
    }
    if (flat(point)) return finish(point);
    if (point.slope >= 0) {
      [low, high] = [point, before];
      break;
    }
    before = point;
    t *= 2;
  }
  while (low && high && evaluations < MAX_EVALUATIONS) {
    const middle = interpolate(low, high);
    if (!(Math.abs(high.t - low.t) > 1e-14 * Math.max(1, low.t))) break;
    const point = at(middle);
    if (!enough(point) || point.value >= low.value || !Number.isFinite(point.value)) {
      high = point;
    } else {
      if (flat(point)) return finish(point);
      if (point.slope * (high.t - low.t) >= 0) high = low;
      low = point;
    }
  }
  return finish(best);
}

/** The minimum of the cubic through both ends, kept away from them; the middle when the cubic has none. */
function interpolate(a: Point, b: Point): number {
  const middle = (a.t + b.t) / 2;
  if (!Number.isFinite(b.value) || !Number.isFinite(b.slope)) return middle;
  const d1 = a.slope + b.slope - (3 * (a.value - b.value)) / (a.t - b.t);
  const inside = d1 * d1 - a.slope * b.slope;
  if (inside < 0) return middle;
  const d2 = Math.sign(b.t - a.t) * Math.sqrt(inside);
  const t = b.t - ((b.t - a.t) * (b.slope + d2 - d1)) / (b.slope - a.slope + 2 * d2);
  const margin = 0.1 * Math.abs(b.t - a.t);
  const low = Math.min(a.t, b.t) + margin;
  const high = Math.max(a.t, b.t) - margin;
  return Number.isFinite(t) ? Math.min(high, Math.max(low, t)) : middle;
}
