import { describe, expect, it } from 'vitest';
import { ColumnTransformer, Pipeline } from '../../src/compose/index.js';
import { Matrix } from '../../src/core/matrix.js';
import type { Estimator } from '../../src/core/protocol.js';
import { Table } from '../../src/core/table.js';
import { collectWarnings } from '../../src/core/warnings.js';
import { MissingIndicator, SimpleImputer } from '../../src/impute/index.js';
import { OneHotEncoder } from '../../src/preprocessing/index.js';
import { expectClose, loadFixture } from '../support/fixtures.js';

const fixture = loadFixture<{
  data: Record<string, number[][]>;
  imputers: {
    data: string;
    params: Record<string, unknown>;
    statistics: number[];
    transform: number[][];
    names: string[];
  }[];
  indicator: { features: number[]; transform: number[][] };
}>('impute/simple');

describe('SimpleImputer', () => {
  it.each(fixture.imputers.map((c) => [JSON.stringify(c.params), c] as const))(
    'equals scikit-learn for %s',
    async (_, expected) => {
      const X = Matrix.from2DArray(fixture.data[expected.data]);
      const { value: imputer } = await collectWarnings(() => new SimpleImputer(expected.params).fit(X));
      // Deterministic: means may differ in the last digit only.
      expectClose(imputer.statistics as number[], expected.statistics, { rtol: 1e-14 });
      expectClose(await imputer.transform(X), expected.transform, { rtol: 1e-14, atol: 1e-20 });
      expect(imputer.getFeatureNamesOut()).toEqual(expected.names);
    },
  );

  it('drops empty columns with a warning, for constants too (scikit-learn 1.8)', async () => {
    for (const strategy of ['mean', 'median', 'most_frequent', 'constant'] as const) {
      const { value, warnings } = await collectWarnings(() =>
        new SimpleImputer({ strategy }).fitTransform([
          [Number.NaN, 1],
          [Number.NaN, 2],
        ]),
      );
      expect([value.columns, warnings.length]).toEqual([1, 1]);
    }
    const kept = new SimpleImputer({ strategy: 'constant', fillValue: 4, keepEmptyFeatures: true });
    expect((await kept.fitTransform([[Number.NaN, 1]])).to2DArray()).toEqual([[4, 1]]);
  });

  it('fills text, and gives a Table', async () => {
    const X = { band: ['near', null, 'far', 'near'], g: [1, Number.NaN, 3, 8] };
    const filled = (await new SimpleImputer({ strategy: 'most_frequent' }).fitTransform(X)) as Table;
    expect(filled).toBeInstanceOf(Table);
    expect(filled.column('band')).toEqual(['near', 'near', 'far', 'near']);
    expect(filled.column('g')).toEqual(Float64Array.of(1, 1, 3, 8));
    expect(X.band[1]).toBe(null);
    const constant = new SimpleImputer({ strategy: 'constant' });
    const words = (await constant.fitTransform(X as { band: string[]; g: number[] })) as unknown as Table;
    expect([words.column('band')[1], words.column('g')[1]]).toEqual(['missing_value', 0]);
  });

  it('fills a text column that arrives all missing', async () => {
    const imputer = await new SimpleImputer({ strategy: 'most_frequent' }).fit([['b'], [null], ['b']]);
    expect(((await imputer.transform([[null], [null]])) as unknown as Table).column('x0')).toEqual([
      'b',
      'b',
    ]);
  });

  it('takes other marks for missing', async () => {
    const text = (await new SimpleImputer({ missingValues: '?', strategy: 'most_frequent' }).fitTransform([
      ['a'],
      ['?'],
      ['a'],
    ])) as unknown as Table;
    expect(text.column('x0')).toEqual(['a', 'a', 'a']);
    const zero = new SimpleImputer({ missingValues: 0 });
    expect((await zero.fitTransform([[0], [2], [4]])).to2DArray()).toEqual([[3], [2], [4]]);
    await expect(zero.fitTransform([[0], [Number.NaN]])).rejects.toThrow(/missing values/);
  });

  it('takes a function for a strategy (scikit-learn 1.5)', async () => {
    const largest = new SimpleImputer({ strategy: (values) => Math.max(...values) });
    expect((await largest.fitTransform([[1], [Number.NaN], [5]])).to2DArray()).toEqual([[1], [5], [5]]);
  });

  it('puts missing cells and dropped columns back', async () => {
    const X = [
      [1, Number.NaN, Number.NaN],
      [Number.NaN, Number.NaN, 5],
      [3, Number.NaN, 7],
    ];
    const imputer = new SimpleImputer({ addIndicator: true });
    const { value: Z } = await collectWarnings(() => imputer.fitTransform(X));
    expect(Z.columns).toBe(5);
    expect(imputer.getFeatureNamesOut()).toEqual([
      'x0',
      'x2',
      'missingindicator_x0',
      'missingindicator_x1',
      'missingindicator_x2',
    ]);
    expect((await imputer.inverseTransform(Z)).data).toEqual(Matrix.from2DArray(X).data);
    await expect((await new SimpleImputer().fit([[1]])).inverseTransform([[1]])).rejects.toThrow(
      /addIndicator/,
    );
  });

  it('lets data with names follow a fit without, indicator included', async () => {
    const imputer = await new SimpleImputer({ addIndicator: true }).fit([[1], [Number.NaN]]);
    expect((await imputer.transform({ a: [Number.NaN] })).columnNames).toEqual(['a', 'missingindicator_a']);
  });

  it('refuses means of text, and fillings of the wrong kind', async () => {
    await expect(new SimpleImputer().fit([['a'], [null]])).rejects.toThrow(/numbers for strategy "mean"/);
    await expect(new SimpleImputer({ strategy: 'constant', fillValue: 'x' }).fit([[1]])).rejects.toThrow(
      /number/,
    );
    const imputer = await new SimpleImputer().fit([[1], [2]]);
    await expect(imputer.transform([['a']])).rejects.toThrow(/column 0 be numbers/);
  });

  it('keeps the digits of the mean far from zero', async () => {
    const X = [[1e15 + 1], [1e15 + 3], [Number.NaN]];
    expect((await new SimpleImputer().fitTransform(X)).get(2, 0)).toBe(1e15 + 2);
  });

  it('feeds an encoder inside a ColumnTransformer', async () => {
    const text = new Pipeline([
      ['fill', new SimpleImputer({ strategy: 'most_frequent' })],
      ['code', new OneHotEncoder()],
    ]);
    const prepare = new ColumnTransformer([
      ['text', text as Estimator, ['band']],
      ['numbers', new SimpleImputer(), ['g']],
    ]);
    const Z = await prepare.fitTransform({ band: ['near', null, 'far', 'near'], g: [1, Number.NaN, 3, 2] });
    expect(Z.to2DArray()).toEqual([
      [0, 1, 1],
      [0, 1, 2],
      [1, 0, 3],
      [0, 1, 2],
    ]);
  });
});

