import type { Worker } from 'node:worker_threads';
import { abortError, throwIfAborted, WorkerError } from '../core/errors.js';
import type { MapOptions, ParallelBackend } from './backend.js';
import { Call } from './call.js';
import { workersFor } from './effective_n_jobs.js';
import { availableCores, nodeBuiltin, POOL_MARK } from './node_builtins.js';
import { packShared } from './parcel.js';
import { Pool } from './pool.js';
import type { Task } from './task.js';
import { codeLayout, workerModuleUrl } from './task_modules.js';

/**
 * Worker threads of this process. Large typed arrays in `shared` are copied once into shared memory, or not at
 * all if they lie there already; large result arrays move without copies. Threads start with the first call
 * (some 50 ms each; an item costs about 0.05 ms), stay for later calls, and do not keep an idle process alive.
 *
 * A thread that dies (out of memory, `process.exit`) loses nothing: its item runs once more on a fresh thread,
 * and a second death rejects with `WorkerError`. An abort ends the threads of the call at once.
 *
 * @example
 * ```ts
 * const backend = new ThreadsBackend({ maxWorkers: 2 });
 * setParallelBackend(backend);
 * setParallelBackend(undefined); // the default again
 * await backend.close();
 * ```
 */
export class ThreadsBackend implements ParallelBackend {
  readonly name = 'threads';
  readonly maxWorkers: number;
  readonly #pool: Pool;

  /**
   * @param options.maxWorkers Threads at most, and what `nJobs: -1` means. By default the number of cores; a
   *   larger positive `nJobs` is then honoured, up to four threads per core or 32.
   */
  constructor({ maxWorkers }: { readonly maxWorkers?: number } = {}) {
    const cores = availableCores();
    this.maxWorkers = workersFor(maxWorkers ?? cores, cores);
    this.#pool = new Pool({
      keep: this.maxWorkers,
      most: maxWorkers === undefined ? Math.max(32, 4 * cores) : this.maxWorkers,
      start: () => startThread(this.maxWorkers),
    });
  }

  /**
   * Whether threads can be started here: not in browsers, and not from a bundle, which has no worker file.
   */
  static get available(): boolean {
    return nodeBuiltin('node:worker_threads') !== undefined && codeLayout() !== undefined;
  }

  async map<Item, Shared, Result>(
    task: Task<Item, Shared, Result>,
    items: readonly Item[],
    { shared, nJobs, signal, onProgress, onItemProgress }: MapOptions<Shared>,
  ): Promise<Result[]> {
    throwIfAborted(signal);
    const moduleUrl = workerModuleUrl(task, builtLayout());
    const call = new Call({
      setup: { taskName: task.name, moduleUrl, shared: packShared(shared) },
      items,
      limit: workersFor(nJobs ?? this.maxWorkers, this.maxWorkers),
      onProgress,
      onItemProgress,
    });
    const abort = (): void => {
      call.cancel(abortError(signal));
      this.#pool.pump();
    };
    signal?.addEventListener('abort', abort, { once: true });
    try {
      return (await this.#pool.run(call)) as Result[];
    } finally {
      signal?.removeEventListener('abort', abort);
      // A call that ended early may have left items running.
      this.#pool.pump();
    }
  }

  async close(): Promise<void> {
    await this.#pool.close(new WorkerError('The threads backend was closed while the call was running.'));
  }
}

function startThread(maxWorkers: number): Worker {
  const threads = nodeBuiltin('node:worker_threads');
  if (!threads) throw new WorkerError('Worker threads do not exist here. Use nJobs: 1.');
  // A program given on the command line (node --input-type=module -e ...) has options that a worker file
  // refuses to start with; all other options are inherited.
  const typed = process.execArgv.some((option) => option.startsWith('--input-type'));
  return new threads.Worker(workerFile(), {
    name: 'learnkit worker',
    workerData: { [POOL_MARK]: true },
    execArgv: typed ? [] : undefined,
    resourceLimits: { maxOldGenerationSizeMb: heapMegabytes(maxWorkers), stackSizeMb: 4 },
  });
}

/**
 * The heap of one thread: its part of three quarters of the memory, 0.5 to 4 GB. Typed arrays lie outside the
 * heap and do not count.
 */
function heapMegabytes(maxWorkers: number): number {
  const total = (nodeBuiltin('node:os')?.totalmem() ?? 2 ** 32) / 2 ** 20;
  return Math.round(Math.min(4096, Math.max(512, (0.75 * total) / maxWorkers)));
}

function workerFile(): URL {
  return new URL('worker.js', builtLayout().builtRoot);
}

function builtLayout(): NonNullable<ReturnType<typeof codeLayout>> {
  const layout = codeLayout();
  if (!layout) {
    throw new WorkerError(
      'Worker threads need the files of the package, but it was bundled. Keep learnkit external to the bundle, or use nJobs: 1.',
      { remedy: 'keep learnkit external to the bundle' },
    );
  }
  const file = new URL('worker.js', layout.builtRoot);
  if (!nodeBuiltin('node:fs')?.existsSync(file)) {
    throw new WorkerError(
      `Worker threads run the built package, but ${file.href} does not exist. Run 'npm run build' first, or use nJobs: 1.`,
      { received: file.href, remedy: 'npm run build' },
    );
  }
  return layout;
}
