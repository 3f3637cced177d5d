import { describe } from '../../core/errors.js';
import { inputError, type MatrixLike } from '../../core/input.js';
import type { Labels } from '../../core/labels.js';
import { chiSquaredTail } from '../../kernels/special.js';
import { type ColumnScores, classData } from './score_data.js';

/**
 * Chi-squared test of each column of counts in X (n x d, not negative) against the classes of y: whether its sum is
 * shared among the classes as the rows are. Columns of zeros have NaN. O(n d). Reference: scikit-learn chi2.
 *
 * @throws InvalidInputError for negative values or fewer than two classes.
 * @example
 * ```ts
 * const { scores } = chi2([[1, 3], [0, 3], [4, 3], [5, 3]], ['a', 'a', 'b', 'b']);
 * scores; // 6.4, 0
 * ```
 */
export function chi2(X: MatrixLike, y: Labels): ColumnScores {
  const source = 'chi2';
  const checked = classData(X, y, source);
  const { rows: n, columns: d, data } = checked.X;
  const { codes, counts } = checked;
  const k = counts.length;
  const observed = new Float64Array(k * d);
  for (let i = 0, at = 0; i < n; i++) {
    const from = codes[i] * d;
    for (let to = from; to < from + d; to++, at++) {
      const value = data[at];
      if (value < 0) {
        const where = `${describe(value)} in row ${i}, column ${to - from}`;
        throw inputError(source, 'X', 'must not hold negative values', where, 'Pass counts or frequencies.');
      }
      observed[to] += value;
    }
  }
  const scores = new Float64Array(d);
  const pValues = new Float64Array(d);
  for (let j = 0; j < d; j++) {
    let total = 0;
    for (let c = 0; c < k; c++) total += observed[c * d + j];
    for (let c = 0; c < k; c++) {
      const expected = (counts[c] / n) * total;
      const gap = observed[c * d + j] - expected;
      // The quotient first: squares of sums beyond 1e154 overflow.
      scores[j] += (gap / expected) * gap;
    }
    pValues[j] = chiSquaredTail(scores[j], k - 1);
  }
  return { scores, pValues };
}
