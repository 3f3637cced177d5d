import type { KdTreeArrays } from './kd_tree_query.js';
import type { CommonExports } from './wasm/engine.js';
import type { KernelSession, Region } from './wasm/runtime.js';

/** Points that kernels compare at once. */
const LANES = 4;

/** A kd-tree as kernels of clustering read it. */
export interface PackedTree {
  readonly innerNodes: number;
  /** Points in tree order, row-major. */
  readonly points: Region<Float64Array>;
  /** Low and high edges of each node. */
  readonly boxes: Region<Float64Array>;
  /** First point of each node, leaves last and in order, then one past the last point. */
  readonly starts: Region<Int32Array>;
  /** First group of four of each leaf. */
  readonly leafGroups: Region<Int32Array>;
  /** The points of each leaf in groups of four, column by column; a group that is not full ends in zeros. */
  readonly groups: Region<Float64Array>;
}

/** Copies a tree into a session's memory: twice the points and a little more. */
export function packTree<E extends CommonExports>(session: KernelSession<E>, tree: KdTreeArrays): PackedTree {
  const { columns: d, depth, start, end, points, low, high } = tree;
  const innerNodes = 2 ** depth - 1;
  const leaves = innerNodes + 1;
  const starts = new Int32Array(start.length + 1);
  starts.set(start);
  starts[start.length] = points.length / d;
  const leafGroups = new Int32Array(leaves);
  let total = 0;
  for (let leaf = 0; leaf < leaves; leaf++) {
    leafGroups[leaf] = total;
    total += Math.ceil((end[innerNodes + leaf] - start[innerNodes + leaf]) / LANES);
  }
  const groups = session.f64(total * LANES * d);
  const packed = groups.view().fill(0);
  for (let leaf = 0; leaf < leaves; leaf++) {
    const first = start[innerNodes + leaf];
    const count = end[innerNodes + leaf] - first;
    const base = leafGroups[leaf] * LANES * d;
    for (let i = 0, from = first * d; i < count; i++) {
      const to = base + (i >> 2) * LANES * d + (i & 3);
      for (let j = 0; j < d; j++) packed[to + j * LANES] = points[from++];
    }
  }
  const boxes = session.f64(start.length * d * 2);
  const edges = boxes.view();
  for (let node = 0; node < start.length; node++) {
    for (let j = 0; j < d; j++) {
      edges[2 * node * d + j] = low[node * d + j];
      edges[(2 * node + 1) * d + j] = high[node * d + j];
    }
  }
  return {
    innerNodes,
    points: session.f64(points),
    boxes,
    starts: session.i32(starts),
    leafGroups: session.i32(leafGroups),
    groups,
  };
}
