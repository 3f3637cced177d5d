import { describe, expect, it } from 'vitest';
import { InvalidInputError } from '../../src/core/errors.js';
import { asMatrix } from '../../src/core/input.js';
import { Table } from '../../src/core/table.js';

const stars = Table.from({
  u: [19.5, 18.7, Number.NaN],
  class: ['STAR', 'QSO', null],
  good: [true, false, true],
});

describe('Table', () => {
  it('keeps numbers, text and booleans, in the order given', () => {
    expect(stars.columns).toEqual(['u', 'class', 'good']);
    expect(stars.rows).toBe(3);
    expect(stars.numbers('u')).toEqual(Float64Array.of(19.5, 18.7, Number.NaN));
    expect(stars.text('class')).toEqual(['STAR', 'QSO', null]);
    expect(stars.numbers('good')).toEqual(Float64Array.of(1, 0, 1));
    expect(stars.numberColumns).toEqual(['u', 'good']);
  });

  it('keeps 64-bit integers as text and small ones as numbers', () => {
    const table = Table.from({ id: [1237653651835781245n, 5n], small: [1n, 2n] });
    expect(table.text('id')).toEqual(['1237653651835781245', '5']);
    expect(table.numbers('small')).toEqual(Float64Array.of(1, 2));
  });

  it('treats the names of object members as any other', () => {
    const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', ''];
    const table = Table.from(names.map((name, j) => [name, [j]] as const));
    expect(table.columns).toEqual(names);
    expect(table.numbers('__proto__')[0]).toBe(0);
    expect(Table.from({}).has('constructor')).toBe(false);
    const record = table.toRecord();
    expect(Object.keys(record)).toEqual(names);
    expect(Object.getPrototypeOf(record)).toBe(null);
    expect(({} as Record<string, unknown>)['0']).toBeUndefined();
  });

  it('refuses unequal lengths, mixed kinds, repeated names and things that are no arrays', () => {
    expect(() => Table.from({ a: [1], b: [1, 2] })).toThrow(
      /column "b" has 2 cells, but those before it have 1/,
    );
    expect(() => Table.from({ a: [1, 'x'] })).toThrow(/holds text, but has 1 in row 0/);
    expect(() => Table.from({ a: [1, {} as number] })).toThrow(/holds numbers, but has .* in row 1/);
    expect(() =>
      Table.from([
        ['a', [1]],
        ['a', [2]],
      ]),
    ).toThrow(/"a" is given twice/);
    expect(() => Table.from({ a: 'text' })).toThrow(InvalidInputError);
    expect(() => Table.from({ a: null as unknown as number[] })).toThrow(InvalidInputError);
  });

  it('names the nearest column when one is unknown', () => {
    expect(() => stars.column('clas')).toThrow(/no column "clas"\. Did you mean "class"/);
    expect(() => stars.numbers('class')).toThrow(/holds text such as "STAR"/);
    expect(() => stars.text('u')).toThrow(/holds numbers/);
    expect(() => stars.labels('class')).toThrow(/no label in row 2/);
  });

  it('gives a matrix with column names, which estimators accept', () => {
    const matrix = stars.toMatrix(['good', 'u']);
    expect(matrix.columnNames).toEqual(['good', 'u']);
    expect(matrix.to2DArray()).toEqual([
      [1, 19.5],
      [0, 18.7],
      [1, Number.NaN],
    ]);
    expect(asMatrix(stars.select(['good']), { estimator: 'test' }).to2DArray()).toEqual([[1], [0], [1]]);
    expect(() => stars.toMatrix()).toThrow(/column "class" holds text/);
  });

  it('takes, slices, filters, selects, drops, renames and replaces without changing the table', () => {
    expect(stars.takeRows([2, 0, 0]).text('class')).toEqual([null, 'STAR', 'STAR']);
    expect(stars.takeRows(Int32Array.of(1)).numbers('u')).toEqual(Float64Array.of(18.7));
    expect(() => stars.takeRows([3])).toThrow(/3 is no row of a table of 3 rows/);
    expect(() => stars.takeRows([0.5])).toThrow(InvalidInputError);
    expect(stars.slice(1).rows).toBe(2);
    expect(stars.slice(-1).text('class')).toEqual([null]);
    expect(stars.slice(2, 1).rows).toBe(0);
    expect(stars.filter((i) => i !== 1).labels.name).toBe('labels');
    expect(stars.filter((i) => stars.text('class')[i] !== null).labels('class')).toEqual(['STAR', 'QSO']);
    expect(stars.select(['good', 'u']).columns).toEqual(['good', 'u']);
    expect(stars.drop(['u']).columns).toEqual(['class', 'good']);
    expect(stars.rename({ u: 'psfMag_u' }).columns).toEqual(['psfMag_u', 'class', 'good']);
    expect(() => stars.rename({ u: 'class' })).toThrow(/given twice/);
    expect(stars.with('u', [1, 2, 3]).columns).toEqual(['u', 'class', 'good']);
    expect(stars.with('w', ['a', 'b', 'c']).columns).toEqual(['u', 'class', 'good', 'w']);
    expect(stars.columns).toEqual(['u', 'class', 'good']);
  });

  it('concatenates tables of the same columns and refuses others', () => {
    const both = Table.concat([stars, stars.slice(0, 1)]);
    expect(both.rows).toBe(4);
    expect(both.text('class')).toEqual(['STAR', 'QSO', null, 'STAR']);
    expect(both.numbers('u')[3]).toBe(19.5);
    expect(() => Table.concat([stars, stars.drop(['u'])])).toThrow(/different columns/);
    expect(() => Table.concat([Table.from({ a: [1] }), Table.from({ a: ['x'] })])).toThrow(/holds text/);
    expect(Table.concat([]).rows).toBe(0);
  });

  it('does not copy a Float64Array, and describes itself', () => {
    const cells = Float64Array.of(1, 2);
    expect(Table.from({ cells }).numbers('cells')).toBe(cells);
    expect(String(stars)).toBe('Table(3 rows; u: number, class: text, good: number)');
  });
});

describe('Table.of', () => {
  it('wraps finished columns: an array is text even when all its cells are missing', () => {
    const text = [null, null];
    const table = Table.of([
      ['t', text],
      ['n', Float64Array.of(1, 2)],
    ]);
    expect(table.text('t')).toBe(text);
    expect(table.rename({ t: 'u' }).kind('u')).toBe('text');
    expect(table.with('n', [3, 4]).kind('t')).toBe('text');
  });
});