describe('MissingIndicator', () => {
  it('equals scikit-learn', async () => {
    const indicator = new MissingIndicator();
    const Z = await indicator.fitTransform(Matrix.from2DArray(fixture.data['holes']));
    expect(Array.from(indicator.features)).toEqual(fixture.indicator.features);
    expect(Z.to2DArray()).toEqual(fixture.indicator.transform);
  });

  it('refuses newly missing cells, unless told not to', async () => {
    const X = [
      [1, Number.NaN],
      [2, 3],
    ];
    const strict = await new MissingIndicator().fit(X);
    await expect(strict.transform([[Number.NaN, 1]])).rejects.toThrow(/column 0, which had none in fit/);
    const lax = await new MissingIndicator({ errorOnNew: false }).fit(X);
    expect((await lax.transform([[Number.NaN, 1]])).to2DArray()).toEqual([[0]]);
    const all = await new MissingIndicator({ features: 'all' }).fit(X);
    expect((await all.transform([[Number.NaN, 1]])).to2DArray()).toEqual([[1, 0]]);
    expect(all.getFeatureNamesOut()).toEqual(['missingindicator_x0', 'missingindicator_x1']);
  });

  it('marks text too', async () => {
    expect((await new MissingIndicator().fitTransform([['a'], [null]])).to2DArray()).toEqual([[0], [1]]);
  });
});
