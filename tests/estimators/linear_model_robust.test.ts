import { describe, expect, it } from 'vitest';
import { Ridge, TheilSenRegressor } from '../../src/estimators/index.js';
import { RANSACRegressor } from '../../src/meta/index.js';
import { expectClose, loadFixture } from '../support/fixtures.js';

interface RansacCase {
  readonly on: 'one' | 'two';
  readonly weighted: boolean;
  readonly params: Record<string, unknown>;
  readonly ridge: boolean;
  readonly nTrials: number;
  readonly inliers: boolean[];
  readonly skips: number;
  readonly predict: number[] | number[][];
}

interface TheilCase {
  readonly columns: number;
  readonly params: Record<string, unknown>;
  readonly coef: number[];
  readonly intercept: number;
  readonly breakdown: number;
  readonly nSubpopulation: number;
}

const { X, y, two, weights, ransac, theil } = loadFixture<{
  X: number[][];
  y: number[];
  two: number[][];
  weights: number[];
  ransac: RansacCase[];
  theil: TheilCase[];
}>('linear_model/robust');

/** snake_case to camelCase. */
const camel = (params: Record<string, unknown>): object =>
  Object.fromEntries(
    Object.entries(params).map(([key, value]) => [
      key.replace(/_(\w)/g, (_, c: string) => c.toUpperCase()),
      value,
    ]),
  );

describe('RANSACRegressor, with the draws of scikit-learn', () => {
  it.each(ransac.map((given) => [`${given.on} ${JSON.stringify(given.params)}`, given] as const))(
    '%s',
    async (_title, given) => {
      const estimator = given.ridge ? new Ridge({ alpha: 0.1 }) : null;
      const model = new RANSACRegressor({ ...camel(given.params), estimator, randomState: 3 });
      const options = given.weighted ? { sampleWeight: weights } : {};
      await model.fit(X, given.on === 'one' ? y : two, options);
      expect(model.nTrials).toBe(given.nTrials);
      expect(model.nSkipsNoInliers).toBe(given.skips);
      expect(model.inlierMask).toEqual(given.inliers);
      expectClose(await model.predict(X.slice(0, 3)), given.predict, { rtol: 1e-9 });
    },
  );

  it('heeds the checks of subsets and models, and says when nothing agrees', async () => {
    const some = new RANSACRegressor({
      randomState: 0,
      isDataValid: (_X, part) => (part as Float64Array).every((value) => value < 25),
      isModelValid: (model) => model.isFitted,
    });
    await some.fit(X, y);
    expect(some.nSkipsInvalidModel).toBe(0);
    const none = new RANSACRegressor({ randomState: 0, isDataValid: () => false, maxTrials: 7 });
    await expect(none.fit(X, y)).rejects.toThrow(/no set of rows/);
    await expect(new RANSACRegressor({ minSamples: 51 }).fit(X, y)).rejects.toThrow(/minSamples/);
    expect(() => new RANSACRegressor({ estimator: new Ridge() })).toThrow(/minSamples/);
  });
});

describe('TheilSenRegressor, with the draws of scikit-learn', () => {
  it.each(theil.map((given) => [`${given.columns} ${JSON.stringify(given.params)}`, given] as const))(
    '%s',
    async (_title, given) => {
      const rows = X.map((row) => row.slice(0, given.columns));
      const model = new TheilSenRegressor({
        ...camel(given.params),
        randomState: 1,
        tol: 1e-9,
        maxIter: 3000,
      });
      await model.fit(rows, y);
      // Both end within 1e-9 per step of the median; where steps shrink slowly, somewhat further away.
      expectClose(model.coef, [given.coef], { rtol: 1e-6, atol: 1e-7, what: 'coef' });
      expectClose(model.intercept, [given.intercept], { rtol: 1e-6, atol: 1e-7, what: 'intercept' });
      expectClose(model.breakdown, given.breakdown, { rtol: 1e-12 });
      expect(model.nSubpopulation).toBe(given.nSubpopulation);
    },
  );

  it('refuses subsets that do not determine a line', async () => {
    await expect(new TheilSenRegressor({ nSubsamples: 2 }).fit(X, y)).rejects.toThrow(/nSubsamples/);
  });
});
