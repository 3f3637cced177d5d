// A tree that grows point by point, always to the point that is cheapest to reach (Prim), over a kd-tree: HDBSCAN's
// spanning tree of mutual reachabilities and OPTICS' ordering. Every node of the kd-tree knows the least and the greatest
// cost among its points that are still outside, so that a new point of the tree visits only nodes that it can change.
// Costs equal those of the plain algorithm to the bit; of equal costs the least row goes first.
import { at } from '../shared/simd';

// Rounding may put the bound of a box a hair above the distance of a point in it: boxes are cut off only beyond this.
const SAFETY: f64 = 1 - 1e-12;

let d: i32 = 0;
let innerNodes: i32 = 0;
let power: i32 = 2;
/** Distances are divided by this. */
let alpha: f64 = 1;
/** Reduced distances beyond this do not count. */
let limit: f64 = Infinity;
/** Costs are the greatest of distance, core distance of the tree's point and, if mutual, core distance of the other. */
let mutual: bool = true;
let boxes: usize = 0;
/** First group of four points of each leaf, and one past the last. */
let leafGroup: usize = 0;
/** Points by group, column by column; per lane: row (-1 for none), core distance, cost (NaN when done), source. */
let groups: usize = 0;
let rows: usize = 0;
let cores: usize = 0;
let costs: usize = 0;
let sources: usize = 0;
/** Per node: least and greatest cost of its points outside, lane of the least, least core distance. */
let least: usize = 0;
let greatest: usize = 0;
let bests: usize = 0;
let leastCore: usize = 0;
/** The point that was taken last: its coordinates, row and core distance. */
let query: usize = 0;
let taken: i32 = 0;
let ownCore: f64 = 0;

export function setReach(
  columns: i32, inner: i32, exponent: i32, scale: f64, radius: f64, both: bool, point: usize,
  box: usize, firstGroups: usize, packed: usize, lanes: usize, core: usize, cost: usize, source: usize,
  low: usize, high: usize, best: usize, lowCore: usize,
): void {
  d = columns;
  innerNodes = inner;
  power = exponent;
  alpha = scale;
  limit = radius;
  mutual = both;
  query = point;
  boxes = box;
  leafGroup = firstGroups;
  groups = packed;
  rows = lanes;
  cores = core;
  costs = cost;
  sources = source;
  least = low;
  greatest = high;
  bests = best;
  leastCore = lowCore;
}

/** Rounds to 15 places as NumPy does; numbers too large for that stay. */
// @ts-ignore: decorator
@inline
function around(v: v128): v128 {
  const scaled = f64x2.mul(v, f64x2.splat(1e15));
  const rounded = f64x2.div(f64x2.nearest(scaled), f64x2.splat(1e15));
  return v128.bitselect(rounded, v, f64x2.lt(scaled, f64x2.splat(Infinity)));
}

// @ts-ignore: decorator
@inline
function add(total: v128, gap: v128): v128 {
  if (power == 2) return f64x2.add(total, f64x2.mul(gap, gap));
  const size = f64x2.abs(gap);
  return power == 1 ? f64x2.add(total, size) : f64x2.max(total, size);
}

/** Reduced distance from the taken point to the box of a node. */
function bound(node: i32): f64 {
  let total: f64 = 0;
  const width = <usize>d << 3;
  const low = boxes + <usize>node * width * 2;
  for (let o: usize = 0; o < width; o += 8) {
    const x = load<f64>(query + o);
    const gap = max(0, max(load<f64>(low + o) - x, x - load<f64>(low + width + o)));
    total = power == 2 ? total + gap * gap : power == 1 ? total + gap : max(total, gap);
  }
  return total * SAFETY;
}

/** Whether the taken point surely makes no point of a node cheaper. */
// @ts-ignore: decorator
@inline
function useless(node: i32): bool {
  const most = load<f64>(at<f64>(greatest, node));
  if (!(ownCore < most)) return true;
  if (mutual && !(load<f64>(at<f64>(leastCore, node)) < most)) return true;
  const reduced = bound(node);
  if (reduced > limit) return true;
  const far = most * alpha;
  return reduced * SAFETY > (power == 2 ? far * far : far);
}

/** Costs of two lanes after the taken point, whose reduced distances to them are given. */
// @ts-ignore: decorator
@inline
function improve(reduced: v128, lane: i32): v128 {
  const before = v128.load(at<f64>(costs, lane));
  let cost = power == 2 ? f64x2.sqrt(reduced) : reduced;
  cost = f64x2.div(cost, f64x2.splat(alpha));
  cost = f64x2.max(cost, f64x2.splat(ownCore));
  if (mutual) cost = f64x2.max(cost, v128.load(at<f64>(cores, lane)));
  else cost = around(cost);
  const better = v128.and(f64x2.lt(cost, before), f64x2.le(reduced, f64x2.splat(limit)));
  const mask = i64x2.bitmask(better);
  if (mask == 0) return before;
  const after = v128.bitselect(cost, before, better);
  v128.store(at<f64>(costs, lane), after);
  if (mask & 1) store<i32>(at<i32>(sources, lane), taken);
  if (mask & 2) store<i32>(at<i32>(sources, lane + 1), taken);
  return after;
}

