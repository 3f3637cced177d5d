import { InvalidInputError } from '../../core/errors.js';
import { Matrix } from '../../core/matrix.js';
import type { RandomState } from '../../core/random.js';
import type { Run } from '../../core/run.js';
import { ConvergenceWarning, warn } from '../../core/warnings.js';
import {
  denseOperator,
  flipByColumns,
  largestEigenpairs,
  leadingColumns,
  symmetricEigenRangeAsync,
} from '../../kernels/linalg/index.js';

/** Eigenvalues, descending, with their eigenvectors as columns. */
export interface KernelSpectrum {
  readonly eigenvalues: Float64Array;
  readonly eigenvectors: Matrix;
}

/** Means of a kernel matrix, by which it and later rows are centred in the space of the kernel. */
export interface KernelMeans {
  readonly columns: Float64Array;
  readonly all: number;
}

/** Column means of a square kernel matrix and their mean. */
export function kernelMeans(K: Matrix): KernelMeans {
  const n = K.columns;
  const columns = new Float64Array(n);
  for (let i = 0; i < K.rows; i++) for (let j = 0; j < n; j++) columns[j] += K.data[i * n + j];
  for (let j = 0; j < n; j++) columns[j] /= K.rows;
  return { columns, all: columns.reduce((sum, value) => sum + value, 0) / n };
}

/** Kernel values with rows of fit, as if all points had been centred in the space of the kernel. */
export function centreKernel(K: Matrix, { columns, all }: KernelMeans): Matrix {
  const n = K.columns;
  const result = new Float64Array(K.data.length);
  for (let i = 0; i < K.rows; i++) {
    let mean = 0;
    for (let j = 0; j < n; j++) mean += K.data[i * n + j];
    mean /= n;
    for (let j = 0; j < n; j++) result[i * n + j] = K.data[i * n + j] - columns[j] - mean + all;
  }
  return Matrix.of(result, n);
}

/** The largest k eigenvalues of a symmetric K. O(4/3 n^3). */
export async function largestEigen(K: Matrix, k: number, run: Run): Promise<KernelSpectrum> {
  const n = K.rows;
  const { values, vectors } = await symmetricEigenRangeAsync(K, n - Math.min(k, n), n, run);
  const order = Int32Array.from(values, (_, i) => values.length - 1 - i);
  return {
    eigenvalues: Float64Array.from(order, (i) => values[i]),
    eigenvectors: vectors.takeColumns(order),
  };
}

/** The same by Lanczos iterations: some dozens of products with K. */
export async function largestByProducts(
  K: Matrix,
  k: number,
  options: { random: RandomState; tol: number; maxIter: number | null; run: Run; type: string },
): Promise<KernelSpectrum & { nIter: number }> {
  const operator = denseOperator(K);
  try {
    const { run, random, tol, maxIter, type } = options;
    const found = await largestEigenpairs(operator, Math.min(k, K.rows), {
      run,
      random,
      tol,
      maxRestarts: maxIter ?? undefined,
    });
    if (!found.converged) {
      warn(new ConvergenceWarning('the eigenvectors have not converged: raise maxIter or tol', type));
    }
    return { eigenvalues: found.values, eigenvectors: found.rows.transpose(), nIter: found.rounds };
  } finally {
    operator.release();
  }
}

/**
 * Sorts, fixes signs and puts what rounding left of zeros to zero; with `positiveOnly` zeros are dropped.
 * @throws InvalidInputError when an eigenvalue is clearly negative: the kernel is none.
 */
export function cleanSpectrum(found: KernelSpectrum, positiveOnly: boolean, type: string): KernelSpectrum {
  const { eigenvalues, eigenvectors } = found;
  const most = eigenvalues.reduce((largest, value) => Math.max(largest, value), 0);
  const least = eigenvalues.reduce((smallest, value) => Math.min(smallest, value), 0);
  if (least < -1e-5 * most && least < -1e-10) {
    throw new InvalidInputError(
      `${type}: the kernel is not positive semi-definite: it has the eigenvalue ${least}. Use another kernel or other parameters.`,
      { estimator: type, parameter: 'kernel', remedy: 'use another kernel or other parameters' },
    );
  }
  const clean = eigenvalues.map((value) => (value > 1e-12 * most ? value : 0));
  let order = Array.from(clean, (_, i) => i).sort((a, b) => clean[b] - clean[a] || a - b);
  if (positiveOnly) order = order.filter((i) => clean[i] > 0);
  const vectors = leadingColumns(eigenvectors.takeColumns(order), order.length);
  flipByColumns(vectors, Matrix.zeros(order.length, 1));
  return { eigenvalues: Float64Array.from(order, (i) => clean[i]), eigenvectors: vectors };
}
