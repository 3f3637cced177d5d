import { InvalidInputError } from '../../core/errors.js';
import { Matrix } from '../../core/matrix.js';
import type { Estimator } from '../../core/protocol.js';
import type { Run } from '../../core/run.js';
import { matmul } from '../../kernels/gemm.js';
import {
  centred,
  cholesky,
  leadingColumns,
  leastSquares,
  svd,
  symmetricEigen,
} from '../../kernels/linalg/index.js';
import { classMeans, covarianceOf, type Shrinkage, withinCovariance } from './class_covariance.js';

/** Training data and what the solvers share. */
export interface LdaProblem {
  readonly X: Matrix;
  readonly rows: readonly number[][];
  readonly priors: Float64Array;
  readonly shrinkage: Shrinkage;
  readonly covarianceEstimator: Estimator | null;
  readonly tol: number;
  readonly storeCovariance: boolean;
  /** Most directions that tell classes apart. */
  readonly most: number;
}

/** A discriminant: linear scores, and directions where the solver has them. */
export interface LdaSolution {
  readonly means: Matrix;
  readonly xbar: Float64Array | null;
  readonly covariance: Matrix | null;
  /** d x r; null for 'lsqr'. */
  readonly scalings: Matrix | null;
  readonly explainedVarianceRatio: Float64Array | null;
  /** k x d. */
  readonly coef: Matrix;
  readonly intercept: Float64Array;
}

/** Whitens within the classes by one decomposition, then between them by another: no covariance is formed. */
export async function solveBySvd(problem: LdaProblem, run: Run): Promise<LdaSolution> {
  const { X, rows, priors, tol, most } = problem;
  const { rows: n, columns: d } = X;
  const k = rows.length;
  const means = classMeans(X, rows);
  const xbar = new Float64Array(d);
  for (let c = 0; c < k; c++) for (let j = 0; j < d; j++) xbar[j] += priors[c] * means.get(c, j);
  const Z = X.clone();
  const std = new Float64Array(d);
  rows.forEach((members, c) => {
    for (const i of members) {
      for (let j = 0; j < d; j++) {
        const gap = Z.data[i * d + j] - means.data[c * d + j];
        Z.data[i * d + j] = gap;
        std[j] += gap * gap;
      }
    }
  });
  for (let j = 0; j < d; j++) std[j] = Math.sqrt(std[j] / n) || 1;
  const factor = Math.sqrt(1 / (n - k));
  for (let i = 0; i < Z.data.length; i++) Z.data[i] *= factor / std[i % d];
  const within = svd(Z);
  await run.step(1, 2, 'decompositions');
  const rank = countAbove(within.s, tol);
  if (rank === 0) throw noSpread();
  const scalings = Matrix.zeros(d, rank);
  for (let j = 0; j < d; j++) {
    for (let r = 0; r < rank; r++) scalings.data[j * rank + r] = within.Vt.get(r, j) / std[j] / within.s[r];
  }
  const between = centred(means, xbar);
  for (let c = 0; c < k; c++) {
    const weight = Math.sqrt((n * priors[c]) / (k - 1));
    for (let j = 0; j < d; j++) between.data[c * d + j] *= weight;
  }
  const found = svd(matmul(between, scalings));
  await run.step(2, 2, 'decompositions');
  const squares = found.s.map((s) => s * s);
  const sum = squares.reduce((total, s) => total + s, 0);
  const useful = Math.max(1, countAbove(found.s, tol * found.s[0]));
  const directions = matmul(scalings, leadingColumns(found.Vt.transpose(), useful));
  const projected = matmul(centred(means, xbar), directions);
  const intercept = new Float64Array(k);
  const coef = matmul(projected, directions, { transposeB: true });
  for (let c = 0; c < k; c++) {
    let half = 0;
    for (const value of projected.row(c)) half += 0.5 * value * value;
    let shift = 0;
    for (let j = 0; j < d; j++) shift += xbar[j] * coef.get(c, j);
    intercept[c] = Math.log(priors[c]) - half - shift;
  }
  return {
    means,
    xbar,
    covariance: problem.storeCovariance ? await withinCovariance(X, rows, priors, null, null, run) : null,
    scalings: directions,
    explainedVarianceRatio: squares.slice(0, most).map((s) => (sum > 0 ? s / sum : 0)),
    coef,
    intercept,
  };
}

