import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Matrix } from '../../../src/core/matrix.js';
import { setWarningHandler, type WarningHandler } from '../../../src/core/warnings.js';
import { ElasticNetCV, LassoCV } from '../../../src/meta/index.js';
import { expectClose, loadFixture } from '../../support/fixtures.js';

interface Search {
  readonly estimator: 'LassoCV' | 'ElasticNetCV';
  readonly data: string;
  readonly options: Record<string, never>;
  readonly weighted: boolean;
  readonly alpha: number;
  readonly l1Ratio: number;
  readonly alphas: number[] | number[][];
  readonly msePath: number[][][];
  readonly coef: number[];
  readonly intercept: number;
  readonly gap: number;
  readonly nIter: number;
}

const { X, y, weights, cv } = loadFixture<{
  X: Record<string, number[][]>;
  y: Record<string, number[]>;
  weights: number[];
  cv: Search[];
}>('linear_model/descent');

let handler: WarningHandler | undefined;
beforeAll(() => {
  handler = setWarningHandler(() => {});
});
afterAll(() => {
  setWarningHandler(handler);
});

describe('scikit-learn 1.9', () => {
  it.each(
    cv.map(
      (search) =>
        [
          `${search.estimator} ${search.data}${search.weighted ? ' weighted' : ''} ${JSON.stringify(search.options)}`,
          search,
        ] as const,
    ),
  )('%s', async (_title, search) => {
    const fit = search.weighted ? { sampleWeight: weights } : {};
    const lasso = search.estimator === 'LassoCV';
    const model = lasso ? new LassoCV(search.options) : new ElasticNetCV(search.options);
    await model.fit(X[search.data], y[search.data], fit);
    // The same sweeps of the same paths: equal to rounding.
    expectClose(model.alphas, search.alphas, { rtol: 1e-11 });
    const paths = model.msePath instanceof Matrix ? [model.msePath] : model.msePath;
    expectClose([...paths], search.msePath, { rtol: 1e-8 });
    expectClose(model.alpha, search.alpha, { rtol: 1e-11 });
    if (model instanceof ElasticNetCV) expect(model.l1Ratio).toBe(search.l1Ratio);
    expect(model.nIter).toBe(search.nIter);
    expectClose(model.coef.row(0), search.coef, { rtol: 1e-8, atol: 1e-9 });
    expectClose(model.intercept[0], search.intercept, { rtol: 1e-8, atol: 1e-9 });
    expectClose(model.dualGap, search.gap, { rtol: 1e-3, atol: 1e-9 });
  });
});

describe('searches along paths', () => {
  it('give the same on any number of workers', async () => {
    const fits = await Promise.all(
      [null, 2].map((nJobs) =>
        new ElasticNetCV({ alphas: 12, l1Ratio: [0.4, 1], selection: 'random', randomState: 9, nJobs }).fit(
          X.tall,
          y.tall,
        ),
      ),
    );
    expect(fits[0].fitted).toEqual(fits[1].fitted);
  });

  it('refuse several targets and l1Ratio 0 without penalties', async () => {
    const both = y.tall.map((value) => [value, value]);
    await expect(new LassoCV().fit(X.tall, both)).rejects.toThrow(/one target/);
    await expect(new ElasticNetCV({ l1Ratio: 0 }).fit(X.tall, y.tall)).rejects.toThrow(/l1Ratio 0/);
  });
});
