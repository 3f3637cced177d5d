import { Matrix } from '../../core/matrix.js';
import type { Run } from '../../core/run.js';
import { effectiveNJobs, parallelMap } from '../../parallel/index.js';
import {
  type PairItem,
  type PairResult,
  type PairShared,
  trainPair,
  trainPairTask,
} from './pair_training.js';

/** One machine per pair of classes, with the support vectors of all of them together. */
export interface PairwiseMachines {
  /** Rows of the training data: class after class, ascending in each. */
  readonly support: Int32Array;
  readonly nSupport: Int32Array;
  /** (k - 1) x nSV, see `Machines`; for two classes positive means the second. */
  readonly dualCoef: Matrix;
  readonly intercept: Float64Array;
  readonly nIter: Int32Array;
  readonly converged: boolean;
}

/** Below this many pairs of rows worker threads cost more than they save. */
const WORTH_WORKERS = 1e6;

/**
 * Trains a machine for each pair of classes, on `nJobs` workers. `codes` is the class of each row, -1 for rows that
 * take no part.
 */
export async function trainPairs(
  codes: Int32Array,
  k: number,
  shared: PairShared,
  nJobs: number | null,
  run: Run,
): Promise<PairwiseMachines> {
  const groups = rowsByClass(codes, k);
  const items: PairItem[] = [];
  for (let i = 0; i < k; i++) {
    for (let j = i + 1; j < k; j++) {
      items.push({ rows: joined(groups[i], groups[j]), nFirst: groups[i].length });
    }
  }
  const work = items.reduce((sum, { rows }) => sum + rows.length ** 2, 0);
  const parallel = items.length > 1 && effectiveNJobs(nJobs) > 1 && work > WORTH_WORKERS;
  if (parallel) {
    const results = await parallelMap(trainPairTask, items, {
      shared,
      nJobs,
      signal: run.signal,
      onProgress: (done, total) => void run.step(done, total, 'pair').catch(() => undefined),
    });
    return assemble(groups, items, results);
  }
  const results: PairResult[] = [];
  for (const item of items) {
    await run.step(results.length, items.length, 'pair');
    results.push(await trainPair(item, shared, run));
  }
  return assemble(groups, items, results);
}

function rowsByClass(codes: Int32Array, k: number): Int32Array[] {
  const counts = new Int32Array(k);
  for (const code of codes) if (code >= 0) counts[code]++;
  const groups = Array.from(counts, (count) => new Int32Array(count));
  counts.fill(0);
  codes.forEach((code, i) => {
    if (code >= 0) groups[code][counts[code]++] = i;
  });
  return groups;
}

function joined(a: Int32Array, b: Int32Array): Int32Array {
  const result = new Int32Array(a.length + b.length);
  result.set(a);
  result.set(b, a.length);
  return result;
}

/** Support vectors of any pair, and where each pair's coefficients belong. */
function assemble(
  groups: readonly Int32Array[],
  items: readonly PairItem[],
  results: readonly PairResult[],
): PairwiseMachines {
  const k = groups.length;
  const total = groups.reduce((sum, { length }) => sum + length, 0);
  const used = groups.map(({ length }) => new Uint8Array(length));
  eachPair(k, (i, j, pair) => {
    const { coef } = results[pair];
    for (let t = 0; t < coef.length; t++) {
      if (coef[t] === 0) continue;
      if (t < groups[i].length) used[i][t] = 1;
      else used[j][t - groups[i].length] = 1;
    }
  });
  const support = new Int32Array(total);
  const nSupport = new Int32Array(k);
  const places = groups.map(({ length }) => new Int32Array(length));
  let nSV = 0;
  for (let c = 0; c < k; c++) {
    for (let t = 0; t < used[c].length; t++) {
      if (!used[c][t]) continue;
      places[c][t] = nSV;
      support[nSV++] = groups[c][t];
      nSupport[c]++;
    }
  }
  const dualCoef = Matrix.zeros(k - 1, nSV);
  const intercept = new Float64Array(items.length);
  // Of two classes the second counts as positive, of a pair among several the first.
  const sign = k === 2 ? -1 : 1;
  eachPair(k, (i, j, pair) => {
    const { coef, rho } = results[pair];
    intercept[pair] = -sign * rho;
    for (let t = 0; t < coef.length; t++) {
      if (coef[t] === 0) continue;
      const first = t < groups[i].length;
      const place = first ? places[i][t] : places[j][t - groups[i].length];
      dualCoef.data[(first ? j - 1 : i) * nSV + place] = sign * coef[t];
    }
  });
  return {
    support: support.slice(0, nSV),
    nSupport,
    dualCoef,
    intercept,
    nIter: Int32Array.from(results, ({ iterations }) => iterations),
    converged: results.every(({ converged }) => converged),
  };
}

/** Visits the pairs (i, j), i < j, in their order. */
export function eachPair(k: number, visit: (i: number, j: number, pair: number) => void): void {
  for (let i = 0, pair = 0; i < k; i++) for (let j = i + 1; j < k; j++, pair++) visit(i, j, pair);
}

/** The votes of each row's pairs: positive values count for the first class of a pair. n x k (k - 1) / 2 to n. */
export function voteOfPairs(decisions: Matrix, k: number): Int32Array {
  const { rows, columns, data } = decisions;
  const result = new Int32Array(rows);
  const votes = new Int32Array(k);
  for (let r = 0; r < rows; r++) {
    votes.fill(0);
    eachPair(k, (i, j, pair) => {
      votes[data[r * columns + pair] > 0 ? i : j]++;
    });
    let best = 0;
    for (let c = 1; c < k; c++) if (votes[c] > votes[best]) best = c;
    result[r] = best;
  }
  return result;
}

/** Votes plus a share of the summed decision values that is below half a vote: n x k, as scikit-learn does. */
export function oneVersusRest(decisions: Matrix, k: number): Matrix {
  const { rows, columns, data } = decisions;
  const result = Matrix.zeros(rows, k);
  const sums = new Float64Array(k);
  for (let r = 0; r < rows; r++) {
    sums.fill(0);
    eachPair(k, (i, j, pair) => {
      const value = data[r * columns + pair];
      sums[i] += value;
      sums[j] -= value;
      result.data[r * k + (value < 0 ? j : i)]++;
    });
    for (let c = 0; c < k; c++) result.data[r * k + c] += sums[c] / (3 * (Math.abs(sums[c]) + 1));
  }
  return result;
}
