import type { MatrixLike } from '../../core/input.js';
import { Matrix } from '../../core/matrix.js';
import { absoluteDistances, dotProducts, squaredDistances } from '../../kernels/distance_blocks.js';
import { checkOptionNames, optionError } from '../options.js';
import { checkRowPair, fillPairs, type RowPair } from './inputs.js';

/** Options of `rbfKernel` and `laplacianKernel`. */
export interface GammaOptions {
  /** The width: larger is narrower; default 1 / d. */
  readonly gamma?: number | null;
}

/** Options of `sigmoidKernel`. */
export interface SigmoidKernelOptions extends GammaOptions {
  /** The constant term; default 1. */
  readonly coef0?: number;
}

/** Options of `polynomialKernel`. */
export interface PolynomialKernelOptions extends SigmoidKernelOptions {
  /** The power, at least 1; default 3. */
  readonly degree?: number;
}

/** Options of `chi2Kernel`. */
export interface Chi2KernelOptions {
  /** The width: larger is narrower; default 1. */
  readonly gamma?: number;
}

/**
 * Dot products x . y between the rows of X (n x d) and of Y (m x d, default X): a Matrix n x m.
 * @throws InvalidInputError for unfit data. O(n m d). Source: scikit-learn linear_kernel.
 * @example
 * ```ts
 * linearKernel([[1, 2]], [[3, 4]]).get(0, 0); // 11
 * ```
 */
export function linearKernel(X: MatrixLike, Y?: MatrixLike | null): Matrix {
  return dots(checkRowPair(X, Y, 'linearKernel'));
}

/**
 * (gamma x . y + coef0)^degree between the rows of X and of Y (default X): a Matrix n x m.
 * @throws InvalidParameterError, InvalidInputError. O(n m d). Source: scikit-learn polynomial_kernel.
 * @example
 * ```ts
 * polynomialKernel([[1, 1]], [[2, 2]], { degree: 2 }).get(0, 0); // 9
 * ```
 */
export function polynomialKernel(
  X: MatrixLike,
  Y?: MatrixLike | null,
  options: PolynomialKernelOptions = {},
): Matrix {
  const caller = 'polynomialKernel';
  checkOptionNames(options, ['gamma', 'coef0', 'degree'], caller);
  const { coef0 = 1, degree = 3 } = options;
  if (!(degree >= 1)) throw optionError(caller, 'degree', 'must be at least 1', degree, 'The default is 3.');
  const pair = checkRowPair(X, Y, caller);
  const gamma = gammaOf(options, pair, caller);
  return apply(dots(pair), (value) => (gamma * value + coef0) ** degree);
}

/**
 * tanh(gamma x . y + coef0) between the rows of X and of Y (default X): a Matrix n x m.
 * @throws InvalidParameterError, InvalidInputError. O(n m d). Source: scikit-learn sigmoid_kernel.
 * @example
 * ```ts
 * sigmoidKernel([[0, 0]], [[1, 1]], { coef0: 0 }).get(0, 0); // 0
 * ```
 */
export function sigmoidKernel(
  X: MatrixLike,
  Y?: MatrixLike | null,
  options: SigmoidKernelOptions = {},
): Matrix {
  checkOptionNames(options, ['gamma', 'coef0'], 'sigmoidKernel');
  const pair = checkRowPair(X, Y, 'sigmoidKernel');
  const gamma = gammaOf(options, pair, 'sigmoidKernel');
  const { coef0 = 1 } = options;
  return apply(dots(pair), (value) => Math.tanh(gamma * value + coef0));
}

/**
 * exp(-gamma |x - y|^2), the Gaussian kernel, between the rows of X and of Y (default X): a Matrix n x m.
 * @throws InvalidParameterError, InvalidInputError. O(n m d). Source: scikit-learn rbf_kernel.
 * @example
 * ```ts
 * rbfKernel([[0]], [[1]]).get(0, 0); // 0.3679
 * ```
 */
export function rbfKernel(X: MatrixLike, Y?: MatrixLike | null, options: GammaOptions = {}): Matrix {
  checkOptionNames(options, ['gamma'], 'rbfKernel');
  const pair = checkRowPair(X, Y, 'rbfKernel');
  const gamma = gammaOf(options, pair, 'rbfKernel');
  return apply(fillPairs(pair, squaredDistances), (value) => Math.exp(-gamma * value));
}

/**
 * exp(-gamma sum |x - y|) between the rows of X and of Y (default X): a Matrix n x m.
 * @throws InvalidParameterError, InvalidInputError. O(n m d). Source: scikit-learn laplacian_kernel.
 * @example
 * ```ts
 * laplacianKernel([[0]], [[2]], { gamma: 0.5 }).get(0, 0); // 0.3679
 * ```
 */
