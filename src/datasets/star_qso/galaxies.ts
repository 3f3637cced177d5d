import type { RandomState } from '../../core/random.js';

/** A drawn galaxy. */
export interface DrawnGalaxy {
  readonly z: number;
  /** u-g, g-r, r-i, i-z. */
  readonly colours: Float64Array;
}

/**
 * Draws a compact galaxy of an i magnitude, that is, one that a survey may take for a point source. Galaxies are of
 * two kinds, red and blue (Strateva et al. 2001, AJ 122, 1861; Baldry et al. 2004, ApJ 600, 681), whose colours grow
 * redder with redshift as the break at 4000 ångström passes from g into r near z = 0.35 (Eisenstein et al. 2001).
 * The redshift grows with magnitude.
 */
export function drawGalaxy(i: number, random: RandomState): DrawnGalaxy {
  const typical = 0.08 * 10 ** (0.14 * (i - 16.5));
  const z = Math.min(0.8, Math.max(0.005, typical * Math.exp(0.4 * random.standardNormal())));
  const red = random.random() < 0.5;
  const early = Math.min(z, 0.35);
  const late = Math.max(0, z - 0.35);
  const colours = red
    ? [
        1.75 + 1.2 * early - 0.6 * late,
        0.7 + 2.6 * early + 0.2 * late,
        0.35 + 0.45 * early + 1.5 * late,
        0.28 + 0.3 * z,
      ]
    : [1.15 - 0.3 * early, 0.4 + 1.1 * early - 0.3 * late, 0.2 + 0.5 * early + 0.6 * late, 0.12 + 0.35 * z];
  const scatter = red ? [0.15, 0.05, 0.03, 0.04] : [0.22, 0.12, 0.08, 0.08];
  // Ages move all colours of a galaxy together; the rest is its own.
  const common = random.standardNormal();
  return {
    z,
    colours: Float64Array.from(
      colours,
      (value, k) => value + scatter[k] * (0.8 * common + 0.6 * random.standardNormal()),
    ),
  };
}
