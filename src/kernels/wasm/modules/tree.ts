import { type CommonExports, defineModule, type Pointer } from '../engine.js';
import { base64 as relaxedSimd } from '../generated/tree_relaxed_simd.js';
import { base64 as simd } from '../generated/tree_simd.js';
import type { KernelSession } from '../runtime.js';

/** What the binary exports; the AssemblyScript sources document each. */
export interface TreeExports extends CommonExports {
  setColumns(table: Pointer, count: number): void;
  setTargets(criterion: number, outputs: number, classes: number, y: Pointer, weights: Pointer): void;
  setRules(
    randomSplitter: boolean | number,
    maxFeatures: number,
    maxDepth: number,
    minSamplesSplit: number,
    minSamplesLeaf: number,
    minWeightLeaf: number,
    minImpurityDecrease: number,
    maxLeafNodes: number,
    monotonic: boolean | number,
  ): void;
  setRoom(
    rows: Pointer,
    spareRows: Pointer,
    keys: Pointer,
    spareKeys: Pointer,
    nodeWeights: Pointer,
    nodeTargets: Pointer,
    vectors: Pointer,
    histogram: Pointer,
    histogramBytes: number,
    features: Pointer,
    constants: Pointer,
  ): void;
  /** Prepares a column of more than one value for the random splitter. */
  fillGuide(column: number): void;
  setPackedRoom(rows: Pointer, node: Pointer): void;
  setCategoryRoom(places: Pointer, order: Pointer, set: Pointer): void;
  setAbsoluteRoom(
    targetCodes: Pointer,
    bits: number,
    places: Pointer,
    sorted: Pointer,
    treeWeights: Pointer,
    treeSums: Pointer,
    costs: Pointer,
    leftMedians: Pointer,
    rightMedians: Pointer,
    medians: Pointer,
  ): void;
  setRecords(records: Pointer, nodeMedians: Pointer): void;
  recordBytes(): number;
  setTree(
    feature: Pointer,
    threshold: Pointer,
    left: Pointer,
    right: Pointer,
    missingLeft: Pointer,
    impurity: Pointer,
    first: Pointer,
    size: Pointer,
    weight: Pointer,
    setStart: Pointer,
    sets: Pointer,
  ): void;
  rankValues(
    n: number,
    values: Pointer,
    codes: Pointer,
    distinct: Pointer,
    counts: Pointer,
    keys: Pointer,
    spare: Pointer,
  ): number;
  packTree(
    n: number,
    feature: Pointer,
    threshold: Pointer,
    left: Pointer,
    right: Pointer,
    missingLeft: Pointer,
    packed: Pointer,
    places: Pointer,
    nodes: Pointer,
  ): void;
  applyTree(
    n: number,
    packed: Pointer,
    nodes: Pointer,
    rows: number,
    columns: number,
    data: Pointer,
    missing: boolean | number,
    leaves: Pointer,
  ): void;
  addLeaves(rows: number, leaves: Pointer, width: number, values: Pointer, sums: Pointer): void;
  begin(rows: number, seed: number): void;
  /** 1 when the tree is complete, 0 when there is more to do. */
  grow(budget: number): number;
  nodeCount(): number;
  setWordCount(): number;
  fillValues(values: Pointer): void;
  fillLeaves(leaves: Pointer): void;
}

/** Growth of decision trees. */
export const treeModule = defineModule<TreeExports>('tree', { simd, relaxedSimd });

/** A session with these kernels. */
export type TreeSession = KernelSession<TreeExports>;
