import type { TreeSession } from '../../kernels/wasm/modules/tree.js';
import type { Region } from '../../kernels/wasm/runtime.js';
import type { FlatTree } from './flat_tree.js';
import type { RankedColumn, RankedColumns } from './ranking.js';
import type { TargetCodes } from './target_codes.js';
import type { GrowthRules } from './tree_grower.js';

/** The shape of the targets. */
export interface TargetShape {
  /** Numbers per node. */
  readonly width: number;
  readonly nOutputs: number;
  readonly classification: boolean;
  /** Whether the criterion is the absolute error, which needs room of its own. */
  readonly absolute: boolean;
}

/** Beyond this many codes a histogram falls out of the caches and sorting is as quick. */
const MOST_HISTOGRAM_CODES = 8192;

/** Words of a set of categories: a bit for each and one for missing values. */
const setWords = (nCodes: number): number => (nCodes >>> 5) + 1;

/** Memory of the kernels for columns, work and the tree that grows. Pages that no tree needs are never touched. */
export class TreeRoom {
  readonly width: number;
  readonly classification: boolean;
  readonly rows: Region<Uint32Array>;
  readonly table: Region<Uint32Array>;
  readonly #session: TreeSession;
  readonly #shape: TargetShape;
  readonly #work: Region<Float64Array | Int32Array | Uint32Array>[];
  readonly #category: Region<Uint32Array>[];
  readonly #absolute: Region<Float64Array | Int32Array | Uint32Array>[] = [];
  readonly #records: Region<Float64Array>;
  readonly #medians: Region<Float64Array> | undefined;
  readonly #tree: TreeRegions;
  readonly #hasCategories: boolean;
  readonly #packed: Region<Uint32Array>[];
  readonly #histogramBytes: number;
  #targetBits = 0;

