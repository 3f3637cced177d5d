import { describe, expect, it } from 'vitest';
import { type Matrix, NotFittedError } from '../../src/core/index.js';
import { loadBreastCancer, loadDiabetes, loadIris } from '../../src/datasets/index.js';
import { LogisticRegression } from '../../src/estimators/linear_model/index.js';
import { GaussianNB } from '../../src/estimators/naive_bayes/index.js';
import { KNeighborsClassifier, KNeighborsRegressor } from '../../src/estimators/neighbors/index.js';
import { StackingClassifier, StackingRegressor } from '../../src/meta/index.js';
import { KFold } from '../../src/model_selection/index.js';
import { expectClose, loadFixture } from '../support/fixtures.js';

interface Stacked {
  transform: number[][];
  predictProba: number[][];
  names: string[];
  predict: number[];
}

const fixture = loadFixture<Record<string, Stacked>>('ensembles/stacking');
const members = () =>
  [
    ['nb', new GaussianNB()],
    ['knn', new KNeighborsClassifier({ nNeighbors: 4 })],
  ] as const;
const some = (X: Matrix): Matrix =>
  X.takeRows(Array.from({ length: Math.ceil(X.rows / 7) }, (_, i) => 7 * i));

describe('stacking as in scikit-learn', () => {
  it.each([
    ['three', {}],
    ['binary', { cv: 4 }],
    ['passthrough', { passthrough: true }],
    ['predict', { stackMethod: 'predict' }],
  ] as const)('%s: columns and probabilities to 1e-7', async (name, options) => {
    const iris = await loadIris();
    const cancer = await loadBreastCancer();
    const data = name === 'binary' ? cancer.data.takeColumns([0, 1, 2, 3, 4, 5, 6, 7]) : iris.data;
    const target = name === 'binary' ? cancer.target : iris.target;
    const stack = new StackingClassifier(members(), { finalEstimator: new GaussianNB(), ...options });
    await stack.fit(data.withColumnNames(undefined), target);
    const X = some(data).withColumnNames(undefined);
    expectClose(await stack.transform(X), fixture[name].transform, { rtol: 1e-8, atol: 1e-12 });
    // GaussianNB on near-constant columns has variances near 1e-9, which magnify rounding.
    expectClose(await stack.predictProba(X), fixture[name].predictProba, { rtol: 1e-6, atol: 1e-7 });
    expect(stack.getFeatureNamesOut()).toEqual(fixture[name].names);
  });

  it('prefit members', async () => {
    const { data, target } = await loadIris();
    const fitted = [];
    for (const [name, member] of members()) fitted.push([name, await member.fit(data, target)] as const);
    const stack = new StackingClassifier(fitted, { finalEstimator: new GaussianNB(), cv: 'prefit' });
    await stack.fit(data, target);
    expect(stack.estimators[0]).toBe(fitted[0][1]);
    expectClose(await stack.predictProba(some(data)), fixture['prefit'].predictProba, {
      rtol: 1e-6,
      atol: 1e-7,
    });
  });

  it('a final logistic regression, as near as its lbfgs gets', async () => {
    const { data, target } = await loadIris();
    const finalEstimator = new LogisticRegression({ tol: 1e-10, maxIter: 10000 });
    const stack = await new StackingClassifier(members(), { finalEstimator }).fit(data, target);
    expectClose(await stack.predictProba(some(data)), fixture['logistic'].predictProba, {
      rtol: 5e-4,
      atol: 1e-6,
    });
  });

  it('regressors, to rounding', async () => {
    const { data, target } = await loadDiabetes();
    const stack = new StackingRegressor(
      [
        ['five', new KNeighborsRegressor()],
        ['two', new KNeighborsRegressor({ nNeighbors: 2 })],
      ],
      { finalEstimator: new KNeighborsRegressor({ nNeighbors: 9 }), cv: 3 },
    );
    await stack.fit(data, target);
    expectClose(await stack.predict(some(data)), fixture['regressor'].predict, { rtol: 1e-12 });
  });
});

describe('stacking', () => {
  it('gives every member the same folds of a splitter that shuffles without a seed', async () => {
    const { data, target } = await loadIris();
    const twin = [
      ['a', new KNeighborsClassifier()],
      ['b', new KNeighborsClassifier()],
    ] as const;
    const cv = new KFold({ nSplits: 3, shuffle: true });
    const stack = new StackingClassifier(twin, { finalEstimator: new KNeighborsClassifier(), cv });
    await stack.fit(data, target);
    const final = stack.finalEstimator as unknown as { fitted: { model: object } };
    const trained = JSON.stringify(final.fitted.model);
    expect(trained.length).toBeGreaterThan(0);
    const columns = await stack.transform(data);
    expectClose(columns.takeColumns([0, 1, 2]), columns.takeColumns([3, 4, 5]));
  });

  it('is the same on any number of workers, and after a restart', async () => {
    const { data, target } = await loadIris();
    const probas = [];
    for (const nJobs of [1, 2, 4]) {
      const stack = new StackingClassifier(members(), { finalEstimator: new GaussianNB(), nJobs });
      probas.push([...(await (await stack.fit(data, target)).predictProba(data)).data]);
    }
    expect(probas[1]).toEqual(probas[0]);
    expect(probas[2]).toEqual(probas[0]);
  });

  it('reaches members and the final estimator by name', async () => {
    const stack = new StackingClassifier(members());
    const changed = stack.with({ knn__nNeighbors: 9, finalEstimator__C: 3, nb: 'drop' });
    expect(changed.params.finalEstimator.params.C).toBe(3);
    expect(changed.children.map(([name]) => name)).toEqual(['knn']);
  });

  it('says what is wrong', async () => {
    const { data, target } = await loadIris();
    const unfitted = new StackingClassifier(members(), { cv: 'prefit' });
    await expect(unfitted.fit(data, target)).rejects.toThrow(NotFittedError);
    expect(() => new StackingClassifier(members(), { finalEstimator: new KNeighborsRegressor() })).toThrow(
      /finalEstimator/,
    );
    expect(() => new StackingRegressor([['nb', new GaussianNB()]])).toThrow(/regressor|null/);
    const decided = new StackingClassifier(members(), { stackMethod: 'decision_function' });
    await expect(decided.fit(data, target)).rejects.toThrow(/stackMethod/);
  });
});
