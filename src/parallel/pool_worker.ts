import type { Worker } from 'node:worker_threads';
import { InvalidInputError } from '../core/errors.js';
import type { Call } from './call.js';
import type { FromWorker, ToWorker } from './messages.js';
import { packItem, unpack } from './parcel.js';
import { errorFromRecord } from './remote_errors.js';
import { warningFromRecord } from './remote_warnings.js';

/** What the pool wants to hear from a worker. */
export interface WorkerEvents {
  /** The worker is free again, or an item has ended. */
  idle(): void;
  /** The thread has ended. */
  gone(worker: PoolWorker): void;
}

/** One thread of the pool and the item that it runs. It keeps the process alive only while it runs one. */
export class PoolWorker {
  #current: { call: Call; index: number } | undefined;
  /** The calls whose shared data the thread holds. */
  readonly #known = new Set<number>();
  #lastError: unknown;
  #stopped = false;

  constructor(
    private readonly thread: Worker,
    private readonly events: WorkerEvents,
  ) {
    thread.on('message', (message: FromWorker) => this.#receive(message));
    thread.on('messageerror', (error) => this.#end((call, index) => call.fail(index, error)));
    thread.on('error', (error) => {
      this.#lastError = error;
    });
    thread.on('exit', (code) => this.#exited(code));
    // Last, because listening for messages makes the thread keep the process alive again.
    thread.unref();
  }

  get busy(): boolean {
    return this.#current !== undefined;
  }

  /** Whether the thread runs an item whose result nobody needs any more. */
  get useless(): boolean {
    return this.#current !== undefined && !this.#current.call.wants(this.#current.index);
  }

  /** Whether the thread holds the shared data of a call. */
  knows(call: Call): boolean {
    return this.#known.has(call.id);
  }

  /** Starts an item; one that cannot be sent fails its call and leaves the worker free. */
  run(call: Call, index: number): void {
    try {
      const message: ToWorker = {
        kind: 'run',
        call: call.id,
        index,
        item: packItem(call.request.items[index], index),
        setup: this.knows(call) ? undefined : call.request.setup,
      };
      this.thread.postMessage(message);
    } catch (error) {
      call.fail(index, sendingError(error, call.request.setup.taskName));
      return;
    }
    this.#known.add(call.id);
    this.#current = { call, index };
    this.thread.ref();
  }

  /** Lets the thread drop the shared data of a call. */
  forget(call: Call): void {
    if (!this.#known.delete(call.id)) return;
    const message: ToWorker = { kind: 'forget', call: call.id };
    this.thread.postMessage(message);
  }

  /** Ends the thread, whatever it is doing. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#current = undefined;
    this.thread.unref();
    await this.thread.terminate();
  }

  #receive(message: FromWorker): void {
    const current = this.#current;
    if (!current || current.call.id !== message.call || current.index !== message.index) return;
    if (message.kind === 'progress') {
      current.call.progress(message.index, message.done, message.total, message.what);
      if (current.call.settled) this.events.idle();
      return;
    }
    const warnings = message.warnings.map(warningFromRecord);
    this.#end((call, index) => {
      if (message.kind === 'result') call.succeed(index, unpack(message.result), warnings);
      else call.fail(index, errorFromRecord(message.error), warnings);
    });
  }

  #exited(code: number): void {
    if (this.#stopped) return;
    this.events.gone(this);
    const error: unknown = this.#lastError;
    const reason = error instanceof Error ? error.message : `exit code ${code}`;
    this.#end((call, index) => call.lose(index, reason, error));
  }

  #end(tell: (call: Call, index: number) => void): void {
    const current = this.#current;
    this.#current = undefined;
    this.thread.unref();
    if (current) tell(current.call, current.index);
    this.events.idle();
  }
}

/** Structured cloning has its own kind of error; ours says what to do. */
function sendingError(error: unknown, task: string): unknown {
  if (!(error instanceof Error) || error.name !== 'DataCloneError') return error;
  return new InvalidInputError(
    `Task '${task}': an argument cannot be sent to a worker. Got: ${error.message} Send plain data only.`,
    { estimator: task, received: error.message, remedy: 'send plain data' },
  );
}
