import type { Matrix } from '../../core/matrix.js';
import { matmul } from '../../kernels/gemm.js';
import { exponentials, squaredDistances } from './distances.js';
import type { Bounds, KernelGradient } from './kernel.js';
import { LeafKernel, type LeafOptions, NormalizedKernel } from './leaf_kernel.js';

/** Options of RationalQuadratic. */
export interface RationalQuadraticOptions {
  readonly lengthScale?: number;
  /** How fast large distances lose weight; default 1. */
  readonly alpha?: number;
  readonly lengthScaleBounds?: Bounds;
  readonly alphaBounds?: Bounds;
}

/**
 * (1 + d^2 / (2 alpha l^2))^-alpha: a mixture of RBF kernels of many length scales.
 *
 * @example
 * ```ts
 * new RationalQuadratic().values(Matrix.from2DArray([[0], [1]]))[1]; // 0.6667
 * ```
 */
export class RationalQuadratic extends NormalizedKernel {
  constructor(options: RationalQuadraticOptions = {}) {
    super('RationalQuadratic', options as LeafOptions, ['alpha', 'lengthScale']);
  }

  override values(X: Matrix, Y?: Matrix): Float64Array {
    const alpha = this.one(0);
    const squared = squaredDistances(X, Y, [this.one(1)]);
    for (let i = 0; i < squared.length; i++) squared[i] = (1 + squared[i] / (2 * alpha)) ** -alpha;
    return squared;
  }

  override withGradient(X: Matrix): KernelGradient {
    const alpha = this.one(0);
    const squared = squaredDistances(X, undefined, [this.one(1)]);
    const values = new Float64Array(squared.length);
    const byAlpha = new Float64Array(squared.length);
    const byScale = new Float64Array(squared.length);
    for (let i = 0; i < squared.length; i++) {
      const base = 1 + squared[i] / (2 * alpha);
      const value = base ** -alpha;
      values[i] = value;
      byAlpha[i] = value * (squared[i] / (2 * base) - alpha * Math.log(base));
      byScale[i] = (value * squared[i]) / base;
    }
    return { values, gradients: [byAlpha, byScale].filter((_, index) => this.isFree(index)) };
  }
}

/** Options of ExpSineSquared. */
export interface ExpSineSquaredOptions {
  readonly lengthScale?: number;
  readonly periodicity?: number;
  readonly lengthScaleBounds?: Bounds;
  readonly periodicityBounds?: Bounds;
}

/**
 * exp(-2 sin^2(pi d / p) / l^2): functions that repeat after the period p.
 *
 * @example
 * ```ts
 * new ExpSineSquared({ periodicity: 1 }).values(Matrix.from2DArray([[0], [3]]))[1]; // 1
 * ```
 */
export class ExpSineSquared extends NormalizedKernel {
  constructor(options: ExpSineSquaredOptions = {}) {
    super('ExpSineSquared', options as LeafOptions, ['lengthScale', 'periodicity']);
  }

  override values(X: Matrix, Y?: Matrix): Float64Array {
    const [l, p] = [this.one(0), this.one(1)];
    const result = squaredDistances(X, Y, [1]);
    for (let i = 0; i < result.length; i++)
      result[i] = (Math.sin((Math.PI * Math.sqrt(result[i])) / p) / l) ** 2;
    return exponentials(result, -2);
  }

  override withGradient(X: Matrix): KernelGradient {
    const [l, p] = [this.one(0), this.one(1)];
    const squared = squaredDistances(X, undefined, [1]);
    const values = this.values(X);
    const byScale = new Float64Array(values.length);
    const byPeriod = new Float64Array(values.length);
    for (let i = 0; i < values.length; i++) {
      const angle = (Math.PI * Math.sqrt(squared[i])) / p;
      const sine = Math.sin(angle);
      byScale[i] = (4 / (l * l)) * sine * sine * values[i];
      byPeriod[i] = ((4 * angle) / (l * l)) * Math.cos(angle) * sine * values[i];
    }
    return { values, gradients: [byScale, byPeriod].filter((_, index) => this.isFree(index)) };
  }
}

