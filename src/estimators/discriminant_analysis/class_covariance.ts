import { InvalidParameterError } from '../../core/errors.js';
import { Matrix } from '../../core/matrix.js';
import type { Estimator } from '../../core/protocol.js';
import type { Run } from '../../core/run.js';
import { centred, momentsOf } from '../../kernels/linalg/index.js';
import { ledoitWolfOf, secondMoments, shrink } from '../covariance/estimates.js';

/** How strongly covariances are drawn towards a multiple of the identity. */
export type Shrinkage = number | 'auto' | null;

/** An estimator that finds a covariance. */
export interface CovarianceEstimator extends Estimator {
  readonly covariance: Matrix;
}

/** The rows of each class. */
export function rowsByClass(codes: Int32Array, k: number): number[][] {
  const rows: number[][] = Array.from({ length: k }, () => []);
  for (let i = 0; i < codes.length; i++) rows[codes[i]].push(i);
  return rows;
}

/** Mean of the rows of each class: k x d. */
export function classMeans(X: Matrix, rows: readonly number[][]): Matrix {
  const means = Matrix.zeros(rows.length, X.columns);
  rows.forEach((members, c) => {
    means.data.set(momentsOf(X.takeRows(members)).mean, c * X.columns);
  });
  return means;
}

/** Covariance of X (divided by n), shrunk as asked: 'auto' by Ledoit and Wolf's share of the standardised columns. */
export async function covarianceOf(
  X: Matrix,
  shrinkage: Shrinkage,
  estimator: Estimator | null,
  run: Run,
): Promise<Matrix> {
  if (estimator) return fittedCovariance(X, estimator, run);
  const { mean, squares } = momentsOf(X);
  const Z = centred(X, mean);
  if (shrinkage === null) return secondMoments(Z);
  if (typeof shrinkage === 'number') return shrink(secondMoments(Z), shrinkage);
  const d = X.columns;
  const scale = squares.map((sum) => Math.sqrt(sum / X.rows) || 1);
  for (let i = 0; i < Z.data.length; i++) Z.data[i] /= scale[i % d];
  const result = shrink(secondMoments(Z), ledoitWolfOf(Z));
  for (let i = 0; i < d; i++) for (let j = 0; j < d; j++) result.data[i * d + j] *= scale[i] * scale[j];
  return result;
}

async function fittedCovariance(X: Matrix, estimator: Estimator, run: Run): Promise<Matrix> {
  const fitted = await estimator.with({}).fit(X, undefined, run.inner());
  const { covariance } = fitted as Partial<CovarianceEstimator>;
  if (covariance instanceof Matrix) return covariance;
  throw new InvalidParameterError(
    `${run.estimator}: covarianceEstimator must have a covariance after fit. Got ${estimator.type}. Pass one such as LedoitWolf.`,
    { estimator: run.estimator, parameter: 'covarianceEstimator', received: estimator.type },
  );
}

/** The covariances within the classes, averaged by the priors. */
export async function withinCovariance(
  X: Matrix,
  rows: readonly number[][],
  priors: Float64Array,
  shrinkage: Shrinkage,
  estimator: Estimator | null,
  run: Run,
): Promise<Matrix> {
  const total = Matrix.zeros(X.columns, X.columns);
  for (let c = 0; c < rows.length; c++) {
    const covariance = await covarianceOf(X.takeRows(rows[c]), shrinkage, estimator, run);
    for (let i = 0; i < total.data.length; i++) total.data[i] += priors[c] * covariance.data[i];
    await run.step(c + 1, rows.length, 'classes');
  }
  return total;
}
