import { SDSS_BANDS } from '../sdss_bands.js';

/** One passband: where it lets light through, in ångström. */
interface Passband {
  readonly centre: number;
  /** Full width at half of the peak. */
  readonly width: number;
}

/** Effective wavelengths and widths of the SDSS filters (Fukugita et al. 1996, AJ 111, 1748). */
const PASSBANDS: Readonly<Record<string, Passband>> = {
  u: { centre: 3551, width: 599 },
  g: { centre: 4686, width: 1379 },
  r: { centre: 6166, width: 1382 },
  i: { centre: 7480, width: 1535 },
  z: { centre: 8932, width: 1370 },
};

/** Samples of one passband's response. */
export interface BandSamples {
  /** Observed wavelengths in ångström. */
  readonly wavelengths: Float64Array;
  /** Weight of f_lambda at each, such that the weighted sum is the mean f_nu in the band, up to a constant. */
  readonly weights: Float64Array;
}

const SAMPLES = 36;

/**
 * The five bands, sampled. The response is a box with edges softened as exp(-(2x/width)^6 ln 2): close to the real
 * curves for colours to a few hundredths of a magnitude.
 */
export const BAND_SAMPLES: readonly BandSamples[] = SDSS_BANDS.map((band) => {
  const { centre, width } = PASSBANDS[band];
  const wavelengths = new Float64Array(SAMPLES);
  const weights = new Float64Array(SAMPLES);
  let norm = 0;
  for (let k = 0; k < SAMPLES; k++) {
    const x = (k + 0.5) / SAMPLES - 0.5;
    const wavelength = centre + 1.4 * width * x;
    const response = Math.exp(-Math.LN2 * (2.8 * x) ** 6);
    wavelengths[k] = wavelength;
    // A photon counter: AB flux = integral f_lambda R lambda dlambda / integral R dlambda / lambda.
    weights[k] = response * wavelength;
    norm += response / wavelength;
  }
  return { wavelengths, weights: weights.map((weight) => weight / norm) };
});
