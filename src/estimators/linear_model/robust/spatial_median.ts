import type { Run } from '../../../core/run.js';

/** A point, and how it was found. */
export interface SpatialMedian {
  readonly point: Float64Array;
  readonly iterations: number;
  readonly converged: boolean;
}

/**
 * The point with the least sum of distances to points (count x m), by Weiszfeld's iteration; in one dimension the
 * median. O(count m) per iteration.
 * Reference: Kaerkkaeinen and Aeyraemoe, EUROGEN 2005; Vardi and Zhang, PNAS 97 (2000) 1423.
 */
export async function spatialMedian(
  points: Float64Array,
  m: number,
  { maxIter, tol }: { readonly maxIter: number; readonly tol: number },
  run: Run,
): Promise<SpatialMedian> {
  const count = points.length / m;
  if (m === 1) {
    const sorted = points.slice().sort();
    const half = count >> 1;
    const median = count % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    return { point: Float64Array.of(median), iterations: 1, converged: true };
  }
  let point = new Float64Array(m);
  for (let i = 0, at = 0; i < count; i++) for (let j = 0; j < m; j++, at++) point[j] += points[at];
  for (let j = 0; j < m; j++) point[j] /= count;
  for (let iteration = 1; iteration <= maxIter; iteration++) {
    const next = weiszfeldStep(points, point);
    let moved = 0;
    for (let j = 0; j < m; j++) moved += (next[j] - point[j]) ** 2;
    await run.step(iteration, maxIter, 'iteration');
    point = next;
    if (moved < tol * tol) return { point, iterations: iteration, converged: true };
  }
  return { point, iterations: Math.max(1, maxIter), converged: false };
}

/** The mean of all other points by the inverse of their distance, and held back by points that lie where it stands. */
function weiszfeldStep(points: Float64Array, from: Float64Array): Float64Array<ArrayBuffer> {
  const m = from.length;
  const count = points.length / m;
  const pull = new Float64Array(m);
  const mean = new Float64Array(m);
  let inverse = 0;
  let here = 0;
  for (let i = 0, at = 0; i < count; i++, at += m) {
    let square = 0;
    for (let j = 0; j < m; j++) square += (points[at + j] - from[j]) ** 2;
    const distance = Math.sqrt(square);
    if (!(distance >= Number.EPSILON)) {
      here = 1;
      continue;
    }
    for (let j = 0; j < m; j++) {
      pull[j] += (points[at + j] - from[j]) / distance;
      mean[j] += points[at + j] / distance;
    }
    inverse += 1 / distance;
  }
  const force = Math.sqrt(pull.reduce((sum, value) => sum + value * value, 0));
  // All pulls cancel: this is the point.
  if (!(force > Number.EPSILON)) return from.slice();
  const stay = Math.min(1, here / force);
  return mean.map((value, j) => (1 - stay) * (value / inverse) + stay * from[j]);
}
