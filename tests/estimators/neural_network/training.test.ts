import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { Matrix } from '../../../src/core/matrix.js';
import { RandomState } from '../../../src/core/random.js';
import type { ProgressEvent } from '../../../src/core/run.js';
import { collectWarnings, setWarningHandler } from '../../../src/core/warnings.js';
import {
  EarlyStopping,
  type EpochLog,
  MLPAutoencoder,
  MLPClassifier,
  MLPRegressor,
  ModelCheckpoint,
  ReduceLROnPlateau,
} from '../../../src/estimators/neural_network/index.js';
import { balancedOrder } from '../../../src/estimators/neural_network/training/order.js';
import { loadFile } from '../../../src/persistence/index.js';
import { installRegistry } from '../../../src/registry/index.js';
import { expectClose } from '../../support/fixtures.js';
import { clusters, rejection } from './support.js';

installRegistry();
setWarningHandler(() => {});
const { X, y } = clusters(200);
const own = clusters(80);
const quick = { hiddenLayerSizes: [12], randomState: 3, learningRateInit: 0.02 } as const;
const folder = mkdtempSync(join(tmpdir(), 'learnkit-mlp-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('history and callbacks', () => {
  it('records loss, learning rate, time and validation of each epoch', async () => {
    const model = new MLPClassifier({ ...quick, maxIter: 6 });
    await model.fit(X, y, { validationData: [own.X, own.y], trainingScore: true });
    const { history } = model;
    expect(history.epoch).toEqual([1, 2, 3, 4, 5, 6]);
    expect(history.loss).toEqual(model.lossCurve);
    expect(history.learningRate).toEqual(new Array(6).fill(0.02));
    expect(history.validationScore[5]).toBe(await model.score(own.X, own.y));
    expect(history.validationLoss).toHaveLength(6);
    expect(history.trainingScore[5]).toBe(await model.score(X, y));
    expect(history.seconds.every((seconds) => seconds >= 0)).toBe(true);
  });

  it('EarlyStopping restores the best weights', async () => {
    const model = new MLPClassifier({ ...quick, maxIter: 150, learningRateInit: 0.1, alpha: 0 });
    const stop = new EarlyStopping({ patience: 5 });
    await model.fit(X, y, { validationData: [own.X, own.y], callbacks: [stop] });
    const { validationLoss } = model.history;
    expect(model.nIter).toBeLessThan(150);
    expect(validationLoss.indexOf(Math.min(...validationLoss))).toBe(model.nIter - 6);
    const proba = await model.predictProba(own.X);
    const logLoss = own.y.reduce((sum, c, i) => sum - Math.log(proba.get(i, c)), 0) / own.y.length;
    // The loss of the restored weights, by another way: sums in another order.
    expectClose(logLoss, Math.min(...validationLoss), { rtol: 1e-9 });
  });

  it('ReduceLROnPlateau lowers the learning rate down to minLr', async () => {
    const model = new MLPClassifier({
      ...quick,
      maxIter: 40,
      learningRateInit: 0.3,
      tol: 0,
      nIterNoChange: 1000,
    });
    const slower = new ReduceLROnPlateau({
      monitor: 'loss',
      factor: 0.5,
      patience: 1,
      minDelta: 0.01,
      minLr: 0.02,
    });
    await model.fit(X, y, { callbacks: [slower] });
    const rates = model.history.learningRate;
    expect(rates[0]).toBe(0.3);
    expect(Math.min(...rates)).toBe(0.02);
    expect(rates.every((rate, i) => i === 0 || rate <= rates[i - 1])).toBe(true);
  });

  it('ModelCheckpoint writes a fitted estimator that predicts', async () => {
    const path = join(folder, 'best.lk');
    const model = new MLPClassifier({ ...quick, maxIter: 10 });
    const seen: EpochLog[] = [];
    await model.fit(X, y, {
      callbacks: [
        new ModelCheckpoint(path, { monitor: 'loss', saveBestOnly: true }),
        { onEpochEnd: (log) => void seen.push(log) },
      ],
    });
    expect(seen).toHaveLength(10);
    const loaded = await loadFile<MLPClassifier>(path);
    // The loss fell in every epoch, so the file holds the last.
    expect(await loaded.predict(own.X)).toEqual(await model.predict(own.X));
    expect(loaded.lossCurve).toEqual(model.lossCurve);
  });

  it('a callback can stop, and watching what is not there is refused', async () => {
    const model = new MLPRegressor({ ...quick, maxIter: 50 });
    await model.fit(X, y, {
      callbacks: [{ onEpochEnd: ({ epoch }, control) => void (epoch === 4 && control.stop()) }],
    });
    expect(model.nIter).toBe(4);
    const refused = await rejection(model.fit(X, y, { callbacks: [new EarlyStopping()] }));
    expect(refused.message).toMatch(/validationData/);
    expect(model.nIter).toBe(4);
    expect(() => new ReduceLROnPlateau({ factor: 2 })).toThrow(/factor/);
    expect(() => new EarlyStopping({ monitor: 'accuracy' as 'loss' })).toThrow(/monitor/);
    expect(() => new ModelCheckpoint('')).toThrow(/path/);
  });

  it('progress tells the time left, an abort keeps the model', async () => {
    const events: ProgressEvent[] = [];
    const model = new MLPClassifier({ ...quick, maxIter: 5 });
    await model.fit(X, y, { onProgress: (event) => events.push(event) });
    expect(events.map(({ done }) => done)).toEqual([1, 2, 3, 4, 5]);
    expect(events.every(({ secondsLeft }) => secondsLeft !== undefined && secondsLeft >= 0)).toBe(true);
    const before = model.fitted;
    const stop = new AbortController();
    const started = performance.now();
    const long = clusters(20_000);
    const refit = model.with({ maxIter: 10_000 }).fit(long.X, long.y, { signal: stop.signal });
    setTimeout(() => stop.abort(), 50);
    expect((await rejection(refit)).name).toBe('AbortError');
    expect(performance.now() - started).toBeLessThan(1000);
    expect(model.fitted).toBe(before);
  });
});

