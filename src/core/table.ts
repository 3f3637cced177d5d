import { describe, InvalidInputError, nearestName } from './errors.js';
import { Matrix } from './matrix.js';

/** What a table's column is: numbers (a missing one is NaN) or text (a missing one is null). */
export type ColumnKind = 'number' | 'text';

/** The cells of one column. */
export type TableColumn = Float64Array | readonly (string | null)[];

/** Cells that `Table.from` turns into a column. */
export type ColumnInput = ArrayLike<string | number | bigint | boolean | null | undefined>;

/**
 * Named columns of equal length: numbers in a Float64Array, text in an array of strings. A missing number is NaN
 * and a missing text is null. Booleans become the numbers 0 and 1, so that they can be features. Any string may
 * name a column, `__proto__` included. A table is immutable by convention: every method answers a new table, and
 * only `select`, `drop`, `rename`, `with` and `column` share cells with it. Wherever learnkit takes X, a table
 * whose columns are all numbers may be passed.
 *
 * @example
 * ```ts
 * const stars = Table.from({ u: [19.5, 18.7], r: [16.9, 16.7], class: ['STAR', 'QSO'] });
 * const X = stars.toMatrix(['u', 'r']); // 2 x 2, columnNames ['u', 'r']
 * const y = stars.labels('class'); // ['STAR', 'QSO']
 * ```
 */
export class Table {
  readonly #cells: ReadonlyMap<string, TableColumn>;

  private constructor(
    cells: ReadonlyMap<string, TableColumn>,
    /** Number of rows. */
    readonly rows: number,
  ) {
    this.#cells = cells;
  }

  /**
   * Builds a table from columns by name: a record, a Map or pairs. Numbers, booleans and exactly representable
   * bigints make a number column (null and undefined become NaN); anything with a string makes a text column, in
   * which bigints are written out and other values are refused. A Float64Array is kept without copying. O(cells).
   * @throws InvalidInputError for unequal lengths, a repeated name, or cells of mixed kinds.
   */
  static from(
    columns: Readonly<Record<string, ColumnInput>> | Iterable<readonly [string, ColumnInput]>,
  ): Table {
    const pairs = Symbol.iterator in columns ? columns : Object.entries(columns);
    return Table.of(
      Array.from(pairs as Iterable<readonly [string, ColumnInput]>, ([name, values]) => [
        name,
        toColumn(name, values),
      ]),
    );
  }

  /**
   * Wraps finished columns without copying: a Float64Array is a number column, any other array a text column, even
   * when all its cells are missing.
   * @throws InvalidInputError for unequal lengths or a repeated name.
   */
  static of(columns: Iterable<readonly [string, TableColumn]>): Table {
    const cells = new Map<string, TableColumn>();
    let rows = -1;
    for (const [name, column] of columns) {
      if (cells.has(name)) throw refuse('Table.from', `the column ${describe(name)} is given twice`, name);
      if (rows >= 0 && column.length !== rows) {
        throw refuse(
          'Table.from',
          `the column ${describe(name)} has ${column.length} cells, but those before it have ${rows}`,
          name,
        );
      }
      rows = column.length;
      cells.set(name, column);
    }
    return new Table(cells, Math.max(rows, 0));
  }

  /**
   * Puts tables with the same columns one below the other. O(cells).
   * @throws InvalidInputError when names, order or kinds differ.
   */
  static concat(tables: readonly Table[]): Table {
    if (tables.length === 1) return tables[0];
    const first = tables[0] ?? Table.from({});
    const rows = tables.reduce((sum, table) => sum + table.rows, 0);
    for (const table of tables) {
      const same = table.columns.length === first.columns.length;
      if (!same || table.columns.some((name, j) => name !== first.columns[j])) {
        throw refuse('Table.concat', `the tables have different columns: ${describe(table.columns)}`);
      }
    }
    const cells = new Map<string, TableColumn>();
    for (const name of first.columns) {
      if (first.kind(name) === 'text') {
        const text: (string | null)[] = [];
        for (const table of tables) for (const cell of table.text(name)) text.push(cell);
        cells.set(name, text);
      } else {
        const numbers = new Float64Array(rows);
        let at = 0;
        for (const table of tables) {
          numbers.set(table.numbers(name), at);
          at += table.rows;
        }
        cells.set(name, numbers);
      }
    }
    return new Table(cells, rows);
  }

