// Prim's minimum spanning tree of rows by Euclidean distances, taken as needed. The rows not yet reached stand in panels
// of eight, column by column, in their order; rows that are reached keep their lane, marked by a cost of NaN, until a
// tenth are and the others move together. Plain multiply and add in the order of the columns, and the first of equal
// costs: the bits of plain loops.
import { at } from '../shared/simd';

/** Rows of a panel. */
const LANES: i32 = 8;

let d: i32 = 0;
/** Lanes in use, and rows among them that are not reached. */
let lanes: i32 = 0;
let count: i32 = 0;
/** Row reached last, whose coordinates stand in `query`. */
let current: i32 = 0;
let panels: usize = 0;
let query: usize = 0;
/** Per lane: least distance to the tree, and row. */
let least: usize = 0;
let rows: usize = 0;
let left: usize = 0;
let right: usize = 0;
let heights: usize = 0;

/** Packs the rows 1 .. n - 1 of `data` (n x columns); row 0 is reached. */
export function setSpanning(
  n: i32, columns: i32, data: usize, panel: usize, point: usize, cost: usize, row: usize, from: usize, to: usize,
  height: usize,
): void {
  d = columns;
  count = n - 1;
  lanes = (count + LANES - 1) & ~(LANES - 1);
  current = 0;
  panels = panel;
  query = point;
  least = cost;
  rows = row;
  left = from;
  right = to;
  heights = height;
  const width = <usize>d << 3;
  memory.copy(query, data, width);
  for (let i = 0; i < lanes; i++) {
    const inside = i < count;
    store<f64>(at<f64>(least, i), inside ? Infinity : NaN);
    store<i32>(at<i32>(rows, i), i + 1);
    const x = data + <usize>(i + 1) * width;
    let cell = cellOf(i);
    for (let o: usize = 0; o < width; o += 8, cell += LANES << 3) {
      store<f64>(cell, inside ? load<f64>(x + o) : 0);
    }
  }
}

/** First coordinate of a lane; the others follow a panel's width apart. */
// @ts-ignore: decorator
@inline
function cellOf(lane: i32): usize {
  return panels + ((<usize>(lane & -LANES) * <usize>d) << 3) + (<usize>(lane & (LANES - 1)) << 3);
}

/** Steps `from` .. `to` of the tree: the row nearest to it joins. */
export function growSpanning(from: i32, to: i32): void {
  for (let k = from; k < to; k++) {
    if (10 * count < 9 * lanes && lanes > LANES) close();
    const lane = nearest(at<f64>(heights, k));
    const row = load<i32>(at<i32>(rows, lane));
    store<i32>(at<i32>(left, k), current);
    store<i32>(at<i32>(right, k), row);
    current = row;
    count--;
    store<f64>(at<f64>(least, lane), NaN);
    const end = query + (<usize>d << 3);
    let cell = cellOf(lane);
    for (let q = query; q < end; q += 8, cell += LANES << 3) store<f64>(q, load<f64>(cell));
  }
}

/** Takes `query` into account; the first lane with the least cost, which is stored at `height`. */
function nearest(height: usize): i32 {
  const end = query + (<usize>d << 3);
  let low = f64x2.splat(Infinity);
  let bests = f64x2.splat(-1);
  let best = -1;
  let panel = panels;
  let cost = least;
  for (let i = 0; i < lanes; i += LANES, cost += LANES << 3) {
    let s0 = f64x2.splat(0), s1 = s0, s2 = s0, s3 = s0;
    for (let q = query; q < end; q += 8, panel += LANES << 3) {
      const x = v128.load64_splat(q);
      const g0 = f64x2.sub(x, v128.load(panel)), g1 = f64x2.sub(x, v128.load(panel, 16));
      const g2 = f64x2.sub(x, v128.load(panel, 32)), g3 = f64x2.sub(x, v128.load(panel, 48));
      s0 = f64x2.add(s0, f64x2.mul(g0, g0));
      s1 = f64x2.add(s1, f64x2.mul(g1, g1));
      s2 = f64x2.add(s2, f64x2.mul(g2, g2));
      s3 = f64x2.add(s3, f64x2.mul(g3, g3));
    }
    // The cost is kept where the distance is not less, thus also where either is NaN.
    s0 = f64x2.pmin(v128.load(cost), f64x2.sqrt(s0));
    s1 = f64x2.pmin(v128.load(cost, 16), f64x2.sqrt(s1));
    s2 = f64x2.pmin(v128.load(cost, 32), f64x2.sqrt(s2));
    s3 = f64x2.pmin(v128.load(cost, 48), f64x2.sqrt(s3));
    v128.store(cost, s0);
    v128.store(cost, s1, 16);
    v128.store(cost, s2, 32);
    v128.store(cost, s3, 48);
    // Which panel has the least first; its lane is looked for at the end.
    const both = f64x2.pmin(f64x2.pmin(f64x2.pmin(low, s0), s1), f64x2.pmin(f64x2.pmin(f64x2.splat(Infinity), s2), s3));
    const now = f64x2.pmin(low, both);
    bests = v128.bitselect(f64x2.splat(<f64>i), bests, f64x2.lt(now, low));
    low = now;
  }
  const a = f64x2.extract_lane(low, 0), b = f64x2.extract_lane(low, 1);
  const value = b < a ? b : a;
  store<f64>(height, value);
  if (value < Infinity) {
    // The first lane of either parity lies in the panel noted for it.
    const p = <i32>f64x2.extract_lane(bests, 0), q = <i32>f64x2.extract_lane(bests, 1);
    best = a < b ? p : b < a ? q : min(p, q);
    while (load<f64>(at<f64>(least, best)) != value) best++;
    return best;
  }
  // All are infinitely far: the first that is not reached.
  best = 0;
  while (isNaN(load<f64>(at<f64>(least, best)))) best++;
  return best;
}

/** Moves the rows that are not reached together, in order. */
function close(): void {
  let to = 0;
  for (let i = 0; i < lanes; i++) {
    const cost = load<f64>(at<f64>(least, i));
    if (isNaN(cost)) continue;
    if (to < i) {
      store<f64>(at<f64>(least, to), cost);
      store<i32>(at<i32>(rows, to), load<i32>(at<i32>(rows, i)));
      let source = cellOf(i), target = cellOf(to);
      for (let j = 0; j < d; j++, source += LANES << 3, target += LANES << 3) {
        store<f64>(target, load<f64>(source));
      }
    }
    to++;
  }
  lanes = (to + LANES - 1) & ~(LANES - 1);
  for (let i = to; i < lanes; i++) store<f64>(at<f64>(least, i), NaN);
}
