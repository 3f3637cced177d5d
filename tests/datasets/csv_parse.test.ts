import { describe, expect, it } from 'vitest';
import { InvalidFileError, InvalidParameterError } from '../../src/core/errors.js';
import { collectWarnings } from '../../src/core/warnings.js';
import { parseCsv } from '../../src/datasets/csv/index.js';
import { loadFixture } from '../support/fixtures.js';

interface Case {
  name: string;
  text: string;
  options: { sep?: string; comment?: string; skiprows?: number };
  columns: string[];
  cells: { kind: string; cells: (number | string | null)[] }[];
}

describe('parseCsv against pandas', () => {
  const { cases } = loadFixture<{ cases: Case[] }>('datasets/csv');
  it.each(cases.map((c) => [c.name, c] as const))('%s: identical kinds and cells', (_name, expected) => {
    const { sep, comment, skiprows } = expected.options;
    const table = parseCsv(expected.text, { delimiter: sep, comment, skipRows: skiprows });
    expect(table.columns).toEqual(expected.columns);
    expected.columns.forEach((column, j) => {
      expect(table.kind(column), column).toBe(expected.cells[j].kind);
      expect([...table.column(column)], column).toEqual(expected.cells[j].cells);
    });
  });
});

describe('parseCsv reads', () => {
  it('header: false, and names for a file without a header', () => {
    expect(parseCsv('1,2\n3,4\n', { header: false }).columns).toEqual(['x0', 'x1']);
    expect(parseCsv('1,2\n3,4\n', { header: false }).rows).toBe(2);
    const named = parseCsv('1,2\n3,4\n', { header: ['a', 'b'] });
    expect(named.numbers('b')).toEqual(Float64Array.of(2, 4));
    expect(parseCsv('', { header: ['a'] }).rows).toBe(0);
    expect(() => parseCsv('1,2\n', { header: ['a'] })).toThrow(/line 1 has 2 cells, but 1 are expected/);
  });

  it('a choice of columns in the order asked for', () => {
    const table = parseCsv('a,b,c\n1,x,3\n', { columns: ['c', 'a'] });
    expect(table.columns).toEqual(['c', 'a']);
    expect(() => parseCsv('alpha,b\n1,2\n', { columns: ['alpa'] })).toThrow(/Did you mean "alpha"/);
    expect(() => parseCsv('a\n1\n', { dtypes: { b: 'text' } })).toThrow(InvalidParameterError);
  });

  it('dtypes: text keeps the digits, number refuses words by line and column', () => {
    expect(parseCsv('zip\n00123\n', { dtypes: { zip: 'text' } }).text('zip')).toEqual(['00123']);
    expect(parseCsv('a\n1\n', { dtypes: 'text' }).text('a')).toEqual(['1']);
    expect(() => parseCsv('a,b\n1,2\n"3\n",oops\n', { dtypes: { b: 'number' } })).toThrow(
      /line 4, column "b": "oops" is not a number/,
    );
    expect(parseCsv('id\n1237653651835781245\n', { dtypes: 'number' }).numbers('id')[0]).toBe(
      Number('1237653651835781245'),
    );
  });

  it('64-bit ids as text, but large floats as numbers', () => {
    const table = parseCsv('id,x,y\n1237653651835781245,1e300,9007199254740991\n5,12345678901234567890,1\n');
    expect(table.text('id')).toEqual(['1237653651835781245', '5']);
    expect(table.kind('x')).toBe('number');
    expect(table.kind('y')).toBe('number');
    expect(parseCsv('id\n"9007199254740993"\n').kind('id')).toBe('text');
  });

  it('missing values by list, and sentinels for all or by column', () => {
    const text = 'u,z,c\n-9999,-1,?\n1,-9999,b\n';
    expect(parseCsv(text, { sentinels: [-9999] }).numbers('u')).toEqual(Float64Array.of(Number.NaN, 1));
    const one = parseCsv(text, { sentinels: { z: [-9999, -1] } });
    expect(one.numbers('u')[0]).toBe(-9999);
    expect(one.numbers('z')).toEqual(Float64Array.of(Number.NaN, Number.NaN));
    expect(parseCsv(text, { missingValues: ['?'] }).text('c')).toEqual([null, 'b']);
    expect(parseCsv('c\nNA\n', { missingValues: [] }).text('c')).toEqual(['NA']);
    expect(parseCsv('c,d\n,\n', {}).kind('c')).toBe('number');
  });

  it('names like __proto__, repeated names with a warning, empty names by place', async () => {
    const { value, warnings } = await collectWarnings(() => parseCsv('__proto__,a,a,,a_2,a\n1,2,3,4,5,6\n'));
    expect(value.columns).toEqual(['__proto__', 'a', 'a_3', 'x3', 'a_2', 'a_4']);
    expect(value.numbers('__proto__')[0]).toBe(1);
    expect(warnings.map((w) => w.name)).toEqual(['DataWarning']);
    expect(warnings[0].message).toMatch(/"a_3", "a_4"/);
    expect((await collectWarnings(() => parseCsv('a,b\n1,2\n'))).warnings).toEqual([]);
    expect(parseCsv(' a,b \n1,2\n', { trimHeader: false }).columns).toEqual([' a', 'b ']);
  });

  it('any delimiter, found when asked', () => {
    expect(parseCsv('a;b\n"x,y";2\n', { delimiter: 'auto' }).numbers('b')[0]).toBe(2);
    expect(parseCsv('a\tb\n1\t2\n', { delimiter: 'auto' }).columns).toEqual(['a', 'b']);
    expect(parseCsv('#c|c\na|b,c\n1|2\n', { delimiter: 'auto', comment: '#' }).columns).toEqual(['a', 'b,c']);
    expect(parseCsv('only\n1\n', { delimiter: 'auto' }).columns).toEqual(['only']);
    expect(parseCsv('a b\n1 2\n', { delimiter: ' ' }).numbers('b')[0]).toBe(2);
  });

  it('other quotes, no quotes, and quotes inside a cell', () => {
    expect(parseCsv("a,b\n'x,y',2\n", { quote: "'" }).text('a')).toEqual(['x,y']);
    expect(parseCsv('a,b\n"x,2\n', { quote: null }).text('a')).toEqual(['"x']);
    expect(parseCsv('a,b\n5" pipe,2\n').text('a')).toEqual(['5" pipe']);
    expect(parseCsv('a,b\n"",""""\n').text('b')).toEqual(['"']);
  });

  it('nRows rows', () => {
    expect(parseCsv('a\n1\n2\n3\n', { nRows: 2 }).numbers('a')).toEqual(Float64Array.of(1, 2));
    expect(parseCsv('a\n1\n2\n3\n', { nRows: 0 }).rows).toBe(0);
    expect(parseCsv('1\n2\n', { nRows: 0, header: false }).rows).toBe(0);
    // What stands behind the rows asked for is not looked at.
    expect(parseCsv('a\n1\n2,ragged\n', { nRows: 1 }).rows).toBe(1);
  });

  it('byte order marks and encodings', () => {
    const utf16 = (text: string, big: boolean) => {
      const bytes = new Uint8Array(2 * text.length);
      for (let i = 0; i < text.length; i++) {
        bytes[2 * i + (big ? 1 : 0)] = text.charCodeAt(i) & 255;
        bytes[2 * i + (big ? 0 : 1)] = text.charCodeAt(i) >> 8;
      }
      return bytes;
    };
    expect(parseCsv('\ufeffa\n1\n').columns).toEqual(['a']);
    expect(parseCsv(new TextEncoder().encode('\ufeffa\n1\n')).columns).toEqual(['a']);
    for (const big of [true, false]) {
      expect(parseCsv(utf16('\ufeffname\nÅ星\n', big)).text('name')).toEqual(['Å星']);
    }
    expect(parseCsv(utf16('n\nÅ\n', false), { encoding: 'utf-16le' }).text('n')).toEqual(['Å']);
    const latin = Uint8Array.of(110, 10, 0xc5, 10);
    expect(parseCsv(latin, { encoding: 'windows-1252' }).text('n')).toEqual(['Å']);
    expect(() => parseCsv(latin)).toThrow(/not UTF-8.*windows-1252/);
    expect(() => parseCsv(Uint8Array.of(0x1f, 0x8b, 8, 0))).toThrow(/gzip/);
    expect(() => parseCsv(Uint8Array.of(0x50, 0x4b, 3, 4))).toThrow(/zip/);
  });

  it('views into a larger buffer, without changing it', () => {
    const whole = new TextEncoder().encode('999,a,b\n1,2,777');
    const view = whole.subarray(4, 11);
    expect(parseCsv(view).numbers('b')).toEqual(Float64Array.of(2));
    expect(new TextDecoder().decode(whole)).toBe('999,a,b\n1,2,777');
    expect(parseCsv(view.slice().buffer).rows).toBe(1);
  });

  it('columns whose kind changes far down', () => {
    const lines = Array.from(
      { length: 3000 },
      (_, i) => `${i},${i === 2500 ? 'late' : i},${i === 2999 ? '' : 1}`,
    );
    const table = parseCsv(`a,b,c\n${lines.join('\n')}\n`);
    expect(table.text('b')[2500]).toBe('late');
    expect(table.text('b')[7]).toBe('7');
    expect(table.numbers('c')[2999]).toBeNaN();
    expect(table.numbers('a')[2999]).toBe(2999);
  });
});

