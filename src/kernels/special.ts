import { normalCdf } from './normal.js';

/**
 * Natural logarithm of the gamma function for x > 0, to about 1e-15 relative.
 * Reference: Lanczos, SIAM J. Numer. Anal. B 1 (1964) 86, with g = 7 and nine terms.
 */
export function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const z = x - 1;
  let sum = LANCZOS[0];
  for (let i = 1; i < LANCZOS.length; i++) sum += LANCZOS[i] / (z + i);
  const t = z + 7.5;
  return 0.5 * Math.log(2 * Math.PI) + (z + 0.5) * Math.log(t) - t + Math.log(sum);
}

const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

/** logGamma(x) less its leading terms (x - 1/2) log x - x + log(2 pi) / 2, for x >= 10 (DLMF 5.11.1). */
function stirlingRest(x: number): number {
  const y = 1 / (x * x);
  return (
    (1 / 12 + y * (-1 / 360 + y * (1 / 1260 + y * (-1 / 1680 + y * (1 / 1188 + (y * -691) / 360_360))))) / x
  );
}

/** Natural logarithm of the beta function, without the cancellation of three logGammas where one is large. */
export function logBeta(a: number, b: number): number {
  const [small, large] = a < b ? [a, b] : [b, a];
  if (large < 10) return logGamma(a) + logGamma(b) - logGamma(a + b);
  const total = a + b;
  const rest = stirlingRest(large) - stirlingRest(total);
  const shared = -(large - 0.5) * Math.log1p(small / large) - small * Math.log(total);
  if (small < 10) return logGamma(small) + shared + small + rest;
  return shared + (small - 0.5) * Math.log(small) + 0.5 * Math.log(2 * Math.PI) + rest + stirlingRest(small);
}

/** Most terms of a continued fraction: about the square root of the largest parameter are needed. */
const MOST_TERMS = 100_000;

/**
 * The regularised incomplete beta function I_x(a, b): the distribution function of the beta distribution. By its
 * continued fraction. `rest` is 1 - x, for callers that know it better than the subtraction.
 * Reference: DLMF 8.17.22; Didonato & Morris, ACM Trans. Math. Softw. 18 (1992) 360, eq. 9.
 */
export function betaCdf(x: number, a: number, b: number, rest = 1 - x): number {
  if (x <= 0) return 0;
  if (rest <= 0) return 1;
  // The fraction converges fast on this side only.
  if (x > (a + 1) / (a + b + 2)) return 1 - betaCdf(rest, b, a, x);
  const logX = x < 0.5 ? Math.log(x) : Math.log1p(-rest);
  const logRest = rest < 0.5 ? Math.log(rest) : Math.log1p(-x);
  const front = Math.exp(a * logX + b * logRest - logBeta(a, b));
  // Every second convergent; its denominators hold no difference of nearly equal numbers. Evaluated from the front.
  const gap = x < rest ? a - (a + b) * x : (a + b) * rest - b;
  let c = (a / (a + 1)) * (gap + 1);
  let d = 0;
  let fraction = c;
  for (let n = 1; n < MOST_TERMS; n++) {
    const even = a + 2 * n - 1;
    const odd = even + 2;
    const numerator = ((a + n - 1) / even) * ((a + b + n - 1) / even) * n * (b - n) * x * x;
    const denominator = n + (n * (b - n) * x) / even + ((a + n) / odd) * (gap + 1 + n * (1 + rest));
    d = 1 / (denominator + numerator * d);
    c = denominator + numerator / c;
    fraction *= c * d;
    if (Math.abs(c * d - 1) < 2e-16) break;
  }
  return front / fraction;
}

/** Probability that F with these degrees of freedom is at least `value`, exact far out in the tail too. */
export function fisherTail(value: number, above: number, below: number): number {
  if (Number.isNaN(value)) return Number.NaN;
  if (value === Number.POSITIVE_INFINITY) return 0;
  const ratio = (above / below) * value;
  const x = 1 / (1 + ratio);
  return betaCdf(x, below / 2, above / 2, ratio === Number.POSITIVE_INFINITY ? 1 : ratio * x);
}

