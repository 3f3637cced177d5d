import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Matrix } from '../../../src/core/matrix.js';
import { RandomState } from '../../../src/core/random.js';
import { type LearnkitWarning, setWarningHandler, type WarningHandler } from '../../../src/core/warnings.js';
import { ElasticNet, enetPath, Lasso, lassoPath } from '../../../src/estimators/linear_model/index.js';
import { expectClose, loadFixture } from '../../support/fixtures.js';
import { casesOf, fitCase } from '../linear_model_support.js';

interface Fit {
  readonly estimator: 'Lasso' | 'ElasticNet';
  readonly data: string;
  readonly options: Record<string, never>;
  readonly weighted: boolean;
  readonly coef: number[];
  readonly intercept: number;
  readonly gap: number;
  readonly nIter: number;
}

interface Path {
  readonly data: string;
  readonly options: Record<string, never>;
  readonly alphas: number[];
  readonly coefs: number[][];
  readonly gaps: number[];
  readonly nIters: number[];
}

const { X, y, weights, fits, paths } = loadFixture<{
  X: Record<string, number[][]>;
  y: Record<string, number[]>;
  weights: number[];
  fits: Fit[];
  paths: Path[];
}>('linear_model/descent');

const makers = { Lasso, ElasticNet };
const title = ({ data, options, weighted }: { data: string; options: object; weighted?: boolean }): string =>
  `${data}${weighted ? ' weighted' : ''} ${JSON.stringify(options)}`;

let warnings: LearnkitWarning[] = [];
let handler: WarningHandler | undefined;
beforeAll(() => {
  handler = setWarningHandler((warning) => warnings.push(warning));
});
afterAll(() => {
  setWarningHandler(handler);
});
afterEach(() => {
  warnings = [];
});

describe('scikit-learn 1.9, sweep by sweep', () => {
  it.each(fits.map((fit) => [`${fit.estimator} ${title(fit)}`, fit] as const))('%s', async (_title, fit) => {
    const model = await new makers[fit.estimator](fit.options).fit(
      X[fit.data],
      y[fit.data],
      fit.weighted ? { sampleWeight: weights } : {},
    );
    // The same steps: equal to rounding.
    expect(model.nIter[0]).toBe(fit.nIter);
    expectClose(model.coef.row(0), fit.coef, { rtol: 1e-9, atol: 1e-10 });
    expectClose(model.intercept[0], fit.intercept, { rtol: 1e-9, atol: 1e-9 });
    expectClose(model.dualGap[0], fit.gap, { rtol: 1e-4, atol: 1e-10 });
    const stopped = warnings.some(({ message }) => message.includes('duality gap'));
    if (stopped) expect(fit.nIter).toBe((fit.options as { maxIter?: number }).maxIter ?? 1000);
    if (fit.options.maxIter === 3) expect(stopped).toBe(true);
  });

  it.each(paths.map((path) => [title(path), path] as const))('path %s', async (_title, path) => {
    const rows = X[path.data];
    const mean = rows[0].map((_, j) => rows.reduce((sum, row) => sum + row[j] / rows.length, 0));
    const centred = rows.map((row) => row.map((value, j) => value - mean[j]));
    const yMean = y[path.data].reduce((sum, value) => sum + value / rows.length, 0);
    const found = await enetPath(
      centred,
      y[path.data].map((value) => value - yMean),
      path.options,
    );
    expectClose(found.alphas, path.alphas, { rtol: 1e-12 });
    expect(Array.from(found.nIters)).toEqual(path.nIters);
    expectClose(found.coefs, path.coefs, { rtol: 1e-8, atol: 1e-9 });
    expectClose(found.dualGaps, path.gaps, { rtol: 1e-3, atol: 1e-9 });
  });
});

describe.each([
  ['Lasso', Lasso],
  ['ElasticNet', ElasticNet],
] as const)('%s at the minimum', (name, Estimator) => {
  it.each(casesOf(name))('%s', async (_title, given) => {
    const options = { ...given.options, tol: 1e-12, maxIter: 200_000 };
    const model: Lasso | ElasticNet = await fitCase<Lasso | ElasticNet>(new Estimator(options), given);
    // Both stop at a duality gap of 1e-12; where columns depend on each other only the objective is unique.
    const unique = given.data !== 'deficient' && given.data !== 'wide';
    expectClose(model.coef, given.coef, unique ? { rtol: 1e-5, atol: 1e-5 } : { rtol: 1e-3, atol: 1e-3 });
  });
});

