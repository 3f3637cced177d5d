import { describe, InvalidInputError } from '../core/errors.js';
import { Matrix } from '../core/matrix.js';
import type { GemmShape } from './reference/gemm.js';
import { type DenseSession, denseModule } from './wasm/modules/dense.js';
import { type Region, withSession } from './wasm/runtime.js';

export type { GemmShape } from './reference/gemm.js';

/**
 * C = alpha op(A) op(B) + beta C on data that is resident in a session. Every cell is summed in the order of k
 * whatever m and n are, so the same rows computed in other blocks have the same bits. NaN and infinities go
 * through as in plain arithmetic. O(m n k).
 */
export function gemmResident(
  session: DenseSession,
  shape: GemmShape,
  a: Region<Float64Array>,
  b: Region<Float64Array>,
  c: Region<Float64Array>,
): void {
  const { m, n, k, transposeA = false, transposeB = false, alpha = 1, beta = 0 } = shape;
  const { kernels } = session;
  session.scratch(() => {
    const work = session.f64(Math.ceil(kernels.gemmWorkBytes(m, n, k, 8) / 8)).pointer;
    const [aRow, aCol] = transposeA ? [1, m] : [k, 1];
    const [bRow, bCol] = transposeB ? [1, k] : [n, 1];
    kernels.gemmF64(
      m,
      n,
      k,
      alpha,
      a.pointer,
      aRow,
      aCol,
      b.pointer,
      bRow,
      bCol,
      beta,
      c.pointer,
      n,
      0,
      work,
    );
  });
}

/** gemmResident in single precision. */
export function gemmResidentF32(
  session: DenseSession,
  shape: GemmShape,
  a: Region<Float32Array>,
  b: Region<Float32Array>,
  c: Region<Float32Array>,
): void {
  const { m, n, k, transposeA = false, transposeB = false, alpha = 1, beta = 0 } = shape;
  const { kernels } = session;
  session.scratch(() => {
    const work = session.f32(Math.ceil(kernels.gemmWorkBytes(m, n, k, 4) / 4)).pointer;
    const [aRow, aCol] = transposeA ? [1, m] : [k, 1];
    const [bRow, bCol] = transposeB ? [1, k] : [n, 1];
    kernels.gemmF32(
      m,
      n,
      k,
      alpha,
      a.pointer,
      aRow,
      aCol,
      b.pointer,
      bRow,
      bCol,
      beta,
      c.pointer,
      n,
      0,
      work,
    );
  });
}

/** C += A^T A for rows that are resident: A is m x n, C n x n. Only the upper triangle is written. O(m n^2 / 2). */
export function addCrossProductUpper(
  session: DenseSession,
  m: number,
  n: number,
  a: Region<Float64Array>,
  c: Region<Float64Array>,
): void {
  const { kernels } = session;
  session.scratch(() => {
    const work = session.f64(Math.ceil(kernels.gemmWorkBytes(n, n, m, 8) / 8)).pointer;
    kernels.gemmF64(n, n, m, 1, a.pointer, 1, n, a.pointer, n, 1, 1, c.pointer, n, 1, work);
  });
}

// Rows that are copied in at a time, about 8 MB: the whole operand need not fit in the session.
const blockRows = (columns: number): number => Math.max(64, Math.floor(1e6 / Math.max(1, columns)));

/**
 * The matrix product op(A) op(B), with `transposeA` / `transposeB` naming what is transposed. O(m n k).
 * @throws InvalidInputError when the inner sizes differ.
 *
 * @example
 * ```ts
 * matmul(Matrix.from2DArray([[1, 2]]), Matrix.from2DArray([[3], [4]])).get(0, 0); // 11
 * ```
 */
export function matmul(
  A: Matrix,
  B: Matrix,
  { transposeA = false, transposeB = false }: { transposeA?: boolean; transposeB?: boolean } = {},
): Matrix {
  const [m, k] = transposeA ? [A.columns, A.rows] : [A.rows, A.columns];
  const [inner, n] = transposeB ? [B.columns, B.rows] : [B.rows, B.columns];
  if (inner !== k) {
    throw new InvalidInputError(
      `matmul: the inner sizes must agree. Got ${describe(k)} and ${describe(inner)}. Check what is transposed.`,
      { estimator: 'matmul', received: `${k} and ${inner}`, remedy: 'check what is transposed' },
    );
  }
  const result = new Float64Array(m * n);
  if (result.length === 0) return Matrix.of(result, n);
  withSession(denseModule, (session) => {
    const b = session.f64(B.data);
    if (transposeA) {
      // Cutting a transposed A into row blocks would need a gather; it is copied whole.
      const c = session.f64(m * n);
      gemmResident(session, { m, n, k, transposeA, transposeB }, session.f64(A.data), b, c);
      result.set(c.view());
      return;
    }
    const step = Math.min(m, blockRows(Math.max(k, n)));
    const a = session.f64(step * k);
    const c = session.f64(step * n);
    for (let from = 0; from < m; from += step) {
      const rows = Math.min(step, m - from);
      a.view().set(A.data.subarray(from * k, (from + rows) * k));
      gemmResident(session, { m: rows, n, k, transposeB }, a, b, c);
      result.set(c.view().subarray(0, rows * n), from * n);
    }
  });
  return Matrix.of(result, n);
}

/**
 * X^T X (columns x columns, symmetric), a block of rows at a time. O(n d^2 / 2).
 *
 * @example
 * ```ts
 * crossProduct(Matrix.from2DArray([[1, 2], [3, 4]])).to2DArray(); // [[10, 14], [14, 20]]
 * ```
 */
export function crossProduct(X: Matrix): Matrix {
  const { rows, columns: d, data } = X;
  if (d === 0) return Matrix.of(new Float64Array(0), 0);
  return withSession(denseModule, (session) => {
    const c = session.f64(new Float64Array(d * d));
    const step = Math.min(Math.max(rows, 1), blockRows(d));
    const a = session.f64(step * d);
    for (let from = 0; from < rows; from += step) {
      const count = Math.min(step, rows - from);
      a.view().set(data.subarray(from * d, (from + count) * d));
      addCrossProductUpper(session, count, d, a, c);
    }
    session.kernels.mirrorF64(d, c.pointer, d);
    return Matrix.of(c.view().slice(), d);
  });
}

/** A x or, transposed, A^T x, on resident data: A is m x n. O(m n). */
export function gemvResident(
  session: DenseSession,
  m: number,
  n: number,
  a: Region<Float64Array>,
  x: Region<Float64Array>,
  y: Region<Float64Array>,
  { transpose = false, alpha = 1, beta = 0 }: { transpose?: boolean; alpha?: number; beta?: number } = {},
): void {
  const { kernels } = session;
  if (transpose) kernels.gemvTransposedF64(m, n, alpha, a.pointer, x.pointer, beta, y.pointer);
  else kernels.gemvF64(m, n, alpha, a.pointer, x.pointer, beta, y.pointer);
}
