import type { Run } from '../core/run.js';
import { type LinearProblem, type LinearSolution, widthOf, writeRows } from './linear_svm.js';
import { type SvmSession, svmModule } from './wasm/modules/svm.js';
import { acquire } from './wasm/runtime.js';

/** A linear machine of Crammer and Singer: one weight vector per class. */
export interface CrammerProblem extends Omit<LinearProblem, 'y' | 'tube'> {
  /** Class of each row. */
  readonly codes: Int32Array;
  readonly k: number;
}

/**
 * Minimises 0.5 w'w + the hinge loss (or, with a tube, the loss beyond it), squared or not, in the dual: one row at a
 * time in random order, rows that are settled set aside. O(n d) per round.
 * Reference: Hsieh, Chang, Lin, Keerthi, Sundararajan (2008); Ho, Lin (2012); LIBLINEAR.
 */
export async function solveDual(
  problem: LinearProblem,
  squared: boolean,
  seed: number,
  run: Run,
): Promise<LinearSolution> {
  const session = acquire(svmModule);
  try {
    const { kernels } = session;
    const { C, tube, tol, maxIter } = problem;
    const n = C.length;
    const data = loadRows(session, problem);
    const y = session.f64(problem.y).pointer;
    const bounds = session.f64(squared ? new Float64Array(n).fill(Number.POSITIVE_INFINITY) : C).pointer;
    const ridge = session.f64(squared ? C.map((c) => 0.5 / c) : new Float64Array(n)).pointer;
    const alpha = session.f64(new Float64Array(n)).pointer;
    const state = session.f64(4);
    const { width, rows, lengths, order, w } = data;
    kernels.seedOrder(seed);
    kernels.beginRounds(n, order, state.pointer);
    const args = [n, width, rows, y, lengths, bounds, ridge, alpha, w.pointer, order, state.pointer] as const;
    let enough = tol;
    for (let round = 1; round <= maxIter; round++) {
      const violation = tube === null ? kernels.hingeRound(...args) : kernels.tubeRound(...args, tube);
      if (tube !== null && round === 1) enough = tol * violation;
      if (violation <= enough) {
        if (state.view()[0] === n) return { w: w.view().slice(), iterations: round, converged: true };
        kernels.beginRounds(n, order, state.pointer);
      }
      if (run.due) await run.breathe();
    }
    return { w: w.view().slice(), iterations: maxIter, converged: false };
  } finally {
    session.release();
  }
}

/** Crammer and Singer's machine in the dual, one row at a time: k rows of weights. O(n d k) per round. */
export async function solveCrammer(problem: CrammerProblem, seed: number, run: Run): Promise<LinearSolution> {
  const session = acquire(svmModule);
  try {
    const { kernels } = session;
    const { C, codes, k, tol, maxIter } = problem;
    const n = C.length;
    const { width, rows, lengths, order } = loadRows(session, problem);
    const labels = session.i32(codes).pointer;
    const bounds = session.f64(C).pointer;
    const alpha = session.f64(new Float64Array(n * k)).pointer;
    const w = session.f64(new Float64Array(k * width));
    const work = session.f64(4 * k).pointer;
    const state = session.f64(4).pointer;
    kernels.seedOrder(seed);
    kernels.beginRounds(n, order, state);
    for (let round = 1; round <= maxIter; round++) {
      const worst = kernels.crammerRound(
        n,
        width,
        k,
        rows,
        labels,
        lengths,
        bounds,
        alpha,
        w.pointer,
        order,
        work,
      );
      if (worst < tol) return { w: w.view().slice(), iterations: round, converged: true };
      if (run.due) await run.breathe();
    }
    return { w: w.view().slice(), iterations: maxIter, converged: false };
  } finally {
    session.release();
  }
}

/**
 * Minimises |w|_1 + the squared hinge loss, one column at a time in random order. O(n d) per round.
 * Reference: Yuan, Chang, Hsieh, Lin, JMLR 11 (2010); LIBLINEAR.
 */
export async function solveL1(problem: LinearProblem, seed: number, run: Run): Promise<LinearSolution> {
  const session = acquire(svmModule);
  try {
    const { kernels } = session;
    const { X, bias, y, C, tol, maxIter } = problem;
    const n = X.rows;
    const d = X.columns;
    const width = widthOf(problem);
    const stride = n + (n % 2);
    const columns = session.f64(new Float64Array(stride * width));
    const c = session.f64(new Float64Array(stride));
    c.view().set(C);
    const slack = session.f64(new Float64Array(stride).fill(1)).pointer;
    const squares = session.f64(new Float64Array(width));
    const z = columns.view();
    const totals = squares.view();
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < width; j++) {
        const value = j < d ? X.data[i * d + j] : bias;
        z[j * stride + i] = y[i] * value;
        totals[j] += C[i] * value * value;
      }
    }
    const w = session.f64(new Float64Array(width));
    const order = session.i32(width).pointer;
    const state = session.f64(4);
    kernels.seedOrder(seed);
    kernels.beginRounds(width, order, state.pointer);
    const args = [stride, stride, columns.pointer, c.pointer, squares.pointer, w.pointer, slack] as const;
    let enough = 0;
    for (let round = 1; round <= maxIter; round++) {
      const violation = kernels.l1Round(...args, order, state.pointer, n);
      if (round === 1) enough = tol * violation;
      if (violation <= enough) {
        if (state.view()[0] === width) return { w: w.view().slice(), iterations: round, converged: true };
        kernels.beginRounds(width, order, state.pointer);
      }
      if (run.due) await run.breathe();
    }
    return { w: w.view().slice(), iterations: maxIter, converged: false };
  } finally {
    session.release();
  }
}

/** The rows with their squared lengths, an order to visit them in, and weights of 0. */
function loadRows(session: SvmSession, problem: Pick<LinearProblem, 'X' | 'bias' | 'C'>) {
  const { X } = problem;
  const width = widthOf(problem);
  const rows = session.f64(X.rows * width);
  const lengths = session.f64(X.rows).pointer;
  const order = session.i32(X.rows).pointer;
  const w = session.f64(new Float64Array(width));
  writeRows(problem, 0, X.rows, rows.view());
  session.kernels.squaredLengths(X.rows, width, rows.pointer, lengths);
  return { width, rows: rows.pointer, lengths, order, w };
}
