import { checkScores, metricError } from '../input.js';

/**
 * Area under a curve by the trapezium rule; x must rise or fall throughout. O(n). Source: scikit-learn auc.
 * @throws InvalidInputError for fewer than two points, unequal lengths, or an x that does neither.
 *
 * @example
 * ```ts
 * auc([0, 0.5, 1], [0, 0.8, 1]); // 0.65
 * ```
 */
export function auc(x: ArrayLike<number>, y: ArrayLike<number>): number {
  const n = x?.length ?? 0;
  const [xs, ys] = [checkScores(x, n, 'auc', 'x'), checkScores(y, n, 'auc', 'y')];
  if (n < 2) throw metricError('auc', 'x', 'must hold at least two points', `${n}`, 'Pass a curve.');
  let rises = false;
  let falls = false;
  for (let i = 1; i < n; i++) {
    rises ||= xs[i] > xs[i - 1];
    falls ||= xs[i] < xs[i - 1];
  }
  if (rises && falls)
    throw metricError('auc', 'x', 'must rise or fall throughout', 'both', 'Sort the points by x.');
  return falls ? -trapezium(xs, ys) : trapezium(xs, ys);
}

/** The signed area under checked points. */
export function trapezium(x: Float64Array, y: Float64Array): number {
  let area = 0;
  for (let i = 1; i < x.length; i++) area += ((x[i] - x[i - 1]) * (y[i] + y[i - 1])) / 2;
  return area;
}
