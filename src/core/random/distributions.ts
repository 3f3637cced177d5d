/** Uniform on [0, 1). */
export type Uniform = () => number;

/** Exponential with mean 1, by inversion. */
export function standardExponential(uniform: Uniform): number {
  return -Math.log(1 - uniform());
}

/**
 * Gamma with scale 1. Reference: Marsaglia and Tsang, ACM TOMS 26 (2000) 363 for shape > 1; Ahrens and
 * Dieter (1974) below, as NumPy draws them.
 */
export function standardGamma(shape: number, uniform: Uniform, gauss: () => number): number {
  if (shape === 1) return standardExponential(uniform);
  if (shape === 0) return 0;
  if (shape < 1) {
    for (;;) {
      const u = uniform();
      const v = standardExponential(uniform);
      if (u <= 1 - shape) {
        const x = u ** (1 / shape);
        if (x <= v) return x;
      } else {
        const y = -Math.log((1 - u) / shape);
        const x = (1 - shape + shape * y) ** (1 / shape);
        if (x <= v + y) return x;
      }
    }
  }
  const b = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * b);
  for (;;) {
    let x: number;
    let v: number;
    do {
      x = gauss();
      v = 1 + c * x;
    } while (v <= 0);
    v = v * v * v;
    const u = uniform();
    if (u < 1 - 0.0331 * (x * x) * (x * x)) return b * v;
    if (Math.log(u) < 0.5 * x * x + b * (1 - v + Math.log(v))) return b * v;
  }
}

/** Beta numbers: by Jöhnk's rejection when both shapes are at most 1, else as a share of two gammas. */
export function beta(a: number, b: number, uniform: Uniform, gauss: () => number): number {
  if (a > 1 || b > 1) {
    const ga = standardGamma(a, uniform, gauss);
    const gb = standardGamma(b, uniform, gauss);
    return ga / (ga + gb);
  }
  for (;;) {
    const u = uniform();
    const v = uniform();
    const x = u ** (1 / a);
    const y = v ** (1 / b);
    if (x + y > 1) continue;
    if (x + y > 0) return x / (x + y);
    // Both powers underflowed: the same ratio by logarithms.
    const difference = Math.log(v) / b - Math.log(u) / a;
    return 1 / (1 + Math.exp(difference));
  }
}

/**
 * Poisson counts: by multiplication of uniforms below mean 10, by transformed rejection (Hörmann, Insurance:
 * Mathematics and Economics 12 (1993) 39) from there on.
 */
export function poisson(mean: number, uniform: Uniform): number {
  if (mean === 0) return 0;
  if (mean < 10) {
    const limit = Math.exp(-mean);
    let product = uniform();
    let count = 0;
    while (product > limit) {
      count++;
      product *= uniform();
    }
    return count;
  }
  const root = Math.sqrt(mean);
  const logMean = Math.log(mean);
  const b = 0.931 + 2.53 * root;
  const a = -0.059 + 0.02483 * b;
  const inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
  const vr = 0.9277 - 3.6224 / (b - 2);
  for (;;) {
    const u = uniform() - 0.5;
    const v = uniform();
    const us = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / us + b) * u + mean + 0.43);
    if (us >= 0.07 && v <= vr) return k;
    if (k < 0 || (us < 0.013 && v > us)) continue;
    const left = Math.log(v) + Math.log(inverseAlpha) - Math.log(a / (us * us) + b);
    if (left <= -mean + k * logMean - logGamma(k + 1)) return k;
  }
}

/** Binomial counts: by inversion of the distribution function up to n p = 30, by rejection (BTPE) above. */
export function binomial(n: number, p: number, uniform: Uniform): number {
  if (n === 0 || p === 0) return 0;
  if (p > 0.5) return n - binomialBelowHalf(n, 1 - p, uniform);
  return binomialBelowHalf(n, p, uniform);
}

function binomialBelowHalf(n: number, p: number, uniform: Uniform): number {
  return n * p <= 30 ? binomialInversion(n, p, uniform) : binomialBtpe(n, p, uniform);
}

