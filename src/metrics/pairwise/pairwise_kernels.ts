import type { MatrixLike } from '../../core/input.js';
import { Matrix } from '../../core/matrix.js';
import { checkChoice, checkOptionNames } from '../options.js';
import { checkPrecomputed, checkRowPair } from './inputs.js';
import {
  additiveChi2Kernel,
  chi2Kernel,
  cosineSimilarity,
  laplacianKernel,
  linearKernel,
  polynomialKernel,
  rbfKernel,
  sigmoidKernel,
} from './kernels.js';

/** A user's own kernel of two rows. */
export type KernelCallable = (a: Float64Array, b: Float64Array) => number;

/** Parameters of the named kernels. */
export interface KernelParams {
  readonly gamma?: number | null;
  readonly degree?: number;
  readonly coef0?: number;
}

type KernelFunction = (X: MatrixLike, Y?: MatrixLike | null, options?: KernelParams) => Matrix;

interface KernelEntry {
  readonly compute: KernelFunction;
  readonly params: readonly (keyof KernelParams)[];
}

const polynomial: KernelEntry = { compute: polynomialKernel, params: ['gamma', 'degree', 'coef0'] };

const table = {
  additive_chi2: { compute: additiveChi2Kernel, params: [] },
  chi2: { compute: chi2Kernel as KernelFunction, params: ['gamma'] },
  linear: { compute: linearKernel, params: [] },
  polynomial,
  poly: polynomial,
  rbf: { compute: rbfKernel, params: ['gamma'] },
  laplacian: { compute: laplacianKernel, params: ['gamma'] },
  sigmoid: { compute: sigmoidKernel, params: ['gamma', 'coef0'] },
  cosine: { compute: cosineSimilarity, params: [] },
} satisfies Record<string, KernelEntry>;

/** Names of the kernels. */
export type KernelName = keyof typeof table;

const kernels: ReadonlyMap<string, KernelEntry> = new Map(Object.entries(table));

/** Options of `pairwiseKernels`: the kernel and its parameters. */
export interface PairwiseKernelsOptions extends KernelParams {
  /** A name, 'precomputed' (X holds kernel values and is returned), or a function of two rows; default 'linear'. */
  readonly metric?: KernelName | 'precomputed' | KernelCallable;
  /** Ignore parameters that the kernel does not have instead of refusing them; default false. */
  readonly filterParams?: boolean;
}

/**
 * Kernel values between the rows of X (n x d) and of Y (m x d, default X) by the kernel's name: a Matrix n x m.
 * @throws InvalidParameterError for an unknown kernel or parameters that it lacks; InvalidInputError for unfit
 * data. O(n m d). Source: scikit-learn pairwise_kernels.
 * @example
 * ```ts
 * pairwiseKernels([[0, 0], [1, 0]], null, { metric: 'rbf', gamma: 1 }).get(0, 1); // 0.3679
 * ```
 */
export function pairwiseKernels(
  X: MatrixLike,
  Y?: MatrixLike | null,
  options: PairwiseKernelsOptions = {},
): Matrix {
  const caller = 'pairwiseKernels';
  const { metric = 'linear', filterParams = false, ...given } = options;
  if (metric === 'precomputed') return checkPrecomputed(X, Y, caller, false);
  if (typeof metric === 'function') return fromFunction(metric, X, Y, caller);
  checkChoice(metric, [...kernels.keys(), 'precomputed'], 'metric', caller);
  const { compute, params } = kernels.get(metric) as KernelEntry;
  checkOptionNames(given, filterParams ? ['gamma', 'degree', 'coef0'] : params, caller);
  const kept: Partial<Record<keyof KernelParams, number | null>> = {};
  for (const name of params) if (given[name] !== undefined) kept[name] = given[name];
  return compute(X, Y, kept as KernelParams);
}

/**
 * The named kernels: a Map from scikit-learn's name to the function that computes it for all pairs of rows.
 * @example
 * ```ts
 * [...kernelMetrics().keys()]; // 'additive_chi2', 'chi2', 'linear', ...
 * ```
 */
export function kernelMetrics(): Map<string, KernelFunction> {
  return new Map(Array.from(kernels, ([name, { compute }]) => [name, compute]));
}

function fromFunction(
  kernel: KernelCallable,
  X: MatrixLike,
  Y: MatrixLike | null | undefined,
  caller: string,
): Matrix {
  const pair = checkRowPair(X, Y, caller);
  const n = pair.X.rows;
  const m = pair.Y.rows;
  const result = Matrix.of(new Float64Array(n * m), m);
  for (let i = 0; i < n; i++) {
    for (let j = pair.same ? i : 0; j < m; j++) {
      const value = kernel(pair.X.row(i), pair.Y.row(j));
      result.set(i, j, value);
      if (pair.same) result.set(j, i, value);
    }
  }
  return result;
}