  constructor(session: TreeSession, columns: RankedColumns, rules: GrowthRules, shape: TargetShape) {
    const { rows: n, list } = columns;
    this.#session = session;
    this.#shape = shape;
    this.width = shape.width;
    this.classification = shape.classification;
    this.table = tableOf(session, list, rules);
    this.rows = session.u32(n);
    const categorical = list.filter((column) => column.categorical);
    const categories = categorical.reduce((most, { nCodes }) => Math.max(most, nCodes), 0);
    this.#hasCategories = categories > 0;
    const histogramBytes = 8 * Math.max(2 * categories + 2, histogramNumbers(list, n, shape));
    this.#histogramBytes = histogramBytes;
    this.#packed = [session.u32(n), session.u32(n)];
    this.#work = [
      session.u32(n),
      session.f64(n),
      session.f64(n),
      session.f64(n),
      session.f64(n * shape.nOutputs),
      session.f64(4 * shape.width),
      session.f64(histogramBytes / 8),
      session.i32(list.length),
      session.i32(list.length),
    ];
    this.#category = [
      session.u32(categories + 1),
      session.u32(categories + 1),
      session.u32(2 * setWords(categories)),
    ];
    const nodes = mostNodes(n, rules);
    const pending = Math.min(n, rules.maxLeafNodes ?? rules.maxDepth ?? n) + 4;
    this.#records = session.f64(pending * (session.kernels.recordBytes() / 8));
    if (shape.absolute) {
      const cells = n * shape.nOutputs;
      this.#medians = session.f64(nodes * shape.nOutputs);
      this.#absolute = [
        session.u32(cells),
        session.u32(cells),
        session.f64(cells),
        ...Array.from({ length: 5 }, () => session.f64(n + 1)),
        session.f64(shape.nOutputs),
      ];
    }
    this.#tree = {
      feature: session.i32(nodes),
      threshold: session.f64(nodes),
      left: session.i32(nodes),
      right: session.i32(nodes),
      missingLeft: session.u8(nodes),
      impurity: session.f64(nodes),
      first: session.i32(nodes),
      size: session.i32(nodes),
      weight: session.f64(nodes),
      setStart: session.i32(nodes),
      sets: session.u32(categories > 0 ? nodes * setWords(categories) : 0),
    };
  }

  /** Hands over the ranks of the targets, for absolute errors. */
  setTargetCodes({ codes, bits }: TargetCodes): void {
    this.#absolute[0].view().set(codes);
    this.#targetBits = bits;
  }

  /** Tells the kernels where everything is: the instance may have served somebody else. */
  install(): void {
    const { kernels } = this.#session;
    const at = (regions: readonly Region<never>[]): number[] => regions.map(({ pointer }) => pointer);
    const [spare, keys, spareKeys, weights, targets, vectors, histogram, features, constants] = at(
      this.#work as unknown as Region<never>[],
    );
    kernels.setRoom(
      this.rows.pointer,
      ...[spare, keys, spareKeys, weights, targets, vectors, histogram],
      this.#histogramBytes,
      ...[features, constants],
    );
    kernels.setPackedRoom(this.#packed[0].pointer, this.#packed[1].pointer);
    const [places, order, set] = at(this.#category as unknown as Region<never>[]);
    kernels.setCategoryRoom(places, order, set);
    kernels.setRecords(this.#records.pointer, this.#medians?.pointer ?? 0);
    if (this.#shape.absolute) {
      const [codes, ...room] = at(this.#absolute as unknown as Region<never>[]);
      kernels.setAbsoluteRoom(
        codes,
        this.#targetBits,
        ...(room as [number, number, number, number, number, number, number, number]),
      );
    }
    const tree = this.#tree;
    kernels.setTree(
      tree.feature.pointer,
      tree.threshold.pointer,
      tree.left.pointer,
      tree.right.pointer,
      tree.missingLeft.pointer,
      tree.impurity.pointer,
      tree.first.pointer,
      tree.size.pointer,
      tree.weight.pointer,
      tree.setStart.pointer,
      tree.sets.pointer,
    );
  }

  /** A copy of the tree that has grown. */
  take(): FlatTree {
    const n = this.#session.kernels.nodeCount();
    const words = this.#session.kernels.setWordCount();
    const value = this.#values(n);
    const tree = this.#tree;
    const head = <A extends Float64Array | Int32Array | Uint8Array>(region: Region<A>): A =>
      region.view().slice(0, n) as A;
    return {
      feature: head(tree.feature),
      threshold: head(tree.threshold),
      left: head(tree.left),
      right: head(tree.right),
      missingLeft: head(tree.missingLeft),
      impurity: head(tree.impurity),
      nNodeSamples: head(tree.size),
      weightedNNodeSamples: head(tree.weight),
      value,
      valueWidth: this.width,
      ...(this.#hasCategories && {
        categories: { start: head(tree.setStart), bits: tree.sets.view().slice(0, words) },
      }),
    };
  }

  #values(n: number): Float64Array {
    if (this.#medians) return this.#medians.view().slice(0, n * this.#shape.nOutputs);
    const session = this.#session;
    return session.scratch(() => {
      const values = session.f64(n * this.width);
      session.kernels.fillValues(values.pointer);
      return values.view().slice();
    });
  }
}

interface TreeRegions {
  readonly feature: Region<Int32Array>;
  readonly threshold: Region<Float64Array>;
  readonly left: Region<Int32Array>;
  readonly right: Region<Int32Array>;
  readonly missingLeft: Region<Uint8Array>;
  readonly impurity: Region<Float64Array>;
  readonly first: Region<Int32Array>;
  readonly size: Region<Int32Array>;
  readonly weight: Region<Float64Array>;
  readonly setStart: Region<Int32Array>;
  readonly sets: Region<Uint32Array>;
}

/** Room for histograms, as numbers of 8 bytes: of columns with up to so many codes they are quicker than sorting. */
function histogramNumbers(list: readonly RankedColumn[], n: number, { width }: TargetShape): number {
  const codes = list.reduce((most, { nCodes }) => Math.max(most, nCodes), 1);
  return Math.min(codes, 2 * n, MOST_HISTOGRAM_CODES) * Math.max(3, Math.ceil((width + 1) / 2));
}

/** Most nodes that a tree of `n` rows can have. */
function mostNodes(n: number, { maxLeafNodes, maxDepth }: GrowthRules): number {
  const leaves = Math.min(n, maxLeafNodes ?? n, maxDepth !== null && maxDepth < 31 ? 2 ** maxDepth : n);
  return 2 * leaves + 1;
}

/** The table of columns that the kernels read: ten words per column. */
function tableOf(
  session: TreeSession,
  list: readonly RankedColumn[],
  { monotonicCst, splitter }: GrowthRules,
): Region<Uint32Array> {
  // The random splitter compares values where it can, and else looks codes up by a guide.
  const compared = (column: RankedColumn): boolean =>
    splitter === 'random' && !column.categorical && !column.missing && column.high === column.low;
  const guided = (column: RankedColumn): boolean =>
    splitter === 'random' && !column.categorical && !compared(column) && column.nCodes > 1;
  const words = list.flatMap((column, j) => {
    const { codes, low, high } = column;
    const region =
      codes instanceof Uint8Array
        ? session.u8(codes)
        : codes instanceof Uint16Array
          ? session.u16(codes)
          : session.u32(codes);
    const lowest = session.f64(low);
    const highest = high === low ? lowest : session.f64(high);
    const flags = Number(column.categorical) + 2 * Number(column.missing);
    const sign = monotonicCst?.[j] ?? 0;
    const guide = guided(column) ? session.u32(column.nCodes + 1).pointer : 0;
    const values = compared(column) ? valuesOfRows(session, column).pointer : 0;
    return [
      ...[region.pointer, codes.BYTES_PER_ELEMENT, column.nCodes, flags],
      ...[lowest.pointer, highest.pointer, sign, guide],
      ...[values, 0],
    ];
  });
  const table = session.u32(words);
  session.kernels.setColumns(table.pointer, list.length);
  list.forEach((column, j) => {
    if (guided(column)) session.kernels.fillGuide(j);
  });
  return table;
}

function valuesOfRows(session: TreeSession, { codes, low }: RankedColumn): Region<Float64Array> {
  const region = session.f64(codes.length);
  const values = region.view();
  for (let i = 0; i < codes.length; i++) values[i] = low[codes[i]];
  return region;
}
