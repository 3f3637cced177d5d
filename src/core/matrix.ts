import { describe, InvalidInputError } from './errors.js';

/** Scattered rows that are fetched from memory together. */
const FETCHED = 32;

/**
 * A dense matrix: row-major `Float64Array`, `rows` x `columns`. It has the members that ml-matrix expects of
 * an abstract matrix (`rows`, `columns`, `get`, `set`, `to2DArray`), so it can be handed to ml.js packages.
 *
 * @example
 * ```ts
 * const m = Matrix.of(new Float64Array([1, 2, 3, 4]), 2);
 * m.get(1, 0); // 3
 * ```
 */
export class Matrix {
  private constructor(
    /** Number of rows. */
    readonly rows: number,
    /** Number of columns. */
    readonly columns: number,
    /** The cells, row after row: `rows * columns` values. */
    readonly data: Float64Array,
    /** Column names, when the matrix came from a table. */
    readonly columnNames?: readonly string[],
  ) {}

  /**
   * Wraps `data` without copying.
   * @throws InvalidInputError when the length is not a multiple of `columns`.
   */
  static of(data: Float64Array, columns: number, columnNames?: readonly string[]): Matrix {
    const rows = columns === 0 ? 0 : data.length / columns;
    if (!Number.isInteger(columns) || columns < 0 || !Number.isInteger(rows)) {
      throw new InvalidInputError(
        `Matrix.of: ${data.length} values do not fill rows of ${describe(columns)} columns.`,
        { estimator: 'Matrix', received: describe(columns), remedy: 'pass rows * columns values' },
      );
    }
    if (columnNames && columnNames.length !== columns) {
      throw new InvalidInputError(`Matrix.of: ${columnNames.length} column names for ${columns} columns.`, {
        estimator: 'Matrix',
        remedy: 'pass one name per column',
      });
    }
    return new Matrix(rows, columns, data, columnNames);
  }

  /** A matrix of zeros. */
  static zeros(rows: number, columns: number, columnNames?: readonly string[]): Matrix {
    return new Matrix(rows, columns, new Float64Array(rows * columns), columnNames);
  }

  /**
   * Copies an array of equally long rows.
   * @throws InvalidInputError when a row has another length than the first.
   */
  static from2DArray(rows: readonly ArrayLike<number>[]): Matrix {
    const columns = rows[0]?.length ?? 0;
    const result = Matrix.zeros(rows.length, columns);
    rows.forEach((row, i) => {
      if (row.length !== columns) {
        throw new InvalidInputError(
          `Row ${i} has ${row.length} values but row 0 has ${columns}: rows must be equally long.`,
          { remedy: 'make the rows equally long' },
        );
      }
      result.data.set(row as ArrayLike<number>, i * columns);
    });
    return result;
  }

  /** The cell in row `i` and column `j`. */
  get(i: number, j: number): number {
    return this.data[i * this.columns + j];
  }

  /** Writes the cell in row `i` and column `j`. */
  set(i: number, j: number, value: number): this {
    this.data[i * this.columns + j] = value;
    return this;
  }

  /** Row `i` as a view (no copy). */
  row(i: number): Float64Array {
    return this.data.subarray(i * this.columns, (i + 1) * this.columns);
  }

  /** Column `j` as a copy. */
  column(j: number): Float64Array {
    const result = new Float64Array(this.rows);
    for (let i = 0; i < this.rows; i++) result[i] = this.data[i * this.columns + j];
    return result;
  }

  /** The rows named by `indices`, copied in that order. */
  takeRows(indices: ArrayLike<number>): Matrix {
    const { columns, data } = this;
    const count = indices.length;
    const result = new Float64Array(count * columns);
    // First cells first, so that the memory fetches many scattered rows at a time.
    for (let start = 0; start < count; start += FETCHED) {
      const end = Math.min(count, start + FETCHED);
      for (let i = start; i < end; i++) result[i * columns] = data[indices[i] * columns];
      for (let i = start; i < end; i++) {
        const from = indices[i] * columns;
        for (let j = 1, to = i * columns; j < columns; j++) result[to + j] = data[from + j];
      }
    }
    return new Matrix(count, columns, result, this.columnNames);
  }

  /** The columns named by `indices`, copied in that order. */
  takeColumns(indices: ArrayLike<number>): Matrix {
    const result = Matrix.zeros(this.rows, indices.length, namesAt(this.columnNames, indices));
    for (let i = 0; i < this.rows; i++) {
      for (let j = 0; j < indices.length; j++) {
        result.data[i * indices.length + j] = this.data[i * this.columns + indices[j]];
      }
    }
    return result;
  }

  /** The transposed matrix, copied. */
  transpose(): Matrix {
    const { rows, columns, data } = this;
    const result = new Float64Array(data.length);
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) result[j * rows + i] = data[i * columns + j];
    }
    return new Matrix(columns, rows, result);
  }

  /** A copy of the cells and names. */
  clone(): Matrix {
    return new Matrix(this.rows, this.columns, this.data.slice(), this.columnNames);
  }

  /** The same cells under other column names (no copy). */
  withColumnNames(columnNames: readonly string[] | undefined): Matrix {
    return new Matrix(this.rows, this.columns, this.data, columnNames);
  }

  /** The cells as an array of rows, copied. */
  to2DArray(): number[][] {
    return Array.from({ length: this.rows }, (_, i) => Array.from(this.row(i)));
  }

  /** The shape and the first cells, for the console. */
  toString(): string {
    return `Matrix(${this.rows} x ${this.columns})`;
  }
}

function namesAt(names: readonly string[] | undefined, indices: ArrayLike<number>): string[] | undefined {
  return names && Array.from(indices, (j) => names[j] as string);
}
