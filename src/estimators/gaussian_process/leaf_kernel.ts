import type { Matrix } from '../../core/matrix.js';
import { type Bounds, type Hyperparameter, Kernel, type KernelRecord, refuseKernel } from './kernel.js';

/** Options of a kernel, by the names of its hyperparameters and their bounds. */
export type LeafOptions = Readonly<Record<string, unknown>>;

/** The bounds that hyperparameters have unless others are given. */
export const USUAL_BOUNDS = [1e-5, 1e5] as const;

/** A kernel with hyperparameters of its own: the base of all but sums, products and powers. */
export abstract class LeafKernel extends Kernel {
  override readonly record: KernelRecord;
  override readonly hyperparameters: readonly Hyperparameter[];

  constructor(
    /** The class name. */
    readonly name: string,
    private readonly options: LeafOptions,
    names: readonly string[],
    /** Names that may hold one value per column. */
    vectors: readonly string[] = [],
  ) {
    super();
    this.hyperparameters = names.map((parameter) => {
      const { [parameter]: value = 1, [`${parameter}Bounds`]: bounds = USUAL_BOUNDS } = options;
      return checked(name, parameter, value, bounds as Bounds, vectors.includes(parameter));
    });
    const entries = this.hyperparameters.flatMap(({ name: parameter, values, bounds }) => [
      [parameter, values.length === 1 && !Array.isArray(options[parameter]) ? values[0] : [...values]],
      [`${parameter}Bounds`, bounds === 'fixed' ? bounds : bounds.map((bound) => [...bound])],
    ]);
    this.record = { kernel: name, ...options, ...Object.fromEntries(entries) };
  }

  override withTheta(theta: ArrayLike<number>): Kernel {
    let at = 0;
    const changed: Record<string, unknown> = {};
    for (const { name, values, bounds } of this.hyperparameters) {
      if (bounds === 'fixed') continue;
      const next = values.map(() => Math.exp(theta[at++]));
      changed[name] = Array.isArray(this.options[name]) ? next : next[0];
    }
    const kernelClass = this.constructor as new (options: LeafOptions) => Kernel;
    return new kernelClass({ ...this.options, ...changed });
  }

  override toString(): string {
    const parts = this.hyperparameters.map(
      ({ name, values }) => `${name}: ${values.length === 1 ? short(values[0]) : `[${values.map(short)}]`}`,
    );
    return `${this.name}({ ${[...parts, ...this.extras()].join(', ')} })`;
  }

  /** What else the text should show. */
  protected extras(): string[] {
    return [];
  }

  /** The value of a hyperparameter. */
  protected one(index: number): number {
    return this.hyperparameters[index].values[0];
  }

  /** Whether a hyperparameter is free. */
  protected isFree(index: number): boolean {
    return this.hyperparameters[index].bounds !== 'fixed';
  }
}

/** A kernel with values of 1 on the diagonal. */
export abstract class NormalizedKernel extends LeafKernel {
  override readonly isStationary = true;

  override diag(X: Matrix): Float64Array {
    return new Float64Array(X.rows).fill(1);
  }

  /** @throws InvalidParameterError unless there is one scale, or one per column. */
  protected checkScales(X: Matrix): readonly number[] {
    const { values } = this.hyperparameters[0];
    if (values.length > 1 && values.length !== X.columns) {
      refuseKernel(
        this.name,
        `lengthScale must be one value, or one for each of the ${X.columns} columns of X`,
        `${values.length} values`,
      );
    }
    return values;
  }
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}

function checked(
  kernel: string,
  name: string,
  value: unknown,
  bounds: Bounds,
  vector: boolean,
): Hyperparameter {
  const values = typeof value === 'number' ? [value] : Array.from((value ?? []) as ArrayLike<number>);
  const positive = values.every((v) => typeof v === 'number' && v > 0 && Number.isFinite(v));
  if (values.length === 0 || !positive || (!vector && values.length > 1)) {
    refuseKernel(
      kernel,
      `${name} must be ${vector ? 'positive numbers' : 'a positive number'}`,
      String(value),
    );
  }
  if (bounds === 'fixed') return { name, values, bounds };
  const pairs = (Array.isArray(bounds[0]) ? bounds : values.map(() => bounds)) as (readonly [
    number,
    number,
  ])[];
  const good = pairs.length === values.length && pairs.every(([low, high]) => low > 0 && high >= low);
  if (!good) refuseKernel(kernel, `${name}Bounds must be pairs 0 < low <= high, or 'fixed'`, String(bounds));
  return { name, values, bounds: pairs };
}
