import type { Worker } from 'node:worker_threads';
import type { Call } from './call.js';
import { PoolWorker } from './pool_worker.js';

/** How many threads a pool keeps and how it starts one. */
export interface PoolOptions {
  /** Threads that stay when there is nothing to do. */
  readonly keep: number;
  /** Threads at most, however many a call asks for. */
  readonly most: number;
  readonly start: () => Worker;
}

/**
 * Shares threads among calls. Threads start when first needed and stay for later calls; each runs one item at
 * a time; a free thread serves the call that has the fewest items running, so that no call waits for another
 * to end.
 */
export class Pool {
  readonly #workers = new Set<PoolWorker>();
  /** Unfinished calls, the longest unserved first. */
  readonly #calls = new Set<Call>();
  #pumping = false;

  constructor(private readonly options: PoolOptions) {}

  /** Number of live threads. */
  get size(): number {
    return this.#workers.size;
  }

  /** Runs a call to its end. */
  async run(call: Call): Promise<unknown[]> {
    this.#calls.add(call);
    this.pump();
    try {
      return await call.finished;
    } finally {
      this.#calls.delete(call);
      for (const worker of this.#workers) worker.forget(call);
      this.#retireSurplus();
    }
  }

  /** Ends threads whose work is not needed any more and gives the free ones their next items. */
  pump(): void {
    // Failing to send an item changes the state that the loop below looks at; it goes on by itself.
    if (this.#pumping) return;
    this.#pumping = true;
    try {
      for (const worker of this.#workers) if (worker.useless) this.#remove(worker);
      for (let call = this.#nextCall(); call; call = this.#nextCall()) {
        const worker = this.#freeWorker(call);
        if (!worker) break;
        // To the end of the queue.
        this.#calls.delete(call);
        this.#calls.add(call);
        worker.run(call, call.take());
      }
    } finally {
      this.#pumping = false;
    }
  }

  /** Ends all threads; unfinished calls reject with `reason`. */
  async close(reason: Error): Promise<void> {
    for (const call of this.#calls) call.cancel(reason);
    const workers = [...this.#workers];
    this.#workers.clear();
    await Promise.all(workers.map((worker) => worker.stop()));
  }

  #nextCall(): Call | undefined {
    let best: Call | undefined;
    for (const call of this.#calls) {
      if (call.ready && (!best || call.running < best.running)) best = call;
    }
    return best;
  }

  /** An idle thread, best one that has the call's data already, or a new one if there is room. */
  #freeWorker(call: Call): PoolWorker | undefined {
    let free: PoolWorker | undefined;
    for (const worker of this.#workers) {
      if (worker.busy) continue;
      if (worker.knows(call)) return worker;
      free ??= worker;
    }
    return free ?? this.#startWorker(call);
  }

  #startWorker(call: Call): PoolWorker | undefined {
    const { keep, most, start } = this.options;
    const asked = Math.max(keep, ...[...this.#calls].map(({ request }) => request.limit));
    if (this.#workers.size >= Math.min(most, asked)) return undefined;
    try {
      const worker = new PoolWorker(start(), {
        idle: () => this.pump(),
        gone: (gone) => this.#workers.delete(gone),
      });
      this.#workers.add(worker);
      return worker;
    } catch (error) {
      // No thread can be started (forbidden, out of resources): nothing would ever run this call.
      if (this.#workers.size === 0) call.cancel(error);
      return undefined;
    }
  }

  #remove(worker: PoolWorker): void {
    this.#workers.delete(worker);
    void worker.stop();
  }

  #retireSurplus(): void {
    for (const worker of this.#workers) {
      if (this.#workers.size <= this.options.keep) return;
      if (!worker.busy) this.#remove(worker);
    }
  }
}
