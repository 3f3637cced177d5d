// Choosing the pair that moves next: the first by the largest v, the second by the largest gain of a second-order
// model (Fan, Chen, Lin 2005). Of equal candidates the last is taken. Multiplications and additions are not fused here,
// so that both builds choose alike.
import { kernelRow } from './cache';
import { get, pair, problem } from './problem';

const TAU: f64 = 1e-12;

/** Finds the place with the largest v that may move up. */
export function findFirst(): void {
  const p = problem;
  if (p.nu) {
    findFirstOfEach();
    return;
  }
  p.effort += <f64>p.active;
  let best = f64x2.splat(-Infinity);
  let at = f64x2.splat(-1);
  let index = f64x2(0, 1);
  const two = f64x2.splat(2);
  const n = p.active;
  let v = p.v, up = p.up;
  let k = 0;
  for (; k + 2 <= n; k += 2, v += 16, up += 16) {
    const value = f64x2.add(v128.load(v), v128.load(up));
    const better = f64x2.ge(value, best);
    best = v128.bitselect(value, best, better);
    at = v128.bitselect(index, at, better);
    index = f64x2.add(index, two);
  }
  takeLast(best, at);
  if (k < n) {
    const value = load<f64>(v) + load<f64>(up);
    if (value >= lastBest) {
      lastBest = value;
      lastAt = k;
    }
  }
  p.top = lastBest;
  p.first = lastBest == -Infinity ? -1 : lastAt;
}

let lastBest: f64 = 0;
let lastAt: i32 = 0;

/** The better of two lanes, of equals the later. */
function takeLast(best: v128, at: v128): void {
  const a = f64x2.extract_lane(best, 0), b = f64x2.extract_lane(best, 1);
  const i = <i32>f64x2.extract_lane(at, 0), j = <i32>f64x2.extract_lane(at, 1);
  const second = b > a || (b == a && j > i);
  lastBest = second ? b : a;
  lastAt = second ? j : i;
}

/** Finds the partner of the first place; -1 when none can gain. Sets `bottom`. */
export function findSecond(): void {
  const p = problem;
  if (p.nu) {
    findSecondOfEach();
    return;
  }
  const first = p.first, n = p.active;
  const top = p.top;
  p.second = -1;
  if (first < 0) {
    p.bottom = -Infinity;
    return;
  }
  let row = kernelRow(first, n);
  p.effort += 3 * <f64>n;
  let v = p.v, low = p.low, diagonal = p.diagonal;
  const own = get(diagonal, first);
  const tops = f64x2.splat(top), owns = f64x2.splat(own), tau = f64x2.splat(TAU);
  const zero = f64x2.splat(0), two = f64x2.splat(2), none = f64x2.splat(-Infinity);
  let best = none, bottom = none, at = f64x2.splat(-1), index = f64x2(0, 1);
  let k = 0;
  for (; k + 2 <= n; k += 2, v += 16, low += 16, diagonal += 16, row += 8) {
    const value = f64x2.add(v128.load(v), v128.load(low));
    const gap = f64x2.sub(tops, value);
    const both = f64x2.add(owns, v128.load(diagonal));
    let curve = f64x2.sub(both, f64x2.mul(two, pair(row)));
    curve = v128.bitselect(curve, tau, f64x2.gt(curve, zero));
    const raw = f64x2.div(f64x2.mul(gap, gap), curve);
    const gain = v128.bitselect(raw, none, f64x2.gt(gap, zero));
    const better = f64x2.ge(gain, best);
    best = v128.bitselect(gain, best, better);
    at = v128.bitselect(index, at, better);
    index = f64x2.add(index, two);
    bottom = f64x2.pmax(bottom, f64x2.neg(value));
  }
  let lowest = max(f64x2.extract_lane(bottom, 0), f64x2.extract_lane(bottom, 1));
  takeLast(best, at);
  if (k < n) {
    const value = load<f64>(v) + load<f64>(low);
    const gain = gainOf(top - value, own + load<f64>(diagonal) - 2 * <f64>load<f32>(row));
    if (gain >= lastBest) {
      lastBest = gain;
      lastAt = k;
    }
    lowest = max(lowest, -value);
  }
  p.bottom = lowest;
  if (lastBest > -Infinity) p.second = lastAt;
}

// @ts-ignore: decorator
@inline
function gainOf(gap: f64, curve: f64): f64 {
  if (!(gap > 0)) return -Infinity;
  return (gap * gap) / (curve > 0 ? curve : TAU);
}

/** The same for the nu-problems, where both must be of one sign. */
function findFirstOfEach(): void {
  const p = problem;
  p.effort += 2 * <f64>p.active;
  let top = -Infinity, topNegative = -Infinity;
  let first = -1, firstNegative = -1;
  for (let k = 0; k < p.active; k++) {
    const value = get(p.v, k) + get(p.up, k);
    if (value == -Infinity) continue;
    if (get(p.y, k) > 0) {
      if (value >= top) {
        top = value;
        first = k;
      }
    } else if (value >= topNegative) {
      topNegative = value;
      firstNegative = k;
    }
  }
  p.top = top;
  p.first = first;
  p.topNegative = topNegative;
  p.firstNegative = firstNegative;
}

function findSecondOfEach(): void {
  const p = problem;
  const n = p.active;
  p.effort += 6 * <f64>n;
  const rowP = p.first >= 0 ? kernelRow(p.first, n) : 0;
  const rowN = p.firstNegative >= 0 ? kernelRow(p.firstNegative, n) : 0;
  const ownP = p.first >= 0 ? get(p.diagonal, p.first) : 0;
  const ownN = p.firstNegative >= 0 ? get(p.diagonal, p.firstNegative) : 0;
  let best = -Infinity, bottom = -Infinity, bottomNegative = -Infinity;
  let second = -1;
  for (let k = 0; k < n; k++) {
    const value = get(p.v, k) + get(p.low, k);
    if (value == Infinity) continue;
    const positive = get(p.y, k) > 0;
    let gain = -Infinity;
    if (positive) {
      bottom = max(bottom, -value);
      if (rowP) gain = gainOf(p.top - value, ownP + get(p.diagonal, k) - 2 * <f64>load<f32>(rowP + (<usize>k << 2)));
    } else {
      bottomNegative = max(bottomNegative, -value);
      if (rowN) {
        gain = gainOf(p.topNegative - value, ownN + get(p.diagonal, k) - 2 * <f64>load<f32>(rowN + (<usize>k << 2)));
      }
    }
    if (gain > -Infinity && gain >= best) {
      best = gain;
      second = k;
    }
  }
  p.bottom = bottom;
  p.bottomNegative = bottomNegative;
  p.second = second;
}

/** How far the optimality conditions are violated. */
export function violation(): f64 {
  const p = problem;
  const gap = p.top + p.bottom;
  return p.nu ? max(gap, p.topNegative + p.bottomNegative) : gap;
}

/** Sets `bottom` (and its like) without choosing a partner. */
export function findBottom(): void {
  const p = problem;
  let bottom = -Infinity, bottomNegative = -Infinity;
  for (let k = 0; k < p.active; k++) {
    const value = -(get(p.v, k) + get(p.low, k));
    if (p.nu && get(p.y, k) < 0) bottomNegative = max(bottomNegative, value);
    else bottom = max(bottom, value);
  }
  p.bottom = bottom;
  p.bottomNegative = bottomNegative;
  p.effort += <f64>p.active;
}
