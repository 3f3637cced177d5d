import { describe, expect, it } from 'vitest';
import type { Matrix } from '../../../src/core/matrix.js';
import { collectWarnings } from '../../../src/core/warnings.js';
import {
  type NeighborMetric,
  RadiusNeighborsClassifier,
  RadiusNeighborsRegressor,
} from '../../../src/estimators/neighbors/index.js';
import { expectClose, loadFixture } from '../../support/fixtures.js';
import { sets } from './support.js';

interface Case {
  data: string;
  metric: NeighborMetric;
  p: number;
  radius: number;
  weights: 'uniform' | 'distance';
  outlier: 'most_frequent' | number;
  predict: number[];
  proba: number[][];
  regression?: number[][];
}

const { cases } = loadFixture<{ cases: Case[] }>('neighbors/radius');

describe('votes within a radius equal scikit-learn', () => {
  it.each(cases)('$data $metric p=$p $weights outliers $outlier', async (golden) => {
    const { X, y, t, Q } = sets[golden.data];
    const { metric, p, radius, weights } = golden;
    await collectWarnings(async () => {
      const settings = { metric, p, radius, weights };
      const model = await new RadiusNeighborsClassifier({ ...settings, outlierLabel: golden.outlier }).fit(
        X,
        y,
      );
      expect(await model.predict(Q)).toEqual(golden.predict);
      // Sums of inverse distances in another order.
      expectClose(await model.predictProba(Q), golden.proba, { rtol: 1e-12, atol: 1e-14 });
      if (!golden.regression) return;
      const regressor = await new RadiusNeighborsRegressor(settings).fit(X, t);
      expectClose(await regressor.predict<Matrix>(Q), golden.regression, { rtol: 1e-12, atol: 1e-12 });
    });
  });
});

describe('RadiusNeighborsClassifier', () => {
  const X = [[0], [1], [2], [3]];

  it('refuses rows without neighbours unless told their label', async () => {
    const model = await new RadiusNeighborsClassifier({ radius: 1 }).fit(X, [0, 0, 1, 1]);
    await expect(model.predict([[1], [9]])).rejects.toThrow(
      /no fitted row lies within the radius of row\(s\) \[1\]/,
    );
    const labelled = await new RadiusNeighborsClassifier({ radius: 1, outlierLabel: -1 }).fit(
      X,
      [0, 0, 1, 1],
    );
    const { value, warnings } = await collectWarnings(async () => [
      await labelled.predict([[1], [9]]),
      (await labelled.predictProba([[9]])).to2DArray(),
    ]);
    expect(value).toEqual([[0, -1], [[0, 0]]]);
    expect(warnings[0].message).toMatch(/no class of the data/);
    const wrong = new RadiusNeighborsClassifier({ outlierLabel: 'none' });
    await expect(wrong.fit(X, [0, 0, 1, 1])).rejects.toThrow(/of the kind of y/);
  });

  it('labels several outputs, each with its own outlier label', async () => {
    const y = [
      ['a', 'x'],
      ['a', 'y'],
      ['b', 'y'],
      ['b', 'y'],
    ];
    const model = new RadiusNeighborsClassifier({ radius: 1.2, outlierLabel: ['none', 'y'] });
    const { value } = await collectWarnings(async () => (await model.fit(X, y)).predict([[0.4], [50]]));
    expect(value).toEqual([
      ['a', 'x'],
      ['none', 'y'],
    ]);
    expect((await model.predictProbaPerOutput([[2.5]]))[1].to2DArray()).toEqual([[0, 1]]);
    const frequent = await new RadiusNeighborsClassifier({ outlierLabel: 'most_frequent' }).fit(X, y);
    expect(frequent.outlierLabel).toEqual(['a', 'y']);
  });

  it('takes a function of the distances as weights', async () => {
    const weights = (distances: Float64Array) => distances.map((d) => (d < 0.7 ? 10 : 1));
    const model = await new RadiusNeighborsClassifier({ radius: 2.5, weights }).fit(X, [0, 1, 1, 1]);
    expect((await model.predictProba([[0]])).to2DArray()).toEqual([[10 / 12, 2 / 12]]);
  });
});

describe('RadiusNeighborsRegressor', () => {
  it('predicts NaN with a warning where nothing is near', async () => {
    const model = await new RadiusNeighborsRegressor({ radius: 1 }).fit([[0], [1]], [3, 5]);
    const { value, warnings } = await collectWarnings(() => model.predict([[0.5], [7]]));
    expect(value).toEqual(new Float64Array([4, Number.NaN]));
    expect(warnings[0].message).toMatch(/1 row\(s\) have no neighbours/);
    const found = await model.radiusNeighbors([[0.5]], { sortResults: true });
    expect(Array.from(found[0].indices)).toEqual([0, 1]);
    expect(Array.from((await model.radiusNeighborsGraph()).indices)).toEqual([1, 0]);
  });
});
