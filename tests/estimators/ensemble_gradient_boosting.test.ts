import { describe, expect, it } from 'vitest';
import { Matrix } from '../../src/core/index.js';
import { loadDiabetes, loadIris } from '../../src/datasets/index.js';
import {
  GradientBoostingClassifier,
  GradientBoostingRegressor,
} from '../../src/estimators/ensemble/gradient_boosting/index.js';
import { GaussianNB } from '../../src/estimators/naive_bayes/index.js';
import { KNeighborsClassifier, KNeighborsRegressor } from '../../src/estimators/neighbors/index.js';
import { load, save } from '../../src/persistence/index.js';
import { expectClose, loadFixture } from '../support/fixtures.js';

interface Case {
  trainScore: number[];
  importances: number[];
  predict: number[];
  nEstimators: number;
  predictProba?: number[][];
}

const fixture = loadFixture<{
  X: number[][];
  target: number[];
  weights: number[];
  three: number[];
  two: number[];
  cases: Record<string, Case>;
}>('ensembles/gradient_boosting');
const X = Matrix.from2DArray(fixture.X);
const some = X.takeRows(Array.from({ length: 60 }, (_, i) => 4 * i));
// Tiny nodes are parted alike by several columns: leaves of five rows avoid such ties.
const small = { nEstimators: 12, minSamplesLeaf: 5, randomState: 0 };

async function collect<T>(stages: AsyncIterable<T>): Promise<T[]> {
  const result: T[] = [];
  for await (const stage of stages) result.push(stage);
  return result;
}

// Without equal gains both sides grow the same trees: predictions agree to 1e-8, losses to 1e-9.
describe('gradient boosting as in scikit-learn', () => {
  it.each([
    ['logLoss', 'two', {}],
    ['multinomial', 'three', {}],
    ['exponential', 'two', { loss: 'exponential' }],
    ['weighted', 'two', {}],
    ['zero', 'three', { init: 'zero', maxDepth: 2 }],
    ['init', 'two', { init: new GaussianNB() }],
    ['subsample', 'two', { subsample: 0.5, maxFeatures: 2 }],
    [
      'early',
      'three',
      { nEstimators: 200, nIterNoChange: 3, validationFraction: 0.25, learningRate: 0.5, randomState: 3 },
    ],
  ] as const)('classes: %s', async (name, target, params) => {
    const model = new GradientBoostingClassifier({ ...small, ...params });
    await model.fit(X, fixture[target], name === 'weighted' ? { sampleWeight: fixture.weights } : {});
    const expected = fixture.cases[name];
    expect(model.nEstimators).toBe(expected.nEstimators);
    // scikit-learn fits `init` in single precision.
    expectClose(model.trainScore, expected.trainScore, { rtol: name === 'init' ? 1e-6 : 1e-9 });
    expectClose(await model.predictProba(some), expected.predictProba as number[][], {
      rtol: name === 'init' ? 1e-5 : 1e-8,
      atol: 1e-10,
    });
    expect(await model.predict(some)).toEqual(expected.predict);
    expectClose(model.featureImportances, expected.importances, {
      rtol: name === 'init' ? 1e-5 : 1e-8,
      atol: 1e-10,
    });
  });

  it.each([
    ['squared_error', { loss: 'squared_error', alpha: 0.8 }],
    ['absolute_error', { loss: 'absolute_error', alpha: 0.8 }],
    ['huber', { loss: 'huber', alpha: 0.8 }],
    // Residuals of two values tie sooner: fewer trees.
    ['quantile', { loss: 'quantile', alpha: 0.8, nEstimators: 8 }],
    ['weightedAbsolute', { loss: 'absolute_error', nEstimators: 8 }],
    ['leaves', { maxLeafNodes: 6, maxDepth: null }],
    ['pruned', { ccpAlpha: 0.02 }],
    ['stochastic', { subsample: 0.6, learningRate: 0.3, nIterNoChange: 4, nEstimators: 60, randomState: 1 }],
  ] as const)('numbers: %s', async (name, params) => {
    const model = new GradientBoostingRegressor({ ...small, ...params });
    await model.fit(X, fixture.target, name === 'weightedAbsolute' ? { sampleWeight: fixture.weights } : {});
    const expected = fixture.cases[name];
    expect(model.nEstimators).toBe(expected.nEstimators);
    expectClose(model.trainScore, expected.trainScore, { rtol: 1e-9 });
    expectClose(await model.predict(some), expected.predict, { rtol: 1e-8, atol: 1e-10 });
    expectClose(model.featureImportances, expected.importances, { rtol: 1e-8, atol: 1e-10 });
  });
});

