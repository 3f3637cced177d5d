import { Matrix } from '../../core/matrix.js';
import type { RandomState } from '../../core/random.js';
import type { Run } from '../../core/run.js';
import { matmul } from '../gemm.js';
import { type DenseSession, denseModule } from '../wasm/modules/dense.js';
import { acquire, type Region } from '../wasm/runtime.js';
import { symmetricEigen } from './symmetric_eigen.js';

/** A symmetric matrix of size n, given by its products: y = A x. */
export interface SymmetricOperator {
  readonly n: number;
  multiply(x: Float64Array, y: Float64Array): void;
}

/** What `largestEigenpairs` may use. */
export interface LanczosOptions {
  readonly run: Run;
  readonly random: RandomState;
  /** Residual, as a share of the largest eigenvalue in size, that counts as converged; 0 stands for 1e-14. */
  readonly tol?: number;
  /** Most restarts; default 1000. */
  readonly maxRestarts?: number;
}

/** Eigenvalues, falling, and their unit eigenvectors as rows (k x n). */
export interface LeadingPairs {
  readonly values: Float64Array;
  readonly rows: Matrix;
  readonly converged: boolean;
  /** Rounds of iterations of the first search. */
  readonly rounds: number;
}

const LEAST_TOL = 1e-14;
const BASIS = 24;

/**
 * The k largest eigenvalues of a symmetric operator by Lanczos iterations with thick restarts and full
 * orthogonalisation. What was found is then put aside and the search repeated, until nothing larger is left, so that
 * multiple eigenvalues come with all their vectors. Memory (3 k + 24) n; the number of products depends on the gaps.
 * Source: Wu and Simon (2000).
 */
export async function largestEigenpairs(
  operator: SymmetricOperator,
  k: number,
  options: LanczosOptions,
): Promise<LeadingPairs> {
  const { n } = operator;
  const session = acquire(denseModule);
  try {
    const found = await search(session, operator, k, Matrix.zeros(0, n), Number.NEGATIVE_INFINITY, options);
    let { values, rows } = found;
    for (let more = 0; more < k && values.length + more < n; more++) {
      const floor = values[values.length - 1];
      const next = await session.scratch(() => search(session, operator, 1, rows, floor, options));
      const size = Math.max(Math.abs(values[0]), Math.abs(floor));
      if (next.values.length === 0 || next.values[0] <= floor + 1e-12 * size) break;
      const all = Float64Array.of(...values, next.values[0]);
      const order = Int32Array.from({ length: all.length }, (_, i) => i).sort((i, j) => all[j] - all[i]);
      const kept = order.slice(0, k);
      const joined = new Float64Array(rows.data.length + n);
      joined.set(rows.data);
      joined.set(next.rows.data, rows.data.length);
      values = Float64Array.from(kept, (i) => all[i]);
      rows = Matrix.of(joined, n).takeRows(kept);
    }
    return { values, rows, converged: found.converged, rounds: found.rounds };
  } finally {
    session.release();
  }
}

/**
 * The largest pairs at right angles to the rows of `locked`. Ends early, with what it has, when the largest is settled
 * to be below `floor`.
 */
