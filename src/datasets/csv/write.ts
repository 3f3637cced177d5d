import { describe, InvalidParameterError } from '../../core/errors.js';
import { unknownParameter } from '../../core/params.js';
import type { Table } from '../../core/table.js';

/** How a table is written as CSV. */
export interface CsvWriteOptions {
  /** One ASCII character; default ','. */
  readonly delimiter?: string;
  /** Write the column names first; default true. */
  readonly header?: boolean;
  /** What stands for a missing cell; default '' (nothing). */
  readonly missing?: string;
  /** The end of a line; default '\n'. */
  readonly lineEnd?: '\n' | '\r\n';
  /**
   * Put an apostrophe before text that a spreadsheet would run as a formula: text that begins with `=`, `+`, `-`,
   * `@`, tab or carriage return. Numbers are left alone. Default false, since it changes the text.
   */
  readonly formulaGuard?: boolean;
}

/**
 * The table as CSV text (RFC 4180): cells with the delimiter, a quote or a line end are quoted. Numbers are written
 * with the fewest digits that read back to the same double, integers of 2^53 or more with an exponent so that they
 * read back as numbers. O(cells).
 * @throws InvalidParameterError for a bad option.
 * @example
 * ```ts
 * formatCsv(Table.from({ star: ['Vega', '=1+1'], mag: [0.03, NaN] }), { formulaGuard: true });
 * // "star,mag\nVega,0.03\n'=1+1,\n"
 * ```
 */
export function formatCsv(table: Table, options: CsvWriteOptions = {}): string {
  return Array.from(csvBlocks(table, options)).join('');
}

/**
 * Writes the table to a file as `formatCsv` formats it, block by block.
 * @throws InvalidParameterError for a bad option, and the file system's error for a path that cannot be written.
 * @example
 * ```ts
 * const table = Table.from({ u: [19.5], class: ['STAR'] });
 * // await writeCsv(table, 'stars.csv', { formulaGuard: true });
 * ```
 */
export async function writeCsv(
  table: Table,
  path: string | URL,
  options: CsvWriteOptions = {},
): Promise<void> {
  const { open } = await import('node:fs/promises');
  const blocks = csvBlocks(table, options);
  const first = blocks.next(); // checks the options before the file is touched
  const file = await open(path, 'w');
  try {
    if (!first.done) await file.write(first.value);
    for (const block of blocks) await file.write(block);
  } finally {
    await file.close();
  }
}

const ROWS_PER_BLOCK = 4096;
const OPTIONS = ['delimiter', 'header', 'missing', 'lineEnd', 'formulaGuard'];

function* csvBlocks(table: Table, options: CsvWriteOptions): Generator<string> {
  for (const key of Object.keys(options)) {
    if (!OPTIONS.includes(key)) throw unknownParameter('writeCsv', key, OPTIONS);
  }
  const { delimiter = ',', header = true, missing = '', lineEnd = '\n', formulaGuard = false } = options;
  if (delimiter.length !== 1 || /["\r\n0-9.+-]/.test(delimiter) || delimiter > '~') {
    throw new InvalidParameterError(
      `writeCsv: option 'delimiter' must be one ASCII character that is no quote, digit, sign, point or line end. Got ${describe(delimiter)}.`,
      { estimator: 'writeCsv', parameter: 'delimiter', received: describe(delimiter) },
    );
  }
  const names = table.columns;
  const columns = names.map((name) => table.column(name));
  const text = (cell: string): string => {
    const guarded = formulaGuard && /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
    const plain = !/["\r\n]/.test(guarded) && !guarded.includes(delimiter);
    return plain ? guarded : `"${guarded.replaceAll('"', '""')}"`;
  };
  // A line with nothing on it would be passed over when read.
  const lone = names.length === 1 ? '""' : '';
  const absent = missing === '' ? lone : text(missing);

  let block = header && names.length > 0 ? names.map(text).join(delimiter) + lineEnd : '';
  for (let i = 0; i < table.rows; i++) {
    for (let j = 0; j < columns.length; j++) {
      if (j > 0) block += delimiter;
      const cell = columns[j][i];
      if (cell === null || Number.isNaN(cell)) block += absent;
      else block += typeof cell === 'number' ? decimal(cell) : text(cell) || lone;
    }
    block += lineEnd;
    if ((i + 1) % ROWS_PER_BLOCK === 0) {
      yield block;
      block = '';
    }
  }
  yield block;
}

function decimal(value: number): string {
  if (Object.is(value, -0)) return '-0';
  return Math.abs(value) >= 2 ** 53 && Number.isFinite(value) ? value.toExponential() : String(value);
}
