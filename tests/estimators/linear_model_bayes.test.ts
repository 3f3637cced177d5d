import { describe, expect, it } from 'vitest';
import { ARDRegression, BayesianRidge } from '../../src/estimators/index.js';
import { expectClose, loadFixture } from '../support/fixtures.js';

interface Case {
  readonly name: 'ARDRegression' | 'BayesianRidge';
  readonly on: string;
  readonly weighted: boolean;
  readonly params: object;
  readonly coef: number[];
  readonly intercept: number;
  readonly alpha: number;
  readonly lambda: number | number[];
  readonly sigma: number[][];
  readonly scores: number[];
  readonly nIter: number;
  readonly mean: number[];
  readonly std: number[];
}

const { X, y, weights, cases } = loadFixture<{
  X: Record<string, number[][]>;
  y: Record<string, number[]>;
  weights: number[];
  cases: Case[];
}>('linear_model/bayes');

describe('Bayesian regression, as in scikit-learn', () => {
  it.each(
    cases.map((given) => [`${given.name} ${given.on} ${JSON.stringify(given.params)}`, given] as const),
  )('%s', async (_title, given) => {
    const options = given.weighted ? { sampleWeight: weights } : {};
    const model =
      given.name === 'BayesianRidge'
        ? await new BayesianRidge(given.params).fit(X[given.on], y[given.on], options)
        : await new ARDRegression(given.params).fit(X[given.on], y[given.on]);
    expect(model.nIter).toBe(given.nIter);
    // The same iteration by other factorisations; precisions of irrelevant weights magnify what rounding leaves.
    const close = { rtol: 1e-7, atol: 1e-9 };
    expectClose(model.coef, [given.coef], { ...close, what: 'coef' });
    expectClose(model.intercept, [given.intercept], { ...close, what: 'intercept' });
    expectClose(model.alpha, given.alpha, { ...close, what: 'alpha' });
    expectClose(model.lambda, given.lambda, { rtol: 1e-5, what: 'lambda' });
    if (given.sigma.length > 0) expectClose(model.sigma, given.sigma, { ...close, what: 'sigma' });
    // The last score of the reference's BayesianRidge takes the coefficients of the iteration before.
    const known = given.name === 'BayesianRidge' ? given.scores.slice(0, -1) : given.scores;
    expect(model.scores.length).toBe(given.scores.length);
    expectClose(model.scores.slice(0, known.length), known, { ...close, what: 'scores' });
    const { mean, std } = await model.predictWithStd(
      X[given.on].slice(0, 4).map((row) => row.map((v) => v + 0.5)),
    );
    expectClose(mean, given.mean, { ...close, what: 'mean' });
    expectClose(std, given.std, { ...close, what: 'std' });
  });

  it('is left with the mean when y is constant, and finds its way from 1e8', async () => {
    const constant = await new BayesianRidge().fit(X['tall'], new Array(40).fill(7));
    expectClose(await constant.predict(X['tall'].slice(0, 2)), [7, 7], { rtol: 1e-9 });
    const plain = await new BayesianRidge().fit(X['tall'], y['tall']);
    const far = await new BayesianRidge().fit(
      X['tall'].map((row) => row.map((v) => v + 1e8)),
      y['tall'].map((v) => v + 1e8),
    );
    // 1e8 leaves 1.5e-8 of each value.
    expectClose(far.coef, plain.coef, { rtol: 1e-5, atol: 1e-6 });
  });
});
