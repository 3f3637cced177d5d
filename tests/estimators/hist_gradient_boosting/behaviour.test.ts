import { describe, expect, it } from 'vitest';
import { Matrix } from '../../../src/core/matrix.js';
import { RandomState } from '../../../src/core/random.js';
import { Table } from '../../../src/core/table.js';
import {
  HistGradientBoostingClassifier,
  HistGradientBoostingRegressor,
} from '../../../src/estimators/ensemble/index.js';
import { expectClose } from '../../support/fixtures.js';

function made(n: number, d: number, seed: number): { X: Matrix; y: Float64Array } {
  const random = new RandomState(seed);
  const X = Matrix.of(random.uniform(-2, 2, n * d), d);
  const noise = random.normal(0, 0.3, n);
  const y = noise.map((e, i) => Math.sin(2 * X.get(i, 0)) + X.get(i, 1) * X.get(i, 2) + e);
  return { X, y };
}

describe('constraints', () => {
  it('predictions rise and fall as monotonicCst says, whatever else holds', async () => {
    for (const seed of [1, 2, 3]) {
      const { X, y } = made(300, 4, seed);
      const model = new HistGradientBoostingRegressor({
        maxIter: 30,
        minSamplesLeaf: 3,
        monotonicCst: [1, -1, 0, 0],
        randomState: seed,
      });
      await model.fit(X, y);
      for (const [column, sign] of [
        [0, 1],
        [1, -1],
      ]) {
        for (let row = 0; row < 20; row++) {
          const grid = Array.from({ length: 60 }, (_, k) => {
            const cells = Array.from(X.row(row));
            cells[column] = -2.5 + k / 12;
            return cells;
          });
          const values = await model.predict(grid);
          for (let k = 1; k < values.length; k++) {
            expect(sign * (values[k] - values[k - 1])).toBeGreaterThanOrEqual(-1e-12);
          }
        }
      }
    }
  });

  it('columns of different groups add up', async () => {
    const { X, y } = made(300, 4, 5);
    const model = new HistGradientBoostingRegressor({
      maxIter: 30,
      minSamplesLeaf: 3,
      interactionCst: [
        [0, 1],
        [2, 3],
      ],
    });
    await model.fit(X, y);
    for (let i = 0; i < 20; i++) {
      const [a, b, c, d] = X.row(i);
      const [e, f, g, h] = X.row(i + 20);
      const [p, q, r, s] = await model.predict([
        [a, b, c, d],
        [e, f, g, h],
        [a, b, g, h],
        [e, f, c, d],
      ]);
      // Exact but for the order of sums.
      expect(Math.abs(p + q - r - s)).toBeLessThan(1e-12);
    }
  });

  it('monotonicCst by column name is the array', async () => {
    const { X, y } = made(200, 3, 7);
    const named = X.withColumnNames(['a', 'b', 'c']);
    const byName = await new HistGradientBoostingRegressor({ monotonicCst: { c: -1 } }).fit(named, y);
    const byPlace = await new HistGradientBoostingRegressor({ monotonicCst: [0, 0, -1] }).fit(X, y);
    expect(await byName.predict(named)).toEqual(await byPlace.predict(X));
  });
});