describe('weights and classes', () => {
  it('whole weights equal repetition in full batches', async () => {
    const weights = y.map((_, i) => 1 + (i % 3));
    const rows = y.flatMap((_, i) => new Array<number>(weights[i]).fill(i));
    const params = { ...quick, shuffle: false, maxIter: 20 } as const;
    const a = new MLPClassifier({ ...params, batchSize: 200 });
    const b = new MLPClassifier({ ...params, batchSize: rows.length });
    await a.fit(X, y, { sampleWeight: weights });
    await b.fit(
      X.takeRows(rows),
      rows.map((i) => y[i]),
    );
    // Sums of weights against sums of copies: rounding, amplified by twenty steps.
    expectClose(a.coefs[0], b.coefs[0], { rtol: 1e-7, atol: 1e-9 });
    expectClose(a.lossCurve, b.lossCurve, { rtol: 1e-9 });
  });

  it('rows of weight 0 count for nothing, batches of them take no step', async () => {
    const weights = y.map((_, i) => (i < 100 ? 1 : 0));
    const params = { ...quick, shuffle: false, maxIter: 5, batchSize: 50 } as const;
    const a = new MLPClassifier(params);
    const b = new MLPClassifier(params);
    await a.fit(X, y, { sampleWeight: weights });
    await b.fit(X.takeRows(Array.from({ length: 100 }, (_, i) => i)), y.slice(0, 100));
    expectClose(a.coefs[0], b.coefs[0], { rtol: 1e-12 });
  });

  it('balanced batches hold the classes in equal shares', () => {
    const codes = Int32Array.from({ length: 100 }, (_, i) => (i < 90 ? 0 : i < 97 ? 1 : 2));
    const order = balancedOrder(codes, 3, new RandomState(0));
    for (const rows of [order.next(), order.next()]) {
      const counts = [0, 0, 0];
      for (const row of rows.subarray(0, 30)) counts[codes[row]]++;
      expect(counts).toEqual([10, 10, 10]);
    }
  });

  it('balanced batches and balanced weights find the rare class', async () => {
    const rare = clusters(600, 2);
    const keep = rare.y.flatMap((c, i) => (c === 0 || i % 40 === 1 ? [i] : []));
    const [few, labels] = [rare.X.takeRows(keep), keep.map((i) => rare.y[i])];
    const recall = async (model: MLPClassifier): Promise<number> => {
      await model.fit(few, labels);
      const predicted = await model.predict<number>(rare.X);
      return predicted.filter((c, i) => c === 1 && rare.y[i] === 1).length / 300;
    };
    const params = { ...quick, maxIter: 30 } as const;
    const plain = await recall(new MLPClassifier(params));
    expect(await recall(new MLPClassifier({ ...params, balancedBatches: true }))).toBeGreaterThan(
      plain + 0.1,
    );
    expect(await recall(new MLPClassifier({ ...params, classWeight: 'balanced' }))).toBeGreaterThan(
      plain + 0.1,
    );
  });
});

