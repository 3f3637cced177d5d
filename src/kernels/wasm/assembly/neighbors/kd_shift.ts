// Mean shift in a kd-tree: the mean of the points within a distance, again and again from there. Boxes that lie
// within the distance as a whole count by the sums of their points.
import { at } from '../shared/simd';
import {
  boxes, columns, groups, innerNodes, leafGroup, leafStart, LANES, SAFETY,
} from './kd_tree';

const stackNodes: usize = memory.data(4 * 64);
const farBounds: usize = memory.data(16);

let nodeStart: usize = 0;
let nodeEnd: usize = 0;
/** Sum of the points of each node: nodes x columns. */
let nodeSums: usize = 0;

/** Names the ranges of the nodes and the sums of their points. */
export function setNodeSums(start: usize, end: usize, sums: usize): void {
  nodeStart = start;
  nodeEnd = end;
  nodeSums = sums;
}

/** Squared distances to the nearest points of both children's boxes; the farthest go to `farBounds`. */
function boundBoth(node: i32, query: usize): v128 {
  const zero = f64x2.splat(0);
  let near = zero, far = zero;
  let box = boxes + <usize>node * <usize>columns * 32;
  const end = query + <usize>columns * 8;
  for (let q = query; q < end; q += 8, box += 32) {
    const value = v128.load64_splat(q);
    const below = f64x2.sub(v128.load(box), value);
    const above = f64x2.sub(value, v128.load(box, 16));
    const gap = f64x2.max(zero, f64x2.max(below, above));
    const reach = f64x2.max(f64x2.abs(below), f64x2.abs(above));
    near = f64x2.add(near, f64x2.mul(gap, gap));
    far = f64x2.add(far, f64x2.mul(reach, reach));
  }
  v128.store(farBounds, far);
  return near;
}

// @ts-ignore: decorator
@inline
function addPoint(cell: usize, sum: usize): void {
  const end = sum + <usize>columns * 8;
  for (let s = sum; s < end; s += 8, cell += 32) store<f64>(s, load<f64>(s) + load<f64>(cell));
}

/** Adds the points of a leaf within the limit to `sum` and gives their number. */
function sumLeaf(leaf: i32, query: usize, limit: f64, sum: usize): i32 {
  const first = load<i32>(at<i32>(leafStart, leaf));
  const last = load<i32>(at<i32>(leafStart, leaf + 1));
  const step = <usize>columns * 32;
  let group = groups + <usize>load<i32>(at<i32>(leafGroup, leaf)) * step;
  const end = query + <usize>columns * 8;
  const limits = f64x2.splat(limit);
  let count = 0;
  for (let point = first; point < last; point += LANES, group += step) {
    let low = f64x2.splat(0), high = low;
    let p = group;
    for (let q = query; q < end; q += 8, p += 32) {
      const value = v128.load64_splat(q);
      const a = f64x2.sub(value, v128.load(p));
      const b = f64x2.sub(value, v128.load(p, 16));
      low = f64x2.add(low, f64x2.mul(a, a));
      high = f64x2.add(high, f64x2.mul(b, b));
    }
    let mask = i64x2.bitmask(f64x2.le(low, limits)) | (i64x2.bitmask(f64x2.le(high, limits)) << 2);
    const left = last - point;
    if (left < LANES) mask &= (1 << left) - 1;
    if (mask & 1) addPoint(group, sum);
    if (mask & 2) addPoint(group + 8, sum);
    if (mask & 4) addPoint(group + 16, sum);
    if (mask & 8) addPoint(group + 24, sum);
    count += popcnt<i32>(mask);
  }
  return count;
}

/** Adds a whole node to `sum` and gives its number of points. */
function sumNode(node: i32, sum: usize): i32 {
  const from = nodeSums + <usize>node * <usize>columns * 8;
  for (let j = 0; j < columns; j++) {
    const s = at<f64>(sum, j);
    store<f64>(s, load<f64>(s) + load<f64>(at<f64>(from, j)));
  }
  return load<i32>(at<i32>(nodeEnd, node)) - load<i32>(at<i32>(nodeStart, node));
}

/** Sum of the points within the limit; gives their number. */
function sumWithin(query: usize, limit: f64, sum: usize): i32 {
  memory.fill(sum, 0, <usize>columns * 8);
  let count = 0;
  let waiting = 1;
  store<i32>(stackNodes, 0);
  while (waiting > 0) {
    let node = load<i32>(at<i32>(stackNodes, --waiting));
    let alive = true;
    while (node < innerNodes) {
      const bounds = boundBoth(node, query);
      const child = 2 * node + 1;
      let first = f64x2.extract_lane(bounds, 0) * SAFETY <= limit;
      let second = f64x2.extract_lane(bounds, 1) * SAFETY <= limit;
      if (first && load<f64>(farBounds) * (2 - SAFETY) <= limit) {
        count += sumNode(child, sum);
        first = false;
      }
      if (second && load<f64>(farBounds, 8) * (2 - SAFETY) <= limit) {
        count += sumNode(child + 1, sum);
        second = false;
      }
      alive = first || second;
      if (!alive) break;
      if (first && second) store<i32>(at<i32>(stackNodes, waiting++), child + 1);
      node = first ? child : child + 1;
    }
    if (alive) count += sumLeaf(node - innerNodes, query, limit, sum);
  }
  return count;
}

/**
 * Moves `m` means (row-major, in place) to the mean of the points within sqrt(limit), until a step is at most `stop`
 * long or `most` steps are done. `counts`: points around the last mean but one, 0 where there were none; `steps`: full
 * steps done.
 */
export function kdShift(
  m: i32, limit: f64, stop: f64, most: i32, means: usize, counts: usize, steps: usize, sum: usize,
): void {
  for (let i = 0; i < m; i++) {
    const mean = at<f64>(means, i * columns);
    let done = 0, count = 0;
    let moving = true;
    while (moving) {
      count = sumWithin(mean, limit, sum);
      if (count == 0) break;
      let length: f64 = 0;
      for (let j = 0; j < columns; j++) {
        const next = load<f64>(at<f64>(sum, j)) / <f64>count;
        const gap = next - load<f64>(at<f64>(mean, j));
        length += gap * gap;
        store<f64>(at<f64>(mean, j), next);
      }
      moving = !(Math.sqrt(length) <= stop || done == most);
      if (moving) done++;
    }
    store<i32>(at<i32>(counts, i), count);
    store<i32>(at<i32>(steps, i), done);
  }
}
