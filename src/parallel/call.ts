import { WorkerError } from '../core/errors.js';
import { type LearnkitWarning, warn } from '../core/warnings.js';
import type { CallSetup } from './messages.js';

/** What one `map` call asks of the pool. */
export interface CallRequest {
  readonly setup: CallSetup;
  readonly items: readonly unknown[];
  /** Items that may run at the same time. */
  readonly limit: number;
  readonly onProgress: ((done: number, total: number) => void) | undefined;
  readonly onItemProgress: ((index: number, done: number, total: number, what: string) => void) | undefined;
}

let calls = 0;

/**
 * The state of one `map` call: which item is next, what came of each, and how it ends. It knows nothing of
 * threads. Items start in order; once one has failed only lower ones still count, so that the error of the
 * lowest failing index wins whatever the timing, as in a sequential run.
 */
export class Call {
  readonly id = ++calls;
  /** Settles when the call is over. */
  readonly finished: Promise<unknown[]>;
  #resolve!: (results: unknown[]) => void;
  #reject!: (error: unknown) => void;
  #settled = false;

  readonly #results: unknown[];
  /** The warnings of finished items, until all lower items have finished too. */
  readonly #warnings = new Map<number, readonly LearnkitWarning[]>();
  readonly #running = new Set<number>();
  readonly #lost = new Set<number>();
  #reruns: number[] = [];
  #next = 0;
  #done = 0;
  #reported = 0;
  #failure: { index: number; error: unknown } | undefined;

  constructor(readonly request: CallRequest) {
    this.#results = new Array<unknown>(request.items.length);
    this.finished = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    if (request.items.length === 0) this.#settleIfOver();
  }

  get settled(): boolean {
    return this.#settled;
  }

  get running(): number {
    return this.#running.size;
  }

  /** Whether an item could start now. */
  get ready(): boolean {
    return !this.#settled && this.#running.size < this.request.limit && this.#pending();
  }

  /** Marks the next item as running and returns its index. */
  take(): number {
    const index = this.#reruns.shift() ?? this.#next++;
    this.#running.add(index);
    return index;
  }

  /** Whether the result of a running item still matters. */
  wants(index: number): boolean {
    return !this.#settled && this.#counts(index);
  }

  /** An item has reported how far it is. */
  progress(index: number, done: number, total: number, what: string): void {
    this.#guarded(() => this.request.onItemProgress?.(index, done, total, what));
  }

  /** An item has its result. */
  succeed(index: number, result: unknown, warnings: readonly LearnkitWarning[]): void {
    if (!this.#finish(index, warnings)) return;
    this.#results[index] = result;
    this.#done++;
    this.#guarded(() => this.request.onProgress?.(this.#done, this.request.items.length));
    this.#settleIfOver();
  }

  /** An item has failed. */
  fail(index: number, error: unknown, warnings: readonly LearnkitWarning[] = []): void {
    if (!this.#finish(index, warnings)) return;
    this.#failure = { index, error };
    this.#settleIfOver();
  }

  /** The worker of an item has died: it runs once more, then counts as failed. */
  lose(index: number, reason: string, cause: unknown): void {
    if (!this.wants(index)) return;
    if (!this.#lost.has(index)) {
      this.#lost.add(index);
      this.#running.delete(index);
      this.#reruns.push(index);
      this.#reruns.sort((a, b) => a - b);
      return;
    }
    const { taskName } = this.request.setup;
    const error = new WorkerError(
      `Task '${taskName}': the worker of item ${index} died twice (${reason}). Run it with nJobs: 1 to see why.`,
      { estimator: taskName, received: reason, remedy: 'run it with nJobs: 1' },
    );
    if (cause !== undefined) error.cause = cause;
    this.fail(index, error);
  }

  /** Ends the call at once. */
  cancel(error: unknown): void {
    if (this.#settled) return;
    this.#settled = true;
    this.#reject(error);
  }

  #finish(index: number, warnings: readonly LearnkitWarning[]): boolean {
    this.#running.delete(index);
    if (!this.wants(index)) return false;
    this.#warnings.set(index, warnings);
    this.#reportWarnings();
    return !this.#settled;
  }

  /** Whether an item comes before the first failure. */
  #counts(index: number): boolean {
    return this.#failure === undefined || index < this.#failure.index;
  }

  #pending(): boolean {
    if (this.#reruns.some((index) => this.#counts(index))) return true;
    return this.#next < this.request.items.length && this.#failure === undefined;
  }

  #settleIfOver(): void {
    if (this.#settled) return;
    if (this.#failure) {
      const unsettled = [...this.#running, ...this.#reruns].some((index) => this.#counts(index));
      if (unsettled) return;
      this.cancel(this.#failure.error);
    } else if (this.#done === this.request.items.length) {
      this.#settled = true;
      this.#resolve(this.#results);
    }
  }

  /** Hands warnings to the caller's handler in the order of the items. */
  #reportWarnings(): void {
    let warnings = this.#warnings.get(this.#reported);
    while (warnings) {
      this.#warnings.delete(this.#reported++);
      for (const warning of warnings) this.#guarded(() => warn(warning));
      warnings = this.#warnings.get(this.#reported);
    }
  }

  /** Runs a callback of the caller; what it throws ends the call instead of the process. */
  #guarded(body: () => void): void {
    if (this.#settled) return;
    try {
      body();
    } catch (error) {
      this.cancel(error);
    }
  }
}
