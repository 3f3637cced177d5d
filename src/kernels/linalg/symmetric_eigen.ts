import { Matrix } from '../../core/matrix.js';
import type { Run } from '../../core/run.js';
import { acquire } from '../wasm/runtime.js';
import { atOnce, type Chunks, inPieces } from './chunks.js';
import { RotationList } from './rotation_list.js';
import { tridiagonalSweeps } from './tridiagonal_ql.js';
import { tridiagonalValues, tridiagonalVectors } from './tridiagonal_vectors.js';
import { applyWork, at, BLOCK, type LinalgSession, largest, linalgModule } from './work.js';

/** A = V diag(values) V^T. */
export interface SymmetricEigen {
  /** n eigenvalues, ascending. */
  readonly values: Float64Array;
  /** n x n; column j is the unit eigenvector of `values[j]`. */
  readonly vectors: Matrix;
}

/** Operations of one piece of work: some ten milliseconds. */
const PIECE = 5e7;
/** Beyond this share of the vectors all of them are found by the quicker way for all. */
const MOST_OF_THEM = 0.3;

/**
 * Eigenvalues and eigenvectors of a symmetric A (n x n; only finite values; its lower triangle is read): Householder
 * reduction to tridiagonal form, then implicit QL with the rotations applied in long lists. Errors are of the order of
 * epsilon times the largest eigenvalue. O(n^3).
 */
export function symmetricEigen(A: Matrix): SymmetricEigen {
  return atOnce(eigenChunks(A));
}

/** The same in pieces of some ten milliseconds, between which the event loop runs. @throws AbortError. */
export function symmetricEigenAsync(A: Matrix, run: Run): Promise<SymmetricEigen> {
  return inPieces(eigenChunks(A), run);
}

/**
 * Eigenvalues number `first` to before `last`, counted from the smallest, and their eigenvectors (n x (last - first)):
 * reduction to tridiagonal form, bisection, inverse iteration. O(4/3 n^3 + n^2 k) for k of them.
 */
export function symmetricEigenRange(A: Matrix, first: number, last: number): SymmetricEigen {
  return atOnce(rangeChunks(A, first, last));
}

/** The same in pieces of some ten milliseconds, between which the event loop runs. @throws AbortError. */
export function symmetricEigenRangeAsync(
  A: Matrix,
  first: number,
  last: number,
  run: Run,
): Promise<SymmetricEigen> {
  return inPieces(rangeChunks(A, first, last), run);
}

function* eigenChunks(A: Matrix): Chunks<SymmetricEigen> {
  const n = A.columns;
  if (n === 0) return { values: new Float64Array(0), vectors: Matrix.zeros(0, 0) };
  const session = acquire(linalgModule);
  try {
    const { a, d, e, tau, scale } = yield* reduce(session, A);
    const z = session.f64(n * n);
    const identity = z.view().fill(0);
    for (let i = 0; i < n; i++) identity[i * n + i] = 1;
    yield* applyReflectors(session, n, a, tau, z, n, true);
    const values = d.view().slice();
    const beside = e.view().slice();
    const rotations = new RotationList(session, z, n, n);
    yield* tridiagonalSweeps(values, beside, rotations);
    rotations.flush();
    const order = Int32Array.from({ length: n }, (_, j) => j).sort((i, j) => values[i] - values[j]);
    const sorted = Float64Array.from(order, (j) => values[j] * scale);
    return { values: sorted, vectors: columnsOf(z.view(), order, n) };
  } finally {
    session.release();
  }
}

function* rangeChunks(A: Matrix, first: number, last: number): Chunks<SymmetricEigen> {
  const n = A.columns;
  const k = last - first;
  if (n < 3 || k > MOST_OF_THEM * n) return part(yield* eigenChunks(A), first, last);
  if (k === 0) return { values: new Float64Array(0), vectors: Matrix.zeros(n, 0) };
  const session = acquire(linalgModule);
  try {
    const { a, d, e, tau, scale } = yield* reduce(session, A);
    const diagonal = d.view().slice();
    const beside = e.view().slice();
    const values = tridiagonalValues(diagonal, beside, first, last);
    yield;
    const rows = tridiagonalVectors(diagonal, beside, values);
    if (!rows) return part(yield* eigenChunks(A), first, last);
    yield;
    const z = session.f64(rows);
    yield* applyReflectors(session, n, a, tau, z, k, false);
    const order = Int32Array.from({ length: k }, (_, j) => j);
    return { values: values.map((value) => value * scale), vectors: columnsOf(z.view(), order, n) };
  } finally {
    session.release();
  }
}

/** The tridiagonal form of A over its largest value. */
function* reduce(session: LinalgSession, A: Matrix) {
  const n = A.columns;
  const scale = largest(A.data) || 1;
  const a = session.f64(A.data);
  const cells = a.view();
  for (let i = 0; i < cells.length; i++) cells[i] /= scale;
  const [d, e, tau, work] = [n, n, n, 2 * n].map((size) => session.f64(size));
  e.view().fill(0);
  const pointers = [a.pointer, d.pointer, e.pointer, tau.pointer, work.pointer] as const;
  for (let from = n; from > 0; ) {
    const to = Math.max(0, from - Math.max(8, Math.floor(PIECE / (from * from + 1))));
    session.kernels.tridiagonalise(n, ...pointers, from, to);
    from = to;
    yield;
  }
  return { a, d, e, tau, scale };
}

/**
 * Z := Z H_1 H_2 ... H_(n-1) for the rows of Z. Reflector k has length k; when Z is the identity, only the part that
 * is not identity any more is worked on.
 */
function* applyReflectors(
  session: LinalgSession,
  n: number,
  a: ReturnType<LinalgSession['f64']>,
  tau: ReturnType<LinalgSession['f64']>,
  z: ReturnType<LinalgSession['f64']>,
  rows: number,
  identity: boolean,
): Chunks<void> {
  const v = session.f64(BLOCK * n);
  const work = session.f64(applyWork(session, Math.max(n, rows)));
  let done = 0;
  for (let k = 1; k < n; k += BLOCK) {
    const count = Math.min(BLOCK, n - k);
    const length = k + count - 1;
    const block = v.view();
    for (let j = 0; j < count; j++) {
      const row = a.view().subarray((k + j) * n, (k + j) * n + k + j);
      block.fill(0, j * length, (j + 1) * length).set(row, j * length);
    }
    const height = identity ? length : rows;
    const [pointer, factors] = [v.pointer, at(tau, k)];
    session.kernels.applyBlock(
      height,
      length,
      z.pointer,
      n,
      count,
      pointer,
      length,
      factors,
      0,
      work.pointer,
    );
    done += height * length * count;
    if (done > PIECE) {
      done = 0;
      yield;
    }
  }
}

/** The rows of z, in that order, as columns. */
function columnsOf(z: Float64Array, order: Int32Array, n: number): Matrix {
  const k = order.length;
  const vectors = new Float64Array(n * k);
  for (let j = 0; j < k; j++) {
    const from = order[j] * n;
    for (let i = 0; i < n; i++) vectors[i * k + j] = z[from + i];
  }
  return Matrix.of(vectors, k);
}

function part({ values, vectors }: SymmetricEigen, first: number, last: number): SymmetricEigen {
  const wanted = Int32Array.from({ length: last - first }, (_, j) => first + j);
  return { values: values.slice(first, last), vectors: vectors.takeColumns(wanted) };
}
