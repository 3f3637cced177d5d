import { describe, InvalidParameterError } from '../../core/errors.js';
import { SDSS_BANDS, type SdssBand } from '../sdss_bands.js';

/** The magnitude in each band at which a point source is measured with a signal of five times the noise. */
export type SurveyDepth = Readonly<Record<SdssBand, number>>;

/** Depth of one SDSS exposure (SDSS imaging documentation, Data Release 12 onwards). */
export const SDSS_DEPTH: SurveyDepth = { u: 22.15, g: 23.13, r: 22.7, i: 22.2, z: 20.71 };

/** Softening of SDSS asinh magnitudes, in units of the flux of magnitude 0 (Lupton, Gunn and Szalay 1999). */
const SOFTENING: SurveyDepth = { u: 1.4e-10, g: 0.9e-10, r: 1.2e-10, i: 1.8e-10, z: 7.4e-10 };

/** Error that no exposure removes: calibration, flat fields (Ivezic et al. 2004). */
const SYSTEMATIC: SurveyDepth = { u: 0.02, g: 0.01, r: 0.01, i: 0.01, z: 0.015 };

/**
 * The error of a magnitude in a band: sigma^2 = systematic^2 + (0.04 - gamma) x + gamma x^2 with
 * x = 10^(0.4 (m - m5)) and gamma = 0.039, 0.038 in u (Ivezic et al. 2019, ApJ 873, 111, equation 5). It is 0.2 at
 * the depth m5, whatever the band.
 * @example
 * ```ts
 * magnitudeError(22.2, 'i', { u: 22.15, g: 23.13, r: 22.7, i: 22.2, z: 20.71 }); // about 0.2
 * ```
 */
export function magnitudeError(magnitude: number, band: SdssBand, depth: SurveyDepth = SDSS_DEPTH): number {
  const gamma = band === 'u' ? 0.038 : 0.039;
  const x = 10 ** (0.4 * (magnitude - depth[band]));
  return Math.sqrt(SYSTEMATIC[band] ** 2 + (0.04 - gamma) * x + gamma * x * x);
}

/** A magnitude as measured. */
export interface Measured {
  readonly magnitude: number;
  readonly error: number;
}

/**
 * Measures a magnitude: noise is added to the flux, and the flux is given as an asinh magnitude, which stays finite
 * for fluxes that the noise made negative and equals the usual magnitude for bright sources.
 */
export function measure(magnitude: number, band: SdssBand, depth: SurveyDepth, noise: number): Measured {
  const flux = 10 ** (-0.4 * magnitude);
  const sigma = flux * magnitudeError(magnitude, band, depth) * (Math.LN10 / 2.5);
  // The softening is set by the noise of the sky: a deeper survey has less of both.
  const b = SOFTENING[band] * 10 ** (-0.4 * (depth[band] - SDSS_DEPTH[band]));
  const observed = flux + sigma * noise;
  const x = observed / (2 * b);
  return {
    magnitude: (-2.5 / Math.LN10) * (Math.asinh(x) + Math.log(b)),
    error: ((2.5 / Math.LN10) * sigma) / (2 * b * Math.sqrt(1 + x * x)),
  };
}

/**
 * A survey's depth from the option: 'sdss', or five magnitudes.
 * @throws InvalidParameterError for anything else.
 */
export function resolveDepth(depth: 'sdss' | SurveyDepth, source: string): SurveyDepth {
  if (depth === 'sdss') return SDSS_DEPTH;
  const given = depth as unknown as Record<string, unknown> | null;
  if (
    given !== null &&
    typeof given === 'object' &&
    SDSS_BANDS.every((band) => Number.isFinite(given[band]))
  ) {
    return depth;
  }
  throw new InvalidParameterError(
    `${source}: option 'depth' must be 'sdss' or { u, g, r, i, z } in magnitudes. Got ${describe(depth)}.`,
    { estimator: source, parameter: 'depth', received: describe(depth) },
  );
}
