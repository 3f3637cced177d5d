import { describe, expect, it } from 'vitest';
import type { Matrix } from '../../../src/core/matrix.js';
import { collectWarnings } from '../../../src/core/warnings.js';
import { GaussianMixture } from '../../../src/estimators/mixture/index.js';
import { expectClose, loadFixture } from '../../support/fixtures.js';
import { compareCases, data, type MixtureCase } from './support.js';

const fixture = loadFixture<{
  cases: MixtureCase[];
  samples: { type: 'full' | 'tied' | 'diag' | 'spherical'; X: number[][]; y: number[] }[];
}>('mixture/gaussian');

describe('GaussianMixture equals scikit-learn 1.9 (parameters 1e-6, bounds 1e-8)', () => {
  compareCases(fixture.cases, (params) => new GaussianMixture(params));
});

describe('GaussianMixture.sample', () => {
  it.each(fixture.samples)('draws what scikit-learn draws: $type', async ({ type, X, y }) => {
    const model = new GaussianMixture({ nComponents: 3, covarianceType: type, randomState: 4 });
    const drawn = await (await model.fit(data.X['overlapping'])).sample(25);
    expect(Array.from(drawn.y)).toEqual(y);
    if (type === 'diag' || type === 'spherical') {
      expectClose(drawn.X, X, { rtol: 1e-6, atol: 1e-6 });
      return;
    }
    // The principal axes that draws run along have no sign of their own: distances from the means decide.
    const precisions = model.precisions as Matrix | Matrix[];
    const distances = (rows: number[][]): number[] =>
      rows.map((row, i) => {
        const gap = row.map((value, j) => value - model.means.get(y[i], j));
        const P = Array.isArray(precisions) ? precisions[y[i]] : precisions;
        return gap.reduce((sum, a, p) => sum + gap.reduce((part, b, q) => part + a * b * P.get(p, q), 0), 0);
      });
    expectClose(distances(drawn.X.to2DArray()), distances(X), { rtol: 1e-6 });
  });

  it('refuses to draw no rows', async () => {
    const model = await new GaussianMixture({ randomState: 0 }).fit(data.X['single']);
    await expect(model.sample(0)).rejects.toThrow(/rows >= 1/);
  });
});

describe('GaussianMixture', () => {
  const rows = data.X['overlapping'];
  const options = { nComponents: 3, randomState: 0, tol: 1e-9, maxIter: 1000 } as const;

  it.each(['full', 'tied', 'diag', 'spherical'] as const)(
    'does not mind distant origins: %s',
    async (type) => {
      const near = await new GaussianMixture({ ...options, covarianceType: type }).fit(rows);
      const moved = rows.map((row) => row.map((value) => Math.fround(value) + 1e8));
      const back = moved.map((row) => row.map((value) => value - 1e8));
      const far = await new GaussianMixture({ ...options, covarianceType: type }).fit(moved);
      const here = await new GaussianMixture({ ...options, covarianceType: type }).fit(back);
      expect(await far.predict(moved)).toEqual(await here.predict(back));
      // The rows themselves keep 8 digits after such a move.
      expectClose(far.lowerBound, here.lowerBound, { rtol: 1e-6 });
      expectClose(near.lowerBound, here.lowerBound, { rtol: 1e-4 });
    },
  );

  it.each([1e-150, 1e-40, 1e40, 1e150])('scales with the data: %s', async (scale) => {
    const scaled = rows.map((row) => row.map((value) => value * scale));
    for (const covarianceType of ['full', 'tied', 'diag', 'spherical'] as const) {
      const start = { initParams: 'random', regCovar: 0, ...options, covarianceType } as const;
      const plain = await new GaussianMixture(start).fit(rows);
      const model = await new GaussianMixture(start).fit(scaled);
      expectClose(model.weights, plain.weights, { rtol: 1e-6 });
      expectClose(
        model.means.data.map((v) => v / scale),
        plain.means.data,
        { rtol: 1e-6, atol: 1e-9 },
      );
      expectClose(model.lowerBound, plain.lowerBound - 3 * Math.log(scale), { rtol: 1e-8 });
    }
  });

  it('gives rows beyond the reach of all components finite probabilities', async () => {
    const model = await new GaussianMixture({ nComponents: 2, randomState: 0 }).fit(data.X['single']);
    expect(await model.predictProba([[1e200], [-1e200]])).toMatchObject({ rows: 2 });
    for (const p of (await model.predictProba([[1e200]])).data) expect(p).toBeCloseTo(0.5);
    expect((await model.scoreSamples([[1e200]]))[0]).toBe(Number.NEGATIVE_INFINITY);
  });

  it('goes on where it stopped with warmStart', async () => {
    const { value: whole } = await collectWarnings(() =>
      new GaussianMixture({ ...options, tol: 0, maxIter: 12 }).fit(rows),
    );
    const parts = new GaussianMixture({ ...options, tol: 0, maxIter: 4, warmStart: true });
    await collectWarnings(async () => {
      for (let i = 0; i < 3; i++) await parts.fit(rows);
    });
    expectClose(parts.means, whole.means, { rtol: 1e-10 });
    expectClose(parts.lowerBound, whole.lowerBound, { rtol: 1e-12 });
    await expect(parts.fit([[1], [2], [3]])).rejects.toThrow(/warmStart/);
  });

  it('copes with repeated and dependent rows, or says what is wrong', async () => {
    const same = Array.from({ length: 20 }, (_, i) => [i % 2, 3 * (i % 2)]);
    const model = await new GaussianMixture({ nComponents: 3, randomState: 0 }).fit(same);
    expect(new Set(await model.predict(same)).size).toBe(2);
    expect([...model.means.data, ...model.weights].every(Number.isFinite)).toBe(true);
    await expect(new GaussianMixture({ regCovar: 0 }).fit(same)).rejects.toThrow(/positive definite/);
    await expect(new GaussianMixture().fit([[1, 2]])).rejects.toThrow(/at least 2 rows/);
    await expect(new GaussianMixture({ nComponents: 4 }).fit([[1], [2], [3]])).rejects.toThrow(
      /at least 4 rows/,
    );
  });

  it('fits more columns than rows', async () => {
    const wide = data.X['wide'].slice(0, 8);
    const model = await new GaussianMixture({ nComponents: 2, regCovar: 0.1, randomState: 0 }).fit(wide);
    expect(Number.isFinite(model.lowerBound)).toBe(true);
  });

  it('refuses starts that are none', async () => {
    const refused = (params: object): Promise<unknown> =>
      new GaussianMixture({ nComponents: 2, ...params }).fit(rows);
    await expect(refused({ weightsInit: [0.5, 0.6] })).rejects.toThrow(/weightsInit/);
    await expect(refused({ meansInit: [[1, 2, 3]] })).rejects.toThrow(/2 x 3/);
    await expect(refused({ covarianceType: 'spherical', precisionsInit: [1, -1] })).rejects.toThrow(
      /positive/,
    );
    await expect(
      refused({
        covarianceType: 'tied',
        precisionsInit: [
          [1, 0, 0],
          [1, 1, 0],
          [0, 0, 1],
        ],
      }),
    ).rejects.toThrow(/symmetric/);
    await expect(refused({ precisionsInit: [[[1]]] })).rejects.toThrow(/2 matrices/);
  });
});
