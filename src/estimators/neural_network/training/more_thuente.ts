/** One step of a line search: where it is, what was found there, and the interval that brackets a minimum. */
export interface SearchState {
  readonly phase: { bracketed: boolean; first: boolean };
  width: number;
  width1: number;
  /** Best end of the interval. */
  stx: number;
  fx: number;
  gx: number;
  /** Other end. */
  sty: number;
  fy: number;
  gy: number;
  stmin: number;
  stmax: number;
}

/** Tolerances: sufficient decrease, curvature, width of the interval; bounds of the step. */
export interface SearchRules {
  readonly ftol: number;
  readonly gtol: number;
  readonly xtol: number;
  readonly stpmin: number;
  readonly stpmax: number;
}

/** The state before the first trial `step` from value f0 with slope g0. */
export function startSearch(step: number, f0: number, g0: number, rules: SearchRules): SearchState {
  const width = rules.stpmax - rules.stpmin;
  return {
    phase: { bracketed: false, first: true },
    width,
    width1: width / 0.5,
    stx: 0,
    fx: f0,
    gx: g0,
    sty: 0,
    fy: f0,
    gy: g0,
    stmin: 0,
    stmax: step + 4 * step,
  };
}

/**
 * Takes value f and slope g at `step` and returns the next step to try, or null when `step` satisfies the strong
 * Wolfe conditions or rounding allows no better. Reference: More and Thuente, ACM TOMS 20 (1994) 286.
 */
export function advanceSearch(
  s: SearchState,
  step: number,
  f: number,
  g: number,
  f0: number,
  g0: number,
  rules: SearchRules,
): number | null {
  const { ftol, gtol, xtol, stpmin, stpmax } = rules;
  const gtest = ftol * g0;
  const ftest = f0 + step * gtest;
  const { phase } = s;
  if (phase.first && f <= ftest && g >= 0) phase.first = false;
  if (phase.bracketed && (step <= s.stmin || step >= s.stmax)) return null;
  if (phase.bracketed && s.stmax - s.stmin <= xtol * s.stmax) return null;
  if (step === stpmax && f <= ftest && g <= gtest) return null;
  if (step === stpmin && (f > ftest || g >= gtest)) return null;
  if (f <= ftest && Math.abs(g) <= gtol * -g0) return null;
  let next: number;
  if (phase.first && f <= s.fx && f > ftest) {
    // The function less its required decrease has a minimum where the function itself need not.
    s.fx -= s.stx * gtest;
    s.fy -= s.sty * gtest;
    s.gx -= gtest;
    s.gy -= gtest;
    next = trial(s, step, f - step * gtest, g - gtest);
    s.fx += s.stx * gtest;
    s.fy += s.sty * gtest;
    s.gx += gtest;
    s.gy += gtest;
  } else {
    next = trial(s, step, f, g);
  }
  if (phase.bracketed) {
    if (Math.abs(s.sty - s.stx) >= 0.66 * s.width1) next = s.stx + 0.5 * (s.sty - s.stx);
    s.width1 = s.width;
    s.width = Math.abs(s.sty - s.stx);
    s.stmin = Math.min(s.stx, s.sty);
    s.stmax = Math.max(s.stx, s.sty);
  } else {
    s.stmin = next + 1.1 * (next - s.stx);
    s.stmax = next + 4 * (next - s.stx);
  }
  next = Math.min(Math.max(next, stpmin), stpmax);
  const stuck =
    phase.bracketed && (next <= s.stmin || next >= s.stmax || s.stmax - s.stmin <= xtol * s.stmax);
  return stuck ? s.stx : next;
}

/** A safeguarded step from cubic and quadratic interpolation, and the new interval. */
function trial(s: SearchState, step: number, f: number, g: number): number {
  const { stx, fx, gx } = s;
  const opposite = g * (gx / Math.abs(gx));
  let next: number;
  if (f > fx) {
    // A higher value: the minimum is bracketed.
    const theta = (3 * (fx - f)) / (step - stx) + gx + g;
    const scale = Math.max(Math.abs(theta), Math.abs(gx), Math.abs(g));
    let gamma = scale * Math.sqrt((theta / scale) ** 2 - (gx / scale) * (g / scale));
    if (step < stx) gamma = -gamma;
    const r = (gamma - gx + theta) / (gamma - gx + gamma + g);
    const cubic = stx + r * (step - stx);
    const quadratic = stx + (gx / ((fx - f) / (step - stx) + gx) / 2) * (step - stx);
    next = Math.abs(cubic - stx) < Math.abs(quadratic - stx) ? cubic : cubic + (quadratic - cubic) / 2;
    s.phase.bracketed = true;
  } else if (opposite < 0) {
    // A lower value and slopes of opposite sign: bracketed.
    const theta = (3 * (fx - f)) / (step - stx) + gx + g;
    const scale = Math.max(Math.abs(theta), Math.abs(gx), Math.abs(g));
    let gamma = scale * Math.sqrt((theta / scale) ** 2 - (gx / scale) * (g / scale));
    if (step > stx) gamma = -gamma;
    const r = (gamma - g + theta) / (gamma - g + gamma + gx);
    const cubic = step + r * (stx - step);
    const secant = step + (g / (g - gx)) * (stx - step);
    next = Math.abs(cubic - step) > Math.abs(secant - step) ? cubic : secant;
    s.phase.bracketed = true;
  } else if (Math.abs(g) < Math.abs(gx)) {
    // A lower value, slopes of the same sign, the slope falls.
    const theta = (3 * (fx - f)) / (step - stx) + gx + g;
    const scale = Math.max(Math.abs(theta), Math.abs(gx), Math.abs(g));
    let gamma = scale * Math.sqrt(Math.max(0, (theta / scale) ** 2 - (gx / scale) * (g / scale)));
    if (step > stx) gamma = -gamma;
    const r = (gamma - g + theta) / (gamma + (gx - g) + gamma);
    const cubic = r < 0 && gamma !== 0 ? step + r * (stx - step) : step > stx ? s.stmax : s.stmin;
    const secant = step + (g / (g - gx)) * (stx - step);
    if (s.phase.bracketed) {
      next = Math.abs(cubic - step) < Math.abs(secant - step) ? cubic : secant;
      const bound = step + 0.66 * (s.sty - step);
      next = step > stx ? Math.min(bound, next) : Math.max(bound, next);
    } else {
      next = Math.abs(cubic - step) > Math.abs(secant - step) ? cubic : secant;
      next = Math.min(s.stmax, Math.max(s.stmin, next));
    }
  } else if (s.phase.bracketed) {
    const theta = (3 * (f - s.fy)) / (s.sty - step) + s.gy + g;
    const scale = Math.max(Math.abs(theta), Math.abs(s.gy), Math.abs(g));
    let gamma = scale * Math.sqrt((theta / scale) ** 2 - (s.gy / scale) * (g / scale));
    if (step > s.sty) gamma = -gamma;
    const r = (gamma - g + theta) / (gamma - g + gamma + s.gy);
    next = step + r * (s.sty - step);
  } else {
    next = step > stx ? s.stmax : s.stmin;
  }
  if (f > fx) {
    s.sty = step;
    s.fy = f;
    s.gy = g;
  } else {
    if (opposite < 0) {
      s.sty = stx;
      s.fy = fx;
      s.gy = gx;
    }
    s.stx = step;
    s.fx = f;
    s.gx = g;
  }
  return next;
}
