import { describe, expect, it } from 'vitest';
import { ColumnTransformer, Pipeline } from '../../src/compose/index.js';
import { type Estimator, Matrix, Table } from '../../src/core/index.js';
import {
  GradientBoostingClassifier,
  GradientBoostingRegressor,
  IsolationForest,
} from '../../src/estimators/ensemble/index.js';
import { LogisticRegression } from '../../src/estimators/linear_model/index.js';
import { GaussianNB } from '../../src/estimators/naive_bayes/index.js';
import { SimpleImputer } from '../../src/impute/index.js';
import {
  AdaBoostClassifier,
  AdaBoostRegressor,
  BaggingClassifier,
  BaggingRegressor,
  MultiOutputClassifier,
  OneVsRestClassifier,
  StackingClassifier,
  VotingClassifier,
} from '../../src/meta/index.js';
import { OneHotEncoder, StandardScaler } from '../../src/preprocessing/index.js';

const table = Table.from({
  band: ['u', 'g', 'u', 'g', 'u', 'g', 'u', 'g'],
  flux: [1, 2, 1.1, 2.1, 0.9, 1.9, 1, Number.NaN],
});
const labels = ['star', 'qso', 'star', 'qso', 'star', 'qso', 'star', 'qso'];

function mixed(clf: Estimator): Estimator {
  const numbers = new Pipeline([
    ['fill', new SimpleImputer()],
    ['scale', new StandardScaler()],
  ]);
  const columns = new ColumnTransformer([
    ['numbers', numbers, ['flux']],
    ['words', new OneHotEncoder(), ['band']],
  ]);
  return new Pipeline([
    ['columns', columns],
    ['clf', clf],
  ]) as unknown as Estimator;
}

describe('members that take text and missing values', () => {
  it.each([
    ['voting', new VotingClassifier([['a', mixed(new GaussianNB())]], { voting: 'soft' })],
    [
      'bagging',
      new BaggingClassifier({ estimator: mixed(new GaussianNB()), nEstimators: 3, randomState: 0 }),
    ],
    [
      'bagging of columns on workers',
      new BaggingClassifier({
        estimator: new Pipeline([
          ['encode', new OneHotEncoder({ handleUnknown: 'ignore' })],
          ['nb', new GaussianNB()],
        ]) as unknown as Estimator,
        nEstimators: 3,
        bootstrapFeatures: true,
        randomState: 0,
        nJobs: 2,
      }),
    ],
    ['stacking', new StackingClassifier([['a', mixed(new GaussianNB())]], { cv: 2 })],
    ['boosting', new AdaBoostClassifier({ estimator: mixed(new GaussianNB()), nEstimators: 3 })],
    ['one against the rest', new OneVsRestClassifier(mixed(new LogisticRegression()))],
    ['several outputs', new MultiOutputClassifier(mixed(new GaussianNB()))],
  ] as const)('%s', async (_name, estimator) => {
    expect((estimator as Estimator).tags.text).toBe(true);
    await (estimator as Estimator).fit(table, labels);
    expect(await (estimator as VotingClassifier).predict(table)).toEqual(labels);
  });
});

const numbers: readonly (() => Estimator)[] = [
  () => new GradientBoostingRegressor({ nEstimators: 3 }),
  () => new BaggingRegressor({ nEstimators: 3, randomState: 0 }),
  () => new AdaBoostRegressor({ nEstimators: 3, randomState: 0 }),
];
const classes: readonly (() => Estimator)[] = [
  () => new GradientBoostingClassifier({ nEstimators: 3 }),
  () => new BaggingClassifier({ nEstimators: 3, randomState: 0 }),
];

describe('odd data', () => {
  const constant = Matrix.zeros(12, 2);
  const missing = Matrix.of(new Float64Array(24).fill(Number.NaN), 2);
  const y = Array.from({ length: 12 }, (_, i) => i % 3);

  it.each(numbers.map((make) => [make().type, make] as const))(
    '%s predicts a constant from columns that say nothing',
    async (_type, make) => {
      for (const X of [constant, missing]) {
        const model = (await make().fit(X, y)) as GradientBoostingRegressor;
        const predicted = await model.predict(X);
        expect(new Set(predicted).size).toBe(1);
        expect(predicted[0]).toBeGreaterThanOrEqual(0);
        expect(predicted[0]).toBeLessThanOrEqual(2);
      }
    },
  );

  it.each(numbers.map((make) => [make().type, make] as const))(
    '%s refuses targets that are not finite',
    async (_type, make) => {
      for (const bad of [Number.NaN, Number.POSITIVE_INFINITY]) {
        await expect(make().fit(constant, [bad, ...y.slice(1)])).rejects.toThrow(/y must hold finite/);
      }
    },
  );

  it.each(classes.map((make) => [make().type, make] as const))(
    '%s gives the shares of the classes',
    async (_t, make) => {
      for (const X of [constant, missing]) {
        const model = (await make().fit(X, y)) as GradientBoostingClassifier;
        const proba = await model.predictProba(X);
        expect(proba.data.every((p) => p > 0.05 && p < 0.8)).toBe(true);
      }
    },
  );

  it('leaves of more rows than there are split nothing', async () => {
    const X = Array.from({ length: 12 }, (_, i) => [i]);
    const model = await new GradientBoostingRegressor({ nEstimators: 3, minSamplesLeaf: 50 }).fit(X, y);
    expect(new Set(await model.predict(X)).size).toBe(1);
    expect([...model.featureImportances]).toEqual([0]);
  });

  it('an isolation forest of equal rows finds no outlier', async () => {
    const forest = await new IsolationForest({ randomState: 0 }).fit(constant);
    expect(new Set(await forest.predict(constant))).toEqual(new Set([1]));
  });
});

describe('aborts and progress', () => {
  it('an abort stops boosting within a tenth of a second', async () => {
    const X = Matrix.of(
      Float64Array.from({ length: 40_000 }, (_, i) => Math.sin(i * i)),
      4,
    );
    const y = Float64Array.from({ length: 10_000 }, (_, i) => Math.cos(3 * i));
    const controller = new AbortController();
    const model = new GradientBoostingRegressor({ nEstimators: 5000, maxDepth: 8 });
    let stopped = 0;
    setTimeout(() => {
      stopped = performance.now();
      controller.abort();
    }, 150);
    await expect(model.fit(X, y, { signal: controller.signal })).rejects.toThrow(/abort/i);
    // Generous, because other tests share the cores.
    expect(performance.now() - stopped).toBeLessThan(500);
  });

  it('progress counts members and iterations', async () => {
    const X = Array.from({ length: 30 }, (_, i) => [i % 7, i % 3]);
    const y = Array.from({ length: 30 }, (_, i) => i % 2);
    const events: string[] = [];
    const onProgress = ({ what, done, total }: { what: string; done: number; total: number }): void => {
      events.push(`${what} ${done}/${total}`);
    };
    await new BaggingClassifier({ nEstimators: 3 }).fit(X, y, { onProgress });
    await new GradientBoostingClassifier({ nEstimators: 2 }).fit(X, y, { onProgress });
    expect(events).toEqual([
      'member 1/3',
      'member 2/3',
      'member 3/3',
      'iteration 0/2',
      'iteration 1/2',
      'iteration 2/2',
    ]);
  });
});
