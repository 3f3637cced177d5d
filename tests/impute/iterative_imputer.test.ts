import { describe, expect, it } from 'vitest';
import type { Estimator } from '../../src/core/protocol.js';
import { collectWarnings } from '../../src/core/warnings.js';
import { BayesianRidge, LinearRegression, Ridge } from '../../src/estimators/linear_model/index.js';
import { KNeighborsRegressor } from '../../src/estimators/neighbors/index.js';
import { IterativeImputer } from '../../src/impute/index.js';
import { expectClose, loadFixture } from '../support/fixtures.js';

interface Case {
  data: string;
  estimator: 'bayes' | 'linear' | 'ridge' | 'knn';
  params: Record<string, string | number | boolean>;
  own: number[][];
  new: number[][];
  nIter: number;
  order: number[];
  neighbors: number[][];
}

const { train, new: fresh } =
  loadFixture<Record<'train' | 'new', Record<string, number[][]>>>('impute/neighbors');
const { iterative } = loadFixture<{ iterative: Case[] }>('impute/iterative');

const estimators: Record<Case['estimator'], Estimator> = {
  bayes: new BayesianRidge(),
  linear: new LinearRegression(),
  ridge: new Ridge({ alpha: 0.5 }),
  knn: new KNeighborsRegressor({ nNeighbors: 4 }),
};
const camel = (name: string) => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

describe('IterativeImputer', () => {
  it.each(iterative)('equals scikit-learn: $data $estimator $params', async (golden) => {
    const params = Object.fromEntries(Object.entries(golden.params).map(([k, v]) => [camel(k), v]));
    const imputer = new IterativeImputer({ estimator: estimators[golden.estimator], ...params });
    await collectWarnings(async () => {
      const own = await imputer.fitTransform(train[golden.data]);
      expect(imputer.nIter).toBe(golden.nIter);
      expect(imputer.imputationSequence.map(({ featIdx }) => featIdx)).toEqual(golden.order);
      expect(imputer.imputationSequence.map((s) => Array.from(s.neighborFeatIdx))).toEqual(golden.neighbors);
      // Rounds of regressions hand their rounding on; draws go through the normal quantile.
      const close = golden.params.sample_posterior ? { rtol: 1e-7, atol: 1e-7 } : { rtol: 1e-9, atol: 1e-9 };
      expectClose(own, golden.own, close);
      expectClose(await imputer.transform(fresh[golden.data]), golden.new, close);
    });
  });

  const nan = Number.NaN;

  it('keeps or drops empty columns and marks missing cells', async () => {
    const X = { a: [1, nan, 3, 4], b: [nan, nan, nan, nan], c: [2, 4, nan, 8] };
    await collectWarnings(async () => {
      const dropped = await new IterativeImputer().fit(X);
      expect(dropped.getFeatureNamesOut()).toEqual(['a', 'c']);
      const kept = new IterativeImputer({ keepEmptyFeatures: true, addIndicator: true });
      const filled = await kept.fitTransform(X);
      expect(filled.columnNames).toEqual([
        'a',
        'b',
        'c',
        'missingindicator_a',
        'missingindicator_b',
        'missingindicator_c',
      ]);
      expect(filled.column(1)).toEqual(new Float64Array(4));
      expect((await kept.transform(X)).to2DArray()).toEqual(filled.to2DArray());
    });
  });

  it('draws the same at every transform, and refuses estimators and limits that do not fit', async () => {
    await collectWarnings(async () => {
      const X = train.some;
      const imputer = await new IterativeImputer({ samplePosterior: true, maxIter: 2, randomState: 1 }).fit(
        X,
      );
      expect((await imputer.transform(X)).data).toEqual((await imputer.transform(X)).data);
      const unsure = new IterativeImputer({ samplePosterior: true, estimator: new Ridge() });
      await expect(unsure.fit(X)).rejects.toThrow(/predictWithStd/);
      await expect(new IterativeImputer({ minValue: 3, maxValue: 1 }).fit(X)).rejects.toThrow(
        /below maxValue/,
      );
      await expect(new IterativeImputer({ minValue: [1] }).fit(X)).rejects.toThrow(/each of the 4 columns/);
    });
    const { warnings } = await collectWarnings(() =>
      new IterativeImputer({ maxIter: 1, tol: 0 }).fit(train.some),
    );
    expect(warnings[0].message).toMatch(/Raise maxIter/);
  });

  it('takes one column, one row and complete data', async () => {
    await collectWarnings(async () => {
      expect((await new IterativeImputer().fitTransform([[1], [nan], [3]])).to2DArray()).toEqual([
        [1],
        [2],
        [3],
      ]);
      expect((await new IterativeImputer().fitTransform([[1, 2]])).to2DArray()).toEqual([[1, 2]]);
      const imputer = await new IterativeImputer().fit([
        [1, 2],
        [2, 4],
        [3, 6],
        [4, 8],
      ]);
      expectClose(await imputer.transform([[5, nan]]), [[5, 10]], { rtol: 1e-3 });
    });
  });
});
