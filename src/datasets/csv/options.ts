import { describe, InvalidParameterError } from '../../core/errors.js';
import { unknownParameter } from '../../core/params.js';

/** The cells that are missing values unless `missingValues` says otherwise (after trimming blanks). */
export const DEFAULT_MISSING_VALUES: readonly string[] = [
  ...['', 'NA', 'N/A', 'n/a', '<NA>', '#N/A', '#NA', 'NaN', 'nan', '-NaN', '-nan'],
  ...['null', 'NULL', 'None', '1.#QNAN', '-1.#IND'],
];

/** How a column is read: `'auto'` is numbers when every cell that is not missing is one, otherwise text. */
export type CsvDtype = 'number' | 'text' | 'auto';

/** Sizes beyond which a file is refused, so that a hostile or broken file ends in an error. */
export interface CsvLimits {
  /** Most columns; default 100 000. */
  readonly maxColumns?: number;
  /** Longest cell in bytes; default 16 MiB. */
  readonly maxFieldBytes?: number;
  /** Most rows; default no limit. `nRows` stops reading instead of refusing. */
  readonly maxRows?: number;
}

/** How CSV is read. */
export interface CsvOptions {
  /** One ASCII character, or `'auto'` to choose among comma, semicolon, tab and bar; default ','. */
  readonly delimiter?: string;
  /** The quote character, or null when quotes are ordinary characters; default '"'. */
  readonly quote?: string | null;
  /** Lines that begin with this character are passed over; default null (none). */
  readonly comment?: string | null;
  /** Lines to pass over at the start; default 0. */
  readonly skipRows?: number;
  /** Whether the first line names the columns; or the names for a file without such a line; default true. */
  readonly header?: boolean | readonly string[];
  /** Cut blanks around column names; default true. */
  readonly trimHeader?: boolean;
  /** The columns to return, in this order; default all. */
  readonly columns?: readonly string[];
  /** How to read the columns, all alike or by name; default 'auto'. */
  readonly dtypes?: CsvDtype | Readonly<Record<string, CsvDtype>>;
  /** Cells that are missing; replaces `DEFAULT_MISSING_VALUES`. */
  readonly missingValues?: readonly string[];
  /** Numbers that stand for missing (such as -9999), for all columns or by name. */
  readonly sentinels?: readonly number[] | Readonly<Record<string, readonly number[]>>;
  /** Read at most so many rows; default all. */
  readonly nRows?: number;
  /** The text encoding when there is no byte order mark; default 'utf-8'. */
  readonly encoding?: 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';
  /** Sizes beyond which the file is refused. */
  readonly limits?: CsvLimits;
}

const NAMES: readonly (keyof CsvOptions)[] = [
  ...(['delimiter', 'quote', 'comment', 'skipRows', 'header', 'trimHeader', 'columns'] as const),
  ...(['dtypes', 'missingValues', 'sentinels', 'nRows', 'encoding', 'limits'] as const),
];

/** The bytes that have a meaning, and the limits, as the scanner uses them. */
export interface Dialect {
  /** The function named in errors. */
  readonly source: string;
  readonly delimiter: number;
  /** -1 for none. */
  readonly quote: number;
  /** -1 for none. */
  readonly comment: number;
  /** 1 for the bytes that end a cell: the delimiter, line feed, carriage return. */
  readonly ends: Uint8Array;
  readonly maxFieldBytes: number;
  readonly maxColumns: number;
}

/** Options with their defaults, checked. */
export interface ResolvedCsv {
  readonly source: string;
  /** Null for 'auto'. */
  readonly delimiter: number | null;
  readonly quote: number;
  readonly comment: number;
  readonly skipRows: number;
  readonly header: boolean | readonly string[];
  readonly trimHeader: boolean;
  readonly columns: readonly string[] | undefined;
  readonly dtypes: CsvDtype | ReadonlyMap<string, CsvDtype>;
  readonly missing: ReadonlySet<string>;
  readonly sentinels: readonly number[] | ReadonlyMap<string, readonly number[]>;
  readonly nRows: number;
  readonly encoding: string;
  readonly maxRows: number;
  /** Do not warn about the header (when it is read a second time). */
  readonly quiet: boolean;
  readonly maxFieldBytes: number;
  readonly maxColumns: number;
}

/**
 * Checks the options of a CSV function and fills in the defaults.
 * @throws InvalidParameterError for an unknown option or a bad value.
 */
