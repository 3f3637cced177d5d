import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Table } from '../../src/core/table.js';
import {
  type CsvSource,
  type CsvStreamOptions,
  formatCsv,
  parseCsv,
  readCsv,
  streamCsv,
  writeCsv,
} from '../../src/datasets/csv/index.js';

let folder = '';
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'learnkit-csv-'))));
afterAll(() => rm(folder, { recursive: true }));

async function collect(source: CsvSource, options?: CsvStreamOptions): Promise<Table[]> {
  const tables: Table[] = [];
  for await (const table of streamCsv(source, options)) tables.push(table);
  return tables;
}

async function* pieces(text: string | Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = sizes[i % sizes.length];
    yield bytes.slice(at, at + size);
    at += size;
  }
}

const plain = (table: Table) => table.columns.map((name) => [name, [...table.column(name)]]);

describe('readCsv', () => {
  const text = '\ufeffa,b\r\n1,é"\r\n2,"y\r\nz"\r\n';
  const expected = [
    ['a', [1, 2]],
    ['b', ['é"', 'y\r\nz']],
  ];
  it('reads paths, file URLs, bytes, text, blobs, streams and chunks alike', async () => {
    const path = join(folder, 'all sources.csv');
    await writeFile(path, text);
    const bytes = new TextEncoder().encode(text);
    const sources: CsvSource[] = [
      path,
      pathToFileURL(path),
      bytes,
      Buffer.from(text),
      bytes.buffer,
      { text },
      new Blob([text]),
      new Blob([text]).stream(),
      pieces(text, [1]),
      pieces(text, [3, 1, 7]),
      (async function* () {
        yield text.slice(0, 5);
        yield text.slice(5);
      })(),
    ];
    for (const source of sources) expect(plain(await readCsv(source))).toEqual(expected);
  });

  it('keeps characters that are cut between chunks of text', async () => {
    const star = '⭐😀';
    async function* chunks() {
      for (const unit of `a\n${star}\n`.split('')) yield unit;
    }
    expect((await readCsv(chunks())).text('a')).toEqual([star]);
  });

  it('decodes UTF-16 that is cut between chunks', async () => {
    const bytes = Buffer.from('\ufeffa\n星\n', 'utf16le');
    expect((await readCsv(pieces(bytes, [3]))).text('a')).toEqual(['星']);
  });

  it('reads a compressed stream through a decompressing one', async () => {
    const packed = new Blob(['a\n1\n']).stream().pipeThrough(new CompressionStream('gzip'));
    const bytes = new Uint8Array(await new Response(packed).arrayBuffer());
    await expect(readCsv(bytes)).rejects.toThrow(/DecompressionStream/);
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
    expect((await readCsv(stream)).numbers('a')).toEqual(Float64Array.of(1));
  });

  it('rejects for what it cannot read', async () => {
    await expect(readCsv(join(folder, 'absent.csv'))).rejects.toThrow(/ENOENT/);
    await expect(readCsv('https://example.org/a.csv')).rejects.toThrow(/Fetch it/);
    await expect(readCsv(new URL('https://example.org/a.csv'))).rejects.toThrow(/Fetch it/);
    await expect(readCsv(7 as unknown as string)).rejects.toThrow(/must be a path/);
  });
});