function binomialInversion(n: number, p: number, uniform: Uniform): number {
  const q = 1 - p;
  const start = Math.exp(n * Math.log(q));
  const np = n * p;
  const bound = Math.min(n, np + 10 * Math.sqrt(np * q + 1));
  let x = 0;
  let px = start;
  let u = uniform();
  while (u > px) {
    x++;
    if (x > bound) {
      x = 0;
      px = start;
      u = uniform();
    } else {
      u -= px;
      px = ((n - x + 1) * p * px) / (x * q);
    }
  }
  return x;
}

/** Reference: Kachitvichyanukul and Schmeiser, CACM 31 (1988) 216. */
function binomialBtpe(n: number, p: number, uniform: Uniform): number {
  const q = 1 - p;
  const fm = n * p + p;
  const m = Math.floor(fm);
  const p1 = Math.floor(2.195 * Math.sqrt(n * p * q) - 4.6 * q) + 0.5;
  const xm = m + 0.5;
  const xl = xm - p1;
  const xr = xm + p1;
  const c = 0.134 + 20.5 / (15.3 + m);
  const slope = (a: number): number => a * (1 + a / 2);
  const lambdaL = slope((fm - xl) / (fm - xl * p));
  const lambdaR = slope((xr - fm) / (xr * q));
  const p2 = p1 * (1 + 2 * c);
  const p3 = p2 + c / lambdaL;
  const p4 = p3 + c / lambdaR;
  const npq = n * p * q;
  for (;;) {
    const u = uniform() * p4;
    let v = uniform();
    let y: number;
    if (u <= p1) return Math.floor(xm - p1 * v + u);
    if (u <= p2) {
      const x = xl + (u - p1) / c;
      v = v * c + 1 - Math.abs(m - x + 0.5) / p1;
      if (v > 1) continue;
      y = Math.floor(x);
    } else if (u <= p3) {
      y = Math.floor(xl + Math.log(v) / lambdaL);
      if (y < 0 || v === 0) continue;
      v = v * (u - p2) * lambdaL;
    } else {
      y = Math.floor(xr - Math.log(v) / lambdaR);
      if (y > n || v === 0) continue;
      v = v * (u - p3) * lambdaR;
    }
    const k = Math.abs(y - m);
    if (k <= 20 || k >= npq / 2 - 1) {
      const s = p / q;
      const a = s * (n + 1);
      let f = 1;
      for (let i = m + 1; i <= y; i++) f *= a / i - s;
      for (let i = y + 1; i <= m; i++) f /= a / i - s;
      if (v <= f) return y;
      continue;
    }
    const rho = (k / npq) * ((k * (k / 3 + 0.625) + 1 / 6) / npq + 0.5);
    const t = (-k * k) / (2 * npq);
    const logV = Math.log(v);
    if (logV < t - rho) return y;
    if (logV > t + rho) continue;
    const x1 = y + 1;
    const f1 = m + 1;
    const z = n + 1 - m;
    const w = n - y + 1;
    const bound =
      xm * Math.log(f1 / x1) +
      (n - m + 0.5) * Math.log(z / w) +
      (y - m) * Math.log((w * p) / (x1 * q)) +
      stirling(f1) +
      stirling(z) +
      stirling(x1) +
      stirling(w);
    if (logV <= bound) return y;
  }
}

function stirling(x: number): number {
  const x2 = x * x;
  return (13680 - (462 - (132 - (99 - 140 / x2) / x2) / x2) / x2) / x / 166320;
}

const SERIES = [
  8.333333333333333e-2, -2.777777777777778e-3, 7.936507936507937e-4, -5.952380952380952e-4,
  8.417508417508418e-4, -1.917526917526918e-3, 6.41025641025641e-3, -2.955065359477124e-2,
  1.796443723688307e-1, -1.3924322169059,
];

/** Logarithm of the gamma function by its asymptotic series (Zhang and Jin 1996). */
function logGamma(x: number): number {
  if (x === 1 || x === 2) return 0;
  const shift = x < 7 ? Math.floor(7 - x) : 0;
  let x0 = x + shift;
  const x2 = 1 / (x0 * x0);
  let sum = SERIES[9];
  for (let k = 8; k >= 0; k--) sum = sum * x2 + SERIES[k];
  let result = sum / x0 + 0.5 * Math.log(2 * Math.PI) + (x0 - 0.5) * Math.log(x0) - x0;
  for (let k = 0; k < shift; k++) {
    result -= Math.log(x0 - 1);
    x0 -= 1;
  }
  return result;
}
