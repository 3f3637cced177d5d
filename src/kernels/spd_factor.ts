import type { Run } from '../core/run.js';
import { type DenseSession, denseModule } from './wasm/modules/dense.js';
import { acquire, type Region } from './wasm/runtime.js';

/** Columns that are factored at a time, and columns of a block of products. */
const BLOCK = 96;
const WIDE = 288;

/**
 * Cholesky factorisation of symmetric positive definite matrices of one size (n x n), blocked, on memory that is used
 * again from one matrix to the next. Only lower triangles are read and written. Release it at the end.
 */
export class SpdFactor {
  readonly #session: DenseSession;
  readonly #a: Region<Float64Array>;
  readonly #work: number;
  readonly #panel: Region<Float64Array>;
  readonly #small: Region<Float64Array>;
  #w: Region<Float64Array> | undefined;

  constructor(readonly n: number) {
    this.#session = acquire(denseModule);
    const { kernels } = this.#session;
    this.#a = this.#session.f64(n * n);
    const bytes = Math.max(kernels.gemmWorkBytes(n, WIDE, n, 8), kernels.gemmWorkBytes(BLOCK, n, n, 8));
    this.#work = this.#session.f64(Math.ceil(bytes / 8)).pointer;
    this.#panel = this.#session.f64(n * BLOCK);
    this.#small = this.#session.f64(BLOCK * BLOCK);
  }

  /** The matrix, then its factor L, then (after `invert`) its inverse: row-major, lower triangle. */
  get values(): Float64Array {
    return this.#a.view();
  }

