import { describe, expect, it } from 'vitest';
import type { Matrix } from '../../../src/core/matrix.js';
import type { Estimator } from '../../../src/core/protocol.js';
import { LinearRegression, RidgeClassifier } from '../../../src/estimators/linear_model/index.js';
import { KNeighborsRegressor } from '../../../src/estimators/neighbors/index.js';
import { RidgeClassifierCV, RidgeCV, StackingRegressor } from '../../../src/meta/index.js';
import { expectClose, loadFixture } from '../../support/fixtures.js';

interface Case {
  readonly estimator: 'RidgeCV' | 'RidgeClassifier' | 'RidgeClassifierCV';
  readonly data: string;
  readonly weighted: boolean;
  readonly options: Record<string, never>;
  readonly coef: number[][];
  readonly intercept: number[];
  readonly alpha: number[];
  readonly best: number[];
  readonly results: number[][][] | null;
  readonly predict: number[];
}

const { X, y, weights, cases, stack } = loadFixture<{
  X: Record<string, number[][]>;
  y: Record<string, number[]>;
  weights: number[];
  cases: Case[];
  stack: { alpha: number; predict: number[] };
}>('linear_model/ridge_cv');

const makers = { RidgeCV, RidgeClassifier, RidgeClassifierCV };
/** Weighted class balancing counts weights here and rows there; a scorer of two classes sees one class there. */
const titled = cases.map(
  (given) =>
    [
      `${given.estimator} ${given.data}${given.weighted ? ' weighted' : ''} ${JSON.stringify(given.options)}`,
      given,
    ] as const,
);

describe('scikit-learn 1.9', () => {
  it.each(titled)('%s', async (_title, given) => {
    if ((given.options as { classWeight?: string }).classWeight && given.weighted) return;
    const model = new makers[given.estimator](given.options) as unknown as Estimator & {
      coef: Matrix;
      intercept: Float64Array;
      alphaOfEachTarget?: Float64Array;
      alpha: number;
      bestScoreOfEachTarget?: Float64Array;
      bestScore: number;
      cvResults?: readonly Matrix[] | null;
      predict(X: number[][]): Promise<ArrayLike<number>>;
    };
    await model.fit(X[given.data], y[given.data], given.weighted ? { sampleWeight: weights } : {});
    // Direct solutions: equal to rounding (leave-one-out divides by small leverages).
    expectClose(model.coef, given.coef, { rtol: 1e-8, atol: 1e-10 });
    expectClose(model.intercept, given.intercept, { rtol: 1e-8, atol: 1e-9 });
    expectClose(await model.predict(X[given.data]), given.predict, { rtol: 1e-8, atol: 1e-9 });
    if (given.estimator === 'RidgeClassifier') return;
    expectClose(model.alphaOfEachTarget ?? [model.alpha], given.alpha, { rtol: 0 });
    expectClose(model.bestScoreOfEachTarget ?? [model.bestScore], given.best, { rtol: 1e-8, atol: 1e-10 });
    if (given.results) expectClose(model.cvResults ?? [], given.results, { rtol: 1e-7, atol: 1e-9 });
    else expect(model.cvResults).toBe(null);
  });

  it('StackingRegressor ends with a RidgeCV', async () => {
    const model = new StackingRegressor([
      ['line', new LinearRegression()],
      ['near', new KNeighborsRegressor({ nNeighbors: 3 })],
    ]);
    await model.fit(X.one, y.one);
    expect(model.finalEstimator.alpha).toBe(stack.alpha);
    expectClose(await model.predict(X.one), stack.predict, { rtol: 1e-8, atol: 1e-9 });
  });
});

describe('RidgeCV', () => {
  it('has the errors that leaving rows out gives', async () => {
    const model = await new RidgeCV({ alphas: [0.5, 3], storeCvResults: true }).fit(X.one, y.one);
    for (const [k, alpha] of [0.5, 3].entries()) {
      const folds = X.one.map((_, i) => ({
        train: X.one.map((_row, r) => r).filter((r) => r !== i),
        test: [i],
      }));
      const search = await new RidgeCV({ alphas: [alpha], cv: folds, scoring: 'neg_mean_squared_error' }).fit(
        X.one,
        y.one,
      );
      const errors = model.cvResults?.[0].column(k) ?? new Float64Array();
      expectClose(-search.bestScore, errors.reduce((sum, value) => sum + value, 0) / 40, { rtol: 1e-9 });
    }
  });

  it('keeps its choice when the data are scaled beyond the range of squares', async () => {
    const base = await new RidgeCV({ gcvMode: 'svd' }).fit(X.one, y.one);
    for (const scale of [1e150, 1e-150]) {
      const alphas = [0.1, 1, 10].map((alpha) => alpha * scale * scale).filter((alpha) => alpha > 0);
      if (alphas.some((alpha) => alpha < 1e-290 || !Number.isFinite(alpha))) continue;
      const model = await new RidgeCV({ alphas }).fit(
        X.one.map((row) => row.map((value) => value * scale)),
        y.one,
      );
      expectClose(
        model.coef.row(0).map((value) => value * scale),
        base.coef.row(0),
        { rtol: 1e-8 },
      );
    }
    const far = await new RidgeCV().fit(
      X.one.map((row) => row.map((value) => value + 1e8)),
      y.one,
    );
    expectClose(far.coef, base.coef, { rtol: 1e-6, atol: 1e-7 });
  });

  it('refuses what does not go together', async () => {
    expect(() => new RidgeCV({ alphas: [0, 1] })).toThrow(/'alphas' must be above 0/);
    expect(() => new RidgeCV({ cv: 3, storeCvResults: true })).toThrow(/'storeCvResults'/);
    expect(() => new RidgeCV({ cv: 3, alphaPerTarget: true })).toThrow(/'alphaPerTarget'/);
    const both = await new RidgeCV({ alphaPerTarget: true }).fit(X.both, y.both as unknown as number[][]);
    expect(() => both.alpha).toThrow(/alphaOfEachTarget/);
    const one = await new RidgeCV({ cv: 3, alphas: [0, 1] }).fit(X.one, y.one);
    expect([0, 1]).toContain(one.alpha);
  });
});

describe('RidgeClassifierCV', () => {
  it('scores two classes by their labels', async () => {
    const model = await new RidgeClassifierCV({ scoring: 'f1', alphas: [0.1, 1] }).fit(X.two, y.two);
    expect(model.bestScore).toBeGreaterThan(0.5);
    expect(model.bestScore).toBeLessThan(1);
    expect((await model.decisionFunction(X.two)) instanceof Float64Array).toBe(true);
  });
});