/** Solves with the covariance within classes by least squares. */
export async function solveByLeastSquares(problem: LdaProblem, run: Run): Promise<LdaSolution> {
  const { X, rows, priors, shrinkage, covarianceEstimator } = problem;
  const means = classMeans(X, rows);
  const covariance = await withinCovariance(X, rows, priors, shrinkage, covarianceEstimator, run);
  const coef = leastSquares(covariance, means.transpose()).X.transpose();
  return {
    means,
    covariance,
    coef,
    intercept: intercepts(means, coef, priors),
    xbar: null,
    scalings: null,
    explainedVarianceRatio: null,
  };
}

/** Directions that separate classes most, from the two covariances. */
export async function solveByEigen(problem: LdaProblem, run: Run): Promise<LdaSolution> {
  const { X, rows, priors, shrinkage, covarianceEstimator, most } = problem;
  const d = X.columns;
  const means = classMeans(X, rows);
  const within = await withinCovariance(X, rows, priors, shrinkage, covarianceEstimator, run);
  const between = await covarianceOf(X, shrinkage, covarianceEstimator, run);
  for (let i = 0; i < between.data.length; i++) between.data[i] -= within.data[i];
  const L = cholesky(within);
  if (!L) throw noSpread();
  // L^-1 B L^-T has the eigenvalues of the pair.
  const half = solveLower(L, between);
  const { values, vectors } = symmetricEigen(solveLower(L, half.transpose()));
  const order = Int32Array.from({ length: d }, (_, i) => d - 1 - i);
  const scalings = solveLowerTransposed(L, vectors.takeColumns(order));
  const sum = values.reduce((total, value) => total + value, 0);
  const coef = matmul(matmul(means, scalings), scalings, { transposeB: true });
  return {
    means,
    covariance: within,
    scalings,
    explainedVarianceRatio: Float64Array.from(order.subarray(0, most), (i) => values[i] / sum),
    coef,
    intercept: intercepts(means, coef, priors),
    xbar: null,
  };
}

function intercepts(means: Matrix, coef: Matrix, priors: Float64Array): Float64Array {
  return priors.map((prior, c) => {
    let product = 0;
    for (let j = 0; j < means.columns; j++) product += means.get(c, j) * coef.get(c, j);
    return -0.5 * product + Math.log(prior);
  });
}

function countAbove(values: Float64Array, cut: number): number {
  return values.reduce((count, value) => count + (value > cut ? 1 : 0), 0);
}

/** L^-1 B for a lower triangular L. */
function solveLower(L: Matrix, B: Matrix): Matrix {
  const n = L.columns;
  const m = B.columns;
  const X = B.clone();
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) {
      const factor = L.data[i * n + k];
      for (let j = 0; j < m; j++) X.data[i * m + j] -= factor * X.data[k * m + j];
    }
    for (let j = 0; j < m; j++) X.data[i * m + j] /= L.data[i * n + i];
  }
  return X;
}

/** L^-T B. */
function solveLowerTransposed(L: Matrix, B: Matrix): Matrix {
  const n = L.columns;
  const m = B.columns;
  const X = B.clone();
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) {
      const factor = L.data[k * n + i];
      for (let j = 0; j < m; j++) X.data[i * m + j] -= factor * X.data[k * m + j];
    }
    for (let j = 0; j < m; j++) X.data[i * m + j] /= L.data[i * n + i];
  }
  return X;
}

function noSpread(): InvalidInputError {
  return new InvalidInputError(
    "LinearDiscriminantAnalysis: the covariance within the classes is singular: columns are constant or follow from others. Use solver 'svd', or shrinkage.",
    {
      estimator: 'LinearDiscriminantAnalysis',
      parameter: 'X',
      remedy: "use solver 'svd', or shrinkage",
    },
  );
}
