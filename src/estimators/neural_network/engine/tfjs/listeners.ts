interface Emitter {
  listeners(event: string): ((...args: unknown[]) => void)[];
  removeListener(event: string, listener: (...args: unknown[]) => void): void;
}

/** The wasm backend takes over the process's uncaught errors as it starts: takes that back. */
export async function withoutListeners<T>(work: () => Promise<T>): Promise<T> {
  const { process } = globalThis as { process?: Partial<Emitter> };
  if (typeof process?.listeners !== 'function') return work();
  const host = process as Emitter;
  const events = ['uncaughtException', 'unhandledRejection'];
  const before = events.map((event) => host.listeners(event));
  try {
    return await work();
  } finally {
    events.forEach((event, i) => {
      for (const listener of host.listeners(event)) {
        if (!before[i].includes(listener)) host.removeListener(event, listener);
      }
    });
  }
}
