import type { Matrix } from '../../core/matrix.js';
import {
  type Hyperparameter,
  Kernel,
  type KernelGradient,
  type KernelRecord,
  refuseKernel,
} from './kernel.js';
import {
  ConstantKernel,
  DotProduct,
  ExpSineSquared,
  RationalQuadratic,
  WhiteKernel,
} from './more_kernels.js';
import { Matern, RBF } from './stationary_kernels.js';

/** A kernel, or a number that stands for a constant one. */
export type KernelTerm = Kernel | number;

const asKernel = (term: KernelTerm): Kernel =>
  typeof term === 'number' ? new ConstantKernel({ constantValue: term }) : term;

/** Two kernels in one. */
abstract class KernelPair extends Kernel {
  readonly k1: Kernel;
  readonly k2: Kernel;
  override readonly hyperparameters: readonly Hyperparameter[];
  override readonly isStationary: boolean;
  override readonly record: KernelRecord;

  constructor(name: string, k1: KernelTerm, k2: KernelTerm) {
    super();
    this.k1 = asKernel(k1);
    this.k2 = asKernel(k2);
    const named = (part: string, kernel: Kernel): Hyperparameter[] =>
      kernel.hyperparameters.map((one) => ({ ...one, name: `${part}__${one.name}` }));
    this.hyperparameters = [...named('k1', this.k1), ...named('k2', this.k2)];
    this.isStationary = this.k1.isStationary && this.k2.isStationary;
    this.record = { kernel: name, k1: this.k1.record, k2: this.k2.record };
  }

  override withTheta(theta: ArrayLike<number>): Kernel {
    const values = Array.from(theta);
    const cut = this.k1.theta.length;
    const kernelClass = this.constructor as new (k1: Kernel, k2: Kernel) => Kernel;
    return new kernelClass(this.k1.withTheta(values.slice(0, cut)), this.k2.withTheta(values.slice(cut)));
  }
}

/**
 * The sum of two kernels: functions that are sums of one of each.
 *
 * @example
 * ```ts
 * String(new Sum(new RBF(), new WhiteKernel())); // 'RBF({ lengthScale: 1 }) + WhiteKernel({ noiseLevel: 1 })'
 * ```
 */
export class Sum extends KernelPair {
  constructor(k1: KernelTerm, k2: KernelTerm) {
    super('Sum', k1, k2);
  }

  override values(X: Matrix, Y?: Matrix): Float64Array {
    // White noise adds nothing between one set of rows and another.
    if (Y && this.k2 instanceof WhiteKernel) return this.k1.values(X, Y);
    return added(this.k1.values(X, Y), this.k2.values(X, Y));
  }

  override withGradient(X: Matrix): KernelGradient {
    const [a, b] = [this.k1.withGradient(X), this.k2.withGradient(X)];
    return { values: added(a.values, b.values), gradients: [...a.gradients, ...b.gradients] };
  }

  override diag(X: Matrix): Float64Array {
    return added(this.k1.diag(X), this.k2.diag(X));
  }

  override toString(): string {
    return `${this.k1} + ${this.k2}`;
  }
}

/**
 * The product of two kernels.
 *
 * @example
 * ```ts
 * String(new Product(2, new RBF())); // 'ConstantKernel({ constantValue: 2 }) * RBF({ lengthScale: 1 })'
 * ```
 */
export class Product extends KernelPair {
  constructor(k1: KernelTerm, k2: KernelTerm) {
    super('Product', k1, k2);
  }

  override values(X: Matrix, Y?: Matrix): Float64Array {
    const values = this.k2.values(X, Y);
    if (this.k1 instanceof ConstantKernel) {
      const [factor] = this.k1.diag(X);
      if (factor !== 1) for (let i = 0; i < values.length; i++) values[i] *= factor;
      return values;
    }
    const others = this.k1.values(X, Y);
    for (let i = 0; i < values.length; i++) values[i] *= others[i];
    return values;
  }