describe('streamCsv', () => {
  const lines = Array.from({ length: 1000 }, (_, i) => `${i},"n ${i}\n""${i % 7}""",${i / 8}`);
  const text = `id,name,x\n${lines.join('\n')}\n`;

  it.each([[[1]], [[2, 5, 3]], [[1000]], [[100_000]]])(
    'gives the rows of parseCsv for chunks of %j bytes and any batch',
    async (sizes) => {
      const whole = parseCsv(text);
      for (const batchRows of [1, 7, 1000, 5000]) {
        const tables = await collect(pieces(text, sizes), { batchRows });
        expect(tables.length).toBe(Math.ceil(1000 / batchRows));
        expect(plain(Table.concat(tables))).toEqual(plain(whole));
      }
    },
  );

  it('agrees with parseCsv for any cells, chunks and batches', async () => {
    const cell = fc.oneof(
      fc.constantFrom('', '1', '-2.5', '"a""b"', '"x\ny"', '"p,q"', 'é', 'NA', '"\r\n"', 'a"'),
      fc.double().map(String),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 40 }),
        fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 50 }),
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.boolean(),
        async (rows, sizes, batchRows, end, last) => {
          const file = `a,b${end}${rows.map((row) => row.join(',')).join(end)}${last ? end : ''}`;
          const whole = parseCsv(file, { dtypes: 'text' });
          const tables = await collect(pieces(file, sizes), { dtypes: 'text', batchRows });
          expect(plain(Table.concat(tables))).toEqual(plain(whole));
          expect(whole.rows).toBe(rows.length);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('keeps memory to the batch while a large file passes', async () => {
    // 60 MB in 1 kB rows; the reader may hold a few batches of 1000 rows, not the file.
    const row = `${'x'.repeat(990)},1\n`;
    const chunk = new TextEncoder().encode(row.repeat(1000));
    async function* chunks() {
      yield new TextEncoder().encode('a,b\n');
      for (let i = 0; i < 60; i++) yield chunk;
    }
    let rows = 0;
    let most = 0;
    const before = process.memoryUsage().arrayBuffers;
    for await (const table of streamCsv(chunks(), { batchRows: 1000 })) {
      rows += table.rows;
      most = Math.max(most, process.memoryUsage().arrayBuffers - before);
    }
    expect(rows).toBe(60_000);
    expect(most).toBeLessThan(30e6);
  });

  it('fixes the kinds with the first batch, and says line and remedy when a later cell does not fit', async () => {
    const late = 'a,b\n1,x\n2,y\n\n3,5\noops,6\n';
    await expect(collect({ text: late }, { batchRows: 2 })).rejects.toThrow(
      /line 6, column "a": "oops" is not a number, but the rows of the first batch were\. Pass dtypes: \{ "a": 'text' \}/,
    );
    const tables = await collect({ text: late }, { batchRows: 2, dtypes: { a: 'text' } });
    expect(tables.map((table) => table.kind('b'))).toEqual(['text', 'text']);
    await expect(collect({ text: 'id\n1\n1237653651835781245\n' }, { batchRows: 1 })).rejects.toThrow(
      /2\^53/,
    );
    const wide = await collect({ text: 'id\n1\n1237653651835781245\n' }, { batchRows: 1, dtypes: 'number' });
    expect(wide[1].numbers('id')[0]).toBe(Number('1237653651835781245'));
  });

  it('stops at nRows, closes the source, and refuses bad options and files', async () => {
    let closed = false;
    async function* endless() {
      try {
        yield 'a\n';
        for (;;) yield '1\n'.repeat(50_000);
      } finally {
        closed = true;
      }
    }
    const tables = await collect(endless(), { nRows: 100_001, batchRows: 50_000 });
    expect(tables.map((table) => table.rows)).toEqual([50_000, 50_000, 1]);
    expect(closed).toBe(true);
    await expect(collect({ text: 'a\n1\n' }, { batchRows: 0 })).rejects.toThrow(/batchRows/);
    await expect(collect({ text: '' })).rejects.toThrow(/no data/);
    await expect(collect({ text: 'a\n1\n"x\n' })).rejects.toThrow(/opened in line 3/);
    await expect(collect({ text: 'a,b\n1,2\n3\n' })).rejects.toThrow(/line 3 has 1 cell/);
    expect((await collect({ text: 'a,b\n' })).map((table) => [table.rows, table.columns])).toEqual([
      [0, ['a', 'b']],
    ]);
    expect(
      (await collect({ text: '1\n2\n3\n' }, { header: false, batchRows: 2 })).map((t) => t.rows),
    ).toEqual([2, 1]);
  });

  it('refuses an open quote once it is longer than a cell may be, in linear time', async () => {
    async function* endless() {
      yield 'a\n1\n"';
      for (;;) yield 'xy\n'.repeat(20_000);
    }
    await expect(collect(endless(), { limits: { maxFieldBytes: 2 ** 21 } })).rejects.toThrow(
      /quote opened in line 3, cell 1 is not closed within 2097152 bytes/,
    );
  });
});

describe('formatCsv and writeCsv', () => {
  it('quote what needs it and guard against formulas on request', () => {
    const table = Table.from({
      'a,b': ['x"y', 'p\nq', null],
      c: ['=1+1', '-2', '@x'],
      n: [-1, 0.1, Number.NaN],
    });
    expect(formatCsv(table)).toBe('"a,b",c,n\n"x""y",=1+1,-1\n"p\nq",-2,0.1\n,@x,\n');
    const guarded = formatCsv(table, { formulaGuard: true, missing: 'NA', delimiter: ';', lineEnd: '\r\n' });
    expect(guarded).toBe(`a,b;c;n\r\n"x""y";'=1+1;-1\r\n"p\nq";'-2;0.1\r\nNA;'@x;NA\r\n`);
    expect(
      formatCsv(Table.from({ a: ['\tx', '\rx', '+x', 'ok'] }), { formulaGuard: true, header: false }),
    ).toBe(`'\tx\n"'\rx"\n'+x\nok\n`);
    expect(() => formatCsv(table, { delimiter: '"' })).toThrow(/delimiter/);
    expect(() => formatCsv(table, { formulaguard: true } as object)).toThrow(/Did you mean 'formulaGuard'/);
  });

  it('read back the same table, to the last bit', async () => {
    const path = join(folder, 'back.csv');
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ x: fc.double(), t: fc.string({ unit: 'grapheme' }), only: fc.double() }), {
          minLength: 1,
        }),
        async (rows) => {
          // The letter in front keeps text from reading as a missing value or a number.
          const t = rows.map((row) =>
            parseCsv('NA').columns && /^\s*$|^(NA|NaN|null)$/.test(row.t) ? 'word' : `w${row.t}`,
          );
          const table = Table.from({ x: rows.map((row) => row.x), t });
          await writeCsv(table, path);
          expect(plain(await readCsv(path))).toEqual(plain(table));
          const single = Table.from({ only: rows.map((row) => row.only) });
          expect(plain(parseCsv(formatCsv(single)))).toEqual(plain(single));
        },
      ),
      { numRuns: 200 },
    );
  });
});
