import { afterAll } from 'vitest';
import { setParallelBackend, ThreadsBackend } from '../../src/parallel/index.js';
import { ensureBuilt } from './built.js';

ensureBuilt();

/** The test tasks, allowed in workers by the source modules that the tests import (they know it from dist). */
export async function loadTasks(): Promise<typeof import('./tasks.mjs')> {
  const { registerTaskModule } = await import('../../src/parallel/index.js');
  const url = new URL('./tasks.mjs', import.meta.url);
  registerTaskModule(url);
  // By a name that the bundler of the test runner leaves alone, so that Node loads the file itself.
  return import(/* @vite-ignore */ url.href);
}

/** Gives the test file a pool of its own, closed at the end. */
export function useThreads(maxWorkers = 4): ThreadsBackend {
  const backend = new ThreadsBackend({ maxWorkers });
  setParallelBackend(backend);
  afterAll(async () => {
    setParallelBackend(undefined);
    await backend.close();
  });
  return backend;
}
