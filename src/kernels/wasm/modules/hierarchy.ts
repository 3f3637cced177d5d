import { type CommonExports, defineModule, type Pointer } from '../engine.js';
import { base64 as relaxedSimd } from '../generated/hierarchy_relaxed_simd.js';
import { base64 as simd } from '../generated/hierarchy_simd.js';
import type { KernelSession } from '../runtime.js';

/** What the binary exports; the AssemblyScript sources document each. */
export interface HierarchyExports extends CommonExports {
  setSpanning(
    n: number,
    columns: number,
    data: Pointer,
    panels: Pointer,
    query: Pointer,
    least: Pointer,
    rows: Pointer,
    left: Pointer,
    right: Pointer,
    heights: Pointer,
  ): void;
  growSpanning(from: number, to: number): void;
  setChain(
    rows: number,
    linkage: number,
    square: Pointer,
    penalty: Pointer,
    sizes: Pointer,
    union: Pointer,
    chain: Pointer,
    ids: Pointer,
    places: Pointer,
    left: Pointer,
    right: Pointer,
    heights: Pointer,
  ): void;
  mirror(rows: number, square: Pointer, from: number, to: number): void;
  mergeChain(from: number, to: number): void;
}

/** Hierarchies of clusters. */
export const hierarchyModule = defineModule<HierarchyExports>('hierarchy', { simd, relaxedSimd });

/** A session with these kernels. */
export type HierarchySession = KernelSession<HierarchyExports>;