describe('gradient boosting', () => {
  it('stages end at the whole model, and leaves lead to it', async () => {
    const { data, target } = await loadIris();
    const model = await new GradientBoostingClassifier(small).fit(data, target);
    const probas = await collect(model.stagedPredictProba(data));
    expect(probas.length).toBe(12);
    expect(probas[11].data).toEqual((await model.predictProba(data)).data);
    expect((await collect(model.stagedPredict(data)))[11]).toEqual(await model.predict(data));
    expect((await model.apply(data)).columns).toBe(36);
    expect(model.estimators.length).toBe(12);
    const [first] = model.estimators[0];
    expect((await first.predict(data)).length).toBe(150);
  });

  it('continues warmly to what one fit would have given', async () => {
    const { data, target } = await loadDiabetes();
    const params = { warmStart: true, subsample: 0.5, randomState: 0 };
    const model = await new GradientBoostingRegressor({ ...params, nEstimators: 5 }).fit(data, target);
    const more = model.with({ nEstimators: 9 }).restore(model.fitted);
    await more.fit(data, target);
    const atOnce = await new GradientBoostingRegressor({ ...params, nEstimators: 9 }).fit(data, target);
    expectClose(await more.predict(data), await atOnce.predict(data), { rtol: 1e-12 });
    expectClose(more.oobImprovement.subarray(0, 5), atOnce.oobImprovement.subarray(0, 5), { rtol: 1e-9 });
    const fewer = more.with({ nEstimators: 3 }).restore(more.fitted);
    await expect(fewer.fit(data, target)).rejects.toThrow(/nEstimators/);
    const other = new GradientBoostingClassifier({ warmStart: true, nEstimators: 2 });
    await other.fit([[0], [1]], ['a', 'b']);
    await expect(other.fit([[0], [1]], ['a', 'c'])).rejects.toThrow(/warm start/);
  });

  it('says how the loss fell on the rows that were left out', async () => {
    const { data, target } = await loadDiabetes();
    const model = await new GradientBoostingRegressor({ ...small, subsample: 0.5 }).fit(data, target);
    expect(model.oobScores.length).toBe(12);
    expect(model.oobScore).toBe(model.oobScores[11]);
    expectClose(model.oobImprovement[5], model.oobScores[4] - model.oobScores[5]);
    expect(model.oobImprovement.reduce((a, b) => a + b)).toBeGreaterThan(0);
  });

  it('takes missing values, constant columns and a row of weight 0', async () => {
    const rows = Array.from({ length: 40 }, (_, i) => [i % 5 === 0 ? Number.NaN : i, 7, Number.NaN]);
    const y = Array.from({ length: 40 }, (_, i) => (i % 5 === 0 ? 100 : i));
    const model = new GradientBoostingRegressor({ nEstimators: 60, learningRate: 0.3, randomState: 0 });
    await model.fit(rows, y, { sampleWeight: y.map((_, i) => (i === 3 ? 0 : 1)) });
    const predicted = await model.predict([
      [Number.NaN, 7, 1],
      [31, 7, 1],
    ]);
    expect(Math.abs(predicted[0] - 100)).toBeLessThan(2);
    expect(Math.abs(predicted[1] - 31)).toBeLessThan(3);
  });

  it('survives a file', async () => {
    const model = await new GradientBoostingClassifier(small).fit(X, fixture.three);
    const again = await load(await save(model), { expect: GradientBoostingClassifier });
    expect(await again.predictProba(X)).toEqual(await model.predictProba(X));
  });

  it('says what is wrong', async () => {
    const rows = [[0], [1], [2]];
    const one = new GradientBoostingClassifier();
    await expect(one.fit(rows, [0, 0, 1], { sampleWeight: [1, 1, 0] })).rejects.toThrow(/two classes/);
    const exponential = new GradientBoostingClassifier({ loss: 'exponential' });
    await expect(exponential.fit(rows, [0, 1, 2])).rejects.toThrow(/two classes/);
    const early = new GradientBoostingClassifier({ nIterNoChange: 2 });
    await expect(early.fit(rows, [0, 1, 1])).rejects.toThrow(/nIterNoChange/);
    expect(() => new GradientBoostingClassifier({ init: new KNeighborsRegressor() })).toThrow(/init/);
    expect(() => new GradientBoostingRegressor({ init: new GaussianNB() })).toThrow(/init/);
    const knn = new GradientBoostingClassifier({
      init: new KNeighborsClassifier({ nNeighbors: 1 }),
      nEstimators: 2,
    });
    await expect(knn.fit(rows, [0, 1, 1], { sampleWeight: [1, 1, 1] })).rejects.toThrow(/sampleWeight/);
  });
});
