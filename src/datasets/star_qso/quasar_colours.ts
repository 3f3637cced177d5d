import type { RandomState } from '../../core/random.js';
import { intergalacticDepth } from './intergalactic.js';
import { BAND_SAMPLES } from './passbands.js';

/** An emission feature: rest wavelength, rest equivalent width and Gaussian sigma, all in ångström. */
type Feature = readonly [wavelength: number, width: number, sigma: number];

/**
 * The strong features of the mean quasar spectrum (Vanden Berk et al. 2001, AJ 122, 549, table 2): Ly alpha + N V,
 * Si IV, C IV, C III], Mg II, H gamma, H beta, [O III], H alpha; and, as broad Gaussians, the iron blends and the
 * Balmer continuum that make the small blue bump.
 */
const FEATURES: readonly Feature[] = [
  [1216, 92.9, 19.5],
  [1397, 8.1, 14.3],
  [1546, 23.8, 14.3],
  [1906, 21.2, 23.6],
  [2800, 32.3, 35],
  [4346, 12.6, 20.3],
  [4853, 46.2, 40.4],
  [5008, 13.2, 6],
  [6565, 194.5, 47.4],
  [2480, 56, 150],
  [3250, 110, 330],
  [4570, 20, 80],
  [5300, 20, 110],
];

/** What makes one quasar's spectrum differ from the mean. */
export interface QuasarSpectrum {
  /** Slope of the ultraviolet and optical continuum, f_nu ~ nu^slope; mean -0.5. */
  readonly slope: number;
  /** Factor on all lines; mean about 1. */
  readonly lines: number;
  /** Reddening E(B-V) by dust at the quasar. */
  readonly reddening: number;
  /** Factor on the intergalactic optical depth of this line of sight. */
  readonly forest: number;
}

/** The mean quasar. */
export const MEAN_QUASAR: QuasarSpectrum = { slope: -0.5, lines: 1, reddening: 0, forest: 1 };

/**
 * Draws a quasar's spectrum: slopes with mean -0.5 and scatter 0.3 (Richards et al. 2001, AJ 121, 2308), lines with a
 * scatter of 0.3 in the logarithm, and an exponential tail of dust for one quasar in ten (Hopkins et al. 2004).
 */
export function drawQuasarSpectrum(random: RandomState): QuasarSpectrum {
  const slope = -0.5 + 0.3 * random.standardNormal();
  const lines = Math.exp(0.3 * random.standardNormal() - 0.045);
  const forest = Math.exp(0.25 * random.standardNormal() - 0.03);
  const dusty = random.random() < 0.1;
  const reddening = dusty ? -0.08 * Math.log(1 - random.random()) : 0;
  return { slope, lines, reddening, forest };
}

/**
 * The u, g, r, i, z magnitudes (AB, up to a constant) of a quasar at redshift z: continuum and lines through the
 * passbands, dimmed by dust and by the Lyman forest. The lines that pass through the bands make the colours wander
 * with redshift, and near z = 2.7 they cross those of stars. O(bands x samples x lines).
 * @example
 * ```ts
 * const [u, g] = quasarMagnitudes(1.5); // u - g about 0.1: an ultraviolet excess
 * ```
 */
export function quasarMagnitudes(z: number, spectrum: QuasarSpectrum = MEAN_QUASAR): Float64Array {
  const result = new Float64Array(BAND_SAMPLES.length);
  for (let band = 0; band < result.length; band++) {
    const { wavelengths, weights } = BAND_SAMPLES[band];
    let flux = 0;
    for (let k = 0; k < wavelengths.length; k++) {
      const depth = spectrum.forest * intergalacticDepth(wavelengths[k], z);
      flux += weights[k] * restFlux(wavelengths[k] / (1 + z), spectrum) * Math.exp(-depth);
    }
    // Light shortward of the Lyman limit is gone; a floor keeps the magnitude finite.
    result[band] = -2.5 * Math.log10(Math.max(flux, 1e-6));
  }
  return result;
}

/** f_lambda at a rest wavelength, 1 at 3000 ångström for a spectrum without lines and dust. */
function restFlux(wavelength: number, { slope, lines, reddening }: QuasarSpectrum): number {
  let flux = continuum(wavelength, slope);
  for (const [line, width, sigma] of FEATURES) {
    const x = (wavelength - line) / sigma;
    if (x * x > 40) continue;
    const peak = (lines * width * continuum(line, slope)) / (sigma * Math.sqrt(2 * Math.PI));
    flux += peak * Math.exp(-0.5 * x * x);
  }
  // Dust as in the Small Magellanic Cloud: A = 1.39 (wavelength in micrometres)^-1.2 E(B-V) (Prevot et al. 1984).
  return reddening > 0 ? flux * 10 ** (-0.4 * reddening * 1.39 * (wavelength / 1e4) ** -1.2) : flux;
}

/**
 * Broken power law in f_lambda = nu^slope / lambda^2: steeper shortward of Ly alpha (Telfer et al. 2002) and longward
 * of 5000 ångström, where the host's stars and hot dust add red light (Vanden Berk et al. 2001).
 */
function continuum(wavelength: number, slope: number): number {
  const x = wavelength / 3000;
  const flux = x ** (-2 - slope);
  if (wavelength < 1216) return flux * (wavelength / 1216) ** 1.2;
  if (wavelength > 5000) return flux * (wavelength / 5000) ** 1.9;
  return flux;
}
