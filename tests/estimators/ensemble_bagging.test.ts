import { describe, expect, it } from 'vitest';
import { Pipeline } from '../../src/compose/index.js';
import { collectWarnings, type Estimator, Matrix } from '../../src/core/index.js';
import { loadDiabetes, loadIris } from '../../src/datasets/index.js';
import { GaussianNB } from '../../src/estimators/naive_bayes/index.js';
import { KNeighborsClassifier, KNeighborsRegressor } from '../../src/estimators/neighbors/index.js';
import { BaggingClassifier, BaggingRegressor } from '../../src/meta/index.js';
import { StandardScaler } from '../../src/preprocessing/index.js';
import { expectClose, loadFixture } from '../support/fixtures.js';

interface Bag {
  rows: number[][];
  columns: number[][];
  predict: number[];
  predictProba: number[][];
  oobScore: number;
  oob: number[][];
}

const fixture = loadFixture<Record<string, Bag>>('ensembles/bagging');
const some = (X: Matrix): Matrix =>
  X.takeRows(Array.from({ length: Math.ceil(X.rows / 7) }, (_, i) => 7 * i));

describe('bagging as in scikit-learn: the same draws, predictions to rounding', () => {
  it.each([
    ['weights', { estimator: new GaussianNB(), nEstimators: 7, maxSamples: 0.6, randomState: 0 }],
    ['indices', { estimator: new KNeighborsClassifier(), nEstimators: 12, oobScore: true, randomState: 1 }],
    [
      'columns',
      {
        estimator: new GaussianNB(),
        nEstimators: 6,
        maxFeatures: 0.5,
        bootstrap: false,
        maxSamples: 40,
        randomState: 5,
      },
    ],
    [
      'bootstrapColumns',
      {
        estimator: new Pipeline([
          ['scale', new StandardScaler()],
          ['nb', new GaussianNB()],
        ]),
        nEstimators: 5,
        maxFeatures: 3,
        bootstrapFeatures: true,
        randomState: 2,
      },
    ],
  ] as const)('%s', async (name, params) => {
    const { data, target } = await loadIris();
    const bag = await new BaggingClassifier<Estimator>(params).fit(data, target);
    const expected = fixture[name];
    expect(bag.estimatorsSamples.slice(0, 2).map((rows) => [...rows])).toEqual(expected.rows);
    expect(bag.estimatorsFeatures.map((columns) => [...columns])).toEqual(expected.columns);
    // GaussianNB's variances differ in the last digits: 1e-9.
    expectClose(await bag.predictProba(some(data)), expected.predictProba, { rtol: 1e-8, atol: 1e-11 });
    expect(await bag.predict(some(data))).toEqual(expected.predict);
    if (expected.oobScore !== undefined) {
      expect(bag.oobScore).toBe(expected.oobScore);
      expectClose(some(bag.oobDecisionFunction), expected.oob, { rtol: 1e-12 });
    }
  });

  it.each([
    [
      'regressor',
      {
        estimator: new KNeighborsRegressor(),
        nEstimators: 15,
        maxFeatures: 0.7,
        oobScore: true,
        randomState: 3,
      },
    ],
    ['trees', { nEstimators: 8, maxFeatures: 6, oobScore: true, randomState: 4 }],
  ] as const)('of numbers: %s', async (name, params) => {
    const { data, target } = await loadDiabetes();
    // scikit-learn's trees see single precision: both sides get such numbers.
    const X = name === 'trees' ? Matrix.of(data.data.map(Math.fround), data.columns) : data;
    const bag = await new BaggingRegressor<Estimator>(params).fit(X, target);
    const expected = fixture[name];
    expect(bag.estimatorsFeatures.map((columns) => [...columns])).toEqual(expected.columns);
    expectClose(await bag.predict(some(X)), expected.predict, { rtol: 1e-12 });
    expect(bag.oobScore).toBeCloseTo(expected.oobScore, 12);
    const oob = bag.oobPrediction as Float64Array;
    const every = oob.filter((_, i) => i % 7 === 0);
    expectClose(every, expected.oob as unknown as number[], { rtol: 1e-12 });
  });
});

describe('bagging', () => {
  it('continues warmly to what one fit would have given', async () => {
    const { data, target } = await loadIris();
    const params = { estimator: new GaussianNB(), nEstimators: 4, warmStart: true, randomState: 3 };
    const small = await new BaggingClassifier(params).fit(data, target);
    const grown = await small.restore(small.fitted).fit(data, target);
    expect(grown.estimators.length).toBe(4);
    const more = small.with({ nEstimators: 9 }).restore(small.fitted);
    await more.fit(data, target);
    const atOnce = await new BaggingClassifier({ ...params, nEstimators: 9 }).fit(data, target);
    expect((await more.predictProba(data)).data).toEqual((await atOnce.predictProba(data)).data);
  });

  it('draws rows of a larger weight more often, and rows of weight 0 never', async () => {
    const { data, target } = await loadIris();
    const sampleWeight = target.map((_, i) => (i % 3 === 0 ? 0 : (i % 3) ** 3));
    const bag = new BaggingClassifier({ estimator: new GaussianNB(), nEstimators: 20, randomState: 0 });
    await bag.fit(data, target, { sampleWeight });
    const times = [0, 0, 0];
    for (const rows of bag.estimatorsSamples) for (const row of rows) times[row % 3]++;
    expect(times[0]).toBe(0);
    expect(times[2] / times[1]).toBeGreaterThan(6);
  });

  it('learns several targets where the member does', async () => {
    const { data, target } = await loadDiabetes();
    const both = Array.from(target, (value) => [value, -value]);
    const bag = new BaggingRegressor({ estimator: new KNeighborsRegressor(), randomState: 0 });
    if (!bag.tags.multiOutput) return;
    await bag.fit(data, both);
    const predicted = await bag.predict<Matrix>(data);
    expect(predicted.columns).toBe(2);
    expectClose(
      predicted.column(0),
      predicted.column(1).map((value) => -value),
    );
  });

  it('is the same on any number of workers', async () => {
    const { data, target } = await loadIris();
    const fits = [];
    for (const nJobs of [1, 2, 4]) {
      const bag = new BaggingClassifier({ estimator: new GaussianNB(), nJobs, randomState: 8 });
      fits.push([...(await (await bag.fit(data, target)).predictProba(data)).data]);
    }
    expect(fits[1]).toEqual(fits[0]);
    expect(fits[2]).toEqual(fits[0]);
  });

  it('says what does not fit', async () => {
    const X = [[0], [1], [2], [3]];
    const y = [0, 1, 0, 1];
    const make = (params: object) =>
      new BaggingClassifier({ estimator: new GaussianNB(), randomState: 0, ...params });
    await expect(make({ bootstrap: false, maxSamples: 5 }).fit(X, y)).rejects.toThrow(/maxSamples/);
    await expect(make({ maxFeatures: 3 }).fit(X, y)).rejects.toThrow(/maxFeatures/);
    await expect(make({ bootstrap: false, oobScore: true }).fit(X, y)).rejects.toThrow(/oobScore/);
    const bag = await make({}).fit(X, y);
    expect(() => bag.oobScore).toThrow(/oobScore: true/);
    expect(() => make({ estimator: new KNeighborsRegressor() })).toThrow(/classifier/);
    const fewer = make({ warmStart: true, nEstimators: 5 }).restore(bag.fitted);
    await expect(fewer.fit(X, y)).rejects.toThrow(/nEstimators/);
    const { warnings } = await collectWarnings(() => make({ nEstimators: 1, oobScore: true }).fit(X, y));
    expect(warnings[0].message).toMatch(/out-of-bag/);
  });
});
