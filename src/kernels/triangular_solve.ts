import type { Run } from '../core/run.js';
import { invertBlock } from './spd_factor.js';
import { type DenseSession, denseModule } from './wasm/modules/dense.js';
import { acquire, type Region } from './wasm/runtime.js';

/** Columns that are solved for at a time: a panel of them stays in the second-level cache. */
const COLUMNS = 256;
/** Rows of a panel: as many as the product kernel sums at a time, so that each panel is packed once for all rows below. */
const PANEL = 256;
/** Rows of a block of the diagonal, which is inverted: half of that work is on zeros, so blocks are small. */
const BLOCK = 64;

/**
 * Solves L Y = B for a lower triangular L (n x n) and up to `width` columns at a time: put B into `columns` (n x width,
 * row-major), `solve`, and read Y there. O(n^2) per column. Release it at the end.
 */
export class LowerSolver {
  /** Columns that fit. */
  readonly width: number;
  readonly #session: DenseSession;
  readonly #l: number;
  readonly #b: Region<Float64Array>;
  readonly #part: Region<Float64Array>;
  readonly #inverses: number;
  readonly #work: number;

  constructor(
    L: Float64Array,
    readonly n: number,
    columns: number,
  ) {
    this.width = Math.min(columns, COLUMNS);
    this.#session = acquire(denseModule);
    try {
      const { kernels } = this.#session;
      const { width } = this;
      this.#l = this.#session.f64(L).pointer;
      this.#b = this.#session.f64(n * width);
      this.#part = this.#session.f64(BLOCK * width);
      this.#work = this.#session.f64(Math.ceil(kernels.gemmWorkBytes(n, width, PANEL, 8) / 8)).pointer;
      const inverses = this.#session.f64(Math.ceil(n / BLOCK) * BLOCK * BLOCK);
      this.#inverses = inverses.pointer;
      const view = inverses.view();
      for (let from = 0; from < n; from += BLOCK) {
        const size = Math.min(BLOCK, n - from);
        invertBlock(L, n, from, size, view.subarray(from * BLOCK, from * BLOCK + size * size));
      }
    } catch (error) {
      this.#session.release();
      throw error;
    }
  }

  /** The columns: `count` values for each of n rows, one row after the other. */
  columns(count: number): Float64Array {
    return this.#b.view().subarray(0, this.n * count);
  }

  /** Overwrites the first `count` columns by the solution. */
  async solve(count: number, run: Run): Promise<void> {
    const { n } = this;
    const { kernels } = this.#session;
    const b = this.#b.pointer;
    const gemm = (m: number, k: number, row: number, from: number) => {
      const left = this.#l + (row * n + from) * 8;
      const right = b + from * count * 8;
      const to = b + row * count * 8;
      kernels.gemmF64(m, count, k, -1, left, n, 1, right, count, 1, 1, to, count, 0, this.#work);
    };
    for (let panel = 0; panel < n; panel += PANEL) {
      const end = Math.min(n, panel + PANEL);
      for (let from = panel; from < end; from += BLOCK) {
        const size = Math.min(BLOCK, end - from);
        if (from > panel) gemm(size, from - panel, from, panel);
        this.#invert(from, size, count);
      }
      // All rows below lose their share of this panel.
      if (end < n) gemm(n - end, end - panel, end, panel);
      if (run.due) await run.breathe();
    }
  }

  /** The columns' products with `weights` (n): one value for each. O(n) per column. */
  products(weights: Float64Array, count: number): Float64Array {
    return this.#session.scratch(() => {
      const x = this.#session.f64(weights).pointer;
      const result = this.#session.f64(count);
      this.#session.kernels.gemvTransposedF64(this.n, count, 1, this.#b.pointer, x, 0, result.pointer);
      return result.view().slice();
    });
  }

  /** The squares of the columns of the solution, summed. */
  squares(count: number): Float64Array {
    const { n } = this;
    return this.#session.scratch(() => {
      const { kernels } = this.#session;
      const zeros = this.#session.f64(new Float64Array(count)).pointer;
      const sums = this.#session.f64(new Float64Array(count)).pointer;
      const squares = this.#session.f64(new Float64Array(count));
      const work = this.#session.f64(6 * count).pointer;
      kernels.addColumnSquares(n, count, this.#b.pointer, zeros, sums, squares.pointer, work);
      return squares.view().slice();
    });
  }

  /** Gives the memory back. */
  release(): void {
    this.#session.release();
  }

  /** Multiplies the rows of a block by the inverse of its block of the diagonal. */
  #invert(from: number, size: number, count: number): void {
    const { kernels } = this.#session;
    const rows = this.#b.pointer + from * count * 8;
    const part = this.#part;
    const to = part.pointer;
    const inverse = this.#inverses + from * BLOCK * 8;
    kernels.gemmF64(size, count, size, 1, inverse, size, 1, rows, count, 1, 0, to, count, 0, this.#work);
    this.#b.view().set(part.view().subarray(0, size * count), from * count);
  }
}

/**
 * Solves L Y = B for a lower triangular L (n x n) and many columns at once: B is n x m, row-major, and is overwritten.
 * O(n^2 m).
 */
export async function solveLowerMany(
  L: Float64Array,
  n: number,
  B: Float64Array,
  m: number,
  run: Run,
): Promise<Float64Array> {
  const solver = new LowerSolver(L, n, m);
  try {
    for (let first = 0; first < m; first += solver.width) {
      const w = Math.min(solver.width, m - first);
      const columns = solver.columns(w);
      for (let i = 0; i < n; i++) columns.set(B.subarray(i * m + first, i * m + first + w), i * w);
      await solver.solve(w, run);
      for (let i = 0; i < n; i++) B.set(columns.subarray(i * w, (i + 1) * w), i * m + first);
    }
    return B;
  } finally {
    solver.release();
  }
}
