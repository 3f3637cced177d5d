import type { Matrix } from '../core/matrix.js';
import { type NeighborsSession, neighborsModule } from './wasm/modules/neighbors.js';
import { acquire, type Region } from './wasm/runtime.js';

/** Points that the kernel compares at once. */
const LANES = 4;

/**
 * Nearest rows among rows with missing cells (NaN), by the Euclidean distance over the columns that both have, scaled
 * up to all columns. Holds the points twice outside the garbage-collected heap until `release()`. A query is O(n d).
 */
export class NanNearest {
  readonly #session: NeighborsSession;
  readonly #rows: number;
  readonly #columns: number;
  readonly #words: number;
  readonly #groups: Region<Float64Array>;
  readonly #masks: Region<Uint32Array>;
  /** For each column one byte per row: whether the cell is there. */
  readonly #present: Region<Uint8Array>;
  readonly #distances: Region<Float64Array>;
  readonly #observed: Region<Int32Array>;
  readonly #values: Region<Float64Array>;
  readonly #mask: Region<Uint32Array>;
  readonly #nearest: Region<Float64Array>;
  readonly #indices: Region<Int32Array>;

  constructor({ data, rows, columns }: Matrix, mostNeighbors: number) {
    const session = acquire(neighborsModule);
    this.#session = session;
    this.#rows = rows;
    this.#columns = columns;
    this.#words = Math.ceil(columns / 64);
    try {
      const padded = LANES * Math.ceil(rows / LANES);
      this.#groups = session.f64(padded * columns);
      this.#masks = session.u32(rows * 2 * this.#words);
      this.#present = session.u8(rows * columns);
      this.#distances = session.f64(padded);
      this.#observed = session.i32(columns);
      this.#values = session.f64(columns);
      this.#mask = session.u32(2 * this.#words);
      this.#nearest = session.f64(mostNeighbors);
      this.#indices = session.i32(mostNeighbors);
      const groups = this.#groups.view().fill(0);
      const masks = this.#masks.view().fill(0);
      const present = this.#present.view();
      for (let i = 0, at = 0; i < rows; i++) {
        const base = (i >> 2) * LANES * columns + (i & 3);
        for (let j = 0; j < columns; j++, at++) {
          const there = !Number.isNaN(data[at]);
          groups[base + j * LANES] = data[at];
          present[j * rows + i] = there ? 1 : 0;
          if (there) masks[i * 2 * this.#words + (j >> 5)] |= 1 << (j & 31);
        }
      }
    } catch (error) {
      session.release();
      throw error;
    }
  }

  /** Makes the row at `offset` of `data` the query. */
  setQuery(data: Float64Array, offset: number): void {
    const observed = this.#observed.view();
    const values = this.#values.view();
    const mask = this.#mask.view().fill(0);
    let own = 0;
    for (let j = 0; j < this.#columns; j++) {
      const value = data[offset + j];
      if (Number.isNaN(value)) continue;
      observed[own] = j * LANES * 8;
      values[own++] = value;
      mask[j >> 5] |= 1 << (j & 31);
    }
    this.#session.kernels.nanDistances(
      this.#rows,
      this.#columns,
      own,
      this.#observed.pointer,
      this.#values.pointer,
      this.#mask.pointer,
      this.#words,
      this.#masks.pointer,
      this.#groups.pointer,
      this.#distances.pointer,
    );
  }

  /**
   * The k nearest rows of the query that have a cell in `column`, nearest first: fewer where fewer share a column with
   * it. The arrays are views, to be read before the next call.
   */
  donors(column: number, k: number): { distances: Float64Array; indices: Int32Array } {
    const count = this.#session.kernels.nearestDonors(
      this.#rows,
      k,
      this.#distances.pointer,
      this.#present.pointer + column * this.#rows,
      this.#nearest.pointer,
      this.#indices.pointer,
    );
    const distances = this.#nearest.view().subarray(0, count);
    for (let i = 0; i < count; i++) distances[i] = Math.sqrt(distances[i]);
    return { distances, indices: this.#indices.view().subarray(0, count) };
  }

  release(): void {
    this.#session.release();
  }
}
