// Histograms of a node: for each bin of each column the sums of gradients and hessians (an f64 pair), and behind all
// pairs the number of rows (u32) where rows are counted. Rows are added in the order of the node.
import {
  bins, counted, countsOf, features, missingBinOf, offsetOf, order, pairs, TILE, tileCodes, tilePairs,
} from './problem';

/**
 * Builds the columns `first` to `last` (excluded) of the histogram of a node. The root has all rows in their own
 * order.
 */
export function buildHistogram(hist: usize, start: i32, count: i32, root: bool, first: i32, last: i32): void {
  for (let f = first; f < last; f++) clear(hist, f);
  const width = (last - first + 7) & ~7;
  for (let i = 0; i < count; i += TILE) {
    const size = min(TILE, count - i);
    if (root) {
      addTile(hist, bins + <usize>i * <usize>features + first, features, pairs + (<usize>i << 3), size, first, last);
    } else {
      gather(order + (<usize>(start + i) << 2), size, first, width);
      addTile(hist, tileCodes, width, tilePairs, size, first, last);
    }
  }
}

/**
 * Copies pairs and codes (from the column `first` on, `width` of them) of rows next to each other. In so short a loop
 * many rows are on their way from memory at a time; in the loops that add them up few would be.
 */
function gather(ids: usize, size: i32, first: i32, width: i32): void {
  const codes = bins + first, stride = <usize>features;
  let to = tileCodes;
  if (width == 8) {
    for (let v = tilePairs, end = tilePairs + (<usize>size << 3); v < end; v += 8, ids += 4, to += 8) {
      const row = <usize>load<u32>(ids);
      store<u64>(v, load<u64>(pairs + (row << 3)));
      store<u64>(to, load<u64>(codes + row * stride));
    }
    return;
  }
  for (let v = tilePairs, end = tilePairs + (<usize>size << 3); v < end; v += 8, ids += 4) {
    const row = <usize>load<u32>(ids);
    store<u64>(v, load<u64>(pairs + (row << 3)));
    let from = codes + row * stride;
    for (const last = to + width; to < last; to += 8, from += 8) store<u64>(to, load<u64>(from));
  }
}

function addTile(hist: usize, codes: usize, stride: i32, v: usize, size: i32, first: i32, last: i32): void {
  let f = first;
  if (counted) {
    for (; f + 4 <= last; f += 4) four(hist, codes + (f - first), stride, v, size, f, true);
    for (; f < last; f++) one(hist, codes + (f - first), stride, v, size, f, true);
  } else {
    for (; f + 4 <= last; f += 4) four(hist, codes + (f - first), stride, v, size, f, false);
    for (; f < last; f++) one(hist, codes + (f - first), stride, v, size, f, false);
  }
}

// Bytes of a column of pairs and of counts.
const P: usize = 4096;
const C: usize = 1024;

// @ts-ignore: decorator
@inline
function four(hist: usize, row: usize, stride: i32, v: usize, size: i32, f: i32, count: bool): void {
  const h = hist + <usize>f * P, c = countsOf(hist) + <usize>f * C;
  const end = v + (<usize>size << 3);
  while (v < end) {
    const word = load<u32>(row);
    const pair = f64x2.promote_low_f32x4(v128.load64_zero(v));
    const b0 = <usize>(word & 255), b1 = <usize>((word >> 8) & 255);
    const b2 = <usize>((word >> 16) & 255), b3 = <usize>(word >> 24);
    const h0 = h + (b0 << 4), h1 = h + (b1 << 4), h2 = h + (b2 << 4), h3 = h + (b3 << 4);
    v128.store(h0, f64x2.add(v128.load(h0), pair));
    v128.store(h1, f64x2.add(v128.load(h1, P), pair), P);
    v128.store(h2, f64x2.add(v128.load(h2, 2 * P), pair), 2 * P);
    v128.store(h3, f64x2.add(v128.load(h3, 3 * P), pair), 3 * P);
    if (count) {
      const c0 = c + (b0 << 2), c1 = c + (b1 << 2), c2 = c + (b2 << 2), c3 = c + (b3 << 2);
      store<u32>(c0, load<u32>(c0) + 1);
      store<u32>(c1, load<u32>(c1, C) + 1, C);
      store<u32>(c2, load<u32>(c2, 2 * C) + 1, 2 * C);
      store<u32>(c3, load<u32>(c3, 3 * C) + 1, 3 * C);
    }
    row += stride;
    v += 8;
  }
}

// @ts-ignore: decorator
@inline
function one(hist: usize, row: usize, stride: i32, v: usize, size: i32, f: i32, count: bool): void {
  const h = hist + <usize>f * P, c = countsOf(hist) + <usize>f * C;
  const end = v + (<usize>size << 3);
  while (v < end) {
    const b = <usize>load<u8>(row);
    const pair = f64x2.promote_low_f32x4(v128.load64_zero(v));
    const at = h + (b << 4);
    v128.store(at, f64x2.add(v128.load(at), pair));
    if (count) {
      const at = c + (b << 2);
      store<u32>(at, load<u32>(at) + 1);
    }
    row += stride;
    v += 8;
  }
}

function clear(hist: usize, f: i32): void {
  const from = <usize>offsetOf(f), size = <usize>(missingBinOf(f) + 1) - from;
  memory.fill(hist + (from << 4), 0, size << 4);
  if (counted) memory.fill(countsOf(hist) + (from << 2), 0, size << 2);
}

/** Takes the histogram of one child from that of the parent, in place; what stays is the other child's. */
export function subtractHistogram(parent: usize, child: usize, first: i32, last: i32): void {
  for (let f = first; f < last; f++) {
    const from = <usize>offsetOf(f), to = <usize>(missingBinOf(f) + 1);
    for (let at = from << 4, end = to << 4; at < end; at += 16) {
      v128.store(parent + at, f64x2.sub(v128.load(parent + at), v128.load(child + at)));
    }
    if (!counted) continue;
    // Sixteen bytes at a time: a column has room for 256 counts, and nobody looks beyond its last.
    for (let at = countsOf(0) + (from << 2), end = countsOf(0) + (to << 2); at < end; at += 16) {
      v128.store(parent + at, i32x4.sub(v128.load(parent + at), v128.load(child + at)));
    }
  }
}
