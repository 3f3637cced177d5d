import { describe, InvalidInputError } from './errors.js';
import type { ArrowTableLike, MatrixObject, ShapedArray } from './input.js';
import { Matrix } from './matrix.js';
import { Table } from './table.js';

/** Anything with rows: arrays, matrices, tables, named columns, typed arrays with a shape. */
export type RowData =
  | ArrayLike<unknown>
  | { readonly rows: number }
  | { readonly numRows: number }
  | { readonly shape: readonly number[] }
  | Readonly<Record<string, ArrayLike<unknown>>>;

/**
 * The type of some rows of `T`: arrays, typed arrays, matrices and tables stay what they are; a foreign matrix
 * or an array with a shape becomes a Matrix, an Arrow table a Table, named columns new columns.
 */
export type RowsOf<T> = T extends Matrix | Table | ArrayBufferView
  ? T
  : T extends readonly (infer E)[]
    ? E[]
    : T extends ArrowTableLike
      ? Table
      : T extends MatrixObject | ShapedArray
        ? Matrix
        : T extends Readonly<Record<string, ArrayLike<unknown>>>
          ? { -readonly [K in keyof T]: RowsOf<T[K]> }
          : T;

type TypedArray = Exclude<ArrayBufferView, DataView> & { length: number; [row: number]: unknown };

interface ArrowVector {
  readonly length: number;
  get(row: number): unknown;
}

/**
 * Number of rows of anything that holds one entry per row: an array, a matrix, a table, named columns, a typed
 * array with a shape. O(1), O(columns) for named columns.
 * @throws InvalidInputError when it has no rows to count, or columns of different lengths.
 */
export function rowCount(data: unknown, argument = 'X'): number {
  if (data !== null && typeof data === 'object') {
    if (Array.isArray(data) || isTypedArray(data)) return data.length;
    if (isShaped(data)) return data.shape[0];
    const { rows, numRows, length } = data as Record<string, unknown>;
    for (const count of [rows, numRows, length]) if (isCount(count)) return count;
    if (isRecord(data)) return columnLength(data, argument);
  }
  throw new InvalidInputError(
    `${argument} must be an array, a matrix or a table. Got ${describe(data)}. Pass data with rows.`,
    { parameter: argument, received: describe(data), remedy: 'pass data with rows' },
  );
}

/**
 * The rows named by `indices`, copied in that order, in the type that was given; a foreign matrix becomes a
 * Matrix and an Arrow table a Table. Rows may repeat. O(rows taken x columns).
 * @throws InvalidInputError for an index that is no row, or data without rows.
 */
export function takeRows<T>(data: T, indices: ArrayLike<number>): T;
export function takeRows(data: unknown, indices: ArrayLike<number>): unknown {
  checkIndices(indices, rowCount(data));
  return take(data as object, indices);
}

function take(data: object, indices: ArrayLike<number>): unknown {
  if (Array.isArray(data)) return Array.from(indices, (i) => data[i] as unknown);
  if (isTypedArray(data)) return takeFromTyped(data, indices);
  if (isShaped(data)) return takeFromShaped(data, indices);
  if (data instanceof Matrix || data instanceof Table) return data.takeRows(indices);
  if (has(data, 'takeRows')) return (data as Matrix).takeRows(indices);
  if (has(data, 'toMatrix')) return (data as { toMatrix(): Matrix }).toMatrix().takeRows(indices);
  if (has(data, 'to2DArray')) {
    const rows = (data as MatrixObject).to2DArray();
    return Matrix.from2DArray(Array.from(indices, (i) => rows[i]));
  }
  if ('numRows' in data && has(data, 'getChild')) return takeFromArrow(data as ArrowTableLike, indices);
  if ('length' in data && has(data, 'get')) return takeFromVector(data as ArrowVector, indices);
  if (isCount((data as { length?: unknown }).length)) {
    return Array.from(indices, (i) => (data as ArrayLike<unknown>)[i]);
  }
  const columns = Object.entries(data);
  if (isRecord(data) && columns.every(([, column]) => typeof column === 'object')) {
    return Object.fromEntries(columns.map(([name, column]) => [name, take(column as object, indices)]));
  }
  throw new InvalidInputError(
    `takeRows: ${describe(data)} has rows but no way to take some of them. Pass a matrix, rows or columns.`,
    { parameter: 'X', received: describe(data), remedy: 'pass a matrix, rows or columns' },
  );
}

