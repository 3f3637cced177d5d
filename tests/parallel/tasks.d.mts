import type { Matrix } from '../../src/core/matrix.js';
import type { Task } from '../../src/parallel/index.js';

export const sums: Task<
  { start: number; scale: number },
  { values: Float64Array },
  { sum: number; start: number }
>;
export const double: Task<number, undefined, number>;
export const spin: Task<number, undefined, number>;
export const sleep: Task<{ ms: number; value: number }, undefined, number>;
export const deadly: Task<number, { folder: string; victim: number; times: number }, number>;
export const outOfMemory: Task<number, undefined, never>;
export const stray: Task<number, undefined, never>;
export const failing: Task<string | { index: number; ms: number }, undefined, unknown>;
export const warning: Task<number, undefined, number>;
export const nested: Task<number, undefined, { inner: number[]; workers: number; isMainThread: boolean }>;
export const inspect: Task<
  { matrix?: Matrix; view?: Float64Array },
  {
    matrix?: Matrix;
    list?: Matrix[];
    large?: Float64Array;
    record?: object;
    map?: Map<string, Matrix>;
    empty?: Matrix;
  },
  {
    itemIsMatrix: boolean;
    names?: string[];
    sharedIsMatrix: boolean;
    sameMatrix: boolean;
    largeIsShared: boolean;
    viewBytes?: number;
    protoKey: string[];
    back?: Matrix;
    map: boolean;
    shape?: number[];
  }
>;
export const touch: Task<number, { array: Float64Array }, number>;
export const big: Task<number, undefined, Matrix>;
export const keeps: Task<number, { small: Float64Array }, { kept: Float64Array; shared: Float64Array }>;
export const wasmMemory: Task<number, undefined, Float64Array>;
export const steps: Task<number, undefined, number>;
export const reach: { hidden: Task<number, undefined, number> };