export function laplacianKernel(X: MatrixLike, Y?: MatrixLike | null, options: GammaOptions = {}): Matrix {
  checkOptionNames(options, ['gamma'], 'laplacianKernel');
  const pair = checkRowPair(X, Y, 'laplacianKernel');
  const gamma = gammaOf(options, pair, 'laplacianKernel');
  return apply(fillPairs(pair, absoluteDistances), (value) => Math.exp(-gamma * value));
}

/**
 * Cosine of the angle between the rows of X and of Y (default X): a Matrix n x m; 0 where a row is zero.
 * @throws InvalidInputError for unfit data. O(n m d). Source: scikit-learn cosine_similarity.
 * @example
 * ```ts
 * cosineSimilarity([[3, 0]], [[2, 0], [0, -1]]).to2DArray(); // [[1, 0]]
 * ```
 */
export function cosineSimilarity(X: MatrixLike, Y?: MatrixLike | null): Matrix {
  const pair = checkRowPair(X, Y, 'cosineSimilarity');
  const first = normalised(pair.X);
  return dots({ X: first, Y: pair.same ? first : normalised(pair.Y), same: pair.same });
}

/**
 * -sum (x - y)^2 / (x + y), where 0 / 0 counts as 0, between the rows of X and of Y (default X), for histograms:
 * a Matrix n x m.
 * @throws InvalidInputError for negative values. O(n m d). Source: scikit-learn additive_chi2_kernel;
 * Zhang et al. (2007), doi:10.1007/s11263-006-9794-4.
 * @example
 * ```ts
 * additiveChi2Kernel([[1, 0]], [[0, 1]]).get(0, 0); // -2
 * ```
 */
export function additiveChi2Kernel(X: MatrixLike, Y?: MatrixLike | null): Matrix {
  return additiveChi2(checkRowPair(X, Y, 'additiveChi2Kernel', { nonNegative: true }));
}

/**
 * exp(gamma * additiveChi2Kernel) between the rows of X and of Y (default X): a Matrix n x m.
 * @throws InvalidParameterError; InvalidInputError for negative values. O(n m d). Source: scikit-learn chi2_kernel.
 * @example
 * ```ts
 * chi2Kernel([[1, 0]], [[1, 0]]).get(0, 0); // 1
 * ```
 */
export function chi2Kernel(X: MatrixLike, Y?: MatrixLike | null, options: Chi2KernelOptions = {}): Matrix {
  checkOptionNames(options, ['gamma'], 'chi2Kernel');
  const pair = checkRowPair(X, Y, 'chi2Kernel', { nonNegative: true });
  const gamma = gammaOf({ gamma: options.gamma ?? 1 }, pair, 'chi2Kernel');
  return apply(additiveChi2(pair), (value) => Math.exp(gamma * value));
}

function gammaOf({ gamma }: GammaOptions, { X }: RowPair, caller: string): number {
  if (gamma === undefined || gamma === null) return 1 / X.columns;
  if (typeof gamma === 'number' && gamma >= 0 && gamma < Number.POSITIVE_INFINITY) return gamma;
  throw optionError(caller, 'gamma', 'must be a finite number >= 0', gamma, 'The default is 1 / columns.');
}

function dots(pair: RowPair): Matrix {
  return fillPairs(pair, dotProducts);
}

function apply(matrix: Matrix, f: (value: number) => number): Matrix {
  const { data } = matrix;
  for (let k = 0; k < data.length; k++) data[k] = f(data[k]);
  return matrix;
}

function normalised(matrix: Matrix): Matrix {
  const { rows, columns } = matrix;
  const data = matrix.data.slice();
  for (let i = 0; i < rows; i++) {
    let sum = 0;
    for (let k = i * columns; k < (i + 1) * columns; k++) sum += data[k] * data[k];
    const norm = Math.sqrt(sum);
    if (norm > 0) for (let k = i * columns; k < (i + 1) * columns; k++) data[k] /= norm;
  }
  return Matrix.of(data, columns);
}

function additiveChi2(pair: RowPair): Matrix {
  const result = Matrix.zeros(pair.X.rows, pair.Y.rows);
  const { data: x, columns: d } = pair.X;
  const y = pair.Y.data;
  for (let i = 0, k = 0; i < pair.X.rows; i++) {
    for (let j = 0; j < pair.Y.rows; j++, k++) {
      let sum = 0;
      for (let c = 0, a = i * d, b = j * d; c < d; c++, a++, b++) {
        const total = x[a] + y[b];
        const difference = x[a] - y[b];
        if (total !== 0) sum -= (difference * difference) / total;
      }
      result.data[k] = sum;
    }
  }
  return result;
}
