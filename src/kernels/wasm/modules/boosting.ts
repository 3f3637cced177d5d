import { type CommonExports, defineModule, type Pointer } from '../engine.js';
import { base64 as relaxedSimd } from '../generated/boosting_relaxed_simd.js';
import { base64 as relaxedSimdShared } from '../generated/boosting_relaxed_simd_shared.js';
import { base64 as simd } from '../generated/boosting_simd.js';
import { base64 as simdShared } from '../generated/boosting_simd_shared.js';
import type { KernelSession } from '../runtime.js';

/** What the binary exports; the AssemblyScript sources document each. An absent array has address 0. */
export interface BoostingExports extends CommonExports {
  binRows(
    x: Pointer,
    rows: number,
    features: number,
    tables: Pointer,
    missing: Pointer,
    categorical: Pointer,
    codes: Pointer,
  ): void;
  setData(
    rows: number,
    features: number,
    bins: Pointer,
    binCounts: Pointer,
    holdsMissing: Pointer,
    categorical: Pointer,
    monotone: Pointer,
  ): void;
  setRoom(order: Pointer, spare: Pointer): void;
  /** Room that is this thread's alone: scratchBytes() of it. */
  setScratch(scratch: Pointer): void;
  scratchBytes(features: number): number;
  /** Names the gradients of a tree that another thread has begun. */
  joinTree(pairs: Pointer): void;
  setRules(counted: boolean | number, l2: number, minSamplesLeaf: number): void;
  beginTree(pairs: Pointer): void;
  buildHistogram(
    hist: Pointer,
    start: number,
    count: number,
    root: boolean | number,
    first: number,
    last: number,
  ): void;
  subtractHistogram(parent: Pointer, child: Pointer, first: number, last: number): void;
  setNode(
    count: number,
    gradient: number,
    hessian: number,
    value: number,
    lower: number,
    upper: number,
  ): void;
  findSplits(hist: Pointer, records: Pointer, first: number, last: number): void;
  partition(start: number, count: number, feature: number, sides: Pointer): number;
  addValue(raw: Pointer, start: number, count: number, value: number): void;
  binomial(y: Pointer, raw: Pointer, weights: Pointer, n: number, pairs: Pointer): void;
  multinomial(
    y: Pointer,
    raw: Pointer,
    weights: Pointer,
    n: number,
    plane: number,
    classes: number,
    pairs: Pointer,
  ): void;
  logLink(
    y: Pointer,
    raw: Pointer,
    weights: Pointer,
    n: number,
    gamma: boolean | number,
    pairs: Pointer,
  ): void;
  squared(y: Pointer, raw: Pointer, weights: Pointer, n: number, pairs: Pointer): void;
  twoSided(
    y: Pointer,
    raw: Pointer,
    weights: Pointer,
    n: number,
    low: number,
    high: number,
    pairs: Pointer,
  ): void;
  sortDoubles(values: Pointer, n: number, spare: Pointer): void;
  addTrees(
    nodes: Pointer,
    flags: Pointer,
    values: Pointer,
    sets: Pointer,
    roots: Pointer,
    trees: number,
    outputs: number,
    plain: boolean | number,
    x: Pointer,
    rows: number,
    features: number,
    out: Pointer,
    outRows: number,
  ): void;
}

/** Histogram-based gradient boosting: bins, gradients, histograms, splits, partition, sums of trees. */
export const boostingModule = defineModule<BoostingExports>(
  'boosting',
  { simd, relaxedSimd },
  { simd: simdShared, relaxedSimd: relaxedSimdShared },
);

/** A session with these kernels. */
export type BoostingSession = KernelSession<BoostingExports>;
