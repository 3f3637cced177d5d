import { Matrix } from '../../core/matrix.js';
import type { RandomState } from '../../core/random.js';
import type { Run } from '../../core/run.js';
import { CoordinateFactors } from '../../kernels/coordinate_factors.js';
import { crossProduct, matmul } from '../../kernels/gemm.js';
import { inPieces } from '../../kernels/linalg/index.js';
import type { Factors } from './nmf_init.js';
import { LEAST, reconstructionError } from './nmf_loss.js';

/** Penalties of the two factors, scaled by the size of the data. */
export interface Penalties {
  readonly l1W: number;
  readonly l2W: number;
  readonly l1H: number;
  readonly l2H: number;
}

/** What both solvers take. */
export interface NmfProblem {
  readonly X: Matrix;
  readonly start: Factors;
  readonly beta: number;
  readonly tol: number;
  readonly maxIter: number;
  readonly penalties: Penalties;
  /** Whether H is learned too. */
  readonly updateH: boolean;
  /** Draws orders of coordinates; undefined keeps them in order. */
  readonly random: RandomState | undefined;
}

/** Factors and how they were reached. */
export interface NmfSolution extends Factors {
  readonly nIter: number;
  readonly converged: boolean;
}

/** Coordinate descent for the squared error. O(n d k) per iteration. Source: Cichocki, Phan (2009). */
export async function solveByCoordinates(problem: NmfProblem, run: Run): Promise<NmfSolution> {
  const { X, start, tol, maxIter, penalties, updateH, random } = problem;
  const k = start.W.columns;
  const order = () => (random ? random.permutation(k) : Int32Array.from({ length: k }, (_, t) => t));
  const factors = new CoordinateFactors(X, start.W, start.H.transpose());
  try {
    let first = 0;
    for (let iteration = 1; ; iteration++) {
      let violation = await inPieces(factors.pass(true, penalties.l1W, penalties.l2W, order()), run);
      if (updateH) {
        violation += await inPieces(factors.pass(false, penalties.l1H, penalties.l2H, order()), run);
      }
      if (iteration === 1) first = violation;
      await run.step(iteration, maxIter, 'iterations');
      const converged = first === 0 || violation / first <= tol;
      if (!converged && iteration < maxIter) continue;
      const { W, Ht } = factors.factors();
      return { W, H: Ht.transpose(), nIter: iteration, converged: converged || tol === 0 };
    }
  } finally {
    factors.release();
  }
}

/** Multiplicative updates for any beta divergence. O(n d k) per iteration. Source: Fevotte, Idier (2011). */
export async function solveByMultiplication(problem: NmfProblem, run: Run): Promise<NmfSolution> {
  const { X, start, beta, tol, maxIter, penalties, updateH } = problem;
  const power = beta < 1 ? 1 / (2 - beta) : beta > 2 ? 1 / (beta - 1) : 1;
  let W = start.W.clone();
  let H = start.H.clone();
  const atStart = reconstructionError(X, { W, H }, beta);
  let before = atStart;
  for (let iteration = 1; iteration <= maxIter; iteration++) {
    W = multiplied(W, ...fraction(X, { W, H }, beta, true), penalties.l1W, penalties.l2W, power);
    if (beta < 1) dropTiny(W);
    if (updateH) {
      H = multiplied(H, ...fraction(X, { W, H }, beta, false), penalties.l1H, penalties.l2H, power);
      if (beta <= 1) dropTiny(H);
    }
    await run.step(iteration, maxIter, 'iterations');
    if (tol > 0 && iteration % 10 === 0) {
      const error = reconstructionError(X, { W, H }, beta);
      if ((before - error) / atStart < tol) return { W, H, nIter: iteration, converged: true };
      before = error;
    }
  }
  return { W, H, nIter: maxIter, converged: tol === 0 };
}

/** Numerator and denominator of the update of W (or H). */
export function fraction(X: Matrix, { W, H }: Factors, beta: number, ofW: boolean): [Matrix, Matrix] {
  const turn = (A: Matrix) => (ofW ? matmul(A, H, { transposeB: true }) : matmul(W, A, { transposeA: true }));
  if (beta === 2) {
    const below = ofW ? matmul(W, matmul(H, H, { transposeB: true })) : matmul(crossProduct(W), H);
    return [turn(X), below];
  }
  const product = matmul(W, H);
  const weighted = new Float64Array(product.data.length);
  for (let i = 0; i < weighted.length; i++) {
    const x = X.data[i];
    const y = beta < 2 ? Math.max(product.data[i], LEAST) : product.data[i];
    weighted[i] = beta === 1 ? x / y : beta === 0 ? x / (y * y) : x * y ** (beta - 2);
    if (beta < 1) product.data[i] = Math.max(product.data[i], LEAST);
    if (beta !== 1) product.data[i] **= beta - 1;
  }
  const above = turn(Matrix.of(weighted, X.columns));
  if (beta !== 1) return [above, turn(product)];
  const below = Matrix.zeros(above.rows, above.columns);
  const k = W.columns;
  const sums = new Float64Array(k);
  const d = H.columns;
  if (ofW) for (let i = 0; i < H.data.length; i++) sums[Math.floor(i / d)] += H.data[i];
  else for (let i = 0; i < W.data.length; i++) sums[i % k] += W.data[i];
  for (let i = 0; i < below.data.length; i++) {
    below.data[i] = ofW ? sums[i % k] : sums[Math.floor(i / d)] || 1;
  }
  return [above, below];
}

function multiplied(A: Matrix, above: Matrix, below: Matrix, l1: number, l2: number, power: number): Matrix {
  const result = new Float64Array(A.data.length);
  for (let i = 0; i < result.length; i++) {
    const ratio = above.data[i] / (below.data[i] + l1 + l2 * A.data[i] || LEAST);
    result[i] = A.data[i] * (power === 1 ? ratio : ratio ** power);
  }
  return Matrix.of(result, A.columns);
}

function dropTiny({ data }: Matrix): void {
  for (let i = 0; i < data.length; i++) if (data[i] < Number.EPSILON) data[i] = 0;
}
