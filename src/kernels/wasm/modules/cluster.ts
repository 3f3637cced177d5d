import { type CommonExports, defineModule, type Pointer } from '../engine.js';
import { base64 as relaxedSimd } from '../generated/cluster_relaxed_simd.js';
import { base64 as simd } from '../generated/cluster_simd.js';
import type { KernelSession } from '../runtime.js';

/** What the binary exports; the AssemblyScript sources document each. */
export interface ClusterExports extends CommonExports {
  setProblem(
    columns: number,
    count: number,
    rows: Pointer,
    panels: Pointer,
    centers: Pointer,
    labels: Pointer,
    upper: Pointer,
    lower: Pointer,
    half: Pointer,
  ): void;
  assignAll(from: number, to: number, bounded: number): void;
  assignBounded(from: number, to: number, shifts: Pointer, most: number, mover: number, next: number): number;
  assignElkan(from: number, to: number, shifts: Pointer, halves: Pointer, fresh: number): void;
  addSums(from: number, to: number, weight: Pointer, sums: Pointer, weights: Pointer): void;
  setFilter(
    columns: number,
    groups: number,
    rows: Pointer,
    norms: Pointer,
    centers: Pointer,
    halves: Pointer,
    labels: Pointer,
  ): void;
  shiftRows(n: number, columns: number, data: Pointer, origin: Pointer): number;
  packRows(n: number, data: Pointer, scale: number): void;
  assignFiltered(from: number, to: number, fixed: number, perNorm: number): number;
  spreadFrom(
    n: number,
    d: number,
    panels: Pointer,
    query: Pointer,
    closest: Pointer,
    out: Pointer,
    weight: Pointer,
  ): number;
  setDensity(
    columns: number,
    innerNodes: number,
    exponent: number,
    radius: number,
    rows: Pointer,
    boxes: Pointer,
    nodeStart: Pointer,
    leafGroup: Pointer,
    groups: Pointer,
    core: Pointer,
    parent: Pointer,
    tags: Pointer,
  ): void;
  markCore(from: number, to: number, need: number, weights: Pointer): void;
  joinTight(): void;
  joinCore(fromLeaf: number, toLeaf: number): void;
  settleGroups(n: number): void;
  leastLabels(labels: Pointer): void;
  labelBorders(from: number, to: number, labels: Pointer): void;
  setReach(
    columns: number,
    innerNodes: number,
    exponent: number,
    alpha: number,
    limit: number,
    mutual: number,
    query: Pointer,
    boxes: Pointer,
    leafGroup: Pointer,
    groups: Pointer,
    rows: Pointer,
    cores: Pointer,
    costs: Pointer,
    sources: Pointer,
    least: Pointer,
    greatest: Pointer,
    bests: Pointer,
    leastCore: Pointer,
  ): void;
  growTree(
    count: number,
    outside: number,
    lanes: Pointer,
    leaves: Pointer,
    order: Pointer,
    cost: Pointer,
    from: Pointer,
  ): number;
}

/** Clustering. */
export const clusterModule = defineModule<ClusterExports>('cluster', { simd, relaxedSimd });

/** A session with these kernels. */
export type ClusterSession = KernelSession<ClusterExports>;