/** Probability that |t| is at least this in Student's distribution. */
export function studentTwoSided(t: number, freedom: number): number {
  if (!Number.isFinite(t)) return 0;
  return betaCdf(freedom / (freedom + t * t), freedom / 2, 0.5);
}

/** The value that Student's t stays below with probability p. By bisection and Newton on the distribution. */
export function studentQuantile(p: number, freedom: number): number {
  if (p === 0.5) return 0;
  if (p < 0.5) return -studentQuantile(1 - p, freedom);
  const tail = 2 * (1 - p);
  let low = 0;
  let high = 1;
  while (studentTwoSided(high, freedom) > tail) high *= 2;
  for (let i = 0; i < 200 && high - low > 1e-15 * high; i++) {
    const middle = (low + high) / 2;
    if (studentTwoSided(middle, freedom) > tail) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Probability that chi-squared with one degree of freedom is at least this. */
export function chiSquaredOneTail(value: number): number {
  return 2 * normalCdf(-Math.sqrt(value));
}

/** Probability of at most k successes in n trials of probability p. */
export function binomialCdf(k: number, n: number, p: number): number {
  if (k < 0) return 0;
  if (k >= n) return 1;
  return betaCdf(1 - p, n - k, k + 1);
}

/** The regularised lower incomplete gamma function P(a, x), by its series or continued fraction (DLMF 8.11, 8.9). */
export function gammaCdf(a: number, x: number): number {
  if (!(x > 0)) return 0;
  return x < a + 1 ? gammaSeries(a, x) : 1 - gammaFraction(a, x);
}

/** The regularised upper incomplete gamma function Q(a, x) = 1 - P(a, x), exact far out in the tail too. */
export function gammaTail(a: number, x: number): number {
  if (Number.isNaN(x)) return Number.NaN;
  if (x <= 0) return 1;
  if (x === Number.POSITIVE_INFINITY) return 0;
  return x < a + 1 ? 1 - gammaSeries(a, x) : gammaFraction(a, x);
}

/** Probability that chi-squared with so many degrees of freedom is at least `value`. */
export function chiSquaredTail(value: number, freedom: number): number {
  return gammaTail(freedom / 2, value / 2);
}

function gammaSeries(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let k = 1; k < MOST_TERMS && term > sum * 1e-17; k++) {
    term *= x / (a + k);
    sum += term;
  }
  return Math.exp(a * Math.log(x) - x - logGamma(a)) * sum;
}

function gammaFraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = 1e300;
  let d = 1 / b;
  let fraction = d;
  for (let k = 1; k < MOST_TERMS; k++) {
    const factor = -k * (k - a);
    b += 2;
    d = 1 / (factor * d + b);
    c = b + factor / c;
    fraction *= d * c;
    if (Math.abs(d * c - 1) < 2e-16) break;
  }
  return Math.exp(a * Math.log(x) - x - logGamma(a)) * fraction;
}

/** The logarithmic derivative of the gamma function for x > 0: recurrence, then DLMF 5.11.2. */
export function digamma(x: number): number {
  let shift = 0;
  let z = x;
  for (; z < 10; z++) shift -= 1 / z;
  const y = 1 / (z * z);
  const series =
    y * (1 / 12 - y * (1 / 120 - y * (1 / 252 - y * (1 / 240 - y * (1 / 132 - (y * 691) / 32_760)))));
  return shift + Math.log(z) - 0.5 / z - series;
}

/** The value that chi-squared with so many degrees of freedom stays below with probability p: by bisection. */
export function chiSquaredQuantile(p: number, freedom: number): number {
  let low = 0;
  let high = freedom + 10;
  while (gammaCdf(freedom / 2, high / 2) < p) high *= 2;
  for (let i = 0; i < 200 && high - low > 1e-15 * high; i++) {
    const middle = (low + high) / 2;
    if (gammaCdf(freedom / 2, middle / 2) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
