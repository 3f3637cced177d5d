import { describe, InvalidParameterError } from '../../core/errors.js';
import { Matrix } from '../../core/matrix.js';
import { unknownParameter } from '../../core/params.js';
import { RandomState, type RandomStateLike } from '../../core/random.js';
import { Table } from '../../core/table.js';
import {
  isPhotometric,
  type PhotometricFeatures,
  photometricFeature,
  photometricNames,
  SDSS_BANDS,
} from '../sdss_bands.js';
import { drawGalaxy } from './galaxies.js';
import { measure, resolveDepth, type SurveyDepth } from './photometric_errors.js';
import { drawQuasarSpectrum, quasarMagnitudes } from './quasar_colours.js';
import { drawQuasar, quasarCounts } from './quasar_counts.js';
import { drawRareStar, RARE_SHARES } from './rare_stars.js';
import { drawMainSequence, drawStarMagnitude, starCounts } from './stellar_locus.js';

/** The classes of the simulated catalogue. */
export type StarQsoClass = 'STAR' | 'QSO' | 'GALAXY';

/** What the simulated catalogue holds. */
export interface MakeStarQsoOptions {
  /** Number of sources; default 10 000. */
  readonly nSamples?: number;
  /** Seed or generator; the same seed gives the same catalogue. */
  readonly randomState?: RandomStateLike | null;
  /** The share of quasars, or 'sky' for their share among point sources at high Galactic latitude; default 0.2. */
  readonly quasarFraction?: number | 'sky';
  /** Compact galaxies: their share, true for 0.2; default false. */
  readonly galaxies?: boolean | number;
  /** Factor on the share of stars that look like quasars (white dwarfs, A stars, pairs); default 1. */
  readonly contaminants?: number;
  /** Brightest and faintest i magnitude before noise; default [15, 20.2]. */
  readonly iRange?: readonly [number, number];
  /** Range of the quasars' redshifts; default [0.2, 5]. */
  readonly zRange?: readonly [number, number];
  /** Depth of the survey, which sets the errors; default 'sdss'. */
  readonly depth?: 'sdss' | SurveyDepth;
  /** The features; default 'both' magnitudes and colours. */
  readonly features?: PhotometricFeatures;
}

/** A simulated catalogue. */
export interface StarQsoCatalogue {
  /** The features, nSamples x d, with column names; by default u, g, r, i, z, u-g, g-r, r-i, i-z. */
  readonly data: Matrix;
  readonly target: StarQsoClass[];
  /** Redshifts, 0 for stars. */
  readonly redshift: Float64Array;
  /** Errors of the five magnitudes, nSamples x 5. */
  readonly errors: Matrix;
  /** What each source was drawn as: 'main sequence', 'white dwarf', 'quasar', ... */
  readonly population: string[];
  readonly featureNames: readonly string[];
  /** The classes that occur, sorted. */
  readonly targetNames: readonly StarQsoClass[];
  /** Everything as one table: magnitudes, their errors, redshift, population, class. */
  readonly table: Table;
}

const OPTIONS = [
  ...['nSamples', 'randomState', 'quasarFraction', 'galaxies', 'contaminants'],
  ...['iRange', 'zRange', 'depth', 'features'],
];

interface Source {
  readonly kind: StarQsoClass;
  readonly population: string;
  readonly z: number;
  readonly magnitudes: Float64Array;
}

/**
 * Simulates a catalogue of point sources in the five SDSS bands from published facts, for learning to tell quasars
 * from stars: the stellar locus (Covey et al. 2007) with metal-poor halo stars, white dwarfs, A stars and pairs;
 * quasars whose lines and Lyman forest move through the bands (Vanden Berk et al. 2001, Richards et al. 2001, Madau
 * 1995), with redshifts and magnitudes from the luminosity function of Ross et al. (2013); on request compact
 * galaxies; errors of the survey's depth (Ivezic et al. 2019) and asinh magnitudes (Lupton et al. 1999). Near z = 2.7
 * quasars have the colours of stars, as in the sky, so that no classifier is perfect. The result is determined by
 * `randomState`. O(nSamples).
 * @throws InvalidParameterError for a bad option.
 * @example
 * ```ts
 * const { data, target } = makeStarQso({ nSamples: 200, quasarFraction: 0.25, randomState: 7 });
 * data.columnNames; // ['u', 'g', 'r', 'i', 'z', 'u-g', 'g-r', 'r-i', 'i-z']
 * target.filter((name) => name === 'QSO').length; // 50
 * ```
 */
