import { describe, expect, it } from 'vitest';
import { collectWarnings } from '../../../src/core/warnings.js';
import { NearestCentroid } from '../../../src/estimators/neighbors/index.js';
import { expectClose, loadFixture } from '../../support/fixtures.js';
import { sets } from './support.js';

interface Case {
  data: string;
  metric: 'euclidean' | 'manhattan';
  shrink: number | null;
  priors: 'uniform' | 'empirical' | number[];
  centroids: number[][];
  deviations: number[][];
  within: number[];
  prior: number[];
  predict: number[];
  decision?: number[] | number[][];
  proba?: number[][];
  logProba?: number[][];
}

const { cases } = loadFixture<{ cases: Case[] }>('neighbors/centroid');

describe('NearestCentroid equals scikit-learn 1.9', () => {
  it.each(cases)('$data $metric shrink $shrink priors $priors', async (golden) => {
    const { X, y, Q } = sets[golden.data];
    const { metric, shrink, priors } = golden;
    const model = await new NearestCentroid({ metric, shrinkThreshold: shrink, priors }).fit(X, y);
    // The same sums in another order: twelve digits.
    const close = { rtol: 1e-12, atol: 1e-12 };
    expectClose(model.centroids, golden.centroids, close);
    expectClose(model.deviations, golden.deviations, close);
    expectClose(model.withinClassStdDev, golden.within, close);
    expectClose(model.classPrior, golden.prior, close);
    expect(await model.predict(Q)).toEqual(golden.predict);
    if (golden.decision && golden.proba && golden.logProba) {
      expectClose(await model.decisionFunction(Q), golden.decision, { rtol: 1e-10, atol: 1e-10 });
      expectClose(await model.predictProba(Q), golden.proba, { rtol: 1e-10, atol: 1e-12 });
      expectClose(await model.predictLogProba(Q), golden.logProba, { rtol: 1e-10, atol: 1e-10 });
    } else {
      await expect(model.predictProba(Q)).rejects.toThrow(/needs metric 'euclidean'/);
      expect(model.supports('predictProba')).toBe(false);
    }
  });
});

describe('NearestCentroid', () => {
  it('works with one row per class, constant columns, large means and small scales', async () => {
    const { value: single } = await collectWarnings(() =>
      new NearestCentroid().fit(
        [
          [0, 0],
          [4, 0],
        ],
        ['a', 'b'],
      ),
    );
    expect(
      await single.predict([
        [1, 5],
        [3, 5],
      ]),
    ).toEqual(['a', 'b']);
    expectClose(await single.predictProba([[2, 0]]), [[0.5, 0.5]]);
    const { value: flat, warnings } = await collectWarnings(() =>
      new NearestCentroid({ shrinkThreshold: 0.5 }).fit(
        [
          [7, 0],
          [7, 1],
          [7, 4],
          [7, 5],
        ],
        [0, 0, 1, 1],
      ),
    );
    expect(warnings[0].message).toMatch(/do not vary/);
    expect(flat.centroids.column(0)).toEqual(new Float64Array([7, 7]));
    expect(flat.deviations.data.every(Number.isFinite)).toBe(true);
    for (const [shift, scale] of [
      [1e8, 1],
      [0, 1e-150],
      [0, 1e150],
    ]) {
      const X = [[0], [1], [4], [5]].map(([v]) => [shift + scale * v]);
      const { value: model } = await collectWarnings(() => new NearestCentroid().fit(X, [0, 0, 1, 1]));
      expect(await model.predict([[shift + scale], [shift + 3.5 * scale]])).toEqual([0, 1]);
    }
  });

  it('says what it cannot use', async () => {
    await expect(new NearestCentroid().fit([[1], [2]], [0, 0])).rejects.toThrow(/at least two classes/);
    await expect(new NearestCentroid().fit([[1], [1]], [0, 1])).rejects.toThrow(/constant/);
    await expect(new NearestCentroid({ priors: [1] }).fit([[1], [2]], [0, 1])).rejects.toThrow(/'priors'/);
  });
});
