import { describe, InvalidInputError } from './errors.js';
import { Matrix } from './matrix.js';

/** A row-major block of numbers with its shape. */
export interface ShapedArray {
  readonly data: ArrayLike<number>;
  /** [rows, columns] */
  readonly shape: readonly [number, number];
}

/** Anything with the members of an ml-matrix abstract matrix. */
export interface MatrixObject {
  readonly rows: number;
  readonly columns: number;
  to2DArray(): number[][];
}

/** A table in the shape of Apache Arrow's `Table`. */
export interface ArrowTableLike {
  readonly numRows: number;
  readonly schema: { readonly fields: readonly { readonly name: string }[] };
  getChild(
    name: string,
  ): { toArray(): ArrayLike<unknown>; readonly nullCount?: number; get?(i: number): unknown } | null;
}

/** A table that can turn its numeric columns into a matrix (learnkit's `Table`). */
export interface TableObject {
  toMatrix(names?: readonly string[]): Matrix;
}

/** Columns by name, equally long. */
export type ColumnRecord = Readonly<Record<string, ArrayLike<number>>>;

/** What is accepted as X (n x d): recognised by structure. */
export type MatrixLike =
  | Matrix
  | readonly (readonly number[])[]
  | readonly Float64Array[]
  | readonly Float32Array[]
  | ShapedArray
  | MatrixObject
  | TableObject
  | ArrowTableLike
  | ColumnRecord;

/** Rows or named columns that may hold text: what encoders, imputers, pipelines and searches take as X. */
export type DataLike =
  | MatrixLike
  | readonly (readonly (string | number | boolean | null)[])[]
  | Readonly<Record<string, ArrayLike<string | number | boolean | null>>>;

/** How strict the checks of an input are. */
export interface InputRules {
  /** Who asks: named in errors. */
  readonly estimator: string;
  /** The argument's name; default 'X'. */
  readonly argument?: string;
  /** Let NaN pass (infinities are refused all the same). */
  readonly allowNaN?: boolean;
  /** Let NaN and infinities pass. */
  readonly allowNonFinite?: boolean;
  /** Fewest rows; default 1. */
  readonly minRows?: number;
  /** Fewest columns; default 1. */
  readonly minColumns?: number;
}

/**
 * Converts anything matrix-like to a Matrix and checks it: rectangular, numeric, not empty, finite. A Matrix,
 * and a Float64Array with a shape, are not copied. O(n d).
 * @throws InvalidInputError naming the estimator, the argument and the first bad cell.
 */
export function asMatrix(X: unknown, rules: InputRules): Matrix {
  const argument = rules.argument ?? 'X';
  const matrix = convert(X, rules.estimator, argument);
  const { minRows = 1, minColumns = 1 } = rules;
  if (matrix.rows < minRows || matrix.columns < minColumns) {
    throw inputError(
      rules.estimator,
      argument,
      `must have at least ${minRows} row(s) and ${minColumns} column(s)`,
      `${matrix.rows} x ${matrix.columns}`,
      'Pass more data.',
    );
  }
  if (!rules.allowNonFinite) checkFinite(matrix, rules.estimator, argument, rules.allowNaN ?? false);
  return matrix;
}

function convert(X: unknown, estimator: string, argument: string): Matrix {
  if (X instanceof Matrix) return X;
  if (X === null || typeof X !== 'object') {
    throw inputError(
      estimator,
      argument,
      'must be a matrix, rows of numbers or a table',
      describe(X),
      'Pass rows x columns.',
    );
  }
  if (Array.isArray(X)) return fromRows(X, estimator, argument);
  if (ArrayBuffer.isView(X)) {
    throw inputError(
      estimator,
      argument,
      'must be two-dimensional, but a flat typed array has no shape',
      describe(X),
      'Wrap it: Matrix.of(data, columns) or { data, shape: [rows, columns] }.',
    );
  }
  if ('toMatrix' in X && typeof X.toMatrix === 'function') return (X as TableObject).toMatrix();
  if ('shape' in X && 'data' in X) return fromShaped(X as ShapedArray, estimator, argument);
  if ('numRows' in X && 'schema' in X && 'getChild' in X)
    return fromArrow(X as ArrowTableLike, estimator, argument);
  if ('to2DArray' in X && typeof X.to2DArray === 'function') {
    return fromRows((X as MatrixObject).to2DArray(), estimator, argument);
  }
  return fromColumns(X as ColumnRecord, estimator, argument);
}

