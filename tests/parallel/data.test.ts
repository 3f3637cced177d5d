import { describe, expect, test } from 'vitest';
import { InvalidInputError, InvalidParameterError } from '../../src/core/errors.js';
import { Matrix } from '../../src/core/matrix.js';
import { defineTask, parallelMap, registerTaskModule, shareArray } from '../../src/parallel/index.js';
import { packItem, packShared, unpack } from '../../src/parallel/parcel.js';
import { codeLayout, workerModuleUrl } from '../../src/parallel/task_modules.js';
import { loadTasks, useThreads } from './setup.js';

const tasks = await loadTasks();
useThreads(2);

describe('data for workers', () => {
  test('matrices arrive and come back as matrices', async () => {
    const matrix = Matrix.of(new Float64Array([1, 2, 3, Number.NaN]), 2, ['a', 'b']);
    const shared = { matrix, list: [matrix], map: new Map([['m', matrix]]), empty: Matrix.zeros(3, 0) };
    const [seen] = await parallelMap(tasks.inspect, [{ matrix }, { matrix }], { shared, nJobs: 2 });
    expect(seen).toMatchObject({
      itemIsMatrix: true,
      names: ['a', 'b'],
      sharedIsMatrix: true,
      sameMatrix: true,
      map: true,
      shape: [3, 0],
    });
    expect(seen.back).toBeInstanceOf(Matrix);
    expect(seen.back).toEqual(matrix);
  });

  test('large shared arrays lie in shared memory, the caller keeps its own', async () => {
    const large = new Float64Array(10_000);
    const [seen] = await parallelMap(tasks.inspect, [{}, {}], { shared: { large }, nJobs: 2 });
    expect(seen.largeIsShared).toBe(true);
    expect(large.buffer).toBeInstanceOf(ArrayBuffer);
    expect(large.length).toBe(10_000);
  });

  test('shared memory of the caller is used without a copy', async () => {
    const array = shareArray(new Float64Array(3));
    expect(shareArray(array)).toBe(array);
    await parallelMap(tasks.touch, [0, 1, 2], { shared: { array }, nJobs: 2 });
    expect([...array]).toEqual([1, 1, 1]);
  });

  test('a view sends only what it shows', async () => {
    const view = new Float64Array(100_000).subarray(10, 12);
    const [seen] = await parallelMap(tasks.inspect, [{ view }, { view }], { shared: {}, nJobs: 2 });
    expect(seen.viewBytes).toBe(16);
  });

  test('large results move; small ones, and buffers that cannot move, are copied', async () => {
    const [a, b] = await parallelMap(tasks.big, [50_000, 20_000], { nJobs: 2 });
    expect(a).toBeInstanceOf(Matrix);
    expect([a.rows, a.data[49_999], b.rows, b.data[0]]).toEqual([50_000, 50_000, 20_000, 20_000]);
    const small = new Float64Array([4, 5]);
    for (const result of await parallelMap(tasks.keeps, [1, 2, 3, 4, 5], { shared: { small }, nJobs: 2 })) {
      expect([...result.kept, ...result.shared]).toEqual([1, 2, 3, 4, 5]);
    }
    const [memory] = await parallelMap(tasks.wasmMemory, [1, 2], { nJobs: 2 });
    expect(memory[5]).toBe(7);
  });

  test('a key named __proto__ stays a key', async () => {
    const record = JSON.parse('{"__proto__": {"polluted": 1}, "x": 2}') as object;
    const [seen] = await parallelMap(tasks.inspect, [{}, {}], { shared: { record }, nJobs: 2 });
    expect(seen.protoKey).toEqual(['__proto__', 'x']);
    const parcel = packShared({ record, matrix: Matrix.zeros(1, 1) });
    const copy = unpack(structuredClone(parcel)) as { record: object; matrix: Matrix };
    expect(Object.keys(copy.record)).toEqual(['__proto__', 'x']);
    expect(Object.getPrototypeOf(copy.record)).toBe(Object.prototype);
    expect(copy.matrix).toBeInstanceOf(Matrix);
  });

  test('parcels rebuild what they hold, wherever the matrices stand', () => {
    const matrix = Matrix.zeros(2, 2);
    const value = [
      1,
      Number.NaN,
      'a',
      null,
      undefined,
      [matrix, { deep: [new Date(0), matrix] }],
      new Set([1]),
    ];
    expect(unpack(structuredClone(packItem(value, 0)))).toEqual(value);
    const labels = ['a', 'b'];
    expect(packItem(labels, 0).value).toBe(labels);
  });

  test('functions, instances and cycles are refused with their place', async () => {
    const cyclic: { self?: object } = {};
    cyclic.self = cyclic;
    class Own {}
    for (const value of [() => 1, new Own(), cyclic, Symbol('s'), new WeakMap()]) {
      const items = [{ view: [value] as unknown as Float64Array }, {}];
      const error = await parallelMap(tasks.inspect, items, { shared: {}, nJobs: 2 }).catch(
        (e: unknown) => e,
      );
      expect(error).toBeInstanceOf(InvalidInputError);
      expect((error as Error).message).toContain('items[0].view[0]');
    }
    expect(() => packShared({ f: () => 1 })).toThrow('shared.f is not plain data');
  });
});

describe('modules of tasks', () => {
  const built = {
    root: 'file:///app/node_modules/learnkit/dist/',
    builtRoot: 'file:///app/node_modules/learnkit/dist/',
  };
  const url = (moduleUrl: string): string =>
    workerModuleUrl(
      defineTask('t', moduleUrl, () => 1),
      built,
    );

  test('are those of the package', () => {
    expect(url(`${built.root}tree/grow.js?v=1`)).toBe(`${built.root}tree/grow.js`);
  });

  test.each([
    'file:///app/own.js',
    'file:///app/node_modules/learnkit/dist/../../evil/index.js',
    'file:///app/node_modules/learnkit/dist/%2e%2e/evil.js',
    'file:///app/node_modules/learnkit/distant/evil.js',
    'data:text/javascript,1',
    'https://example.org/a.js',
    'no url',
    '',
  ])('are refused when nobody registered them: %s', (moduleUrl) => {
    expect(() => url(moduleUrl)).toThrow(InvalidInputError);
    expect(() => url(moduleUrl)).toThrow('registerTaskModule');
  });

  test('are files when registered', () => {
    registerTaskModule('file:///app/./registered.js');
    expect(url('file:///app/registered.js')).toBe('file:///app/registered.js');
    expect(() => registerTaskModule('data:text/javascript,1')).toThrow(InvalidParameterError);
    expect(() => registerTaskModule('tasks.js')).toThrow(InvalidParameterError);
  });

  test('of TypeScript sources map to the built ones', () => {
    const layout = codeLayout('file:///repo/src/parallel/task_modules.ts?v=2');
    expect(layout).toEqual({ root: 'file:///repo/src/', builtRoot: 'file:///repo/dist/' });
    const task = defineTask('t', 'file:///repo/src/estimators/tree/grow.ts', () => 1);
    expect(workerModuleUrl(task, layout!)).toBe('file:///repo/dist/estimators/tree/grow.js');
  });

  test('cannot be found in a bundle or on the web', () => {
    expect(codeLayout('file:///app/bundle.js')).toBeUndefined();
    expect(codeLayout('https://cdn.example.org/learnkit/dist/parallel/task_modules.js')).toBeUndefined();
  });

  test('must export the task', async () => {
    const running = parallelMap(tasks.reach.hidden, [1, 2], { nJobs: 2 });
    await expect(running).rejects.toThrow(/Task 'hidden'.*does not export it/);
  });
});
