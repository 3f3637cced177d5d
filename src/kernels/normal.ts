/**
 * The standard normal distribution: its quantiles by Wichura's AS 241 (1988; relative error about 1e-16) and its
 * distribution function by the series and the continued fraction of Abramowitz & Stegun 26.2.11 and 26.2.14.
 */

const CENTRE = [
  [
    3.387132872796366608, 133.14166789178437745, 1971.5909503065514427, 13731.693765509461125,
    45921.953931549871457, 67265.770927008700853, 33430.575583588128105, 2509.0809287301226727,
  ],
  [
    1, 42.313330701600911252, 687.1870074920579083, 5394.1960214247511077, 21213.794301586595867,
    39307.89580009271061, 28729.085735721942674, 5226.495278852854561,
  ],
] as const;
const NEAR_TAIL = [
  [
    1.42343711074968357734, 4.6303378461565452959, 5.7694972214606914055, 3.64784832476320460504,
    1.27045825245236838258, 0.24178072517745061177, 0.0227238449892691845833, 7.7454501427834140764e-4,
  ],
  [
    1, 2.05319162663775882187, 1.6763848301838038494, 0.68976733498510000455, 0.14810397642748007459,
    0.0151986665636164571966, 5.475938084995344946e-4, 1.05075007164441684324e-9,
  ],
] as const;
const FAR_TAIL = [
  [
    6.6579046435011037772, 5.4637849111641143699, 1.7848265399172913358, 0.29656057182850489123,
    0.026532189526576123093, 0.0012426609473880784386, 2.71155556874348757815e-5, 2.01033439929228813265e-7,
  ],
  [
    1, 0.59983220655588793769, 0.1369298809227358053, 0.0148753612908506148525, 7.868691311456132591e-4,
    1.8463183175100546818e-5, 1.4215117583164458887e-7, 2.04426310338993978564e-15,
  ],
] as const;

/** The number below which a standard normal falls with probability `p`; infinite at 0 and 1. */
export function normalQuantile(p: number): number {
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) return q * rational(CENTRE, 0.180625 - q * q);
  const tail = q < 0 ? p : 1 - p;
  if (!(tail >= 0)) return Number.NaN;
  if (tail === 0) return q < 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  const r = Math.sqrt(-Math.log(tail));
  const value = r <= 5 ? rational(NEAR_TAIL, r - 1.6) : rational(FAR_TAIL, r - 5);
  return q < 0 ? -value : value;
}

function rational([above, below]: readonly [readonly number[], readonly number[]], x: number): number {
  let numerator = 0;
  let denominator = 0;
  for (let k = above.length - 1; k >= 0; k--) {
    numerator = numerator * x + above[k];
    denominator = denominator * x + below[k];
  }
  return numerator / denominator;
}

const DENSITY_AT_0 = 1 / Math.sqrt(2 * Math.PI);

/** The probability that a standard normal falls below `x`. */
export function normalCdf(x: number): number {
  if (Number.isNaN(x)) return x;
  const a = Math.abs(x);
  const density = DENSITY_AT_0 * Math.exp((-x * x) / 2);
  if (a < 2.5) {
    let term = a;
    let sum = a;
    for (let k = 3; term > sum * 1e-17; k += 2) sum += term *= (a * a) / k;
    return x < 0 ? 0.5 - density * sum : 0.5 + density * sum;
  }
  if (density === 0) return x < 0 ? 0 : 1;
  // From the far end inwards; 60 levels are beyond double precision from 2.5 on.
  let fraction = a;
  for (let k = 60; k >= 1; k--) fraction = a + k / fraction;
  const tail = density / fraction;
  return x < 0 ? tail : 1 - tail;
}
