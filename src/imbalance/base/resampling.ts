import type { ColumnSet } from '../../core/columns.js';
import type { DataLike } from '../../core/input.js';
import { Matrix } from '../../core/matrix.js';
import { Table } from '../../core/table.js';
import { takeRows } from '../../core/take.js';
import { allRows } from './rows.js';

/** Rows that a sampler made. */
export interface MadeRows {
  /** Their cells: a matrix, or columns where there is text. */
  readonly cells: Matrix | ColumnSet['columns'];
  /** The class of each. */
  readonly codes: Int32Array;
  /** The row of X that each started from. */
  readonly from: Int32Array;
  /** The row of X that each was drawn towards; absent when there is none. */
  readonly towards?: Int32Array;
  /** How far each went, 0 to 1. */
  readonly steps?: Float64Array;
  /** Their weights, where they are known already. */
  readonly weights?: Float64Array;
}

/** What a sampler decided: which rows to take, and which it made. */
export interface Resampling {
  /**
   * The resampled rows: i < n is row i of X, n + j is made row j. Absent: all rows of X, then all made rows.
   */
  readonly order?: Int32Array;
  readonly made?: MadeRows;
  /** All rows of X and then all made rows, where they stand together already. */
  readonly whole?: Matrix;
}

/** The parts of a resampling, row by row of the result. */
export interface ResampledParts {
  /** The row of X that each row is, or was made from. */
  readonly indices: Int32Array;
  readonly codes: Int32Array;
  readonly sampleWeight: Float64Array | undefined;
}

/** Where the rows come from, their classes and their weights; made rows weigh what lies between their two ends. */
export function partsOf(
  { order, made }: Resampling,
  codes: Int32Array,
  weights: Float64Array | undefined,
): ResampledParts {
  const n = codes.length;
  if (!order && !weights) return grownParts(codes, made);
  const size = order ? order.length : n + (made?.codes.length ?? 0);
  const indices = new Int32Array(size);
  const resultCodes = new Int32Array(size);
  const sampleWeight = weights && new Float64Array(size);
  for (let i = 0; i < size; i++) {
    const at = order ? order[i] : i;
    if (at < n) {
      indices[i] = at;
      resultCodes[i] = codes[at];
      if (sampleWeight && weights) sampleWeight[i] = weights[at];
    } else if (made) {
      indices[i] = made.from[at - n];
      resultCodes[i] = made.codes[at - n];
      if (sampleWeight && weights) sampleWeight[i] = weightBetween(made, at - n, weights);
    }
  }
  return { indices, codes: resultCodes, sampleWeight };
}

function grownParts(codes: Int32Array, made: MadeRows | undefined): ResampledParts {
  const n = codes.length;
  const size = n + (made?.codes.length ?? 0);
  const parts = { indices: allRows(size), codes: new Int32Array(size), sampleWeight: undefined };
  parts.codes.set(codes);
  if (made) {
    parts.codes.set(made.codes, n);
    parts.indices.set(made.from, n);
  }
  return parts;
}

function weightBetween(made: MadeRows, j: number, weights: Float64Array): number {
  const { from, towards, steps } = made;
  if (made.weights) return made.weights[j];
  const own = weights[from[j]];
  if (!towards || !steps) return own;
  // Steps away from the neighbour keep the row's own weight: extrapolated weights could fall below 0.
  const step = Math.min(1, Math.max(0, steps[j]));
  return own + step * (weights[towards[j]] - own);
}

