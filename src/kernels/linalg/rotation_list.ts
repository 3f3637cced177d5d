import type { Region } from '../wasm/runtime.js';
import type { LinalgSession } from './work.js';

const CAPACITY = 32_768;

/**
 * Plane rotations of the rows of a matrix, collected and applied many at a time: the matrix then passes through the
 * cache once for thousands of rotations.
 */
export class RotationList {
  readonly #pairs: Region<Int32Array>;
  readonly #cosines: Region<Float64Array>;
  readonly #panel: Region<Float64Array>;
  #count = 0;

  constructor(
    readonly session: LinalgSession,
    readonly z: Region<Float64Array>,
    readonly rows: number,
    readonly columns: number,
  ) {
    this.#pairs = session.i32(2 * CAPACITY);
    this.#cosines = session.f64(2 * CAPACITY);
    this.#panel = session.f64(8 * rows);
  }

  /** Rows i and j become c z_i + s z_j and c z_j - s z_i. */
  add(i: number, j: number, c: number, s: number): void {
    const k = 2 * this.#count++;
    const pairs = this.#pairs.view();
    const cosines = this.#cosines.view();
    pairs[k] = i;
    pairs[k + 1] = j;
    cosines[k] = c;
    cosines[k + 1] = s;
    if (this.#count === CAPACITY) this.flush();
  }

  /** Applies what has been collected. */
  flush(): void {
    if (this.#count === 0) return;
    const { session, z, rows, columns } = this;
    const [pairs, cosines, panel] = [this.#pairs.pointer, this.#cosines.pointer, this.#panel.pointer];
    session.kernels.rotateRows(rows, columns, z.pointer, this.#count, pairs, cosines, panel);
    this.#count = 0;
  }
}
