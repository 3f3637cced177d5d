import { InvalidFileError } from '../../core/errors.js';
import type { Dialect } from './options.js';

/** Where the cells of scanned records start, and where scanning stopped. */
export class CellIndex {
  /** Offsets of the cells, record after record. */
  starts: Uint32Array;
  /** Complete records found. */
  records = 0;
  /** Cells per record; 0 until the first record sets it. */
  columns = 0;
  /** Offset behind the last complete record: where to go on. */
  next = 0;
  /** Line (1-based) at which `next` stands. */
  line = 1;

  constructor(expectedCells: number) {
    this.starts = new Uint32Array(Math.max(1024, expectedCells));
  }

  /** Forgets the records, keeps the columns and the line. */
  clear(next: number): void {
    this.records = 0;
    this.next = next;
  }

  /** Makes room for one more record of `cells` cells. */
  reserve(used: number, cells: number): Uint32Array {
    if (used + cells > this.starts.length) {
      const grown = new Uint32Array(Math.max(used + cells, this.starts.length * 2));
      grown.set(this.starts.subarray(0, used));
      this.starts = grown;
    }
    return this.starts;
  }
}

const LF = 10;
const CR = 13;

/**
 * Finds the cells of the records in `bytes[index.next .. to)`, appending to `index` until `maxRecords` are there.
 * `bytes[to]` must be a line feed; it is not data, but it lets the inner loop run without a bounds check. With
 * `final` false, a record that may go on behind `to` is left for the next call. Every byte is visited once, and
 * once more for a record left over. Empty lines and comment lines are passed over.
 * @throws InvalidFileError for a ragged record, an unterminated quote, text behind a quote, or a limit exceeded.
 */
export function scanRecords(
  bytes: Uint8Array,
  to: number,
  final: boolean,
  maxRecords: number,
  dialect: Dialect,
  index: CellIndex,
): void {
  const { delimiter, quote, comment, ends, maxFieldBytes, maxColumns } = dialect;
  let p = index.next;
  let line = index.line;
  let used = index.records * index.columns;

  records: while (p < to && index.records < maxRecords) {
    const recordLine = line;
    const first = bytes[p];
    if (first === LF || first === CR || first === comment) {
      if (first === comment) while (bytes[p] !== LF && bytes[p] !== CR) p++;
      if (!final && p + 1 >= to) break;
      p += bytes[p] === CR && bytes[p + 1] === LF ? 2 : 1;
      line++;
      index.next = p;
      index.line = line;
      continue;
    }

    const expected = index.columns;
    let starts = index.reserve(used, expected || 64);
    let cells = 0;
    for (;;) {
      // One cell: note where it starts, find where it ends.
      if (cells === expected && expected > 0) {
        throw ragged(recordLine, expected, cells + countRest(bytes, p, to, dialect), dialect);
      }
      if (expected === 0) {
        if (cells >= maxColumns) throw tooManyColumns(recordLine, maxColumns, dialect);
        starts = index.reserve(used + cells, 1);
      }
      starts[used + cells++] = p;
      const cell = p;
      if (bytes[p] === quote) {
        const openLine = line;
        for (p++; ; p++) {
          const c = bytes[p];
          if (c === quote) {
            if (p + 1 < to && bytes[p + 1] === quote) p++;
            else if (p < to) break;
          }
          if (c === LF || (c === CR && bytes[p + 1] !== LF)) line++;
          if (p >= to) {
            if (p - cell > maxFieldBytes || final) throw openQuote(openLine, cells, final, dialect);
            break records;
          }
        }
        p++;
        if (ends[bytes[p]] === 0) throw afterQuote(line, cells, dialect);
      } else {
        while (ends[bytes[p]] === 0) p++;
      }
      if (p - cell > maxFieldBytes) throw tooLong(line, cells, dialect);
      if (p >= to) {
        if (!final) break records;
        p = to;
        break;
      }
      const c = bytes[p++];
      if (c === delimiter) continue;
      if (c === CR) {
        if (p === to && !final) break records;
        if (p < to && bytes[p] === LF) p++;
      }
      break;
    }
    if (expected === 0) index.columns = cells;
    else if (cells !== expected) throw ragged(recordLine, expected, cells, dialect);
    used += cells;
    index.records++;
    line++;
    index.next = p;
    index.line = line;
  }
}

/** Offset of the first cell of line `count` + 1, or -1 when the lines do not end within `to`. */
export function skipLines(bytes: Uint8Array, from: number, to: number, count: number): number {
  let p = from;
  for (let i = 0; i < count; i++) {
    while (p < to && bytes[p] !== LF && bytes[p] !== CR) p++;
    if (p >= to) return -1;
    p += bytes[p] === CR && bytes[p + 1] === LF ? 2 : 1;
  }
  return p;
}

/** The number of line ends in `bytes[from .. to)`. */
export function countLines(bytes: Uint8Array, from: number, to: number): number {
  let lines = 0;
  for (let p = from; p < to; p++) {
    if (bytes[p] === LF || (bytes[p] === CR && bytes[p + 1] !== LF)) lines++;
  }
  return lines;
}

/** Cells from `p` to the end of the line, for the message about a record that is too long. */
function countRest(bytes: Uint8Array, p: number, to: number, { delimiter }: Dialect): number {
  let cells = 1;
  for (; p < to && bytes[p] !== LF && bytes[p] !== CR; p++) if (bytes[p] === delimiter) cells++;
  return cells;
}

function ragged(line: number, expected: number, got: number, { source }: Dialect): InvalidFileError {
  const remedy =
    got > expected
      ? 'Quote cells that hold the delimiter, or pass the right delimiter or skipRows.'
      : 'Complete the line, or pass the right delimiter or skipRows.';
  return fileError(
    source,
    `line ${line} has ${got} cell${got === 1 ? '' : 's'}, but ${expected} are expected`,
    remedy,
  );
}

function tooManyColumns(line: number, limit: number, { source }: Dialect): InvalidFileError {
  return fileError(
    source,
    `line ${line} has more than ${limit} cells`,
    'Raise limits.maxColumns if that is right.',
  );
}

function tooLong(line: number, cell: number, { source, maxFieldBytes }: Dialect): InvalidFileError {
  return fileError(
    source,
    `cell ${cell} of line ${line} is longer than ${maxFieldBytes} bytes`,
    'Raise limits.maxFieldBytes if that is right.',
  );
}

function openQuote(line: number, cell: number, final: boolean, dialect: Dialect): InvalidFileError {
  const where = `the quote opened in line ${line}, cell ${cell}`;
  return final
    ? fileError(dialect.source, `${where} is never closed`, 'Close it, or pass quote: null.')
    : fileError(
        dialect.source,
        `${where} is not closed within ${dialect.maxFieldBytes} bytes`,
        'Close it, pass quote: null, or raise limits.maxFieldBytes.',
      );
}

function afterQuote(line: number, cell: number, { source }: Dialect): InvalidFileError {
  return fileError(
    source,
    `text follows the closing quote in line ${line}, cell ${cell}`,
    'Double the quotes inside a quoted cell, or pass quote: null.',
  );
}

/** An InvalidFileError in the common form. */
export function fileError(source: string, what: string, remedy: string, column?: string): InvalidFileError {
  return new InvalidFileError(`${source}: ${what}. ${remedy}`, { estimator: source, remedy, column });
}
