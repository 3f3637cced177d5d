const GOLDEN_STEP = (3 - Math.sqrt(5)) / 2;

/**
 * The minimum of a function on an interval by Brent's method: parabolic steps where they may be trusted, golden
 * sections elsewhere. `tolerance` is absolute in x. Reference: Brent (1973), ch. 5; SciPy fminbound.
 */
export function minimizeWithin(
  f: (x: number) => number,
  low: number,
  high: number,
  tolerance: number,
  maxIter = 500,
): number {
  let a = low;
  let b = high;
  return brent(f, a + GOLDEN_STEP * (b - a), {
    maxIter,
    tolerance: (x) => Math.sqrt(Number.EPSILON) * Math.abs(x) + tolerance / 3,
    interval: () => [a, b],
    narrow: (low, high) => {
      a = low;
      b = high;
    },
  });
}

/**
 * A local minimum of a function from a bracket: downhill from (a, b) until three points bracket a minimum, then
 * Brent's method. Reference: Brent (1973), ch. 5; SciPy optimize.brent, whose tolerances these are.
 */
export function minimizeFrom(f: (x: number) => number, a: number, b: number): number {
  const [left, middle, right] = bracket(f, a, b);
  let low = Math.min(left, right);
  let high = Math.max(left, right);
  return brent(f, middle, {
    maxIter: 500,
    tolerance: (x) => 1.48e-8 * Math.abs(x) + 1e-11,
    interval: () => [low, high],
    narrow: (a, b) => {
      low = a;
      high = b;
    },
  });
}

interface Search {
  readonly maxIter: number;
  readonly tolerance: (x: number) => number;
  readonly interval: () => readonly [number, number];
  readonly narrow: (low: number, high: number) => void;
}

function brent(f: (x: number) => number, start: number, search: Search): number {
  // x is the best point so far, w the second best, v the w before.
  let x = start;
  let w = start;
  let v = start;
  let fx = f(x);
  let fw = fx;
  let fv = fx;
  let step = 0;
  let before = 0;
  for (let iteration = 0; iteration < search.maxIter; iteration++) {
    const [a, b] = search.interval();
    const middle = (a + b) / 2;
    const tolerance = search.tolerance(x);
    if (Math.abs(x - middle) <= 2 * tolerance - (b - a) / 2) break;
    const parabola = parabolicStep(x, w, v, fx, fw, fv);
    if (Math.abs(before) > tolerance && trusted(parabola, before, x, a, b)) {
      before = step;
      step = parabola;
      if (x + step - a < 2 * tolerance || b - (x + step) < 2 * tolerance)
        step = middle >= x ? tolerance : -tolerance;
    } else {
      before = x >= middle ? a - x : b - x;
      step = GOLDEN_STEP * before;
    }
    const u = x + (Math.abs(step) >= tolerance ? step : step >= 0 ? tolerance : -tolerance);
    const fu = f(u);
    if (fu <= fx) {
      if (u >= x) search.narrow(x, b);
      else search.narrow(a, x);
      [v, fv] = [w, fw];
      [w, fw] = [x, fx];
      [x, fx] = [u, fu];
    } else {
      if (u < x) search.narrow(u, b);
      else search.narrow(a, u);
      if (fu <= fw || w === x) {
        [v, fv] = [w, fw];
        [w, fw] = [u, fu];
      } else if (fu <= fv || v === x || v === w) {
        [v, fv] = [u, fu];
      }
    }
  }
  return x;
}

/** The step from x to the lowest point of the parabola through three points; not finite when there is none. */
function parabolicStep(x: number, w: number, v: number, fx: number, fw: number, fv: number): number {
  const r = (x - w) * (fx - fv);
  const q = (x - v) * (fx - fw);
  return ((x - w) * r - (x - v) * q) / (2 * (q - r));
}

function trusted(step: number, before: number, x: number, a: number, b: number): boolean {
  return Number.isFinite(step) && Math.abs(step) < Math.abs(before / 2) && x + step > a && x + step < b;
}

/** Three points of which the middle one is lowest, found by growing steps downhill. */
function bracket(f: (x: number) => number, a: number, b: number): [number, number, number] {
  let [xa, xb] = f(a) < f(b) ? [b, a] : [a, b];
  let fb = f(xb);
  let xc = xb + 1.618034 * (xb - xa);
  let fc = f(xc);
  for (let i = 0; fc < fb && i < 1000; i++) {
    [xa, xb, fb] = [xb, xc, fc];
    xc = xb + 1.618034 * (xb - xa);
    fc = f(xc);
  }
  return [xa, xb, xc];
}