export function resolveCsv(source: string, options: CsvOptions, known: readonly string[] = []): ResolvedCsv {
  const names = [...NAMES, ...known];
  for (const key of Object.keys(options))
    if (!names.includes(key)) throw unknownParameter(source, key, names);
  const check = (ok: boolean, name: string, value: unknown, expected: string) => {
    if (!ok) throw badOption(source, name, value, expected);
  };
  const { header = true, dtypes = 'auto', sentinels = [], encoding = 'utf-8', limits = {} } = options;
  const { skipRows = 0, nRows = Number.POSITIVE_INFINITY, trimHeader = true, columns } = options;
  const { maxColumns = 100_000, maxFieldBytes = 2 ** 24, maxRows = Number.POSITIVE_INFINITY } = limits;
  check(isCount(skipRows) && skipRows < Number.POSITIVE_INFINITY, 'skipRows', skipRows, 'an integer >= 0');
  check(isCount(nRows), 'nRows', nRows, 'an integer >= 0');
  check(isCount(maxRows), 'limits.maxRows', maxRows, 'an integer >= 0');
  check(isCount(maxColumns), 'limits.maxColumns', maxColumns, 'an integer >= 0');
  check(isCount(maxFieldBytes), 'limits.maxFieldBytes', maxFieldBytes, 'an integer >= 0');
  check(typeof header === 'boolean' || isTextArray(header), 'header', header, 'true, false or column names');
  check(columns === undefined || isTextArray(columns), 'columns', columns, 'an array of names');
  const kinds = typeof dtypes === 'string' ? [dtypes] : Object.values(dtypes);
  check(
    kinds.every((kind) => ['number', 'text', 'auto'].includes(kind)),
    'dtypes',
    dtypes,
    "'number', 'text' or 'auto', or a record of these by column",
  );
  check(
    ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'].includes(encoding),
    'encoding',
    encoding,
    "'utf-8', 'utf-16le', 'utf-16be' or 'windows-1252'",
  );
  const delimiter =
    options.delimiter === 'auto' ? null : character(source, 'delimiter', options.delimiter ?? ',');
  const quote = character(source, 'quote', options.quote === undefined ? '"' : options.quote);
  const comment = character(source, 'comment', options.comment ?? null);
  check(delimiter !== -1 && delimiter !== quote, 'delimiter', options.delimiter, 'another than the quote');
  return {
    source,
    delimiter,
    quote,
    comment,
    skipRows,
    header,
    trimHeader,
    columns,
    dtypes: typeof dtypes === 'string' ? dtypes : new Map(Object.entries(dtypes)),
    missing: new Set(options.missingValues ?? DEFAULT_MISSING_VALUES),
    sentinels: Array.isArray(sentinels)
      ? (sentinels as readonly number[])
      : new Map(Object.entries(sentinels as Record<string, readonly number[]>)),
    nRows,
    encoding,
    maxRows,
    quiet: false,
    maxFieldBytes,
    maxColumns,
  };
}

/** The scanner's view of the options. */
export function dialectOf(options: ResolvedCsv, delimiter: number): Dialect {
  const ends = new Uint8Array(256);
  ends[10] = ends[13] = ends[delimiter] = 1;
  const { source, quote, comment, maxFieldBytes, maxColumns } = options;
  return { source, delimiter, quote, comment, ends, maxFieldBytes, maxColumns };
}

/** The byte of a one-character option, -1 for null. */
function character(source: string, name: string, value: unknown): number {
  if (value === null) return -1;
  const code = typeof value === 'string' && value.length === 1 ? value.charCodeAt(0) : -1;
  // Digits, signs and the point would make numbers unreadable; line ends always end a record.
  const usable = code >= 9 && code < 127 && code !== 10 && code !== 13 && !/[0-9+\-.]/.test(value as string);
  if (!usable) {
    throw badOption(source, name, value, 'one ASCII character that is no digit, sign, point or line end');
  }
  return code;
}

function badOption(source: string, name: string, value: unknown, expected: string): InvalidParameterError {
  return new InvalidParameterError(
    `${source}: option '${name}' must be ${expected}. Got ${describe(value)}.`,
    { estimator: source, parameter: name, received: describe(value), remedy: `pass ${expected}` },
  );
}

function isCount(value: number): boolean {
  return value >= 0 && (Number.isSafeInteger(value) || value === Number.POSITIVE_INFINITY);
}

function isTextArray(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
