import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { InvalidParameterError } from '../../src/core/errors.js';
import { RandomState } from '../../src/core/random.js';
import { loadSdss } from '../../src/datasets/sdss.js';
import { makeStarQso, type StarQsoCatalogue } from '../../src/datasets/star_qso/index.js';
import { intergalacticDepth } from '../../src/datasets/star_qso/intergalactic.js';
import { magnitudeError, measure, SDSS_DEPTH } from '../../src/datasets/star_qso/photometric_errors.js';
import { quasarMagnitudes } from '../../src/datasets/star_qso/quasar_colours.js';
import { drawQuasar, quasarCounts } from '../../src/datasets/star_qso/quasar_counts.js';
import { drawRareStar } from '../../src/datasets/star_qso/rare_stars.js';
import { stellarLocus } from '../../src/datasets/star_qso/stellar_locus.js';

const count = (catalogue: StarQsoCatalogue, name: string) =>
  catalogue.target.filter((t) => t === name).length;
const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[values.length >> 1];
const colours = (m: Float64Array) => [0, 1, 2, 3].map((k) => m[k] - m[k + 1]);

describe('makeStarQso', () => {
  const catalogue = makeStarQso({ nSamples: 3000, randomState: 1 });

  it('gives named magnitudes and colours, classes, redshifts and errors that agree with each other', () => {
    const { data, errors, redshift, target, population, table } = catalogue;
    expect(data.columnNames).toEqual(['u', 'g', 'r', 'i', 'z', 'u-g', 'g-r', 'r-i', 'i-z']);
    expect(catalogue.featureNames).toEqual(data.columnNames);
    expect(catalogue.targetNames).toEqual(['QSO', 'STAR']);
    expect([data.rows, errors.rows, redshift.length, target.length, table.rows]).toEqual(Array(5).fill(3000));
    for (let row = 0; row < data.rows; row++) {
      for (let k = 0; k < 4; k++) expect(data.get(row, 5 + k)).toBe(data.get(row, k) - data.get(row, k + 1));
      expect(redshift[row] > 0).toBe(target[row] === 'QSO');
      expect(population[row] === 'quasar').toBe(target[row] === 'QSO');
      for (let k = 0; k < 5; k++)
        expect(Number.isFinite(data.get(row, k)) && errors.get(row, k) > 0).toBe(true);
    }
    expect(table.numbers('err_u')).toEqual(errors.column(0));
    expect(table.labels('class')).toEqual(target);
  });

  it('is determined by the seed, and mixes the classes', () => {
    const again = makeStarQso({ nSamples: 3000, randomState: 1 });
    expect(again.data.data).toEqual(catalogue.data.data);
    expect(again.target).toEqual(catalogue.target);
    expect(makeStarQso({ nSamples: 3000, randomState: 2 }).target).not.toEqual(catalogue.target);
    const state = RandomState.from(1);
    expect(makeStarQso({ nSamples: 3000, randomState: state }).target).toEqual(catalogue.target);
    expect(makeStarQso({ nSamples: 3000, randomState: state }).target).not.toEqual(catalogue.target);
    const first = catalogue.target.slice(0, 1000).filter((name) => name === 'QSO').length;
    expect(first).toBeGreaterThan(150);
    expect(first).toBeLessThan(250);
  });

  it('holds the shares asked for', () => {
    expect(count(catalogue, 'QSO')).toBe(600);
    const three = makeStarQso({ nSamples: 1000, galaxies: true, quasarFraction: 0.5, randomState: 0 });
    expect([count(three, 'QSO'), count(three, 'GALAXY'), count(three, 'STAR')]).toEqual([500, 200, 300]);
    expect(three.targetNames).toEqual(['GALAXY', 'QSO', 'STAR']);
    expect(count(makeStarQso({ nSamples: 100, galaxies: 0.07, randomState: 0 }), 'GALAXY')).toBe(7);
    expect(count(makeStarQso({ nSamples: 50, quasarFraction: 0, randomState: 0 }), 'STAR')).toBe(50);
    expect(count(makeStarQso({ nSamples: 50, quasarFraction: 1, randomState: 0 }), 'QSO')).toBe(50);
    // High above the plane about 1.4 % of point sources to i = 20.2 are quasars.
    const sky = count(makeStarQso({ nSamples: 10_000, quasarFraction: 'sky', randomState: 0 }), 'QSO');
    expect(sky).toBeGreaterThan(100);
    expect(sky).toBeLessThan(200);
    const none = makeStarQso({ nSamples: 2000, contaminants: 0, randomState: 0 });
    expect(new Set(none.population)).toEqual(new Set(['main sequence', 'quasar']));
    const many = makeStarQso({ nSamples: 2000, contaminants: 10, quasarFraction: 0, randomState: 0 });
    expect(many.population.filter((name) => name !== 'main sequence').length).toBeGreaterThan(600);
  });

  it('keeps to the ranges of magnitude and redshift, and gives the features asked for', () => {
    const deep = { u: 30, g: 30, r: 30, i: 30, z: 30 };
    const few = makeStarQso({
      nSamples: 500,
      iRange: [17, 18],
      zRange: [2, 3],
      depth: deep,
      features: ['g-i', 'i'],
      randomState: 3,
    });
    expect(few.data.columnNames).toEqual(['g-i', 'i']);
    for (let row = 0; row < 500; row++) {
      expect(few.data.get(row, 1)).toBeGreaterThan(16.9);
      expect(few.data.get(row, 1)).toBeLessThan(18.1);
      if (few.target[row] !== 'QSO') continue;
      expect(few.redshift[row]).toBeGreaterThanOrEqual(2);
      expect(few.redshift[row]).toBeLessThanOrEqual(3);
    }
  });

  it.each([
    [{ nSamples: 0 }, /nSamples/],
    [{ nSamples: 1.5 }, /nSamples/],
    [{ quasarFraction: 1.1 }, /quasarFraction/],
    [{ quasarFraction: 0.9, galaxies: 0.2 }, /quasarFraction/],
    [{ galaxies: -1 }, /galaxies/],
    [{ contaminants: Number.NaN }, /contaminants/],
    [{ contaminants: 1000 }, /contaminants/],
    [{ iRange: [20, 15] }, /iRange/],
    [{ zRange: [0, 1] }, /zRange/],
    [{ depth: 'lsst' }, /depth/],
    [{ depth: { u: 22 } }, /depth/],
    [{ features: 'all' }, /features/],
    [{ features: ['y'] }, /features/],
    [{ nsamples: 5 }, /Did you mean 'nSamples'/],
    [{ randomState: -1 }, /seed/],
  ])('refuses %j', (options, message) => {
    expect(() => makeStarQso(options as object)).toThrow(message);
    expect(() => makeStarQso(options as object)).toThrow(InvalidParameterError);
  });

  it('is as hard as the sky: nearest neighbours in the colours are right for 97 to 99.8 % of sources', () => {
    const { data, target, redshift } = makeStarQso({ nSamples: 4000, features: 'colours', randomState: 5 });
    let right = 0;
    const found = { low: [0, 0], crossing: [0, 0] };
    for (let i = 3000; i < 4000; i++) {
      const near: [number, string][] = [];
      for (let j = 0; j < 3000; j++) {
        let distance = 0;
        for (let k = 0; k < 4; k++) distance += (data.get(i, k) - data.get(j, k)) ** 2;
        near.push([distance, target[j]]);
      }
      near.sort((a, b) => a[0] - b[0]);
      const votes = near.slice(0, 5).filter(([, name]) => name === 'QSO').length;
      const answer = votes >= 3 ? 'QSO' : 'STAR';
      if (answer === target[i]) right++;
      if (target[i] !== 'QSO') continue;
      const group = redshift[i] > 2.4 && redshift[i] < 3.3 ? found.crossing : found.low;
      group[0] += answer === 'QSO' ? 1 : 0;
      group[1]++;
    }
    expect(right / 1000).toBeGreaterThan(0.97);
    expect(right / 1000).toBeLessThan(0.998);
    // Quasars that cross the stellar locus are the hard ones.
    expect(found.crossing[0] / found.crossing[1]).toBeLessThan(found.low[0] / found.low[1]);
  });
});

