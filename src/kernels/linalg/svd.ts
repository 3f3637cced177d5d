import { Matrix } from '../../core/matrix.js';
import { matmul } from '../gemm.js';
import { bidiagonalQR } from './bidiagonal_qr.js';
import { qr, transposeInto } from './qr.js';
import { RotationList } from './rotation_list.js';
import { applyWork, formTransposed, largest, linalgModule, withSession } from './work.js';

/** A = U diag(s) Vt, thin: k = min(m, n). */
export interface SVD {
  /** m x k, orthonormal columns. */
  readonly U: Matrix;
  /** k singular values, descending. */
  readonly s: Float64Array;
  /** k x n, orthonormal rows. */
  readonly Vt: Matrix;
}

// Above this ratio of rows to columns it pays to take the QR decomposition first.
const TALL = 1.5;

/**
 * Thin singular value decomposition of A (m x n; only finite values): Householder reduction to bidiagonal form (of R,
 * when A is tall), then implicit QR with the rotations applied in long lists. Errors are of the order of epsilon times
 * the largest singular value. O(m n min(m, n)).
 */
export function svd(A: Matrix): SVD {
  const { rows: m, columns: n } = A;
  if (m === 0 || n === 0) {
    return { U: Matrix.zeros(m, 0), s: new Float64Array(0), Vt: Matrix.zeros(0, n) };
  }
  if (m < n) {
    const { U, s, Vt } = svd(A.transpose());
    return { U: Vt.transpose(), s, Vt: U.transpose() };
  }
  if (m > TALL * n && n > 1) {
    const { Q, R } = qr(A);
    const { U, s, Vt } = svd(R);
    return { U: matmul(Q, U), s, Vt };
  }
  return bidiagonalSvd(A);
}

function bidiagonalSvd(A: Matrix): SVD {
  const { rows: m, columns: n } = A;
  const scale = largest(A.data) || 1;
  return withSession(linalgModule, (session) => {
    const a = session.f64(A.data);
    const cells = a.view();
    for (let i = 0; i < cells.length; i++) cells[i] /= scale;
    const [d, e, tauLeft, tauRight] = [n, n, n, n].map((size) => session.f64(size));
    const left = session.f64(n * m);
    const right = session.f64(n * n);
    const steps = session.f64(m + n);
    session.kernels.bidiagonalise(
      m,
      n,
      a.pointer,
      d.pointer,
      e.pointer,
      left.pointer,
      tauLeft.pointer,
      right.pointer,
      tauRight.pointer,
      steps.pointer,
    );
    const work = session.f64(applyWork(session, n));
    const u = formTransposed(session, { count: n, rows: left, length: m, tau: tauLeft, offset: 0 }, work);
    const v = formTransposed(session, { count: n, rows: right, length: n, tau: tauRight, offset: 1 }, work);
    const values = d.view().slice();
    const beside = e.view().slice();
    beside[n - 1] = 0;
    const turnU = new RotationList(session, u, n, m);
    const turnV = new RotationList(session, v, n, n);
    bidiagonalQR(values, beside, turnU, turnV);
    turnU.flush();
    turnV.flush();
    const order = Int32Array.from({ length: n }, (_, j) => j).sort(
      (i, j) => Math.abs(values[j]) - Math.abs(values[i]),
    );
    const U = Matrix.of(u.view(), m).takeRows(order);
    const V = Matrix.of(v.view(), n).takeRows(order);
    const s = Float64Array.from(order, (j) => Math.abs(values[j]) * scale);
    for (let j = 0; j < n; j++) {
      if (values[order[j]] < 0) for (let i = j * n; i < (j + 1) * n; i++) V.data[i] = -V.data[i];
    }
    return { U: Matrix.of(transposeInto(U.data, n, m), n), s, Vt: V };
  });
}