describe('the lasso', () => {
  it('finds the same minimum by columns, by a Gram matrix and in any order', async () => {
    const options = { alpha: 0.05, tol: 1e-12, maxIter: 100_000 };
    const rows = Matrix.from2DArray(X.tall);
    const plain = await new Lasso(options).fit(rows, y.tall);
    const centred = Matrix.zeros(rows.rows, rows.columns);
    for (let j = 0; j < rows.columns; j++) {
      const column = rows.column(j);
      const mean = column.reduce((sum, value) => sum + value, 0) / rows.rows;
      for (let i = 0; i < column.length; i++) centred.set(i, j, column[i] - mean);
    }
    const gram = Array.from({ length: 12 }, (_, a) =>
      Array.from({ length: 12 }, (_, b) =>
        centred.column(a).reduce((sum, value, i) => sum + value * centred.get(i, b), 0),
      ),
    );
    const others = [
      await new Lasso({ ...options, precompute: 'auto' }).fit(rows, y.tall),
      await new Lasso({ ...options, precompute: gram }).fit(centred, y.tall),
      await new Lasso({ ...options, selection: 'random', randomState: 1 }).fit(rows, y.tall),
    ];
    expect(warnings).toEqual([]);
    for (const other of others) expectClose(other.coef, plain.coef, { rtol: 1e-6, atol: 1e-6 });
    await expect(
      new Lasso({ precompute: gram.slice(1).map((row) => row.slice(1)) }).fit(rows, y.tall),
    ).rejects.toThrow(/'precompute' must be 12 x 12/);
    const wrong = gram.map((row) => row.map((value) => 2 * value));
    await expect(new Lasso({ precompute: wrong }).fit(centred, y.tall)).rejects.toThrow(
      /not X'X of these data/,
    );
    // With an intercept on data that are not centred, it is computed anew.
    const anew = await new Lasso({ ...options, precompute: gram }).fit(rows, y.tall);
    expectClose(anew.coef, plain.coef, { rtol: 1e-6, atol: 1e-6 });
    expect(warnings.map(({ message }) => message).join()).toMatch(/Gram matrix was given/);
  });

  it('starts warm from the fit before', async () => {
    const model = new Lasso({ alpha: 0.01, warmStart: true });
    await model.fit(X.tall, y.tall);
    const cold = model.nIter[0];
    await model.fit(X.tall, y.tall);
    expect(model.nIter[0]).toBeLessThan(cold);
  });

  it('fits several targets one by one', async () => {
    const both = y.tall.map((value, i) => [value, X.tall[i][2] * 3]);
    const model = await new Lasso({ alpha: 0.1 }).fit(X.tall, both);
    const single = await new Lasso({ alpha: 0.1 }).fit(X.tall, y.tall);
    expect(Array.from(model.coef.row(0))).toEqual(Array.from(single.coef.row(0)));
    expect(model.nIter.length).toBe(2);
    expect((await model.predict<Matrix>(X.tall)).columns).toBe(2);
  });

  it.each([
    [1e-150, 1],
    [1e150, 1],
    [1, 1e150],
    [1e-150, 1e-150],
    [1e150, 1e-100],
  ])('keeps its answer when X is scaled by %f and y by %f', async (xScale, yScale) => {
    const base = await new ElasticNet({ alpha: 0.1, l1Ratio: 1 }).fit(X.tall, y.tall);
    const alpha = 0.1 * xScale * yScale;
    if (!(alpha > 0 && alpha < Number.POSITIVE_INFINITY)) return;
    const model = await new ElasticNet({ alpha, l1Ratio: 1 }).fit(
      X.tall.map((row) => row.map((value) => value * xScale)),
      y.tall.map((value) => value * yScale),
    );
    const back = model.coef.row(0).map((value) => value * (xScale / yScale));
    expectClose(back, base.coef.row(0), { rtol: 1e-9, atol: 1e-9 });
  });

  it('copes with means of 1e8, constant columns, duplicates, one row and more columns than rows', async () => {
    const far = X.tall.map((row) => [...row.map((value) => value + 1e8), 7, row[0] + 1e8]);
    const model = await new Lasso({ alpha: 0.1, tol: 1e-10, maxIter: 100_000 }).fit(far, y.tall);
    const near = await new Lasso({ alpha: 0.1, tol: 1e-10, maxIter: 100_000 }).fit(X.tall, y.tall);
    const coef = model.coef.row(0);
    expect(coef[12]).toBe(0);
    expectClose(coef[0] + coef[13], near.coef.get(0, 0), { rtol: 1e-5, atol: 1e-5 });
    const one = await new Lasso().fit([[1, 2, 3]], [5]);
    expect(Array.from(one.coef.data)).toEqual([0, 0, 0]);
    expect(one.intercept[0]).toBe(5);
    const constant = await new Lasso({ alpha: 0.1 }).fit(X.tall, new Array(60).fill(4));
    expect(constant.intercept[0]).toBe(4);
    expect(constant.nIter[0]).toBe(0);
  });

  it('draws the same path from the same seed and refuses bad options', async () => {
    const options = { alphas: 5, selection: 'random', randomState: 3 } as const;
    const [a, b] = [await lassoPath(X.wide, y.wide, options), await lassoPath(X.wide, y.wide, options)];
    expect(a).toEqual(b);
    await expect(enetPath(X.wide, y.wide, { l1Ratio: 0 })).rejects.toThrow(/l1Ratio 0/);
    await expect(lassoPath(X.wide, y.wide, { coefInit: [1] })).rejects.toThrow(/'?coefInit'?/);
    await expect(lassoPath(X.wide, y.wide, { alphas: 0 })).rejects.toThrow(/'alphas'/);
  });

  it('stops within a moment of an abort', async () => {
    const random = new RandomState(0);
    const big = Matrix.of(random.standardNormal(400 * 3000), 3000);
    const controller = new AbortController();
    const fit = new Lasso({ alpha: 1e-9, tol: 0, maxIter: 1_000_000 }).fit(big, random.standardNormal(400), {
      signal: controller.signal,
    });
    setTimeout(() => controller.abort(), 150);
    await expect(fit).rejects.toThrow(/aborted/);
  });
});
