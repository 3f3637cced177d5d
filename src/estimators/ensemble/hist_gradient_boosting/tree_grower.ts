import type { Run } from '../../../core/run.js';
import type { BoostingSession } from '../../../kernels/wasm/modules/boosting.js';
import type { Region } from '../../../kernels/wasm/runtime.js';
import type { Binning } from '../../tree/binning.js';
import { type GrowNode, growNode } from './grow_node.js';
import { GainHeap } from './heap.js';
import { type ColumnSampler, childColumns, type InteractionGroups } from './interactions.js';
import {
  bestSplit,
  COLUMN_BYTES,
  columnRanges,
  HistogramPool,
  nodeValue,
  pairwiseSum,
  RECORD_BYTES,
  writeSides,
} from './split_search.js';

/** What decides how far a tree grows. */
export interface GrowRules {
  readonly maxLeafNodes: number | null;
  readonly maxDepth: number | null;
  readonly minSamplesLeaf: number;
  readonly l2Regularization: number;
  readonly maxBins: number;
  readonly monotonicCst: Int8Array | undefined;
  readonly interactions: InteractionGroups | undefined;
  readonly sampler: ColumnSampler | undefined;
}

/** What a grower works on: the binned rows, in the memory of a session. */
export interface GrowData {
  readonly session: BoostingSession;
  readonly rows: number;
  readonly binning: Binning;
  /** Row-major bin codes. */
  readonly codes: Region<Uint8Array>;
  /** Columns whose training rows hold missing values. */
  readonly holdsMissing: Uint8Array;
  /** Every hessian is 1. */
  readonly unitHessian: boolean;
}

const MIN_HESSIAN = 1e-3;
/** Rows that the kernels add to a histogram at a time. */
const TILE_ROWS = 512;

/** A grown tree: the root, and its leaves with their stretches of the row order. */
export interface GrownTree {
  readonly root: GrowNode;
  readonly leaves: readonly GrowNode[];
}

/**
 * Grows trees leaf by leaf, the largest gain first, on histograms: of two children the smaller is summed up and the
 * larger is the rest of the parent. O(n d) per level. Reference: scikit-learn `TreeGrower`, node by node the same.
 */
export class TreeGrower {
  readonly #data: GrowData;
  readonly #rules: GrowRules;
  readonly #pool: HistogramPool;
  readonly #records: Region<Float64Array>;
  readonly #sides: Region<Uint8Array>;
  /** Row numbers in the order of the nodes. */
  readonly order: Region<Uint32Array>;
  /** All columns, in the order in which equal gains are decided: categories first. */
  readonly #columns: Int32Array;
  #heap = new GainHeap<GrowNode & { gain: number }>();
  #leaves: GrowNode[] = [];

