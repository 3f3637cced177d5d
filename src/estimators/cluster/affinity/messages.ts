import type { Run } from '../../../core/run.js';

/** How messages are passed. */
export interface MessageOptions {
  readonly damping: number;
  readonly maxIter: number;
  readonly convergenceIter: number;
}

/** Rows that stand for others, ascending, and how it ended. */
export interface Exemplars {
  readonly exemplars: Int32Array;
  readonly converged: boolean;
  readonly nIter: number;
}

/**
 * Passes responsibilities and availabilities between n rows with the similarities S (n x n, preferences on the
 * diagonal) until the exemplars have stayed the same for `convergenceIter` iterations. O(n^2) per iteration, two more
 * n x n matrices. Reference: Frey & Dueck, Science 315 (2007) 972.
 */
export async function passMessages(
  S: Float64Array,
  n: number,
  { damping, maxIter, convergenceIter }: MessageOptions,
  run: Run,
): Promise<Exemplars> {
  const A = new Float64Array(n * n);
  const R = new Float64Array(n * n);
  const sums = new Float64Array(n);
  const isExemplar = new Uint8Array(n);
  // Iterations since each row last became, or ceased to be, an exemplar.
  const steady = new Int32Array(n);
  let nIter = 0;
  let converged = false;
  for (let iteration = 0; iteration < maxIter && !converged; iteration++) {
    nIter = iteration + 1;
    sums.fill(0);
    for (let i = 0; i < n; i++) {
      respond(S, A, R, i, n, damping, sums);
      if (run.due) await run.breathe();
    }
    for (let i = 0; i < n; i++) {
      avail(A, R, i, n, damping, sums);
      if (run.due) await run.breathe();
    }
    let count = 0;
    let settled = true;
    for (let i = 0; i < n; i++) {
      const is = A[i * n + i] + R[i * n + i] > 0 ? 1 : 0;
      steady[i] = iteration > 0 && is === isExemplar[i] ? steady[i] + 1 : 1;
      isExemplar[i] = is;
      count += is;
      settled &&= steady[i] >= convergenceIter;
    }
    converged = iteration >= convergenceIter && settled && count > 0;
    await run.step(nIter, maxIter, 'iteration');
  }
  const exemplars = Int32Array.from(isExemplar.keys()).filter((i) => isExemplar[i] === 1);
  return { exemplars, converged, nIter };
}

/** How well each k serves as exemplar of row i, against the best other; adds what is above 0 to the sums of the columns. */
function respond(
  S: Float64Array,
  A: Float64Array,
  R: Float64Array,
  i: number,
  n: number,
  damping: number,
  sums: Float64Array,
): void {
  const start = i * n;
  let best = Number.NEGATIVE_INFINITY;
  let second = Number.NEGATIVE_INFINITY;
  let place = 0;
  for (let k = 0, at = start; k < n; k++, at++) {
    const value = A[at] + S[at];
    if (value > best) {
      second = best;
      best = value;
      place = k;
    } else if (value > second) {
      second = value;
    }
  }
  const fresh = 1 - damping;
  for (let k = 0, at = start; k < n; k++, at++) {
    const value = R[at] * damping + (S[at] - (k === place ? second : best)) * fresh;
    R[at] = value;
    if (value > 0 || k === i) sums[k] += value;
  }
}

/** How much support each k has as exemplar, as row i sees it. */
function avail(
  A: Float64Array,
  R: Float64Array,
  i: number,
  n: number,
  damping: number,
  sums: Float64Array,
): void {
  const fresh = 1 - damping;
  for (let k = 0, at = i * n; k < n; k++, at++) {
    const own = k === i ? R[at] : Math.max(R[at], 0);
    const against = own - sums[k];
    A[at] = A[at] * damping - (k === i || against > 0 ? against : 0) * fresh;
  }
}

/** Places in `exemplars` of the most similar exemplar of each row; exemplars stand for themselves. */
function assign(S: Float64Array, n: number, exemplars: Int32Array): Int32Array {
  const places = new Int32Array(n);
  for (let i = 0; i < n; i++) {
    let best = 0;
    for (let k = 1; k < exemplars.length; k++) {
      if (S[i * n + exemplars[k]] > S[i * n + exemplars[best]]) best = k;
    }
    places[i] = best;
  }
  for (const [k, row] of exemplars.entries()) places[row] = k;
  return places;
}

/** Clusters around the exemplars, each of which gives way to the row of its cluster that is most similar to the rest. */
export function clustersOf(
  S: Float64Array,
  n: number,
  found: Int32Array,
): { labels: Int32Array; centers: Int32Array } {
  const exemplars = found.slice();
  const first = assign(S, n, exemplars);
  const members: number[][] = Array.from(exemplars, () => []);
  for (let i = 0; i < n; i++) members[first[i]].push(i);
  for (const [k, rows] of members.entries()) {
    const sums = new Float64Array(rows.length);
    for (const i of rows) for (let at = 0; at < rows.length; at++) sums[at] += S[i * n + rows[at]];
    let best = 0;
    for (let at = 1; at < rows.length; at++) if (sums[at] > sums[best]) best = at;
    exemplars[k] = rows[best];
  }
  const places = assign(S, n, exemplars);
  const centers = Int32Array.from(new Set(places.map((place) => exemplars[place]))).sort();
  const names = new Map(Array.from(centers, (row, name) => [row, name]));
  return { labels: places.map((place) => names.get(exemplars[place]) as number), centers };
}
