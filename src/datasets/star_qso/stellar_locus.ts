import type { RandomState } from '../../core/random.js';

/**
 * Median colours of main-sequence stars as polynomials in g-i from 0.05 to 4.4: u-g, g-r, r-i, i-z, lowest power
 * first (Covey et al. 2007, AJ 134, 2398).
 */
const LOCUS: readonly (readonly number[])[] = [
  [1.0636113, -1.6267818, 4.9389572, -3.2809081, 0.8725109, -0.0828035],
  [0.4290263, -0.8852323, 2.0740616, -1.1091553, 0.2397461, -0.0183195],
  [-0.41135, 1.8229991, -1.9989772, 1.0662075, -0.2284455, 0.0172212],
  [-0.2270331, 0.7794558, -0.7350749, 0.3727802, -0.0735412, 0.0049808],
];

/**
 * The colours u-g, g-r, r-i, i-z of the stellar locus at g-i (held to the range 0.05 ... 4.4 of the fit).
 * @example
 * ```ts
 * const [ug, gr] = stellarLocus(0.5); // about 1.13 and 0.41: a star like the Sun's older cousins
 * ```
 */
export function stellarLocus(gi: number): Float64Array {
  const x = Math.min(4.4, Math.max(0.05, gi));
  return Float64Array.from(LOCUS, (powers) =>
    powers.reduceRight((sum, coefficient) => sum * x + coefficient, 0),
  );
}

/** Stars a square degree and magnitude at i = 20, high above the Galactic plane, and their growth in the logarithm. */
const STARS_AT_20 = 800;
const GROWTH = 0.17;

/** Stars a square degree between two i magnitudes, at high Galactic latitude (about as Ivezic et al. 2008 count). */
export function starCounts([bright, faint]: readonly [number, number]): number {
  const slope = GROWTH * Math.LN10;
  return (STARS_AT_20 / slope) * (10 ** (GROWTH * (faint - 20)) - 10 ** (GROWTH * (bright - 20)));
}

/** Draws an i magnitude from the star counts. */
export function drawStarMagnitude([bright, faint]: readonly [number, number], random: RandomState): number {
  const low = 10 ** (GROWTH * bright);
  const high = 10 ** (GROWTH * faint);
  return Math.log10(low + random.random() * (high - low)) / GROWTH;
}

/**
 * Draws the colours of a main-sequence star of a magnitude. Bright stars are mostly of the disc; the fainter they
 * are, the more are old turn-off stars of the halo and red dwarfs. Metal-poor halo stars are bluer in u-g (Ivezic et
 * al. 2008, ApJ 684, 287), and every colour has an intrinsic scatter of 0.02 to 0.03.
 */
export function drawMainSequence(i: number, random: RandomState): Float64Array {
  const depth = Math.min(1, Math.max(0, (i - 15) / 5));
  const pick = random.random();
  const redDwarf = 0.12 + 0.28 * depth;
  const halo = 0.12 + 0.28 * depth;
  let gi: number;
  let metals: number;
  if (pick < redDwarf) {
    gi = within(random, 2.3, 0.5, 1.5, 3.9);
    metals = 0;
  } else if (pick < redDwarf + halo) {
    gi = within(random, 0.45, 0.12, 0.2, 1);
    metals = -0.17 + 0.06 * random.standardNormal();
  } else {
    gi = within(random, 0.75, 0.28, 0.3, 1.9);
    metals = 0.05 * random.standardNormal();
  }
  const colours = stellarLocus(gi);
  // The metals' lines are in u; their effect fades in cool stars.
  colours[0] += metals * Math.max(0, 1 - Math.max(0, gi - 0.6)) + 0.03 * random.standardNormal();
  for (let k = 1; k < 4; k++) colours[k] += 0.02 * random.standardNormal();
  return colours;
}

function within(random: RandomState, mean: number, sigma: number, low: number, high: number): number {
  for (;;) {
    const value = mean + sigma * random.standardNormal();
    if (value >= low && value <= high) return value;
  }
}
