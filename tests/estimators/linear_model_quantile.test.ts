import { describe, expect, it } from 'vitest';
import { RandomState } from '../../src/core/index.js';
import { QuantileRegressor } from '../../src/estimators/index.js';
import { expectClose, loadFixture } from '../support/fixtures.js';

interface Case {
  readonly on: 'plain' | 'ties';
  readonly weighted: boolean;
  readonly params: { quantile: number; alpha: number; fitIntercept?: boolean };
  readonly coef: number[];
  readonly intercept: number;
}

const { X, y, ties, weights, cases } = loadFixture<{
  X: number[][];
  y: number[];
  ties: { X: number[][]; y: number[] };
  weights: number[];
  cases: Case[];
}>('linear_model/quantile');

function objective(
  rows: number[][],
  target: number[],
  coef: ArrayLike<number>,
  intercept: number,
  { quantile, alpha }: { quantile: number; alpha: number },
  weight?: number[],
): number {
  let sum = 0;
  let total = 0;
  rows.forEach((row, i) => {
    const w = weight ? weight[i] : 1;
    const r = target[i] - row.reduce((s, x, j) => s + x * coef[j], intercept);
    sum += w * (r > 0 ? quantile * r : (quantile - 1) * r);
    total += w;
  });
  return sum / total + alpha * Array.from(coef).reduce((s, c) => s + Math.abs(c), 0);
}

describe('QuantileRegressor', () => {
  it.each(
    cases.map((given) => [`${given.on} ${JSON.stringify(given.params)} ${given.weighted}`, given] as const),
  )('is as good as HiGHS: %s', async (_title, given) => {
    const [rows, target] = given.on === 'plain' ? [X, y] : [ties.X, ties.y];
    const sampleWeight = given.weighted ? weights.slice(0, rows.length) : undefined;
    const best = objective(rows, target, given.coef, given.intercept, given.params, sampleWeight);
    for (const solver of ['highs', 'highs-ipm'] as const) {
      const model = await new QuantileRegressor({ ...given.params, solver }).fit(rows, target, {
        sampleWeight,
      });
      const ours = objective(rows, target, model.coef.data, model.intercept[0], given.params, sampleWeight);
      expect(ours).toBeLessThanOrEqual(best * (1 + (solver === 'highs' ? 1e-12 : 1e-8)) + 1e-14);
      // Data without ties have one best vertex, found to the last digits.
      if (given.on === 'plain' && solver === 'highs') {
        expectClose(model.coef, [given.coef], { rtol: 1e-9, atol: 1e-11, what: 'coef' });
        // An intercept alone may lie anywhere between two rows.
        if (given.coef.every((value) => value === 0)) continue;
        expectClose(model.intercept, [given.intercept], { rtol: 1e-9, atol: 1e-10, what: 'intercept' });
      }
    }
  });

  it('meets as many rows as there are coefficients', async () => {
    const model = await new QuantileRegressor({ quantile: 0.7, alpha: 0 }).fit(X, y);
    const predicted = await model.predict(X);
    const met = y.filter((value, i) => Math.abs(value - predicted[i]) < 1e-9);
    expect(met.length).toBe(5);
  });

  it.each([1e-150, 1e150])('gives the same model in units of %s', async (unit) => {
    const plain = await new QuantileRegressor({ alpha: 0 }).fit(X, y);
    const scaled = await new QuantileRegressor({ alpha: 0 }).fit(
      X.map((row) => row.map((v) => v * unit)),
      y.map((v) => v * unit),
    );
    expectClose(scaled.coef, plain.coef, { rtol: 1e-9 });
  });

  it('takes constant, repeated and more columns than rows', async () => {
    const odd = X.map(([a, b]) => [a, 1, a, b]);
    const model = await new QuantileRegressor({ alpha: 0 }).fit(odd, y);
    const two = await new QuantileRegressor({ alpha: 0 }).fit(
      X.map(([a, b]) => [a, b]),
      y,
    );
    const params = { quantile: 0.5, alpha: 0 };
    expectClose(
      objective(odd, y, model.coef.data, model.intercept[0], params),
      objective(
        X.map(([a, b]) => [a, b]),
        y,
        two.coef.data,
        two.intercept[0],
        params,
      ),
      { rtol: 1e-8 },
    );
    const random = new RandomState(0);
    const wide = Array.from({ length: 5 }, () => Array.from(random.standardNormal(12)));
    const exact = await new QuantileRegressor({ alpha: 0 }).fit(wide, [1, 2, 3, 4, 5]);
    expectClose(await exact.predict(wide), [1, 2, 3, 4, 5], { rtol: 1e-6 });
  });
});
