import { Matrix } from '../../core/matrix.js';
import { matmul } from '../../kernels/gemm.js';
import {
  centred,
  logDeterminant,
  luSolve,
  pseudoInverse,
  quadraticForms,
} from '../../kernels/linalg/index.js';

/** A normal distribution whose covariance is a few directions plus the same noise in all. */
export interface GaussianFactor {
  readonly components: Matrix;
  readonly explainedVariance: Float64Array;
  readonly noiseVariance: number;
  readonly whiten: boolean;
}

/** Rows of `components` in data units: whitened ones are scaled back. */
function inUnits({ components, explainedVariance, whiten }: GaussianFactor): Matrix {
  if (!whiten) return components;
  const d = components.columns;
  return Matrix.of(
    components.data.map((x, i) => x * Math.sqrt(explainedVariance[Math.floor(i / d)])),
    d,
  );
}

/** Covariance of the model: C^T (diag(variance) - noise I) C + noise I. O(k d^2). */
export function factorCovariance(factor: GaussianFactor): Matrix {
  const C = inUnits(factor);
  const { columns: d, rows: k } = C;
  const scaled = C.clone();
  for (let i = 0; i < k; i++) {
    const gap = Math.max(0, factor.explainedVariance[i] - factor.noiseVariance);
    for (let j = 0; j < d; j++) scaled.data[i * d + j] *= gap;
  }
  const covariance = k > 0 ? matmul(C, scaled, { transposeA: true }) : Matrix.zeros(d, d);
  for (let j = 0; j < d; j++) covariance.data[j * d + j] += factor.noiseVariance;
  return covariance;
}

/** Inverse of a square matrix; of a singular one, infinities and NaN do not arise: the pseudo-inverse stands in. */
export function inverse(A: Matrix): Matrix {
  const n = A.columns;
  const one = Matrix.zeros(n, n);
  for (let i = 0; i < n; i++) one.data[i * n + i] = 1;
  return luSolve(A, one) ?? pseudoInverse(A);
}

/** Inverse of the model's covariance by the matrix inversion lemma: k x k systems only. O(k d^2). */
export function factorPrecision(factor: GaussianFactor): Matrix {
  const { components, explainedVariance, noiseVariance } = factor;
  const { columns: d, rows: k } = components;
  if (k === 0) return diagonal(d, 1 / noiseVariance);
  if (noiseVariance === 0 || k === d) return inverse(factorCovariance(factor));
  const C = inUnits(factor);
  const inner = matmul(C, C, { transposeB: true });
  for (let i = 0; i < inner.data.length; i++) inner.data[i] /= noiseVariance;
  const useful: number[] = [];
  for (let i = 0; i < k; i++) if (explainedVariance[i] > noiseVariance) useful.push(i);
  if (useful.length === 0) return diagonal(d, 1 / noiseVariance);
  const part = inner.takeRows(useful).takeColumns(useful);
  useful.forEach((i, at) => {
    part.data[at * useful.length + at] += 1 / (explainedVariance[i] - noiseVariance);
  });
  const rows = C.takeRows(useful);
  const precision = matmul(rows, matmul(inverse(part), rows), { transposeA: true });
  for (let i = 0; i < precision.data.length; i++) precision.data[i] /= -(noiseVariance * noiseVariance);
  for (let j = 0; j < d; j++) precision.data[j * d + j] += 1 / noiseVariance;
  return precision;
}

function diagonal(d: number, value: number): Matrix {
  const result = Matrix.zeros(d, d);
  for (let j = 0; j < d; j++) result.data[j * d + j] = value;
  return result;
}

/** Log density of each row under a normal distribution with this mean and precision. O(n d^2). */
export function gaussianLogDensity(X: Matrix, mean: Float64Array, precision: Matrix): Float64Array {
  const d = X.columns;
  const constant = 0.5 * (d * Math.log(2 * Math.PI) - logDeterminant(precision));
  return quadraticForms(centred(X, mean), precision).map((square) => -0.5 * square - constant);
}
