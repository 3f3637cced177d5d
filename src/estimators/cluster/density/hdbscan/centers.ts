import { Matrix } from '../../../../core/matrix.js';
import type { Run } from '../../../../core/run.js';
import { fillDistances } from '../../../../kernels/distance_blocks.js';
import { type DistanceCallable, type MetricParams, resolveMetric } from '../../../../kernels/distances.js';
import type { NeighborMetric } from '../../../neighbors/params.js';

/** Rows of each cluster, with the strengths of their membership. */
export interface Members {
  readonly rows: Int32Array;
  readonly weights: Float64Array;
}

/** The rows of each cluster. */
export function membersOf(labels: Int32Array, probabilities: Float64Array): Members[] {
  const count = labels.reduce((most, label) => Math.max(most, label), -1) + 1;
  const rows: number[][] = Array.from({ length: count }, () => []);
  for (let i = 0; i < labels.length; i++) if (labels[i] >= 0) rows[labels[i]].push(i);
  return rows.map((list) => ({
    rows: Int32Array.from(list),
    weights: Float64Array.from(list, (i) => probabilities[i]),
  }));
}

/** Weighted means of the clusters. */
export function centroidsOf(X: Matrix, clusters: readonly Members[]): Matrix {
  const d = X.columns;
  const result = Matrix.zeros(clusters.length, d);
  for (const [c, { rows, weights }] of clusters.entries()) {
    let total = 0;
    for (const w of weights) total += w;
    for (let i = 0; i < rows.length; i++) {
      for (let j = 0; j < d; j++) result.data[c * d + j] += (X.data[rows[i] * d + j] * weights[i]) / total;
    }
  }
  return result;
}

/** Of each cluster the row with the least weighted sum of distances to its rows. O(m^2) per cluster of m rows. */
export async function medoidsOf(
  X: Matrix,
  clusters: readonly Members[],
  metric: NeighborMetric,
  params: MetricParams,
  run: Run,
): Promise<Matrix> {
  const d = X.columns;
  const result = Matrix.zeros(clusters.length, d);
  const resolved = resolveMetric(metric as string | DistanceCallable, params, d);
  for (const [c, { rows, weights }] of clusters.entries()) {
    const part = X.takeRows(rows);
    const m = rows.length;
    const all = { data: part.data, columns: d, start: 0, end: m };
    const block = Math.max(1, Math.min(m, Math.floor(1e6 / m)));
    const distances = new Float64Array(block * m);
    let least = Number.POSITIVE_INFINITY;
    let best = 0;
    for (let start = 0; start < m; start += block) {
      const end = Math.min(m, start + block);
      fillDistances(resolved, { ...all, start, end }, all, distances);
      for (let i = start; i < end; i++) {
        let sum = 0;
        for (let j = 0, at = (i - start) * m; j < m; j++, at++) sum += distances[at] * weights[j];
        if (sum < least) {
          least = sum;
          best = i;
        }
      }
      await run.breathe();
    }
    result.data.set(part.row(best), c * d);
  }
  return result;
}
