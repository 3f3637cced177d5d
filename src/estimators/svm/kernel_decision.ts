import { Matrix } from '../../core/matrix.js';
import type { Run } from '../../core/run.js';
import { type KernelFunction, kernelArgs, packPanels, padded } from '../../kernels/svm_kernels.js';
import { type SvmSession, svmModule } from '../../kernels/wasm/modules/svm.js';
import { acquire } from '../../kernels/wasm/runtime.js';

/** Machines that share support vectors. */
export interface Machines {
  /** Support vectors by class: class c has `nSupport[c]`, one after the other. */
  readonly nSupport: Int32Array;
  /** (k - 1) x nSV: row j - 1 (or j) holds the coefficients against class j behind (or before). */
  readonly dualCoef: Matrix;
  /** One per pair, added to the sum. */
  readonly intercept: Float64Array;
}

/** Kernel values between new rows and support vectors: a function of both, or a matrix that is given. */
export type KernelValues =
  | { readonly kernel: KernelFunction; readonly X: Matrix; readonly supportVectors: Matrix }
  | { readonly gram: Matrix; readonly support: Int32Array | undefined };

/** Kernel evaluations between two looks at the clock. */
const SLICE = 4e5;

/**
 * Decision values of every row for every pair of classes (i, j), i < j: n x k (k - 1) / 2. One class (regression,
 * outliers) counts as a single machine with all support vectors. O(n nSV d).
 */
export async function decisionValues(machines: Machines, values: KernelValues, run: Run): Promise<Matrix> {
  const { nSupport, dualCoef, intercept } = machines;
  const session = acquire(svmModule);
  try {
    const vectors = dualCoef.columns;
    const width = padded(vectors);
    const rows = 'gram' in values ? values.gram.rows : values.X.rows;
    const result = Matrix.zeros(rows, intercept.length);
    // A single machine is a pair whose second class is empty.
    const counts = nSupport.length === 1 ? [nSupport[0], 0] : [...nSupport];
    const starts = session.i32(counts.length + 1);
    counts.reduce((from, count, c) => {
      starts.view()[c] = from;
      starts.view()[c + 1] = from + count;
      return from + count;
    }, 0);
    const coef = session.f64(dualCoef.data);
    const offsets = session.f64(intercept);
    const block = Math.max(1, Math.min(rows, Math.floor(131_072 / Math.max(8, width))));
    const kernelValues = session.f64(block * width);
    const out = session.f64(block * intercept.length);
    const write = writerOf(session, values, width, block, kernelValues.pointer);
    let evaluations = 0;
    for (let from = 0; from < rows; from += block) {
      const count = Math.min(block, rows - from);
      write(from, count);
      session.kernels.pairDecisions(
        count,
        counts.length,
        starts.pointer,
        coef.pointer,
        vectors,
        offsets.pointer,
        kernelValues.pointer,
        width,
        out.pointer,
      );
      result.data.set(out.view().subarray(0, count * intercept.length), from * intercept.length);
      evaluations += count * vectors;
      if (evaluations > SLICE) {
        evaluations = 0;
        await run.breathe();
      }
    }
    return result;
  } finally {
    session.release();
  }
}

/** Writes the kernel values of some rows to `to`, `width` doubles a row. */
function writerOf(
  session: SvmSession,
  values: KernelValues,
  width: number,
  block: number,
  to: number,
): (from: number, count: number) => void {
  if ('gram' in values) {
    const { gram, support } = values;
    const columns = support ?? Int32Array.from({ length: gram.columns }, (_, j) => j);
    return (from, count) => {
      const target = new Float64Array(session.buffer, to, count * width);
      for (let i = 0; i < count; i++) {
        const row = (from + i) * gram.columns;
        for (let j = 0; j < columns.length; j++) target[i * width + j] = gram.data[row + columns[j]];
      }
    };
  }
  const { X, supportVectors, kernel } = values;
  const d = X.columns;
  const args = kernelArgs(kernel, d);
  const panels = packPanels(session, supportVectors, undefined).pointer;
  const rows = session.f64(block * d);
  return (from, count) => {
    rows.view().set(X.data.subarray(from * d, (from + count) * d));
    session.kernels.kernelBlock(...args, count, rows.pointer, panels, width / 8, width, to);
  };
}
