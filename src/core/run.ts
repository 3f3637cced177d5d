import { throwIfAborted } from './errors.js';

/** What is being done and how far it is. */
export interface ProgressEvent {
  /** The estimator or search that reports. */
  readonly estimator: string;
  /** The kind of step: 'iteration', 'tree', 'rows', 'fold', ... */
  readonly what: string;
  /** Steps done. */
  readonly done: number;
  /** Steps in all, or an upper bound (a solver may converge earlier). */
  readonly total: number;
  /** Estimate of the seconds until `total`, where the work makes one. */
  readonly secondsLeft?: number;
}

/** Options of every long-running call. */
export interface RunOptions {
  /** Stops the work at its next step; the promise rejects with an AbortError. */
  readonly signal?: AbortSignal;
  /** Receives progress. */
  readonly onProgress?: (event: ProgressEvent) => void;
}

/** Options of `fit`. */
export interface FitOptions extends RunOptions {
  /** One weight per row, >= 0. */
  readonly sampleWeight?: ArrayLike<number>;
}

const YIELD_AFTER_MS = 25;

/** One run of a long call: reports progress, yields to the event loop and stops when aborted. */
export class Run {
  readonly signal: AbortSignal | undefined;
  #onProgress: ((event: ProgressEvent) => void) | undefined;
  #lastYield = performance.now();

  constructor(
    readonly estimator: string,
    options: RunOptions = {},
  ) {
    this.signal = options.signal;
    this.#onProgress = options.onProgress;
    throwIfAborted(this.signal);
  }

  /** Whether it is time to yield: cheap enough to ask in every iteration. */
  get due(): boolean {
    return performance.now() - this.#lastYield > YIELD_AFTER_MS;
  }

  /**
   * Marks a step: reports progress and, every 25 ms or so, lets the event loop run, which is when an abort
   * can arrive.
   * @throws AbortError when the signal has fired.
   */
  async step(done: number, total: number, what: string, secondsLeft?: number): Promise<void> {
    const event = { estimator: this.estimator, what, done, total };
    this.#onProgress?.(secondsLeft === undefined ? event : { ...event, secondsLeft });
    await this.breathe();
  }

  /** Lets the event loop run if it is time, and stops when aborted; reports nothing. */
  async breathe(): Promise<void> {
    if (this.due) {
      await yieldToEventLoop();
      this.#lastYield = performance.now();
    }
    throwIfAborted(this.signal);
  }

  /** The options to hand to an inner estimator: same signal, its events passed on. */
  inner(): RunOptions {
    return { signal: this.signal, onProgress: this.#onProgress };
  }
}

/** Resolves after pending events (timers, messages, aborts) have had their turn. */
export function yieldToEventLoop(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof setImmediate === 'function') setImmediate(resolve);
    else setTimeout(resolve, 0);
  });
}
