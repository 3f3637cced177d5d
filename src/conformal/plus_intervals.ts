import type { Matrix } from '../core/matrix.js';
import { Matrix as MatrixClass } from '../core/matrix.js';
import { upperRank, warnFew } from './confidence.js';

/**
 * Intervals of the jackknife+ kind: for each row the ranks of `prediction - error` and `prediction + error` over the
 * calibration rows, each with the prediction of models that did not learn from that row. O(n log n) per row.
 * Reference: Barber, Candès, Ramdas, Tibshirani, Annals of Statistics 49 (2021) 486.
 *
 * @param errors Absolute errors of the calibration rows.
 * @param predict Writes, for a row, what the models without calibration row i predict, for every i.
 */
export async function plusIntervals(
  rows: number,
  errors: Float64Array,
  alpha: number,
  predict: (row: number, out: Float64Array) => void,
  breathe: () => Promise<void>,
  source: string,
): Promise<Matrix> {
  const n = errors.length;
  const rank = upperRank(n, alpha);
  const result = new Float64Array(2 * rows);
  if (rank > n) {
    warnFew(n, alpha, source);
    for (let i = 0; i < rows; i++) {
      result[2 * i] = Number.NEGATIVE_INFINITY;
      result[2 * i + 1] = Number.POSITIVE_INFINITY;
    }
    return MatrixClass.of(result, 2);
  }
  const predicted = new Float64Array(n);
  const ends = new Float64Array(n);
  for (let row = 0; row < rows; row++) {
    predict(row, predicted);
    for (let i = 0; i < n; i++) ends[i] = predicted[i] - errors[i];
    ends.sort();
    result[2 * row] = ends[n - rank];
    for (let i = 0; i < n; i++) ends[i] = predicted[i] + errors[i];
    ends.sort();
    result[2 * row + 1] = ends[rank - 1];
    if ((row & 15) === 15) await breathe();
  }
  return MatrixClass.of(result, 2);
}
