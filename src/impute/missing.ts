import type { ColumnSet } from '../core/columns.js';
import { Matrix } from '../core/matrix.js';
import { custom, type ParamSpec } from '../core/params.js';
import { type Cell, type Column, isMissing } from '../preprocessing/data_transformer.js';
import type { MissingIndicator } from './missing_indicator.js';

/** The `missingValues` parameter. */
export function missingValuesParam(): ParamSpec<Cell> {
  return custom<Cell>(Number.NaN, {
    doc: 'What marks a missing cell: NaN or null (both: NaN in numbers, null in text), or a number or text.',
    expected: 'a number, a string, NaN or null',
    accepts: (value) => value === null || typeof value === 'number' || typeof value === 'string',
    invalid: [{}, [], true],
  });
}

/** Whether each cell of a column is missing: 1 or 0. */
export function missingCells(column: Column, missingValues: Cell): Uint8Array {
  const result = new Uint8Array(column.length);
  if (column instanceof Float64Array) {
    // A mark that is text or null finds no number but NaN.
    const mark = typeof missingValues === 'number' ? missingValues : Number.NaN;
    const marksNaN = isMissing(missingValues);
    for (let i = 0; i < column.length; i++) {
      if (column[i] === mark || (marksNaN && Number.isNaN(column[i]))) result[i] = 1;
    }
  } else if (isMissing(missingValues)) {
    for (let i = 0; i < column.length; i++) if (isMissing(column[i])) result[i] = 1;
  } else {
    for (let i = 0; i < column.length; i++) if (column[i] === missingValues) result[i] = 1;
  }
  return result;
}

/** The missing cells of every column. */
export function missingMasks(data: ColumnSet, missingValues: Cell): Uint8Array[] {
  return data.columns.map((column) => missingCells(column, missingValues));
}

/** The `missingValues` parameter of imputers of numbers. */
export function missingNumberParam(): ParamSpec<number> {
  return custom<number>(Number.NaN, {
    doc: 'What marks a missing cell: NaN or a number.',
    expected: 'a number or NaN',
    accepts: (value) => typeof value === 'number',
    invalid: [{}, 'missing', null],
  });
}

/** A copy of the rows with NaN in the place of the mark. */
export function withNaN(X: Matrix, missingValues: number): Matrix {
  const result = X.clone();
  if (Number.isNaN(missingValues)) return result;
  const { data } = result;
  for (let i = 0; i < data.length; i++) if (data[i] === missingValues) data[i] = Number.NaN;
  return result;
}

/** The filled rows with the indicator's columns after them; `X` holds the marks still. */
export async function withIndicator(
  filled: Matrix,
  X: Matrix,
  indicator: MissingIndicator | null,
): Promise<Matrix> {
  if (!indicator) return filled;
  const marks = await indicator.transform(X);
  const columns = filled.columns + marks.columns;
  const result = Matrix.zeros(X.rows, columns);
  for (let i = 0; i < X.rows; i++) {
    if (filled.columns > 0) result.data.set(filled.row(i), i * columns);
    if (marks.columns > 0) result.data.set(marks.row(i), i * columns + filled.columns);
  }
  return result;
}
