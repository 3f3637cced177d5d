import { Run } from '../core/run.js';
import type { MapOptions, ParallelBackend } from './backend.js';
import type { Task } from './task.js';

/**
 * Runs items one after another in this thread. Between items it yields to the event loop (every 25 ms or so),
 * which is when aborts and progress get their turn; arguments and results are handed over as they are.
 */
export const sequentialBackend: ParallelBackend = Object.freeze({
  name: 'sequential',
  maxWorkers: 1,
  map: mapInThisThread,
  close: async () => {},
});

async function mapInThisThread<Item, Shared, Result>(
  task: Task<Item, Shared, Result>,
  items: readonly Item[],
  { shared, signal, onProgress, onItemProgress }: MapOptions<Shared>,
): Promise<Result[]> {
  const run = new Run(task.name, { signal });
  const taskSignal = signal ?? new AbortController().signal;
  const results: Result[] = [];
  for (let index = 0; index < items.length; index++) {
    const context = {
      signal: taskSignal,
      progress(done: number, total: number, what: string): void {
        onItemProgress?.(index, done, total, what);
      },
    };
    results.push(await task.run(items[index], shared as Shared, context));
    onProgress?.(results.length, items.length);
    await run.breathe();
  }
  return results;
}
