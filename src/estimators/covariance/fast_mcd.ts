import { Matrix } from '../../core/matrix.js';
import type { RandomState } from '../../core/random.js';
import type { Run } from '../../core/run.js';
import {
  centred,
  logDeterminant,
  momentsOf,
  pseudoInverse,
  quadraticForms,
} from '../../kernels/linalg/index.js';
import { secondMoments } from './estimates.js';

/** The rows whose covariance has the smallest determinant, and what follows from them. */
export interface McdEstimate {
  readonly location: Float64Array;
  readonly covariance: Matrix;
  readonly logDet: number;
  /** 1 for the rows that count. */
  readonly support: Uint8Array;
  /** Squared distance of each row. */
  readonly distances: Float64Array;
}

type Start = Pick<McdEstimate, 'location' | 'covariance'>;

/**
 * Minimum covariance determinant of X (n x d): the h rows whose covariance has the least determinant, searched by
 * concentration steps from random subsets with scikit-learn's draws. Large data is searched in parts first.
 * Source: Rousseeuw, Van Driessen (1999); scikit-learn fast_mcd.
 */
export async function fastMcd(X: Matrix, h: number, random: RandomState, run: Run): Promise<McdEstimate> {
  const { rows: n, columns: d } = X;
  if (d === 1) return shortestHalf(X, h);
  if (n <= 500) {
    const starts = await candidates(X, h, { trials: 30, keep: 10, steps: 2 }, random, run);
    return (await refine(X, h, starts, 1, run))[0];
  }
  const parts = Math.floor(n / 300);
  const size = Math.floor(n / parts);
  const shuffled = random.permutation(n);
  const share = h / n;
  const trials = Math.max(10, Math.floor(500 / parts));
  const found: McdEstimate[] = [];
  for (let i = 0; i < parts; i++) {
    const piece = X.takeRows(shuffled.subarray(i * size, (i + 1) * size));
    const settings = { trials, keep: 10, steps: 2 };
    found.push(...(await candidates(piece, Math.ceil(size * share), settings, random, run)));
  }
  const merged = Math.min(1500, n);
  const selection = random.permutation(n).subarray(0, merged);
  const large = n > 1500;
  const best = await refine(X.takeRows(selection), Math.ceil(merged * share), found, large ? 10 : 1, run);
  if (n >= 1500) return (await refine(X, h, best, 1, run))[0];
  const support = new Uint8Array(n);
  const distances = new Float64Array(n);
  selection.forEach((row, i) => {
    support[row] = best[0].support[i];
    distances[row] = best[0].distances[i];
  });
  return { ...best[0], support, distances };
}

async function candidates(
  X: Matrix,
  h: number,
  { trials, keep, steps }: { trials: number; keep: number; steps: number },
  random: RandomState,
  run: Run,
): Promise<McdEstimate[]> {
  const found: McdEstimate[] = [];
  for (let i = 0; i < trials; i++) {
    found.push(concentrate(X, h, steps, random.permutation(X.rows).subarray(0, h)));
    await run.step(i + 1, trials, 'subsets');
  }
  return smallest(found, keep);
}

async function refine(
  X: Matrix,
  h: number,
  starts: readonly Start[],
  keep: number,
  run: Run,
): Promise<McdEstimate[]> {
  const found: McdEstimate[] = [];
  for (const { location, covariance } of starts) {
    const distances = quadraticForms(centred(X, location), pseudoInverse(covariance));
    found.push(concentrate(X, h, 30, nearest(distances, h)));
    await run.breathe();
  }
  return smallest(found, keep);
}

function smallest(found: McdEstimate[], keep: number): McdEstimate[] {
  const order = found.map((_, i) => i).sort((a, b) => found[a].logDet - found[b].logDet || a - b);
  return order.slice(0, keep).map((i) => found[i]);
}

/** Takes the h nearest rows again and again: the determinant falls at every step. */
function concentrate(X: Matrix, h: number, steps: number, start: ArrayLike<number>): McdEstimate {
  let rows = start;
  let current = estimateOf(X, rows);
  for (let left = steps; left > 0 && Number.isFinite(current.logDet); left--) {
    const distances = quadraticForms(centred(X, current.location), pseudoInverse(current.covariance));
    const next = nearest(distances, h);
    const better = estimateOf(X, next);
    // Rounding can raise it in the last digits, when the rows no longer change.
    if (!(better.logDet < current.logDet)) {
      if (Math.abs(better.logDet - current.logDet) <= 1e-8 + 1e-5 * Math.abs(current.logDet)) {
        current = better;
        rows = next;
      }
      break;
    }
    current = better;
    rows = next;
  }
  const support = new Uint8Array(X.rows);
  for (let i = 0; i < rows.length; i++) support[rows[i]] = 1;
  const distances = quadraticForms(centred(X, current.location), pseudoInverse(current.covariance));
  return { ...current, support, distances };
}

function estimateOf(X: Matrix, rows: ArrayLike<number>): Omit<McdEstimate, 'support' | 'distances'> {
  const part = X.takeRows(Int32Array.from(rows).sort());
  const { mean } = momentsOf(part);
  const covariance = secondMoments(centred(part, mean));
  return { location: mean, covariance, logDet: logDeterminant(covariance) };
}

function nearest(distances: Float64Array, h: number): Int32Array {
  const order = Int32Array.from({ length: distances.length }, (_, i) => i);
  return order.sort((a, b) => distances[a] - distances[b] || a - b).subarray(0, h);
}

/** One column: the shortest interval that holds h values, exactly. */
function shortestHalf(X: Matrix, h: number): McdEstimate {
  const n = X.rows;
  const sorted = X.data.slice().sort();
  let location = 0;
  if (h < n) {
    let least = Number.POSITIVE_INFINITY;
    let middles: number[] = [];
    for (let i = 0; i + h < n; i++) {
      const length = sorted[i + h] - sorted[i];
      if (length < least) middles = [];
      if (length > least) continue;
      least = length;
      middles.push(0.5 * (sorted[i + h] + sorted[i]));
    }
    location = middles.reduce((sum, value) => sum + value, 0) / middles.length;
  } else {
    location = momentsOf(X).mean[0];
  }
  const gaps = X.data.map((x) => Math.abs(x - location));
  const rows = nearest(gaps, h);
  const part = X.takeRows(rows);
  const covariance = Matrix.of(Float64Array.of(momentsOf(part).squares[0] / h), 1);
  const support = new Uint8Array(n);
  for (const row of rows) support[row] = 1;
  const center = Float64Array.of(location);
  const distances = quadraticForms(centred(X, center), pseudoInverse(covariance));
  return { location: center, covariance, logDet: logDeterminant(covariance), support, distances };
}