describe('the stellar locus', () => {
  it('is consistent: g-r and r-i add up to g-i within 0.03', () => {
    for (let gi = 0.1; gi <= 4.2; gi += 0.1) {
      const [, gr, ri] = stellarLocus(gi);
      expect(Math.abs(gr + ri - gi), `g-i ${gi}`).toBeLessThan(0.03);
    }
  });

  it('passes the colours of G and M stars, and is held at the ends of its fit', () => {
    // Covey et al. (2007): g-i = 0.55 is about a G star, 2.5 about an M3 star.
    expect(stellarLocus(0.55)[0]).toBeCloseTo(1.17, 1);
    expect(stellarLocus(0.55)[1]).toBeCloseTo(0.42, 1);
    expect(stellarLocus(2.5)[1]).toBeCloseTo(1.4, 1);
    expect(stellarLocus(2.5)[2]).toBeCloseTo(1.1, 1);
    expect(stellarLocus(-3)).toEqual(stellarLocus(0.05));
    expect(stellarLocus(9)).toEqual(stellarLocus(4.4));
  });

  it('has white dwarfs and A stars where surveys find them', () => {
    const random = RandomState.from(0);
    for (let k = 0; k < 300; k++) {
      const [ug, gr] = drawRareStar('white dwarf', random);
      expect(ug).toBeLessThan(1);
      expect(gr).toBeLessThan(0.6);
      const [ugA, grA] = drawRareStar('A star', random);
      expect(ugA).toBeGreaterThan(0.8);
      expect(grA).toBeLessThan(0.25);
      const [, grPair, riPair] = drawRareStar('white dwarf + red dwarf', random);
      expect(riPair).toBeGreaterThan(grPair - 0.8);
    }
  });
});

