import type { Task } from './task.js';

/** Options of `parallelMap` and of a backend's `map`. */
export interface MapOptions<Shared> {
  /** What all items need; sent once per worker, large typed arrays without copies per worker. */
  readonly shared?: Shared;
  /** Workers to use: undefined, null or 1 runs in this thread, -1 on all cores, -2 on all but one. */
  readonly nJobs?: number | null;
  /** Stops the call at once: the promise rejects with an AbortError. */
  readonly signal?: AbortSignal;
  /** Receives how many of the items are finished. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Receives what tasks report by `context.progress`, with the index of their item. */
  readonly onItemProgress?: (index: number, done: number, total: number, what: string) => void;
}

/** Where items run: in this thread, on worker threads, or on other machines. */
export interface ParallelBackend {
  readonly name: string;
  /** What `nJobs: -1` means here. */
  readonly maxWorkers: number;
  /**
   * Runs the task on every item; resolves to the results in the order of the items. A task that fails rejects
   * the call with the error of the lowest failing index. Here an undefined `nJobs` means `maxWorkers`.
   */
  map<Item, Shared, Result>(
    task: Task<Item, Shared, Result>,
    items: readonly Item[],
    options: MapOptions<Shared>,
  ): Promise<Result[]>;
  /** Ends all workers; unfinished calls reject. The backend starts afresh when used again. */
  close(): Promise<void>;
}
