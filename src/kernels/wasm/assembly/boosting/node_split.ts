// The best split of one column of a node, as scikit-learn finds it: same order of sums, same ties.
import { splitCategories } from './categories';
import { categorical, counted, countsOf, holdsMissing, l2, minSamplesLeaf, missingBinOf, monotone, offsetOf } from './problem';

// One record per column, 128 bytes.
export const RECORD_BYTES: i32 = 128;
export const GAIN: usize = 0;
export const GRADIENT_LEFT: usize = 8;
export const HESSIAN_LEFT: usize = 16;
export const COUNT_LEFT: usize = 24;
export const BIN: usize = 28;
export const MISSING_LEFT: usize = 32;
/** Bits of the bins that go left, where the column holds categories. */
export const SET: usize = 40;

export const MIN_HESSIAN: f64 = 1e-3;

// The node at hand.
export let nodeCount: i32 = 0;
export let nodeGradient: f64 = 0;
export let nodeHessian: f64 = 0;
export let nodeLoss: f64 = 0;
export let lower: f64 = 0;
export let upper: f64 = 0;

/** Names the node whose splits are sought. `value` is its value, the bounds are those of its children. */
export function setNode(count: i32, gradient: f64, hessian: f64, value: f64, lower_: f64, upper_: f64): void {
  nodeCount = count;
  nodeGradient = gradient;
  nodeHessian = hessian;
  nodeLoss = gradient * value;
  lower = lower_;
  upper = upper_;
}

/** Records the best split of each of the columns `first` to `last` (excluded); a gain of -1 says there is none. */
export function findSplits(hist: usize, records: usize, first: i32, last: i32): void {
  for (let f = first; f < last; f++) {
    const record = records + <usize>f * <usize>RECORD_BYTES;
    store<f64>(record, -1, GAIN);
    if (load<u8>(categorical + f)) {
      splitCategories(hist, f, record);
      continue;
    }
    const missing = load<u8>(holdsMissing + f) != 0;
    const bound = load<i8>(monotone + f) != 0 || lower != -Infinity || upper != Infinity;
    if (bound) {
      scanRight(hist, f, record, missing, true);
      if (missing) scanLeft(hist, f, record, true);
    } else {
      scanRight(hist, f, record, missing, false);
      if (missing) scanLeft(hist, f, record, false);
    }
  }
}

/** Sums gradient and hessian of a bin onto `sums`. */
// @ts-ignore: decorator
@inline
export function pairAt(hist: usize, bin: i32): v128 {
  return v128.load(hist + (<usize>bin << 4));
}

/** Rows in a bin. */
// @ts-ignore: decorator
@inline
export function countAt(hist: usize, bin: i32, pair: v128): i32 {
  return counted
    ? load<i32>(countsOf(hist) + (<usize>bin << 2))
    : <i32>f64x2.extract_lane(pair, 1);
}

/** Gain of parting the node into sums `left` and `right` (gradient, hessian). */
// @ts-ignore: decorator
@inline
export function gainOf(left: v128, right: v128, constraint: i32, bound: bool): f64 {
  const g = v128.shuffle<f64>(left, right, 0, 2);
  const h = f64x2.add(f64x2.add(v128.shuffle<f64>(left, right, 1, 3), f64x2.splat(l2)), f64x2.splat(1e-15));
  let value = f64x2.div(f64x2.neg(g), h);
  if (bound) {
    value = f64x2.pmin(f64x2.splat(upper), f64x2.pmax(f64x2.splat(lower), value));
    const a = f64x2.extract_lane(value, 0), b = f64x2.extract_lane(value, 1);
    if ((constraint > 0 && a > b) || (constraint < 0 && a < b)) return -1;
  }
  const loss = f64x2.mul(g, value);
  return nodeLoss - f64x2.extract_lane(loss, 0) - f64x2.extract_lane(loss, 1);
}

/** From the lowest bin up; missing values go right. */
// @ts-ignore: decorator
@inline
function scanRight(hist: usize, f: i32, record: usize, missing: bool, bound: bool): void {
  const from = offsetOf(f), end = missingBinOf(f) - 1 + (missing ? 1 : 0);
  const constraint = <i32>load<i8>(monotone + f);
  const all = f64x2.replace_lane(f64x2.splat(nodeGradient), 1, nodeHessian);
  let left = f64x2.splat(0), best = left;
  let n = 0, bestCount = 0, bestBin = -1;
  let bestGain: f64 = -1;
  for (let bin = from; bin < end; bin++) {
    const pair = pairAt(hist, bin);
    n += countAt(hist, bin, pair);
    left = f64x2.add(left, pair);
    if (n < minSamplesLeaf) continue;
    if (nodeCount - n < minSamplesLeaf) break;
    if (f64x2.extract_lane(left, 1) < MIN_HESSIAN) continue;
    const right = f64x2.sub(all, left);
    if (f64x2.extract_lane(right, 1) < MIN_HESSIAN) break;
    const gain = gainOf(left, right, constraint, bound);
    if (gain > bestGain && gain > 0) {
      bestGain = gain;
      bestBin = bin - from;
      bestCount = n;
      best = left;
    }
  }
  if (bestBin < 0) return;
  keep(record, bestGain, best, bestCount);
  store<i32>(record, bestBin, BIN);
  store<i32>(record, 0, MISSING_LEFT);
}

/** From the highest bin down; missing values go left. */
// @ts-ignore: decorator
@inline
function scanLeft(hist: usize, f: i32, record: usize, bound: bool): void {
  const from = offsetOf(f), top = missingBinOf(f) - 1;
  const constraint = <i32>load<i8>(monotone + f);
  const all = f64x2.replace_lane(f64x2.splat(nodeGradient), 1, nodeHessian);
  let right = f64x2.splat(0), best = right;
  let n = 0, bestCount = 0, bestBin = -1;
  let bestGain = load<f64>(record, GAIN);
  for (let bin = top; bin > from; bin--) {
    const pair = pairAt(hist, bin);
    n += countAt(hist, bin, pair);
    right = f64x2.add(right, pair);
    if (n < minSamplesLeaf) continue;
    if (nodeCount - n < minSamplesLeaf) break;
    if (f64x2.extract_lane(right, 1) < MIN_HESSIAN) continue;
    const left = f64x2.sub(all, right);
    if (f64x2.extract_lane(left, 1) < MIN_HESSIAN) break;
    const gain = gainOf(left, right, constraint, bound);
    if (gain > bestGain && gain > 0) {
      bestGain = gain;
      bestBin = bin - 1 - from;
      bestCount = nodeCount - n;
      best = left;
    }
  }
  if (bestBin < 0) return;
  keep(record, bestGain, best, bestCount);
  store<i32>(record, bestBin, BIN);
  store<i32>(record, 1, MISSING_LEFT);
}

// @ts-ignore: decorator
@inline
export function keep(record: usize, gain: f64, left: v128, count: i32): void {
  store<f64>(record, gain, GAIN);
  store<f64>(record, f64x2.extract_lane(left, 0), GRADIENT_LEFT);
  store<f64>(record, f64x2.extract_lane(left, 1), HESSIAN_LEFT);
  store<i32>(record, count, COUNT_LEFT);
}