/** The resampled X in the form in which X was given: `read` is X as it was read. O(rows x columns). */
export function cellsOf(X: DataLike, read: Matrix | ColumnSet, { order, made, whole }: Resampling): DataLike {
  if (whole) return inFormOf(X, whole);
  if (!made || made.codes.length === 0) return order ? takeRows(X, order) : takeRows(X, allRows(read.rows));
  if (read instanceof Matrix && made.cells instanceof Matrix) {
    const joined = joinMatrix(read, made.cells, order);
    return inFormOf(X, joined);
  }
  const columns = made.cells instanceof Matrix ? columnsOf(made.cells) : made.cells;
  const old = read instanceof Matrix ? columnsOf(read) : read.columns;
  const joined = old.map((column, j) => joinColumn(column, columns[j], order, read.rows));
  const names = read instanceof Matrix ? read.columnNames : read.names;
  return columnsInFormOf(X, joined, names);
}

function joinMatrix(X: Matrix, made: Matrix, order: Int32Array | undefined): Matrix {
  const { rows: n, columns: d } = X;
  if (!order) {
    const data = new Float64Array(X.data.length + made.data.length);
    data.set(X.data);
    data.set(made.data, X.data.length);
    return Matrix.of(data, d, X.columnNames);
  }
  const data = new Float64Array(order.length * d);
  for (let i = 0, to = 0; i < order.length; i++) {
    const source = order[i] < n ? X.data : made.data;
    let from = (order[i] < n ? order[i] : order[i] - n) * d;
    for (let j = 0; j < d; j++) data[to++] = source[from++];
  }
  return Matrix.of(data, d, X.columnNames);
}

type Cells = ColumnSet['columns'][number];

function columnsOf(matrix: Matrix): Cells[] {
  return Array.from({ length: matrix.columns }, (_, j) => matrix.column(j));
}

function joinColumn(old: Cells, made: Cells, order: Int32Array | undefined, n: number): Cells {
  const size = order ? order.length : n + made.length;
  const cell = (i: number): string | number | null => {
    const at = order ? order[i] : i;
    return at < n ? old[at] : made[at - n];
  };
  if (old instanceof Float64Array) {
    const column = new Float64Array(size);
    for (let i = 0; i < size; i++) column[i] = cell(i) as number;
    return column;
  }
  return Array.from({ length: size }, (_, i) => cell(i) as string | null);
}

/** Numbers in the form of X: rows stay rows, a table a table, named columns named columns, else a Matrix. */
export function inFormOf(X: DataLike, matrix: Matrix): DataLike {
  if (Array.isArray(X)) {
    const typed = ArrayBuffer.isView(X[0]);
    return Array.from({ length: matrix.rows }, (_, i) => {
      const row = matrix.row(i);
      return typed ? new (X[0].constructor as Float64ArrayConstructor)(row) : Array.from(row);
    }) as DataLike;
  }
  if (X instanceof Matrix || !isTabular(X)) return matrix;
  return columnsInFormOf(X, columnsOf(matrix), matrix.columnNames);
}

function columnsInFormOf(X: DataLike, columns: Cells[], names: readonly string[] | undefined): DataLike {
  if (Array.isArray(X)) {
    return Array.from({ length: columns[0].length }, (_, i) =>
      columns.map((column) => column[i]),
    ) as DataLike;
  }
  if (!isTabular(X) || !names) {
    const matrix = Matrix.zeros(columns[0].length, columns.length, names);
    columns.forEach((column, j) => {
      for (let i = 0; i < matrix.rows; i++) matrix.data[i * matrix.columns + j] = column[i] as number;
    });
    return matrix;
  }
  const table = Table.of(columns.map((column, j) => [names[j], column] as const));
  if (X instanceof Table || 'numRows' in X || 'toMatrix' in X) return table;
  const given = X as Readonly<Record<string, ArrayLike<unknown>>>;
  return Object.fromEntries(
    names.map((name, j) => [
      name,
      Array.isArray(given[name]) ? Array.from(columns[j] as Float64Array) : columns[j],
    ]),
  ) as DataLike;
}

function isTabular(X: object): boolean {
  if (X instanceof Table || 'toMatrix' in X || 'numRows' in X) return true;
  return !(X instanceof Matrix || 'shape' in X || 'to2DArray' in X);
}
