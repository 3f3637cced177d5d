// The k nearest points of each query in a kd-tree. Two children are bounded at once, four points of a leaf compared
// at once; sums run over the columns in order, with plain multiply and add in every build, so that distances are
// those of the scalar code to the bit.
import { beatsTop, push, replaceTop, sortHeap } from '../dense/nearest_heap';
import { at } from '../shared/simd';

// Rounding may put the bound of a box a hair above the distance of a point in it: boxes are cut off only beyond
// this factor.
export const SAFETY: f64 = 1 - 1e-12;
/** Points of a leaf that are compared at once; leaves are padded to a multiple. */
export const LANES: i32 = 4;

export let columns: i32 = 0;
export let innerNodes: i32 = 0;
export let power: i32 = 2;
/** For each inner node and column: low of both children, high of both children. */
export let boxes: usize = 0;
/** First point of each leaf, and one past the last. */
export let leafStart: usize = 0;
/** Points by leaf: groups of four, column by column. */
export let groups: usize = 0;
/** First group of each leaf. */
export let leafGroup: usize = 0;
/** Row of each point in the fitted data. */
export let order: usize = 0;

// Nodes to come back to, with their bounds: a tree in 32-bit memory has fewer than 32 levels.
const stackNodes: usize = memory.data(4 * 64);
const stackBounds: usize = memory.data(8 * 64);

let heapSize: i32 = 0;
let worst: f64 = Infinity;

/** Names the tree. `exponent`: 1, 2, or 0 for the largest difference. */
export function setTree(
  d: i32, inner: i32, exponent: i32, box: usize, starts: usize, firstGroups: usize, points: usize, rows: usize,
): void {
  columns = d;
  innerNodes = inner;
  power = exponent;
  boxes = box;
  leafStart = starts;
  leafGroup = firstGroups;
  groups = points;
  order = rows;
}

// @ts-ignore: decorator
@inline
export function add(total: v128, gap: v128): v128 {
  if (power == 2) return f64x2.add(total, f64x2.mul(gap, gap));
  const size = f64x2.abs(gap);
  return power == 1 ? f64x2.add(total, size) : f64x2.max(total, size);
}

/** Distances of the query to the boxes of both children of an inner node. */
// @ts-ignore: decorator
@inline
export function boundChildren(node: i32, query: usize): v128 {
  const zero = f64x2.splat(0);
  let total = zero;
  let box = boxes + <usize>node * <usize>columns * 32;
  const end = query + <usize>columns * 8;
  if (power == 2) {
    for (let q = query; q < end; q += 8, box += 32) {
      const value = v128.load64_splat(q);
      const below = f64x2.sub(v128.load(box), value);
      const above = f64x2.sub(value, v128.load(box, 16));
      const gap = f64x2.max(zero, f64x2.max(below, above));
      total = f64x2.add(total, f64x2.mul(gap, gap));
    }
    return total;
  }
  for (let q = query; q < end; q += 8, box += 32) {
    const value = v128.load64_splat(q);
    const below = f64x2.sub(v128.load(box), value);
    const above = f64x2.sub(value, v128.load(box, 16));
    total = add(total, f64x2.max(zero, f64x2.max(below, above)));
  }
  return total;
}

function offer(distance: f64, point: i32, k: i32, distances: usize, indices: usize): void {
  const row = load<i32>(at<i32>(order, point));
  if (heapSize < k) {
    push(distances, indices, heapSize++, distance, row);
    if (heapSize == k) worst = load<f64>(distances);
  } else if (beatsTop(distances, indices, distance, row)) {
    replaceTop(distances, indices, k, distance, row);
    worst = load<f64>(distances);
  }
}

function scan(leaf: i32, query: usize, k: i32, distances: usize, indices: usize): void {
  const first = load<i32>(at<i32>(leafStart, leaf));
  const last = load<i32>(at<i32>(leafStart, leaf + 1));
  const step = <usize>columns * 32;
  let group = groups + <usize>load<i32>(at<i32>(leafGroup, leaf)) * step;
  const end = query + <usize>columns * 8;
  for (let point = first; point < last; point += LANES, group += step) {
    let low = f64x2.splat(0), high = low;
    let p = group;
    if (power == 2) {
      for (let q = query; q < end; q += 8, p += 32) {
        const value = v128.load64_splat(q);
        const a = f64x2.sub(value, v128.load(p));
        const b = f64x2.sub(value, v128.load(p, 16));
        low = f64x2.add(low, f64x2.mul(a, a));
        high = f64x2.add(high, f64x2.mul(b, b));
      }
    } else {
      for (let q = query; q < end; q += 8, p += 32) {
        const value = v128.load64_splat(q);
        low = add(low, f64x2.sub(value, v128.load(p)));
        high = add(high, f64x2.sub(value, v128.load(p, 16)));
      }
    }
    const limit = f64x2.splat(worst);
    let mask = i64x2.bitmask(f64x2.le(low, limit)) | (i64x2.bitmask(f64x2.le(high, limit)) << 2);
    const left = last - point;
    if (left < LANES) mask &= (1 << left) - 1;
    if (mask == 0) continue;
    if (mask & 1) offer(f64x2.extract_lane(low, 0), point, k, distances, indices);
    if (mask & 2) offer(f64x2.extract_lane(low, 1), point + 1, k, distances, indices);
    if (mask & 4) offer(f64x2.extract_lane(high, 0), point + 2, k, distances, indices);
    if (mask & 8) offer(f64x2.extract_lane(high, 1), point + 3, k, distances, indices);
  }
}

function search(query: usize, k: i32, distances: usize, indices: usize): void {
  heapSize = 0;
  worst = Infinity;
  let node = 0;
  let waiting = 0;
  while (true) {
    let alive = true;
    while (node < innerNodes) {
      const bounds = boundChildren(node, query);
      const first = f64x2.extract_lane(bounds, 0), second = f64x2.extract_lane(bounds, 1);
      const swap = second < first;
      const near = swap ? second : first, far = swap ? first : second;
      const child = 2 * node + 1;
      if (far * SAFETY <= worst) {
        store<i32>(at<i32>(stackNodes, waiting), swap ? child : child + 1);
        store<f64>(at<f64>(stackBounds, waiting), far * SAFETY);
        waiting++;
      }
      node = swap ? child + 1 : child;
      if (near * SAFETY > worst) {
        alive = false;
        break;
      }
    }
    if (alive) scan(node - innerNodes, query, k, distances, indices);
    do {
      if (waiting == 0) return;
      waiting--;
    } while (load<f64>(at<f64>(stackBounds, waiting)) > worst);
    node = load<i32>(at<i32>(stackNodes, waiting));
  }
}

/** The k nearest of `m` queries (row-major), nearest first, as reduced distances and rows. k <= points. */
export function kdNearest(m: i32, k: i32, queries: usize, distances: usize, indices: usize): void {
  for (let i = 0; i < m; i++) {
    const d = at<f64>(distances, i * k), r = at<i32>(indices, i * k);
    search(at<f64>(queries, i * columns), k, d, r);
    sortHeap(d, r, k);
  }
}
