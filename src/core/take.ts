import { describe, InvalidInputError } from './errors.js';
import { Matrix } from './matrix.js';
import { Table } from './table.js';

interface Rows {
  readonly rows: number;
}

/**
 * Number of rows of anything that holds one entry per row: an array, a matrix, a table, named columns, a typed
 * array with a shape.
 * @throws InvalidInputError when it has no rows to count.
 */
export function rowCount(data: unknown, argument = 'X'): number {
  if (data !== null && typeof data === 'object') {
    if ('rows' in data && typeof data.rows === 'number') return data.rows;
    if ('shape' in data && Array.isArray(data.shape)) return data.shape[0] as number;
    if ('numRows' in data && typeof data.numRows === 'number') return data.numRows;
    if ('length' in data && typeof data.length === 'number') return data.length;
    const first: unknown = Object.values(data)[0];
    if (first !== null && typeof first === 'object' && 'length' in first) return first.length as number;
  }
  throw new InvalidInputError(`${argument} must be an array, a matrix or a table. Got ${describe(data)}.`, {
    parameter: argument,
    received: describe(data),
    remedy: 'pass data with rows',
  });
}

/**
 * The rows named by `indices`, in that order, in the type that was given (a foreign matrix becomes a Matrix).
 */
export function takeRows<T>(data: T, indices: ArrayLike<number>): T;
export function takeRows(data: unknown, indices: ArrayLike<number>): unknown {
  if (data instanceof Matrix || data instanceof Table) return data.takeRows(indices);
  if (Array.isArray(data)) return takeFromArray(data, indices);
  if (ArrayBuffer.isView(data)) return takeFromTyped(data as Float64Array, indices);
  const rows = rowCount(data);
  const record = data as Record<string, unknown>;
  if ('shape' in record && 'data' in record) {
    const [, columns] = record['shape'] as [number, number];
    return Matrix.of(Float64Array.from(record['data'] as ArrayLike<number>), columns).takeRows(indices);
  }
  if ('to2DArray' in record)
    return Matrix.from2DArray((data as { to2DArray(): number[][] }).to2DArray()).takeRows(indices);
  if ('numRows' in record && 'getChild' in record) return takeFromArrow(data as ArrowLike, rows, indices);
  return Object.fromEntries(
    Object.entries(record).map(([name, column]) => [name, takeRows(column, indices)]),
  );
}

interface ArrowLike extends Rows {
  readonly schema: { readonly fields: readonly { readonly name: string }[] };
  getChild(name: string): { get(i: number): unknown } | null;
}

function takeFromArrow(table: ArrowLike, _rows: number, indices: ArrayLike<number>): Table {
  return Table.from(
    table.schema.fields.map(({ name }) => {
      const column = table.getChild(name);
      return [name, Array.from(indices, (i) => (column?.get(i) ?? null) as string | number | null)] as const;
    }),
  );
}

function takeFromArray(items: readonly unknown[], indices: ArrayLike<number>): unknown[] {
  const result = new Array<unknown>(indices.length);
  for (let i = 0; i < indices.length; i++) result[i] = items[indices[i]];
  return result;
}

function takeFromTyped(items: Float64Array, indices: ArrayLike<number>): Float64Array {
  const Kind = items.constructor as new (length: number) => Float64Array;
  const result = new Kind(indices.length);
  for (let i = 0; i < indices.length; i++) result[i] = items[indices[i]];
  return result;
}
