import type { ColumnSet } from '../core/columns.js';
import { custom, type ParamSpec } from '../core/params.js';
import { type Cell, type Column, isMissing } from '../preprocessing/data_transformer.js';

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
