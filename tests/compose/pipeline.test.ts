import { describe, expect, it } from 'vitest';
import {
  ColumnTransformer,
  FeatureUnion,
  makeColumnSelector,
  makePipeline,
  Pipeline,
} from '../../src/compose/index.js';
import { deepParams } from '../../src/core/children.js';
import { NotFittedError } from '../../src/core/errors.js';
import type { DataLike } from '../../src/core/input.js';
import { Matrix } from '../../src/core/matrix.js';
import type { Estimator } from '../../src/core/protocol.js';
import { Table } from '../../src/core/table.js';
import { tags } from '../../src/core/tags.js';
import { FrozenEstimator } from '../../src/estimators/frozen/index.js';
import { LogisticRegression } from '../../src/estimators/linear_model/index.js';
import { GaussianNB } from '../../src/estimators/naive_bayes/index.js';
import { KNeighborsClassifier } from '../../src/estimators/neighbors/index.js';
import { StandardScaler } from '../../src/preprocessing/index.js';

const X = [
  [1, 10],
  [2, 20],
  [8, 5],
  [9, 1],
];
const y = ['a', 'a', 'b', 'b'];

describe('Pipeline', () => {
  it('does what its steps do by hand', async () => {
    const pipe = await new Pipeline([
      ['scale', new StandardScaler()],
      ['nb', new GaussianNB()],
    ]).fit(X, y);
    const scaler = await new StandardScaler().fit(X);
    const nb = await new GaussianNB().fit(await scaler.transform(X), y);
    expect((await pipe.predictProba(X)).data).toEqual(
      (await nb.predictProba(await scaler.transform(X))).data,
    );
    expect(pipe.classes).toEqual(['a', 'b']);
    expect(await pipe.score(X, y)).toBe(1);
  });

  it('leaves the steps that it was given unfitted', async () => {
    const scaler = new StandardScaler();
    const pipe = await new Pipeline([
      ['scale', scaler],
      ['nb', new GaussianNB()],
    ]).fit(X, y);
    expect(scaler.isFitted).toBe(false);
    expect((pipe.namedSteps['scale'] as StandardScaler).isFitted).toBe(true);
  });

  it('reaches parameters of nested steps, and tells misspelt ones', () => {
    const pipe = new Pipeline([
      ['prep', new Pipeline([['scale', new StandardScaler()]])],
      ['lr', new LogisticRegression()],
    ]);
    const other = pipe.with({ prep__scale__withMean: false, lr__C: 5 });
    expect(deepParams(other)['prep__scale__withMean']).toBe(false);
    expect(deepParams(other)['lr__C']).toBe(5);
    expect(deepParams(pipe)['lr__C']).toBe(1);
    expect(() => pipe.with({ lt__C: 5 } as object)).toThrow("Did you mean 'lr__C'");
    expect(() => pipe.with({ lr__Cc: 5 } as object)).toThrow("unknown parameter 'Cc'");
    expect(() => pipe.with({ lr__C: -1 } as object)).toThrow("parameter 'C' must be");
  });

  it('replaces and skips steps', async () => {
    const pipe = new Pipeline([
      ['scale', 'passthrough'],
      ['clf', new GaussianNB()],
    ]);
    const knn = pipe.with({ clf: new KNeighborsClassifier({ nNeighbors: 1 }) } as object);
    await knn.fit(X, y);
    expect(await knn.predict([[9, 1]])).toEqual(['b']);
  });

  it('sends weights to the steps that take them and refuses them otherwise', async () => {
    const sampleWeight = [1, 3, 2, 1];
    const weighted = await new Pipeline([
      ['scale', new StandardScaler()],
      ['nb', new GaussianNB()],
    ]).fit(X, y, { sampleWeight });
    const rows = [0, 1, 1, 1, 2, 2, 3];
    const repeated = await new Pipeline([
      ['scale', new StandardScaler()],
      ['nb', new GaussianNB()],
    ]).fit(
      rows.map((i) => X[i]),
      rows.map((i) => y[i]),
    );
    const [a, b] = [await weighted.predictProba(X), await repeated.predictProba(X)];
    a.data.forEach((p, i) => {
      expect(p).toBeCloseTo(b.data[i], 9);
    });
    const knn = new Pipeline([
      ['scale', new StandardScaler()],
      ['knn', new KNeighborsClassifier()],
    ]);
    await expect(knn.fit(X, y, { sampleWeight })).rejects.toThrow('cannot use weights');
  });

  it('lets samplers act while fitting only', async () => {
    const calls: string[] = [];
    const pipe = new Pipeline([
      ['double', doubler(calls)],
      ['knn', new KNeighborsClassifier({ nNeighbors: 1 })],
    ]);
    await pipe.fit(X, y);
    expect(calls).toEqual(['fitResample']);
    expect((pipe.namedSteps['knn'] as KNeighborsClassifier).nSamplesFit).toBe(8);
    expect((await pipe.predict(X)).length).toBe(4);
    expect(calls).toEqual(['fitResample']);
  });

  it('says what is missing', async () => {
    const pipe = new Pipeline([
      ['scale', new StandardScaler()],
      ['knn', new KNeighborsClassifier()],
    ]);
    await expect(pipe.predict(X)).rejects.toThrow(NotFittedError);
    await expect(pipe.decisionFunction(X)).rejects.toThrow("'decisionFunction' is not available");
    expect(() => new Pipeline([])).toThrow('at least one step');
    expect(
      () =>
        new Pipeline([
          ['a', new StandardScaler()],
          ['a', new GaussianNB()],
        ]),
    ).toThrow('stands twice');
    expect(() => new Pipeline([['a__b', new GaussianNB()]])).toThrow("holds '__'");
    expect(
      () =>
        new Pipeline([
          ['nb', new GaussianNB()],
          ['scale', new StandardScaler()],
        ]),
    ).toThrow('must have transform');
  });

  it('names its columns and steps', async () => {
    const pipe = makePipeline(new StandardScaler(), new StandardScaler());
    await pipe.fit(Matrix.from2DArray(X).withColumnNames(['u', 'g']));
    expect(pipe.getFeatureNamesOut()).toEqual(['u', 'g']);
    expect(pipe.steps.map((step) => step[0])).toEqual(['standardscaler-1', 'standardscaler-2']);
    expect((await pipe.inverseTransform(await pipe.transform(X))).to2DArray()[0][1]).toBeCloseTo(10, 12);
  });
});

