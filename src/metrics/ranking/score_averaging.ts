import { Matrix } from '../../core/matrix.js';
import type { BinaryProblem } from './binary_problem.js';

/** How the values of the columns become one number; null keeps one per column. */
export type ScoreAverage = 'macro' | 'weighted' | 'micro' | 'samples' | null;

/** Several two-class problems: an n x k indicator with scores. */
export interface IndicatorProblem {
  /** n x k zeros and ones. */
  readonly truth: Matrix;
  /** n x k. */
  readonly scores: Matrix;
  readonly weights: Float64Array | undefined;
}

/** The indicator of codes below k: one 1 per row. */
export function indicatorOf(codes: Int32Array, k: number): Matrix {
  const result = Matrix.zeros(codes.length, k);
  for (let i = 0; i < codes.length; i++) result.data[i * k + codes[i]] = 1;
  return result;
}

/** Applies a metric of two classes to every column, every row or all cells at once, and averages. */
export function averageScores(
  { truth, scores, weights }: IndicatorProblem,
  average: ScoreAverage,
  metric: (problem: BinaryProblem) => number,
): number | Float64Array {
  const { rows: n, columns: k } = truth;
  if (average === 'micro') {
    const each = weights && new Float64Array(n * k);
    if (weights && each) for (let i = 0; i < n; i++) each.fill(weights[i], i * k, (i + 1) * k);
    return metric({ positive: truth.data, scores: scores.data, weights: each });
  }
  if (average === 'samples') {
    const one = (_: unknown, i: number): number =>
      metric({ positive: truth.row(i), scores: scores.row(i), weights: undefined });
    return weightedMean(Float64Array.from({ length: n }, one), weights);
  }
  const values = new Float64Array(k);
  for (let c = 0; c < k; c++)
    values[c] = metric({ positive: truth.column(c), scores: scores.column(c), weights });
  if (average === null) return values;
  return weightedMean(values, average === 'weighted' ? columnWeights(truth, weights) : undefined);
}

/** Weight of the positive rows of each column. */
function columnWeights(truth: Matrix, weights: Float64Array | undefined): Float64Array {
  const { rows, columns, data } = truth;
  const result = new Float64Array(columns);
  for (let i = 0; i < rows; i++) {
    const w = weights ? weights[i] : 1;
    for (let c = 0; c < columns; c++) result[c] += data[i * columns + c] * w;
  }
  return result;
}

/** The weighted mean; a value of weight 0 does not count, not even when it is NaN; 0 when no value counts. */
function weightedMean(values: Float64Array, weights: Float64Array | undefined): number {
  let sum = 0;
  let total = 0;
  for (let i = 0; i < values.length; i++) {
    const w = weights ? weights[i] : 1;
    if (w === 0) continue;
    sum += w * values[i];
    total += w;
  }
  return total === 0 ? 0 : sum / total;
}
