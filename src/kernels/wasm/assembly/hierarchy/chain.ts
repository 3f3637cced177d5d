// The chain of nearest neighbours over a square matrix of distances, so that a cluster's distances are read in a stream.
// Clusters that are gone get an infinite penalty, which is added to their distances, until the others move together.
// Plain arithmetic in the order of the formulas, and the first of equal distances: the bits of plain loops.
import { at } from '../shared/simd';

const WARD: i32 = 0;
const COMPLETE: i32 = 1;
/** Below this share of clusters left, those that are gone are taken out. */
const CROWDED: f64 = 0.7;

let n: i32 = 0;
/** Rows of the matrix now. */
let m: i32 = 0;
let linkage: i32 = 0;
let matrix: usize = 0;
/** Per cluster: 0, or infinity when it is gone; padded with infinity to a multiple of four. */
let penalty: usize = 0;
/** Rows in each cluster, 0 when it is gone; the pads are 0 too. */
let sizes: usize = 0;
/** Distances of the union, padded. */
let union: usize = 0;
let chain: usize = 0;
let length: i32 = 0;
let first: i32 = 0;
/** Last row of each cluster. */
let ids: usize = 0;
let places: usize = 0;
let left: usize = 0;
let right: usize = 0;
let heights: usize = 0;

/** Names the matrix (rows x rows) and the arrays, and starts with each row a cluster. */
export function setChain(
  rows: i32, kind: i32, square: usize, gone: usize, size: usize, row: usize, links: usize, last: usize, place: usize,
  from: usize, to: usize, height: usize,
): void {
  n = m = rows;
  linkage = kind;
  matrix = square;
  penalty = gone;
  sizes = size;
  union = row;
  chain = links;
  ids = last;
  places = place;
  left = from;
  right = to;
  heights = height;
  length = first = 0;
  for (let i = 0; i < rows; i++) {
    store<f64>(at<f64>(penalty, i), 0);
    store<f64>(at<f64>(sizes, i), 1);
    store<i32>(at<i32>(ids, i), i);
    store<f64>(cellOf(i, i), Infinity);
  }
  pad();
}

/** The lower triangle of the rows x rows matrix from the rows `from` .. `to` of the upper one. */
export function mirror(rows: i32, square: usize, from: i32, to: i32): void {
  const width = <usize>rows << 3;
  for (let j = from + 1; j < rows; j++) {
    const target = square + <usize>j * width;
    let source = square + <usize>from * width + (<usize>j << 3);
    for (let i = from; i < min(to, j); i++, source += width) store<f64>(target + (<usize>i << 3), load<f64>(source));
  }
}

// @ts-ignore: decorator
@inline
function cellOf(i: i32, j: i32): usize {
  return matrix + ((<usize>i * <usize>m + <usize>j) << 3);
}

function pad(): void {
  for (let i = m; i < ((m + 3) & ~3); i++) {
    store<f64>(at<f64>(penalty, i), Infinity);
    store<f64>(at<f64>(sizes, i), 0);
  }
}

/** Merges `from` .. `to`. */
export function mergeChain(from: i32, to: i32): void {
  for (let k = from; k < to; k++) {
    if (<f64>(n - k) < CROWDED * <f64>m) compact();
    if (length == 0) {
      while (load<f64>(at<f64>(sizes, first)) == 0) first++;
      store<i32>(chain, first);
      length = 1;
    }
    let height: f64 = 0;
    for (;;) {
      const x = load<i32>(at<i32>(chain, length - 1));
      const before = length > 1 ? load<i32>(at<i32>(chain, length - 2)) : -1;
      const found = nearest(x);
      // The one before is preferred among equals, or the chain would go in circles.
      if (before >= 0) {
        height = load<f64>(cellOf(x, before));
        if (found < 0 || !(load<f64>(cellOf(x, found)) < height)) break;
      }
      store<i32>(at<i32>(chain, length++), found < 0 ? other(x) : found);
    }
    length -= 2;
    const a = load<i32>(at<i32>(chain, length)), b = load<i32>(at<i32>(chain, length + 1));
    const x = min(a, b), y = max(a, b);
    store<i32>(at<i32>(left, k), load<i32>(at<i32>(ids, x)));
    store<i32>(at<i32>(right, k), load<i32>(at<i32>(ids, y)));
    store<f64>(at<f64>(heights, k), height);
    join(x, y, height);
  }
}

