import { kernelsOf, type NeuralKernels, neuralModule } from '../../../kernels/wasm/modules/neural.js';
import { acquire, type Region } from '../../../kernels/wasm/runtime.js';
import type { NetworkSpec } from '../network/layout.js';
import { Program } from '../network/program.js';
import { CpuOps, type CpuSlot, type Floats } from './cpu_ops.js';
import type { Precision, TrainingData } from './engine.js';

/** Rows that go through the network together: their values stay in cache. Batches are cut at these places always. */
export const CHUNK_ROWS = 256;

/**
 * Most parts of a large batch, and pieces of a part. Gradients are summed within each part, and then over the parts in
 * their order, so that the result does not depend on the threads.
 */
const PARTS = 8;
const PIECES = 4;

/** Positions in a batch. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** The parts of a batch of so many rows; each holds whole pieces of `chunk` rows. */
export function spansOf(rows: number, chunk: number): Span[] {
  const pieces = Math.ceil(rows / chunk);
  const step = Math.ceil(pieces / Math.min(PARTS, Math.ceil(pieces / PIECES))) * chunk;
  const spans: Span[] = [];
  for (let from = 0; from < rows; from += step) spans.push({ from, to: Math.min(rows, from + step) });
  return spans;
}

/** What a batch's rows are multiplied by, and the seed of its masks. */
export interface BatchTerms {
  /** Sum of the batch's weights. */
  readonly total: number;
  readonly seed: number;
}

/** The network's memory for the rows of one piece, and the sum of gradients over pieces. */
export class BatchGradient {
  readonly ops: CpuOps;
  readonly kernels: NeuralKernels;
  readonly #program: Program<CpuSlot>;
  readonly #sum: Region<Floats> | undefined;

  /** `several`: whether there will be batches of more than `chunk` rows. */
  constructor(
    spec: NetworkSpec,
    precision: Precision,
    readonly chunk: number,
    several: boolean,
  ) {
    const session = acquire(neuralModule);
    try {
      this.ops = new CpuOps(session, spec, precision, chunk);
      this.kernels = kernelsOf(session, precision);
      this.#program = new Program(this.ops, spec, true);
      this.#sum = several ? this.ops.room(this.ops.layout.size) : undefined;
    } catch (error) {
      session.release();
      throw error;
    }
  }

  /** Weighted loss of some rows of a batch; their gradient stands in the operations' memory. */
  run(data: TrainingData, rows: Int32Array, { from, to }: Span, { total, seed }: BatchTerms): number {
    const { ops, chunk } = this;
    const sum = to - from > chunk ? this.#sum : undefined;
    let loss = 0;
    for (let at = from; at < to; at += chunk) {
      ops.load(data, rows.subarray(at, Math.min(to, at + chunk)), this.#program.input);
      ops.begin(1 / total, seed, at);
      this.#program.forward(true);
      this.#program.backward();
      loss += ops.lossSum;
      if (!sum) continue;
      if (at === from) sum.view().set(ops.gradient.view());
      else this.kernels.add(sum.length, ops.gradient.pointer, sum.pointer);
    }
    if (sum) ops.gradient.view().set(sum.view());
    return loss;
  }

  dispose(): void {
    this.ops.session.release();
  }
}
