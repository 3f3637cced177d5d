import { describe, expect, it } from 'vitest';
import type { DataLike } from '../../src/core/input.js';
import { Table } from '../../src/core/table.js';
import { collectWarnings } from '../../src/core/warnings.js';
import { type Cell, OneHotEncoder, OrdinalEncoder } from '../../src/preprocessing/index.js';
import { expectClose, loadFixture } from '../support/fixtures.js';

type Rows = Cell[][];

const fixture = loadFixture<{
  rows: Rows;
  oneHot: {
    params: Record<string, unknown>;
    names: string[];
    transform: number[][];
    dropIdx: (number | null)[] | null;
    inverse: Rows;
  }[];
  ordinal: number[][];
}>('preprocessing/encoders');

/** scikit-learn writes the numbers of an object array as 1.0; here a number is written as JavaScript does. */
const asHere = (name: string): string => name.replace(/\.0$/, '');

describe('OneHotEncoder', () => {
  it.each(fixture.oneHot.map((c) => [JSON.stringify(c.params), c] as const))(
    'equals scikit-learn for %s',
    async (_, expected) => {
      const encoder = new OneHotEncoder(expected.params);
      const Z = await encoder.fitTransform(fixture.rows);
      expect(Z.to2DArray()).toEqual(expected.transform);
      expect(encoder.getFeatureNamesOut()).toEqual(expected.names.map(asHere));
      expect(encoder.dropIdx).toEqual(expected.dropIdx);
      expect(await encoder.inverseTransform(Z)).toEqual(expected.inverse);
    },
  );

  it('gives the same for rows, records, tables and Arrow-like tables', async () => {
    const names = ['band', 'kind', 'flag'];
    const columns = names.map((_, j) => fixture.rows.map((row) => row[j]));
    const record = Object.fromEntries(names.map((name, j) => [name, columns[j]]));
    const arrow = {
      numRows: fixture.rows.length,
      schema: { fields: names.map((name) => ({ name })) },
      getChild: (name: string) => ({
        toArray: () => record[name],
        nullCount: 0,
        get: (i: number) => record[name][i],
      }),
    };
    const expected = await new OneHotEncoder().fitTransform(fixture.rows);
    for (const X of [record, Table.from(record as never), arrow] as DataLike[]) {
      const encoder = new OneHotEncoder();
      const Z = await encoder.fitTransform(X);
      expect(Z.data).toEqual(expected.data);
      expect(Z.columnNames).toEqual(encoder.getFeatureNamesOut());
      expect(Z.columnNames?.[0]).toBe('band_g');
    }
  });

  it('makes missing cells a category of their own, last', async () => {
    const encoder = new OneHotEncoder();
    const Z = await encoder.fitTransform([
      ['a', 1],
      [null, Number.NaN],
    ]);
    expect(Z.to2DArray()).toEqual([
      [1, 0, 1, 0],
      [0, 1, 0, 1],
    ]);
    expect(encoder.categories).toEqual([['a', null], Float64Array.of(1, Number.NaN)]);
    expect(await encoder.inverseTransform(Z)).toEqual([
      ['a', 1],
      [null, Number.NaN],
    ]);
  });

  it('encodes a text column that arrives all missing', async () => {
    const encoder = await new OneHotEncoder().fit([['a'], [null]]);
    expect((await encoder.transform([[null], [null]])).to2DArray()).toEqual([
      [0, 1],
      [0, 1],
    ]);
  });

  it('names value, row and column of an unknown category', async () => {
    const encoder = await new OneHotEncoder().fit({ band: ['u', 'g'] });
    await expect(encoder.transform({ band: ['u', 'y'] })).rejects.toThrow(/"y" in row 1, column "band"/);
    const given = new OneHotEncoder({ categories: [['u']] });
    await expect(given.fit({ band: ['u', 'g'] })).rejects.toThrow(/"g" in row 1/);
  });

  it('encodes unknown categories as zeros, or with the rare ones', async () => {
    const X = [['a'], ['a'], ['b'], ['c']];
    const zeros = await new OneHotEncoder({ handleUnknown: 'ignore' }).fit(X);
    const Z = await zeros.transform([['z']]);
    expect(Z.to2DArray()).toEqual([[0, 0, 0]]);
    expect(await zeros.inverseTransform(Z)).toEqual([[null]]);
    const rare = await new OneHotEncoder({ handleUnknown: 'infrequent_if_exist', minFrequency: 2 }).fit(X);
    expect((await rare.transform([['z'], ['b']])).to2DArray()).toEqual([
      [0, 1],
      [0, 1],
    ]);
    expect(rare.infrequentCategories).toEqual([['b', 'c']]);
    expect(await rare.inverseTransform([[0, 1]])).toEqual([['infrequent_sklearn']]);
  });

  it("warns with handleUnknown 'warn', and where zeros already mean the dropped category", async () => {
    const warned = await new OneHotEncoder({ handleUnknown: 'warn' }).fit([['a']]);
    expect((await collectWarnings(() => warned.transform([['z']]))).warnings).toHaveLength(1);
    const dropping = await new OneHotEncoder({ handleUnknown: 'ignore', drop: 'first' }).fit([['a'], ['b']]);
    const { value, warnings } = await collectWarnings(() => dropping.transform([['z']]));
    expect(warnings).toHaveLength(1);
    expect(await dropping.inverseTransform(value)).toEqual([['a']]);
  });

  it('refuses to invert zeros that no category gives', async () => {
    const encoder = await new OneHotEncoder().fit([['a'], ['b']]);
    await expect(encoder.inverseTransform([[0, 0]])).rejects.toThrow(/all zeros for column 0/);
  });

  it('refuses to drop what is unknown or rare', async () => {
    const X = [['a'], ['a'], ['b']];
    await expect(new OneHotEncoder({ drop: ['z'] }).fit(X)).rejects.toThrow(/no category of column 0/);
    await expect(new OneHotEncoder({ drop: ['b'], minFrequency: 2 }).fit(X)).rejects.toThrow(/rare category/);
  });

  it('keeps the order of given categories and takes a name combiner', async () => {
    const encoder = new OneHotEncoder({
      categories: [['z', 'a']],
      featureNameCombiner: (column, category) => `${column}=${category}`,
    });
    expect((await encoder.fitTransform([['a']])).to2DArray()).toEqual([[0, 1]]);
    expect(encoder.getFeatureNamesOut(['k'])).toEqual(['k=z', 'k=a']);
  });

  it('is not misled by names of the prototype', async () => {
    const encoder = new OneHotEncoder();
    const Z = await encoder.fitTransform([['__proto__'], ['constructor']]);
    expect(Z.to2DArray()).toEqual([
      [1, 0],
      [0, 1],
    ]);
  });

  it('sorts numbers by value', async () => {
    const encoder = await new OneHotEncoder().fit([[10], [9], [1], [-2]]);
    expect(Array.from(encoder.categories[0] as Float64Array)).toEqual([-2, 1, 9, 10]);
  });
});

