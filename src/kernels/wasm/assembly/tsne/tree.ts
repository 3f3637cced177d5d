// A quadtree (octree) over the points, built from keys that interleave the bits of the coordinates: sorting them puts
// every cell's points side by side, and the nodes are written in the order in which a walk meets them.
import { at } from '../shared/simd';
import { dims, keys, map, n, nodes, order, padded, points, prefix, sorted, spareKeys, spareOrder, treeSize } from './problem';

/** Bytes of a node: centre (3 floats), mass, reach, where a walk goes on that does not open it, first point, points. */
export const NODE_BYTES: usize = 32;


/** Points up to which a cell is not parted. */
const LEAF: i32 = 4;

let reachFactor: f64 = 0;
let side: f64 = 0;
let made: i32 = 0;

/**
 * Builds the tree for the map as it stands. A cell of width w counts as one point for points further away than
 * w / theta.
 */
export function buildTree(theta: f64): void {
  const bits = dims == 2 ? 16 : 10;
  let low0 = Infinity, low1 = Infinity, low2 = Infinity;
  let high0 = -Infinity, high1 = -Infinity, high2 = -Infinity;
  const stride = <usize>dims * 8;
  for (let i = 0, p = map; i < n; i++, p += stride) {
    const x = load<f64>(p), y = load<f64>(p, 8), z = dims == 3 ? load<f64>(p, 16) : 0;
    low0 = min(low0, x);
    low1 = min(low1, y);
    low2 = min(low2, z);
    high0 = max(high0, x);
    high1 = max(high1, y);
    high2 = max(high2, z);
  }
  side = max(high0 - low0, max(high1 - low1, high2 - low2));
  const top = <f64>((1 << bits) - 1);
  const scale = side > 0 ? top / side : 0;
  const middle0 = low0 + (high0 - low0) / 2, middle1 = low1 + (high1 - low1) / 2, middle2 = low2 + (high2 - low2) / 2;
  for (let i = 0, p = map; i < n; i++, p += stride) {
    const x = load<f64>(p), y = load<f64>(p, 8);
    const a = <u32>((x - low0) * scale), b = <u32>((y - low1) * scale);
    if (dims == 2) {
      store<u32>(at<u32>(keys, i), spread2(a) | (spread2(b) << 1));
      store<f32>(at<f32>(points, 2 * i), <f32>(x - middle0));
      store<f32>(at<f32>(points, 2 * i + 1), <f32>(y - middle1));
    } else {
      const z = load<f64>(p, 16);
      const c = <u32>((z - low2) * scale);
      store<u32>(at<u32>(keys, i), spread3(a) | (spread3(b) << 1) | (spread3(c) << 2));
      const q = at<f32>(points, 4 * i);
      store<f32>(q, <f32>(x - middle0));
      store<f32>(q, <f32>(y - middle1), 4);
      store<f32>(q, <f32>(z - middle2), 8);
      store<f32>(q, 0, 12);
    }
    store<i32>(at<i32>(order, i), i);
  }
  sortKeys();
  gather();
  reachFactor = theta > 0 ? 1 / (theta * theta) : Infinity;
  side = side * (top + 1) / top;
  made = 0;
  grow(0, n, bits);
  store<i32>(treeSize, made);
}

/** The bits of x at every second place. */
function spread2(x: u32): u32 {
  x = (x | (x << 8)) & 0x00ff00ff;
  x = (x | (x << 4)) & 0x0f0f0f0f;
  x = (x | (x << 2)) & 0x33333333;
  return (x | (x << 1)) & 0x55555555;
}

/** The bits of x at every third place. */
function spread3(x: u32): u32 {
  x = (x | (x << 16)) & 0x030000ff;
  x = (x | (x << 8)) & 0x0300f00f;
  x = (x | (x << 4)) & 0x030c30c3;
  return (x | (x << 2)) & 0x09249249;
}