  /** Factors `values` into L L'. O(n^3 / 3). False when the matrix is not positive definite to working precision. */
  async factor(run: Run): Promise<boolean> {
    const { n } = this;
    const a = this.#a.pointer;
    for (let from = 0; from < n; from += BLOCK) {
      const size = Math.min(BLOCK, n - from);
      const below = from + size;
      if (!factorBlock(this.values, n, from, size)) return false;
      if (below < n) {
        invertBlock(this.values, n, from, size, this.#small.view());
        this.#copyPanel(from, size);
        const target = a + (below * n + from) * 8;
        const rows = n - below;
        this.#gemm(
          [rows, size, size],
          1,
          [this.#panel.pointer, size, 1],
          [this.#small.pointer, 1, size],
          0,
          target,
        );
        for (let c = below; c < n; c += WIDE) {
          const left = a + (c * n + from) * 8;
          const shape: Shape = [n - c, Math.min(WIDE, n - c), size];
          this.#gemm(shape, -1, [left, n, 1], [left, 1, n], 1, a + (c * n + c) * 8);
        }
      }
      await run.breathe();
    }
    return true;
  }

  /** Logarithm of the determinant of the factored matrix. */
  logDeterminant(): number {
    const { n, values } = this;
    let sum = 0;
    for (let i = 0; i < n; i++) sum += Math.log(values[i * n + i]);
    return 2 * sum;
  }

  /** Solves A x = b with the factor. O(n^2). */
  solve(b: Float64Array): Float64Array {
    return solveUpper(this.values, this.n, solveLower(this.values, this.n, b.slice()));
  }

  /** Replaces the factor by the inverse of the matrix. O(2 n^3 / 3). */
  async invert(run: Run): Promise<void> {
    const { n } = this;
    this.#w ??= this.#session.f64(n * n);
    const a = this.#a.pointer;
    const w = this.#w.pointer;
    this.#w.view().fill(0);
    // The inverse of L, a block of rows after the other.
    for (let from = 0; from < n; from += BLOCK) {
      const size = Math.min(BLOCK, n - from);
      invertBlock(this.values, n, from, size, this.#small.view());
      const small = this.#small.view();
      const inverse = this.#w.view();
      for (let i = 0; i < size; i++) {
        for (let j = 0; j <= i; j++) inverse[(from + i) * n + from + j] = small[i * size + j];
      }
      for (let c = 0; c < from; c += WIDE) {
        const wide = Math.min(WIDE, from - c);
        const sum = this.#panel.pointer;
        const left = a + (from * n + c) * 8;
        this.#gemm([size, wide, from - c], -1, [left, n, 1], [w + (c * n + c) * 8, n, 1], 0, sum, wide);
        const target = w + (from * n + c) * 8;
        this.#gemm([size, wide, size], 1, [this.#small.pointer, size, 1], [sum, wide, 1], 0, target);
      }
      await run.breathe();
    }
    // Its transpose times itself.
    for (let r = 0; r < n; r += WIDE) {
      const rows = Math.min(WIDE, n - r);
      const left = w + (r * n + r) * 8;
      for (let c = 0; c <= r; c += WIDE) {
        const shape: Shape = [rows, Math.min(WIDE, n - c), n - r];
        this.#gemm(shape, 1, [left, 1, n], [w + (r * n + c) * 8, n, 1], 0, a + (r * n + c) * 8);
      }
      await run.breathe();
    }
  }

  /** Gives the memory back. */
  release(): void {
    this.#session.release();
  }

  #copyPanel(from: number, size: number): void {
    const { n, values } = this;
    const panel = this.#panel.view();
    for (let i = from + size, to = 0; i < n; i++, to += size) {
      const at = i * n + from;
      for (let k = 0; k < size; k++) panel[to + k] = values[at + k];
    }
  }

  #gemm(
    [m, n, k]: Shape,
    alpha: number,
    a: Operand,
    b: Operand,
    beta: number,
    c: number,
    ldc = this.n,
  ): void {
    this.#session.kernels.gemmF64(m, n, k, alpha, ...a, ...b, beta, c, ldc, 0, this.#work);
  }
}

type Shape = [m: number, n: number, k: number];
type Operand = [pointer: number, row: number, column: number];

/** Factors the block of the diagonal that begins at `from`. */
function factorBlock(a: Float64Array, n: number, from: number, size: number): boolean {
  const end = from + size;
  for (let j = from; j < end; j++) {
    for (let i = j; i < end; i++) {
      let sum = a[i * n + j];
      for (let k = from, p = i * n + from, q = j * n + from; k < j; k++, p++, q++) sum -= a[p] * a[q];
      if (i === j) {
        if (!(sum > 0) || sum === Number.POSITIVE_INFINITY) return false;
        a[j * n + j] = Math.sqrt(sum);
      } else a[i * n + j] = sum / a[j * n + j];
    }
  }
  return true;
}

/** The inverse of a lower triangular block of the diagonal, zeros above: size x size. */
export function invertBlock(a: Float64Array, n: number, from: number, size: number, out: Float64Array): void {
  out.fill(0, 0, size * size);
  for (let i = 0; i < size; i++) {
    const row = (from + i) * n + from;
    const pivot = 1 / a[row + i];
    // Row i of the inverse is minus the combination of the earlier ones that L asks for.
    for (let k = 0; k < i; k++) {
      const factor = a[row + k];
      for (let j = 0; j <= k; j++) out[i * size + j] -= factor * out[k * size + j];
    }
    for (let j = 0; j < i; j++) out[i * size + j] *= pivot;
    out[i * size + i] = pivot;
  }
}

/** Overwrites x by the solution of L y = x. O(n^2). */
export function solveLower(L: Float64Array, n: number, x: Float64Array): Float64Array {
  for (let i = 0; i < n; i++) {
    let sum = x[i];
    for (let k = 0, at = i * n; k < i; k++, at++) sum -= L[at] * x[k];
    x[i] = sum / L[i * n + i];
  }
  return x;
}

/** Overwrites x by the solution of L' y = x. O(n^2). */
export function solveUpper(L: Float64Array, n: number, x: Float64Array): Float64Array {
  for (let i = n - 1; i >= 0; i--) {
    const value = x[i] / L[i * n + i];
    x[i] = value;
    for (let k = 0, at = i * n; k < i; k++, at++) x[k] -= value * L[at];
  }
  return x;
}
