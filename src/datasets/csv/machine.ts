import { Table, type TableColumn } from '../../core/table.js';
import { type ColumnPlan, fixDtypes, readColumns } from './columns.js';
import { cleanNames, planColumns } from './header.js';
import { type Dialect, dialectOf, type ResolvedCsv } from './options.js';
import { CellIndex, fileError, scanRecords, skipLines } from './scanner.js';
import { sniffDelimiter } from './sniff.js';
import { TextReader } from './text.js';

/** Bytes wanted before a delimiter is guessed or a header is looked for. */
const PREAMBLE = 1 << 16;

/**
 * Reads records from a buffer that its owner fills: `begin` once, then `scan` and `take` in turn. In each call
 * `bytes[to]` must be a line feed that is not data, and `final` says that nothing will follow.
 */
export class CsvMachine {
  readonly #options: ResolvedCsv;
  #dialect!: Dialect;
  #plans: ColumnPlan[] = [];
  #origin = 0;
  #originLine = 1;
  #rowsBefore = 0;
  readonly index: CellIndex;

  constructor(options: ResolvedCsv, expectedCells: number) {
    this.#options = options;
    this.index = new CellIndex(expectedCells);
  }

  /** Reads what stands before the data; false when more bytes are needed for that. */
  begin(bytes: Uint8Array, to: number, final: boolean): boolean {
    const { skipRows, header, source, trimHeader, quiet } = this.#options;
    if (!final && to < PREAMBLE) return false;
    const from = skipLines(bytes, 0, to, skipRows);
    if (from < 0 && !final) return false;
    const index = this.index;
    index.next = from < 0 ? to : Math.min(from, to);
    index.line = skipRows + 1;
    const { quote, comment } = this.#options;
    const delimiter = this.#options.delimiter ?? sniffDelimiter(bytes, index.next, to, quote, comment);
    this.#dialect = dialectOf(this.#options, delimiter);

    let names: readonly string[];
    if (typeof header === 'object') {
      names = header;
      index.columns = names.length;
    } else {
      scanRecords(bytes, to, final, 1, this.#dialect, index);
      if (index.records === 0) {
        if (!final) return false;
        throw fileError(
          source,
          'the file has no data',
          'Pass the right source, or header: [names] to allow this.',
        );
      }
      if (header) {
        const reader = new TextReader(this.#dialect);
        names = Array.from({ length: index.columns }, (_, j) => reader.read(bytes, index.starts[j], to));
        index.clear(index.next);
      } else names = Array.from({ length: index.columns }, (_, j) => `x${j}`);
    }
    this.#plans = planColumns(cleanNames(names, trimHeader, source, quiet), this.#options);
    this.#origin = header === true ? index.next : 0;
    this.#originLine = header === true ? index.line : 1;
    return true;
  }

  /** Scans until `records` records are at hand, the bytes end, or `nRows` is reached. */
  scan(bytes: Uint8Array, to: number, final: boolean, records: number): void {
    const { nRows, maxRows, source } = this.#options;
    const wanted = Math.min(records, nRows - this.#rowsBefore, maxRows + 1 - this.#rowsBefore);
    scanRecords(bytes, to, final, wanted, this.#dialect, this.index);
    if (this.#rowsBefore + this.index.records > maxRows && nRows > maxRows) {
      throw fileError(
        source,
        `the file has more than ${maxRows} rows`,
        'Raise limits.maxRows, or pass nRows.',
      );
    }
  }

  /** Whether `nRows` have been scanned. */
  get full(): boolean {
    return this.#rowsBefore + this.index.records >= this.#options.nRows;
  }

  /** The table of the records at hand, which are then forgotten. */
  take(bytes: Uint8Array, to: number): Table {
    const { index } = this;
    if (index.records > this.#options.nRows) index.records = this.#options.nRows;
    const scanned = { bytes, to, index, origin: this.#origin, originLine: this.#originLine };
    const columns = readColumns(scanned, this.#plans, this.#dialect, this.#options);
    fixDtypes(this.#plans, columns);
    this.#rowsBefore += index.records;
    index.clear(index.next);
    this.#origin = index.next;
    this.#originLine = index.line;
    return Table.of(this.#plans.map((plan, j): [string, TableColumn] => [plan.name, columns[j]]));
  }

  /** Offset before which the bytes are no longer needed. */
  get origin(): number {
    return this.#origin;
  }

  /** Tells that the bytes from `origin` on were moved to the start of the buffer. */
  moved(): void {
    const { index } = this;
    const cells = index.records * index.columns;
    for (let i = 0; i < cells; i++) index.starts[i] -= this.#origin;
    index.next -= this.#origin;
    this.#origin = 0;
  }
}
