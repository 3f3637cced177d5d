import { InvalidInputError } from '../../../core/errors.js';
import { Matrix } from '../../../core/matrix.js';
import { custom } from '../../../core/params.js';
import type { Run } from '../../../core/run.js';
import { fillDistances } from '../../../kernels/distance_blocks.js';
import {
  type DistanceCallable,
  type DistanceName,
  distanceMetrics,
  type ResolvedMetric,
  resolveMetric,
} from '../../../kernels/distances.js';
import type { MergeChain } from '../../../kernels/hierarchy.js';
import { centredCrossProduct, luSolve, momentsOf } from '../../../kernels/linalg/index.js';

/** A distance by name, 'precomputed', or a function of two rows. */
export type HierarchyMetric = DistanceName | 'precomputed' | DistanceCallable;

/** The distance between rows. */
export const metricSpec = custom<HierarchyMetric>('euclidean', {
  doc: "Distance: a name, a function of two rows, or 'precomputed' (X holds distances); 'ward' needs 'euclidean'.",
  expected: "the name of a distance, 'precomputed', or a function",
  accepts: (value) =>
    typeof value === 'function' ||
    value === 'precomputed' ||
    (typeof value === 'string' && distanceMetrics.has(value)),
  invalid: ['no such metric', 3, {}],
});

/** The distance, with what it needs to know of all rows: variances ('seuclidean') or covariances ('mahalanobis'). */
export async function metricFor(
  X: Matrix,
  metric: Exclude<HierarchyMetric, 'precomputed'>,
  source: string,
  run: Run,
): Promise<ResolvedMetric> {
  if (metric === 'cosine') refuseZeroRows(X, source);
  const d = X.columns;
  if (metric === 'seuclidean') {
    return resolveMetric(metric, { V: momentsOf(X).squares.map((s) => s / (X.rows - 1)) }, d, source);
  }
  if (metric !== 'mahalanobis') return resolveMetric(metric, {}, d, source);
  const scatter = await centredCrossProduct(X, momentsOf(X).mean, run);
  const covariance = Matrix.of(
    scatter.data.map((s) => s / (X.rows - 1)),
    d,
  );
  const one = Matrix.zeros(d, d);
  for (let j = 0; j < d; j++) one.set(j, j, 1);
  const VI = luSolve(covariance, one);
  if (VI) return resolveMetric(metric, { VI }, d, source);
  throw new InvalidInputError(
    `${source}: metric 'mahalanobis' needs columns that do not depend on each other. Got a singular covariance. Drop columns or rows fewer than columns.`,
    { estimator: source, parameter: 'metric', remedy: 'drop dependent columns' },
  );
}

/** Distances of all pairs of rows: the rows of the upper triangle one after another. O(n^2 d / 2). */
export async function condensedDistances(X: Matrix, metric: ResolvedMetric, run: Run): Promise<Float64Array> {
  const { rows: n } = X;
  const result = new Float64Array((n * (n - 1)) / 2);
  let to = 0;
  await eachBand(X, metric, run, (start, end, block) => {
    const width = n - start;
    for (let i = start; i < end; i++) {
      const row = (i - start) * width;
      const part = block.subarray(row + i - start + 1, row + width);
      result.set(part, to);
      to += part.length;
    }
  });
  return result;
}

/** The same distances as the square matrix of a chain. */
export async function squareDistances(
  X: Matrix,
  metric: ResolvedMetric,
  chain: MergeChain,
  run: Run,
): Promise<void> {
  const { rows: n } = X;
  await eachBand(X, metric, run, (start, end, block) => {
    const { square } = chain;
    const width = n - start;
    for (let i = start; i < end; i++) {
      const row = (i - start) * width;
      square.set(block.subarray(row, row + width), i * n + start);
    }
    chain.mirror(start, end);
  });
}

/** Bands of rows against all rows from the band on; in the small triangle below the diagonal pairs come twice. */
async function eachBand(
  X: Matrix,
  metric: ResolvedMetric,
  run: Run,
  take: (start: number, end: number, block: Float64Array) => void,
): Promise<void> {
  const { rows: n, columns, data } = X;
  const band = Math.max(1, Math.min(64, Math.floor(4e6 / n)));
  const block = new Float64Array(band * n);
  for (let start = 0; start < n - 1; start += band) {
    const end = Math.min(n, start + band);
    fillDistances(metric, { data, columns, start, end }, { data, columns, start, end: n }, block);
    take(start, end, block);
    await run.breathe();
  }
}

/** The upper triangle of a square matrix of distances. @throws InvalidInputError unless it is square. */
export function condensedOf(X: Matrix, source: string): Float64Array {
  checkSquare(X, source);
  const n = X.rows;
  const result = new Float64Array((n * (n - 1)) / 2);
  for (let i = 0, to = 0; i < n; i++) for (let j = i + 1; j < n; j++, to++) result[to] = X.data[i * n + j];
  return result;
}

/** @throws InvalidInputError unless X is square. */
export function checkSquare(X: Matrix, source: string): void {
  if (X.rows === X.columns) return;
  throw new InvalidInputError(
    `${source}: with metric 'precomputed' X must be a square matrix of distances. Got ${X.rows} x ${X.columns}. Pass n x n distances.`,
    {
      estimator: source,
      parameter: 'X',
      received: `${X.rows} x ${X.columns}`,
      remedy: 'pass n x n distances',
    },
  );
}

function refuseZeroRows(X: Matrix, source: string): void {
  for (let i = 0; i < X.rows; i++) {
    if (X.row(i).some((value) => value !== 0)) continue;
    throw new InvalidInputError(
      `${source}: metric 'cosine' is not defined for rows of zeros. Got one in row ${i}. Drop such rows.`,
      { estimator: source, parameter: 'X', received: `zeros in row ${i}`, remedy: 'drop rows of zeros' },
    );
  }
}