function fromRows(rows: readonly unknown[], estimator: string, argument: string): Matrix {
  const first = rows[0];
  if (rows.length > 0 && !isArrayLike(first)) {
    throw inputError(
      estimator,
      argument,
      'must be two-dimensional: an array of rows',
      `a flat array of ${rows.length} values`,
      'Reshape your data: [[x], ...] for one column, [[a, b, ...]] for one row.',
    );
  }
  const columns = isArrayLike(first) ? first.length : 0;
  const data = new Float64Array(rows.length * columns);
  for (let i = 0, k = 0; i < rows.length; i++) {
    const row = rows[i];
    if (!isArrayLike(row) || row.length !== columns) {
      throw inputError(
        estimator,
        argument,
        `must have equally long rows, but row ${i} has ${isArrayLike(row) ? row.length : 'no'} values and row 0 has ${columns}`,
        describe(row),
        'Make the rows equally long.',
      );
    }
    for (let j = 0; j < columns; j++, k++) data[k] = toNumber(row[j], i, j, estimator, argument);
  }
  return Matrix.of(data, columns);
}

function fromShaped(X: ShapedArray, estimator: string, argument: string): Matrix {
  const { data, shape } = X;
  const [rows, columns] = shape ?? [];
  if (
    !isArrayLike(data) ||
    shape?.length !== 2 ||
    !(rows >= 0) ||
    !(columns >= 0) ||
    rows * columns !== data.length
  ) {
    throw inputError(
      estimator,
      argument,
      'must have a shape [rows, columns] whose product is the number of values',
      `shape ${describe(shape)} for ${describe(data)}`,
      'Correct the shape.',
    );
  }
  if (data instanceof Float64Array) return Matrix.of(data, columns);
  const cells = new Float64Array(data.length);
  for (let i = 0; i < cells.length; i++) {
    cells[i] = toNumber(data[i], Math.floor(i / columns), i % columns, estimator, argument);
  }
  return Matrix.of(cells, columns);
}

function fromArrow(X: ArrowTableLike, estimator: string, argument: string): Matrix {
  const names = X.schema.fields.map((field) => field.name);
  const columns = names.map((name): ArrayLike<unknown> => {
    const column = X.getChild(name);
    // Arrow's toArray() ignores the validity bitmap, so a column with nulls is read cell by cell.
    if (column?.nullCount && column.get) {
      return Array.from({ length: X.numRows }, (_, i) => column.get?.(i) ?? Number.NaN);
    }
    return column?.toArray() ?? [];
  });
  return interleave(names, columns, X.numRows, estimator, argument);
}

function fromColumns(X: ColumnRecord, estimator: string, argument: string): Matrix {
  const names = Object.keys(X);
  const rows = names.length > 0 ? (X[names[0]] as { length?: number })?.length : 0;
  for (const name of names) {
    if (!isArrayLike(X[name]) || X[name].length !== rows) {
      throw inputError(
        estimator,
        argument,
        `as a table must have equally long columns, but column '${name}' differs`,
        describe(X[name]),
        'Pass { name: values, ... } with one value per row.',
      );
    }
  }
  return interleave(
    names,
    names.map((name) => X[name]),
    rows ?? 0,
    estimator,
    argument,
  );
}

function interleave(
  names: readonly string[],
  columns: readonly ArrayLike<unknown>[],
  rows: number,
  estimator: string,
  argument: string,
): Matrix {
  const d = names.length;
  const data = new Float64Array(rows * d);
  columns.forEach((column, j) => {
    for (let i = 0; i < rows; i++) data[i * d + j] = toNumber(column[i], i, names[j], estimator, argument);
  });
  return Matrix.of(data, d, names);
}

