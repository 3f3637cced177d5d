import { InvalidInputError, WorkerError } from '../core/errors.js';
import { setWarningHandler } from '../core/warnings.js';
import type { CallSetup, FromWorker, ToWorker } from './messages.js';
import { nodeBuiltin } from './node_builtins.js';
import { packResult, unpack } from './parcel.js';
import { errorToRecord } from './remote_errors.js';
import { type WarningRecord, warningToRecord } from './remote_warnings.js';
import { isTask, type Task, type TaskContext } from './task.js';

/** One call as a worker keeps it: decoded once, used for each of its items. */
interface ServedCall {
  readonly task: Task<unknown, unknown, unknown>;
  readonly shared: unknown;
}

const PROGRESS_EVERY_MS = 25;

/**
 * The life of a worker thread: runs the items that the pool sends, one at a time, and answers each with a
 * result or an error and the warnings that came up on the way.
 * @param prepare Runs first, to install what tasks need in every thread.
 */
export async function serveTasks(prepare?: () => void | Promise<void>): Promise<void> {
  const port = nodeBuiltin('node:worker_threads')?.parentPort;
  if (!port) throw new WorkerError('serveTasks runs in a worker thread only.');
  await prepare?.();

  const calls = new Map<number, Promise<ServedCall>>();
  const { signal } = new AbortController();
  let warnings: WarningRecord[] = [];
  setWarningHandler((warning) => warnings.push(warningToRecord(warning)));

  const answer = (message: FromWorker, transfer: ArrayBuffer[] = []): void =>
    port.postMessage(message, transfer);

  port.on('message', (message: ToWorker) => {
    if (message.kind === 'forget') calls.delete(message.call);
    else void runItem(message);
  });

  async function runItem(message: ToWorker & { kind: 'run' }): Promise<void> {
    const { call, index } = message;
    warnings = [];
    try {
      if (message.setup) calls.set(call, prepareCall(message.setup));
      const served = await calls.get(call);
      if (!served) throw new WorkerError(`A worker was asked for an item of an unknown call.`);
      const context = { signal, progress: progressReporter(call, index) };
      const result = await served.task.run(unpack(message.item), served.shared, context);
      answerResult(call, index, result);
    } catch (error) {
      answer({ kind: 'error', call, index, error: errorToRecord(error), warnings });
    }
  }

  function answerResult(call: number, index: number, value: unknown): void {
    const { parcel, transfer } = packResult(value);
    const message: FromWorker = { kind: 'result', call, index, result: parcel, warnings };
    try {
      answer(message, transfer);
    } catch {
      // Buffers of WebAssembly memories cannot be moved, which newer versions of Node refuse to try: copy.
      answer(message);
    }
  }

  function progressReporter(call: number, index: number): TaskContext['progress'] {
    let last = Number.NEGATIVE_INFINITY;
    return (done, total, what) => {
      const now = performance.now();
      if (now - last < PROGRESS_EVERY_MS && done !== total) return;
      last = now;
      answer({ kind: 'progress', call, index, done, total, what });
    };
  }
}

async function prepareCall({ taskName, moduleUrl, shared }: CallSetup): Promise<ServedCall> {
  return { task: await importTask(moduleUrl, taskName), shared: unpack(shared) };
}

/** Imports a module, whose URL the pool has checked, and finds the task that it exports under a name. */
async function importTask(url: string, name: string): Promise<Task<unknown, unknown, unknown>> {
  const exports = (await import(/* webpackIgnore: true */ /* @vite-ignore */ url)) as Record<string, unknown>;
  const found = Object.values(exports).find((value) => isTask(value) && value.name === name);
  if (isTask(found)) return found;
  throw new InvalidInputError(`Task '${name}': ${url} does not export it. Export the task.`, {
    estimator: name,
    received: url,
    remedy: 'export the task from its module',
  });
}