/** Options of DotProduct. */
export interface DotProductOptions {
  /** Spread of the constant; default 1. */
  readonly sigma0?: number;
  readonly sigma0Bounds?: Bounds;
}

/**
 * x'z + sigma0^2: linear functions.
 *
 * @example
 * ```ts
 * new DotProduct().values(Matrix.from2DArray([[2], [3]]))[1]; // 7
 * ```
 */
export class DotProduct extends LeafKernel {
  override readonly isStationary = false;

  constructor(options: DotProductOptions = {}) {
    super('DotProduct', options as LeafOptions, ['sigma0']);
  }

  override values(X: Matrix, Y?: Matrix): Float64Array {
    const square = this.one(0) ** 2;
    return matmul(X, Y ?? X, { transposeB: true }).data.map((value) => value + square);
  }

  override withGradient(X: Matrix): KernelGradient {
    const slope = new Float64Array(X.rows * X.rows).fill(2 * this.one(0) ** 2);
    return { values: this.values(X), gradients: this.isFree(0) ? [slope] : [] };
  }

  override diag(X: Matrix): Float64Array {
    const square = this.one(0) ** 2;
    return Float64Array.from({ length: X.rows }, (_, i) => X.row(i).reduce((sum, v) => sum + v * v, square));
  }
}

/** Options of WhiteKernel. */
export interface WhiteKernelOptions {
  /** Variance of the noise; default 1. */
  readonly noiseLevel?: number;
  readonly noiseLevelBounds?: Bounds;
}

/**
 * Noise of its own in every row: noiseLevel for a row with itself, 0 between rows and for new rows.
 *
 * @example
 * ```ts
 * new WhiteKernel({ noiseLevel: 0.5 }).diag(Matrix.from2DArray([[0], [1]])); // [0.5, 0.5]
 * ```
 */
export class WhiteKernel extends LeafKernel {
  override readonly isStationary = true;

  constructor(options: WhiteKernelOptions = {}) {
    super('WhiteKernel', options as LeafOptions, ['noiseLevel']);
  }

  override values(X: Matrix, Y?: Matrix): Float64Array {
    const result = new Float64Array(X.rows * (Y ? Y.rows : X.rows));
    if (!Y) for (let i = 0; i < X.rows; i++) result[i * X.rows + i] = this.one(0);
    return result;
  }

  override withGradient(X: Matrix): KernelGradient {
    const values = this.values(X);
    return { values, gradients: this.isFree(0) ? [values.slice()] : [] };
  }

  override diag(X: Matrix): Float64Array {
    return new Float64Array(X.rows).fill(this.one(0));
  }
}

/** Options of ConstantKernel. */
export interface ConstantKernelOptions {
  /** The value; default 1. */
  readonly constantValue?: number;
  readonly constantValueBounds?: Bounds;
}

/**
 * One value for all pairs: scales other kernels, or lets the mean be unknown.
 *
 * @example
 * ```ts
 * const kernel = new Product(new ConstantKernel({ constantValue: 4 }), new RBF());
 * kernel.diag(Matrix.from2DArray([[0]])); // [4]
 * ```
 */
export class ConstantKernel extends LeafKernel {
  override readonly isStationary = true;

  constructor(options: ConstantKernelOptions = {}) {
    super('ConstantKernel', options as LeafOptions, ['constantValue']);
  }

  override values(X: Matrix, Y?: Matrix): Float64Array {
    return new Float64Array(X.rows * (Y ? Y.rows : X.rows)).fill(this.one(0));
  }

  override withGradient(X: Matrix): KernelGradient {
    const values = this.values(X);
    return { values, gradients: this.isFree(0) ? [values.slice()] : [] };
  }

  override diag(X: Matrix): Float64Array {
    return new Float64Array(X.rows).fill(this.one(0));
  }
}
