import { EfficiencyWarning, warn } from '../core/warnings.js';
import type { MapOptions, ParallelBackend } from './backend.js';
import { workersFor } from './effective_n_jobs.js';
import { insideWorker } from './node_builtins.js';
import { sequentialBackend } from './sequential.js';
import type { Task } from './task.js';
import { ThreadsBackend } from './threads.js';

let chosen: ParallelBackend | undefined;
let threads: ThreadsBackend | undefined;
let warned = false;

/**
 * Makes a backend the one that runs parallel work, and returns the previous one. `undefined` restores the
 * default: worker threads where they exist, else this thread.
 *
 * @example
 * ```ts
 * const previous = setParallelBackend(sequentialBackend); // everything in this thread, whatever nJobs says
 * setParallelBackend(previous);
 * ```
 */
export function setParallelBackend(backend: ParallelBackend | undefined): ParallelBackend | undefined {
  const previous = chosen;
  chosen = backend;
  return previous;
}

/** The backend for calls that ask for more than one worker. */
export function getParallelBackend(): ParallelBackend {
  if (insideWorker()) return sequentialBackend;
  if (chosen) return chosen;
  if (!ThreadsBackend.available) return sequentialBackend;
  return (threads ??= new ThreadsBackend());
}

/**
 * The number of workers that `nJobs` stands for: null or undefined is 1, -1 all that there are, -2 all but
 * one. Inside a worker always 1, because nested parallel work runs in sequence.
 * @throws InvalidParameterError for 0 and for anything that is not an integer.
 *
 * @example
 * ```ts
 * effectiveNJobs(null); // 1
 * effectiveNJobs(3); // 3
 * ```
 */
export function effectiveNJobs(nJobs: number | null | undefined): number {
  const backend = getParallelBackend();
  const workers = workersFor(nJobs, backend.maxWorkers);
  return backend === sequentialBackend ? 1 : workers;
}

/**
 * Runs a task on every item and resolves to the results in the order of the items, the same ones for any
 * `nJobs`. If items fail, the call rejects with the error of the first of them and the remaining items are
 * cancelled. Errors come with their class and the worker's stack; warnings go to this thread's handler in the
 * order of the items.
 *
 * Worth it for items of about 5 ms and more: a thread takes some 50 ms to start and 0.05 ms per item.
 *
 * @param task Made by `defineTask`.
 * @param items One argument per result.
 * @param options `shared` data, `nJobs` (undefined, null or 1: in this thread; -1: all cores; -2: all but
 *   one), `signal`, `onProgress` and `onItemProgress`.
 * @throws InvalidParameterError when `nJobs` is 0 or not an integer; AbortError when the signal fires;
 *   WorkerError when a worker dies twice on the same item; what the task throws.
 *
 * @example
 * ```ts
 * const lengths = defineTask('lengths', 'file:///app/tasks.js', (text: string) => text.length);
 * await parallelMap(lengths, ['a', 'bcd'], { nJobs: 1 }); // [1, 3]
 * ```
 */
export async function parallelMap<Item, Shared, Result>(
  task: Task<Item, Shared, Result>,
  items: readonly Item[],
  options: MapOptions<Shared> = {},
): Promise<Result[]> {
  const backend = getParallelBackend();
  const workers = Math.min(workersFor(options.nJobs, backend.maxWorkers), items.length);
  const asked = options.nJobs ?? 1;
  if (asked !== 1 && backend === sequentialBackend && !chosen && !insideWorker()) warnOnce();
  if (workers <= 1 || backend === sequentialBackend) return sequentialBackend.map(task, items, options);
  return backend.map(task, items, { ...options, nJobs: workers });
}

function warnOnce(): void {
  if (warned) return;
  warned = true;
  warn(
    new EfficiencyWarning(
      'worker threads are not available here (a browser, or a bundle without the worker file): nJobs has no effect.',
      'parallelMap',
    ),
  );
}
