import { custom, type ParamSpec } from '../../core/params.js';
import { Kernel, type KernelRecord } from './kernel.js';
import { kernelFrom, Product } from './kernel_algebra.js';
import { ConstantKernel } from './more_kernels.js';
import { RBF } from './stationary_kernels.js';

/** A kernel, or the record of one; parameters hold the record. */
export type KernelLike = Kernel | KernelRecord;

/** The `kernel` parameter. */
export function kernelParam(): ParamSpec<KernelLike | null> {
  return custom<KernelLike | null>(null, {
    doc: 'Covariance function, e.g. new RBF(); null is 1 * RBF of length scale 1, both fixed.',
    expected: 'a kernel such as new RBF(), its record, or null',
    accepts: (value) => value === null || value instanceof Kernel || isRecord(value),
    invalid: ['RBF', 3, {}, []],
  });
}

/** Parameters in which a kernel is replaced by its record, which is plain data and can be saved and sent. */
export function withRecord<P extends { readonly kernel?: KernelLike | null }>(params: P): P {
  return params?.kernel instanceof Kernel ? { ...params, kernel: params.kernel.record } : params;
}

/** The kernel of the parameter. */
export function kernelOf(value: KernelLike | null): Kernel {
  if (value instanceof Kernel) return value;
  if (value) return kernelFrom(value);
  return new Product(
    new ConstantKernel({ constantValueBounds: 'fixed' }),
    new RBF({ lengthScaleBounds: 'fixed' }),
  );
}

function isRecord(value: unknown): boolean {
  if (value === null || typeof value !== 'object' || !('kernel' in value)) return false;
  try {
    kernelFrom(value as KernelRecord);
    return true;
  } catch {
    return false;
  }
}
