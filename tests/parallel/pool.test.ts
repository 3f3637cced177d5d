import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { WorkerError } from '../../src/core/errors.js';
import { parallelMap, ThreadsBackend } from '../../src/parallel/index.js';
import { loadTasks, useThreads } from './setup.js';

const tasks = await loadTasks();
const backend = useThreads();
const items = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

function dying(times: number): { folder: string; victim: number; times: number } {
  return { folder: mkdtempSync(join(tmpdir(), 'learnkit-')), victim: 4, times };
}

describe('a worker that dies', () => {
  test('costs nothing: its item runs again, all others finish', async () => {
    const results = await parallelMap(tasks.deadly, items, { nJobs: 2, shared: dying(1) });
    expect(results).toEqual(items.map((i) => i * 10));
  });

  test('twice on one item rejects with WorkerError; other calls finish', async () => {
    const other = parallelMap(
      tasks.sleep,
      items.map((value) => ({ ms: 20, value })),
      { nJobs: 2 },
    );
    const error: unknown = await parallelMap(tasks.deadly, items, { nJobs: 2, shared: dying(9) }).catch(
      (e) => e,
    );
    expect(error).toBeInstanceOf(WorkerError);
    expect((error as Error).message).toMatch(/item 4 died twice \(exit code 3\)/);
    expect(await other).toEqual(items);
    expect(await parallelMap(tasks.double, items, { nJobs: 3 })).toEqual(items.map((i) => i * 2));
  });

  test('of an uncaught exception rejects with that exception as cause', async () => {
    const error: unknown = await parallelMap(tasks.stray, [1, 2], { nJobs: 2 }).catch((e) => e);
    expect(error).toBeInstanceOf(WorkerError);
    expect((error as Error).cause).toMatchObject({ message: 'stray' });
  });

  test('of exhausted memory rejects and does not take the process along', async () => {
    // Many workers make each one's share of memory the smallest, so that it is soon used up.
    const small = new ThreadsBackend({ maxWorkers: 1000 });
    const error: unknown = await small.map(tasks.outOfMemory, [1], {}).catch((e) => e);
    expect(error).toBeInstanceOf(WorkerError);
    expect((error as Error).message).toContain('memory');
    await small.close();
  });
});

describe('abort', () => {
  test('ends spinning tasks at once, and the pool recovers', async () => {
    await parallelMap(tasks.double, items, { nJobs: 2 });
    const controller = new AbortController();
    const running = parallelMap(tasks.spin, [60_000, 60_000, 60_000], {
      nJobs: 2,
      signal: controller.signal,
      // The first report says that a task spins.
      onItemProgress: () => setTimeout(() => controller.abort('enough'), 20),
    });
    let aborted = 0;
    controller.signal.addEventListener('abort', () => (aborted = performance.now()));
    const error = (await running.catch((e: unknown) => e)) as Error;
    // Allowed: 100 ms; the test machine may be busy.
    expect(performance.now() - aborted).toBeLessThan(300);
    expect(error.name).toBe('AbortError');
    expect(error.cause).toBe('enough');
    expect(await parallelMap(tasks.double, items, { nJobs: 2 })).toEqual(items.map((i) => i * 2));
  });

  test('before the call starts nothing', async () => {
    for (const nJobs of [1, 2]) {
      const running = parallelMap(tasks.double, [1, 2], { nJobs, signal: AbortSignal.abort() });
      await expect(running).rejects.toMatchObject({ name: 'AbortError' });
    }
  });

  test('stops a sequential call between items', async () => {
    const signal = AbortSignal.timeout(50);
    const running = parallelMap(tasks.spin, new Array<number>(200).fill(30), { signal });
    await expect(running).rejects.toMatchObject({ name: 'AbortError' });
  });

  test('of one call leaves another running', async () => {
    const controller = new AbortController();
    const doomed = parallelMap(tasks.spin, [60_000, 60_000], { nJobs: 2, signal: controller.signal });
    const other = parallelMap(
      tasks.sleep,
      items.map((value) => ({ ms: 10, value })),
      { nJobs: 2 },
    );
    setTimeout(() => controller.abort(), 30);
    await expect(doomed).rejects.toMatchObject({ name: 'AbortError' });
    expect(await other).toEqual(items);
  });
});

describe('the pool', () => {
  test('is shared fairly: a short call does not wait for a long one', async () => {
    const pair = new ThreadsBackend({ maxWorkers: 2 });
    const order: string[] = [];
    const long = pair
      .map(
        tasks.sleep,
        items.map((value) => ({ ms: 40, value })),
        {},
      )
      .then(() => order.push('long'));
    const short = pair.map(tasks.sleep, [{ ms: 5, value: 1 }], {}).then(() => order.push('short'));
    await Promise.all([long, short]);
    expect(order).toEqual(['short', 'long']);
    await pair.close();
  });

  test('gives a free thread to the call with the fewest running items', async () => {
    const pair = new ThreadsBackend({ maxWorkers: 2 });
    await pair.map(tasks.double, [1, 2], {});
    let slowDone = 0;
    const quick = pair
      .map(
        tasks.sleep,
        items.map((value) => ({ ms: 5, value })),
        {},
      )
      .then(() => slowDone);
    const slow = pair.map(
      tasks.sleep,
      new Array<{ ms: number; value: number }>(4).fill({ ms: 500, value: 0 }),
      {
        onProgress: (done) => (slowDone = done),
      },
    );
    // Turn by turn, the slow call would have taken both threads long before the quick one ended.
    expect(await quick).toBe(0);
    await slow;
    await pair.close();
  });

  test('survives a hundred quick calls, two at a time', async () => {
    for (let repeat = 0; repeat < 50; repeat++) {
      const [a, b] = await Promise.all([
        parallelMap(tasks.double, [1, 2, repeat], { nJobs: 2 }),
        parallelMap(tasks.double, [3, repeat], { nJobs: 2 }),
      ]);
      expect(a).toEqual([2, 4, repeat * 2]);
      expect(b).toEqual([6, repeat * 2]);
    }
  });

  test('survives aborts at random moments', async () => {
    for (let repeat = 0; repeat < 15; repeat++) {
      const controller = new AbortController();
      setTimeout(() => controller.abort(), (repeat * 7) % 30);
      const running = parallelMap(tasks.spin, [3, 3, 3, 3, 3, 3], { nJobs: 2, signal: controller.signal });
      const outcome = await running.catch((error: Error) => error.name);
      expect(['AbortError', [3, 3, 3, 3, 3, 3]]).toContainEqual(outcome);
    }
    expect(await parallelMap(tasks.double, [1, 2], { nJobs: 2 })).toEqual([2, 4]);
  });

  test('rejects unfinished calls when closed, and starts afresh afterwards', async () => {
    const pair = new ThreadsBackend({ maxWorkers: 2 });
    const running = pair.map(tasks.spin, [60_000, 60_000], {});
    const outcome = expect(running).rejects.toBeInstanceOf(WorkerError);
    await pair.close();
    await outcome;
    expect(await pair.map(tasks.double, [1, 2], {})).toEqual([2, 4]);
    await pair.close();
  });

  test('has the limit that it was given', () => {
    expect(backend.maxWorkers).toBe(4);
    expect(() => new ThreadsBackend({ maxWorkers: 0 })).toThrow('nJobs');
  });
});
