import type { BoostingExports } from '../../../kernels/wasm/modules/boosting.js';
import type { GrowNode } from './grow_node.js';

/** Columns from `first` to `last` (excluded). */
export type ColumnRange = readonly [first: number, last: number];

/** The work on the children of a split, or on a root: a histogram, that of the sibling, and best splits of both. */
export interface NodeWork {
  /** Gradients of the tree: address of f32 pairs. */
  readonly pairs: number;
  readonly root: boolean;
  /** The node whose rows are summed up. */
  readonly summed: GrowNode;
  /** Its sibling, whose histogram is the rest of the parent's, which it is made from in place. */
  readonly rest: GrowNode | undefined;
  /** Where the best splits of both are recorded: addresses. */
  readonly records: readonly [number, number];
}

// Where the numbers of a piece of work stand, so that another thread can read them.
const [PAIRS, ROOT, START, COUNT, SUM_HISTOGRAM, REST_HISTOGRAM] = [0, 1, 2, 3, 4, 5];
const NODES = [8, 16];
/** Numbers of a piece of work. */
export const WORK_NUMBERS = 24;

/** Writes work down as numbers. */
export function writeWork(to: Float64Array, { pairs, root, summed, rest, records }: NodeWork): void {
  to[PAIRS] = pairs;
  to[ROOT] = root ? 1 : 0;
  to[START] = summed.start;
  to[COUNT] = summed.count;
  to[SUM_HISTOGRAM] = summed.histogram;
  to[REST_HISTOGRAM] = rest && !rest.leaf ? rest.histogram : 0;
  for (const [i, node] of [summed, rest].entries()) {
    const at = NODES[i];
    // The splits of a root are sought when its sums are known; leaves have none.
    to[at] = node && !node.leaf && !root ? records[i] : 0;
    if (!node) continue;
    to[at + 1] = node.histogram;
    to[at + 2] = node.count;
    to[at + 3] = node.gradient;
    to[at + 4] = node.hessian;
    to[at + 5] = node.value;
    to[at + 6] = node.lower;
    to[at + 7] = node.upper;
  }
}

/** Does written work for the columns `first` to `last` (excluded). */
export function doWork(kernels: BoostingExports, work: Float64Array, first: number, last: number): void {
  const rest = work[REST_HISTOGRAM];
  kernels.joinTree(work[PAIRS]);
  kernels.buildHistogram(work[SUM_HISTOGRAM], work[START], work[COUNT], work[ROOT], first, last);
  if (rest > 0) kernels.subtractHistogram(rest, work[SUM_HISTOGRAM], first, last);
  for (const at of NODES) {
    if (work[at] === 0) continue;
    kernels.setNode(work[at + 2], work[at + 3], work[at + 4], work[at + 5], work[at + 6], work[at + 7]);
    kernels.findSplits(work[at + 1], work[at], first, last);
  }
}
