import { asColumns, type ColumnSet, checkCells } from '../../../core/columns.js';
import { describe, InvalidInputError, InvalidParameterError } from '../../../core/errors.js';
import { asMatrix, type DataLike } from '../../../core/input.js';
import { sortLabels } from '../../../core/labels.js';
import { Matrix } from '../../../core/matrix.js';

/** Which columns hold categories: a mask, positions, names, or the text columns of a table. */
export type CategoricalFeatures = 'from_dtype' | readonly boolean[] | readonly number[] | readonly string[];

/** The categories of a column, sorted; null for a column of numbers. */
export type ColumnCategories = readonly (string | number)[] | null;

/** X as numbers: categories are their codes, missing and unknown ones NaN. */
export interface EncodedFeatures {
  readonly X: Matrix;
  /** Per column; undefined when no column holds categories. */
  readonly categories: readonly ColumnCategories[] | undefined;
}

/**
 * Turns X into numbers and learns the categories of its columns. O(n d).
 * @throws InvalidInputError for text in other columns or too many categories; InvalidParameterError for columns
 * that do not exist.
 */
export function learnFeatures(
  X: unknown,
  categoricalFeatures: CategoricalFeatures | null,
  maxBins: number,
  estimator: string,
): EncodedFeatures {
  const byType = categoricalFeatures === null || categoricalFeatures === 'from_dtype';
  if (byType && isNumeric(X)) return { X: asMatrix(X, { estimator, allowNaN: true }), categories: undefined };
  const data = asColumns(X as DataLike, { estimator });
  checkCells(data, { estimator, allowNaN: true });
  const mask = categoricalMask(data, categoricalFeatures, estimator);
  const categories = data.columns.map((column, j) => {
    if (mask[j]) return learnCategories(column, nameOf(data, j), maxBins, estimator);
    if (column instanceof Float64Array) return null;
    throw refuseText(nameOf(data, j), estimator);
  });
  const known = mask.includes(true) ? categories : undefined;
  return { X: encode(data, known), categories: known };
}

/** X as numbers under learned categories. */
export function applyFeatures(
  X: unknown,
  categories: readonly ColumnCategories[] | undefined,
  estimator: string,
): Matrix {
  if (!categories && isNumeric(X)) return asMatrix(X, { estimator, allowNaN: true });
  const data = asColumns(X as DataLike, { estimator });
  checkCells(data, { estimator, allowNaN: true });
  // The number of columns is checked by the caller, who knows what fit saw.
  data.columns.forEach((column, j) => {
    if (!(column instanceof Float64Array) && !categories?.[j]) throw refuseText(nameOf(data, j), estimator);
  });
  return encode(data, categories);
}

/** Whether X can only hold numbers, so that no copy by columns is needed. */
function isNumeric(X: unknown): boolean {
  if (X === null || typeof X !== 'object' || X instanceof Matrix) return true;
  if (Array.isArray(X)) {
    return X.every((row) => !Array.isArray(row) || row.every((cell) => typeof cell === 'number'));
  }
  return ArrayBuffer.isView(X) || 'shape' in X || 'to2DArray' in X;
}

function nameOf({ names }: ColumnSet, j: number): string {
  return names ? `'${names[j]}'` : `${j}`;
}

function refuseText(column: string, estimator: string): InvalidInputError {
  return new InvalidInputError(
    `${estimator}: column ${column} of X holds text, which is not a number. Got a text column. Name it in categoricalFeatures, or leave that at 'from_dtype'.`,
    { estimator, parameter: 'X', column, remedy: 'name it in categoricalFeatures' },
  );
}

/** @throws InvalidParameterError for names, positions or masks that do not fit the columns. */
function categoricalMask(
  { columns, names }: ColumnSet,
  wanted: CategoricalFeatures | null,
  estimator: string,
): boolean[] {
  const refuse = (what: string, received: unknown, remedy: string): never => {
    throw new InvalidParameterError(
      `${estimator}: parameter 'categoricalFeatures' ${what}. Got ${describe(received)}. ${remedy}`,
      { estimator, parameter: 'categoricalFeatures', received: describe(received), remedy },
    );
  };
  if (wanted === null) return columns.map(() => false);
  if (wanted === 'from_dtype') return columns.map((column) => !(column instanceof Float64Array));
  const mask = columns.map(() => false);
  if (wanted.length > 0 && typeof wanted[0] === 'boolean') {
    if (wanted.length !== columns.length) {
      refuse(
        `as a mask needs one entry for each of the ${columns.length} columns`,
        wanted,
        'Pass a full mask.',
      );
    }
    return wanted.map(Boolean);
  }
  for (const item of wanted) {
    if (typeof item === 'string' && !names) {
      refuse('names columns, but X has no column names', item, 'Pass positions or a mask.');
    }
    const at = typeof item === 'string' ? (names as readonly string[]).indexOf(item) : (item as number);
    if (!(at >= 0 && at < columns.length)) refuse('names a column that X lacks', item, 'Name columns of X.');
    mask[at] = true;
  }
  return mask;
}

function learnCategories(
  column: Float64Array | readonly (string | null)[],
  name: string,
  maxBins: number,
  estimator: string,
): ColumnCategories {
  const found =
    column instanceof Float64Array
      ? Array.from(Float64Array.from(new Set(column.filter((value) => !Number.isNaN(value)))).sort())
      : sortLabels([...new Set(column.filter((cell) => cell !== null))]);
  if (found.length <= maxBins) return found;
  throw new InvalidInputError(
    `${estimator}: the categorical column ${name} must hold at most maxBins (${maxBins}) categories. Got ${found.length}. Raise maxBins (up to 255), merge rare categories, or encode the column otherwise.`,
    {
      estimator,
      parameter: 'X',
      column: name,
      received: String(found.length),
      remedy: 'merge rare categories',
    },
  );
}

function encode(data: ColumnSet, categories: readonly ColumnCategories[] | undefined): Matrix {
  const d = data.columns.length;
  const result = Matrix.zeros(data.rows, d, data.names);
  const cells = result.data;
  data.columns.forEach((column, j) => {
    const known = categories?.[j];
    if (!known) {
      for (let i = 0, at = j; i < data.rows; i++, at += d) cells[at] = column[i] as number;
      return;
    }
    const codes = new Map<unknown, number>(known.map((category, code) => [category, code]));
    for (let i = 0, at = j; i < data.rows; i++, at += d) cells[at] = codes.get(column[i]) ?? Number.NaN;
  });
  return result;
}
