import { describe, InvalidInputError, InvalidParameterError } from '../core/errors.js';
import { custom, type ParamSpec } from '../core/params.js';
import { type Cell, type Column, isMissing } from './data_transformer.js';

/** The distinct cells of one column in order, a missing one last. */
export type Categories = Float64Array | readonly (string | null)[];

/** Where a cell stands among the categories; missing cells (NaN or null) are looked up as null. */
export type CategoryIndex = ReadonlyMap<Cell, number>;

/** Lists of categories per column, as a parameter. */
export type CategoryLists = readonly (readonly (Cell | boolean)[] | Float64Array)[];

/** The `categories` parameter. */
export function categoriesParam(): ParamSpec<'auto' | CategoryLists> {
  return custom<'auto' | CategoryLists>('auto', {
    doc: "The categories of each column: 'auto' finds them in the data, or one list per column.",
    expected: "'auto', or a list of distinct categories for each column",
    accepts: (value) =>
      value === 'auto' || (Array.isArray(value) && value.length > 0 && value.every(isCategoryList)),
    invalid: ['all', 3, [], ['a', 'b'], [['a', 'a']], [['a', 1]], null],
  });
}

function isCategoryList(value: unknown): boolean {
  if (!Array.isArray(value) && !(value instanceof Float64Array)) return false;
  const list = value as ArrayLike<unknown>;
  const keys = Array.from(list, keyOf);
  const kinds = new Set(keys.filter((key) => key !== null).map((key) => typeof key));
  const known = kinds.size <= 1 && [...kinds].every((kind) => kind === 'string' || kind === 'number');
  return keys.length > 0 && known && new Set(keys).size === keys.length;
}

/** Booleans count as the numbers 0 and 1, as they do in columns; missing cells as null. */
function keyOf(cell: unknown): Cell {
  if (isMissing(cell)) return null;
  return typeof cell === 'boolean' ? Number(cell) : (cell as Cell);
}

/** Categories of a column and how often each occurs. O(n + k log k). */
export function countCategories(column: Column): { categories: Categories; counts: Float64Array } {
  const counts = new Map<Cell, number>();
  for (let i = 0; i < column.length; i++) {
    const key = keyOf(column[i]);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const keys = [...counts.keys()].sort(ascending);
  return {
    categories: toCategories(keys, column instanceof Float64Array),
    counts: Float64Array.from(keys, (key) => counts.get(key) as number),
  };
}

function ascending(a: Cell, b: Cell): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Given categories as one kind of column. */
export function givenCategories(list: CategoryLists[number]): Categories {
  const keys = Array.from(list as ArrayLike<unknown>, keyOf);
  return toCategories(
    keys,
    keys.every((key) => key === null || typeof key === 'number'),
  );
}

function toCategories(keys: readonly Cell[], numeric: boolean): Categories {
  return numeric
    ? Float64Array.from(keys, (key) => (key === null ? Number.NaN : (key as number)))
    : (keys as string[]);
}

/** Positions of the categories. */
export function indexOf(categories: Categories): CategoryIndex {
  return new Map(Array.from(categories as ArrayLike<Cell>, (cell, i) => [keyOf(cell), i]));
}

/** The position of each cell among the categories, -1 for cells that are none of them. O(n). */
export function encodeColumn(column: Column, index: CategoryIndex): Int32Array {
  const codes = new Int32Array(column.length);
  for (let i = 0; i < column.length; i++) {
    const cell = column[i];
    codes[i] = index.get(Number.isNaN(cell) ? null : cell) ?? -1;
  }
  return codes;
}

/** The error for a cell that is no known category. */
export function unknownCategory(
  estimator: string,
  member: string,
  column: Column,
  codes: Int32Array,
  name: string | number,
  categories: Categories,
): InvalidInputError {
  const row = codes.indexOf(-1);
  const received = describe(column[row]);
  const known = describe(Array.from(categories as ArrayLike<Cell>));
  return new InvalidInputError(
    `${estimator}: X holds the unknown category ${received} in row ${row}, column ${describe(name)}${member === 'fit' ? '' : ', which fit did not see'}. Known: ${known}. Drop such rows, name it in categories, or set handleUnknown.`,
    { estimator, parameter: 'X', column: name, received, remedy: 'set handleUnknown' },
  );
}

/** @throws InvalidParameterError unless there is one list for each column. */
export function checkListCount(lists: CategoryLists, columns: number, estimator: string): void {
  if (lists.length === columns) return;
  throw new InvalidParameterError(
    `${estimator}: parameter 'categories' must hold one list for each of the ${columns} columns. Got ${lists.length} lists. Mend the lists.`,
    { estimator, parameter: 'categories', received: `${lists.length} lists` },
  );
}
