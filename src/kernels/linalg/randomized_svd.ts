import { Matrix } from '../../core/matrix.js';
import type { RandomState } from '../../core/random.js';
import type { Run } from '../../core/run.js';
import { gemmResident, matmul } from '../gemm.js';
import { denseModule } from '../wasm/modules/dense.js';
import { acquire, type Region } from '../wasm/runtime.js';
import { qr } from './qr.js';
import { type SVD, svd } from './svd.js';

/** How the range of the matrix is looked for. */
export interface RangeOptions {
  /** Power iterations; 'auto' takes 7 for few components, else 4. */
  readonly nIter: number | 'auto';
  readonly nOversamples: number;
  /** What keeps the columns apart between power iterations; 'LU' spans what 'QR' spans and is done by QR. */
  readonly normalizer: 'auto' | 'QR' | 'LU' | 'none';
}

/**
 * The leading k singular triplets of A (m x n) by power iterations on a random subspace, with scikit-learn's draws:
 * k + nOversamples columns of normals for the shorter side. Signs are not fixed. O(m n k) per iteration.
 * Source: Halko, Martinsson, Tropp (2011), algorithm 4.3; scikit-learn randomized_svd.
 */
export async function randomizedRange(
  A: Matrix,
  k: number,
  { nIter, nOversamples, normalizer }: RangeOptions,
  random: RandomState,
  run: Run,
): Promise<SVD> {
  const least = Math.min(A.rows, A.columns);
  const size = k + nOversamples;
  const iterations = nIter === 'auto' ? (k < 0.1 * least ? 7 : 4) : nIter;
  const normalise = normalizer === 'auto' ? iterations > 2 : normalizer !== 'none';
  const wide = A.rows < A.columns;
  // op(A) has more rows than columns.
  const products = new Products(A);
  const times = (Q: Matrix) => products.of(Q, wide);
  const timesTransposed = (Q: Matrix) => products.of(Q, !wide);
  const keep = (Q: Matrix) => (normalise ? qr(Q).Q : Q);
  let Q: Matrix;
  let B: Matrix;
  try {
    Q = Matrix.of(random.standardNormal(least * size), size);
    for (let i = 0; i < iterations; i++) {
      Q = keep(times(Q));
      await run.step(2 * i + 1, 2 * iterations + 2, 'power iterations');
      Q = keep(timesTransposed(Q));
      await run.step(2 * i + 2, 2 * iterations + 2, 'power iterations');
    }
    Q = qr(times(Q)).Q;
    await run.step(2 * iterations + 1, 2 * iterations + 2, 'power iterations');
    B = timesTransposed(Q).transpose();
  } finally {
    products.release();
  }
  const found = svd(B);
  const U = leadingColumns(matmul(Q, found.U), k);
  const Vt = leadingRows(found.Vt, k);
  const s = found.s.slice(0, k);
  return wide ? { U: Vt.transpose(), s, Vt: U.transpose() } : { U, s, Vt };
}

// A larger matrix is not held in the session beside everything else.
const RESIDENT_CELLS = 2 ** 27;

/** Products with one matrix, which stays in the memory of the kernels between them. */
class Products {
  readonly #session = acquire(denseModule);
  readonly #resident: Region<Float64Array> | undefined;

  constructor(readonly A: Matrix) {
    this.#resident = A.data.length <= RESIDENT_CELLS ? this.#session.f64(A.data) : undefined;
  }

  /** A Q, or A^T Q. */
  of(Q: Matrix, transposeA: boolean): Matrix {
    const { A } = this;
    const a = this.#resident;
    if (!a) return matmul(A, Q, { transposeA });
    const [m, k] = transposeA ? [A.columns, A.rows] : [A.rows, A.columns];
    const session = this.#session;
    return session.scratch(() => {
      const c = session.f64(m * Q.columns);
      gemmResident(session, { m, n: Q.columns, k, transposeA }, a, session.f64(Q.data), c);
      return Matrix.of(c.view().slice(), Q.columns);
    });
  }

  release(): void {
    this.#session.release();
  }
}

/** The first k columns, copied. */
export function leadingColumns(A: Matrix, k: number): Matrix {
  return A.takeColumns(Int32Array.from({ length: Math.min(k, A.columns) }, (_, j) => j));
}

/** The first k rows, copied. */
export function leadingRows(A: Matrix, k: number): Matrix {
  return Matrix.of(A.data.slice(0, Math.min(k, A.rows) * A.columns), A.columns);
}

/** Turns rows in place so that the value of largest size in each is positive, and the columns of U with them. */
export function flipByRows(Vt: Matrix, U?: Matrix): void {
  for (let i = 0; i < Vt.rows; i++) {
    const row = Vt.row(i);
    if (row[largestAt(row)] < 0) negate(Vt, U, i);
  }
}

/** Turns columns of U in place so that the value of largest size in each is positive, and the rows of Vt with them. */
export function flipByColumns(U: Matrix, Vt: Matrix): void {
  for (let i = 0; i < U.columns; i++) {
    const column = U.column(i);
    if (column[largestAt(column)] < 0) negate(Vt, U, i);
  }
}

function negate(Vt: Matrix, U: Matrix | undefined, i: number): void {
  const row = Vt.row(i);
  for (let j = 0; j < row.length; j++) row[j] = -row[j];
  if (U) for (let r = 0; r < U.rows; r++) U.data[r * U.columns + i] *= -1;
}

function largestAt(values: Float64Array): number {
  let at = 0;
  for (let j = 1; j < values.length; j++) if (Math.abs(values[j]) > Math.abs(values[at])) at = j;
  return at;
}
