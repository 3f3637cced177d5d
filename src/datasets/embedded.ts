import { Matrix } from '../core/matrix.js';

const TYPES = {
  u8: Uint8Array,
  u16: Uint16Array,
  u32: Uint32Array,
  i32: Int32Array,
  f64: Float64Array,
} as const;

/** [type, divisor, base64 of little-endian numbers] */
export type EmbeddedColumn = readonly [keyof typeof TYPES, number, string];

/** A data set as it is embedded in the package. */
export interface EmbeddedData {
  readonly rows: number;
  /** All cells in one column, row by row. */
  readonly whole: boolean;
  readonly featureNames: readonly string[];
  readonly targetNames: readonly string[];
  readonly columns: readonly EmbeddedColumn[];
  readonly target: EmbeddedColumn;
}

/** The numbers of a column, equal to the published decimals bit for bit. */
export function decodeColumn([type, divisor, text]: EmbeddedColumn): Float64Array {
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  return Float64Array.from(new TYPES[type](bytes.buffer), (value) => value / divisor);
}

/** The cells of a data set as a matrix with named columns. */
export function decodeMatrix({ rows, whole, columns, featureNames }: EmbeddedData): Matrix {
  if (whole) return Matrix.of(decodeColumn(columns[0]), featureNames.length, featureNames);
  const result = Matrix.zeros(rows, columns.length, featureNames);
  columns.forEach((column, j) => {
    decodeColumn(column).forEach((value, i) => {
      result.set(i, j, value);
    });
  });
  return result;
}