function checkIndices(indices: ArrayLike<number>, rows: number): void {
  for (let i = 0; i < indices.length; i++) {
    const row = indices[i];
    if (Number.isInteger(row) && row >= 0 && row < rows) continue;
    throw new InvalidInputError(
      `takeRows: ${describe(row)} is no row of data with ${rows} rows. Pass whole numbers from 0 to ${rows - 1}.`,
      { parameter: 'indices', received: describe(row), remedy: 'pass row numbers' },
    );
  }
}

function takeFromTyped(items: TypedArray, indices: ArrayLike<number>): TypedArray {
  const Kind = items.constructor as new (length: number) => TypedArray;
  const result = new Kind(indices.length);
  for (let i = 0; i < indices.length; i++) result[i] = items[indices[i]];
  return result;
}

function takeFromShaped({ data, shape: [, columns] }: ShapedArray, indices: ArrayLike<number>): Matrix {
  const result = Matrix.zeros(indices.length, columns);
  for (let i = 0, to = 0; i < indices.length; i++) {
    for (let from = indices[i] * columns, end = from + columns; from < end; from++)
      result.data[to++] = data[from];
  }
  return result;
}

function takeFromArrow(table: ArrowTableLike, indices: ArrayLike<number>): Table {
  return Table.from(
    table.schema.fields.map(({ name }) => {
      const column = table.getChild(name) as unknown as ArrowVector;
      return [name, takeFromVector(column, indices) as (string | number | null)[]] as const;
    }),
  );
}

function takeFromVector(vector: ArrowVector, indices: ArrayLike<number>): unknown[] {
  return Array.from(indices, (i) => vector.get(i) ?? null);
}

function columnLength(columns: object, argument: string): number {
  const entries = Object.entries(columns as Record<string, unknown>);
  const lengths = entries.map(([name, column]) => {
    const length = (column as { length?: unknown } | null)?.length;
    if (typeof column === 'object' && isCount(length)) return length;
    throw new InvalidInputError(
      `${argument} as a table must hold one array per column, but column ${describe(name)} is none. Got ${describe(column)}. Pass { name: values, ... }.`,
      { parameter: argument, column: name, received: describe(column), remedy: 'pass arrays' },
    );
  });
  const other = lengths.findIndex((length) => length !== lengths[0]);
  if (other >= 0) {
    const name = entries[other][0];
    throw new InvalidInputError(
      `${argument} as a table must have equally long columns, but column ${describe(name)} differs. Got ${lengths[other]} entries after ${lengths[0]}. Pass one value per row.`,
      {
        parameter: argument,
        column: name,
        received: String(lengths[other]),
        remedy: 'pass one value per row',
      },
    );
  }
  return lengths[0] ?? 0;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isTypedArray(data: object): data is TypedArray {
  return ArrayBuffer.isView(data) && 'length' in data;
}

/** Columns that happen to be named 'shape' and 'data' are told apart by the numbers they would have to hold. */
function isShaped(data: object): data is ShapedArray {
  if (!('shape' in data && 'data' in data) || !Array.isArray(data.shape) || data.shape.length !== 2)
    return false;
  const [rows, columns] = data.shape as unknown[];
  const length = (data.data as { length?: unknown } | null)?.length;
  return isCount(rows) && isCount(columns) && length === rows * columns;
}

function isRecord(data: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(data);
  return prototype === Object.prototype || prototype === null;
}

function has(data: object, method: string): boolean {
  return typeof (data as Record<string, unknown>)[method] === 'function';
}
