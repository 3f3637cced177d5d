import { InvalidInputError } from '../../core/errors.js';
import type { MatrixLike, Targets } from '../../core/input.js';
import type { Matrix } from '../../core/matrix.js';
import { fisherTail } from '../../kernels/special.js';
import { type ColumnScores, numberData } from './score_data.js';

/** Options of rRegression and fRegression. */
export interface RegressionScoreOptions {
  /** Subtract the means of X and y first; default true. */
  readonly center?: boolean;
  /** Give finite values where the statistic is not defined or infinite; default true. */
  readonly forceFinite?: boolean;
}

/**
 * Pearson's correlation of each column of X (n x d) with y (n). Constant columns have 0, or NaN with
 * `forceFinite: false`. O(n d). Reference: scikit-learn r_regression.
 *
 * @example
 * ```ts
 * const { data, target } = await loadDiabetes();
 * rRegression(data, target)[2]; // 0.586: the body mass index
 * ```
 */
export function rRegression(X: MatrixLike, y: Targets, options: RegressionScoreOptions = {}): Float64Array {
  const checked = numberData(X, y, 'rRegression');
  const { r } = correlations(checked.X, checked.y, options.center ?? true);
  return (options.forceFinite ?? true) ? r.map((value) => (Number.isNaN(value) ? 0 : value)) : r;
}

/**
 * F test of the straight line from each column of X (n x d) to y (n): F = r^2 / (1 - r^2) times the degrees of
 * freedom, n - 2 (n - 1 without centring). Near |r| = 1 the rest 1 - r^2 is summed from the residuals, so that it
 * keeps its digits. With `forceFinite` a perfect line has the largest number and a constant column 0. O(n d).
 * Reference: scikit-learn f_regression.
 *
 * @throws InvalidInputError for fewer rows than the test needs.
 * @example
 * ```ts
 * const { data, target } = await loadDiabetes();
 * const { scores, pValues } = fRegression(data, target);
 * scores[2]; // 230.65
 * pValues[2]; // 3.5e-42
 * ```
 */
export function fRegression(X: MatrixLike, y: Targets, options: RegressionScoreOptions = {}): ColumnScores {
  const { center = true, forceFinite = true } = options;
  const checked = numberData(X, y, 'fRegression');
  const freedom = checked.X.rows - (center ? 2 : 1);
  if (freedom < 1) {
    throw new InvalidInputError(
      `fRegression: needs at least ${center ? 3 : 2} rows. Got ${checked.X.rows}. Add rows.`,
      { estimator: 'fRegression', parameter: 'X', received: `${checked.X.rows} rows`, remedy: 'add rows' },
    );
  }
  const { r, rest } = correlations(checked.X, checked.y, center);
  const scores = new Float64Array(r.length);
  const pValues = new Float64Array(r.length);
  for (let j = 0; j < r.length; j++) {
    scores[j] = ((r[j] * r[j]) / rest[j]) * freedom;
    pValues[j] = fisherTail(scores[j], 1, freedom);
    if (!forceFinite) continue;
    if (scores[j] === Number.POSITIVE_INFINITY) scores[j] = Number.MAX_VALUE;
    if (Number.isNaN(scores[j])) {
      scores[j] = 0;
      pValues[j] = 1;
    }
  }
  return { scores, pValues };
}

/** From here on 1 - r^2 is summed from the residuals. */
const NEARLY_ONE = 0.999;

/** A share of the variance that rounding alone leaves. */
const ROUNDING = (8 * Number.EPSILON) ** 2;

/** Correlation of each column with y, and the share 1 - r^2 that it leaves. NaN where either is constant. */
function correlations(X: Matrix, y: Float64Array, center: boolean): { r: Float64Array; rest: Float64Array } {
  const { rows: n, columns: d, data } = X;
  const target = scaledTarget(y, center);
  const shift = new Float64Array(d);
  const mean = new Float64Array(d);
  if (center) {
    // Differences from the first row: exactly 0 in a constant column.
    shift.set(X.row(0));
    for (let i = 0, at = 0; i < n; i++) for (let j = 0; j < d; j++, at++) mean[j] += data[at] - shift[j];
    for (let j = 0; j < d; j++) mean[j] /= n;
  }
  const squares = new Float64Array(d);
  const products = new Float64Array(d);
  let targetSquares = 0;
  for (let i = 0, at = 0; i < n; i++) {
    const t = target[i];
    targetSquares += t * t;
    for (let j = 0; j < d; j++, at++) {
      const gap = data[at] - shift[j] - mean[j];
      squares[j] += gap * gap;
      products[j] += gap * t;
    }
  }
  const r = new Float64Array(d);
  const rest = new Float64Array(d);
  for (let j = 0; j < d; j++) {
    const value = products[j] / Math.sqrt(squares[j]) / Math.sqrt(targetSquares);
    r[j] = Math.max(-1, Math.min(1, value));
    rest[j] = 1 - r[j] * r[j];
    if (r[j] * r[j] < NEARLY_ONE || !(squares[j] > 0)) continue;
    const slope = products[j] / squares[j];
    let left = 0;
    for (let i = 0, at = j; i < n; i++, at += d) {
      const gap = target[i] - slope * (data[at] - shift[j] - mean[j]);
      left += gap * gap;
    }
    rest[j] = left / targetSquares < ROUNDING ? 0 : left / targetSquares;
  }
  return { r, rest };
}

/** y less its mean, divided by its largest value, so that no scale of y over- or underflows. */
function scaledTarget(y: Float64Array, center: boolean): Float64Array {
  const first = center ? y[0] : 0;
  const target = y.map((value) => value - first);
  let largest = 0;
  for (const value of target) largest = Math.max(largest, Math.abs(value));
  if (largest === 0) return target;
  let mean = 0;
  for (let i = 0; i < target.length; i++) {
    target[i] /= largest;
    mean += target[i];
  }
  mean /= target.length;
  if (center) for (let i = 0; i < target.length; i++) target[i] -= mean;
  return target;
}