describe('what else it does', () => {
  it('batches are cut where they are cut, whatever they hold: float32 and large batches', async () => {
    const big = clusters(3000);
    const whole = new MLPClassifier({ ...quick, batchSize: 1500, maxIter: 3, precision: 'float32' });
    await whole.fit(big.X, big.y);
    const wide = new MLPClassifier({ ...quick, batchSize: 1500, maxIter: 3 });
    await wide.fit(big.X, big.y);
    // Six steps in single precision.
    expectClose(whole.coefs[0], wide.coefs[0], { rtol: 1e-5, atol: 1e-5 });
  });

  it.each(['rmsprop', 'adagrad', 'adadelta', 'adamax', 'nadam', 'ftrl', 'adamw', 'sgd'] as const)(
    'solver %s learns',
    async (solver) => {
      const rate = { adadelta: 5, adagrad: 0.1, ftrl: 0.1 }[solver as string] ?? 0.01;
      const model = new MLPClassifier({
        ...quick,
        solver,
        learningRateInit: rate,
        maxIter: 60,
        batchSize: 20,
      });
      await model.fit(X, y);
      expect(await model.score(X, y)).toBeGreaterThan(0.8);
    },
  );

  it('dropout and normalisation act in training only, and the result is repeatable', async () => {
    const params = {
      ...quick,
      hiddenLayerSizes: [20, 10],
      dropout: [0.3, 0.1],
      batchNormalization: true,
      maxIter: 60,
    };
    const [a, b] = [new MLPClassifier(params), new MLPClassifier(params)];
    await a.fit(X, y);
    await b.fit(X, y);
    expect(await a.predictProba(own.X)).toEqual(await b.predictProba(own.X));
    expect(await a.predictProba(own.X)).toEqual(await a.predictProba(own.X));
    expect(await a.score(own.X, own.y)).toBeGreaterThan(0.7);
  });

  it('regression losses learn a line', async () => {
    const line = Array.from(
      { length: 200 },
      (_, i) => 3 + X.get(i, 0) - 0.5 * X.get(i, 1) + (i % 50 === 0 ? 0.5 : 0),
    );
    const losses = ['absolute_error', 'huber', 'log_cosh', 'mean_absolute_percentage_error'] as const;
    for (const loss of losses) {
      const model = new MLPRegressor({ ...quick, loss, maxIter: 200, batchSize: 50 });
      await model.fit(X, line);
      expect(await model.score(X, line), loss).toBeGreaterThan(0.9);
    }
    const counts = line.map((value) => Math.max(0, Math.round(value)));
    for (const loss of ['poisson', 'mean_squared_logarithmic_error'] as const) {
      const model = new MLPRegressor({ ...quick, loss, maxIter: 200, batchSize: 50 });
      await model.fit(X, counts);
      expect((await model.predict(X)).every((value) => value > 0)).toBe(true);
      expect(await model.score(X, counts), loss).toBeGreaterThan(0.7);
    }
  });
});

