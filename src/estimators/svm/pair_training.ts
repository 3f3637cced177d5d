import { InvalidInputError } from '../../core/errors.js';
import { Run } from '../../core/run.js';
import { type KernelSource, type SmoOptions, type SmoProgram, solveSmo } from '../../kernels/smo.js';
import { defineTask } from '../../parallel/index.js';

/** Two classes to be told apart: a value > 0 means the first. */
export interface PairItem {
  /** Rows of the first class, then of the second. */
  readonly rows: Int32Array;
  /** How many belong to the first. */
  readonly nFirst: number;
}

/** What all pairs share. */
export interface PairShared {
  readonly source: KernelSource;
  /** Upper bound of each row of X (C-machine) or its weight (nu-machine). */
  readonly bounds: Float64Array;
  /** nu of a nu-machine, null for a C-machine. */
  readonly nu: number | null;
  readonly options: SmoOptions;
  readonly estimator: string;
}

/** The machine of a pair. */
export interface PairResult {
  /** y_i a_i of each row of the item. */
  readonly coef: Float64Array;
  readonly rho: number;
  readonly iterations: number;
  readonly converged: boolean;
}

/** Trains the machine of one pair of classes. */
export const trainPairTask = defineTask<PairItem, PairShared, PairResult>(
  'trainPairTask',
  import.meta.url,
  (item, shared, context) => trainPair(item, shared, new Run(shared.estimator, { signal: context.signal })),
);

/** The same in this thread, with the run of the caller. */
export async function trainPair(item: PairItem, shared: PairShared, run: Run): Promise<PairResult> {
  const { rows, nFirst } = item;
  const n = rows.length;
  if (nFirst === 0 || nFirst === n) return onesided(n, nFirst);
  const { options, nu, estimator } = shared;
  const y = new Float64Array(n).fill(-1).fill(1, 0, nFirst);
  const C = new Float64Array(n);
  for (let i = 0; i < n; i++) C[i] = shared.bounds[rows[i]];
  const p = new Float64Array(n).fill(nu === null ? -1 : 0);
  const alpha = nu === null ? new Float64Array(n) : nuStart(C, nFirst, nu, estimator);
  const program: SmoProgram = { p, y, C, alpha, mirrored: false, nu: nu !== null };
  const solution = await solveSmo(program, { ...shared.source, rows }, options, run);
  const scale = nu === null ? 1 : solution.r;
  const coef = solution.alpha.map((a, i) => (a > 0 ? (y[i] * a) / scale : 0));
  const rho = solution.rho / scale;
  checkFinite(rho, coef, estimator);
  return { coef, rho, iterations: solution.iterations, converged: solution.converged };
}

/** A pair of which one class has no rows of positive weight: always the other. */
function onesided(n: number, nFirst: number): PairResult {
  const rho = n === 0 ? 0 : nFirst > 0 ? -1 : 1;
  return { coef: new Float64Array(n), rho, iterations: 0, converged: true };
}

/** A feasible point: each class gives half of nu times the total weight, front rows first. */
function nuStart(weights: Float64Array, nFirst: number, nu: number, estimator: string): Float64Array {
  const n = weights.length;
  const alpha = new Float64Array(n);
  let total = 0;
  for (let i = 0; i < n; i++) total += nu * weights[i];
  const left = [total / 2, total / 2];
  for (let i = 0; i < n; i++) {
    const side = i < nFirst ? 0 : 1;
    alpha[i] = Math.min(weights[i], left[side]);
    left[side] -= alpha[i];
  }
  if (Math.max(...left) > 1e-9 * total) {
    throw new InvalidInputError(
      `${estimator}: nu ${nu} cannot be met, because a class is too small beside another. Got ${nFirst} and ${n - nFirst} rows. Lower nu.`,
      { estimator, parameter: 'nu', received: String(nu), remedy: 'lower nu' },
    );
  }
  return alpha;
}

/** @throws InvalidInputError when kernel values were too large for the solver. */
export function checkFinite(rho: number, coef: Float64Array, estimator: string): void {
  if (Number.isFinite(rho) && coef.every(Number.isFinite)) return;
  throw new InvalidInputError(
    `${estimator}: the kernel values of X are too large or too small for the solver. Got an offset of ${rho}. Scale the columns (StandardScaler), or change gamma, coef0 or degree.`,
    { estimator, parameter: 'X', received: String(rho), remedy: 'scale the columns' },
  );
}