describe('FeatureUnion', () => {
  it('puts parts side by side, scaled and named', async () => {
    const union = new FeatureUnion(
      [
        ['raw', 'passthrough'],
        ['none', 'drop'],
        ['std', new StandardScaler()],
      ],
      { transformerWeights: { raw: 2 } },
    );
    const out = await union.fitTransform(Matrix.from2DArray(X).withColumnNames(['u', 'g']));
    expect(out.columnNames).toEqual(['raw__u', 'raw__g', 'std__u', 'std__g']);
    expect(out.get(0, 0)).toBe(2);
  });
});

describe('ColumnTransformer', () => {
  const table = Table.from({ g: [1, 2, 3, 4], band: ['x', 'y', 'x', 'y'], r: [4, 3, 2, 1] });

  it('takes columns by name, position and kind, in any order of columns later', async () => {
    const prepare = new ColumnTransformer([['std', new StandardScaler(), ['g']]], { remainder: 'drop' });
    await prepare.fit(table);
    const moved = Table.from({ r: [4, 3], band: ['x', 'y'], g: [1, 2] });
    const out = await prepare.transform(moved);
    expect(out.columnNames).toEqual(['std__g']);
    expect(out.get(0, 0)).toBeCloseTo(-1.3416, 4);
    const byKind = new ColumnTransformer([
      ['std', new StandardScaler(), makeColumnSelector({ kind: 'number' })],
    ]);
    expect((await byKind.fitTransform(table)).columns).toBe(2);
    const last = new ColumnTransformer([['std', 'passthrough', [-1]]]);
    expect((await last.fitTransform(table)).column(0)).toEqual(Float64Array.of(4, 3, 2, 1));
  });

  it('refuses unknown columns, lost columns and text passed through', async () => {
    const unknown = new ColumnTransformer([['std', new StandardScaler(), ['gg']]]);
    await expect(unknown.fit(table)).rejects.toThrow("did you mean 'g'");
    const fitted = await new ColumnTransformer([['std', new StandardScaler(), ['g']]]).fit(table);
    await expect(fitted.transform(Table.from({ r: [1] }))).rejects.toThrow('lacks the column');
    const text = new ColumnTransformer([['keep', 'passthrough', ['band']]]);
    await expect(text.fitTransform(table)).rejects.toThrow('text columns');
  });
});

describe('FrozenEstimator', () => {
  it('stays fitted through fit and copies', async () => {
    const nb = await new GaussianNB().fit(X, y);
    const frozen = new FrozenEstimator(nb);
    await frozen.fit([[0, 0]], ['z']);
    expect(await frozen.with({}).predict(X)).toEqual(await nb.predict(X));
    expect(() => new FrozenEstimator(new GaussianNB())).toThrow(NotFittedError);
  });
});

/** A sampler of one's own: repeats every row. */
function doubler(calls: string[]): Estimator {
  const self = {
    type: 'Doubler',
    params: {},
    tags: tags('transformer'),
    isFitted: false,
    with: () => self,
    fit: async () => self,
    fitResample: async (data: DataLike, target: unknown) => {
      calls.push('fitResample');
      const rows = (data as number[][]).length;
      const twice = Array.from({ length: 2 * rows }, (_, i) => i % rows);
      return { X: twice.map((i) => (data as number[][])[i]), y: twice.map((i) => (target as string[])[i]) };
    },
  };
  return self as unknown as Estimator;
}
