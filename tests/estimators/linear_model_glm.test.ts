import { describe, expect, it } from 'vitest';
import {
  GammaRegressor,
  HuberRegressor,
  PoissonRegressor,
  TweedieRegressor,
} from '../../src/estimators/index.js';
import { expectClose, loadFixture } from '../support/fixtures.js';

interface Case {
  readonly name: 'GammaRegressor' | 'PoissonRegressor' | 'TweedieRegressor' | 'HuberRegressor';
  readonly on: string;
  readonly weighted: boolean;
  readonly params: object;
  readonly coef: number[];
  readonly intercept: number;
  readonly score: number;
  readonly predict: number[];
  readonly scale: number | null;
  readonly outliers: boolean[] | null;
}

const { X, y, weights, cases } = loadFixture<{
  X: number[][];
  y: Record<string, number[]>;
  weights: number[];
  cases: Case[];
}>('linear_model/glm');

const classes = { GammaRegressor, PoissonRegressor, TweedieRegressor, HuberRegressor };
const titled = (given: Case): [string, Case] => [
  `${given.name} ${given.on} ${JSON.stringify(given.params)}`,
  given,
];
const generalised = cases.filter(({ name }) => name !== 'HuberRegressor');
const robust = cases.filter(({ name }) => name === 'HuberRegressor');

describe.each(['lbfgs', 'newton-cholesky'] as const)('generalised linear models by %s', (solver) => {
  it.each(generalised.map(titled))('%s', async (_title, given) => {
    const make = classes[given.name] as typeof TweedieRegressor;
    const model = new make({ ...given.params, solver, tol: 1e-9, maxIter: 2000 });
    const sampleWeight = given.weighted ? weights : undefined;
    await model.fit(X, y[given.on], { sampleWeight });
    // Both are solved to a gradient of 1e-9 and less; the flattest of these problems leaves 1e-6 of that.
    expectClose(model.coef, [given.coef], { rtol: 1e-6, atol: 1e-7, what: 'coef' });
    expectClose(model.intercept, [given.intercept], { rtol: 1e-6, atol: 1e-7, what: 'intercept' });
    expectClose(await model.predict(X.slice(0, 4)), given.predict, { rtol: 1e-6, what: 'predict' });
    const score = await model.score(X, y[given.on], { sampleWeight });
    expectClose(score, given.score, { rtol: 1e-8, atol: 1e-10, what: 'score' });
  });
});

function huberLoss(coef: ArrayLike<number>, intercept: number, scale: number, given: Case): number {
  const { epsilon = 1.35, alpha = 1e-4 } = given.params as { epsilon?: number; alpha?: number };
  let value = 0;
  X.forEach((row, i) => {
    const w = given.weighted ? weights[i] : 1;
    const r = Math.abs(y[given.on][i] - row.reduce((sum, x, j) => sum + x * coef[j], intercept));
    value += w * (scale + (r > epsilon * scale ? 2 * epsilon * r - epsilon ** 2 * scale : (r * r) / scale));
  });
  return value + alpha * Array.from(coef).reduce((sum, c) => sum + c * c, 0);
}

describe('HuberRegressor', () => {
  it.each(robust.map(titled))('%s', async (_title, given) => {
    const sampleWeight = given.weighted ? weights : undefined;
    const model = await new HuberRegressor(given.params).fit(X, y[given.on], { sampleWeight });
    const ours = huberLoss(model.coef.data, model.intercept[0], model.scale, given);
    const theirs = huberLoss(given.coef, given.intercept, given.scale as number, given);
    // At epsilon 1 the scale goes to 0, where neither solver can go on to the last digit.
    const limit = (given.params as { epsilon?: number }).epsilon === 1;
    expect(ours).toBeLessThanOrEqual(theirs * (1 + (limit ? 1e-8 : 1e-12)));
    if (limit) return;
    // The reference, begun again 200 times, is left with about this much; without an intercept it cannot begin again.
    const rtol = (given.params as { fitIntercept?: boolean }).fitIntercept === false ? 1e-4 : 1e-5;
    expectClose(model.coef, [given.coef], { rtol, atol: 1e-6, what: 'coef' });
    expectClose(model.scale, given.scale as number, { rtol, what: 'scale' });
    expect(model.outliers).toEqual(given.outliers);
  });

  it.each([1e-150, 1e150])('gives the same model in units of %s', async (unit) => {
    const target = y['line'];
    const plain = await new HuberRegressor({ alpha: 0 }).fit(X, target);
    const scaled = await new HuberRegressor({ alpha: 0 }).fit(
      X.map((row) => row.map((v) => v * unit)),
      target.map((v) => v * unit),
    );
    expectClose(scaled.coef, plain.coef, { rtol: 1e-9, what: 'coef' });
    expectClose(scaled.scale / unit, plain.scale, { rtol: 1e-9, what: 'scale' });
  });

  it('finds the line through all but a few rows, with a scale of 0', async () => {
    const rows = Array.from({ length: 20 }, (_, i) => [i]);
    const target = rows.map(([x], i) => (i % 7 === 3 ? 1e6 : 2 * x + 1));
    const model = await new HuberRegressor({ alpha: 0, maxIter: 500 }).fit(rows, target);
    expectClose(model.coef, [[2]], { rtol: 1e-6 });
    expect(model.scale).toBeLessThan(1e-5);
  });
});

describe('the domain of generalised linear models', () => {
  it('refuses targets outside it by name', async () => {
    await expect(new PoissonRegressor().fit([[1], [2]], [-1, 2])).rejects.toThrow(/y must be >= 0/);
    await expect(new GammaRegressor().fit([[1], [2]], [0, 2])).rejects.toThrow(/y must be > 0/);
    await expect(new PoissonRegressor().fit([[1], [2]], [0, 0])).rejects.toThrow(/mean of y/);
    await expect(
      new TweedieRegressor({ power: 2, link: 'identity', fitIntercept: false }).fit([[1], [2]], [1, 2]),
    ).rejects.toThrow(/intercept/);
  });

  it('does not mind columns far from zero or in large units', async () => {
    const far = X.map(([a, b, c, d]) => [a + 1e8, b * 1e120, c * 1e-120, d]);
    const plain = await new PoissonRegressor({ alpha: 0, tol: 1e-9 }).fit(X, y['counts']);
    const model = await new PoissonRegressor({ alpha: 0, tol: 1e-9 }).fit(far, y['counts']);
    // Adding 1e8 rounds the column to 1.5e-8.
    expectClose(model.coef.get(0, 0), plain.coef.get(0, 0), { rtol: 1e-6 });
    expectClose(model.coef.get(0, 1) * 1e120, plain.coef.get(0, 1), { rtol: 1e-6 });
    expectClose(model.coef.get(0, 2) * 1e-120, plain.coef.get(0, 2), { rtol: 1e-6 });
  });
});