describe('numbers as categories', () => {
  it('are found alike whether they are integers near one another or not', async () => {
    const near = [3, -2, 7, Number.NaN, 3];
    const unknown = [[2.5], [100], [-100], [4], [Number.NaN], [-2]];
    const settings = {
      handleUnknown: 'use_encoded_value',
      unknownValue: -1,
      encodedMissingValue: -9,
    } as const;
    const few = await new OrdinalEncoder(settings).fit(near.map((value) => [value]));
    expect((await few.transform(unknown)).to2DArray().flat()).toEqual([-1, -1, -1, -1, -9, 0]);
    // A far category keeps the encoder from using a table.
    const wide = await new OrdinalEncoder(settings).fit([...near, 1e9].map((value) => [value]));
    expect((await wide.transform(unknown)).to2DArray().flat()).toEqual([-1, -1, -1, -1, -9, 0]);
  });
});

describe('OrdinalEncoder', () => {
  it('equals scikit-learn', async () => {
    const encoder = new OrdinalEncoder();
    const Z = await encoder.fitTransform(fixture.rows);
    expectClose(Z, fixture.ordinal, { rtol: 0, atol: 0 });
    expect(await encoder.inverseTransform(Z)).toEqual(fixture.rows);
  });

  it('encodes missing and unknown cells as told', async () => {
    const encoder = await new OrdinalEncoder({
      handleUnknown: 'use_encoded_value',
      unknownValue: -2,
      encodedMissingValue: -1,
    }).fit([['b'], ['a'], [null]]);
    const Z = await encoder.transform([['a'], ['z'], [null]]);
    expect(Z.to2DArray()).toEqual([[0], [-2], [-1]]);
    expect(await encoder.inverseTransform(Z)).toEqual([['a'], [null], [null]]);
  });

  it('takes rare categories together, missing cells apart (scikit-learn 1.3 and later)', async () => {
    const X = [['a'], ['a'], ['b'], ['c'], ['d'], ['d'], [null]];
    const encoder = new OrdinalEncoder({ minFrequency: 2 });
    const Z = await encoder.fitTransform(X);
    expect(Z.data).toEqual(Float64Array.of(0, 0, 2, 2, 1, 1, Number.NaN));
    expect(encoder.infrequentCategories).toEqual([['b', 'c']]);
    const limited = new OrdinalEncoder({ maxCategories: 2 });
    // 'a' and 'd' are equally frequent: the later one is kept, as in scikit-learn.
    expect((await limited.fitTransform(X)).data).toEqual(Float64Array.of(1, 1, 1, 1, 0, 0, Number.NaN));
  });

  it('refuses codes that collide, and parameters that do not go together', async () => {
    expect(() => new OrdinalEncoder({ unknownValue: 3 })).toThrow(/'unknownValue'/);
    expect(() => new OrdinalEncoder({ handleUnknown: 'use_encoded_value' })).toThrow(/'unknownValue'/);
    const colliding = new OrdinalEncoder({ handleUnknown: 'use_encoded_value', unknownValue: 1 });
    await expect(colliding.fit([['a'], ['b']])).rejects.toThrow(/code of a category of column 0/);
    await expect(new OrdinalEncoder({ encodedMissingValue: 0 }).fit([['a'], [null]])).rejects.toThrow(
      /'encodedMissingValue'/,
    );
    const encoder = await new OrdinalEncoder().fit([['a']]);
    await expect(encoder.inverseTransform([[5]])).rejects.toThrow(/row 0, column 0/);
    await expect(encoder.transform([['z']])).rejects.toThrow(/unknown category "z"/);
  });
});
