// Absolute errors: the cost of a set of rows is the sum of w |y - median|. Two binary indexed trees over the ranks of
// the node's targets hold weights and weighted values of a growing set, so that its median and cost take O(log n)
// (Fenwick, Softw. Pract. Exper. 24 (1994) 327); a pass from either side prices all splits of a column.
import { at } from '../shared/simd';
import * as best from './best';
import { missing, present } from './column';
import { count, start, weight } from './node';
import { keys, nCodesOf, nodeTargets, nodeWeights, nOutputs, rows, spareKeys } from './problem';
import { sortKeys } from './sort';

/** Rank of each target among all of its output (u32, rows x outputs), and the bits that ranks take. */
let codes: usize = 0;
let codeBits: i32 = 0;
/** Place of each target in the sorted node, and the sorted targets: one stretch of `count` per output. */
let places: usize = 0;
let sorted: usize = 0;
/** The two indexed trees. */
let treeWeights: usize = 0;
let treeSums: usize = 0;
/** Cost, and the children's medians of the first output, of the split after each key. */
let costs: usize = 0;
let leftMedians: usize = 0;
let rightMedians: usize = 0;
/** The node's median per output. */
export let medians: usize = 0;

export function setAbsoluteRoom(
  targetCodes: usize, bits: i32, place: usize, sortedTargets: usize, treeWeight: usize, treeSum: usize, cost: usize,
  leftMedian: usize, rightMedian: usize, nodeMedians: usize,
): void {
  codes = targetCodes;
  codeBits = bits;
  places = place;
  sorted = sortedTargets;
  treeWeights = treeWeight;
  treeSums = treeSum;
  costs = cost;
  leftMedians = leftMedian;
  rightMedians = rightMedian;
  medians = nodeMedians;
}

/** Sorts the targets of the node at work, finds its medians and gives its impurity. */
export function absoluteErrorOfNode(): f64 {
  let total = 0.0;
  for (let k = 0; k < nOutputs; k++) {
    for (let i = 0; i < count; i++) {
      const row = load<u32>(at<u32>(rows, start + i));
      const code = load<u32>(codes + ((<usize>row * <usize>nOutputs + <usize>k) << 2));
      store<u64>(at<u64>(keys, i), (<u64>code << 32) | <u64>i);
    }
    sortKeys(keys, count, spareKeys, codeBits);
    let half = 0.0, median = 0.0, found = 0;
    for (let i = 0; i < count; i++) {
      const position = <i32>load<u64>(at<u64>(keys, i));
      const y = load<f64>(at<f64>(nodeTargets, position * nOutputs + k));
      store<i32>(at<i32>(places, k * count + position), i);
      store<f64>(at<f64>(sorted, k * count + i), y);
      // Where exactly half of the weight lies below, the median is the middle of the two values next to it.
      if (found == 1) median = (median + y) / 2;
      if (found != 0) {
        found = 2;
        continue;
      }
      half += load<f64>(at<f64>(nodeWeights, position));
      median = y;
      if (half > weight / 2) found = 2;
      else if (half == weight / 2) found = 1;
    }
    store<f64>(at<f64>(medians, k), median);
    for (let i = 0; i < count; i++) {
      total += load<f64>(at<f64>(nodeWeights, i)) * Math.abs(load<f64>(at<f64>(nodeTargets, i * nOutputs + k)) - median);
    }
  }
  return total / (weight * <f64>nOutputs);
}

let output: i32 = 0;
let setWeight: f64 = 0;
let setSum: f64 = 0;
let topBit: i32 = 0;
/** The median that `cost` has found. */
let median: f64 = 0;

function clear(k: i32): void {
  output = k;
  setWeight = 0;
  setSum = 0;
  topBit = 1 << (31 - clz(count));
  memory.fill(treeWeights, 0, <usize>(count + 1) << 3);
  memory.fill(treeSums, 0, <usize>(count + 1) << 3);
}

function add(position: i32): void {
  const w = load<f64>(at<f64>(nodeWeights, position));
  const wy = w * load<f64>(at<f64>(nodeTargets, position * nOutputs + output));
  setWeight += w;
  setSum += wy;
  for (let i = load<i32>(at<i32>(places, output * count + position)) + 1; i <= count; i += i & -i) {
    store<f64>(at<f64>(treeWeights, i), load<f64>(at<f64>(treeWeights, i)) + w);
    store<f64>(at<f64>(treeSums, i), load<f64>(at<f64>(treeSums, i)) + wy);
  }
}

