import { describe, expect, it } from 'vitest';
import { Matrix } from '../../src/core/index.js';
import { loadBreastCancer, loadDiabetes, loadIris } from '../../src/datasets/index.js';
import { GaussianNB } from '../../src/estimators/naive_bayes/index.js';
import { KNeighborsClassifier, KNeighborsRegressor } from '../../src/estimators/neighbors/index.js';
import { AdaBoostClassifier, AdaBoostRegressor } from '../../src/meta/index.js';
import { GridSearchCV } from '../../src/model_selection/index.js';
import { expectClose, loadFixture } from '../support/fixtures.js';

interface Boosted {
  weights: number[];
  errors: number[];
  predict: number[];
  decision: number[];
  staged: number[];
  importances: number[];
}

const fixture = loadFixture<Record<string, Boosted>>('ensembles/adaboost');
const some = (X: Matrix): Matrix =>
  X.takeRows(Array.from({ length: Math.ceil(X.rows / 7) }, (_, i) => 7 * i));
/** scikit-learn's trees see single precision: both sides get such numbers. */
const single = (X: Matrix): Matrix => Matrix.of(X.data.map(Math.fround), X.columns);

async function collect<T>(stages: AsyncIterable<T>): Promise<T[]> {
  const result: T[] = [];
  for await (const stage of stages) result.push(stage);
  return result;
}

describe('AdaBoost as in scikit-learn', () => {
  it.each([
    ['three', { nEstimators: 12, randomState: 0 }],
    ['binary', { nEstimators: 15, learningRate: 0.7, randomState: 1 }],
    ['bayes', { estimator: new GaussianNB(), nEstimators: 6 }],
  ] as const)('%s: weights, errors, votes and stages to 1e-9, the same labels', async (name, params) => {
    const iris = await loadIris();
    const cancer = await loadBreastCancer();
    const { data, target } = name === 'binary' ? cancer : iris;
    const X = name === 'bayes' ? data : single(data);
    const model = await new AdaBoostClassifier(params as { nEstimators: number }).fit(X, target);
    const expected = fixture[name];
    expectClose(model.estimatorErrors, expected.errors, { rtol: 1e-9 });
    expectClose(model.estimatorWeights, expected.weights, { rtol: 1e-9 });
    expect(await model.predict(X)).toEqual(expected.predict);
    // Since version 1.6 members also vote against the classes that they do not predict; so does the fixture.
    expectClose(await model.decisionFunction(some(X)), expected.decision, { rtol: 1e-9, atol: 1e-12 });
    expectClose(await collect(model.stagedScore(X, target)), expected.staged, { rtol: 1e-12 });
    if (expected.importances)
      expectClose(model.featureImportances, expected.importances, { rtol: 1e-9, atol: 1e-12 });
  });

  it.each(['linear', 'square', 'exponential'] as const)(
    'regression with %s loss: the same draws, predictions to 1e-9',
    async (loss) => {
      const { data, target } = await loadDiabetes();
      const X = single(data);
      const model = await new AdaBoostRegressor({ nEstimators: 15, loss, randomState: 2 }).fit(X, target);
      const expected = fixture[loss];
      expectClose(model.estimatorErrors, expected.errors, { rtol: 1e-9 });
      expectClose(model.estimatorWeights, expected.weights, { rtol: 1e-9 });
      expectClose(await model.predict(some(X)), expected.predict, { rtol: 1e-9 });
      expectClose(await collect(model.stagedScore(X, target)), expected.staged, { rtol: 1e-9 });
      expectClose(model.featureImportances, expected.importances, { rtol: 1e-9, atol: 1e-12 });
    },
  );
});

describe('AdaBoost', () => {
  it('ends at a perfect member', async () => {
    const model = await new AdaBoostClassifier({ nEstimators: 7 }).fit(
      [[0], [1], [8], [9]],
      ['a', 'a', 'b', 'b'],
    );
    expect(model.estimators.length).toBe(1);
    expect([...model.estimatorErrors]).toEqual([0, 1, 1, 1, 1, 1, 1]);
    expect(await model.predict([[0], [9]])).toEqual(['a', 'b']);
  });

  it('leaves rows of weight 0 out of every round', async () => {
    const { data, target } = await loadIris();
    const sampleWeight = target.map((_, i) => i % 2);
    const kept = Array.from(target.keys()).filter((i) => i % 2 === 1);
    const params = { estimator: new GaussianNB(), nEstimators: 5 };
    const weighted = await new AdaBoostClassifier(params).fit(data, target, { sampleWeight });
    const half = await new AdaBoostClassifier(params).fit(
      data.takeRows(kept),
      kept.map((i) => target[i]),
    );
    expectClose(weighted.estimatorErrors, half.estimatorErrors, { rtol: 1e-9 });
  });

  it('stages end at the whole model', async () => {
    const { data, target } = await loadIris();
    const model = await new AdaBoostClassifier({ nEstimators: 9, randomState: 0 }).fit(data, target);
    const probas = await collect(model.stagedPredictProba(data));
    expect(probas.length).toBe(model.estimators.length);
    expect(probas.at(-1)?.data).toEqual((await model.predictProba(data)).data);
    expect((await collect(model.stagedPredict(data))).at(-1)).toEqual(await model.predict(data));
  });

  it('is searched over by the parameters of its member', async () => {
    const { data, target } = await loadIris();
    const boosted = new AdaBoostClassifier({ nEstimators: 3, randomState: 0 });
    const search = new GridSearchCV(boosted, { estimator__maxDepth: [1, 2], learningRate: [0.5] }, { cv: 3 });
    await search.fit(data, target);
    expect(search.cvResults.meanTestScore[0]).not.toBe(search.cvResults.meanTestScore[1]);
  });

  it('says what is wrong', async () => {
    expect(() => new AdaBoostClassifier({ estimator: new KNeighborsClassifier() })).toThrow(/sample weights/);
    expect(() => new AdaBoostClassifier({ estimator: new KNeighborsRegressor() })).toThrow(/classifier/);
    const chance = new AdaBoostClassifier({ randomState: 0 });
    await expect(chance.fit([[1], [1], [1], [1]], [0, 1, 0, 1])).rejects.toThrow(/no better than chance/);
    const plain = await new AdaBoostClassifier({ estimator: new GaussianNB() }).fit(
      [[0], [1], [9]],
      [0, 0, 1],
    );
    expect(() => plain.featureImportances).toThrow(/needs members that have them/);
  });
});
