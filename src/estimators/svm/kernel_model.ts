import { InvalidParameterError } from '../../core/errors.js';
import { Matrix } from '../../core/matrix.js';
import { callKernel, kernelFunction } from './kernel_choice.js';
import type { KernelValues, Machines } from './kernel_decision.js';
import { eachPair } from './pairwise.js';
import type { KernelSettings, SvmKernel } from './params.js';

/** Support vectors and what is needed to compute kernel values with them. */
export interface VectorModel {
  readonly support: Int32Array;
  /** nSV x d; without rows for a precomputed kernel. */
  readonly supportVectors: Matrix;
  /** The value of gamma that was used; 0 where the kernel takes none. */
  readonly gamma: number;
  readonly shapeFit: readonly [number, number];
}

/** The support vectors of a fit. */
export function vectorsOf(
  X: Matrix,
  support: Int32Array,
  { kernel }: KernelSettings,
  gamma: number,
): VectorModel {
  const rows = kernel === 'precomputed' ? new Int32Array(0) : support;
  return { support, supportVectors: X.takeRows(rows), gamma, shapeFit: [X.rows, X.columns] };
}

/** How kernel values of new rows with the support vectors are come by. */
export async function valuesFor(
  X: Matrix,
  model: VectorModel,
  settings: KernelSettings,
  estimator: string,
): Promise<KernelValues> {
  const { kernel } = settings;
  if (kernel === 'precomputed') return { gram: X, support: model.support };
  const { supportVectors } = model;
  if (typeof kernel === 'function') {
    return { gram: await callKernel(kernel, X, supportVectors, estimator), support: undefined };
  }
  const chosen = kernelFunction(settings, model.gamma);
  if (!chosen) throw new Error(`${estimator}: kernel ${String(kernel)} has no function.`);
  return { kernel: chosen, X, supportVectors };
}

/**
 * Weights of the columns of each machine of a linear kernel. O(nSV d k).
 * @throws InvalidParameterError for other kernels.
 */
export function linearCoef(model: VectorModel & Machines, kernel: SvmKernel, estimator: string): Matrix {
  if (kernel !== 'linear') {
    const received = typeof kernel === 'function' ? 'a function' : `'${kernel}'`;
    throw new InvalidParameterError(
      `${estimator}: 'coef' needs parameter 'kernel' to be 'linear'. Got ${received}. Use dualCoef and supportVectors.`,
      { estimator, parameter: 'kernel', received, remedy: 'use dualCoef' },
    );
  }
  const { nSupport, dualCoef, supportVectors } = model;
  const counts = nSupport.length === 1 ? [nSupport[0], 0] : [...nSupport];
  const k = counts.length;
  const starts = counts.map((_, c) => counts.slice(0, c).reduce((sum, count) => sum + count, 0));
  const result = Matrix.zeros((k * (k - 1)) / 2, supportVectors.columns);
  eachPair(k, (i, j, pair) => {
    addRows(result.row(pair), supportVectors, dualCoef.row(j - 1), starts[i], counts[i]);
    addRows(result.row(pair), supportVectors, dualCoef.row(i), starts[j], counts[j]);
  });
  return result;
}

function addRows(to: Float64Array, rows: Matrix, factors: Float64Array, from: number, count: number): void {
  const d = rows.columns;
  for (let s = from; s < from + count; s++) {
    const factor = factors[s];
    if (factor === 0) continue;
    for (let j = 0; j < d; j++) to[j] += factor * rows.data[s * d + j];
  }
}
