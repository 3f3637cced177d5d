import { Matrix } from '../../core/matrix.js';
import { RotationList } from './rotation_list.js';
import { tridiagonalQL } from './tridiagonal_ql.js';
import { applyWork, at, BLOCK, type LinalgSession, largest, linalgModule, withSession } from './work.js';

/** A = V diag(values) V^T. */
export interface SymmetricEigen {
  /** n eigenvalues, ascending. */
  readonly values: Float64Array;
  /** n x n; column j is the unit eigenvector of `values[j]`. */
  readonly vectors: Matrix;
}

/**
 * Eigenvalues and eigenvectors of a symmetric A (n x n; only finite values; its lower triangle is read): Householder
 * reduction to tridiagonal form, then implicit QL with the rotations applied in long lists. Errors are of the order of
 * epsilon times the largest eigenvalue. O(n^3).
 */
export function symmetricEigen(A: Matrix): SymmetricEigen {
  const n = A.columns;
  const scale = largest(A.data) || 1;
  if (n === 0) return { values: new Float64Array(0), vectors: Matrix.zeros(0, 0) };
  return withSession(linalgModule, (session) => {
    const a = session.f64(A.data);
    const cells = a.view();
    for (let i = 0; i < cells.length; i++) cells[i] /= scale;
    const d = session.f64(n);
    const e = session.f64(n);
    const tau = session.f64(n);
    session.kernels.tridiagonalise(
      n,
      a.pointer,
      d.pointer,
      e.pointer,
      tau.pointer,
      session.f64(2 * n).pointer,
    );
    const z = session.f64(n * n);
    formVectors(session, n, a, tau, z);
    const values = d.view().slice();
    const beside = e.view().slice();
    const rotations = new RotationList(session, z, n, n);
    tridiagonalQL(values, beside, rotations);
    rotations.flush();
    const order = Int32Array.from({ length: n }, (_, j) => j).sort((i, j) => values[i] - values[j]);
    const vectors = new Float64Array(n * n);
    const rows = z.view();
    for (let j = 0; j < n; j++) {
      const from = order[j] * n;
      for (let i = 0; i < n; i++) vectors[i * n + j] = rows[from + i];
    }
    return { values: Float64Array.from(order, (j) => values[j] * scale), vectors: Matrix.of(vectors, n) };
  });
}

/** Z = H_1 H_2 ... H_(n-1), the transposed of Q; reflector k has length k and grows the part that is not identity. */
function formVectors(
  session: LinalgSession,
  n: number,
  a: ReturnType<LinalgSession['f64']>,
  tau: ReturnType<LinalgSession['f64']>,
  z: ReturnType<LinalgSession['f64']>,
): void {
  const v = session.f64(BLOCK * n);
  const work = session.f64(applyWork(session, n));
  const cells = z.view().fill(0);
  for (let i = 0; i < n; i++) cells[i * n + i] = 1;
  for (let k = 1; k < n; k += BLOCK) {
    const count = Math.min(BLOCK, n - k);
    const length = k + count - 1;
    const block = v.view();
    for (let j = 0; j < count; j++) {
      const row = a.view().subarray((k + j) * n, (k + j) * n + k + j);
      block.fill(0, j * length, (j + 1) * length).set(row, j * length);
    }
    session.kernels.applyBlock(
      length,
      length,
      z.pointer,
      n,
      count,
      v.pointer,
      length,
      at(tau, k),
      0,
      work.pointer,
    );
  }
}
