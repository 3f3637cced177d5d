import { Matrix } from '../../core/matrix.js';
import { acquire } from '../wasm/runtime.js';
import { atOnce, type Chunks } from './chunks.js';
import {
  applyWork,
  at,
  BLOCK,
  formTransposed,
  type LinalgSession,
  largest,
  linalgModule,
  type Reflectors,
  SLOW,
} from './work.js';

/** A = Q R, thin: k = min(m, n). */
export interface QR {
  /** m x k, orthonormal columns. */
  readonly Q: Matrix;
  /** k x n, upper triangular. */
  readonly R: Matrix;
}

/** Thin QR decomposition of A (m x n; only finite values) by blocks of Householder reflectors. O(m n min(m, n)). */
export function qr(A: Matrix): QR {
  const { Q, R } = atOnce(qrChunks(A, true));
  return { Q: Q as Matrix, R };
}

/** The same in pieces; Q only when wanted. */
export function* qrChunks(A: Matrix, wanted: boolean): Chunks<{ Q: Matrix | undefined; R: Matrix }> {
  const { rows: m, columns: n } = A;
  const k = Math.min(m, n);
  if (k === 0) return { Q: Matrix.zeros(m, k), R: Matrix.zeros(k, n) };
  const scale = largest(A.data) || 1;
  const session = acquire(linalgModule);
  try {
    // Columns beyond the first m have no reflector: they are turned by those of the first.
    const { reflectors, R, work } = yield* factor(session, A, scale);
    for (let i = 0; i < R.length; i++) R[i] *= scale;
    if (!wanted) return { Q: undefined, R: Matrix.of(R, n) };
    const q = yield* formTransposed(session, { ...reflectors, count: k }, work);
    return { Q: Matrix.of(transposeInto(q.view(), k, m), k), R: Matrix.of(R, n) };
  } finally {
    session.release();
  }
}

/** Householder QR of A / scale: the reflectors, resident, and R (k x n). */
export function* factor(
  session: LinalgSession,
  A: Matrix,
  scale: number,
): Chunks<{ reflectors: Reflectors; R: Float64Array; work: ReturnType<LinalgSession['f64']> }> {
  const { rows: m, columns: n, data } = A;
  const k = Math.min(m, n);
  const rows = session.f64(n * m);
  const cells = rows.view();
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) cells[j * m + i] = data[i * n + j] / scale;
  }
  const tau = session.f64(k);
  const diagonal = session.f64(BLOCK);
  const square = session.f64(BLOCK * BLOCK);
  const work = session.f64(applyWork(session, n));
  const R = new Float64Array(k * n);
  for (let from = 0; from < k; from += BLOCK) {
    const count = Math.min(BLOCK, k - from);
    const view = rows.view();
    for (let j = from; j < from + count; j++) {
      for (let i = 0; i < from; i++) R[i * n + j] = view[j * m + i];
      view.fill(0, j * m, j * m + from);
    }
    const start = at(rows, from * m + from);
    const { kernels } = session;
    kernels.factorPanel(count, m - from, start, m, at(tau, from), diagonal.pointer, square.pointer, BLOCK);
    const above = square.view();
    const pivots = diagonal.view();
    for (let j = 0; j < count; j++) {
      for (let i = 0; i < j; i++) R[(from + i) * n + from + j] = above[j * BLOCK + i];
      R[(from + j) * n + from + j] = pivots[j];
    }
    const rest = n - from - count;
    if (rest > 0) {
      const z = at(rows, (from + count) * m + from);
      kernels.applyBlock(rest, m - from, z, m, count, start, m, at(tau, from), 0, work.pointer);
    }
    if (m * n > SLOW) yield;
  }
  const view = rows.view();
  for (let j = k; j < n; j++) for (let i = 0; i < k; i++) R[i * n + j] = view[j * m + i];
  return { reflectors: { count: k, rows, length: m, tau, offset: 0 }, R, work };
}

/** The transposed of a (rows x columns). */
export function transposeInto(a: Float64Array, rows: number, columns: number): Float64Array {
  const result = new Float64Array(rows * columns);
  for (let j = 0; j < columns; j++) {
    for (let i = 0, to = j * rows; i < rows; i++) result[to++] = a[i * columns + j];
  }
  return result;
}