function toNumber(
  value: unknown,
  row: number,
  column: number | string,
  estimator: string,
  argument: string,
): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'bigint' && value <= 2n ** 53n && value >= -(2n ** 53n)) return Number(value);
  const missing = value === null || value === undefined;
  throw new InvalidInputError(
    `${estimator}: ${argument} must hold numbers. Got ${describe(value)} in row ${row}, column ${describe(column)}. ${
      missing ? 'Use NaN for a missing value and impute it.' : 'Encode or drop that column.'
    }`,
    { estimator, parameter: argument, column, received: describe(value), remedy: 'pass numbers' },
  );
}

function checkFinite(matrix: Matrix, estimator: string, argument: string, allowNaN: boolean): void {
  const { data, columns, columnNames } = matrix;
  if (allFinite(data)) return;
  for (let i = 0; i < data.length; i++) {
    const value = data[i];
    if (Number.isFinite(value) || (allowNaN && Number.isNaN(value))) continue;
    const column = columnNames?.[i % columns] ?? i % columns;
    throw new InvalidInputError(
      `${estimator}: ${argument} must ${allowNaN ? 'not hold infinities' : 'hold finite numbers'}. Got ${value} in row ${Math.floor(i / columns)}, column ${describe(column)}. ${
        Number.isNaN(value) ? 'Impute missing values first (SimpleImputer).' : 'Clip or drop such values.'
      }`,
      { estimator, parameter: argument, column, received: String(value), remedy: 'impute, clip or drop' },
    );
  }
}

/**
 * Whether no value is NaN or infinite. x - x is 0 for finite x and NaN otherwise: sums of it need no branches,
 * and four of them do not wait for each other.
 */
export function allFinite(data: Float64Array): boolean {
  const whole = data.length - (data.length % 4);
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  for (let i = 0; i < whole; i += 4) {
    a += data[i] - data[i];
    b += data[i + 1] - data[i + 1];
    c += data[i + 2] - data[i + 2];
    d += data[i + 3] - data[i + 3];
  }
  for (let i = whole; i < data.length; i++) a += data[i] - data[i];
  return a + b + c + d === 0;
}

/** Regression targets as given: n values, or an n x t matrix. */
export type Targets = ArrayLike<number> | MatrixLike;

/** Regression targets after checking. */
export interface CheckedTargets {
  /** n x t, row-major. */
  readonly values: Matrix;
  /** True when y was one-dimensional, so that predictions are too. */
  readonly oneDimensional: boolean;
}

/**
 * Checks regression targets: numbers, finite, one row per row of X.
 * @throws InvalidInputError naming the first bad value.
 */
export function checkTargets(y: unknown, n: number, estimator: string): CheckedTargets {
  const flat = ArrayBuffer.isView(y) || (Array.isArray(y) && !isArrayLike(y[0]));
  const matrix = flat
    ? fromShaped(
        { data: y as unknown as ArrayLike<number>, shape: [(y as unknown as ArrayLike<number>).length, 1] },
        estimator,
        'y',
      )
    : asMatrix(y, { estimator, argument: 'y', allowNonFinite: true });
  checkFinite(matrix, estimator, 'y', false);
  checkSameLength(matrix.rows, n, estimator, 'y');
  return { values: matrix, oneDimensional: flat };
}

/** @throws InvalidInputError when an argument's length is not the number of rows of X. */
export function checkSameLength(length: number, n: number, estimator: string, argument: string): void {
  if (length !== n) {
    throw inputError(
      estimator,
      argument,
      `must have one entry for each of the ${n} rows of X`,
      `${length} entries`,
      'Pass X and y of the same length.',
    );
  }
}

/** An InvalidInputError in the common form. */
export function inputError(
  estimator: string,
  argument: string,
  what: string,
  received: string,
  remedy: string,
): InvalidInputError {
  return new InvalidInputError(`${estimator}: ${argument} ${what}. Got ${received}. ${remedy}`, {
    estimator,
    parameter: argument,
    received,
    remedy,
  });
}

function isArrayLike(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && 'length' in value);
}