/** The first of the clusters nearest to x, or -1 when all are infinitely far. */
function nearest(x: i32): i32 {
  const row = cellOf(x, 0);
  const end = <usize>((m + 3) & ~3) << 3;
  let a = f64x2.splat(Infinity), b = a;
  for (let o: usize = 0; o < end; o += 32) {
    a = f64x2.pmin(a, f64x2.add(v128.load(row + o), v128.load(penalty + o)));
    b = f64x2.pmin(b, f64x2.add(v128.load(row + o, 16), v128.load(penalty + o, 16)));
  }
  a = f64x2.pmin(a, b);
  const low = f64x2.extract_lane(a, 0), high = f64x2.extract_lane(a, 1);
  const value = high < low ? high : low;
  if (!(value < Infinity)) return -1;
  const wanted = f64x2.splat(value);
  for (let o: usize = 0; o < end; o += 16) {
    const equal = f64x2.eq(f64x2.add(v128.load(row + o), v128.load(penalty + o)), wanted);
    const mask = i64x2.bitmask(equal);
    if (mask) return <i32>(o >> 3) + (mask & 1 ? 0 : 1);
  }
  return -1;
}

/** The first cluster but x. */
function other(x: i32): i32 {
  for (let i = 0; i < m; i++) if (i != x && load<f64>(at<f64>(sizes, i)) > 0) return i;
  return -1;
}

/** Puts the union of x and y in the place of y; x is gone. */
function join(x: i32, y: i32, between: f64): void {
  const rowX = cellOf(x, 0), rowY = cellOf(y, 0);
  const nx = load<f64>(at<f64>(sizes, x)), ny = load<f64>(at<f64>(sizes, y));
  const end = <usize>((m + 3) & ~3) << 3;
  const vx = f64x2.splat(nx), vy = f64x2.splat(ny), both = f64x2.splat(nx + ny), one = f64x2.splat(1);
  const gap = f64x2.splat(between);
  for (let o: usize = 0; o < end; o += 16) {
    const a = v128.load(rowX + o), b = v128.load(rowY + o);
    let value: v128;
    if (linkage == WARD) {
      const size = v128.load(sizes + o);
      const t = f64x2.div(one, f64x2.add(both, size));
      const p = f64x2.mul(f64x2.mul(f64x2.mul(f64x2.add(size, vx), t), a), a);
      const q = f64x2.mul(f64x2.mul(f64x2.mul(f64x2.add(size, vy), t), b), b);
      const r = f64x2.mul(f64x2.mul(f64x2.mul(size, t), gap), gap);
      value = f64x2.sqrt(f64x2.sub(f64x2.add(p, q), r));
    } else if (linkage == COMPLETE) {
      value = f64x2.pmax(b, a);
    } else {
      value = f64x2.div(f64x2.add(f64x2.mul(vx, a), f64x2.mul(vy, b)), both);
    }
    v128.store(union + o, value);
  }
  store<f64>(at<f64>(sizes, x), 0);
  store<f64>(at<f64>(sizes, y), nx + ny);
  store<f64>(at<f64>(penalty, x), Infinity);
  store<f64>(at<f64>(union, y), Infinity);
  memory.copy(rowY, union, <usize>m << 3);
  const width = <usize>m << 3;
  let cell = cellOf(0, y);
  for (let i = 0; i < m; i++, cell += width) {
    if (load<f64>(at<f64>(sizes, i)) > 0) store<f64>(cell, load<f64>(at<f64>(union, i)));
  }
}

/** Takes the clusters that are gone out of the matrix, in place and in order. */
function compact(): void {
  let kept = 0;
  for (let i = 0; i < m; i++) {
    store<i32>(at<i32>(places, i), kept);
    if (load<f64>(at<f64>(sizes, i)) > 0) kept++;
  }
  let to = matrix;
  for (let i = 0; i < m; i++) {
    if (load<f64>(at<f64>(sizes, i)) == 0) continue;
    const row = cellOf(i, 0);
    for (let j = 0; j < m; j++) {
      if (load<f64>(at<f64>(sizes, j)) == 0) continue;
      store<f64>(to, load<f64>(row + (<usize>j << 3)));
      to += 8;
    }
  }
  for (let i = 0; i < m; i++) {
    const size = load<f64>(at<f64>(sizes, i));
    if (size == 0) continue;
    const place = load<i32>(at<i32>(places, i));
    store<f64>(at<f64>(sizes, place), size);
    store<f64>(at<f64>(penalty, place), 0);
    store<i32>(at<i32>(ids, place), load<i32>(at<i32>(ids, i)));
  }
  for (let c = 0; c < length; c++) {
    const link = at<i32>(chain, c);
    store<i32>(link, load<i32>(at<i32>(places, load<i32>(link))));
  }
  m = kept;
  first = 0;
  pad();
}