async function search(
  session: DenseSession,
  operator: SymmetricOperator,
  wanted: number,
  locked: Matrix,
  floor: number,
  { run, random, tol = 0, maxRestarts = 1000 }: LanczosOptions,
): Promise<LeadingPairs> {
  const { n } = operator;
  const aside = locked.rows;
  const room = n - aside;
  const k = Math.min(wanted, room);
  if (k <= 0) return { values: new Float64Array(0), rows: Matrix.zeros(0, n), converged: true, rounds: 0 };
  const m = Math.min(room, 3 * k + BASIS);
  const basis = session.f64((aside + m + 1) * n);
  const products = session.f64(aside + m + 1);
  const correction = session.f64(aside + m + 1);
  basis.view().set(locked.data);
  const H = Matrix.zeros(m, m);
  const row = (j: number): Float64Array => basis.view().subarray((aside + j) * n, (aside + j + 1) * n);
  const fresh = (j: number): void => {
    row(j).set(random.uniform(-1, 1, n));
    orthogonalise(session, basis, aside + j, n, products, correction);
    scaleToUnit(row(j));
  };
  fresh(0);
  let kept = 0;
  for (let restart = 0; ; restart++) {
    let beta = 0;
    for (let j = kept; j < m; j++) {
      operator.multiply(row(j), row(j + 1));
      const size = norm(row(j + 1));
      orthogonalise(session, basis, aside + j + 1, n, products, correction);
      const h = products.view();
      for (let i = 0; i <= j; i++) {
        H.set(i, j, h[aside + i]);
        H.set(j, i, h[aside + i]);
      }
      beta = norm(row(j + 1));
      if (beta > 1e-14 * size && beta > 0) scaleToUnit(row(j + 1));
      else {
        // The space is invariant: go on from anywhere else.
        beta = 0;
        if (j + 1 < room) fresh(j + 1);
      }
      if (run.due) await run.breathe();
    }
    const { values, vectors } = symmetricEigen(H);
    const size = Math.max(Math.abs(values[0]), Math.abs(values[m - 1]), 1e-300);
    const residual = (i: number): number => Math.abs(beta * vectors.get(m - 1, m - 1 - i));
    const bound = Math.max(tol, LEAST_TOL) * size;
    let settled = 0;
    while (settled < k && residual(settled) <= bound) settled++;
    const below = aside > 0 && values[m - 1] + 10 * residual(0) < floor && residual(0) < 1e-3 * size;
    const done = settled === k || m === room || below;
    const space = Matrix.of(basis.view().slice(aside * n, (aside + m) * n), n);
    const take = (count: number): Matrix =>
      matmul(vectors.takeColumns(Int32Array.from({ length: count }, (_, i) => m - 1 - i)), space, {
        transposeA: true,
      });
    if (done || restart >= maxRestarts) {
      return {
        values: Float64Array.from({ length: k }, (_, i) => values[m - 1 - i]),
        rows: take(k),
        converged: done,
        rounds: restart + 1,
      };
    }
    // Keeping some vectors beyond the wanted ones speeds the others up.
    kept = Math.min(m - 2, k + Math.max(settled, Math.floor((m - k) / 2)));
    const best = take(kept);
    row(kept).set(row(m));
    basis.view().set(best.data, aside * n);
    H.data.fill(0);
    for (let i = 0; i < kept; i++) H.set(i, i, values[m - 1 - i]);
    await run.breathe();
  }
}

/** Takes from row `j` what lies along the rows before it, twice; `products` holds what was taken. */
function orthogonalise(
  session: DenseSession,
  basis: Region<Float64Array>,
  j: number,
  n: number,
  products: Region<Float64Array>,
  correction: Region<Float64Array>,
): void {
  if (j === 0) return;
  const { kernels } = session;
  const x = basis.pointer + j * n * 8;
  kernels.gemvF64(j, n, 1, basis.pointer, x, 0, products.pointer);
  kernels.gemvTransposedF64(j, n, -1, basis.pointer, products.pointer, 1, x);
  kernels.gemvF64(j, n, 1, basis.pointer, x, 0, correction.pointer);
  kernels.gemvTransposedF64(j, n, -1, basis.pointer, correction.pointer, 1, x);
  const [sum, more] = [products.view(), correction.view()];
  for (let i = 0; i < j; i++) sum[i] += more[i];
}

function norm(x: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i] * x[i];
  return Math.sqrt(sum);
}

function scaleToUnit(x: Float64Array): void {
  const over = 1 / norm(x);
  for (let i = 0; i < x.length; i++) x[i] *= over;
}

/** A dense symmetric matrix (n x n), held in the memory of the kernels, as an operator. Release it after use. */
export function denseOperator(A: Matrix): SymmetricOperator & { release(): void } {
  const n = A.rows;
  const session = acquire(denseModule);
  try {
    const [a, x, y] = [session.f64(A.data), session.f64(n), session.f64(n)];
    return {
      n,
      multiply(from, to) {
        x.view().set(from);
        session.kernels.gemvF64(n, n, 1, a.pointer, x.pointer, 0, y.pointer);
        to.set(y.view());
      },
      release: () => session.release(),
    };
  } catch (error) {
    session.release();
    throw error;
  }
}
