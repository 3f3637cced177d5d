import { Matrix } from '../../core/matrix.js';
import {
  applyWork,
  at,
  BLOCK,
  formTransposed,
  type LinalgSession,
  largest,
  linalgModule,
  type Reflectors,
  withSession,
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
  const { rows: m, columns: n } = A;
  const k = Math.min(m, n);
  if (k === 0) return { Q: Matrix.zeros(m, k), R: Matrix.zeros(k, n) };
  const scale = largest(A.data) || 1;
  return withSession(linalgModule, (session) => {
    // Columns beyond the first m have no reflector: they are turned by those of the first.
    const factored = factor(session, A, scale);
    const q = formTransposed(session, { ...factored.reflectors, count: k }, factored.work);
    const Q = transposeInto(q.view(), k, m);
    const R = factored.R;
    for (let i = 0; i < R.length; i++) R[i] *= scale;
    return { Q: Matrix.of(Q, k), R: Matrix.of(R, n) };
  });
}

/** Householder QR of A / scale: the reflectors, resident, and R (k x n). */
export function factor(
  session: LinalgSession,
  A: Matrix,
  scale: number,
): { reflectors: Reflectors; R: Float64Array; work: ReturnType<LinalgSession['f64']> } {
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
