import { defineTask, parallelMap, shareArray } from '../../../parallel/index.js';
import type { NetworkSpec } from '../network/layout.js';
import { BatchGradient, type BatchTerms, type Span } from './batch_gradient.js';
import type { Floats } from './cpu_ops.js';
import type { Precision, TrainingData } from './engine.js';

/** What all threads of a training read. */
interface Job {
  readonly id: string;
  readonly spec: NetworkSpec;
  readonly precision: Precision;
  readonly chunk: number;
  readonly data: TrainingData;
  /** The batch at hand. */
  readonly rows: Int32Array;
  /** The weights at hand. */
  readonly flat: Floats;
}

/** One part of a batch. */
interface Part extends Span, BatchTerms {}

/** Loss and gradient of a part. */
export interface PartGradient {
  readonly loss: number;
  readonly gradient: Floats;
}

/** A thread keeps the memory of the training it works for until the next training, or a while without work. */
let held: { readonly id: string; readonly gradient: BatchGradient } | undefined;
let idle: { unref?(): void } | undefined;
const IDLE_MS = 2000;

function release(): void {
  held?.gradient.dispose();
  held = undefined;
}

/** The gradient of a part of a batch; see CpuEngine. */
export const partGradientTask = defineTask<Part, Job, PartGradient>(
  'partGradientTask',
  import.meta.url,
  ({ from, to, total, seed }, { id, spec, precision, chunk, data, rows, flat }) => {
    if (held?.id !== id) {
      release();
      held = { id, gradient: new BatchGradient(spec, precision, chunk, true) };
    }
    const { gradient } = held;
    clearTimeout(idle as Parameters<typeof clearTimeout>[0]);
    idle = setTimeout(release, IDLE_MS) as { unref?(): void };
    idle.unref?.();
    gradient.ops.weights.view().set(flat);
    const loss = gradient.run(data, rows, { from, to }, { total, seed });
    return { loss, gradient: gradient.ops.gradient.view().slice() };
  },
);

let trainings = 0;

/** Computes the parts of batches on worker threads, which read data and weights from shared memory. */
export class BatchThreads {
  readonly #job: Job;
  readonly #nJobs: number;

  constructor(
    spec: NetworkSpec,
    precision: Precision,
    chunk: number,
    data: TrainingData,
    batch: number,
    nJobs: number,
  ) {
    const { X, codes, Y, weights, ...sizes } = data;
    const size = spec.units.slice(1).reduce((sum, units, l) => sum + units * (spec.units[l] + 1), 0);
    this.#nJobs = nJobs;
    this.#job = {
      id: `${Math.trunc(performance.timeOrigin)}.${trainings++}`,
      spec,
      precision,
      chunk,
      data: {
        ...sizes,
        X: shareArray(X),
        ...(codes && { codes: shareArray(codes) }),
        ...(Y && { Y: shareArray(Y) }),
        ...(weights && { weights: shareArray(weights) }),
      },
      rows: shareArray(new Int32Array(batch)),
      flat: shareArray(precision === 'float32' ? new Float32Array(size) : new Float64Array(size)),
    };
  }

  /** Losses and gradients of the parts, in their order. */
  run(rows: Int32Array, flat: Floats, spans: readonly Span[], terms: BatchTerms): Promise<PartGradient[]> {
    const { rows: batch, flat: weights } = this.#job;
    batch.set(rows);
    weights.set(flat);
    const parts = spans.map((span) => ({ ...span, ...terms }));
    return parallelMap(partGradientTask, parts, { shared: this.#job, nJobs: this.#nJobs });
  }
}