export function makeStarQso(options: MakeStarQsoOptions = {}): StarQsoCatalogue {
  const { nSamples, contaminants, iRange, zRange, depth, features, counts } = resolve(options);
  const random = RandomState.from(options.randomState);
  const quasars = quasarCounts(zRange, iRange);
  const fraction =
    options.quasarFraction === 'sky'
      ? (quasars.total / (quasars.total + starCounts(iRange))) * (1 - counts.galaxies / nSamples)
      : counts.quasars;
  const nGalaxies = counts.galaxies;
  const nQuasars = Math.min(nSamples - nGalaxies, Math.round(fraction * nSamples));

  const sources: Source[] = [];
  for (let k = 0; k < nSamples; k++) {
    if (k < nQuasars) {
      const { z, i } = drawQuasar(quasars, random);
      const magnitudes = quasarMagnitudes(z, drawQuasarSpectrum(random));
      sources.push({ kind: 'QSO', population: 'quasar', z, magnitudes: atMagnitude(magnitudes, i) });
    } else if (k < nQuasars + nGalaxies) {
      const i = drawStarMagnitude(iRange, random);
      const { z, colours } = drawGalaxy(i, random);
      sources.push({ kind: 'GALAXY', population: 'galaxy', z, magnitudes: fromColours(colours, i) });
    } else sources.push(drawStar(iRange, contaminants, random));
  }

  const order = random.permutation(nSamples);
  const magnitudes = SDSS_BANDS.map(() => new Float64Array(nSamples));
  const errors = Matrix.zeros(
    nSamples,
    5,
    SDSS_BANDS.map((band) => `err_${band}`),
  );
  const redshift = new Float64Array(nSamples);
  const target: StarQsoClass[] = [];
  const population: string[] = [];
  for (let row = 0; row < nSamples; row++) {
    const source = sources[order[row]];
    SDSS_BANDS.forEach((band, j) => {
      const { magnitude, error } = measure(source.magnitudes[j], band, depth, random.standardNormal());
      magnitudes[j][row] = magnitude;
      errors.set(row, j, error);
    });
    redshift[row] = source.z;
    target.push(source.kind);
    population.push(source.population);
  }

  const featureNames = photometricNames(features);
  const cells = featureNames.map((name) => photometricFeature(name, magnitudes) as Float64Array);
  return {
    data: Table.of(featureNames.map((name, j) => [name, cells[j]])).toMatrix(),
    target,
    redshift,
    errors,
    population,
    featureNames,
    targetNames: [...new Set(target)].sort(),
    table: Table.of([
      ...SDSS_BANDS.map((band, j) => [band, magnitudes[j]] as const),
      ...SDSS_BANDS.map((band, j) => [`err_${band}`, errors.column(j)] as const),
      ['redshift', redshift],
      ['population', population],
      ['class', target],
    ]),
  };
}

function drawStar(iRange: readonly [number, number], contaminants: number, random: RandomState): Source {
  const i = drawStarMagnitude(iRange, random);
  let mark = random.random();
  for (const [population, share] of RARE_SHARES) {
    mark -= share * contaminants;
    if (mark >= 0) continue;
    return { kind: 'STAR', population, z: 0, magnitudes: fromColours(drawRareStar(population, random), i) };
  }
  const colours = drawMainSequence(i, random);
  return { kind: 'STAR', population: 'main sequence', z: 0, magnitudes: fromColours(colours, i) };
}

function fromColours([ug, gr, ri, iz]: Float64Array, i: number): Float64Array {
  return Float64Array.of(i + ri + gr + ug, i + ri + gr, i + ri, i, i - iz);
}

/** The magnitudes shifted so that the one in i is as given. */
function atMagnitude(magnitudes: Float64Array, i: number): Float64Array {
  const shift = i - magnitudes[3];
  return magnitudes.map((magnitude) => magnitude + shift);
}

function resolve(options: MakeStarQsoOptions) {
  for (const key of Object.keys(options)) {
    if (!OPTIONS.includes(key)) throw unknownParameter('makeStarQso', key, OPTIONS);
  }
  const { nSamples = 10_000, quasarFraction = 0.2, galaxies = false, contaminants = 1 } = options;
  const { iRange = [15, 20.2], zRange = [0.2, 5], depth = 'sdss', features = 'both' } = options;
  const check = (ok: boolean, name: string, value: unknown, expected: string) => {
    if (ok) return;
    throw new InvalidParameterError(
      `makeStarQso: option '${name}' must be ${expected}. Got ${describe(value)}.`,
      { estimator: 'makeStarQso', parameter: name, received: describe(value), remedy: `pass ${expected}` },
    );
  };
  const share = (value: unknown) => typeof value === 'number' && value >= 0 && value <= 1;
  const galaxyShare = galaxies === true ? 0.2 : galaxies === false ? 0 : galaxies;
  check(Number.isSafeInteger(nSamples) && nSamples >= 1, 'nSamples', nSamples, 'an integer >= 1');
  check(share(galaxyShare), 'galaxies', galaxies, 'true, false or a share in [0, 1]');
  check(
    quasarFraction === 'sky' || (share(quasarFraction) && quasarFraction + galaxyShare <= 1 + 1e-12),
    'quasarFraction',
    quasarFraction,
    "'sky' or a share in [0, 1], with the galaxies at most 1",
  );
  const rare = RARE_SHARES.reduce((sum, [, value]) => sum + value, 0);
  check(
    typeof contaminants === 'number' && contaminants >= 0 && contaminants * rare <= 1,
    'contaminants',
    contaminants,
    `a number in [0, ${Math.floor(1 / rare)}]`,
  );
  const range = (value: readonly number[], low: number, high: number) =>
    Array.isArray(value) && value.length === 2 && value[0] >= low && value[0] < value[1] && value[1] <= high;
  check(range(iRange, 5, 30), 'iRange', iRange, 'two increasing magnitudes in [5, 30]');
  check(range(zRange, 0.01, 7), 'zRange', zRange, 'two increasing redshifts in [0.01, 7]');
  const known = ['magnitudes', 'colours', 'both'].includes(features as string);
  check(
    known || (Array.isArray(features) && features.every(isPhotometric)),
    'features',
    features,
    "'magnitudes', 'colours', 'both' or a list of bands and colours",
  );
  return {
    nSamples,
    contaminants,
    iRange,
    zRange,
    features,
    depth: resolveDepth(depth, 'makeStarQso'),
    counts: {
      quasars: quasarFraction === 'sky' ? 0 : quasarFraction,
      galaxies: Math.round(galaxyShare * nSamples),
    },
  };
}
