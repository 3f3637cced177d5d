/** The key in `workerData` by which a thread knows that it belongs to a pool. */
export const POOL_MARK = 'learnkit.pool';

interface Builtins {
  'node:worker_threads': typeof import('node:worker_threads');
  'node:os': typeof import('node:os');
  'node:fs': typeof import('node:fs');
}

/**
 * A module of Node, or undefined elsewhere. Asked for at run time only, so that this package can be bundled
 * for browsers, where these modules do not exist.
 */
export function nodeBuiltin<Name extends keyof Builtins>(name: Name): Builtins[Name] | undefined {
  if (typeof process === 'undefined' || typeof process.getBuiltinModule !== 'function') return undefined;
  return process.getBuiltinModule(name) as Builtins[Name] | undefined;
}

/** The number of threads that can run at the same time. */
export function availableCores(): number {
  const cores = nodeBuiltin('node:os')?.availableParallelism();
  if (cores !== undefined) return cores;
  // Browsers, and other run times that know the web's interface.
  const { navigator } = globalThis as { navigator?: { hardwareConcurrency?: number } };
  return navigator?.hardwareConcurrency ?? 1;
}

/** Whether this code runs inside a worker of a pool, where further parallel calls run in sequence. */
export function insideWorker(): boolean {
  const data: unknown = nodeBuiltin('node:worker_threads')?.workerData;
  return typeof data === 'object' && data !== null && Object.hasOwn(data, POOL_MARK);
}
