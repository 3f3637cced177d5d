import { type KdTreeArrays, packBoxes, packLeaves } from './kd_tree_query.js';
import { type NeighborsSession, neighborsModule } from './wasm/modules/neighbors.js';
import { acquire } from './wasm/runtime.js';

/** Where means came to rest. */
export interface ShiftedMeans {
  /** m x d. */
  readonly means: Float64Array;
  /** Points around each mean; 0 where there were none, and the mean has not moved. */
  readonly counts: Int32Array;
  /** Steps taken. */
  readonly steps: Int32Array;
}

/** Mean shift with a flat kernel in a kd-tree in WebAssembly memory: about three times the points. Release it. */
export class KdShift {
  readonly #session: NeighborsSession;
  readonly #columns: number;

  constructor(tree: KdTreeArrays) {
    const session = acquire(neighborsModule);
    this.#session = session;
    const { columns, start, end, points, depth } = tree;
    this.#columns = columns;
    try {
      const innerNodes = 2 ** depth - 1;
      const boxes = packBoxes(session, tree, innerNodes);
      const { starts, firstGroups, groups } = packLeaves(session, tree, innerNodes);
      const addresses = [boxes, starts, firstGroups, groups, session.i32(tree.order)] as const;
      const [box, leafStart, leafGroup, packed, order] = addresses.map(({ pointer }) => pointer);
      session.kernels.setTree(columns, innerNodes, 2, box, leafStart, leafGroup, packed, order);
      const nodeSums = session.f64(start.length * columns);
      const [first, last] = [session.i32(start), session.i32(end)];
      const sums = nodeSums.view().fill(0);
      for (let node = start.length - 1; node >= 0; node--) {
        const at = node * columns;
        if (node < innerNodes) {
          const child = (2 * node + 1) * columns;
          for (let j = 0; j < columns; j++) sums[at + j] = sums[child + j] + sums[child + columns + j];
          continue;
        }
        for (let i = start[node]; i < end[node]; i++) {
          for (let j = 0; j < columns; j++) sums[at + j] += points[i * columns + j];
        }
      }
      session.kernels.setNodeSums(first.pointer, last.pointer, nodeSums.pointer);
    } catch (error) {
      session.release();
      throw error;
    }
  }

  /** Lets means climb from the rows `from` .. `to` of `seeds` until a step is at most `stop` long. */
  shift(
    seeds: Float64Array,
    from: number,
    to: number,
    options: { bandwidth: number; stop: number; maxIter: number },
  ): ShiftedMeans {
    const session = this.#session;
    const d = this.#columns;
    const m = to - from;
    const { bandwidth, stop, maxIter } = options;
    return session.scratch(() => {
      const means = session.f64(seeds.subarray(from * d, to * d));
      const counts = session.i32(m);
      const steps = session.i32(m);
      const sum = session.f64(d);
      session.kernels.kdShift(
        m,
        bandwidth * bandwidth,
        stop,
        maxIter,
        means.pointer,
        counts.pointer,
        steps.pointer,
        sum.pointer,
      );
      return { means: means.view().slice(), counts: counts.view().slice(), steps: steps.view().slice() };
    });
  }

  release(): void {
    this.#session.release();
  }
}
