// Tasks of the tests, as a user's own module would hold them: plain JavaScript on the built package.
import { existsSync, writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';
import { InvalidInputError, InvalidParameterError, LearnkitError } from '../../dist/core/errors.js';
import { Matrix } from '../../dist/core/matrix.js';
import { ConvergenceWarning, DataWarning, LearnkitWarning, warn } from '../../dist/core/warnings.js';
import { defineTask, effectiveNJobs, parallelMap, registerTaskModule } from '../../dist/parallel/index.js';

const url = import.meta.url;
registerTaskModule(url);

/** Sums with an order-dependent rounding, so that "identical" is a strong word. */
export const sums = defineTask('sums', url, (item, shared) => {
  let sum = item.start;
  for (let i = 0; i < shared.values.length; i++) sum = (sum + shared.values[i] * item.scale) / 1.0000001;
  return { sum, start: item.start };
});

export const double = defineTask('double', url, (x) => x * 2);

export const spin = defineTask('spin', url, (ms, _shared, { progress }) => {
  progress(0, 1, 'spin');
  const until = performance.now() + ms;
  while (performance.now() < until);
  return ms;
});

export const sleep = defineTask('sleep', url, async ({ ms, value }) => {
  await new Promise((resolve) => setTimeout(resolve, ms));
  return value;
});

/** Kills its thread the first `times` times that it sees the item `victim`; files remember across threads. */
export const deadly = defineTask('deadly', url, (item, { folder, victim, times }) => {
  if (item !== victim) return item * 10;
  for (let n = 0; n < times; n++) {
    if (existsSync(`${folder}/${n}`)) continue;
    writeFileSync(`${folder}/${n}`, '');
    process.exit(3);
  }
  return item * 10;
});

export const outOfMemory = defineTask('outOfMemory', url, () => {
  const kept = [];
  for (;;) kept.push(new Array(1e6).fill({ a: kept.length }));
});

/** Crashes outside of its promise: an uncaught exception of the thread. */
export const stray = defineTask('stray', url, () => {
  setTimeout(() => {
    throw new Error('stray');
  }, 1);
  return new Promise(() => {});
});

class OwnError extends LearnkitError {}

export const failing = defineTask('failing', url, async (kind) => {
  if (typeof kind === 'object') {
    await new Promise((resolve) => setTimeout(resolve, kind.ms));
    throw new InvalidInputError(`item ${kind.index}`);
  }
  switch (kind) {
    case 'parameter':
      throw new InvalidParameterError('SVC: C must be positive. Got -1.', {
        estimator: 'SVC',
        parameter: 'C',
      });
    case 'type':
      throw new TypeError('not a number', { cause: new RangeError('inner') });
    case 'own':
      throw new OwnError('mine', { estimator: 'Own' });
    case 'text':
      throw 'just text';
    case 'function':
      return () => 1;
    default:
      return kind;
  }
});

export const warning = defineTask('warning', url, async (index) => {
  // Later items finish first.
  await new Promise((resolve) => setTimeout(resolve, 40 - 10 * index));
  warn(new ConvergenceWarning(`first of ${index}`, 'Test'));
  warn(index === 3 ? new DataWarning('data') : new LearnkitWarning(`second of ${index}`));
  if (index === 3) throw new InvalidInputError('third failed');
  return index;
});

export const nested = defineTask('nested', url, async (item) => {
  const inner = await parallelMap(double, [item, item + 1], { nJobs: -1 });
  return { inner, workers: effectiveNJobs(-1), isMainThread };
});

/** What arrives, told in words, and the same data sent back. */
export const inspect = defineTask('inspect', url, (item, shared) => ({
  itemIsMatrix: item.matrix instanceof Matrix,
  names: item.matrix?.columnNames,
  sharedIsMatrix: shared.matrix instanceof Matrix,
  sameMatrix: shared.matrix === shared.list?.[0],
  largeIsShared: shared.large?.buffer instanceof SharedArrayBuffer,
  viewBytes: item.view?.buffer.byteLength,
  protoKey: Object.keys(shared.record ?? {}),
  back: item.matrix,
  map: shared.map?.get('m') instanceof Matrix,
  shape: shared.empty && [shared.empty.rows, shared.empty.columns],
}));

/** Adds one in place: only an array in shared memory shows it to the caller. */
export const touch = defineTask('touch', url, (index, { array }) => {
  array[index] += 1;
  return array[index];
});

export const big = defineTask('big', url, (n) => Matrix.of(new Float64Array(n).fill(n), 1));

/** Returns small arrays that the thread goes on using. */
const kept = new Float64Array([1, 2, 3]);
export const keeps = defineTask('keeps', url, (_item, shared) => ({ kept, shared: shared.small }));

/** Buffers of WebAssembly memories cannot be moved to another thread. */
export const wasmMemory = defineTask('wasmMemory', url, () => {
  const memory = new WebAssembly.Memory({ initial: 2 });
  const array = new Float64Array(memory.buffer);
  array[5] = 7;
  return array;
});

export const steps = defineTask('steps', url, (index, _shared, { progress }) => {
  for (let i = 1; i <= 5; i++) progress(i, 5, `step of ${index}`);
  return index;
});

// Not exported: workers cannot find it.
const hidden = defineTask('hidden', url, () => 1);
export const reach = { hidden };
