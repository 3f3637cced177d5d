import { Matrix } from '../core/matrix.js';

/** A small table of decimals, packed by scripts/embed_datasets.py. The last column is the target. */
export interface PackedData {
  readonly rows: number;
  readonly columns: readonly PackedColumn[];
  /** The integers, row by row, each in its column's number of bits, least significant bit first. */
  readonly base64: string;
}

/**
 * A cell is (low + packed integer) / scale: the division of two exact integers rounds to the published decimal. With
 * scale 0 the 64 bits are the double itself.
 */
export interface PackedColumn {
  readonly name: string;
  readonly scale: number;
  readonly low: number;
  readonly bits: number;
}

/** Features and target of a packed table; cells equal the published decimals to the last bit. O(n d). */
export function unpack({ rows, columns, base64 }: PackedData): { data: Matrix; target: Float64Array } {
  const bytes = atob(base64);
  const d = columns.length - 1;
  const data = Matrix.zeros(
    rows,
    d,
    columns.slice(0, d).map((column) => column.name),
  );
  const target = new Float64Array(rows);
  let at = 0;
  const take = (bits: number): number => {
    let value = 0;
    for (let k = 0; k < bits; k++, at++) value |= ((bytes.charCodeAt(at >> 3) >> (at & 7)) & 1) << k;
    return value;
  };
  const double = new DataView(new ArrayBuffer(8));
  const takeDouble = (): number => {
    double.setInt32(0, take(32), true);
    double.setInt32(4, take(32), true);
    return double.getFloat64(0, true);
  };
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j <= d; j++) {
      const { scale, low, bits } = columns[j];
      const cell = scale === 0 ? takeDouble() : (low + take(bits)) / scale;
      if (j < d) data.data[i * d + j] = cell;
      else target[i] = cell;
    }
  }
  return { data, target };
}
