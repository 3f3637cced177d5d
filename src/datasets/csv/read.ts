import type { Table } from '../../core/table.js';
import { CsvMachine } from './machine.js';
import { type CsvOptions, type ResolvedCsv, resolveCsv } from './options.js';
import { type CsvSource, readAll, utf8Bytes } from './source.js';

/**
 * Parses CSV text or bytes that are in memory (RFC 4180, with other delimiters on request; line ends may be LF,
 * CRLF or CR). A column is numbers when every cell that is not missing is one, and text otherwise; columns of
 * integers of which one is 2^53 or more stay text, since a number would round such ids. Numbers equal `Number(text)`
 * to the last bit; `inf` and `infinity` are numbers, hexadecimal and grouped digits are not. An empty or repeated
 * column name is replaced, the latter with a DataWarning. O(bytes); memory about 12 bytes a cell.
 * @throws InvalidFileError for a ragged record, an open quote, bytes that are not UTF-8, or an exceeded limit.
 * @throws InvalidParameterError for a bad option or the name of a column that is not there.
 * @example
 * ```ts
 * const table = parseCsv('name,mag\nVega,0.03\nSirius,-1.46\n');
 * table.numbers('mag'); // Float64Array [0.03, -1.46]
 * ```
 */
export function parseCsv(source: string | Uint8Array | ArrayBuffer, options: CsvOptions = {}): Table {
  const resolved = resolveCsv('parseCsv', options);
  return parseBytes(utf8Bytes(source, resolved.encoding, 'parseCsv'), resolved);
}

/**
 * Reads a CSV file, `file:` URL, stream, iterable of chunks, bytes or `{ text }` into memory and parses it as
 * `parseCsv` does. UTF-8 and UTF-16 byte order marks are honoured. For files that do not fit in memory use
 * `streamCsv`.
 * @throws what `parseCsv` throws, and the file system's error for a path that cannot be read.
 * @example
 * ```ts
 * const stars = await readCsv({ text: '#Table1\nu,z\n19.5,-9999\n' }, { comment: '#', sentinels: [-9999] });
 * stars.numbers('z'); // Float64Array [NaN]
 * ```
 */
export async function readCsv(source: CsvSource, options: CsvOptions = {}): Promise<Table> {
  const resolved = resolveCsv('readCsv', options);
  return parseBytes(await readAll(source, resolved.encoding, 'readCsv'), resolved);
}

/** The table of UTF-8 bytes without a byte order mark. */
export function parseBytes(given: Uint8Array, options: ResolvedCsv): Table {
  // The scanner needs a line feed behind the data: the file's own last one, or that of a copy.
  let bytes = given;
  let to = bytes.length - 1;
  if (bytes.length === 0 || bytes[to] !== 10) {
    to = given.length;
    bytes = new Uint8Array(to + 1);
    bytes.set(given);
    bytes[to] = 10;
  }
  const machine = new CsvMachine(options, Math.min(bytes.length >> 3, 1 << 26));
  machine.begin(bytes, to, true);
  machine.scan(bytes, to, true, Number.POSITIVE_INFINITY);
  return machine.take(bytes, to);
}