describe('categories', () => {
  const random = new RandomState(2);
  const n = 300;
  const codes = random.randint(0, 6, n);
  const numbers = random.normal(0, 1, n);
  const words = Array.from(codes, (code) => 'edcfab'[code]);
  const y = Array.from(codes, (code, i) => [3, -1, 4, -1, 5, -9][code] + 0.2 * numbers[i]);
  const params = { maxIter: 20, minSamplesLeaf: 5 };

  it('text columns of a table are split as categories', async () => {
    const table = Table.from({ word: words, number: numbers });
    const byText = await new HistGradientBoostingRegressor(params).fit(table, y);
    expect(byText.isCategorical).toEqual([true, false]);
    const sorted = 'abcdef';
    const coded = Matrix.from2DArray(words.map((word, i) => [sorted.indexOf(word), numbers[i]]));
    const byMask = await new HistGradientBoostingRegressor({
      ...params,
      categoricalFeatures: [true, false],
    }).fit(coded, y);
    expect(await byText.predict(table)).toEqual(await byMask.predict(coded));
    const byName = await new HistGradientBoostingRegressor({ ...params, categoricalFeatures: ['word'] }).fit(
      table,
      y,
    );
    expect(await byName.predict(table)).toEqual(await byText.predict(table));
    const unknown = await byText.predict(Table.from({ word: ['zzz', null], number: [0, 0] }));
    expect(unknown[0]).toBe(unknown[1]);
  });

  it('text in another column, too many categories and unknown columns are refused', async () => {
    const table = Table.from({ word: words, number: numbers });
    const fitted = (more: object): Promise<unknown> =>
      new HistGradientBoostingRegressor({ ...params, ...more }).fit(table, y);
    await expect(fitted({ categoricalFeatures: null })).rejects.toThrow(/column 'word'.*text/);
    await expect(fitted({ maxBins: 4 })).rejects.toThrow(/at most maxBins \(4\) categories. Got 6/);
    await expect(fitted({ categoricalFeatures: ['wrd'] })).rejects.toThrow(/categoricalFeatures.*lacks/);
    await expect(fitted({ categoricalFeatures: [7] })).rejects.toThrow(/categoricalFeatures/);
    await expect(fitted({ categoricalFeatures: [true] })).rejects.toThrow(/mask/);
    await expect(fitted({ monotonicCst: { word: 1 } })).rejects.toThrow(/column of categories/);
    await expect(fitted({ monotonicCst: { wrd: 1 } })).rejects.toThrow(/lacks/);
    await expect(fitted({ monotonicCst: [1] })).rejects.toThrow(/each of the 2 columns/);
    await expect(fitted({ interactionCst: [[5]] })).rejects.toThrow(/columns from 0 to 1/);
  });
});

describe('fitting in stages', () => {
  const { X, y } = made(250, 4, 11);
  const classes = Array.from(y, (value) => (value < -0.7 ? 'low' : value < 0.7 ? 'mid' : 'top'));

  it('a warm start ends where one fit ends', async () => {
    for (const more of [{}, { maxFeatures: 0.5 }, { earlyStopping: true, nIterNoChange: 50 }]) {
      const params = { ...more, randomState: 4, warmStart: true };
      const first = await new HistGradientBoostingRegressor({ ...params, maxIter: 7 }).fit(X, y);
      const more15 = new HistGradientBoostingRegressor({ ...params, maxIter: 15 }).restore(first.fitted);
      await more15.fit(X, y);
      const once = await new HistGradientBoostingRegressor({ ...params, maxIter: 15 }).fit(X, y);
      expect(more15.nIter).toBe(15);
      expect(await more15.predict(X)).toEqual(await once.predict(X));
      expect(more15.validationScore).toEqual(once.validationScore);
    }
  });

  it('staged predictions end in the prediction', async () => {
    const model = await new HistGradientBoostingClassifier({ maxIter: 6 }).fit(X, classes);
    let stages = 0;
    let last: Matrix | undefined;
    for await (const stage of model.stagedPredictProba(X)) {
      stages++;
      last = stage;
    }
    expect(stages).toBe(6);
    expect(last?.data).toEqual((await model.predictProba(X)).data);
    let labels: unknown;
    for await (const stage of model.stagedPredict(X)) labels = stage;
    expect(labels).toEqual(await model.predict(X));
    let values: unknown;
    for await (const stage of model.stagedDecisionFunction(X)) values = stage;
    expect(values).toEqual(await model.decisionFunction(X));
  });

  it('validation rows that are given decide when to stop', async () => {
    const held = made(100, 4, 12);
    const model = new HistGradientBoostingRegressor({ maxIter: 300, learningRate: 0.5, nIterNoChange: 3 });
    await model.fit(X, y, { XVal: held.X, yVal: held.y });
    expect(model.doEarlyStopping).toBe(true);
    expect(model.nIter).toBeLessThan(300);
    expect(model.validationScore).toHaveLength(model.nIter + 1);
    const predicted = await model.predict(held.X);
    const loss = predicted.reduce((sum, p, i) => sum + (p - held.y[i]) ** 2 / 2, 0) / predicted.length;
    expectClose(-model.validationScore[model.nIter], loss, { rtol: 1e-12 });
    await expect(model.fit(X, y, { XVal: held.X })).rejects.toThrow(/no yVal/);
    await expect(model.fit(X, y, { yVal: held.y })).rejects.toThrow(/no XVal/);
    const never = new HistGradientBoostingRegressor({ earlyStopping: false });
    await expect(never.fit(X, y, { XVal: held.X, yVal: held.y })).rejects.toThrow(/earlyStopping/);
    const sorter = new HistGradientBoostingClassifier();
    const labels = held.X.column(0).map(() => 0);
    await expect(sorter.fit(X, classes, { XVal: held.X, yVal: labels })).rejects.toThrow(/yVal/);
  });

  it('reports each iteration', async () => {
    const seen: number[] = [];
    await new HistGradientBoostingRegressor({ maxIter: 4 }).fit(X, y, {
      onProgress: ({ done, what }) => what === 'iteration' && seen.push(done),
    });
    expect(seen).toEqual([1, 2, 3, 4]);
  });
});