/** The cost of the set. */
function cost(): f64 {
  let below = 0, weightBelow = 0.0, sumBelow = 0.0;
  for (let bit = topBit; bit > 0; bit >>= 1) {
    const next = below + bit;
    if (next > count) continue;
    const w = load<f64>(at<f64>(treeWeights, next));
    if (weightBelow + w >= setWeight / 2) continue;
    below = next;
    weightBelow += w;
    sumBelow += load<f64>(at<f64>(treeSums, next));
  }
  median = load<f64>(at<f64>(sorted, output * count + min(below, count - 1)));
  return max(0.0, median * weightBelow - sumBelow + (setSum - sumBelow) - median * (setWeight - weightBelow));
}

// @ts-ignore: decorator
@inline
function codeOf(i: i32): u32 { return <u32>(load<u64>(at<u64>(keys, i)) >> 32); }
// @ts-ignore: decorator
@inline
function positionOf(i: i32): i32 { return <i32>load<u64>(at<u64>(keys, i)); }

/** Tries all splits of sorted keys, with missing values on either side. */
export function scanRows(f: i32, highestCode: u32): void {
  scanSide(f, false);
  if (missing == 0) return;
  tryOne(f, highestCode, false, NaN);
  scanSide(f, true);
}

function scanSide(f: i32, missingLeft: bool): void {
  memory.fill(costs, 0, <usize>count << 3);
  for (let k = 0; k < nOutputs; k++) {
    clear(k);
    if (missingLeft) for (let i = present; i < count; i++) add(positionOf(i));
    for (let i = 0; i < present - 1; i++) {
      add(positionOf(i));
      if (codeOf(i) == codeOf(i + 1)) continue;
      store<f64>(at<f64>(costs, i), load<f64>(at<f64>(costs, i)) + cost());
      if (k == 0) store<f64>(at<f64>(leftMedians, i), median);
    }
    clear(k);
    if (!missingLeft) for (let i = present; i < count; i++) add(positionOf(i));
    for (let i = present - 1; i > 0; i--) {
      add(positionOf(i));
      if (codeOf(i) == codeOf(i - 1)) continue;
      store<f64>(at<f64>(costs, i - 1), load<f64>(at<f64>(costs, i - 1)) + cost());
      if (k == 0) store<f64>(at<f64>(rightMedians, i - 1), median);
    }
  }
  let wl = 0.0;
  if (missingLeft) for (let i = present; i < count; i++) wl += load<f64>(at<f64>(nodeWeights, positionOf(i)));
  for (let i = 0; i < present - 1; i++) {
    wl += load<f64>(at<f64>(nodeWeights, positionOf(i)));
    if (codeOf(i) == codeOf(i + 1)) continue;
    if (!best.largeEnough(i + 1 + (missingLeft ? missing : 0), wl)) continue;
    const gain = -load<f64>(at<f64>(costs, i)) / <f64>nOutputs;
    if (gain <= best.gain) continue;
    const left = load<f64>(at<f64>(leftMedians, i)), right = load<f64>(at<f64>(rightMedians, i));
    best.accept(gain, f, codeOf(i), codeOf(i + 1), missingLeft, NaN, left, right);
  }
}

/** Tries the one split after code `low`; the keys need no order. */
export function tryOne(f: i32, low: u32, missingLeft: bool, threshold: f64): void {
  const none = <u32>nCodesOf(f);
  let nl = 0, wl = 0.0, total = 0.0, left = 0.0, right = 0.0;
  for (let k = 0; k < nOutputs; k++) {
    for (let side = 0; side < 2; side++) {
      clear(k);
      for (let i = 0; i < count; i++) {
        const code = codeOf(i);
        const goesLeft = code <= low || (missingLeft && code == none);
        if (goesLeft != (side == 0)) continue;
        add(positionOf(i));
        if (k == 0 && side == 0) {
          nl++;
          wl += load<f64>(at<f64>(nodeWeights, positionOf(i)));
        }
      }
      if (!best.largeEnough(nl, wl)) return;
      total += cost();
      if (k == 0 && side == 0) left = median;
      if (k == 0 && side == 1) right = median;
    }
  }
  const gain = -total / <f64>nOutputs;
  // Below the largest code of the node the next code stands for "above": the threshold tells where.
  if (gain > best.gain) best.accept(gain, f, low, threshold == threshold ? low + 1 : none, missingLeft, threshold, left, right);
}