describe('quasars', () => {
  it('have an ultraviolet excess below z = 2.2, cross the stars near 2.7, and drop out of u above 3.2', () => {
    for (let z = 0.3; z < 2.1; z += 0.1) expect(colours(quasarMagnitudes(z))[0], `z ${z}`).toBeLessThan(0.5);
    const crossing = colours(quasarMagnitudes(2.75));
    let nearest = Number.POSITIVE_INFINITY;
    for (let gi = 0.05; gi < 1; gi += 0.01) {
      const star = stellarLocus(gi);
      nearest = Math.min(nearest, Math.hypot(...crossing.map((colour, k) => colour - star[k])));
    }
    expect(nearest).toBeLessThan(0.3);
    expect(colours(quasarMagnitudes(3.5))[0]).toBeGreaterThan(2);
    expect(colours(quasarMagnitudes(4.3))[1]).toBeGreaterThan(1.5);
  });

  it('are dimmed as Madau (1995) gives: nothing longward of Ly alpha, 0.0036 (1 + z)^3.46 just shortward', () => {
    expect(intergalacticDepth(1216 * 4 + 1, 3)).toBe(0);
    // At the blue side of Ly alpha from z = 3, tolerance of the wavelength step: 1e-3.
    expect(intergalacticDepth(1215.6 * 4, 3)).toBeCloseTo(0.0036 * 4 ** 3.46, 3);
    expect(intergalacticDepth(900 * 4, 3)).toBeGreaterThan(intergalacticDepth(1000 * 4, 3));
    for (let z = 0.1; z < 6; z += 0.5) expect(intergalacticDepth(3550, z)).toBeGreaterThanOrEqual(0);
  });

  it('are as many as surveys count: some 7 to 13 a square degree to i = 19.1, and 20 to 40 to 20.2', () => {
    expect(quasarCounts([0.2, 5], [15, 19.1]).total).toBeGreaterThan(6);
    expect(quasarCounts([0.2, 5], [15, 19.1]).total).toBeLessThan(13);
    expect(quasarCounts([0.2, 5], [15, 20.2]).total).toBeGreaterThan(20);
    expect(quasarCounts([0.2, 5], [15, 20.2]).total).toBeLessThan(40);
  });

  it('are drawn from those counts', () => {
    const counts = quasarCounts([0.2, 5], [15, 20.2]);
    const random = RandomState.from(4);
    const drawn = Array.from({ length: 20_000 }, () => drawQuasar(counts, random));
    const share = quasarCounts([0.2, 2.2], [15, 20.2]).total / counts.total;
    // Standard error 0.003; the grids of the two counts differ a little.
    expect(Math.abs(drawn.filter(({ z }) => z < 2.2).length / 20_000 - share)).toBeLessThan(0.015);
    expect(Math.min(...drawn.map(({ i }) => i))).toBeGreaterThanOrEqual(15);
    expect(Math.max(...drawn.map(({ i }) => i))).toBeLessThanOrEqual(20.2);
  });
});

