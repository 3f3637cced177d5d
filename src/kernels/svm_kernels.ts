import type { Matrix } from '../core/matrix.js';
import type { KernelArgs, SvmSession } from './wasm/modules/svm.js';
import type { Region } from './wasm/runtime.js';

/** The kernel functions that are computed here. */
export type KernelName = 'linear' | 'poly' | 'rbf' | 'sigmoid';

/**
 * A kernel function of two rows x, z: linear x'z, poly (gamma x'z + coef0)^degree, rbf exp(-gamma |x - z|^2),
 * sigmoid tanh(gamma x'z + coef0).
 */
export interface KernelFunction {
  readonly name: KernelName;
  readonly gamma: number;
  readonly coef0: number;
  readonly degree: number;
}

const KINDS: readonly KernelName[] = ['linear', 'poly', 'rbf', 'sigmoid'];

/** The kernel as the binary takes it. */
export function kernelArgs({ name, gamma, coef0, degree }: KernelFunction, columns: number): KernelArgs {
  return [KINDS.indexOf(name), gamma, coef0, degree, columns];
}

/** A multiple of eight that holds `rows` rows. */
export function padded(rows: number): number {
  return Math.ceil(rows / 8) * 8;
}

/** Copies rows of X into panels of eight in a session's memory. */
export function packPanels(
  session: SvmSession,
  X: Matrix,
  rows: Int32Array | undefined,
): Region<Float64Array> {
  const d = X.columns;
  const count = rows ? rows.length : X.rows;
  const panels = session.f64(padded(count) * d);
  const step = Math.min(padded(count), 8 * Math.max(1, Math.floor(65_536 / (8 * Math.max(1, d)))));
  session.scratch(() => {
    const block = session.f64(step * d);
    const view = block.view();
    for (let from = 0; from < count; from += step) {
      const size = Math.min(step, count - from);
      if (!rows) view.set(X.data.subarray(from * d, (from + size) * d));
      else
        for (let i = 0; i < size; i++) {
          const at = rows[from + i] * d;
          view.set(X.data.subarray(at, at + d), i * d);
        }
      session.kernels.packRows(size, d, block.pointer, panels.pointer + from * d * 8);
    }
  });
  return panels;
}
