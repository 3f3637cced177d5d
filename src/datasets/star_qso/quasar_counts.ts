import type { RandomState } from '../../core/random.js';

const LIGHT_SPEED = 299_792.458; // km/s
const HUBBLE = 70; // km/s/Mpc, with 0.3 of matter in a flat universe
const MATTER = 0.3;
const SQUARE_DEGREES = 41_252.96; // of the whole sky

/** Redshifts and i magnitudes with the number of quasars a square degree in each cell. */
export interface QuasarCounts {
  readonly redshifts: Float64Array;
  readonly magnitudes: Float64Array;
  /** Cumulative number over the cells, redshift by redshift. */
  readonly cumulative: Float64Array;
  /** Quasars a square degree in all. */
  readonly total: number;
}

const REDSHIFT_STEP = 0.02;
const MAGNITUDE_STEP = 0.1;

/**
 * Quasars a square degree by redshift and i magnitude, from the luminosity function of Ross et al. (2013, ApJ 773,
 * 14): a double power law with luminosity evolution below z = 2.2 and luminosity and density evolution above, which
 * is extrapolated beyond z = 3.5. O(cells).
 */
export function quasarCounts(
  zRange: readonly [number, number],
  iRange: readonly [number, number],
): QuasarCounts {
  const redshifts = steps(zRange, REDSHIFT_STEP);
  const magnitudes = steps(iRange, MAGNITUDE_STEP);
  const dz = (zRange[1] - zRange[0]) / redshifts.length;
  const dm = (iRange[1] - iRange[0]) / magnitudes.length;
  const cumulative = new Float64Array(redshifts.length * magnitudes.length);
  let total = 0;
  for (let a = 0; a < redshifts.length; a++) {
    const z = redshifts[a];
    const distance = comovingDistance(z);
    const shell = (4 * Math.PI * distance ** 2 * (LIGHT_SPEED / expansion(z))) / SQUARE_DEGREES;
    // Distance modulus, and the K correction of a slope of -0.5 with respect to z = 2 (Richards et al. 2006).
    const shift = 5 * Math.log10(distance * (1 + z) * 1e5) - 1.25 * Math.log10((1 + z) / 3);
    for (let b = 0; b < magnitudes.length; b++) {
      total += luminosityFunction(magnitudes[b] - shift, z) * shell * dz * dm;
      cumulative[a * magnitudes.length + b] = total;
    }
  }
  return { redshifts, magnitudes, cumulative, total };
}

/** Draws a quasar's redshift and i magnitude. O(log cells). */
export function drawQuasar(counts: QuasarCounts, random: RandomState): { z: number; i: number } {
  const { redshifts, magnitudes, cumulative, total } = counts;
  const mark = random.random() * total;
  let low = 0;
  let high = cumulative.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (cumulative[middle] > mark) high = middle;
    else low = middle + 1;
  }
  const place = Math.floor(low / magnitudes.length);
  const dz = redshifts.length > 1 ? redshifts[1] - redshifts[0] : 0;
  const dm = magnitudes.length > 1 ? magnitudes[1] - magnitudes[0] : 0;
  return {
    z: redshifts[place] + (random.random() - 0.5) * dz,
    i: magnitudes[low % magnitudes.length] + (random.random() - 0.5) * dm,
  };
}

/** Quasars a cubic megaparsec and magnitude at the absolute magnitude M_i(z = 2). */
function luminosityFunction(magnitude: number, z: number): number {
  const early = z > 2.2;
  const density = early ? -5.93 - 0.689 * (z - 2.2) : -5.96;
  const knee = early ? -26.57 - 0.809 * (z - 2.2) : -22.85 - 2.5 * (1.241 * z - 0.249 * z * z);
  const faint = early ? -1.29 : -1.16;
  const bright = early ? -3.51 : -3.37;
  const x = 0.4 * (magnitude - knee);
  return 10 ** density / (10 ** (x * (faint + 1)) + 10 ** (x * (bright + 1)));
}

function expansion(z: number): number {
  return HUBBLE * Math.sqrt(MATTER * (1 + z) ** 3 + 1 - MATTER);
}

/** Comoving distance in megaparsec, by Simpson's rule. */
function comovingDistance(z: number): number {
  const n = 64;
  let sum = 0;
  for (let k = 0; k <= n; k++) {
    const weight = k === 0 || k === n ? 1 : k % 2 === 1 ? 4 : 2;
    sum += weight / expansion((z * k) / n);
  }
  return (LIGHT_SPEED * sum * z) / (3 * n);
}

/** Centres of equal steps, of about the length asked for, that fill a range. */
function steps([from, to]: readonly [number, number], step: number): Float64Array {
  const n = Math.max(1, Math.round((to - from) / step));
  return Float64Array.from({ length: n }, (_, k) => from + ((k + 0.5) * (to - from)) / n);
}
