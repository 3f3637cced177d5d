import { defineTask, effectiveNJobs, getParallelBackend, shareArray } from '../../../parallel/index.js';
import { layoutOf, type NetworkSpec } from '../network/layout.js';
import {
  awaitParts,
  awaitStep,
  type Board,
  closeBoard,
  isClosed,
  makeBoard,
  openStep,
  partsDone,
  putPart,
  stepRows,
  takePart,
} from './batch_board.js';
import { BatchGradient, type BatchTerms, type Span, spansOf } from './batch_gradient.js';
import type { Floats } from './cpu_ops.js';
import type { Precision, TrainingData } from './engine.js';

/** What all threads of a training read. */
interface Job {
  readonly id: string;
  readonly spec: NetworkSpec;
  readonly precision: Precision;
  readonly chunk: number;
  readonly data: TrainingData;
  readonly board: Board;
}

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

/** A thread serves one training no longer than this at a time, so that other work gets its turn. */
const SERVICE_MS = 250;
/** Longest sleep of a thread, and of the caller's own. */
const NAP_MS = 20;
const WATCH_MS = 2;
/** A part that took the others so many times longer than one takes here is computed here: its thread may have died. */
const PATIENCE = 4;
const PATIENCE_MS = 250;

/** Serves a training for so many milliseconds: takes parts of its batches off the board, as long as there are any. */
export const serveTrainingTask = defineTask<number, Job, null>(
  'serveTrainingTask',
  import.meta.url,
  (service, { id, spec, precision, chunk, data, board }) => {
    if (held?.id !== id) {
      release();
      held = { id, gradient: new BatchGradient(spec, precision, chunk, true) };
    }
    const { gradient } = held;
    clearTimeout(idle as Parameters<typeof clearTimeout>[0]);
    idle = setTimeout(release, IDLE_MS) as { unref?(): void };
    idle.unref?.();
    const end = performance.now() + service;
    while (!isClosed(board) && performance.now() < end) {
      const part = takePart(board);
      if (part === undefined) {
        awaitStep(board, NAP_MS);
        continue;
      }
      const rows = board.rows.subarray(0, stepRows(board));
      const [total, seed] = board.terms;
      gradient.ops.weights.view().set(board.flat);
      const loss = gradient.run(data, rows, spansOf(rows.length, chunk)[part], { total, seed });
      putPart(board, part, loss, gradient.ops.gradient.view());
    }
    return null;
  },
);

let trainings = 0;

/** What one training hands to its threads. */
export interface ThreadsOptions {
  readonly spec: NetworkSpec;
  readonly precision: Precision;
  readonly chunk: number;
  readonly data: TrainingData;
  /** Most rows of a batch. */
  readonly batch: number;
  /** Threads, the caller's own among them. */
  readonly nJobs: number;
}

/**
 * Computes the parts of batches on worker threads and on the caller's own, which take them off a board in shared memory
 * as they come: no message goes between threads during a step, and no step waits for a thread to start. Which thread
 * computes a part does not change its bits.
 */
export class BatchThreads {
  readonly #options: ThreadsOptions;
  readonly #data: TrainingData;
  readonly #size: number;
  #job: Job;
  /** Longest time that a part has taken here. */
  #slowest = 0;

  /** How many threads can share a board here: worker threads can, other backends may lie on other machines. */
  static count(nJobs: number | null | undefined): number {
    return getParallelBackend().name === 'threads' ? effectiveNJobs(nJobs) : 1;
  }

  constructor(options: ThreadsOptions) {
    this.#options = options;
    const { X, codes, Y, weights, ...sizes } = options.data;
    this.#size = layoutOf(options.spec).size;
    this.#data = {
      ...sizes,
      X: shareArray(X),
      ...(codes && { codes: shareArray(codes) }),
      ...(Y && { Y: shareArray(Y) }),
      ...(weights && { weights: shareArray(weights) }),
    };
    this.#job = this.#begin();
  }

  /**
   * Losses and gradients of a batch's parts, in their order; they hold until the next call. `own` works on this thread.
   */
  async run(
    own: BatchGradient,
    rows: Int32Array,
    terms: BatchTerms,
    breathe: (() => Promise<void>) | undefined,
  ): Promise<PartGradient[]> {
    const { board } = this.#job;
    const spans = spansOf(rows.length, this.#options.chunk);
    board.rows.set(rows);
    board.flat.set(own.ops.weights.view());
    board.terms.set([terms.total, terms.seed]);
    openStep(board, rows.length, spans.length);
    const compute = (part: number): void => {
      const begun = performance.now();
      const loss = own.run(this.#options.data, rows, spans[part], terms);
      putPart(board, part, loss, own.ops.gradient.view());
      this.#slowest = Math.max(this.#slowest, performance.now() - begun);
    };
    const taken = new Set<number>();
    for (let part = takePart(board); part !== undefined; part = takePart(board)) {
      taken.add(part);
      compute(part);
      await breathe?.();
    }
    await this.#others(spans, taken, compute, breathe);
    const size = this.#size;
    return spans.map((_, part) => ({
      loss: board.losses[part],
      gradient: board.gradients.subarray(part * size, (part + 1) * size),
    }));
  }

  /** Ends the service of the threads. */
  dispose(): void {
    closeBoard(this.#job.board);
  }

  /** Waits for the parts that other threads took. */
  async #others(
    spans: readonly Span[],
    taken: ReadonlySet<number>,
    compute: (part: number) => void,
    breathe: (() => Promise<void>) | undefined,
  ): Promise<void> {
    const { board } = this.#job;
    const patience = performance.now() + PATIENCE_MS + PATIENCE * this.#slowest;
    for (let done = partsDone(board); done < spans.length; done = partsDone(board)) {
      awaitParts(board, done, WATCH_MS);
      await breathe?.();
      if (performance.now() < patience) continue;
      // What the others may still write goes to a board that nobody reads any more.
      closeBoard(board);
      for (let part = 0; part < spans.length; part++) {
        if (!taken.has(part)) compute(part);
      }
      this.#job = this.#begin();
      return;
    }
  }

  /** A new board, and threads that serve it. */
  #begin(): Job {
    const { spec, precision, chunk, batch } = this.#options;
    const job = {
      id: `${Math.trunc(performance.timeOrigin)}.${trainings++}`,
      spec,
      precision,
      chunk,
      data: this.#data,
      board: makeBoard(batch, this.#size, precision),
    };
    for (let i = 1; i < this.#options.nJobs; i++) void this.#serve(job);
    return job;
  }

  /** Keeps one thread in service, a stretch at a time. Without it the caller's own thread does everything. */
  async #serve(job: Job): Promise<void> {
    try {
      while (!isClosed(job.board)) {
        await getParallelBackend().map(serveTrainingTask, [SERVICE_MS], { shared: job, nJobs: 1 });
      }
    } catch {
      // No thread to be had, or it died: the training goes on without.
    }
  }
}
