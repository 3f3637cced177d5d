import { describe, InvalidInputError } from './errors.js';
import { type ArrowTableLike, asMatrix, type DataLike, inputError } from './input.js';
import { Matrix } from './matrix.js';
import { Table } from './table.js';

/** The columns of any data: numbers (missing: NaN) or text (missing: null). */
export interface ColumnSet {
  readonly names?: readonly string[];
  readonly rows: number;
  readonly columns: readonly (Float64Array | readonly (string | null)[])[];
}

/**
 * Takes data with numbers and text apart into columns: a Table, named columns, rows of mixed cells, or anything
 * that is a matrix. Text columns stay text; booleans become 0 and 1. O(n d).
 * @throws InvalidInputError for ragged rows, columns of mixed kinds, or no data.
 */
export function asColumns(X: DataLike, rules: { estimator: string; argument?: string }): ColumnSet {
  const { estimator, argument = 'X' } = rules;
  const table = toTable(X, estimator, argument);
  if (table) {
    if (table.rows === 0 || table.columns.length === 0) {
      throw inputError(
        estimator,
        argument,
        'must have at least 1 row(s) and 1 column(s)',
        `${table.rows} x ${table.columns.length}`,
        'Pass more data.',
      );
    }
    const named = X instanceof Table || !Array.isArray(X);
    return {
      names: named ? table.columns : undefined,
      rows: table.rows,
      columns: table.columns.map((name) => table.column(name)),
    };
  }
  const matrix = asMatrix(X, { estimator, argument, allowNonFinite: true });
  return {
    names: matrix.columnNames,
    rows: matrix.rows,
    columns: Array.from({ length: matrix.columns }, (_, j) => matrix.column(j)),
  };
}

/** Whether a cell is missing. */
export function isMissing(cell: unknown): boolean {
  return cell === null || cell === undefined || Number.isNaN(cell);
}

/**
 * Refuses infinities and, unless allowed, missing cells.
 * @throws InvalidInputError naming the first bad cell.
 */
export function checkCells(
  data: ColumnSet,
  { estimator, allowNaN = false }: { estimator: string; allowNaN?: boolean },
): void {
  data.columns.forEach((column, j) => {
    const row =
      column instanceof Float64Array ? badNumber(column, allowNaN) : allowNaN ? -1 : column.indexOf(null);
    if (row < 0) return;
    const missing = isMissing(column[row]);
    throw inputError(
      estimator,
      'X',
      `must not hold ${missing ? 'missing values' : 'infinities'}, but has one in row ${row}, column ${describe(data.names?.[j] ?? j)}`,
      describe(column[row]),
      missing ? 'Impute missing values first (SimpleImputer).' : 'Clip or drop such values.',
    );
  });
}

/** The first row whose number is infinite or, unless allowed, NaN; -1 for none. */
function badNumber(column: Float64Array, allowNaN: boolean): number {
  for (let i = 0; i < column.length; i++) {
    const value = column[i];
    // The difference is 0 for finite numbers and NaN for all others.
    if (value - value !== 0 && !(allowNaN && Number.isNaN(value))) return i;
  }
  return -1;
}

/** Data that may hold text, as a Table; undefined when it can only be numbers. */
function toTable(X: unknown, estimator: string, argument: string): Table | undefined {
  if (X instanceof Table) return X;
  if (X === null || typeof X !== 'object' || X instanceof Matrix || ArrayBuffer.isView(X)) return undefined;
  if (Array.isArray(X)) {
    const hasText = X.some(
      (row) => Array.isArray(row) && row.some((cell) => typeof cell === 'string' || cell === null),
    );
    return hasText ? fromRows(X as unknown[][], estimator, argument) : undefined;
  }
  if ('numRows' in X && 'schema' in X && 'getChild' in X) return fromArrow(X as ArrowTableLike);
  const known = ['shape', 'to2DArray', 'toMatrix'].some((member) => member in X);
  return known ? undefined : Table.from(X as Record<string, ArrayLike<string | number | boolean | null>>);
}

/** Arrow columns cell by cell, since their arrays hide nulls; text and numbers both. */
function fromArrow(X: ArrowTableLike): Table {
  return Table.from(
    X.schema.fields.map(({ name }) => {
      const column = X.getChild(name);
      const read = column?.get ? (i: number) => column.get?.(i) : undefined;
      const cells = read ? Array.from({ length: X.numRows }, (_, i) => read(i)) : (column?.toArray() ?? []);
      return [name, cells as ArrayLike<string | number | null>] as const;
    }),
  );
}

function fromRows(rows: readonly unknown[][], estimator: string, argument: string): Table {
  const width = rows[0]?.length ?? 0;
  rows.forEach((row, i) => {
    if (!Array.isArray(row) || row.length !== width) {
      throw new InvalidInputError(
        `${estimator}: ${argument} must have equally long rows, but row ${i} differs. Got ${describe(row)}. Make the rows equally long.`,
        { estimator, parameter: argument, received: describe(row), remedy: 'make the rows equally long' },
      );
    }
  });
  return Table.from(
    Array.from(
      { length: width },
      (_, j) => [`x${j}`, rows.map((row) => row[j] as string | number | null)] as const,
    ),
  );
}
