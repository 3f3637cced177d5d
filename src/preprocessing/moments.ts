import type { Matrix } from '../core/matrix.js';

/** Weight, mean and sum of squared deviations of each column, NaN left out. */
export interface Moments {
  readonly weight: Float64Array;
  readonly mean: Float64Array;
  readonly squares: Float64Array;
  /** Number of values that are not NaN. */
  readonly count: Float64Array;
}

/**
 * Moments in two passes, the second about a trial mean and corrected for its error, so that columns far from
 * zero keep their digits. O(n d).
 */
export function columnMoments(X: Matrix, sampleWeight: Float64Array | undefined): Moments {
  const { rows, columns, data } = X;
  const weight = new Float64Array(columns);
  const count = new Float64Array(columns);
  const mean = new Float64Array(columns);
  for (let i = 0, at = 0; i < rows; i++) {
    const w = sampleWeight ? sampleWeight[i] : 1;
    for (let j = 0; j < columns; j++, at++) {
      const value = data[at];
      if (Number.isNaN(value)) continue;
      weight[j] += w;
      count[j]++;
      mean[j] += w * value;
    }
  }
  for (let j = 0; j < columns; j++) mean[j] /= weight[j];
  const squares = new Float64Array(columns);
  const drift = new Float64Array(columns);
  for (let i = 0, at = 0; i < rows; i++) {
    const w = sampleWeight ? sampleWeight[i] : 1;
    for (let j = 0; j < columns; j++, at++) {
      const gap = data[at] - mean[j];
      if (Number.isNaN(gap)) continue;
      drift[j] += w * gap;
      squares[j] += w * gap * gap;
    }
  }
  for (let j = 0; j < columns; j++) {
    const shift = drift[j] / weight[j];
    squares[j] = Math.max(0, squares[j] - shift * drift[j]);
    mean[j] += shift;
  }
  return { weight, mean, squares, count };
}

/** Moments of two pieces together (Chan, Golub, LeVeque). */
export function mergeMoments(a: Moments, b: Moments): Moments {
  const weight = a.weight.map((w, j) => w + b.weight[j]);
  const count = a.count.map((n, j) => n + b.count[j]);
  const mean = a.mean.map((m, j) => {
    if (b.weight[j] === 0) return m;
    return a.weight[j] === 0 ? b.mean[j] : (a.weight[j] * m + b.weight[j] * b.mean[j]) / weight[j];
  });
  const squares = a.squares.map((s, j) => {
    if (b.weight[j] === 0) return s;
    if (a.weight[j] === 0) return b.squares[j];
    const gap = a.mean[j] - b.mean[j];
    return s + b.squares[j] + (a.weight[j] * b.weight[j] * gap * gap) / weight[j];
  });
  return { weight, mean, squares, count };
}

/**
 * The standard deviation of each column; 1 for columns whose variance is within the rounding error of
 * computing it, which are constant for all one can tell.
 */
export function scaleOf({ weight, mean, squares, count }: Moments): Float64Array {
  return squares.map((sum, j) => {
    const variance = sum / weight[j];
    const error = count[j] * Number.EPSILON * variance + (count[j] * mean[j] * Number.EPSILON) ** 2;
    return variance <= error || Number.isNaN(variance) ? 1 : Math.sqrt(variance);
  });
}
