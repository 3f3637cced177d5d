// Histograms of a node: for each bin of each column the sums of gradients and hessians (an f64 pair), and behind all
// pairs the number of rows (u32) where rows are counted. Rows are added in the order of the node.
import { allBins, bins, counted, features, offsetOf, order, ordered, pairs } from './problem';

/** Rows of a tile: their codes stay in the first cache while the groups of columns pass over them. */
const TILE = 1024;

/** Copies gradients and hessians of the rows of a node into their order. */
export function gather(start: i32, count: i32): void {
  let from = order + (<usize>start << 2), to = ordered;
  const end = to + (<usize>count << 3);
  while (to < end) {
    store<u64>(to, load<u64>(pairs + (<usize>load<u32>(from) << 3)));
    from += 4;
    to += 8;
  }
}

/**
 * Builds the columns `first` to `last` (excluded) of the histogram of a node. The root has all rows in their own
 * order; for any other node `gather` was called.
 */
export function buildHistogram(hist: usize, start: i32, count: i32, root: bool, first: i32, last: i32): void {
  clear(hist, first, last);
  const values = root ? pairs : ordered;
  for (let i = 0; i < count; i += TILE) {
    const size = min(TILE, count - i);
    const v = values + (<usize>i << 3);
    if (root) tile(hist, bins + <usize>i * <usize>features, 0, v, size, first, last, true);
    else tile(hist, bins, order + (<usize>(start + i) << 2), v, size, first, last, false);
  }
}

// @ts-ignore: decorator
@inline
function tile(hist: usize, codes: usize, ids: usize, v: usize, size: i32, first: i32, last: i32, root: bool): void {
  let f = first;
  if (counted) {
    for (; f + 4 <= last; f += 4) four(hist, codes + f, ids, v, size, f, root, true);
    for (; f < last; f++) one(hist, codes + f, ids, v, size, f, root, true);
  } else {
    for (; f + 4 <= last; f += 4) four(hist, codes + f, ids, v, size, f, root, false);
    for (; f < last; f++) one(hist, codes + f, ids, v, size, f, root, false);
  }
}

// @ts-ignore: decorator
@inline
function four(hist: usize, codes: usize, ids: usize, v: usize, size: i32, f: i32, root: bool, count: bool): void {
  const stride = <usize>features;
  const o0 = <usize>offsetOf(f), o1 = <usize>offsetOf(f + 1), o2 = <usize>offsetOf(f + 2), o3 = <usize>offsetOf(f + 3);
  const h0 = hist + (o0 << 4), h1 = hist + (o1 << 4), h2 = hist + (o2 << 4), h3 = hist + (o3 << 4);
  const counts = hist + (<usize>allBins << 4);
  const c0 = counts + (o0 << 2), c1 = counts + (o1 << 2), c2 = counts + (o2 << 2), c3 = counts + (o3 << 2);
  const end = v + (<usize>size << 3);
  let row = codes;
  while (v < end) {
    if (!root) {
      row = codes + <usize>load<u32>(ids) * stride;
      ids += 4;
    }
    const four = load<u32>(row);
    const pair = f64x2.promote_low_f32x4(v128.load64_zero(v));
    const b0 = <usize>(four & 255), b1 = <usize>((four >> 8) & 255), b2 = <usize>((four >> 16) & 255), b3 = <usize>(four >> 24);
    add(h0 + (b0 << 4), pair);
    add(h1 + (b1 << 4), pair);
    add(h2 + (b2 << 4), pair);
    add(h3 + (b3 << 4), pair);
    if (count) {
      tick(c0 + (b0 << 2));
      tick(c1 + (b1 << 2));
      tick(c2 + (b2 << 2));
      tick(c3 + (b3 << 2));
    }
    if (root) row += stride;
    v += 8;
  }
}

// @ts-ignore: decorator
@inline
function one(hist: usize, codes: usize, ids: usize, v: usize, size: i32, f: i32, root: bool, count: bool): void {
  const stride = <usize>features;
  const h = hist + (<usize>offsetOf(f) << 4);
  const c = hist + (<usize>allBins << 4) + (<usize>offsetOf(f) << 2);
  const end = v + (<usize>size << 3);
  let row = codes;
  while (v < end) {
    if (!root) {
      row = codes + <usize>load<u32>(ids) * stride;
      ids += 4;
    }
    const b = <usize>load<u8>(row);
    add(h + (b << 4), f64x2.promote_low_f32x4(v128.load64_zero(v)));
    if (count) tick(c + (b << 2));
    if (root) row += stride;
    v += 8;
  }
}

// @ts-ignore: decorator
@inline
function add(bin: usize, pair: v128): void {
  v128.store(bin, f64x2.add(v128.load(bin), pair));
}

// @ts-ignore: decorator
@inline
function tick(bin: usize): void {
  store<u32>(bin, load<u32>(bin) + 1);
}

function clear(hist: usize, first: i32, last: i32): void {
  const from = <usize>offsetOf(first), size = <usize>offsetOf(last) - from;
  memory.fill(hist + (from << 4), 0, size << 4);
  if (counted) memory.fill(hist + (<usize>allBins << 4) + (from << 2), 0, size << 2);
}

/** Takes the histogram of one child from that of the parent, in place; what stays is the other child's. */
export function subtractHistogram(parent: usize, child: usize, first: i32, last: i32): void {
  const from = <usize>offsetOf(first), to = <usize>offsetOf(last);
  for (let at = from << 4, end = to << 4; at < end; at += 16) {
    v128.store(parent + at, f64x2.sub(v128.load(parent + at), v128.load(child + at)));
  }
  if (!counted) return;
  const counts = <usize>allBins << 4;
  for (let at = counts + (from << 2), end = counts + (to << 2); at < end; at += 4) {
    store<u32>(parent + at, load<u32>(parent + at) - load<u32>(child + at));
  }
}
