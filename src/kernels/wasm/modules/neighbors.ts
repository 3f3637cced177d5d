import { type CommonExports, defineModule, type Pointer } from '../engine.js';
import { base64 as relaxedSimd } from '../generated/neighbors_relaxed_simd.js';
import { base64 as simd } from '../generated/neighbors_simd.js';
import type { KernelSession } from '../runtime.js';

/** What the binary exports; the AssemblyScript sources document each. */
export interface NeighborsExports extends CommonExports {
  setTree(
    columns: number,
    innerNodes: number,
    exponent: number,
    boxes: Pointer,
    leafStart: Pointer,
    leafGroup: Pointer,
    groups: Pointer,
    order: Pointer,
  ): void;
  kdNearest(m: number, k: number, queries: Pointer, distances: Pointer, indices: Pointer): void;
  nanDistances(
    n: number,
    d: number,
    own: number,
    observed: Pointer,
    values: Pointer,
    mask: Pointer,
    words: number,
    masks: Pointer,
    groups: Pointer,
    distances: Pointer,
  ): void;
  nearestDonors(
    n: number,
    k: number,
    distances: Pointer,
    present: Pointer,
    nearest: Pointer,
    indices: Pointer,
  ): number;
  setNodeSums(start: Pointer, end: Pointer, sums: Pointer): void;
  kdShift(
    m: number,
    limit: number,
    stop: number,
    most: number,
    means: Pointer,
    counts: Pointer,
    steps: Pointer,
    sum: Pointer,
  ): void;
  setDensity(kernel: number, h: number, weights: Pointer, nodeWeights: Pointer): void;
  kdDensity(
    m: number,
    total: number,
    rtol: number,
    atol: Pointer,
    nearest: Pointer,
    queries: Pointer,
    sums: Pointer,
    heapBounds: Pointer,
    heapNodes: Pointer,
  ): void;
  kdWithin(
    m: number,
    limit: number,
    sorting: number,
    queries: Pointer,
    room: number,
    ends: Pointer,
    distances: Pointer,
    rows: Pointer,
  ): number;
}

/** Searches in trees. */
export const neighborsModule = defineModule<NeighborsExports>('neighbors', { simd, relaxedSimd });

/** A session with these kernels. */
export type NeighborsSession = KernelSession<NeighborsExports>;
