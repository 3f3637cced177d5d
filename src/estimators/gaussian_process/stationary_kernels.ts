import type { Matrix } from '../../core/matrix.js';
import { logGamma } from '../../kernels/special.js';
import { columnDistances, exponentials, squaredDistances } from './distances.js';
import type { Bounds, KernelGradient } from './kernel.js';
import { type LeafOptions, NormalizedKernel } from './leaf_kernel.js';

/** Options of RBF. */
export interface RbfOptions {
  /** One scale, or one per column; default 1. */
  readonly lengthScale?: number | readonly number[];
  readonly lengthScaleBounds?: Bounds;
}

/** Derivatives by the scales, from the derivative by half the scaled squared distance with the sign turned. */
function scaleGradients(
  X: Matrix,
  scales: readonly number[],
  free: boolean,
  squared: Float64Array,
  slope: Float64Array,
): Float64Array[] {
  if (!free) return [];
  if (scales.length === 1) {
    for (let i = 0; i < slope.length; i++) slope[i] *= squared[i];
    return [slope];
  }
  return scales.map((scale, j) => {
    const part = columnDistances(X, j, scale);
    for (let i = 0; i < part.length; i++) part[i] *= slope[i];
    return part;
  });
}

/**
 * The squared-exponential kernel exp(-d^2 / 2) of the distance d in units of the length scale: very smooth functions.
 *
 * @example
 * ```ts
 * const kernel = new RBF({ lengthScale: 2 });
 * kernel.values(Matrix.from2DArray([[0], [2]])); // [1, 0.6065, 0.6065, 1]
 * ```
 */
export class RBF extends NormalizedKernel {
  constructor(options: RbfOptions = {}) {
    super('RBF', options as LeafOptions, ['lengthScale'], ['lengthScale']);
  }

  override values(X: Matrix, Y?: Matrix): Float64Array {
    return exponentials(squaredDistances(X, Y, this.checkScales(X)), -0.5);
  }

  override withGradient(X: Matrix): KernelGradient {
    const scales = this.checkScales(X);
    const squared = squaredDistances(X, undefined, scales);
    const values = exponentials(squared.slice(), -0.5);
    return { values, gradients: scaleGradients(X, scales, this.isFree(0), squared, values.slice()) };
  }
}

/** Options of Matern. */
export interface MaternOptions extends RbfOptions {
  /** Smoothness: 0.5 (rough), 1.5 (once differentiable), 2.5, Infinity (RBF) or any positive number; default 1.5. */
  readonly nu?: number;
}

/**
 * The Matern kernel: like RBF, with functions as smooth as nu says. Values of nu other than 0.5, 1.5, 2.5 and
 * Infinity need Bessel functions and are some hundred times slower.
 *
 * @example
 * ```ts
 * new Matern({ nu: 0.5 }).values(Matrix.from2DArray([[0], [1]]))[1]; // 0.3679
 * ```
 */
export class Matern extends NormalizedKernel {
  readonly nu: number;

  constructor(options: MaternOptions = {}) {
    super('Matern', { nu: 1.5, ...options } as LeafOptions, ['lengthScale'], ['lengthScale']);
    this.nu = options.nu ?? 1.5;
    if (!(this.nu > 0)) throw new RangeError(`Matern: nu must be positive. Got ${this.nu}.`);
  }

  protected override extras(): string[] {
    return [`nu: ${this.nu}`];
  }

  override values(X: Matrix, Y?: Matrix): Float64Array {
    const values = squaredDistances(X, Y, this.checkScales(X));
    this.apply(values, undefined);
    return values;
  }

  override withGradient(X: Matrix): KernelGradient {
    const scales = this.checkScales(X);
    const squared = squaredDistances(X, undefined, scales);
    const values = squared.slice();
    const slope = new Float64Array(values.length);
    this.apply(values, slope);
    return { values, gradients: scaleGradients(X, scales, this.isFree(0), squared, slope) };
  }

  /** Squared distances become kernel values; `slope` gets the derivative by -(squared distance) / 2. */
  private apply(values: Float64Array, slope: Float64Array | undefined): void {
    const { nu } = this;
    if (nu === Number.POSITIVE_INFINITY) {
      exponentials(values, -0.5);
      slope?.set(values);
      return;
    }
    const root = Math.sqrt(2 * nu);
    const distances = values.map((squared) => root * Math.sqrt(squared));
    const e = nu === 0.5 || nu === 1.5 || nu === 2.5 ? exponentials(distances.slice(), -1) : distances;
    const factor = 2 ** (1 - nu) / Math.exp(logGamma(nu));
    for (let i = 0; i < values.length; i++) {
      const t = distances[i];
      if (nu === 0.5) {
        values[i] = e[i];
        // Infinitely steep at 0, where it is multiplied by a distance of 0.
        if (slope) slope[i] = t > 0 ? e[i] / t : 0;
      } else if (nu === 1.5) {
        values[i] = (1 + t) * e[i];
        if (slope) slope[i] = 3 * e[i];
      } else if (nu === 2.5) {
        values[i] = (1 + t + (t * t) / 3) * e[i];
        if (slope) slope[i] = (5 / 3) * (1 + t) * e[i];
      } else {
        values[i] = t > 1e-12 ? factor * t ** nu * besselK(nu, t) : 1;
        if (slope) slope[i] = t > 1e-12 ? factor * t ** (nu - 1) * besselK(nu - 1, t) * 2 * nu : 0;
      }
    }
  }
}

/**
 * The modified Bessel function of the second kind, by the trapezoidal rule on its integral over
 * exp(-x cosh t) cosh(nu t), which converges faster than any power of the step.
 */
export function besselK(nu: number, x: number): number {
  const STEP = 1 / 16;
  let sum = 0.5 * Math.exp(-x);
  for (let t = STEP; ; t += STEP) {
    const term = Math.exp(-x * Math.cosh(t)) * Math.cosh(nu * t);
    sum += term;
    if (term < 1e-17 * sum && x * Math.sinh(t) > Math.abs(nu)) return sum * STEP;
  }
}
