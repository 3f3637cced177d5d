/** What a running task may use besides its arguments. */
export interface TaskContext {
  /** Fires when the call is aborted; hand it to inner calls. On a worker thread the thread is ended as well. */
  readonly signal: AbortSignal;
  /** Reports how far this item is. */
  progress(done: number, total: number, what: string): void;
}

/** A named function that any thread can find again: by the module that exports it and its name. */
export interface Task<Item, Shared, Result> {
  readonly kind: 'learnkit.task';
  readonly name: string;
  /** `import.meta.url` of the module that exports the task. */
  readonly moduleUrl: string;
  readonly run: (item: Item, shared: Shared, context: TaskContext) => Result | Promise<Result>;
}

/**
 * Names a function so that `parallelMap` can run it on worker threads. The module must export the task, and
 * the function must depend on its arguments and its module only: a worker imports the module by its URL, no
 * source text or closure is sent. Arguments and results are plain data: numbers, strings, typed arrays,
 * `Matrix`, arrays, Maps and records of these. A task never writes to `shared`, which other threads read, and
 * keeps no reference to a large typed array that it returned, because its memory moves to the caller.
 *
 * A worker imports modules of learnkit itself, and others once `registerTaskModule(import.meta.url)` was called.
 *
 * @param name Unique among the tasks that the module exports.
 * @param moduleUrl `import.meta.url` of the defining module.
 * @param run `(item, shared, context) => result`, synchronous or not.
 *
 * @example
 * ```ts
 * const powers = defineTask('powers', 'file:///app/tasks.js', (x: number, power: number) => x ** power);
 * await parallelMap(powers, [1, 2, 3], { shared: 2 }); // [1, 4, 9]
 * ```
 */
export function defineTask<Item, Shared, Result>(
  name: string,
  moduleUrl: string,
  run: (item: Item, shared: Shared, context: TaskContext) => Result | Promise<Result>,
): Task<Item, Shared, Result> {
  return Object.freeze({ kind: 'learnkit.task' as const, name, moduleUrl, run });
}

/** Whether a value is a task, recognised by structure: another copy of the package may have made it. */
export function isTask(value: unknown): value is Task<unknown, unknown, unknown> {
  const task = value as Partial<Task<unknown, unknown, unknown>> | null | undefined;
  return typeof task === 'object' && task?.kind === 'learnkit.task' && typeof task.run === 'function';
}
