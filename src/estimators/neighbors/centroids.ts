import { Matrix } from '../../core/matrix.js';

/** Median of numbers. */
export function median(values: Float64Array): number {
  const sorted = values.slice().sort();
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : sorted[half - 1] + (sorted[half] - sorted[half - 1]) / 2;
}

/** Median of each column over the rows of each class: k x d. */
export function classMedians(X: Matrix, rows: readonly number[][]): Matrix {
  const result = Matrix.zeros(rows.length, X.columns);
  rows.forEach((members, c) => {
    const values = new Float64Array(members.length);
    for (let j = 0; j < X.columns; j++) {
      for (let i = 0; i < members.length; i++) values[i] = X.data[members[i] * X.columns + j];
      result.data[c * X.columns + j] = median(values);
    }
  });
  return result;
}

/** Standard deviation of each column around the centroids of the classes; 0 when each class has one row. */
export function spreadWithin(
  { data, rows, columns: d }: Matrix,
  codes: Int32Array,
  centroids: Matrix,
): Float64Array {
  const squares = new Float64Array(d);
  for (let i = 0, at = 0; i < rows; i++) {
    for (let j = 0, c = codes[i] * d; j < d; j++, at++, c++) {
      const gap = data[at] - centroids.data[c];
      squares[j] += gap * gap;
    }
  }
  const freedom = rows - centroids.rows;
  return squares.map((sum) => (freedom > 0 ? Math.sqrt(sum / freedom) : 0));
}

/** Standard error of a centroid relative to the spread: sqrt(1 / n_k - 1 / n). */
function errors(counts: readonly number[]): number[] {
  const n = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => Math.sqrt(1 / count - 1 / n));
}

/** Deviations of centroids from the overall mean in units of their error; 0 / 0 counts as no deviation. */
export function deviationsOf(
  centroids: Matrix,
  mean: Float64Array,
  counts: readonly number[],
  scale: Float64Array,
): Matrix {
  const d = mean.length;
  const error = errors(counts);
  return Matrix.of(
    centroids.data.map((value, i) => {
      const gap = value - mean[i % d];
      return gap === 0 ? 0 : gap / (error[Math.floor(i / d)] * scale[i % d]);
    }),
    d,
  );
}

/** Draws the deviations towards 0 by `threshold`, and the centroids with them, in place. */
export function shrinkCentroids(
  centroids: Matrix,
  deviations: Matrix,
  mean: Float64Array,
  counts: readonly number[],
  scale: Float64Array,
  threshold: number,
): void {
  const d = mean.length;
  const error = errors(counts);
  for (let i = 0; i < deviations.data.length; i++) {
    const value = deviations.data[i];
    const unit = error[Math.floor(i / d)] * scale[i % d];
    deviations.data[i] = Math.sign(value) * Math.max(0, Math.abs(value) - threshold);
    // Where nothing varies within the classes, deviations are infinite and centroids stay.
    if (unit > 0) centroids.data[i] = mean[i % d] + unit * deviations.data[i];
  }
}
