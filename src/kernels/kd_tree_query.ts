import { type NeighborsSession, neighborsModule } from './wasm/modules/neighbors.js';
import { acquire, type Region } from './wasm/runtime.js';

/** A balanced kd-tree: node i has the children 2i + 1 and 2i + 2, leaves stand at the end. */
export interface KdTreeArrays {
  readonly columns: number;
  readonly depth: number;
  /** First point of each node, and one past its last. */
  readonly start: Int32Array;
  readonly end: Int32Array;
  /** Points in tree order (n x d), and the row of each in the fitted data. */
  readonly points: Float64Array;
  readonly order: Int32Array;
  /** Box of each node: nodes x d. */
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/** Points of a leaf that the kernel compares at once. */
export const LANES = 4;
/** Answers of a search within a radius that are copied out at a time. */
const ROOM = 262_144;
const ORDERS = { none: 0, row: 1, distance: 2 };

/**
 * A kd-tree held in WebAssembly memory for many queries: about twice the points. Release it after use.
 * Distances are reduced: sums of |difference|^power, or the largest difference for power Infinity.
 */
export class KdTreeQuery {
  readonly #session: NeighborsSession;
  readonly #columns: number;
  readonly #points: number;

  constructor(tree: KdTreeArrays, power: 1 | 2 | typeof Number.POSITIVE_INFINITY) {
    const session = acquire(neighborsModule);
    this.#session = session;
    this.#columns = tree.columns;
    this.#points = tree.order.length;
    try {
      const innerNodes = 2 ** tree.depth - 1;
      const boxes = packBoxes(session, tree, innerNodes);
      const leaves = packLeaves(session, tree, innerNodes);
      const { starts, firstGroups, groups } = leaves;
      const order = session.i32(tree.order);
      session.kernels.setTree(
        tree.columns,
        innerNodes,
        power === Number.POSITIVE_INFINITY ? 0 : power,
        boxes.pointer,
        starts.pointer,
        firstGroups.pointer,
        groups.pointer,
        order.pointer,
      );
    } catch (error) {
      session.release();
      throw error;
    }
  }

  /** The k nearest points of the rows `from` to `to` of `queries` (row-major), nearest first. */
  nearest(
    queries: Float64Array,
    from: number,
    to: number,
    k: number,
  ): { distances: Float64Array; indices: Int32Array } {
    const session = this.#session;
    const m = to - from;
    return session.scratch(() => {
      const q = session.f64(queries.subarray(from * this.#columns, to * this.#columns));
      const distances = session.f64(m * k);
      const indices = session.i32(m * k);
      session.kernels.kdNearest(m, k, q.pointer, distances.pointer, indices.pointer);
      return { distances: distances.view().slice(), indices: indices.view().slice() };
    });
  }

  /**
   * The points within a reduced distance (included) of the rows `from` to `to` of `queries`: those of query i end at
   * `ends[i]`, where those of i + 1 begin.
   */
  within(
    queries: Float64Array,
    from: number,
    to: number,
    reduced: number,
    order: 'none' | 'row' | 'distance',
  ): { ends: Int32Array; distances: Float64Array; indices: Int32Array } {
    const d = this.#columns;
    const ends = new Int32Array(to - from);
    const parts: { distances: Float64Array; indices: Int32Array }[] = [];
    let total = 0;
    this.#session.scratch(() => {
      const { kernels } = this.#session;
      const q = this.#session.f64(queries.subarray(from * d, to * d));
      const partEnds = this.#session.i32(to - from);
      // Room for the largest answer to one query, so that every call answers one at least.
      const room = Math.max(ROOM, this.#points);
      const distances = this.#session.f64(room);
      const indices = this.#session.i32(room);
      for (let done = 0; done < to - from; ) {
        const answered = kernels.kdWithin(
          to - from - done,
          reduced,
          ORDERS[order],
          q.pointer + done * d * 8,
          room,
          partEnds.pointer,
          distances.pointer,
          indices.pointer,
        );
        const made = partEnds.view();
        for (let i = 0; i < answered; i++) ends[done + i] = total + made[i];
        const count = made[answered - 1];
        parts.push({
          distances: distances.view().slice(0, count),
          indices: indices.view().slice(0, count),
        });
        total += count;
        done += answered;
      }
    });
    if (parts.length === 1) return { ends, ...parts[0] };
    const distances = new Float64Array(total);
    const indices = new Int32Array(total);
    let at = 0;
    for (const part of parts) {
      distances.set(part.distances, at);
      indices.set(part.indices, at);
      at += part.indices.length;
    }
    return { ends, distances, indices };
  }

  release(): void {
    this.#session.release();
  }
}

/** For each inner node and column: the low edges of both children, then the high ones. */
export function packBoxes(
  session: NeighborsSession,
  tree: KdTreeArrays,
  innerNodes: number,
): Region<Float64Array> {
  const { columns: d, low, high } = tree;
  const region = session.f64(innerNodes * d * 4);
  const boxes = region.view();
  for (let node = 0, to = 0; node < innerNodes; node++) {
    let first = (2 * node + 1) * d;
    let second = first + d;
    for (let j = 0; j < d; j++, to += 4, first++, second++) {
      boxes[to] = low[first];
      boxes[to + 1] = low[second];
      boxes[to + 2] = high[first];
      boxes[to + 3] = high[second];
    }
  }
  return region;
}

/** The points of each leaf in groups of four, column by column; a group that is not full ends in zeros. */
export function packLeaves(session: NeighborsSession, tree: KdTreeArrays, innerNodes: number) {
  const { columns: d, start, end, points } = tree;
  const leaves = innerNodes + 1;
  const starts = new Int32Array(leaves + 1);
  const firstGroups = new Int32Array(leaves);
  let total = 0;
  for (let leaf = 0; leaf < leaves; leaf++) {
    starts[leaf] = start[innerNodes + leaf];
    firstGroups[leaf] = total;
    total += Math.ceil((end[innerNodes + leaf] - starts[leaf]) / LANES);
  }
  starts[leaves] = end[innerNodes + leaves - 1];
  const groups = session.f64(total * LANES * d);
  const packed = groups.view().fill(0);
  for (let leaf = 0; leaf < leaves; leaf++) {
    const first = starts[leaf];
    const count = starts[leaf + 1] - first;
    const base = firstGroups[leaf] * LANES * d;
    for (let i = 0, from = first * d; i < count; i++) {
      const to = base + (i >> 2) * LANES * d + (i & 3);
      for (let j = 0; j < d; j++) packed[to + j * LANES] = points[from++];
    }
  }
  return { starts: session.i32(starts), firstGroups: session.i32(firstGroups), groups };
}
