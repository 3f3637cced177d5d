import type { Run } from '../../../core/run.js';
import type { BoostingSession } from '../../../kernels/wasm/modules/boosting.js';
import type { Region } from '../../../kernels/wasm/runtime.js';
import type { Binning } from '../../tree/binning.js';
import { briefKernels, type Crew, type CrewPlan } from './crew.js';
import { type GrowNode, growNode } from './grow_node.js';
import { GainHeap } from './heap.js';
import { type ColumnSampler, childColumns, type InteractionGroups } from './interactions.js';
import type { DerivativePlan } from './loss_kernels.js';
import type { NodeWork } from './node_work.js';
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
  readonly derivatives: DerivativePlan;
}

const MIN_HESSIAN = 1e-3;
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
  readonly #records: readonly [Region<Float64Array>, Region<Float64Array>];
  readonly #sides: Region<Uint8Array>;
  /** Row numbers in the order of the nodes. */
  readonly order: Region<Uint32Array>;
  /** What helpers must know. */
  readonly plan: CrewPlan;
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
    const recordNumbers = (d * RECORD_BYTES) / 8;
    this.#records = [session.f64(recordNumbers), session.f64(recordNumbers)];
    this.#sides = session.u8(256);
    this.order = session.u32(rows);
    this.plan = {
      rows,
      columns: d,
      codes: codes.pointer,
      binCounts: session.u8(binning.binCounts).pointer,
      holdsMissing: session.u8(data.holdsMissing).pointer,
      categorical: session.u8(categorical).pointer,
      monotone: session.u8(new Uint8Array(rules.monotonicCst ?? new Uint8Array(d))).pointer,
      order: this.order.pointer,
      spare: session.u32(rows).pointer,
      counted: !data.unitHessian,
      l2: rules.l2Regularization,
      minSamplesLeaf: rules.minSamplesLeaf,
      derivatives: data.derivatives,
    };
    briefKernels(session.kernels, this.plan, session.u8(session.kernels.scratchBytes(d)).pointer);
  }

  /** Grows a tree on gradients and hessians, f32 pairs at the address `pairs`. */
  async grow(pairs: number, crew: Crew, run: Run): Promise<GrownTree> {
    const { kernels } = this.#data.session;
    kernels.beginTree(pairs);
    this.#heap = new GainHeap();
    this.#leaves = [];
    const root = await this.#plantRoot(pairs, crew);
    while (this.#heap.size > 0) {
      const work = this.#splitNext(pairs);
      if (work) {
        await crew.node(work, columnRanges(work.summed.allowed));
        this.#queueChildren(work);
      }
      if (run.due) await run.breathe();
    }
    return { root, leaves: this.#leaves };
  }

  async #plantRoot(pairs: number, crew: Crew): Promise<GrowNode> {
    const { rows, session } = this.#data;
    const allowed = this.#columns;
    const groups = this.#rules.interactions?.map((_, i) => i);
    const given = { depth: 0, start: 0, count: rows, value: 0, allowed, groups };
    const unsummed = growNode({ ...given, gradient: 0, hessian: 0 });
    unsummed.histogram = this.#pool.take();
    const records = this.#recordAddresses();
    const ranges = columnRanges(allowed);
    await crew.node({ pairs, root: true, summed: unsummed, rest: undefined, records }, ranges);
    const [gradient, hessian] = this.#sums(unsummed.histogram, allowed[0]);
    const root = growNode({ ...given, gradient, hessian });
    root.histogram = unsummed.histogram;
    if (rows < 2 * this.#rules.minSamplesLeaf || hessian < MIN_HESSIAN) {
      this.#finish(root);
      return root;
    }
    session.kernels.setNode(rows, gradient, hessian, 0, root.lower, root.upper);
    for (const [first, last] of ranges) {
      session.kernels.findSplits(root.histogram, records[0], first, last);
    }
    this.#queue(root, this.#records[0]);
    return root;
  }

  #recordAddresses(): readonly [number, number] {
    return [this.#records[0].pointer, this.#records[1].pointer];
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

  /** Takes the best of the recorded splits of a node and queues the node, or makes it a leaf. */
  #queue(node: GrowNode, records: Region<Float64Array>): void {
    const columns = this.#rules.sampler?.(node.allowed) ?? node.allowed;
    node.split = bestSplit(records, columns, this.#data.binning.categorical);
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

  /** Parts the node of the largest gain; what is to be done for its children, unless they are leaves. */
  #splitNext(pairs: number): NodeWork | undefined {
    const { session, binning, holdsMissing } = this.#data;
    const { maxLeafNodes, maxDepth, minSamplesLeaf } = this.#rules;
    const node: GrowNode = this.#heap.pop();
    const split = node.split;
    if (!split) return undefined;
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
      return undefined;
    }
    if (maxDepth !== null && left.depth === maxDepth) {
      this.#finish(left);
      this.#finish(right);
      this.#release(node);
      return undefined;
    }
    if (left.count < 2 * minSamplesLeaf) this.#finish(left);
    if (right.count < 2 * minSamplesLeaf) this.#finish(right);
    this.#bound(node, left, right);
    if (left.leaf && right.leaf) {
      this.#release(node);
      return undefined;
    }
    const [small, large] = left.count < right.count ? [left, right] : [right, left];
    small.histogram = this.#pool.take();
    large.histogram = node.histogram;
    node.histogram = -1;
    return { pairs, root: false, summed: small, rest: large, records: this.#recordAddresses() };
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

  /** Queues children whose work is done, the left one first. */
  #queueChildren({ summed, rest }: NodeWork): void {
    const pair = [summed, rest as GrowNode];
    const inOrder = summed.start < pair[1].start ? [0, 1] : [1, 0];
    for (const i of inOrder) {
      if (pair[i].leaf) this.#release(pair[i]);
      else this.#queue(pair[i], this.#records[i]);
    }
  }
}
