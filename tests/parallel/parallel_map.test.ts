import { describe, expect, test } from 'vitest';
import { InvalidInputError, InvalidParameterError, LearnkitError } from '../../src/core/errors.js';
import {
  ConvergenceWarning,
  collectWarnings,
  DataWarning,
  LearnkitWarning,
} from '../../src/core/warnings.js';
import {
  defineTask,
  effectiveNJobs,
  getParallelBackend,
  parallelMap,
  sequentialBackend,
  setParallelBackend,
} from '../../src/parallel/index.js';
import { loadTasks, useThreads } from './setup.js';

const tasks = await loadTasks();
useThreads();

async function rejection(promise: Promise<unknown>): Promise<Error & { details?: object }> {
  return promise.then(
    () => expect.fail('must reject'),
    (error: Error) => error,
  );
}

describe('parallelMap', () => {
  const values = Float64Array.from({ length: 20_000 }, (_, i) => Math.sin(i));
  const items = Array.from({ length: 9 }, (_, i) => ({ start: i, scale: 1 / (i + 3) }));

  test('gives identical results in item order for any nJobs', async () => {
    const expected = await parallelMap(tasks.sums, items, { shared: { values } });
    expect(expected.map((r) => r.start)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    for (const nJobs of [null, 1, 2, 3, 4, -1, -2, -99]) {
      expect(await parallelMap(tasks.sums, items, { shared: { values }, nJobs }), `nJobs ${nJobs}`).toEqual(
        expected,
      );
    }
  });

  test('keeps the order when later items finish first', async () => {
    const slow = [60, 30, 5, 0].map((ms, value) => ({ ms, value }));
    expect(await parallelMap(tasks.sleep, slow, { nJobs: 4 })).toEqual([0, 1, 2, 3]);
  });

  test('resolves an empty list, and one item, to as many results', async () => {
    expect(await parallelMap(tasks.double, [], { nJobs: 2 })).toEqual([]);
    expect(await getParallelBackend().map(tasks.double, [], {})).toEqual([]);
    expect(await parallelMap(tasks.double, [4], { nJobs: 2 })).toEqual([8]);
  });

  test.each([0, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('refuses nJobs %s', async (nJobs) => {
    expect(() => effectiveNJobs(nJobs)).toThrow(InvalidParameterError);
    const error = await rejection(parallelMap(tasks.double, [1], { nJobs }));
    expect(error).toBeInstanceOf(InvalidParameterError);
    expect(error.message).toContain('nJobs');
  });

  test('counts negative nJobs down from all workers', () => {
    expect([undefined, null, 1, 3, -1, -2, -4, -50].map(effectiveNJobs)).toEqual([1, 1, 1, 3, 4, 3, 1, 1]);
  });

  test('runs nested calls in sequence inside a worker', async () => {
    const results = await parallelMap(tasks.nested, [1, 5], { nJobs: 2 });
    expect(results).toEqual([
      { inner: [2, 4], workers: 1, isMainThread: false },
      { inner: [10, 12], workers: 1, isMainThread: false },
    ]);
  });

  test('uses the backend that was set', async () => {
    const previous = setParallelBackend(sequentialBackend);
    const here = defineTask('here', 'nowhere', (x: number) => x);
    expect(await parallelMap(here, [1, 2], { nJobs: 2 })).toEqual([1, 2]);
    expect(effectiveNJobs(-1)).toBe(1);
    expect(setParallelBackend(previous)).toBe(sequentialBackend);
  });

  test('reports finished items and the progress inside items', async () => {
    for (const nJobs of [1, 2]) {
      const done: string[] = [];
      const inner: string[] = [];
      await parallelMap(tasks.steps, [0, 1, 2], {
        nJobs,
        onProgress: (n, total) => done.push(`${n}/${total}`),
        onItemProgress: (index, n, total, what) => inner.push(`${index}: ${n}/${total} ${what}`),
      });
      expect(done).toEqual(['1/3', '2/3', '3/3']);
      // Threads thin out quick reports but always send the last.
      for (const index of [0, 1, 2]) expect(inner).toContain(`${index}: 5/5 step of ${index}`);
    }
  });

  test('rejects with what a progress callback throws', async () => {
    for (const nJobs of [1, 2]) {
      const onProgress = (): void => {
        throw new RangeError('in the callback');
      };
      const error = await rejection(parallelMap(tasks.double, [1, 2, 3], { nJobs, onProgress }));
      expect(error).toBeInstanceOf(RangeError);
    }
  });
});

describe('errors of tasks', () => {
  const run = (kinds: Parameters<typeof tasks.failing.run>[0][]): Promise<Error & { details?: object }> =>
    rejection(parallelMap(tasks.failing, kinds, { nJobs: 2 }));

  test("keep learnkit's class, message, details and the worker's stack", async () => {
    const error = await run(['ok', 'parameter']);
    expect(error).toBeInstanceOf(InvalidParameterError);
    expect(error.name).toBe('InvalidParameterError');
    expect(error.message).toBe('SVC: C must be positive. Got -1.');
    expect(error.details).toEqual({ estimator: 'SVC', parameter: 'C' });
    expect(error.stack).toContain('tasks.mjs');
  });

  test('keep built-in classes and causes', async () => {
    const error = await run(['type', 'ok']);
    expect(error).toBeInstanceOf(TypeError);
    expect(error.cause).toBeInstanceOf(RangeError);
  });

  test('of unknown classes arrive as the nearest known one', async () => {
    const error = await run(['own', 'ok']);
    expect(error).toBeInstanceOf(LearnkitError);
    expect(error.name).toBe('OwnError');
    expect(error.details).toEqual({ estimator: 'Own' });
  });

  test('that are no errors, and results that are no data, are told', async () => {
    expect((await run(['text', 'ok'])).message).toContain('just text');
    const error = await run(['function', 'ok']);
    expect(error).toBeInstanceOf(InvalidInputError);
    expect(error.message).toContain('result is not plain data');
  });

  test('reject with the lowest failing index, though a later item fails first', async () => {
    for (let repeat = 0; repeat < 5; repeat++) {
      const items = [
        { index: 0, ms: 60 },
        { index: 1, ms: 1 },
        { index: 2, ms: 1 },
      ];
      const error = await rejection(parallelMap(tasks.failing, items, { nJobs: 3 }));
      expect(error.message).toBe('item 0');
    }
  });

  test('cancel the items that have not started and those that run', async () => {
    const items = [
      { index: 0, ms: 0 },
      { index: 1, ms: 30_000 },
      { index: 2, ms: 30_000 },
    ];
    const started = performance.now();
    expect((await rejection(parallelMap(tasks.failing, items, { nJobs: 2 }))).message).toBe('item 0');
    expect(performance.now() - started).toBeLessThan(5000);
    expect(await parallelMap(tasks.double, [1, 2], { nJobs: 2 })).toEqual([2, 4]);
  });
});

describe('warnings of tasks', () => {
  test("reach the caller's handler with their class, in item order", async () => {
    const { warnings } = await collectWarnings(() => parallelMap(tasks.warning, [0, 1, 2], { nJobs: 3 }));
    expect(warnings.map(({ message }) => message)).toEqual(
      [0, 1, 2].flatMap((i) => [`first of ${i}`, `second of ${i}`]),
    );
    expect(warnings[0]).toBeInstanceOf(ConvergenceWarning);
    expect(warnings[0].source).toBe('Test');
    expect(warnings[1].constructor).toBe(LearnkitWarning);
  });

  test('that precede an error come through too', async () => {
    const { value, warnings } = await collectWarnings(() =>
      rejection(parallelMap(tasks.warning, [3, 2], { nJobs: 2 })),
    );
    expect(value.message).toBe('third failed');
    expect(warnings.map((warning) => warning.constructor)).toEqual([ConvergenceWarning, DataWarning]);
  });
});
