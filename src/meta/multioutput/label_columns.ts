import { checkSameLength, inputError, type MatrixLike } from '../../core/input.js';
import { encodeLabels, type Label, type Labels, type LabelTable } from '../../core/labels.js';
import type { Matrix } from '../../core/matrix.js';
import { rowCount } from '../../core/take.js';

/** Labels of one or several outputs: rows of labels, a matrix of numbers, or a flat y. */
export type OutputLabels = LabelTable | MatrixLike | Labels;

/** Labels column by column. */
export interface LabelColumns {
  readonly columns: readonly (readonly Label[])[];
  /** The classes of each column. */
  readonly classes: readonly (readonly Label[])[];
  /** Whether y was one label per row. */
  readonly oneDimensional: boolean;
}

/**
 * Takes the labels of several outputs apart.
 * @throws InvalidInputError for ragged rows, bad labels, or another number of rows than X has.
 */
export function labelColumns(y: unknown, rows: number, estimator: string): LabelColumns {
  const table = y !== null && typeof y === 'object' && 'to2DArray' in y ? (y as Matrix).to2DArray() : y;
  const nested = Array.isArray(table) && isRow(table[0]);
  if (!nested) {
    const { classes } = encodeLabels(y as readonly Label[], estimator);
    checkSameLength(rowCount(y, 'y'), rows, estimator, 'y');
    return { columns: [Array.from(y as readonly Label[])], classes: [classes], oneDimensional: true };
  }
  checkSameLength(table.length, rows, estimator, 'y');
  const width = (table[0] as readonly Label[]).length;
  const ragged = (table as unknown[]).findIndex((row) => !isRow(row) || row.length !== width);
  if (ragged >= 0 || width === 0) {
    throw inputError(
      estimator,
      'y',
      'must hold equally long rows of labels',
      ragged >= 0 ? `another length in row ${ragged}` : 'rows without labels',
      'Pass one label per output.',
    );
  }
  const columns = Array.from({ length: width }, (_, t) => (table as Label[][]).map((row) => row[t]));
  const classes = columns.map((column, t) => encodeLabels(column, estimator, `y, output ${t}`).classes);
  return { columns, classes, oneDimensional: false };
}

/** Columns of labels as rows; a single flat column as it is. */
export function labelRows(
  columns: readonly (readonly Label[])[],
  oneDimensional: boolean,
): Label[] | Label[][] {
  if (oneDimensional) return [...columns[0]];
  return Array.from({ length: columns[0].length }, (_, i) => columns.map((column) => column[i]));
}

function isRow(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && 'length' in value);
}
