import type { KdTreeArrays } from './kd_tree_query.js';
import { packTree } from './packed_tree.js';
import { type ClusterSession, clusterModule } from './wasm/modules/cluster.js';
import { acquire, type Region } from './wasm/runtime.js';

/** What it costs to reach a row from another. */
export interface ReachCosts {
  /** Of the distances: sums of |difference|^power, or Infinity for the largest. */
  readonly power: 1 | 2 | typeof Number.POSITIVE_INFINITY;
  /** Core distance of each row, in the order of the data; Infinity: nothing is reached from it. */
  readonly core: Float64Array;
  /** Distances are divided by this. */
  readonly alpha: number;
  /** Largest reduced distance that counts. */
  readonly limit: number;
  /** Costs are at least the core distance of both rows, not of the source only (and then are not rounded). */
  readonly mutual: boolean;
}

/** Rows in the order in which they were taken, what each cost, and from which it was reached (-1: from none). */
export interface Reached {
  readonly order: Int32Array;
  readonly costs: Float64Array;
  readonly sources: Int32Array;
}

/**
 * A tree that grows from row 0 to the row that is cheapest to reach, of equal ones the first, over a kd-tree in
 * WebAssembly memory (Prim's algorithm). About O(n log n) in few columns, O(n^2 d) at worst; memory about three times
 * the points. Release it after use.
 */
export class ReachTree {
  readonly rows: number;
  readonly #session: ClusterSession;
  readonly #places: readonly [Region<Int32Array>, Region<Int32Array>];
  readonly #found: readonly [Region<Int32Array>, Region<Float64Array>, Region<Int32Array>];
  #done = 0;
  #outside = 0;

  constructor(tree: KdTreeArrays, costs: ReachCosts) {
    const session = acquire(clusterModule);
    this.#session = session;
    this.rows = tree.order.length;
    try {
      const sorted = sortLeaves(tree);
      const packed = packTree(session, sorted);
      const { leafGroups, lanes, rows, leaves } = placesOf(sorted, packed.leafGroups.view());
      const cores = session.f64(rows.length);
      for (const [lane, row] of rows.entries()) {
        cores.view()[lane] = row < 0 ? Number.POSITIVE_INFINITY : costs.core[row];
      }
      const price = session.f64(rows.length);
      for (const [lane, row] of rows.entries())
        price.view()[lane] = row < 0 ? Number.NaN : Number.POSITIVE_INFINITY;
      const nodes = tree.start.length;
      const far = new Float64Array(nodes).fill(Number.POSITIVE_INFINITY);
      this.#places = [session.i32(lanes), session.i32(leaves)];
      this.#found = [session.i32(this.rows), session.f64(this.rows), session.i32(this.rows)];
      session.kernels.setReach(
        tree.columns,
        packed.innerNodes,
        costs.power === Number.POSITIVE_INFINITY ? 0 : costs.power,
        costs.alpha,
        costs.limit,
        costs.mutual ? 1 : 0,
        session.f64(tree.columns).pointer,
        packed.boxes.pointer,
        session.i32(leafGroups).pointer,
        packed.groups.pointer,
        session.i32(rows).pointer,
        cores.pointer,
        price.pointer,
        session.i32(rows.length).pointer,
        session.f64(far).pointer,
        session.f64(far).pointer,
        session.i32(new Int32Array(nodes)).pointer,
        session.f64(leastCores(sorted, costs.core)).pointer,
      );
    } catch (error) {
      session.release();
      throw error;
    }
  }

  /** Takes up to `count` more rows; resolves to how many were taken so far. */
  grow(count: number): number {
    const taken = Math.min(count, this.rows - this.#done);
    const [lanes, leaves] = this.#places;
    const [order, costs, sources] = this.#found;
    const at = this.#done;
    this.#outside = this.#session.kernels.growTree(
      taken,
      this.#outside,
      lanes.pointer,
      leaves.pointer,
      order.pointer + 4 * at,
      costs.pointer + 8 * at,
      sources.pointer + 4 * at,
    );
    this.#done += taken;
    return this.#done;
  }

  result(): Reached {
    const [order, costs, sources] = this.#found;
    return { order: order.view().slice(), costs: costs.view().slice(), sources: sources.view().slice() };
  }

  release(): void {
    this.#session.release();
  }
}

/** The tree with the rows of each leaf in ascending order, so that of equal costs the first lane is the first row. */
function sortLeaves(tree: KdTreeArrays): KdTreeArrays {
  const { columns: d, depth, start, end } = tree;
  const order = tree.order.slice();
  const points = new Float64Array(tree.points.length);
  const place = new Int32Array(order.length);
  for (let i = 0; i < order.length; i++) place[order[i]] = i;
  for (let node = 2 ** depth - 1; node < start.length; node++) {
    order.subarray(start[node], end[node]).sort();
    for (let i = start[node]; i < end[node]; i++) {
      const from = place[order[i]] * d;
      for (let j = 0; j < d; j++) points[i * d + j] = tree.points[from + j];
    }
  }
  return { ...tree, order, points };
}

/** Lane and leaf of each row, row of each lane (-1 for none), and groups of leaves with one past the last. */
function placesOf({ depth, start, end, order }: KdTreeArrays, firstGroups: Int32Array) {
  const innerNodes = 2 ** depth - 1;
  const leafGroups = new Int32Array(firstGroups.length + 1);
  leafGroups.set(firstGroups);
  const final = firstGroups.length - 1;
  const inFinal = end[innerNodes + final] - start[innerNodes + final];
  leafGroups[final + 1] = leafGroups[final] + Math.ceil(inFinal / 4);
  const rows = new Int32Array(4 * leafGroups[final + 1]).fill(-1);
  const lanes = new Int32Array(order.length);
  const leaves = new Int32Array(order.length);
  for (let leaf = 0; leaf <= final; leaf++) {
    const first = start[innerNodes + leaf];
    for (let i = first; i < end[innerNodes + leaf]; i++) {
      const lane = 4 * leafGroups[leaf] + i - first;
      rows[lane] = order[i];
      lanes[order[i]] = lane;
      leaves[order[i]] = leaf;
    }
  }
  return { leafGroups, lanes, rows, leaves };
}

/** Least core distance in each node. */
function leastCores({ depth, start, end, order }: KdTreeArrays, core: Float64Array): Float64Array {
  const innerNodes = 2 ** depth - 1;
  const result = new Float64Array(start.length).fill(Number.POSITIVE_INFINITY);
  for (let node = start.length - 1; node >= 0; node--) {
    if (node < innerNodes) result[node] = Math.min(result[2 * node + 1], result[2 * node + 2]);
    else for (let i = start[node]; i < end[node]; i++) result[node] = Math.min(result[node], core[order[i]]);
  }
  return result;
}
