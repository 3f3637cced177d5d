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
  const counts = column instanceof Float64Array ? countNumbers(column) : countCells(column);
  const keys = [...counts.keys()].sort(ascending);
  return {
    categories: toCategories(keys, column instanceof Float64Array),
    counts: Float64Array.from(keys, (key) => counts.get(key) as number),
  };
}

function countNumbers(column: Float64Array): Map<Cell, number> {
  const counts = new Map<Cell, number>();
  let missing = 0;
  for (let i = 0; i < column.length; i++) {
    const value = column[i];
    if (Number.isNaN(value)) missing++;
    else counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  if (missing > 0) counts.set(null, missing);
  return counts;
}

function countCells(column: readonly (string | null)[]): Map<Cell, number> {
  const counts = new Map<Cell, number>();
  for (const cell of column) counts.set(cell, (counts.get(cell) ?? 0) + 1);
  return counts;
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
  const table = column instanceof Float64Array ? integerTable(index) : undefined;
  if (column instanceof Float64Array && table) return encodeIntegers(column, table);
  const codes = new Int32Array(column.length);
  for (let i = 0; i < column.length; i++) {
    const cell = column[i];
    codes[i] = index.get(Number.isNaN(cell) ? null : cell) ?? -1;
  }
  return codes;
}

/** Codes by value, for categories that are integers near one another: many times faster than a Map. */
interface IntegerTable {
  readonly low: number;
  readonly codes: Int32Array;
  readonly missing: number;
}

const WIDEST_TABLE = 1 << 16;

function integerTable(index: CategoryIndex): IntegerTable | undefined {
  const integers = [...index.keys()].filter((key) => key !== null);
  if (integers.length === 0 || !integers.every(Number.isSafeInteger)) return undefined;
  const low = (integers as number[]).reduce((a, b) => Math.min(a, b));
  const high = (integers as number[]).reduce((a, b) => Math.max(a, b));
  if (high - low >= WIDEST_TABLE) return undefined;
  const codes = new Int32Array(high - low + 1).fill(-1);
  for (const key of integers as number[]) codes[key - low] = index.get(key) as number;
  return { low, codes, missing: index.get(null) ?? -1 };
}

function encodeIntegers(column: Float64Array, { low, codes: table, missing }: IntegerTable): Int32Array {
  const codes = new Int32Array(column.length);
  for (let i = 0; i < column.length; i++) {
    const value = column[i];
    const at = value - low;
    if (at >= 0 && at < table.length) codes[i] = Number.isInteger(at) ? table[at] : -1;
    else codes[i] = Number.isNaN(value) ? missing : -1;
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