describe('unusual data', () => {
  it('constant and empty columns, and leaves larger than the data, give the mean', async () => {
    const X = Matrix.from2DArray(Array.from({ length: 30 }, () => [1, Number.NaN]));
    const y = Array.from({ length: 30 }, (_, i) => i);
    const flat = await new HistGradientBoostingRegressor().fit(X, y);
    expectClose(await flat.predict(X), new Float64Array(30).fill(14.5), { rtol: 1e-12 });
    const { X: X2, y: y2 } = made(30, 3, 1);
    const model = await new HistGradientBoostingRegressor({ minSamplesLeaf: 31 }).fit(X2, y2);
    const mean = y2.reduce((a, b) => a + b) / 30;
    expectClose(await model.predict(X2), new Float64Array(30).fill(mean), { rtol: 1e-12 });
  });

  it('missing values that training did not see go where most rows go', async () => {
    const X = Matrix.from2DArray(Array.from({ length: 40 }, (_, i) => [i < 30 ? 0 : 1]));
    const y = Array.from({ length: 40 }, (_, i) => (i < 30 ? 1 : 2));
    const model = await new HistGradientBoostingRegressor({ minSamplesLeaf: 1 }).fit(X, y);
    const [missing, zero] = await model.predict([[Number.NaN], [0]]);
    expect(missing).toBe(zero);
  });

  it('targets that a loss cannot take, and a single class, are refused', async () => {
    const { X } = made(30, 3, 1);
    const y = Array.from({ length: 30 }, (_, i) => i);
    const fitted = (loss: 'gamma' | 'poisson', given: number[]): Promise<unknown> =>
      new HistGradientBoostingRegressor({ loss }).fit(X, given);
    await expect(fitted('gamma', y)).rejects.toThrow(/must be positive for loss 'gamma'. Got 0 in row 0/);
    await expect(
      fitted(
        'poisson',
        y.map((value) => -value),
      ),
    ).rejects.toThrow(/must not be negative/);
    await expect(
      fitted(
        'poisson',
        y.map(() => 0),
      ),
    ).rejects.toThrow(/all zeros/);
    const same = y.map(() => 'a');
    await expect(new HistGradientBoostingClassifier().fit(X, same)).rejects.toThrow(/two classes/);
    expect(() => new HistGradientBoostingRegressor({ loss: 'quantile' })).toThrow(/quantile/);
    const three = y.map((value) => value % 3);
    await expect(
      new HistGradientBoostingClassifier({ monotonicCst: [1, 0, 0] }).fit(X, three),
    ).rejects.toThrow(/two classes/);
  });

  it('a warm start refuses fewer iterations and other classes', async () => {
    const { X, y } = made(60, 3, 1);
    const done = await new HistGradientBoostingRegressor({ maxIter: 5, warmStart: true }).fit(X, y);
    const fewer = new HistGradientBoostingRegressor({ maxIter: 3, warmStart: true }).restore(done.fitted);
    await expect(fewer.fit(X, y)).rejects.toThrow(/maxIter/);
  });
});
