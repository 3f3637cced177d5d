import { Matrix } from '../../core/matrix.js';
import { momentsOf } from '../../kernels/linalg/index.js';

/** Rows ready for a solver without intercept: centred, and times the roots of their weights. */
export interface CentredData {
  /** n x d, a copy. */
  readonly X: Matrix;
  /** n x t, a copy. */
  readonly y: Matrix;
  /** Weighted means of the columns of X; zeros without an intercept. */
  readonly xMean: Float64Array;
  readonly yMean: Float64Array;
}

/**
 * Copies X (n x d) and y (n x t) with their weighted means taken off (when there is an intercept) and rows multiplied
 * by the roots of their weights. Columns that hold one value become exactly zero. O(n d).
 */
export function centreData(
  X: Matrix,
  y: Matrix,
  sampleWeight: Float64Array | undefined,
  fitIntercept: boolean,
): CentredData {
  const xMean = fitIntercept ? weightedMeans(X, sampleWeight) : new Float64Array(X.columns);
  const yMean = fitIntercept ? weightedMeans(y, sampleWeight) : new Float64Array(y.columns);
  const roots = sampleWeight?.map(Math.sqrt);
  const scaled = shifted(X, xMean, roots);
  if (fitIntercept) clearConstants(X, scaled, xMean, sampleWeight);
  return { X: scaled, y: shifted(y, yMean, roots), xMean, yMean };
}

/** Means of the columns under weights, corrected in a second pass so that columns far from zero keep digits. O(n d). */
export function weightedMeans(X: Matrix, sampleWeight: Float64Array | undefined): Float64Array {
  if (!sampleWeight) {
    // Sums may overflow where the mean does not.
    const plain = momentsOf(X).mean;
    if (plain.every(Number.isFinite)) return plain;
  }
  const { rows: n, columns: d, data } = X;
  const mean = new Float64Array(d);
  const drift = new Float64Array(d);
  let total = 0;
  for (let i = 0; i < n; i++) total += sampleWeight ? sampleWeight[i] : 1;
  for (let i = 0, at = 0; i < n; i++, at += d) {
    const share = (sampleWeight ? sampleWeight[i] : 1) / total;
    if (share > 0) for (let j = 0; j < d; j++) mean[j] += share * data[at + j];
  }
  for (let i = 0, at = 0; i < n; i++, at += d) {
    const share = (sampleWeight ? sampleWeight[i] : 1) / total;
    if (share > 0) for (let j = 0; j < d; j++) drift[j] += share * (data[at + j] - mean[j]);
  }
  for (let j = 0; j < d; j++) mean[j] += drift[j];
  return mean;
}

/** The intercepts that belong to coefficients (t x d) found on centred data. */
export function interceptOf(
  coef: Matrix,
  { xMean, yMean }: Pick<CentredData, 'xMean' | 'yMean'>,
): Float64Array {
  return yMean.map((value, c) => {
    const row = coef.row(c);
    let sum = value;
    for (let j = 0; j < row.length; j++) sum -= row[j] * xMean[j];
    return sum;
  });
}

function shifted(X: Matrix, mean: Float64Array, roots: Float64Array | undefined): Matrix {
  const { rows: n, columns: d, data } = X;
  const result = new Float64Array(data.length);
  for (let i = 0, at = 0; i < n; i++, at += d) {
    const root = roots ? roots[i] : 1;
    for (let j = 0; j < d; j++) result[at + j] = (data[at + j] - mean[j]) * root;
  }
  return Matrix.of(result, d);
}

/** What is left of a column of one value after centring is rounding: it must not pass for information. */
function clearConstants(
  X: Matrix,
  scaled: Matrix,
  mean: Float64Array,
  sampleWeight: Float64Array | undefined,
): void {
  const { rows: n, columns: d, data } = X;
  const spread = new Float64Array(d);
  for (let i = 0, at = 0; i < n; i++, at += d) {
    if (sampleWeight && sampleWeight[i] === 0) continue;
    for (let j = 0; j < d; j++) spread[j] = Math.max(spread[j], Math.abs(data[at + j] - mean[j]));
  }
  for (let j = 0; j < d; j++) {
    if (spread[j] > 4 * Number.EPSILON * Math.abs(mean[j])) continue;
    for (let at = j; at < n * d; at += d) scaled.data[at] = 0;
  }
}
