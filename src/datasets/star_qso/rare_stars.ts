import type { RandomState } from '../../core/random.js';
import { stellarLocus } from './stellar_locus.js';

/** Stars off the main sequence that are mistaken for quasars. */
export type RareStar = 'white dwarf' | 'A star' | 'white dwarf + red dwarf';

/**
 * The share of each among stars of SDSS depth: about what spectra of blue point sources find (Harris et al. 2003;
 * Yanny et al. 2000; Smolcic et al. 2004), raised a little, since such stars are the ones worth learning.
 */
export const RARE_SHARES: readonly (readonly [RareStar, number])[] = [
  ['white dwarf', 0.012],
  ['A star', 0.02],
  ['white dwarf + red dwarf', 0.003],
];

/**
 * Colours u-g, g-r, r-i, i-z of hydrogen white dwarfs of 40 000, 25 000, 18 000, 14 000, 11 000, 9 000, 7 500 and
 * 6 500 K, to a few hundredths (cooling models of Bergeron et al. 1995 in SDSS bands).
 */
const WHITE_DWARFS: readonly (readonly number[])[] = [
  [-0.43, -0.5, -0.37, -0.35],
  [-0.17, -0.43, -0.33, -0.31],
  [0.12, -0.35, -0.28, -0.27],
  [0.33, -0.26, -0.24, -0.24],
  [0.46, -0.14, -0.17, -0.17],
  [0.42, 0.05, -0.05, -0.08],
  [0.5, 0.24, 0.07, 0],
  [0.74, 0.4, 0.15, 0.05],
];

/** Colours at the blue and the red end of A stars and blue horizontal-branch stars (Yanny et al. 2000). */
const A_STARS: readonly (readonly number[])[] = [
  [1.05, -0.3, -0.23, -0.17],
  [1.18, -0.15, -0.13, -0.1],
  [1.1, 0.05, -0.02, -0.04],
];

/** Draws the colours u-g, g-r, r-i, i-z of a rare star. */
export function drawRareStar(kind: RareStar, random: RandomState): Float64Array {
  if (kind === 'A star') return along(A_STARS, random.random(), 0.04, random);
  // Hot white dwarfs are bright and so are seen far away: the sample has more of them than space has.
  const dwarf = along(WHITE_DWARFS, random.random() ** 0.8, 0.03, random);
  return kind === 'white dwarf' ? dwarf : withRedDwarf(dwarf, random);
}

/** A point on a track of colours (0 its start, 1 its end), with scatter. */
function along(
  track: readonly (readonly number[])[],
  place: number,
  scatter: number,
  random: RandomState,
): Float64Array {
  const at = place * (track.length - 1);
  const k = Math.min(track.length - 2, Math.floor(at));
  return Float64Array.from(
    track[k],
    (value, j) => value + (at - k) * (track[k + 1][j] - value) + scatter * random.standardNormal(),
  );
}

/** The colours of the joint light of a white dwarf and a red dwarf that is as bright in r, within two magnitudes. */
function withRedDwarf(dwarf: Float64Array, random: RandomState): Float64Array {
  const companion = magnitudesOf(stellarLocus(1.8 + 1.4 * random.random()));
  const white = magnitudesOf(dwarf);
  const offset = random.uniform(-1, 1);
  const joint = white.map(
    (m, band) => -2.5 * Math.log10(10 ** (-0.4 * m) + 10 ** (-0.4 * (companion[band] + offset))),
  );
  return Float64Array.from({ length: 4 }, (_, k) => joint[k] - joint[k + 1]);
}

/** Magnitudes in the five bands with r = 0. */
function magnitudesOf(colours: Float64Array): Float64Array {
  const [ug, gr, ri, iz] = colours;
  return Float64Array.of(ug + gr, gr, 0, -ri, -ri - iz);
}
