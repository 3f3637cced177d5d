import type { Matrix } from '../../core/matrix.js';
import type { Run } from '../../core/run.js';
import type { KMeansSteps } from '../../kernels/k_means_steps.js';

/** Where one run of k-means ended. */
export interface KMeansRun {
  readonly labels: Int32Array;
  /** k x d, in the coordinates of the steps. */
  readonly centers: Float64Array;
  readonly inertia: number;
  readonly nIter: number;
}

/** What a run of k-means needs besides its first centres. */
export interface KMeansProblem {
  /** The rows as given. */
  readonly X: Matrix;
  /** What was taken off them in `steps`. */
  readonly origin: Float64Array;
  readonly sampleWeight: Float64Array | undefined;
  readonly steps: KMeansSteps;
  readonly maxIter: number;
  /** Squared movement of the centres at which to stop. */
  readonly tol: number;
}

/**
 * Moves centres to the means of their rows until no row changes its centre, or they hardly move. A centre that lost
 * all its rows takes the row that is farthest from its own. Reference: Lloyd, IEEE Trans. Inf. Theory 28 (1982) 129.
 */
export async function lloyd(
  problem: KMeansProblem,
  first: Float64Array,
  run: Run,
  what: string,
): Promise<KMeansRun> {
  const { X, steps, maxIter, tol } = problem;
  const d = X.columns;
  const k = first.length / d;
  let centers: Float64Array = first;
  let before: Int32Array | undefined;
  let settled = false;
  let nIter = 0;
  steps.start(centers);
  for (let iteration = 0; iteration < maxIter && !settled; iteration++) {
    await assign(steps, run);
    nIter = iteration + 1;
    const { changed } = steps;
    const labels = changed === undefined ? steps.labels.slice() : steps.labels;
    const { sums, weights } = steps.sums();
    relocate(problem, centers, sums, weights, labels);
    const next = new Float64Array(k * d);
    const shifts = new Float64Array(k);
    let total = 0;
    for (let j = 0; j < k; j++) {
      let moved = 0;
      for (let c = 0; c < d; c++) {
        const at = j * d + c;
        next[at] = weights[j] > 0 ? sums[at] / weights[j] : centers[at];
        moved += (next[at] - centers[at]) ** 2;
      }
      shifts[j] = Math.sqrt(moved);
      total += moved;
    }
    centers = next;
    steps.move(centers, shifts);
    await run.step(iteration + 1, maxIter, what);
    settled = before !== undefined && (changed === undefined ? same(labels, before) : changed === 0);
    if (!settled && total <= tol) break;
    before = labels;
  }
  // Unless nothing changed any more, the last move may have changed labels.
  if (!settled) await assign(steps, run);
  const labels = steps.labels.slice();
  return { labels, centers, inertia: inertiaOf(problem, centers, labels), nIter };
}

/** Assigns all rows, a chunk at a time. */
export async function assign(steps: KMeansSteps, run: Run): Promise<void> {
  for (let from = 0; from < steps.rows; from += steps.chunkRows) {
    steps.assign(from, Math.min(steps.rows, from + steps.chunkRows));
    if (run.due) await run.breathe();
  }
}

/** Weighted sum of the squared distances of the rows to their centres. */
export function inertiaOf(
  { X, origin, sampleWeight }: Pick<KMeansProblem, 'X' | 'origin' | 'sampleWeight'>,
  centers: Float64Array,
  labels: Int32Array,
): number {
  const { rows, columns: d, data } = X;
  let total = 0;
  for (let i = 0, at = 0; i < rows; i++) {
    let sum = 0;
    for (let c = labels[i] * d, j = 0; j < d; j++, at++, c++) {
      const gap = data[at] - origin[j] - centers[c];
      sum += gap * gap;
    }
    total += sampleWeight ? sampleWeight[i] * sum : sum;
  }
  return total;
}

/** Gives centres without rows the rows that are farthest from theirs, taking them off the old sums. */
function relocate(
  { X, origin, sampleWeight }: KMeansProblem,
  centers: Float64Array,
  sums: Float64Array,
  weights: Float64Array,
  labels: Int32Array,
): void {
  const empty = Array.from(weights.keys()).filter((j) => weights[j] === 0);
  if (empty.length === 0) return;
  const { rows, columns: d, data } = X;
  const distances = new Float64Array(rows);
  for (let i = 0, at = 0; i < rows; i++) {
    for (let c = labels[i] * d, j = 0; j < d; j++, at++, c++) {
      distances[i] += (data[at] - origin[j] - centers[c]) ** 2;
    }
  }
  const far = farthest(distances, empty.length);
  if (!(distances[far[0]] > 0)) return;
  for (const [e, row] of far.entries()) {
    const [to, from] = [empty[e], labels[row]];
    const w = sampleWeight ? sampleWeight[row] : 1;
    for (let j = 0; j < d; j++) {
      const value = (data[row * d + j] - origin[j]) * w;
      sums[from * d + j] -= value;
      sums[to * d + j] = value;
    }
    weights[to] = w;
    weights[from] -= w;
  }
}

/** The places of the `count` largest values, largest first, the earlier of equal ones first. */
function farthest(distances: Float64Array, count: number): number[] {
  const order = Array.from(distances.keys()).sort((a, b) => distances[b] - distances[a] || a - b);
  return order.slice(0, count);
}

function same(a: Int32Array, b: Int32Array): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
