import { InvalidParameterError } from '../../core/errors.js';
import type { Matrix } from '../../core/matrix.js';

/** Bounds of a hyperparameter, one pair or one per value, or 'fixed' to leave it as it is. */
export type Bounds = readonly [number, number] | readonly (readonly [number, number])[] | 'fixed';

/** A kernel as plain data: its class name, its hyperparameters and, for sums and products, its parts. */
export interface KernelRecord {
  readonly kernel: string;
  readonly [parameter: string]: unknown;
}

/** A hyperparameter of a kernel. */
export interface Hyperparameter {
  readonly name: string;
  /** Its value, or values of an anisotropic kernel. */
  readonly values: readonly number[];
  /** One pair per value, or 'fixed'. */
  readonly bounds: readonly (readonly [number, number])[] | 'fixed';
}

/** Kernel values of all pairs of rows, and their derivatives by the logarithms of the free hyperparameters. */
export interface KernelGradient {
  /** n x n, row-major. */
  readonly values: Float64Array;
  readonly gradients: readonly Float64Array[];
}

/**
 * A covariance function of a Gaussian process. Kernels are immutable; they add, multiply and are raised to powers, and
 * their free hyperparameters are handled as the vector `theta` of logarithms.
 * Reference: Rasmussen, Williams, Gaussian Processes for Machine Learning (2006), 4; scikit-learn
 * gaussian_process.kernels.
 */
export abstract class Kernel {
  /** The kernel as plain data. */
  abstract readonly record: KernelRecord;

  /** The hyperparameters, in the order of theta. */
  abstract readonly hyperparameters: readonly Hyperparameter[];

  /** Whether values depend on differences of rows only. */
  abstract readonly isStationary: boolean;

  /** Values between the rows of X (n x d) and Y (m x d), or X and itself: n x m, row-major. */
  abstract values(X: Matrix, Y?: Matrix): Float64Array;

  /** Values between the rows of X and their derivatives. */
  abstract withGradient(X: Matrix): KernelGradient;

  /** Values of each row with itself. */
  abstract diag(X: Matrix): Float64Array;

  /** The same kernel with other values of the free hyperparameters (their logarithms). */
  abstract withTheta(theta: ArrayLike<number>): Kernel;

  /** As scikit-learn writes it. */
  abstract toString(): string;

  /** Logarithms of the free hyperparameters. */
  get theta(): Float64Array {
    return Float64Array.from(
      this.hyperparameters.flatMap(({ values, bounds }) => (bounds === 'fixed' ? [] : values.map(Math.log))),
    );
  }

  /** Logarithms of their bounds. */
  get bounds(): (readonly [number, number])[] {
    return this.hyperparameters.flatMap(({ bounds }) =>
      bounds === 'fixed' ? [] : bounds.map(([low, high]) => [Math.log(low), Math.log(high)] as const),
    );
  }
}

/** The error for a hyperparameter that cannot be. */
export function refuseKernel(kernel: string, what: string, received: string): never {
  throw new InvalidParameterError(`${kernel}: ${what}. Got ${received}. Correct it.`, {
    estimator: kernel,
    received,
    remedy: 'correct it',
  });
}
