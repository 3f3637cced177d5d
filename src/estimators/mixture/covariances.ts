import { Matrix } from '../../core/matrix.js';
import type { CovarianceType } from './params.js';

/** Matrices of the components: k of d x d (full), one d x d (tied), k x d (diag), k numbers (spherical). */
export type Covariances = readonly Matrix[] | Matrix | Float64Array;

/** Components and columns. */
export interface Shape {
  readonly type: CovarianceType;
  readonly k: number;
  readonly d: number;
}

/** How many numbers the covariances of a shape are. */
export function sizeOf({ type, k, d }: Shape): number {
  return { full: k * d * d, tied: d * d, diag: k * d, spherical: k }[type];
}

/** Free parameters of the covariances. */
export function freeParameters({ type, k, d }: Shape): number {
  const matrix = (d * (d + 1)) / 2;
  return { full: k * matrix, tied: matrix, diag: k * d, spherical: k }[type];
}

/** Row-major numbers as matrices. */
export function shaped(values: Float64Array, { type, k, d }: Shape): Covariances {
  if (type === 'spherical') return values;
  if (type !== 'full') return Matrix.of(values, d);
  return Array.from({ length: k }, (_, c) => Matrix.of(values.slice(c * d * d, (c + 1) * d * d), d));
}

/** The numbers of matrices, row-major. */
export function flat(value: Covariances): Float64Array {
  if (value instanceof Float64Array) return value;
  if (value instanceof Matrix) return value.data;
  const parts = value as readonly Matrix[];
  const result = new Float64Array(parts.reduce((sum, { data }) => sum + data.length, 0));
  let at = 0;
  for (const { data } of parts) {
    result.set(data, at);
    at += data.length;
  }
  return result;
}

/** The covariance of component `c` as a d x d matrix or its diagonal (d). */
export function covarianceOf(values: Float64Array, { type, d }: Shape, c: number): Matrix | Float64Array {
  if (type === 'full') return Matrix.of(values.subarray(c * d * d, (c + 1) * d * d), d);
  if (type === 'tied') return Matrix.of(values, d);
  return type === 'diag' ? values.subarray(c * d, (c + 1) * d) : new Float64Array(d).fill(values[c]);
}