  override withGradient(X: Matrix): KernelGradient {
    const [a, b] = [this.k1.withGradient(X), this.k2.withGradient(X)];
    const gradients = [
      ...a.gradients.map((gradient) => multiplied(gradient, b.values)),
      ...b.gradients.map((gradient) => multiplied(gradient, a.values)),
    ];
    return { values: multiplied(a.values, b.values), gradients };
  }

  override diag(X: Matrix): Float64Array {
    return multiplied(this.k1.diag(X), this.k2.diag(X));
  }

  override toString(): string {
    const part = (kernel: Kernel): string => (kernel instanceof Sum ? `(${kernel})` : String(kernel));
    return `${part(this.k1)} * ${part(this.k2)}`;
  }
}

/**
 * A power of a kernel.
 *
 * @example
 * ```ts
 * new Exponentiation(new DotProduct(), 2).values(Matrix.from2DArray([[1], [2]]))[1]; // 9
 * ```
 */
export class Exponentiation extends Kernel {
  override readonly record: KernelRecord;

  constructor(
    readonly kernel: Kernel,
    readonly exponent: number,
  ) {
    super();
    if (!Number.isFinite(exponent))
      refuseKernel('Exponentiation', 'exponent must be a number', String(exponent));
    this.record = { kernel: 'Exponentiation', base: kernel.record, exponent };
  }

  override get hyperparameters(): readonly Hyperparameter[] {
    return this.kernel.hyperparameters.map((one) => ({ ...one, name: `kernel__${one.name}` }));
  }

  override get isStationary(): boolean {
    return this.kernel.isStationary;
  }

  override values(X: Matrix, Y?: Matrix): Float64Array {
    return this.kernel.values(X, Y).map((value) => value ** this.exponent);
  }

  override withGradient(X: Matrix): KernelGradient {
    const { values, gradients } = this.kernel.withGradient(X);
    const slope = values.map((value) => this.exponent * value ** (this.exponent - 1));
    return {
      values: values.map((value) => value ** this.exponent),
      gradients: gradients.map((gradient) => multiplied(gradient, slope)),
    };
  }

  override diag(X: Matrix): Float64Array {
    return this.kernel.diag(X).map((value) => value ** this.exponent);
  }

  override withTheta(theta: ArrayLike<number>): Kernel {
    return new Exponentiation(this.kernel.withTheta(theta), this.exponent);
  }

  override toString(): string {
    return `(${this.kernel}) ** ${this.exponent}`;
  }
}

function added(a: Float64Array, b: Float64Array): Float64Array {
  for (let i = 0; i < a.length; i++) a[i] += b[i];
  return a;
}

/** Writes to a new array: values are needed more than once. */
function multiplied(a: Float64Array, b: Float64Array): Float64Array {
  const result = new Float64Array(a.length);
  for (let i = 0; i < a.length; i++) result[i] = a[i] * b[i];
  return result;
}

const LEAVES: Readonly<Record<string, new (options: object) => Kernel>> = {
  ConstantKernel,
  DotProduct,
  ExpSineSquared,
  Matern,
  RationalQuadratic,
  RBF,
  WhiteKernel,
};

/**
 * The kernel that a record (`kernel.record`) describes.
 * @throws InvalidParameterError for an unknown kernel or hyperparameters that cannot be.
 *
 * @example
 * ```ts
 * String(kernelFrom(new RBF({ lengthScale: 2 }).record)); // 'RBF({ lengthScale: 2 })'
 * ```
 */
export function kernelFrom(record: KernelRecord): Kernel {
  const { kernel, ...options } = record;
  const part = (value: unknown): Kernel => kernelFrom(value as KernelRecord);
  if (kernel === 'Sum') return new Sum(part(options['k1']), part(options['k2']));
  if (kernel === 'Product') return new Product(part(options['k1']), part(options['k2']));
  if (kernel === 'Exponentiation')
    return new Exponentiation(part(options['base']), options['exponent'] as number);
  if (!Object.hasOwn(LEAVES, kernel)) refuseKernel('kernelFrom', 'the kernel must be known', String(kernel));
  return new LEAVES[kernel](options);
}
