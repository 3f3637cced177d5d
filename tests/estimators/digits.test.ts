import { describe, expect, it } from 'vitest';
import { Matrix } from '../../src/core/matrix.js';
import type { Classifier, Transformer } from '../../src/core/protocol.js';
import { loadDigits } from '../../src/datasets/index.js';
import { LogisticRegression } from '../../src/estimators/linear_model/index.js';
import { GaussianNB } from '../../src/estimators/naive_bayes/index.js';
import { KNeighborsClassifier, KNeighborsRegressor } from '../../src/estimators/neighbors/index.js';
import {
  KBinsDiscretizer,
  MinMaxScaler,
  QuantileTransformer,
  RobustScaler,
  StandardScaler,
} from '../../src/preprocessing/index.js';
import { expectClose, loadFixture } from '../support/fixtures.js';

const golden = loadFixture<
  Record<string, { predicted: number[]; proba: number[][] }> & Record<string, number[][]>
>('estimators/digits');

async function digits(): Promise<{ X: Matrix; y: number[]; train: number[]; test: number[] }> {
  const { data, target } = await loadDigits();
  const rows = (from: number, step: number) =>
    Array.from({ length: Math.ceil((1797 - from) / step) }, (_, i) => from + i * step);
  // Moved a little, because whole numbers make equal distances, which rounding decides.
  const X = Matrix.of(
    data.data.map((value, at) => value + 0.01 * Math.sin(at)),
    data.columns,
  );
  return { X, y: Array.from(target), train: rows(0, 2), test: rows(1, 14) };
}

describe('the handwritten digits equal scikit-learn', () => {
  // Labels are equal; probabilities to rounding, of logistic regression to where the solvers stop.
  const models: [string, Classifier, number, boolean][] = [
    ['knn', new KNeighborsClassifier({ nNeighbors: 4, weights: 'distance' }), 1e-9, false],
    [
      'ball',
      new KNeighborsClassifier({ nNeighbors: 3, algorithm: 'ball_tree', metric: 'manhattan' }),
      1e-9,
      false,
    ],
    ['nb', new GaussianNB({ varSmoothing: 1e-3 }), 1e-8, true],
    [
      'logistic',
      new LogisticRegression({ C: 0.01, solver: 'newton-cholesky', tol: 1e-10 }) as unknown as Classifier,
      1e-5,
      true,
    ],
  ];

  it.each(models)('%s', async (name, model, atol, weighted) => {
    const { X, y, train, test } = await digits();
    const sampleWeight = train.map((_, i) => 1 + (i % 3));
    await model.fit(
      X.takeRows(train),
      train.map((i) => y[i]),
      weighted ? { sampleWeight } : {},
    );
    expect(await model.predict(X.takeRows(test))).toEqual(golden[name].predicted);
    const proba = await model.predictProba?.(X.takeRows(test.slice(0, 40)));
    expectClose(proba?.to2DArray() ?? [], golden[name].proba, { rtol: 0, atol });
  });

  it('regressor of several targets', async () => {
    const { X, y, train, test } = await digits();
    const targets = train.map((i) => [0, 1, 2].map((j) => X.get(i, j) + y[i]));
    const model = await new KNeighborsRegressor().fit(X.takeRows(train), targets);
    const predicted = (await model.predict(X.takeRows(test))) as unknown as Matrix;
    expectClose(predicted.to2DArray(), golden['regressor'] as unknown as number[][], { rtol: 1e-12 });
  });

  it.each([
    ['standard', new StandardScaler()],
    ['minmax', new MinMaxScaler()],
    ['robust', new RobustScaler()],
    ['bins', new KBinsDiscretizer({ nBins: 4, encode: 'ordinal', strategy: 'uniform' })],
    ['quantile', new QuantileTransformer({ nQuantiles: 50 })],
  ] as [string, Transformer][])('%s', async (name, transformer) => {
    const { X, train, test } = await digits();
    await transformer.fit(X.takeRows(train));
    const result = await transformer.transform(X.takeRows(test.slice(0, 12)));
    expectClose(result.to2DArray(), golden[name] as unknown as number[][], { rtol: 1e-9, atol: 1e-10 });
  });
});
