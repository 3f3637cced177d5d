import { Matrix } from '../core/matrix.js';
import { type DecompositionSession, decompositionModule } from './wasm/modules/decomposition.js';
import { acquire, type Region } from './wasm/runtime.js';

/** The non-linearities that are kernels. */
export type ContrastName = 'logcosh' | 'gauss' | 'cube';

/** Columns that are worked on at a time: what is made of them stays in the cache. */
const BLOCK = 2048;
const BYTES = 8;

/**
 * Passes of independent component analysis over a white X (k x n), which stays in the memory of the kernels. Release it
 * after use.
 */
export class ContrastPass {
  readonly #session: DecompositionSession;
  readonly #x: Region<Float64Array>;
  readonly #n: number;
  readonly #k: number;

  constructor(X: Matrix) {
    this.#k = X.rows;
    this.#n = X.columns;
    this.#session = acquire(decompositionModule);
    try {
      this.#x = this.#session.f64(X.data);
    } catch (error) {
      this.#session.release();
      throw error;
    }
  }

  /**
   * For the rows w of W (m x k), in blocks of columns x of X, the sums of g(w x) x (m x k) and those of g'(w x) (m).
   * Yields after each block. O(n m k).
   */
  *blocks(
    W: Matrix,
    contrast: ContrastName,
    alpha: number,
  ): Generator<undefined, { products: Matrix; slopes: Float64Array }, undefined> {
    const session = this.#session;
    const [k, n, m] = [this.#k, this.#n, W.rows];
    const slopes = new Float64Array(m);
    const products = Matrix.zeros(m, k);
    for (let from = 0; from < n; from += BLOCK) {
      session.scratch(() => {
        const { kernels } = session;
        const count = Math.min(BLOCK, n - from);
        const even = count + (count % 2);
        const w = session.f64(W.data);
        const y = session.f64(m * even);
        const sums = session.f64(products.data);
        const room = session.f64(Math.ceil(kernels.gemmWorkBytes(m, BLOCK, BLOCK, BYTES) / BYTES)).pointer;
        const x = this.#x.pointer + from * BYTES;
        if (even > count) y.view().fill(0);
        kernels.gemmF64(m, count, k, 1, w.pointer, k, 1, x, n, 1, 0, y.pointer, even, 0, room);
        for (let i = 0; i < m; i++) {
          const sum = kernels[contrast](even, alpha, y.pointer + i * even * BYTES);
          slopes[i] += sum - (even - count) * (contrast === 'cube' ? 0 : contrast === 'gauss' ? 1 : alpha);
        }
        kernels.gemmF64(m, k, count, 1, y.pointer, even, 1, x, 1, n, 1, sums.pointer, k, 0, room);
        products.data.set(sums.view());
      });
      yield;
    }
    return { products, slopes };
  }

  release(): void {
    this.#session.release();
  }
}
