import { type DenseSession, denseModule } from './wasm/modules/dense.js';
import { type Region, withSession } from './wasm/runtime.js';

// exp, log and their kin on whole arrays. A value depends on its argument only, never on its place or on the
// length of the array, so work may be cut anywhere. `result` may be the argument itself. All are O(n).

type Kernel = (session: DenseSession, n: number, x: Region<Float64Array>) => void;

/** Doubles that are copied in at a time: they stay in the cache between copy, kernel and copy back. */
const BLOCK = 8192;

function inBlocks(x: Float64Array, result: Float64Array, kernel: Kernel): Float64Array {
  if (x.length === 0) return result;
  return withSession(denseModule, (session) => {
    const region = session.f64(Math.min(BLOCK, x.length));
    const view = region.view();
    for (let from = 0; from < x.length; from += BLOCK) {
      const n = Math.min(BLOCK, x.length - from);
      view.set(x.subarray(from, from + n));
      kernel(session, n, region);
      result.set(n === view.length ? view : view.subarray(0, n), from);
    }
    return result;
  });
}

/** e^x of every element, at most 0.9 ulp from the truth (measured); underflow is gradual, NaN stays NaN. */
export function expArray(x: Float64Array, result = new Float64Array(x.length)): Float64Array {
  return inBlocks(x, result, (session, n, { pointer }) => session.kernels.expF64(n, pointer, pointer));
}

/** Natural logarithm of every element, at most 0.8 ulp from the truth (measured): -Infinity at 0, NaN below 0. */
export function logArray(x: Float64Array, result = new Float64Array(x.length)): Float64Array {
  return inBlocks(x, result, (session, n, { pointer }) => session.kernels.logF64(n, pointer, pointer));
}

/** 1 / (1 + e^-x) of every element, at most 1.9 ulp from the truth (measured); exact limits for any size of x. */
export function sigmoidArray(x: Float64Array, result = new Float64Array(x.length)): Float64Array {
  return inBlocks(x, result, (session, n, { pointer }) => session.kernels.sigmoidF64(n, pointer, pointer));
}

/** Softmax of each row of `columns` values. A row whose largest value is infinite gives NaN. */
export function softmaxRows(
  x: Float64Array,
  columns: number,
  result = new Float64Array(x.length),
): Float64Array {
  if (x.length === 0) return result;
  const step = columns * Math.max(1, Math.floor(BLOCK / columns));
  return withSession(denseModule, (session) => {
    const region = session.f64(Math.min(step, x.length));
    for (let from = 0; from < x.length; from += step) {
      const n = Math.min(step, x.length - from);
      region.view().set(x.subarray(from, from + n));
      session.kernels.softmaxRowsF64(n / columns, columns, region.pointer, region.pointer);
      result.set(region.view().subarray(0, n), from);
    }
    return result;
  });
}

/** log(sum(e^x)) of each row of `columns` values; infinite and NaN rows as in exact arithmetic. */
export function logSumExpRows(x: Float64Array, columns: number): Float64Array {
  const result = new Float64Array(columns === 0 ? 0 : x.length / columns);
  if (result.length === 0) return result;
  const step = Math.max(1, Math.floor(BLOCK / columns));
  return withSession(denseModule, (session) => {
    const region = session.f64(Math.min(step * columns, x.length));
    const out = session.f64(Math.min(step, result.length));
    const work = session.f64(columns);
    for (let from = 0; from < result.length; from += step) {
      const rows = Math.min(step, result.length - from);
      region.view().set(x.subarray(from * columns, (from + rows) * columns));
      session.kernels.logSumExpRowsF64(rows, columns, region.pointer, out.pointer, work.pointer);
      result.set(out.view().subarray(0, rows), from);
    }
    return result;
  });
}
