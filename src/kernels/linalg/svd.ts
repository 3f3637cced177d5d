import { Matrix } from '../../core/matrix.js';
import type { Run } from '../../core/run.js';
import { matmul } from '../gemm.js';
import { acquire } from '../wasm/runtime.js';
import { bidiagonalQR } from './bidiagonal_qr.js';
import { atOnce, type Chunks, inPieces } from './chunks.js';
import { qrChunks, transposeInto } from './qr.js';
import { RotationList } from './rotation_list.js';
import { applyWork, formTransposed, largest, linalgModule } from './work.js';

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
/** Cells times rows of one piece of the reduction: some ten milliseconds. */
const PIECE = 2e6;

/** Which singular vectors are wanted; those that are not come as an empty matrix. */
export interface SvdSides {
  readonly left?: boolean;
  readonly right?: boolean;
}

/**
 * Thin singular value decomposition of A (m x n; only finite values): Householder reduction to bidiagonal form (of R,
 * when A is tall), then implicit QR with the rotations applied in long lists. Errors are of the order of epsilon times
 * the largest singular value. O(m n min(m, n)).
 */
export function svd(A: Matrix, sides: SvdSides = {}): SVD {
  return atOnce(svdChunks(A, sides));
}

/** The same in pieces of some ten milliseconds, between which the event loop runs. @throws AbortError. */
export function svdAsync(A: Matrix, run: Run, sides: SvdSides = {}): Promise<SVD> {
  return inPieces(svdChunks(A, sides), run);
}

function* svdChunks(A: Matrix, { left = true, right = true }: SvdSides): Chunks<SVD> {
  const { rows: m, columns: n } = A;
  if (m === 0 || n === 0) {
    return { U: Matrix.zeros(m, 0), s: new Float64Array(0), Vt: Matrix.zeros(0, n) };
  }
  if (m < n) {
    const { U, s, Vt } = yield* svdChunks(A.transpose(), { left: right, right: left });
    return {
      U: left ? Vt.transpose() : Matrix.zeros(m, 0),
      s,
      Vt: right ? U.transpose() : Matrix.zeros(0, n),
    };
  }
  if (m > TALL * n && n > 1) {
    const { Q, R } = yield* qrChunks(A, left);
    const { U, s, Vt } = yield* svdChunks(R, { left, right });
    return { U: Q ? matmul(Q, U) : Matrix.zeros(m, 0), s, Vt };
  }
  return yield* bidiagonalSvd(A, left, right);
}

function* bidiagonalSvd(A: Matrix, left: boolean, right: boolean): Chunks<SVD> {
  const { rows: m, columns: n } = A;
  const scale = largest(A.data) || 1;
  const session = acquire(linalgModule);
  try {
    const a = session.f64(A.data);
    const cells = a.view();
    for (let i = 0; i < cells.length; i++) cells[i] /= scale;
    const [d, e, tauLeft, tauRight] = [n, n, n, n].map((size) => session.f64(size));
    const leftRows = session.f64(n * m);
    const rightRows = session.f64(n * n);
    const steps = session.f64(m + n);
    const step = Math.max(4, Math.floor(PIECE / (m * n)));
    for (let from = 0; from < n; from += step) {
      session.kernels.bidiagonalise(
        m,
        n,
        a.pointer,
        d.pointer,
        e.pointer,
        leftRows.pointer,
        tauLeft.pointer,
        rightRows.pointer,
        tauRight.pointer,
        steps.pointer,
        from,
        Math.min(n, from + step),
      );
      yield;
    }
    const work = session.f64(applyWork(session, n));
    const ofLeft = { count: n, rows: leftRows, length: m, tau: tauLeft, offset: 0 };
    const ofRight = { count: n, rows: rightRows, length: n, tau: tauRight, offset: 1 };
    const u = left ? yield* formTransposed(session, ofLeft, work) : undefined;
    const v = right ? yield* formTransposed(session, ofRight, work) : undefined;
    const values = d.view().slice();
    const beside = e.view().slice();
    beside[n - 1] = 0;
    const turnU = u && new RotationList(session, u, n, m);
    const turnV = v && new RotationList(session, v, n, n);
    yield* bidiagonalQR(values, beside, turnU, turnV);
    turnU?.flush();
    turnV?.flush();
    const order = Int32Array.from({ length: n }, (_, j) => j).sort(
      (i, j) => Math.abs(values[j]) - Math.abs(values[i]),
    );
    const s = Float64Array.from(order, (j) => Math.abs(values[j]) * scale);
    const U = u ? Matrix.of(u.view(), m).takeRows(order) : undefined;
    const V = v ? Matrix.of(v.view(), n).takeRows(order) : Matrix.zeros(0, n);
    for (let j = 0; j < V.rows; j++) {
      if (values[order[j]] < 0) for (let i = j * n; i < (j + 1) * n; i++) V.data[i] = -V.data[i];
    }
    // Without the right vectors the signs go to the left ones.
    for (let j = 0; U && !right && j < n; j++) {
      if (values[order[j]] < 0) for (let i = j * m; i < (j + 1) * m; i++) U.data[i] = -U.data[i];
    }
    return { U: U ? Matrix.of(transposeInto(U.data, n, m), n) : Matrix.zeros(m, 0), s, Vt: V };
  } finally {
    session.release();
  }
}
