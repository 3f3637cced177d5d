import { describe, expect, it } from 'vitest';
import type { Matrix } from '../../src/core/index.js';
import { loadIris } from '../../src/datasets/index.js';
import { LogisticRegression } from '../../src/estimators/linear_model/index.js';
import { GaussianNB } from '../../src/estimators/naive_bayes/index.js';
import { KNeighborsClassifier } from '../../src/estimators/neighbors/index.js';
import { OneVsOneClassifier, OneVsRestClassifier, OutputCodeClassifier } from '../../src/meta/index.js';
import { GridSearchCV } from '../../src/model_selection/index.js';
import { expectClose, loadFixture } from '../support/fixtures.js';

interface Strategy {
  predict: number[];
  predictProba: number[][];
  decision: number[][];
  codeBook: number[][];
}

const fixture = loadFixture<Record<string, Strategy>>('multiclass/strategies');
const some = (X: Matrix): Matrix =>
  X.takeRows(Array.from({ length: Math.ceil(X.rows / 7) }, (_, i) => 7 * i));
const bayes = () => new GaussianNB();
const logistic = () => new LogisticRegression({ solver: 'newton-cholesky', tol: 1e-10, maxIter: 100 });
// Newton's method ends at the optimum on both sides; variances of GaussianNB differ by rounding.
const close = { rtol: 1e-5, atol: 1e-7 };

describe('strategies for several classes as in scikit-learn', () => {
  it.each([
    ['restBayes', bayes],
    ['restLogistic', logistic],
    ['restBinary', logistic],
  ] as const)('one against the rest: %s', async (name, member) => {
    const { data, target } = await loadIris();
    const y = name === 'restBinary' ? Array.from(target, (c) => (c === 2 ? 1 : 0)) : target;
    const model = await new OneVsRestClassifier<GaussianNB | LogisticRegression>(member()).fit(data, y);
    expect(await model.predict(data)).toEqual(fixture[name].predict);
    expectClose(await model.predictProba(some(data)), fixture[name].predictProba, close);
    if (name !== 'restBayes') {
      expectClose(await model.decisionFunction(some(data)), fixture[name].decision, close);
    }
    expect(model.estimators.length).toBe(name === 'restBinary' ? 1 : 3);
  });

  it.each([
    ['pairsBayes', bayes],
    ['pairsLogistic', logistic],
  ] as const)('pairs: %s', async (name, member) => {
    const { data, target } = await loadIris();
    const model = await new OneVsOneClassifier<GaussianNB | LogisticRegression>(member()).fit(data, target);
    expect(await model.predict(data)).toEqual(fixture[name].predict);
    expectClose(await model.decisionFunction(some(data)), fixture[name].decision, close);
  });

  it.each([
    ['codesBayes', bayes],
    ['codesLogistic', logistic],
  ] as const)('output codes, the same code book: %s', async (name, member) => {
    const { data, target } = await loadIris();
    const options = { codeSize: 4, randomState: 5 };
    const model = new OutputCodeClassifier<GaussianNB | LogisticRegression>(member(), options);
    await model.fit(data, target);
    expect(model.codeBook.to2DArray()).toEqual(fixture[name].codeBook);
    expect(await model.predict(data)).toEqual(fixture[name].predict);
  });
});

describe('strategies for several classes', () => {
  it('need two classes, and weights that the estimator can use', async () => {
    const X = [[0], [1], [2]];
    for (const make of [OneVsRestClassifier, OneVsOneClassifier, OutputCodeClassifier]) {
      await expect(new make(new GaussianNB()).fit(X, ['a', 'a', 'a'])).rejects.toThrow(/two classes/);
      const knn = new make(new KNeighborsClassifier({ nNeighbors: 1 }));
      await expect(knn.fit(X, [0, 1, 2], { sampleWeight: [1, 2, 3] })).rejects.toThrow(
        /KNeighborsClassifier/,
      );
    }
  });

  it('gives rows that no estimator claims equal probabilities', async () => {
    const X = [[0], [1], [2], [3], [4], [5]];
    const near = new OneVsRestClassifier(new KNeighborsClassifier({ nNeighbors: 1 }));
    await near.fit(X, ['a', 'b', 'c', 'a', 'b', 'c']);
    const proba = await near.predictProba([[0]]);
    expect([...proba.data]).toEqual([1, 0, 0]);
  });

  it('are searched over by the parameters of their estimator', async () => {
    const { data, target } = await loadIris();
    const rest = new OneVsRestClassifier(new LogisticRegression());
    const search = new GridSearchCV(rest, { estimator__C: [0.01, 10] }, { cv: 3 });
    await search.fit(data, target);
    expect(search.bestParams).toEqual({ estimator__C: 10 });
  });

  it('are the same on any number of workers', async () => {
    const { data, target } = await loadIris();
    const one = await new OneVsOneClassifier(bayes()).fit(data, target);
    const two = await new OneVsOneClassifier(bayes(), { nJobs: 2 }).fit(data, target);
    expect(await two.decisionFunction(data)).toEqual(await one.decisionFunction(data));
  });
});