describe('photometric errors', () => {
  it('are 0.2 at the depth, systematic for bright sources, and grow with magnitude', () => {
    for (const band of ['u', 'g', 'r', 'i', 'z'] as const) {
      expect(magnitudeError(SDSS_DEPTH[band], band)).toBeCloseTo(0.2, 2);
      expect(magnitudeError(10, band)).toBeLessThan(0.021);
      expect(magnitudeError(21, band)).toBeGreaterThan(magnitudeError(20, band));
    }
  });

  it('are those of the scatter of repeated measurements, and asinh magnitudes stay finite', () => {
    const random = RandomState.from(6);
    const values = Array.from(
      { length: 20_000 },
      () => measure(20, 'i', SDSS_DEPTH, random.standardNormal()).magnitude,
    );
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
    // 20 000 draws know the spread to 0.5 %; the asinh scale differs by less than 1 % here.
    expect(spread / magnitudeError(20, 'i')).toBeCloseTo(1, 1);
    expect(mean).toBeCloseTo(20, 2);
    const negative = measure(27, 'u', SDSS_DEPTH, -3);
    expect(Number.isFinite(negative.magnitude) && Number.isFinite(negative.error)).toBe(true);
    expect(measure(15, 'r', SDSS_DEPTH, 0).magnitude).toBeCloseTo(15, 6);
  });
});

const real = fileURLToPath(new URL('../../../shared/data/sdss_dr14.csv', import.meta.url));
if (!existsSync(real))
  console.warn(`SKIPPED: the comparison of simulated with real quasars, because ${real} is absent.`);

it.skipIf(!existsSync(real))(
  'simulated quasars have the median colours of real ones to 0.25 in each bin of redshift',
  async () => {
    const observed = await loadSdss(real, { classes: ['QSO'], features: 'colours' });
    const simulated = makeStarQso({
      nSamples: 3000,
      quasarFraction: 1,
      iRange: [15, 19.2],
      features: 'colours',
      randomState: 2,
    });
    const redshifts = observed.redshift as Float64Array;
    for (const [low, high] of [
      [0.5, 0.8],
      [0.8, 1.2],
      [1.2, 1.5],
      [1.5, 1.8],
      [1.8, 2.2],
      [2.2, 2.5],
    ]) {
      for (let k = 0; k < 4; k++) {
        const of = (data: typeof observed.data, z: Float64Array) =>
          median(Array.from(data.column(k)).filter((_, i) => z[i] >= low && z[i] < high));
        const difference = of(observed.data, redshifts) - of(simulated.data, simulated.redshift);
        expect(Math.abs(difference), `z ${low}-${high}, ${observed.featureNames[k]}`).toBeLessThan(0.25);
      }
    }
  },
);
