import { Matrix } from '../core/matrix.js';
import { type DecompositionSession, decompositionModule } from './wasm/modules/decomposition.js';
import { acquire, type Region } from './wasm/runtime.js';

const BYTES = 8;
/** Products of one piece of work: some ten milliseconds. */
const PIECE = 2e7;

/**
 * Non-negative factors of X (n x d), X = W Ht^T, that go down the squared error coordinate by coordinate; all of it
 * stays in the memory of the kernels. Release it after use.
 */
export class CoordinateFactors {
  readonly #session: DecompositionSession;
  readonly #x: Region<Float64Array>;
  readonly #w: Region<Float64Array>;
  readonly #h: Region<Float64Array>;
  readonly #n: number;
  readonly #d: number;
  readonly #k: number;

  /** @param Ht d x k, the second factor transposed. */
  constructor(X: Matrix, W: Matrix, Ht: Matrix) {
    [this.#n, this.#d, this.#k] = [X.rows, X.columns, W.columns];
    const session = acquire(decompositionModule);
    this.#session = session;
    try {
      [this.#x, this.#w, this.#h] = [session.f64(X.data), session.f64(W.data), session.f64(Ht.data)];
    } catch (error) {
      session.release();
      throw error;
    }
  }

  /**
   * One pass over all coordinates of W, or of Ht, in the given order; gives the sum of the projected gradients. Yields
   * after each block of rows. O(n d k).
   */
  *pass(
    ofW: boolean,
    l1: number,
    l2: number,
    order: ArrayLike<number>,
  ): Generator<undefined, number, undefined> {
    const session = this.#session;
    const { kernels } = session;
    const [n, d, k] = [this.#n, this.#d, this.#k];
    const [own, other] = ofW ? [this.#w, this.#h] : [this.#h, this.#w];
    const [rows, inner] = ofW ? [n, d] : [d, n];
    const step = Math.max(4, 4 * Math.floor(PIECE / (4 * inner * k + 4 * k * k)));
    const gram = new Float64Array(k * k);
    session.scratch(() => {
      const g = session.f64(k * k);
      const room = session.f64(Math.ceil(kernels.gemmWorkBytes(k, k, inner, BYTES) / BYTES)).pointer;
      kernels.gemmF64(k, k, inner, 1, other.pointer, 1, k, other.pointer, k, 1, 0, g.pointer, k, 0, room);
      gram.set(g.view());
    });
    for (let t = 0; t < k; t++) gram[t * k + t] += l2;
    yield;
    let violation = 0;
    for (let from = 0; from < rows; from += step) {
      const to = Math.min(rows, from + step);
      session.scratch(() => {
        const [g, sequence] = [session.f64(gram), session.i32(order)];
        const target = session.f64((to - from) * k);
        const four = session.f64(4 * k);
        const room = session.f64(
          Math.ceil(kernels.gemmWorkBytes(to - from, k, inner, BYTES) / BYTES),
        ).pointer;
        const x = this.#x.pointer + (ofW ? from * d : from) * BYTES;
        const [row, column] = ofW ? [d, 1] : [1, d];
        const w = own.pointer + from * k * BYTES;
        kernels.gemmF64(
          to - from,
          k,
          inner,
          1,
          x,
          row,
          column,
          other.pointer,
          k,
          1,
          0,
          target.pointer,
          k,
          0,
          room,
        );
        violation += kernels.coordinatePass(
          0,
          to - from,
          k,
          w,
          g.pointer,
          target.pointer,
          l1,
          sequence.pointer,
          four.pointer,
        );
      });
      yield;
    }
    return violation;
  }

  /** The factors as they are: W (n x k) and Ht (d x k). */
  factors(): { W: Matrix; Ht: Matrix } {
    const k = this.#k;
    return { W: Matrix.of(this.#w.view().slice(), k), Ht: Matrix.of(this.#h.view().slice(), k) };
  }

  release(): void {
    this.#session.release();
  }
}