  constructor(data: GrowData, rules: GrowRules) {
    const { session, rows, binning, codes } = data;
    const d = binning.thresholds.length;
    this.#data = data;
    this.#rules = rules;
    const all = Array.from({ length: d }, (_, j) => j);
    const { categorical } = binning;
    this.#columns = Int32Array.from([
      ...all.filter((j) => categorical[j]),
      ...all.filter((j) => !categorical[j]),
    ]);
    this.#pool = new HistogramPool(session, d);
    this.#records = session.f64((d * RECORD_BYTES) / 8);
    this.#sides = session.u8(256);
    this.order = session.u32(rows);
    const spare = session.u32(rows);
    const tileCodes = session.u8(TILE_ROWS * (d + 8));
    const binCounts = session.u8(binning.binCounts);
    const missing = session.u8(data.holdsMissing);
    const kinds = session.u8(categorical);
    const monotone = session.u8(rules.monotonicCst ? new Uint8Array(rules.monotonicCst) : new Uint8Array(d));
    const { kernels } = session;
    kernels.setData(
      rows,
      d,
      codes.pointer,
      binCounts.pointer,
      missing.pointer,
      kinds.pointer,
      monotone.pointer,
    );
    kernels.setRoom(this.order.pointer, spare.pointer, tileCodes.pointer);
    kernels.setRules(!data.unitHessian, rules.l2Regularization, rules.minSamplesLeaf);
  }

  /** Grows a tree on gradients and hessians, f32 pairs at the address `pairs`. */
  async grow(pairs: number, run: Run): Promise<GrownTree> {
    const { kernels } = this.#data.session;
    kernels.beginTree(pairs);
    this.#heap = new GainHeap();
    this.#leaves = [];
    const root = this.#plantRoot();
    while (this.#heap.size > 0) {
      this.#splitNext();
      if (run.due) await run.breathe();
    }
    return { root, leaves: this.#leaves };
  }

  #plantRoot(): GrowNode {
    const { rows, session } = this.#data;
    const { interactions } = this.#rules;
    const allowed = this.#columns;
    const groups = interactions?.map((_, i) => i);
    const histogram = this.#pool.take();
    for (const [first, last] of columnRanges(allowed)) {
      session.kernels.buildHistogram(histogram, 0, rows, true, first, last);
    }
    const [gradient, hessian] = this.#sums(histogram, allowed[0]);
    const root = growNode({ depth: 0, start: 0, count: rows, gradient, hessian, value: 0, allowed, groups });
    root.histogram = histogram;
    if (rows < 2 * this.#rules.minSamplesLeaf || hessian < MIN_HESSIAN) this.#finish(root);
    else this.#search(root);
    return root;
  }

  /** Sums of gradients and hessians over the bins of a column. */
  #sums(histogram: number, column: number): [number, number] {
    const { session, unitHessian, rows, binning } = this.#data;
    const pairs = new Float64Array(session.buffer, histogram + COLUMN_BYTES * column, 512);
    // Missing values have the last of maxBins + 1 bins: the place decides how numpy adds.
    const sumOf = (lane: number): number => {
      const values = new Float64Array(this.#rules.maxBins + 1);
      const used = binning.binCounts[column];
      for (let bin = 0; bin < used; bin++) values[bin] = pairs[2 * bin + lane];
      values[this.#rules.maxBins] = pairs[2 * used + lane];
      return pairwiseSum(values);
    };
    return [sumOf(0), unitHessian ? rows : sumOf(1)];
  }

  /** Finds the best split of a node and queues the node, or makes it a leaf. */
  #search(node: GrowNode): void {
    const { session, binning } = this.#data;
    const columns = this.#rules.sampler?.(node.allowed) ?? node.allowed;
    session.kernels.setNode(node.count, node.gradient, node.hessian, node.value, node.lower, node.upper);
    for (const [first, last] of columnRanges(columns)) {
      session.kernels.findSplits(node.histogram, this.#records.pointer, first, last);
    }
    node.split = bestSplit(this.#records, columns, binning.categorical);
    if (!node.split) this.#finish(node);
    else this.#heap.push(Object.assign(node, { gain: node.split.gain }));
  }

  #finish(node: GrowNode): void {
    node.leaf = true;
    node.split = undefined;
    this.#leaves.push(node);
    this.#release(node);
  }

  #release(node: GrowNode): void {
    if (node.histogram >= 0) this.#pool.give(node.histogram);
    node.histogram = -1;
  }

  #splitNext(): void {
    const { session, binning, holdsMissing } = this.#data;
    const { maxLeafNodes, maxDepth, minSamplesLeaf } = this.#rules;
    const node: GrowNode = this.#heap.pop();
    const split = node.split;
    if (!split) return;
    const missingCode = binning.binCounts[split.feature];
    writeSides(this.#sides.view(), split, missingCode);
    const countLeft = session.kernels.partition(node.start, node.count, split.feature, this.#sides.pointer);
    const [left, right] = this.#children(node, countLeft);
    node.left = left;
    node.right = right;
    // Without missing values in training, those of later rows go where more rows go.
    if (!holdsMissing[split.feature]) split.missingLeft = left.count > right.count;
    const leaves = this.#leaves.length + this.#heap.size + 2;
    if (maxLeafNodes !== null && leaves === maxLeafNodes) {
      this.#finish(left);
      this.#finish(right);
      for (const waiting of this.#heap.drain()) this.#finish(waiting);
      this.#release(node);
      return;
    }
    if (maxDepth !== null && left.depth === maxDepth) {
      this.#finish(left);
      this.#finish(right);
      this.#release(node);
      return;
    }
    if (left.count < 2 * minSamplesLeaf) this.#finish(left);
    if (right.count < 2 * minSamplesLeaf) this.#finish(right);
    this.#bound(node, left, right);
    if (left.leaf && right.leaf) this.#release(node);
    else this.#fillHistograms(node, left, right);
  }

  #children(node: GrowNode, countLeft: number): [GrowNode, GrowNode] {
    const { l2Regularization, interactions } = this.#rules;
    const split = node.split as NonNullable<GrowNode['split']>;
    const below =
      interactions && node.groups
        ? childColumns(interactions, node.groups, split.feature, this.#columns)
        : node;
    const make = (start: number, count: number, gradient: number, hessian: number): GrowNode =>
      growNode({
        depth: node.depth + 1,
        start,
        count,
        gradient,
        hessian,
        value: nodeValue(gradient, hessian, l2Regularization, node),
        allowed: below.allowed,
        groups: below.groups,
      });
    const { gradientLeft, hessianLeft } = split;
    return [
      make(node.start, countLeft, gradientLeft, hessianLeft),
      make(
        node.start + countLeft,
        node.count - countLeft,
        node.gradient - gradientLeft,
        node.hessian - hessianLeft,
      ),
    ];
  }

  /** Hands the bounds of monotonic constraints down: the middle of the children's values parts theirs. */
  #bound(node: GrowNode, left: GrowNode, right: GrowNode): void {
    const { monotonicCst } = this.#rules;
    if (!monotonicCst || !node.split) return;
    const sign = monotonicCst[node.split.feature];
    const middle = (left.value + right.value) / 2;
    left.lower = sign < 0 ? middle : node.lower;
    left.upper = sign > 0 ? middle : node.upper;
    right.lower = sign > 0 ? middle : node.lower;
    right.upper = sign < 0 ? middle : node.upper;
  }

  #fillHistograms(node: GrowNode, left: GrowNode, right: GrowNode): void {
    const { kernels } = this.#data.session;
    const [small, large] = left.count < right.count ? [left, right] : [right, left];
    small.histogram = this.#pool.take();
    large.histogram = node.histogram;
    node.histogram = -1;
    for (const [first, last] of columnRanges(small.allowed)) {
      kernels.buildHistogram(small.histogram, small.start, small.count, false, first, last);
      if (!large.leaf) kernels.subtractHistogram(large.histogram, small.histogram, first, last);
    }
    for (const child of [left, right]) {
      if (child.leaf) this.#release(child);
      else this.#search(child);
    }
  }
}