/** Brings the costs of a leaf (unless `only`) and what is known of it up to date. */
function visitLeaf(node: i32, only: bool): void {
  const leaf = node - innerNodes;
  const last = load<i32>(at<i32>(leafGroup, leaf + 1));
  const step = <usize>d << 5;
  const far = f64x2.splat(Infinity);
  let first = load<i32>(at<i32>(leafGroup, leaf));
  let group = groups + <usize>first * step;
  let lowA = far, lowB = far, high = f64x2.splat(-Infinity);
  let placeA = f64x2.splat(0), placeB = placeA;
  const end = query + (<usize>d << 3);
  for (let g = first; g < last; g++, group += step) {
    const lane = g << 2;
    let a: v128, b: v128;
    if (only) {
      a = v128.load(at<f64>(costs, lane));
      b = v128.load(at<f64>(costs, lane + 2));
    } else {
      a = f64x2.splat(0);
      b = a;
      for (let q = query, p = group; q < end; q += 8, p += 32) {
        const value = v128.load64_splat(q);
        a = add(a, f64x2.sub(value, v128.load(p)));
        b = add(b, f64x2.sub(value, v128.load(p, 16)));
      }
      a = improve(a, lane);
      b = improve(b, lane + 2);
    }
    // NaN, the cost of what is done, is neither less nor greater.
    const place = f64x2.splat(<f64>lane);
    const lessA = f64x2.lt(a, lowA), lessB = f64x2.lt(b, lowB);
    lowA = v128.bitselect(a, lowA, lessA);
    placeA = v128.bitselect(place, placeA, lessA);
    lowB = v128.bitselect(b, lowB, lessB);
    placeB = v128.bitselect(place, placeB, lessB);
    high = f64x2.pmax(f64x2.pmax(high, a), b);
  }
  // Rows ascend within a leaf, and lanes with them.
  let best = f64x2.extract_lane(lowA, 0);
  let lane = <i32>f64x2.extract_lane(placeA, 0);
  for (let l = 1; l < 4; l++) {
    const cost = l == 1 ? f64x2.extract_lane(lowA, 1) : l == 2 ? f64x2.extract_lane(lowB, 0) : f64x2.extract_lane(lowB, 1);
    const place = l == 1 ? f64x2.extract_lane(placeA, 1) : l == 2 ? f64x2.extract_lane(placeB, 0) : f64x2.extract_lane(placeB, 1);
    const other = <i32>place + l;
    if (cost < best || (cost == best && other < lane)) {
      best = cost;
      lane = other;
    }
  }
  store<f64>(at<f64>(least, node), best);
  store<i32>(at<i32>(bests, node), lane);
  store<f64>(at<f64>(greatest, node), max(f64x2.extract_lane(high, 0), f64x2.extract_lane(high, 1)));
}

function merge(node: i32): void {
  const a = 2 * node + 1, b = a + 1;
  const costA = load<f64>(at<f64>(least, a)), costB = load<f64>(at<f64>(least, b));
  const bestA = load<i32>(at<i32>(bests, a)), bestB = load<i32>(at<i32>(bests, b));
  const first =
    costA < costB || (costA == costB && load<i32>(at<i32>(rows, bestA)) < load<i32>(at<i32>(rows, bestB)));
  store<f64>(at<f64>(least, node), first ? costA : costB);
  store<i32>(at<i32>(bests, node), first ? bestA : bestB);
  store<f64>(at<f64>(greatest, node), max(load<f64>(at<f64>(greatest, a)), load<f64>(at<f64>(greatest, b))));
}

function visit(node: i32): void {
  if (useless(node)) return;
  if (node >= innerNodes) {
    visitLeaf(node, false);
    return;
  }
  visit(2 * node + 1);
  visit(2 * node + 2);
  merge(node);
}

/** Takes a lane, which is in a given leaf, out of those outside. */
function settle(lane: i32, leaf: i32): void {
  store<f64>(at<f64>(costs, lane), NaN);
  let node = leaf + innerNodes;
  visitLeaf(node, true);
  while (node > 0) {
    node = (node - 1) >> 1;
    merge(node);
  }
}

/**
 * Takes the next `count` points: `order` gets the rows, `cost` what they cost, `from` their sources (-1
 * for a point that cannot be reached: the least row outside). `lanes` and `leaves` say where each row is. Returns the
 * least row that may still be outside, to be given to the next call as `outside`.
 */
export function growTree(
  count: i32, outside: i32, lanes: usize, leaves: usize, order: usize, cost: usize, from: usize,
): i32 {
  const width = <usize>d << 3;
  for (let i = 0; i < count; i++) {
    let lane: i32;
    const price = load<f64>(least);
    if (price < Infinity) {
      lane = load<i32>(bests);
      store<i32>(at<i32>(from, i), load<i32>(at<i32>(sources, lane)));
    } else {
      while (isNaN(load<f64>(at<f64>(costs, load<i32>(at<i32>(lanes, outside)))))) outside++;
      lane = load<i32>(at<i32>(lanes, outside));
      store<i32>(at<i32>(from, i), -1);
    }
    store<f64>(at<f64>(cost, i), price);
    taken = load<i32>(at<i32>(rows, lane));
    store<i32>(at<i32>(order, i), taken);
    ownCore = load<f64>(at<f64>(cores, lane));
    const cell = groups + <usize>(lane >> 2) * (width << 2) + (<usize>(lane & 3) << 3);
    for (let o: usize = 0; o < width; o += 8) store<f64>(query + o, load<f64>(cell + (o << 2)));
    settle(lane, load<i32>(at<i32>(leaves, taken)));
    if (ownCore < Infinity) visit(0);
  }
  return outside;
}
