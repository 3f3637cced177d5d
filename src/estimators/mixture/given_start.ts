import { describe, InvalidParameterError } from '../../core/errors.js';
import type { MatrixLike } from '../../core/input.js';
import type { Matrix } from '../../core/matrix.js';
import { custom, nullable, type ParamSpec } from '../../core/params.js';
import { flat, type Shape, sizeOf } from './covariances.js';
import { givenMatrix } from './mixture_base.js';
import { factorsOfPrecisions } from './precisions.js';

/** Matrices of the components as given: k matrices, one matrix, or k numbers. */
export type GivenCovariances = MatrixLike | readonly MatrixLike[] | ArrayLike<number>;

const isObject = (value: unknown): boolean => value !== null && typeof value === 'object';

/** A parameter that is an array or a matrix, or null. */
export function givenSpec<T>(doc: string, expected: string): ParamSpec<T | null> {
  return nullable(custom<T>([] as T, { doc, expected, accepts: isObject, invalid: ['text', 3, true] }), null);
}

/** @throws InvalidParameterError unless these are k shares that sum to 1. */
export function givenWeights(value: ArrayLike<number>, k: number, estimator: string): Float64Array {
  const weights = Float64Array.from(value);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const shares = weights.every((weight) => weight >= 0 && weight <= 1);
  if (weights.length === k && shares && Math.abs(sum - 1) <= 1e-8) return weights;
  throw refusal(estimator, 'weightsInit', `hold ${k} numbers from 0 to 1 that sum to 1`, value);
}

/** Factors of given precisions. @throws InvalidParameterError for other shapes, or if they are not positive definite. */
export function givenFactors(value: GivenCovariances, shape: Shape, estimator: string): Float64Array {
  const precisions = givenCovariances(value, shape, 'precisionsInit', estimator);
  const factors = factorsOfPrecisions(precisions, shape);
  if (factors) return factors;
  throw refusal(estimator, 'precisionsInit', 'be positive definite', value);
}

/** Row-major numbers of given matrices; symmetric ones for full matrices. */
export function givenCovariances(
  value: GivenCovariances,
  shape: Shape,
  parameter: string,
  estimator: string,
): Float64Array {
  const { type, k, d } = shape;
  const square = (matrix: MatrixLike): Matrix => {
    const checked = givenMatrix(matrix, d, d, parameter, estimator);
    for (let i = 0; i < d; i++) {
      for (let j = 0; j < i; j++) {
        const [a, b] = [checked.get(i, j), checked.get(j, i)];
        if (!(Math.abs(a - b) <= 1e-8 + 1e-5 * Math.abs(b)))
          throw refusal(estimator, parameter, 'be symmetric', value);
      }
    }
    return checked;
  };
  if (type === 'full') {
    const parts = Array.from(value as readonly MatrixLike[]);
    if (parts.length !== k) throw refusal(estimator, parameter, `hold ${k} matrices`, value);
    return flat(parts.map(square));
  }
  if (type === 'tied') return square(value as MatrixLike).data;
  if (type === 'diag') return givenMatrix(value as MatrixLike, k, d, parameter, estimator).data;
  const numbers = Float64Array.from(value as ArrayLike<number>);
  if (numbers.length === sizeOf(shape) && numbers.every(Number.isFinite)) return numbers;
  throw refusal(estimator, parameter, `hold ${k} numbers`, value);
}

function refusal(estimator: string, parameter: string, what: string, value: unknown): InvalidParameterError {
  return new InvalidParameterError(
    `${estimator}: parameter '${parameter}' must ${what}. Got ${describe(value)}. Pass values that do.`,
    { estimator, parameter, received: describe(value), remedy: what },
  );
}