  /** The column names in order. */
  get columns(): readonly string[] {
    return [...this.#cells.keys()];
  }

  /** The names of the number columns in order. */
  get numberColumns(): readonly string[] {
    return this.columns.filter((name) => this.kind(name) === 'number');
  }

  /** Whether there is a column of that name. */
  has(name: string): boolean {
    return this.#cells.has(name);
  }

  /**
   * The cells of a column (no copy).
   * @throws InvalidInputError for an unknown name, with the nearest known one.
   */
  column(name: string): TableColumn {
    const cells = this.#cells.get(name);
    if (cells) return cells;
    const near = nearestName(String(name), this.#cells.keys());
    const known = this.columns.slice(0, 12).map((column) => `'${column}'`);
    throw refuse(
      'Table',
      `there is no column ${describe(name)}`,
      name,
      near === undefined
        ? `Its columns are ${known.join(', ') || 'none'}${this.columns.length > 12 ? ', ...' : ''}.`
        : `Did you mean ${describe(near)}?`,
    );
  }

  /** Whether a column holds numbers or text. */
  kind(name: string): ColumnKind {
    return this.column(name) instanceof Float64Array ? 'number' : 'text';
  }

  /**
   * A number column (no copy); missing cells are NaN.
   * @throws InvalidInputError when the column is unknown or text.
   */
  numbers(name: string): Float64Array {
    const cells = this.column(name);
    if (cells instanceof Float64Array) return cells;
    throw refuse(
      'Table',
      `the column ${describe(name)} holds text such as ${describe(cells.find((cell) => cell !== null))}, not numbers`,
      name,
      'Encode it, or leave it out.',
    );
  }

  /**
   * A text column (no copy); missing cells are null.
   * @throws InvalidInputError when the column is unknown or holds numbers.
   */
  text(name: string): readonly (string | null)[] {
    const cells = this.column(name);
    if (!(cells instanceof Float64Array)) return cells;
    throw refuse('Table', `the column ${describe(name)} holds numbers, not text`, name, 'Use numbers(name).');
  }

  /**
   * A text column without missing cells, ready to be a target.
   * @throws InvalidInputError when the column is unknown, holds numbers or has a missing cell.
   */
  labels(name: string): string[] {
    const cells = this.text(name);
    const missing = cells.indexOf(null);
    if (missing >= 0) {
      throw refuse(
        'Table',
        `the column ${describe(name)} has no label in row ${missing}`,
        name,
        'Filter such rows out.',
      );
    }
    return cells.slice() as string[];
  }

  /** The named columns in the order given (cells shared). */
  select(names: readonly string[]): Table {
    return new Table(new Map(names.map((name) => [name, this.column(name)])), this.rows);
  }

  /** All columns but the named ones (cells shared). */
  drop(names: readonly string[]): Table {
    for (const name of names) this.column(name);
    return this.select(this.columns.filter((name) => !names.includes(name)));
  }

  /** The same columns with some names changed: `rename({ old: 'new' })` or a Map (cells shared). */
  rename(names: Readonly<Record<string, string>> | ReadonlyMap<string, string>): Table {
    const changes = new Map(names instanceof Map ? names : Object.entries(names));
    for (const name of changes.keys()) this.column(name);
    return Table.of(Array.from(this.#cells, ([name, cells]) => [changes.get(name) ?? name, cells]));
  }

  /** The table with a column added at the end, or replaced where it stood. */
  with(name: string, values: ColumnInput): Table {
    return Table.of(new Map(this.#cells).set(name, toColumn(name, values)));
  }

  /**
   * The named columns (default: all) as a matrix with column names, copied. O(n d).
   * @throws InvalidInputError naming the first column that is unknown or text.
   */
  toMatrix(names: readonly string[] = this.columns): Matrix {
    const d = names.length;
    const result = Matrix.zeros(this.rows, d, names);
    names.forEach((name, j) => {
      const cells = this.numbers(name);
      for (let i = 0, to = j; i < cells.length; i++, to += d) result.data[to] = cells[i];
    });
    return result;
  }

  /** The columns as a record without a prototype, as encoders and column transformers take them (cells shared). */
  toRecord(): Record<string, TableColumn> {
    const record = Object.create(null) as Record<string, TableColumn>;
    for (const [name, cells] of this.#cells) record[name] = cells;
    return record;
  }

  /**
   * The rows named by `indices`, copied in that order.
   * @throws InvalidInputError for an index that is no row.
   */
  takeRows(indices: ArrayLike<number>): Table {
    const n = indices.length;
    for (let i = 0; i < n; i++) {
      if (!(Number.isInteger(indices[i]) && indices[i] >= 0 && indices[i] < this.rows)) {
        throw refuse('Table.takeRows', `${describe(indices[i])} is no row of a table of ${this.rows} rows`);
      }
    }
    const taken = new Map<string, TableColumn>();
    for (const [name, cells] of this.#cells) {
      if (cells instanceof Float64Array) {
        const numbers = new Float64Array(n);
        for (let i = 0; i < n; i++) numbers[i] = cells[indices[i]];
        taken.set(name, numbers);
      } else {
        taken.set(
          name,
          Array.from({ length: n }, (_, i) => cells[indices[i]]),
        );
      }
    }
    return new Table(taken, n);
  }

  /** The rows from `start` to before `end`, copied; negative values count from the end as in `Array.slice`. */
  slice(start = 0, end = this.rows): Table {
    const from = Math.min(this.rows, start < 0 ? Math.max(0, this.rows + start) : start);
    const to = Math.max(from, Math.min(this.rows, end < 0 ? this.rows + end : end));
    const cells = new Map(Array.from(this.#cells, ([name, column]) => [name, column.slice(from, to)]));
    return new Table(cells, to - from);
  }

  /** The rows for whose index `keep` answers true, copied. */
  filter(keep: (row: number) => boolean): Table {
    const indices: number[] = [];
    for (let i = 0; i < this.rows; i++) if (keep(i)) indices.push(i);
    return this.takeRows(indices);
  }

  /** The shape, the kinds and the first names, for the console. */
  toString(): string {
    const shown = this.columns.slice(0, 8).map((name) => `${name}: ${this.kind(name)}`);
    const more = this.columns.length > 8 ? `, ... ${this.columns.length} columns` : '';
    return `Table(${this.rows} rows; ${shown.join(', ')}${more})`;
  }
}

function toColumn(name: string, values: ColumnInput): TableColumn {
  if (values instanceof Float64Array) return values;
  const n = (values as { length?: unknown } | null)?.length;
  if (typeof values === 'string' || typeof n !== 'number' || !Number.isInteger(n) || n < 0) {
    throw refuse(
      'Table.from',
      `the column ${describe(name)} must be an array, but is ${describe(values)}`,
      name,
    );
  }
  let text = false;
  for (let i = 0; i < n && !text; i++) text = typeof values[i] === 'string' || isWideBigint(values[i]);
  return text ? toText(name, values, n) : toNumbers(name, values, n);
}

function toNumbers(name: string, values: ColumnInput, n: number): Float64Array {
  const numbers = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const value = values[i];
    if (value === null || value === undefined) numbers[i] = Number.NaN;
    else if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') {
      numbers[i] = Number(value);
    } else throw mixed(name, value, i, 'numbers');
  }
  return numbers;
}

function toText(name: string, values: ColumnInput, n: number): (string | null)[] {
  const text: (string | null)[] = new Array(n);
  for (let i = 0; i < n; i++) {
    const value = values[i];
    if (value === null || value === undefined) text[i] = null;
    else if (typeof value === 'string') text[i] = value;
    else if (typeof value === 'bigint') text[i] = String(value);
    else throw mixed(name, value, i, 'text');
  }
  return text;
}

/** A 64-bit id that a double would round: its column is kept as text. */
function isWideBigint(value: unknown): boolean {
  return typeof value === 'bigint' && (value > 2n ** 53n || value < -(2n ** 53n));
}

function mixed(name: string, value: unknown, row: number, kind: string): InvalidInputError {
  return refuse(
    'Table.from',
    `the column ${describe(name)} holds ${kind}, but has ${describe(value)} in row ${row}`,
    name,
    'Make its cells all numbers or all strings.',
  );
}

function refuse(source: string, what: string, column?: string, remedy = 'Correct it.'): InvalidInputError {
  return new InvalidInputError(`${source}: ${what}. ${remedy}`, { estimator: source, column, remedy });
}
