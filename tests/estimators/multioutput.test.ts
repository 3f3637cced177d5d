import { describe, expect, it } from 'vitest';
import { type Label, Matrix } from '../../src/core/index.js';
import { loadDiabetes, loadIris } from '../../src/datasets/index.js';
import { GaussianNB } from '../../src/estimators/naive_bayes/index.js';
import { KNeighborsClassifier, KNeighborsRegressor } from '../../src/estimators/neighbors/index.js';
import {
  ClassifierChain,
  MultiOutputClassifier,
  MultiOutputRegressor,
  RegressorChain,
} from '../../src/meta/index.js';
import { load, save } from '../../src/persistence/index.js';
import { expectClose, loadFixture } from '../support/fixtures.js';

interface Outputs {
  predict: number[][];
  predictProba: number[][];
  order: number[];
}

const fixture = loadFixture<Record<string, Outputs>>('multiclass/strategies');
const some = (X: Matrix): Matrix =>
  X.takeRows(Array.from({ length: Math.ceil(X.rows / 7) }, (_, i) => 7 * i));
const close = { rtol: 1e-8, atol: 1e-12 };

async function labels(): Promise<{ X: Matrix; y: number[][] }> {
  const { data, target } = await loadIris();
  const y = Array.from(target, (c, i) => [c === 1 ? 1 : 0, c === 1 && data.get(i, 0) > 6 ? 1 : 0]);
  return { X: data, y };
}

async function targets(): Promise<{ X: Matrix; y: Matrix }> {
  const { data, target } = await loadDiabetes();
  const y = Array.from(target, (t, i) => [t, data.get(i, 0) * 100, t * data.get(i, 2)]);
  return { X: data.takeColumns([1, 2, 3, 4, 5]).withColumnNames(undefined), y: Matrix.from2DArray(y) };
}

describe('several outputs as in scikit-learn', () => {
  it('a classifier per output', async () => {
    const { X, y } = await labels();
    const model = await new MultiOutputClassifier(new GaussianNB()).fit(X, y);
    expect(await model.predict(some(X))).toEqual(fixture['outputs'].predict);
    const expected = fixture['outputs'].predictProba as unknown as number[][][];
    (await model.predictProba(some(X))).forEach((block, t) => {
      expectClose(block, expected[t], close);
    });
  });

  it.each([
    ['chain', {}],
    ['chainRandom', { order: 'random', randomState: 3 }],
    ['chainCv', { order: [1, 0], cv: 4 }],
  ] as const)('a chain of classifiers: %s', async (name, options) => {
    const { X, y } = await labels();
    const model = await new ClassifierChain(new GaussianNB(), options).fit(X, y);
    expect([...model.order]).toEqual(fixture[name].order);
    expect(await model.predict(some(X))).toEqual(fixture[name].predict);
    expectClose(await model.predictProba(some(X)), fixture[name].predictProba, { rtol: 1e-6, atol: 1e-10 });
  });

  it('a regressor per target, and chains, to rounding', async () => {
    const { X, y } = await targets();
    const near = new KNeighborsRegressor({ nNeighbors: 4 });
    const all = await new MultiOutputRegressor(near).fit(X, y);
    expectClose(await all.predict<Matrix>(some(X)), fixture['regressors'].predict, { rtol: 1e-12 });
    const chain = await new RegressorChain(near, { order: [2, 0, 1] }).fit(X, y);
    expectClose(await chain.predict<Matrix>(some(X)), fixture['regressorChain'].predict, { rtol: 1e-12 });
    const cross = await new RegressorChain(near, { cv: 3 }).fit(X, y);
    expectClose(await cross.predict<Matrix>(some(X)), fixture['regressorChainCv'].predict, { rtol: 1e-12 });
  });
});

describe('several outputs', () => {
  it('may be words, and of a chain too', async () => {
    const X = [[0], [1], [9], [10]];
    const y = [
      ['dim', 'far'],
      ['dim', 'far'],
      ['bright', 'near'],
      ['bright', 'near'],
    ];
    for (const make of [MultiOutputClassifier, ClassifierChain]) {
      const model = await new make(new KNeighborsClassifier({ nNeighbors: 1 })).fit(X, y);
      expect(await model.predict([[8]])).toEqual([['bright', 'near']]);
      expect(model.classes).toEqual([
        ['bright', 'dim'],
        ['far', 'near'],
      ]);
      expect(await model.score(X, y)).toBe(1);
    }
  });

  it('come back flat when y was flat', async () => {
    const model = await new MultiOutputClassifier(new GaussianNB()).fit(
      [[0], [1], [9], [10]],
      ['a', 'a', 'b', 'b'],
    );
    expect(await model.predict<Label[]>([[8]])).toEqual(['b']);
    expect((await model.predictProba<Matrix>([[8]])).columns).toBe(2);
  });

  it('survive a file and any number of workers', async () => {
    const { X, y } = await labels();
    const one = await new MultiOutputClassifier(new GaussianNB()).fit(X, y);
    const two = await new MultiOutputClassifier(new GaussianNB(), { nJobs: 2 }).fit(X, y);
    const again = await load(await save(two), { expect: MultiOutputClassifier });
    expect(await again.predictProba(X)).toEqual(await one.predictProba(X));
  });

  it('say what is wrong', async () => {
    const X = [[0], [1], [2]];
    const nb = new GaussianNB();
    await expect(new MultiOutputClassifier(nb).fit(X, [[0, 1], [1], [0, 1]])).rejects.toThrow(/equally long/);
    await expect(
      new ClassifierChain(nb, { order: [0, 2] }).fit(X, [
        [0, 1],
        [1, 0],
        [0, 1],
      ]),
    ).rejects.toThrow(/order/);
    const three = [
      [0, 'a'],
      [1, 'b'],
      [2, 'a'],
    ];
    const chain = new ClassifierChain(new KNeighborsClassifier({ nNeighbors: 1 }));
    await chain.fit(X, three);
    await expect(chain.predictProba(X)).rejects.toThrow(/two classes/);
    expect(() => new ClassifierChain(nb, { chainMethod: 'decision_function' })).toThrow(/chainMethod/);
    expect(() => new RegressorChain(nb)).toThrow(/regressor/);
  });
});
