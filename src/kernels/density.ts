import type { KdTreeArrays } from './kd_tree_query.js';
import { type PackedTree, packTree } from './packed_tree.js';
import { type ClusterSession, clusterModule } from './wasm/modules/cluster.js';
import { acquire, type Region } from './wasm/runtime.js';

/**
 * Points that hang together by density, found in a kd-tree in WebAssembly memory: call `markCore` for all rows, then
 * `joinCore` for all leaves, then `labels`, then `labelBorders` for all rows; parts of rows keep each call short.
 * Rows are in tree order throughout. Memory: about three times the points. Release it after use.
 */
export class DensityTree {
  readonly rows: number;
  readonly leaves: number;
  readonly #order: Int32Array;
  readonly #session: ClusterSession;
  readonly #core: Region<Uint8Array>;
  readonly #parent: Region<Int32Array>;
  readonly #tags: Region<Int32Array>;
  readonly #labels: Region<Int32Array>;
  readonly #weights: Region<Float64Array> | undefined;

  /**
   * @param radius Largest reduced distance of neighbours: a sum of |difference|^power, or for Infinity the largest.
   * @param weights One per row in the order of the data; undefined when all weigh 1.
   */
  constructor(
    tree: KdTreeArrays,
    power: 1 | 2 | typeof Number.POSITIVE_INFINITY,
    radius: number,
    weights?: Float64Array,
  ) {
    this.rows = tree.order.length;
    this.leaves = 2 ** tree.depth;
    this.#order = tree.order;
    const session = acquire(clusterModule);
    this.#session = session;
    try {
      const packed: PackedTree = packTree(session, tree);
      this.#core = session.u8(this.rows);
      this.#parent = session.i32(Int32Array.from({ length: this.rows }, (_, i) => i));
      this.#tags = session.i32(tree.start.length);
      this.#labels = session.i32(this.rows);
      this.#weights = weights && session.f64(Float64Array.from(tree.order, (row) => weights[row]));
      session.kernels.setDensity(
        tree.columns,
        packed.innerNodes,
        power === Number.POSITIVE_INFINITY ? 0 : power,
        radius,
        packed.points.pointer,
        packed.boxes.pointer,
        packed.starts.pointer,
        packed.leafGroups.pointer,
        packed.groups.pointer,
        this.#core.pointer,
        this.#parent.pointer,
        this.#tags.pointer,
      );
    } catch (error) {
      session.release();
      throw error;
    }
  }

  /** Finds out which of the rows have neighbours, themselves included, of weight `need` in all. */
  markCore(from: number, to: number, need: number): void {
    this.#session.kernels.markCore(from, to, need, this.#weights?.pointer ?? 0);
  }

  /** Joins core rows that are sure to be neighbours; comes before `joinCore`. */
  joinTight(): void {
    this.#session.kernels.joinTight();
  }

  /** Joins the core rows of some leaves with their neighbours. */
  joinCore(fromLeaf: number, toLeaf: number): void {
    this.#session.kernels.joinCore(fromLeaf, toLeaf);
  }

  /** Numbers the groups by their first row in the data; comes before `labelBorders`. */
  labelCore(): void {
    const n = this.rows;
    const { kernels } = this.#session;
    kernels.settleGroups(n);
    const core = this.#core.view();
    const groups = this.#parent.view();
    const labels = this.#labels.view().fill(-1);
    const place = new Int32Array(n);
    for (let i = 0; i < n; i++) place[this.#order[i]] = i;
    const names = new Int32Array(n).fill(-1);
    let found = 0;
    for (let row = 0; row < n; row++) {
      const i = place[row];
      if (!core[i]) continue;
      if (names[groups[i]] < 0) names[groups[i]] = found++;
      labels[i] = names[groups[i]];
    }
    kernels.leastLabels(this.#labels.pointer);
  }

  /** Labels rows that are no core rows: the first group that has a core row among their neighbours, or -1. */
  labelBorders(from: number, to: number): void {
    this.#session.kernels.labelBorders(from, to, this.#labels.pointer);
  }

  /** Label of each row, and whether it is a core row, in the order of the data. */
  result(): { labels: Int32Array; core: Uint8Array } {
    const labels = new Int32Array(this.rows);
    const core = new Uint8Array(this.rows);
    const [found, marked] = [this.#labels.view(), this.#core.view()];
    for (let i = 0; i < this.rows; i++) {
      labels[this.#order[i]] = found[i];
      core[this.#order[i]] = marked[i];
    }
    return { labels, core };
  }

  release(): void {
    this.#session.release();
  }
}
