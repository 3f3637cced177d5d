import type { ColumnKind, TableColumn } from '../../core/table.js';
import { type LiteralNotes, readDecimals } from './decimal.js';
import type { CsvDtype, Dialect, ResolvedCsv } from './options.js';
import { type CellIndex, countLines, fileError } from './scanner.js';
import { numberOf, TextReader } from './text.js';

/** A column that is read: its name, its place in the file, and how. */
export interface ColumnPlan {
  readonly name: string;
  /** Place among the file's columns. */
  readonly place: number;
  /** What it must be; 'auto' until known. */
  dtype: CsvDtype;
  /** True when the first batch, not the caller, decided the dtype. */
  inferred: boolean;
  readonly sentinels: readonly number[];
}

/** Scanned bytes: the cells, and where they stand in the file. */
export interface Scanned {
  readonly bytes: Uint8Array;
  /** End of the data in `bytes`; a line feed stands there. */
  readonly to: number;
  readonly index: CellIndex;
  /** Offset and line (1-based) of a place before the first record, for messages. */
  readonly origin: number;
  readonly originLine: number;
}

/** Rows that are converted column by column before the next are: they stay in the cache. */
const BLOCK_ROWS = 512;

/**
 * The planned columns of all scanned records. Numbers are read in blocks of rows; a column whose dtype is 'auto'
 * becomes text at its first cell that is neither missing nor a number, or when all its cells are integers and one
 * is 2^53 or more (an id that a double would round). O(bytes).
 * @throws InvalidFileError when a column that must be numbers has another cell.
 */
export function readColumns(
  scanned: Scanned,
  plans: readonly ColumnPlan[],
  dialect: Dialect,
  options: ResolvedCsv,
): TableColumn[] {
  const { bytes, index } = scanned;
  const rows = index.records;
  const reader = new TextReader(dialect);
  const numbers = plans.map((plan) => (plan.dtype === 'text' ? null : new Float64Array(rows)));
  const notes = plans.map((): LiteralNotes => ({ fractional: false, wide: false }));

  for (let from = 0; from < rows; from += BLOCK_ROWS) {
    const until = Math.min(rows, from + BLOCK_ROWS);
    for (let j = 0; j < plans.length; j++) {
      const out = numbers[j];
      if (out === null) continue;
      for (let row = from; row < until; row++) {
        const first = row * index.columns + plans[j].place;
        row += readDecimals(
          bytes,
          dialect.ends,
          index.starts,
          first,
          index.columns,
          until - row,
          out,
          row,
          notes[j],
        );
        if (row >= until) break;
        const text = cellText(scanned, reader, row, plans[j].place).trim();
        const value = options.missing.has(text) ? Number.NaN : quotedNumber(text, notes[j]);
        if (value !== undefined) out[row] = value;
        else if (plans[j].dtype === 'auto') {
          numbers[j] = null;
          break;
        } else throw notANumber(scanned, plans[j], row, text, options.source);
      }
    }
  }
  return plans.map((plan, j) => {
    let cells = numbers[j];
    if (cells && notes[j].wide && !notes[j].fractional) {
      if (plan.dtype === 'auto') cells = null;
      else if (plan.inferred) throw wideInteger(plan, options.source);
    }
    if (cells) dropSentinels(cells, plan.sentinels);
    return cells ?? readText(scanned, reader, plan.place, options.missing);
  });
}

/** Fixes the dtypes that the first batch has shown, for the batches that follow. */
export function fixDtypes(plans: readonly ColumnPlan[], columns: readonly TableColumn[]): void {
  plans.forEach((plan, j) => {
    if (plan.dtype !== 'auto') return;
    const kind: ColumnKind = columns[j] instanceof Float64Array ? 'number' : 'text';
    plan.dtype = kind;
    plan.inferred = true;
  });
}

function cellText({ bytes, index, to }: Scanned, reader: TextReader, row: number, place: number): string {
  return reader.read(bytes, index.starts[row * index.columns + place], to);
}

/** A number that the fast reader would not take: quoted, infinite. */
function quotedNumber(text: string, notes: LiteralNotes): number | undefined {
  const value = numberOf(text);
  if (value !== undefined) {
    if (/[.eEi]/i.test(text)) notes.fractional = true;
    if (Math.abs(value) >= 2 ** 53) notes.wide = true;
  }
  return value;
}

function readText(
  scanned: Scanned,
  reader: TextReader,
  place: number,
  missing: ReadonlySet<string>,
): (string | null)[] {
  const { bytes, index, to } = scanned;
  const { starts, columns, records } = index;
  const result: (string | null)[] = new Array(records);
  let last = '';
  let lastMissing = missing.has('');
  for (let row = 0, k = place; row < records; row++, k += columns) {
    const text = reader.read(bytes, starts[k], to);
    if (text !== last) {
      last = text;
      lastMissing = missing.has(text) || missing.has(text.trim());
    }
    result[row] = lastMissing ? null : text;
  }
  return result;
}

function dropSentinels(cells: Float64Array, sentinels: readonly number[]): void {
  for (const sentinel of sentinels) {
    for (let i = 0; i < cells.length; i++) if (cells[i] === sentinel) cells[i] = Number.NaN;
  }
}

function notANumber(scanned: Scanned, plan: ColumnPlan, row: number, text: string, source: string) {
  const { bytes, index, origin, originLine } = scanned;
  const line = originLine + countLines(bytes, origin, index.starts[row * index.columns + plan.place]);
  const shown = JSON.stringify(text.length > 40 ? `${text.slice(0, 37)}...` : text);
  const quoted = JSON.stringify(plan.name);
  return fileError(
    source,
    `line ${line}, column ${quoted}: ${shown} is not a number, but ${
      plan.inferred ? 'the rows of the first batch were' : 'dtypes asks for numbers'
    }`,
    `Pass dtypes: { ${quoted}: 'text' }, or name the cell in missingValues.`,
    plan.name,
  );
}

function wideInteger(plan: ColumnPlan, source: string) {
  const quoted = JSON.stringify(plan.name);
  return fileError(
    source,
    `column ${quoted} has integers of 2^53 or more, which a number would round, but the first batch had none`,
    `Pass dtypes: { ${quoted}: 'text' }, or 'number' to accept the rounding.`,
    plan.name,
  );
}