describe('what is refused', () => {
  it('a loss that explodes, naming the learning rate; the earlier model stays', async () => {
    const model = new MLPRegressor({ ...quick, maxIter: 5 });
    await model.fit(X, y);
    const before = model.fitted;
    const wild = model.with({ solver: 'sgd', learningRateInit: 1e6 });
    const error = await rejection(
      wild.fit(
        Matrix.of(
          X.data.map((v) => v * 1e3),
          4,
        ),
        y,
      ),
    );
    expect(error.message).toMatch(/learningRateInit 1000000/);
    expect(wild.isFitted).toBe(false);
    expect(model.fitted).toBe(before);
  });

  it('one class, bad indicators, contradicting parameters', async () => {
    const one = await rejection(
      new MLPClassifier(quick).fit(
        X,
        y.map(() => 'star'),
      ),
    );
    expect(one.message).toMatch(/two classes.*"star"/);
    const many = await rejection(
      new MLPClassifier(quick).fit(
        X,
        y.map((c) => [c, 1]),
      ),
    );
    expect(many.message).toMatch(/0 and 1/);
    expect(() => new MLPClassifier({ solver: 'lbfgs', dropout: 0.5 })).toThrow(/lbfgs/);
    expect(() => new MLPClassifier({ hiddenLayerSizes: [4, 4], dropout: [0.5] })).toThrow(/hidden layers/);
    expect(() => new MLPClassifier({ device: 'webgpu', precision: 'float64' })).toThrow(/float64/);
    expect(() => new MLPAutoencoder({ hiddenLayerSizes: [] })).toThrow(/code/);
    const early = await rejection(
      new MLPClassifier({ earlyStopping: true }).partialFit(X, y, { classes: [0, 1, 2] }),
    );
    expect(early.message).toMatch(/earlyStopping/);
    const negative = await rejection(
      new MLPRegressor({ loss: 'poisson' }).fit(
        X,
        y.map((v) => v - 1),
      ),
    );
    expect(negative.message).toMatch(/negative/);
  });

  it('a batch larger than the rows takes all rows and says so', async () => {
    const { warnings } = await collectWarnings(() =>
      new MLPClassifier({ ...quick, batchSize: 500, maxIter: 2 }).fit(X, y),
    );
    expect(warnings.map(({ message }) => message).join()).toMatch(
      /batchSize 500 is larger than the 200 rows/,
    );
  });

  it('other layers or classes on a warm start', async () => {
    const model = new MLPClassifier({ ...quick, warmStart: true, maxIter: 2 });
    await model.fit(X, y);
    const refused = await rejection(
      model.fit(
        X,
        y.map((c) => c % 2),
      ),
    );
    expect(refused.message).toMatch(/warmStart.*classes/);
    expect(model.classes).toEqual([0, 1, 2]);
  });
});

describe('MLPAutoencoder', () => {
  it('rebuilds rows of a plane and marks those outside', async () => {
    const random = new RandomState(0);
    const plane = Matrix.zeros(300, 5);
    for (let i = 0; i < 300; i++) {
      const [a, b] = [random.standardNormal(), random.standardNormal()];
      for (let j = 0; j < 5; j++)
        plane.set(i, j, Math.sin(j) * a + Math.cos(j) * b + 0.01 * random.standardNormal());
    }
    const coder = new MLPAutoencoder({
      hiddenLayerSizes: [2],
      randomState: 0,
      learningRateInit: 0.02,
      maxIter: 300,
      tol: 0,
    });
    await coder.fit(plane);
    const codes = await coder.encode(plane);
    expect([codes.rows, codes.columns]).toEqual([300, 2]);
    const rebuilt = await coder.inverseTransform(codes);
    const errors = await coder.reconstructionError(plane);
    expectClose(errors[7], plane.row(7).reduce((sum, v, j) => sum + (v - rebuilt.get(7, j)) ** 2, 0) / 5, {
      rtol: 1e-9,
    });
    const usual = errors.reduce((sum, e) => sum + e, 0) / 300;
    expect(usual).toBeLessThan(0.01);
    const odd = plane.clone();
    for (let j = 0; j < 5; j++) odd.set(3, j, 3 * (j % 2 ? 1 : -1));
    const marked = await coder.reconstructionError(odd);
    expect(marked.indexOf(Math.max(...marked))).toBe(3);
    expect(marked[3]).toBeGreaterThan(30 * usual);
    expect((await rejection(coder.inverseTransform([[1, 2, 3]]))).message).toMatch(
      /codes must have 2 columns/,
    );
  });

  it('deep, with dropout and early stopping', async () => {
    const coder = new MLPAutoencoder({
      hiddenLayerSizes: [10, 3],
      dropout: 0.05,
      earlyStopping: true,
      ...{ randomState: 1, learningRateInit: 0.01, maxIter: 100 },
    });
    await coder.fit(X);
    expect(coder.coefs.map(({ rows, columns }) => [rows, columns])).toEqual([
      [4, 10],
      [10, 3],
      [3, 10],
      [10, 4],
    ]);
    expect(coder.history.validationScore[coder.nIter - 1]).toBeGreaterThan(0.6);
    expect(coder.getFeatureNamesOut()).toEqual(['mlpautoencoder0', 'mlpautoencoder1', 'mlpautoencoder2']);
  });
});
