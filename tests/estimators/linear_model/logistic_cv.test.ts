import { describe, expect, it } from 'vitest';
import { Matrix } from '../../../src/core/matrix.js';
import { RandomState } from '../../../src/core/random.js';
import { LogisticRegressionCV } from '../../../src/meta/index.js';
import { accuracyScore } from '../../../src/metrics/index.js';
import { makeScorer } from '../../../src/model_selection/index.js';
import { expectClose, loadFixture } from '../../support/fixtures.js';

interface Case {
  readonly data: string;
  readonly weighted: boolean;
  readonly options: Record<string, never>;
  readonly coef: number[][];
  readonly intercept: number[];
  readonly C: number;
  readonly l1Ratio: number;
  readonly Cs: number[];
  readonly scores: number[][][];
  readonly paths: number[][][][];
  readonly proba: number[][];
}

const { X, y, weights, cases } = loadFixture<{
  X: number[][];
  y: Record<string, number[]>;
  weights: number[];
  cases: Case[];
}>('linear_model/logistic_cv');

describe('scikit-learn 1.9', () => {
  it.each(
    cases.map(
      (given) =>
        [
          `${given.data}${given.weighted ? ' weighted' : ''} ${JSON.stringify(given.options)}`,
          given,
        ] as const,
    ),
  )('%s', async (_title, given) => {
    const options = { ...given.options, tol: 1e-10, maxIter: 20_000, randomState: 0 };
    const model = await new LogisticRegressionCV(options).fit(
      X,
      y[given.data],
      given.weighted ? { sampleWeight: weights } : {},
    );
    expectClose(model.Cs, given.Cs, { rtol: 1e-12 });
    expectClose(model.C, given.C, { rtol: 1e-12 });
    expectClose(model.l1Ratio, given.l1Ratio, { rtol: 1e-12 });
    // Both solvers run to a gradient of 1e-10; weak penalties leave coefficients a little free, saga a little more.
    const saga = (given.options as { solver?: string }).solver === 'saga';
    const close = saga ? { rtol: 1e-5, atol: 1e-6 } : { rtol: 1e-5, atol: 1e-6 };
    expectClose(model.scores, given.scores, { rtol: 1e-6, atol: 1e-8 });
    expectClose(model.coef, given.coef, close);
    expectClose(model.intercept, given.intercept, close);
    expectClose(await model.predictProba(X.slice(0, 5)), given.proba, close);
    const paths = model.coefsPaths.map((fold) => fold.map((path) => path.map((coef) => coef.to2DArray())));
    const fitIntercept = (given.options as { fitIntercept?: boolean }).fitIntercept ?? true;
    const cut = paths.map((fold) =>
      fold.map((path) => path.map((rows) => rows.map((row) => (fitIntercept ? row : row.slice(0, -1))))),
    );
    expectClose(cut as never, given.paths as never, close);
  });
});

describe('LogisticRegressionCV', () => {
  it('gives the same on any number of workers, and with a scorer of your own', async () => {
    const options = { Cs: 4, cv: 3 } as const;
    const [one, two, own] = await Promise.all([
      new LogisticRegressionCV(options).fit(X, y.three),
      new LogisticRegressionCV({ ...options, nJobs: 2 }).fit(X, y.three),
      new LogisticRegressionCV({ ...options, scoring: makeScorer(accuracyScore) }).fit(X, y.three),
    ]);
    expect(two.fitted).toEqual(one.fitted);
    expect(own.fitted).toEqual(one.fitted);
    expect(one.scores.length).toBe(3);
    expect(one.bestScore).toBeGreaterThan(0.5);
  });

  it('keeps labels as given and refuses what cannot be', async () => {
    const names = y.three.map((code) => ['star', 'qso', 'galaxy'][code]);
    const model = await new LogisticRegressionCV({ Cs: 3 }).fit(X, names);
    expect(model.classes).toEqual(['galaxy', 'qso', 'star']);
    expect(names).toContain((await model.predict<string>(X))[0]);
    expect(() => new LogisticRegressionCV({ l1Ratios: [0.5] })).toThrow(/saga/);
    await expect(new LogisticRegressionCV().fit(X, new Array(90).fill(1))).rejects.toThrow(/two classes/);
    // A fold that lacks a class still gives it coefficients.
    const cut = { train: Int32Array.from({ length: 60 }, (_, i) => i), test: Int32Array.of(60, 70, 80) };
    const late = y.three.map((_, i) => (i < 60 ? i % 2 : 2));
    const lacking = await new LogisticRegressionCV({ cv: [cut], Cs: 2 }).fit(X, late);
    expect(lacking.coefsPaths[0][0][0].rows).toBe(3);
  });

  it('stops when aborted', async () => {
    const random = new RandomState(0);
    const big = Matrix.of(random.standardNormal(20_000 * 30), 30);
    const labels = Array.from({ length: 20_000 }, (_, i) =>
      Number(big.get(i, 0) + random.standardNormal() > 0),
    );
    const controller = new AbortController();
    const fit = new LogisticRegressionCV({ tol: 1e-12, maxIter: 5000, Cs: 50 }).fit(big, labels, {
      signal: controller.signal,
    });
    setTimeout(() => controller.abort(), 100);
    await expect(fit).rejects.toThrow(/aborted/);
  });
});
