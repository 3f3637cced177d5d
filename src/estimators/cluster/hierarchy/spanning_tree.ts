import type { Matrix } from '../../../core/matrix.js';
import type { Run } from '../../../core/run.js';
import type { ResolvedMetric } from '../../../kernels/distances.js';
import { SpanningTree, unlessTooLarge } from '../../../kernels/hierarchy.js';
import { cell } from './chain.js';
import type { Merges } from './tree.js';

/** Distances from row `x` to the rows of `rest` (its first `count` entries), into `out`. */
type Distances = (x: number, rest: Int32Array, count: number, out: Float64Array) => void;

/** Distances' columns that are looked at between two looks at the clock. */
const WORK = 8e6;

/** Merges of single linkage from rows: a minimum spanning tree, distances taken as needed. O(n^2 d), memory two copies of X. */
export async function singleLinkage(X: Matrix, metric: ResolvedMetric, run: Run): Promise<Merges> {
  const euclidean = metric.name === 'euclidean' || metric.name === 'l2';
  const tree = euclidean ? unlessTooLarge(() => new SpanningTree(X)) : undefined;
  if (!tree) return plainSingle(X, metric, run);
  const { rows: n, columns: d } = X;
  try {
    for (let done = 0; done < n - 1; ) {
      done = tree.grow(done, Math.ceil(WORK / (n * (d + 2))));
      if (run.due) await run.step(done, n - 1, 'merge');
    }
    return tree.result();
  } finally {
    tree.release();
  }
}

/** The same without kernels: for other metrics, and for more rows than the kernels' memory holds. */
export function plainSingle(X: Matrix, metric: ResolvedMetric, run: Run): Promise<Merges> {
  const { data, columns: d } = X;
  const euclidean = metric.name === 'euclidean' || metric.name === 'l2';
  const { distance } = metric;
  // The rows not yet reached, one after another, so that they are read in a stream.
  const left = data.slice(d);
  return spanningTree(
    X.rows,
    (x, _rest, count, out) => {
      const from = x * d;
      if (!euclidean) {
        for (let r = 0; r < count; r++) out[r] = distance(data, from, left, r * d, d);
        return;
      }
      for (let r = 0, b = 0; r < count; r++) {
        let sum = 0;
        for (let a = from, end = from + d; a < end; a++, b++) {
          const gap = data[a] - left[b];
          sum += gap * gap;
        }
        out[r] = Math.sqrt(sum);
      }
    },
    run,
    (place, count) => left.copyWithin(place * d, (place + 1) * d, count * d),
  );
}

/** Merges of single linkage from a condensed matrix of distances. O(n^2). */
export function singleLinkageOf(D: Float64Array, n: number, run: Run): Promise<Merges> {
  return spanningTree(
    n,
    (x, rest, count, out) => {
      for (let r = 0; r < count; r++) out[r] = D[cell(x, rest[r], n)];
    },
    run,
  );
}

/** Prim's algorithm from row 0. Reference: Müllner, arXiv:1109.2378, figure 6. */
async function spanningTree(
  n: number,
  distances: Distances,
  run: Run,
  reached?: (place: number, count: number) => void,
): Promise<Merges> {
  const left = new Int32Array(n - 1);
  const right = new Int32Array(n - 1);
  const heights = new Float64Array(n - 1);
  const rest = Int32Array.from({ length: n - 1 }, (_, i) => i + 1);
  const least = new Float64Array(n - 1).fill(Number.POSITIVE_INFINITY);
  const found = new Float64Array(n - 1);
  let current = 0;
  for (let k = 0, count = n - 1; k < n - 1; k++, count--) {
    distances(current, rest, count, found);
    let best = 0;
    let height = Number.POSITIVE_INFINITY;
    for (let r = 0; r < count; r++) {
      if (found[r] < least[r]) least[r] = found[r];
      if (least[r] < height) {
        height = least[r];
        best = r;
      }
    }
    left[k] = current;
    right[k] = current = rest[best];
    heights[k] = height;
    reached?.(best, count);
    rest.copyWithin(best, best + 1, count);
    least.copyWithin(best, best + 1, count);
    if (run.due) await run.step(k + 1, n - 1, 'merge');
  }
  return { left, right, heights };
}