/** Points by rising keys, equal keys by number: radix sort, eleven bits at a time. */
function sortKeys(): void {
  // The nodes are not written yet.
  const counts = nodes;
  let from = keys, to = spareKeys, fromOrder = order, toOrder = spareOrder;
  for (let shift: u32 = 0; shift < 33; shift += 11) {
    memory.fill(counts, 0, 2048 * 4);
    for (let i = 0; i < n; i++) {
      const slot = counts + <usize>((load<u32>(at<u32>(from, i)) >> shift) & 2047) * 4;
      store<i32>(slot, load<i32>(slot) + 1);
    }
    let sum = 0;
    for (let i = 0; i < 2048; i++) {
      const slot = at<i32>(counts, i);
      const count = load<i32>(slot);
      store<i32>(slot, sum);
      sum += count;
    }
    for (let i = 0; i < n; i++) {
      const key = load<u32>(at<u32>(from, i));
      const slot = counts + <usize>((key >> shift) & 2047) * 4;
      const place = load<i32>(slot);
      store<i32>(slot, place + 1);
      store<u32>(at<u32>(to, place), key);
      store<i32>(at<i32>(toOrder, place), load<i32>(at<i32>(fromOrder, i)));
    }
    const swap = from;
    from = to;
    to = swap;
    const swapOrder = fromOrder;
    fromOrder = toOrder;
    toOrder = swapOrder;
  }
  // Three passes leave the result in the spare arrays.
  memory.copy(keys, spareKeys, <usize>n * 4);
  memory.copy(order, spareOrder, <usize>n * 4);
}

/** Coordinates in the order of the keys (the last one repeated to fill the lanes), and their running sums. */
function gather(): void {
  const width = dims == 2 ? 2 : 4;
  for (let d = 0; d < dims; d++) {
    const plane = at<f32>(sorted, d * padded);
    const running = prefix + <usize>d * <usize>(n + 1) * 8;
    let sum: f64 = 0;
    let last: f32 = 0;
    for (let i = 0; i < n; i++) {
      store<f64>(at<f64>(running, i), sum);
      last = load<f32>(at<f32>(points, load<i32>(at<i32>(order, i)) * width + d));
      store<f32>(at<f32>(plane, i), last);
      sum += <f64>last;
    }
    store<f64>(at<f64>(running, n), sum);
    for (let i = n; i < padded; i++) store<f32>(at<f32>(plane, i), last);
  }
}

/** Writes the node of the points from `start` to `end`, whose keys agree above `level` digits, and those below it. */
function grow(start: i32, end: i32, level: i32): void {
  const node = nodes + <usize>made * NODE_BYTES;
  made += 1;
  const count = end - start;
  const first = load<u32>(at<u32>(keys, start));
  const last = load<u32>(at<u32>(keys, end - 1));
  // A cell with one child is passed over: the child is as good and smaller.
  while (level > 0 && (first ^ last) >> <u32>((level - 1) * dims) == 0) level--;
  for (let d = 0; d < dims; d++) {
    const running = prefix + <usize>d * <usize>(n + 1) * 8;
    const sum = load<f64>(at<f64>(running, end)) - load<f64>(at<f64>(running, start));
    store<f32>(node + <usize>d * 4, <f32>(sum / <f64>count));
  }
  store<f32>(node, <f32>count, 12);
  const leaf = count <= LEAF || level == 0;
  const width = side / <f64>(1 << ((dims == 2 ? 16 : 10) - level));
  const reach = count == 1 ? Infinity : width * width * reachFactor;
  // NaN (0 times infinity) must not count as near.
  store<f32>(node, isNaN(reach) ? <f32>Infinity : <f32>reach, 16);
  store<i32>(node, leaf ? start : -1, 24);
  store<i32>(node, count, 28);
  if (!leaf) {
    const shift = <u32>((level - 1) * dims);
    for (let a = start; a < end; ) {
      const digit = load<u32>(at<u32>(keys, a)) >> shift;
      let b = a + 1;
      let step = 1;
      // Galloping, then halving, to the end of the child.
      while (b < end && load<u32>(at<u32>(keys, b)) >> shift == digit) {
        b += step;
        step *= 2;
      }
      let known = max(a, b - step / 2);
      b = min(b, end);
      while (known + 1 < b) {
        const middle = (known + b) >> 1;
        if (load<u32>(at<u32>(keys, middle)) >> shift == digit) known = middle;
        else b = middle;
      }
      grow(a, b, level - 1);
      a = b;
    }
  }
  store<i32>(node, made, 20);
}
