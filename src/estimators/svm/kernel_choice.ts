import { InvalidInputError } from '../../core/errors.js';
import { asMatrix, inputError } from '../../core/input.js';
import type { Matrix } from '../../core/matrix.js';
import type { KernelSource } from '../../kernels/smo.js';
import type { KernelFunction } from '../../kernels/svm_kernels.js';
import type { KernelSettings, SvmGamma } from './params.js';

/** Where kernel values come from in fit, and the value of gamma that was used. */
export interface ChosenKernel {
  readonly source: KernelSource;
  readonly gamma: number;
}

/**
 * The kernel of a fit: gamma made a number, the values of a kernel of the caller's own computed.
 * @throws InvalidInputError when a precomputed kernel is not square or a function's values have the wrong shape.
 */
export async function chooseKernel(
  X: Matrix,
  settings: KernelSettings,
  estimator: string,
): Promise<ChosenKernel> {
  const { kernel } = settings;
  if (typeof kernel === 'function') {
    return { source: { gram: await callKernel(kernel, X, X, estimator) }, gamma: 0 };
  }
  if (kernel === 'precomputed') {
    if (X.rows !== X.columns) {
      throw inputError(
        estimator,
        'X',
        'must be a square matrix of kernel values of the training rows',
        `${X.rows} x ${X.columns}`,
        "Pass kernel values, or choose another kernel than 'precomputed'.",
      );
    }
    return { source: { gram: X }, gamma: 0 };
  }
  const gamma = resolveGamma(settings.gamma, X);
  return { source: { X, kernel: kernelFunction(settings, gamma) as KernelFunction }, gamma };
}

/** The kernel function of the settings, or undefined when values are given or computed by the caller. */
export function kernelFunction(
  { kernel, coef0, degree }: KernelSettings,
  gamma: number,
): KernelFunction | undefined {
  if (typeof kernel === 'function' || kernel === 'precomputed') return undefined;
  return { name: kernel, gamma, coef0, degree };
}

/** Values of the caller's kernel between the rows of A and B, checked. */
export async function callKernel(
  kernel: Extract<KernelSettings['kernel'], (...args: never[]) => unknown>,
  A: Matrix,
  B: Matrix,
  estimator: string,
): Promise<Matrix> {
  const values = asMatrix(await kernel(A, B), { estimator, argument: 'the result of kernel' });
  if (values.rows === A.rows && values.columns === B.rows) return values;
  throw new InvalidInputError(
    `${estimator}: kernel(A, B) must return a value for each of the ${A.rows} rows of A and ${B.rows} rows of B. Got ${values.rows} x ${values.columns}. Return rows x rows.`,
    { estimator, parameter: 'kernel', received: `${values.rows} x ${values.columns}` },
  );
}

/** gamma as a number; 'scale' is 1 / (d times the variance of all cells), 1 when X is constant. */
export function resolveGamma(gamma: SvmGamma, X: Matrix): number {
  if (gamma === 'auto') return 1 / X.columns;
  if (gamma !== 'scale') return gamma;
  const { data } = X;
  // In units of the largest cell nothing overflows.
  let largest = 0;
  for (let i = 0; i < data.length; i++) largest = Math.max(largest, Math.abs(data[i]));
  if (largest === 0) return 1;
  const normal = largest > 1e-100 && largest < 1e100;
  const unit = normal ? 1 : largest;
  let sum = 0;
  for (let i = 0; i < data.length; i++) sum += data[i] / unit;
  const mean = sum / data.length;
  let squares = 0;
  for (let i = 0; i < data.length; i++) squares += (data[i] / unit - mean) ** 2;
  const variance = squares / data.length;
  return variance > 0 ? 1 / (X.columns * variance) / unit / unit : 1;
}
