import { InvalidInputError } from '../../core/errors.js';
import { Matrix } from '../../core/matrix.js';
import { cholesky } from '../../kernels/linalg/index.js';
import type { Shape } from './covariances.js';

/**
 * Factors U of the precisions U U^T, from covariances of the same shape: upper triangles, or inverse standard
 * deviations. O(k d^3).
 * @throws InvalidInputError when a covariance is not positive definite.
 */
export function precisionFactors(covariances: Float64Array, shape: Shape, estimator: string): Float64Array {
  const { type, d } = shape;
  if (type === 'diag' || type === 'spherical') {
    if (!covariances.every((value) => value > 0 && value < Number.POSITIVE_INFINITY)) refuse(estimator);
    return covariances.map((value) => 1 / Math.sqrt(value));
  }
  const result = new Float64Array(covariances.length);
  for (let start = 0; start < result.length; start += d * d) {
    const L = cholesky(Matrix.of(covariances.subarray(start, start + d * d), d));
    if (!L?.data.every(Number.isFinite)) refuse(estimator);
    invertTransposed((L as Matrix).data, d, result.subarray(start, start + d * d));
  }
  return result;
}

/**
 * The same factors from the precisions themselves: the Cholesky factor of the matrix read from its end.
 * @returns undefined when one of them is not positive definite.
 */
export function factorsOfPrecisions(precisions: Float64Array, { type, d }: Shape): Float64Array | undefined {
  if (type === 'diag' || type === 'spherical') {
    return precisions.every((value) => value > 0) ? precisions.map(Math.sqrt) : undefined;
  }
  const result = new Float64Array(precisions.length);
  for (let start = 0; start < result.length; start += d * d) {
    const L = cholesky(Matrix.of(precisions.slice(start, start + d * d).reverse(), d));
    if (!L) return undefined;
    result.set(L.data.slice().reverse(), start);
  }
  return result;
}

/** Log of the determinant of each component's factor (k). */
export function logDeterminants(factors: Float64Array, { type, k, d }: Shape): Float64Array {
  const result = new Float64Array(k);
  for (let c = 0; c < k; c++) {
    if (type === 'spherical') {
      result[c] = d * Math.log(factors[c]);
      continue;
    }
    const [start, step] = type === 'diag' ? [c * d, 1] : type === 'full' ? [c * d * d, d + 1] : [0, d + 1];
    for (let j = 0; j < d; j++) result[c] += Math.log(factors[start + j * step]);
  }
  return result;
}

/** Precisions from their factors. */
export function precisionsOf(factors: Float64Array, { type, d }: Shape): Float64Array {
  if (type === 'diag' || type === 'spherical') return factors.map((value) => value * value);
  const result = new Float64Array(factors.length);
  for (let start = 0; start < result.length; start += d * d) {
    for (let i = 0; i < d; i++) {
      for (let j = 0; j <= i; j++) {
        let sum = 0;
        for (let p = i; p < d; p++) sum += factors[start + i * d + p] * factors[start + j * d + p];
        result[start + i * d + j] = result[start + j * d + i] = sum;
      }
    }
  }
  return result;
}

/** The factors as the kernels take them: one number per column also for spherical components. */
export function kernelFactors(factors: Float64Array, { type, k, d }: Shape): Float64Array {
  if (type !== 'spherical') return factors;
  return Float64Array.from({ length: k * d }, (_, at) => factors[Math.floor(at / d)]);
}

/** U = L^-T, an upper triangle. */
function invertTransposed(L: Float64Array, d: number, U: Float64Array): void {
  for (let j = 0; j < d; j++) {
    for (let i = j; i < d; i++) {
      let sum = i === j ? 1 : 0;
      for (let p = j; p < i; p++) sum -= L[i * d + p] * U[j * d + p];
      U[j * d + i] = sum / L[i * d + i];
    }
  }
}

function refuse(estimator: string): never {
  throw new InvalidInputError(
    `${estimator}: a component has no positive definite covariance: it holds too few distinct rows, or columns depend on each other. Use fewer components, a larger regCovar, or scale X.`,
    { estimator, parameter: 'regCovar', remedy: 'fewer components, a larger regCovar or scaled columns' },
  );
}