describe('parseCsv refuses', () => {
  it.each([
    ['a short line', 'a,b\n1,2\n3\n', /line 3 has 1 cell, but 2 are expected/],
    ['a long line', 'a,b\n1,2\n\n3,4,5,6\n', /line 4 has 4 cells, but 2 are expected/],
    ['a long line behind quoted line ends', 'a,b\n"1\n\r\n\r",2\n3,4,5\n', /line 6 has 3 cells/],
    ['an open quote', 'a,b\n1,2\n3,"x\n4,5\n', /quote opened in line 3, cell 2 is never closed/],
    ['text behind a quote', 'a,b\n"x"y,2\n', /text follows the closing quote in line 2, cell 1/],
    ['an empty file', '', /no data/],
    ['a file of comments', '#a\n#b\n', /no data/],
  ])('%s', (_name, text, message) => {
    expect(() => parseCsv(text, { comment: '#' })).toThrow(message);
    expect(() => parseCsv(text, { comment: '#' })).toThrow(InvalidFileError);
  });

  it('more than the limits', () => {
    expect(() => parseCsv('a,b,c\n', { limits: { maxColumns: 2 } })).toThrow(/line 1 has more than 2 cells/);
    expect(() => parseCsv('a\n12345\n', { limits: { maxFieldBytes: 4 } })).toThrow(
      /cell 1 of line 2 is longer/,
    );
    expect(() => parseCsv('a\n"12345"\n', { limits: { maxFieldBytes: 4 } })).toThrow(/longer than 4 bytes/);
    expect(() => parseCsv('a\n1\n2\n', { limits: { maxRows: 1 } })).toThrow(/more than 1 rows/);
    expect(parseCsv('a\n1\n2\n', { limits: { maxRows: 2 } }).rows).toBe(2);
    expect(parseCsv('a\n1\n2\n', { limits: { maxRows: 1 }, nRows: 1 }).rows).toBe(1);
  });

  it.each([
    [{ delimiter: ',,' }, /delimiter/],
    [{ delimiter: '.' }, /delimiter/],
    [{ delimiter: '"' }, /delimiter/],
    [{ quote: '' }, /quote/],
    [{ comment: '\n' }, /comment/],
    [{ skipRows: -1 }, /skipRows/],
    [{ nRows: 1.5 }, /nRows/],
    [{ header: 'yes' }, /header/],
    [{ columns: 'a' }, /columns/],
    [{ dtypes: 'float' }, /dtypes/],
    [{ encoding: 'latin9' }, /encoding/],
    [{ seperator: ';' }, /unknown parameter 'seperator'/],
    [{ limits: { maxColumns: Number.NaN } }, /maxColumns/],
  ])('the options %j', (options, message) => {
    expect(() => parseCsv('a\n1\n', options as object)).toThrow(message);
    expect(() => parseCsv('a\n1\n', options as object)).toThrow(InvalidParameterError);
  });

  it('what is neither text nor bytes', () => {
    expect(() => parseCsv(5 as unknown as string)).toThrow(/must be text or bytes/);
  });
});

describe('parseCsv takes linear time for', () => {
  const timed = (body: () => unknown) => {
    const start = performance.now();
    body();
    return performance.now() - start;
  };
  it.each([
    ['4 MB behind an open quote', `a,b\n1,"${'x\n'.repeat(2 ** 21)}`, /never closed/],
    ['400 000 doubled quotes in an open cell', `a\n"${'""'.repeat(400_000)}`, /never closed/],
    ['a cell of 4 MB of digits and a word', `a\n${'1'.repeat(2 ** 22)}x\n`, null],
    ['4 MB of blanks', `a\n${' '.repeat(2 ** 22)}\n`, null],
    ['4 MB of empty lines', `a\n1${'\n'.repeat(2 ** 22)}2\n`, null],
    ['a comment of 4 MB', `a\n#${'x'.repeat(2 ** 22)}\n1\n`, null],
  ])('%s', (_name, text, message) => {
    // A quadratic reader would need hours; the limit leaves room for a busy machine.
    expect(
      timed(() => {
        if (message) expect(() => parseCsv(text, { comment: '#' })).toThrow(message);
        else parseCsv(text, { comment: '#' });
      }),
    ).toBeLessThan(3000);
  });
});
