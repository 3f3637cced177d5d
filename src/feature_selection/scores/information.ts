import { buildKdTree } from '../../estimators/neighbors/kd_tree.js';
import { KdTreeQuery } from '../../kernels/kd_tree_query.js';
import { sortNumbers } from '../../kernels/sort.js';
import { digamma } from '../../kernels/special.js';

/**
 * Mutual information, in nats, of two continuous variables, from the distances to the k-th nearest neighbour in the
 * plane. `ySorted` is y in order. O(n log n). Reference: Kraskov, Stoegbauer & Grassberger, Phys. Rev. E 69 (2004)
 * 066138, eq. 8.
 */
export function continuousPair(x: Float64Array, y: Float64Array, ySorted: Float64Array, k: number): number {
  const n = x.length;
  const radius = chebyshevRadii(x, y, k);
  const xSorted = sortNumbers(x.slice());
  const psi = digammaTable(n);
  let sum = 0;
  for (let i = 0; i < n; i++) {
    // The numbers of points that are nearer, the point itself included.
    sum += psi[countWithin(xSorted, x[i], radius[i])] + psi[countWithin(ySorted, y[i], radius[i])];
  }
  return Math.max(0, psi[n] + psi[k] - sum / n);
}

/**
 * Mutual information, in nats, of a continuous and a discrete variable: how many points of any kind lie as near as
 * the k-th neighbour of the same kind. Kinds with one point are left out. O(n log n). Reference: Ross, PLoS ONE 9
 * (2014) e87357.
 */
export function mixedPair(values: Float64Array, codes: Int32Array, kinds: number, k: number): number {
  const counts = new Int32Array(kinds);
  for (const code of codes) counts[code]++;
  const parts = Array.from(counts, (count) => new Float64Array(count));
  const filled = new Int32Array(kinds);
  for (let i = 0; i < values.length; i++) parts[codes[i]][filled[codes[i]]++] = values[i];
  const used = parts.filter((part) => part.length > 1);
  const n = used.reduce((sum, part) => sum + part.length, 0);
  const all = new Float64Array(n);
  let at = 0;
  for (const part of used) {
    sortNumbers(part);
    all.set(part, at);
    at += part.length;
  }
  sortNumbers(all);
  const psi = digammaTable(n);
  let sum = 0;
  for (const part of used) {
    const neighbours = Math.min(k, part.length - 1);
    sum += part.length * (psi[neighbours] - psi[part.length]);
    let low = 0;
    for (let i = 0; i < part.length; i++) {
      // The window of neighbours + 1 points around this one that reaches least far.
      const value = part[i];
      while (low + neighbours < i || farther(part, low, low + neighbours + 1, value)) low++;
      const radius = Math.max(value - part[low], part[low + neighbours] - value);
      sum -= psi[countWithin(all, value, radius)];
    }
  }
  return n === 0 ? 0 : Math.max(0, psi[n] + sum / n);
}

/** Whether the left end is farther from `value` than the point beyond the right end. */
function farther(part: Float64Array, low: number, beyond: number, value: number): boolean {
  return beyond < part.length && value - part[low] > part[beyond] - value;
}

/** For each point of the plane the distance to its k-th nearest other point, by the larger of both differences. */
function chebyshevRadii(x: Float64Array, y: Float64Array, k: number): Float64Array {
  const n = x.length;
  const points = new Float64Array(2 * n);
  for (let i = 0; i < n; i++) {
    points[2 * i] = x[i];
    points[2 * i + 1] = y[i];
  }
  const tree = buildKdTree(points, 2, 16);
  const query = new KdTreeQuery(tree, Number.POSITIVE_INFINITY);
  try {
    // In the order of the tree, so that one search finds what the one before has read.
    const { distances } = query.nearest(tree.points, 0, n, k + 1);
    const radius = new Float64Array(n);
    for (let i = 0; i < n; i++) radius[tree.order[i]] = distances[i * (k + 1) + k];
    return radius;
  } finally {
    query.release();
  }
}

/** How many of the sorted numbers are nearer to `value` than `radius`; equal ones always are. */
function countWithin(sorted: Float64Array, value: number, radius: number): number {
  const n = sorted.length;
  let low = 0;
  let high = n;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const gap = value - sorted[middle];
    if (gap < radius || gap <= 0) high = middle;
    else low = middle + 1;
  }
  const first = low;
  high = n;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const gap = sorted[middle] - value;
    if (gap < radius || gap <= 0) low = middle + 1;
    else high = middle;
  }
  return low - first;
}

let table = new Float64Array(0);

/** digamma of 0 (unused) .. n. */
function digammaTable(n: number): Float64Array {
  if (table.length <= n)
    table = Float64Array.from({ length: n + 1 }, (_, i) => (i === 0 ? Number.NaN : digamma(i)));
  return table;
}
