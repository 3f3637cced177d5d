import type { ColumnSet } from '../../core/columns.js';
import { describe, InvalidParameterError } from '../../core/errors.js';

/** A column of categories as codes into its sorted values. */
export interface CategoryColumn {
  readonly codes: Int32Array;
  readonly values: readonly (string | number)[];
}

/** Encodes a column; values are sorted: numbers by size, text by code unit. O(n + c log c). */
export function encodeCategories(column: ColumnSet['columns'][number]): CategoryColumn {
  const seen = new Map<string | number, number>();
  const codes = new Int32Array(column.length);
  for (let i = 0; i < column.length; i++) {
    const value = column[i] as string | number;
    let code = seen.get(value);
    if (code === undefined) {
      code = seen.size;
      seen.set(value, code);
    }
    codes[i] = code;
  }
  const values = [...seen.keys()].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const rank = new Int32Array(values.length);
  values.forEach((value, position) => {
    rank[seen.get(value) as number] = position;
  });
  return { codes: codes.map((code) => rank[code]), values };
}

/** The values that codes stand for, in the kind of the column that they came from. */
export function decodeCategories(
  { values }: Pick<CategoryColumn, 'values'>,
  codes: Int32Array,
): ColumnSet['columns'][number] {
  return typeof values[0] === 'number'
    ? Float64Array.from(codes, (code) => values[code] as number)
    : Array.from(codes, (code) => values[code] as string);
}

/** Which columns are categories: 'auto' (text columns), names, positions, or a mask. */
export type CategoricalFeatures = 'auto' | readonly string[] | readonly number[] | readonly boolean[];

/**
 * The positions of the categorical columns, in increasing order.
 * @throws InvalidParameterError for columns that do not exist, text columns left out, or no other columns.
 */
export function categoricalPositions(
  given: CategoricalFeatures,
  data: ColumnSet,
  estimator: string,
): number[] {
  const d = data.columns.length;
  const refuse = (what: string, remedy: string): InvalidParameterError =>
    new InvalidParameterError(
      `${estimator}: parameter 'categoricalFeatures' ${what}. Got ${describe(given)}. ${remedy}`,
      { estimator, parameter: 'categoricalFeatures', received: describe(given), remedy },
    );
  const isText = (j: number): boolean => !(data.columns[j] instanceof Float64Array);
  const all = Array.from({ length: d }, (_, j) => j);
  let chosen: number[];
  if (given === 'auto') chosen = all.filter(isText);
  else if (given.length > 0 && typeof given[0] === 'boolean') {
    if (given.length !== d)
      throw refuse(`as a mask must hold ${d} values, one per column`, 'Correct the mask.');
    chosen = all.filter((j) => given[j]);
  } else {
    chosen = (given as readonly (string | number)[]).map((name) => {
      const j = typeof name === 'string' ? (data.names?.indexOf(name) ?? -1) : name < 0 ? name + d : name;
      if (j >= 0 && j < d) return j;
      const known = data.names ? `columns ${data.names.slice(0, 8).join(', ')}` : `columns 0 to ${d - 1}`;
      throw refuse(`names ${describe(name)}, but X has the ${known}`, 'Name columns of X.');
    });
    chosen = all.filter((j) => chosen.includes(j));
  }
  if (chosen.length === 0) throw refuse('chooses no column', 'Name the columns of categories, or use SMOTE.');
  if (chosen.length === d) throw refuse('chooses every column, but numbers are needed too', 'Use SMOTEN.');
  const left = all.find((j) => !chosen.includes(j) && isText(j));
  if (left !== undefined) {
    const name = describe(data.names?.[left] ?? left);
    throw refuse(`leaves out column ${name}, which holds text`, 'Add it, or encode it.');
  }
  return chosen;
}
