import { asMatrix, type MatrixLike } from '../../core/input.js';
import { Matrix } from '../../core/matrix.js';
import { crossProduct } from '../../kernels/gemm.js';
import { centred, logDeterminant, momentsOf } from '../../kernels/linalg/index.js';

/** Whether the columns have mean zero already. */
export interface CenteringOptions {
  /** Take the columns as centred: nothing is subtracted; default false. */
  readonly assumeCentered?: boolean;
}

/** A covariance that was shrunk, and by how much. */
export interface ShrunkEstimate {
  readonly covariance: Matrix;
  readonly shrinkage: number;
}

/** Rows about their mean, or as they are. */
export function centredRows(X: Matrix, assumeCentered: boolean): { Z: Matrix; location: Float64Array } {
  if (assumeCentered) return { Z: X, location: new Float64Array(X.columns) };
  const { mean } = momentsOf(X);
  return { Z: centred(X, mean), location: mean };
}

/** Z^T Z / n. */
export function secondMoments(Z: Matrix): Matrix {
  const products = crossProduct(Z);
  for (let i = 0; i < products.data.length; i++) products.data[i] /= Z.rows;
  return products;
}

/** (1 - shrinkage) covariance + shrinkage mu I, with mu the mean variance. */
export function shrink(covariance: Matrix, shrinkage: number): Matrix {
  const d = covariance.columns;
  const result = Matrix.of(
    covariance.data.map((x) => x * (1 - shrinkage)),
    d,
  );
  const mu = trace(covariance) / d;
  for (let j = 0; j < d; j++) result.data[j * d + j] += shrinkage * mu;
  return result;
}

/** Ledoit and Wolf's shrinkage for centred rows. */
export function ledoitWolfOf(Z: Matrix): number {
  const { rows: n, columns: d } = Z;
  if (d === 1) return 0;
  const size = Z.data.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  if (size === 0) return 0;
  // The answer does not depend on the unit; fourth powers stay finite in this one.
  const scaled = Matrix.of(
    Z.data.map((x) => x / size),
    d,
  );
  let fourth = 0;
  for (let i = 0; i < n; i++) {
    let squares = 0;
    for (let j = i * d; j < (i + 1) * d; j++) squares += scaled.data[j] * scaled.data[j];
    fourth += squares * squares;
  }
  const covariance = secondMoments(scaled);
  const mu = trace(covariance) / d;
  const products = covariance.data.reduce((sum, x) => sum + x * x, 0);
  const beta = (fourth / n - products) / (d * n);
  const delta = (products - 2 * mu * mu * d + d * mu * mu) / d;
  const least = Math.min(beta, delta);
  return least === 0 ? 0 : least / delta;
}

/** Chen's oracle approximating shrinkage for a covariance of n rows. */
export function oasOf(covariance: Matrix, n: number): number {
  const d = covariance.columns;
  if (d === 1) return 0;
  const mu = trace(covariance) / d;
  if (mu === 0) return 1;
  const alpha = covariance.data.reduce((sum, x) => sum + (x / mu) ** 2, 0) / (d * d);
  const below = (n + 1) * (alpha - 1 / d);
  return below === 0 ? 1 : Math.min(1, (alpha + 1) / below);
}

function trace(A: Matrix): number {
  let sum = 0;
  for (let j = 0; j < A.columns; j++) sum += A.data[j * A.columns + j];
  return sum;
}

/**
 * Covariance of the columns of X (n x d) by maximum likelihood: divided by n. O(n d^2).
 * Source: scikit-learn empirical_covariance.
 * @example
 * ```ts
 * empiricalCovariance([[1, 2], [3, 6]]).to2DArray(); // [[1, 2], [2, 4]]
 * ```
 */
export function empiricalCovariance(X: MatrixLike, options: CenteringOptions = {}): Matrix {
  const matrix = asMatrix(X, { estimator: 'empiricalCovariance' });
  return secondMoments(centredRows(matrix, options.assumeCentered ?? false).Z);
}

/**
 * A covariance (d x d) drawn towards the mean variance times the identity. Source: scikit-learn shrunk_covariance.
 * @example
 * ```ts
 * shrunkCovariance([[1, 2], [2, 3]], { shrinkage: 0.5 }).to2DArray(); // [[1.5, 1], [1, 2.5]]
 * ```
 */
export function shrunkCovariance(
  covariance: MatrixLike,
  options: { readonly shrinkage?: number } = {},
): Matrix {
  return shrink(asMatrix(covariance, { estimator: 'shrunkCovariance' }), options.shrinkage ?? 0.1);
}

/**
 * The covariance of X (n x d) with Ledoit and Wolf's shrinkage (2004), the best in mean square asymptotically. O(n d^2).
 * @example
 * ```ts
 * ledoitWolf([[1, 2], [3, 6], [2, 1]]).shrinkage; // between 0 and 1
 * ```
 */
export function ledoitWolf(X: MatrixLike, options: CenteringOptions = {}): ShrunkEstimate {
  const { Z } = centredRows(asMatrix(X, { estimator: 'ledoitWolf' }), options.assumeCentered ?? false);
  const shrinkage = ledoitWolfOf(Z);
  return { covariance: shrink(secondMoments(Z), shrinkage), shrinkage };
}

/**
 * Ledoit and Wolf's shrinkage of X (n x d).
 * @example
 * ```ts
 * ledoitWolfShrinkage([[1, 2], [3, 6], [2, 1]]); // between 0 and 1
 * ```
 */
export function ledoitWolfShrinkage(X: MatrixLike, options: CenteringOptions = {}): number {
  return ledoitWolf(X, options).shrinkage;
}

/**
 * The covariance of X (n x d) with the oracle approximating shrinkage of Chen et al. (2010), better than Ledoit and
 * Wolf's for normal rows. O(n d^2).
 * @example
 * ```ts
 * oas([[1, 2], [3, 6], [2, 1]]).shrinkage; // between 0 and 1
 * ```
 */
export function oas(X: MatrixLike, options: CenteringOptions = {}): ShrunkEstimate {
  const { Z } = centredRows(asMatrix(X, { estimator: 'oas' }), options.assumeCentered ?? false);
  const covariance = secondMoments(Z);
  const shrinkage = oasOf(covariance, Z.rows);
  return { covariance: shrink(covariance, shrinkage), shrinkage };
}

/**
 * Mean log density of rows with this covariance under a normal distribution with this precision (both d x d). O(d^3).
 * @example
 * ```ts
 * logLikelihood([[1]], [[1]]); // -1.4189
 * ```
 */
export function logLikelihood(covariance: MatrixLike, precision: MatrixLike): number {
  const S = asMatrix(covariance, { estimator: 'logLikelihood' });
  const P = asMatrix(precision, { estimator: 'logLikelihood' });
  const inner = S.data.reduce((sum, x, i) => sum + x * P.data[i], 0);
  return (logDeterminant(P) - inner - P.columns * Math.log(2 * Math.PI)) / 2;
}
