// The search along a column for packed rows and the Gini impurity: a histogram over the codes where there are few, else
// sorted keys that carry class and weight; and one random split by comparing four codes at a time.
import { at } from '../shared/simd';
import * as best from './best';
import { bottom, highest, lowest, top } from './column';
import { allSums, count, leftSums, weight } from './node';
import { nodePacked } from './packed_rows';
import {
  criterion, GINI, histogram, histogramBytes, keys, minSamplesLeaf, minWeightLeaf, nClasses, randomSplitter,
  spareKeys, valuesOf,
} from './problem';
import { randomUniform } from './random';
import { codeBelow, drawnThreshold, drawThreshold } from './scan';
import { sortRange } from './sort';

/** Whether this search knows the criterion. */
// @ts-ignore: decorator
@inline
export function knows(): bool { return criterion == GINI; }

/** Tries the column whose codes `gatherCodes` has just written. */
export function tryColumn(f: i32): void {
  if (randomSplitter) return tryRandom(f);
  const range = <i32>(highest - lowest) + 1;
  const stride = nClasses == 2 ? 16 : (nClasses + 1) << 2;
  if (range <= 2 * count && range * stride <= histogramBytes) {
    if (nClasses == 2) fromPairs(f, range);
    else fromHistogram(f, range);
  } else {
    makeKeys();
    sortRange(keys, count, spareKeys, lowest, highest);
    if (nClasses == 2) scanTwo(f);
    else scanMany(f);
  }
}

/** Minus the weighted Gini impurity of both sides, from sums of squares; in scikit-learn's order of operations. */
// @ts-ignore: decorator
@inline
function gainOf(squaresLeft: f64, squaresRight: f64, wl: f64, wr: f64): f64 {
  const w = f64x2.replace_lane(f64x2.splat(wl), 1, wr);
  const squares = f64x2.replace_lane(f64x2.splat(squaresLeft), 1, squaresRight);
  const gini = f64x2.sub(f64x2.splat(1.0), f64x2.div(squares, f64x2.mul(w, w)));
  const parts = f64x2.mul(w, gini);
  return -f64x2.extract_lane(parts, 1) - f64x2.extract_lane(parts, 0);
}

// @ts-ignore: decorator
@inline
function isLarge(nl: i32, wl: f64): bool {
  return nl >= minSamplesLeaf && count - nl >= minSamplesLeaf && wl >= minWeightLeaf && weight - wl >= minWeightLeaf;
}

/** Tries a split described by the weights of two classes on the left. */
// @ts-ignore: decorator
@inline
function offerTwo(f: i32, low: u32, high: u32, nl: i32, wl: f64, l1: f64, all0: f64, all1: f64): void {
  const l0 = wl - l1, r0 = all0 - l0, r1 = all1 - l1;
  const gain = gainOf(l0 * l0 + l1 * l1, r0 * r0 + r1 * r1, wl, weight - wl);
  if (gain > best.gain && isLarge(nl, wl)) best.accept(gain, f, low, high, false, NaN, 0, 0);
}

function makeKeys(): void {
  for (let i = 0, n = count; i < n; i++) {
    const code = <u64>load<u32>(at<u32>(spareKeys, i));
    store<u64>(at<u64>(keys, i), (code << 32) | <u64>load<u32>(at<u32>(nodePacked, i)));
  }
}

function scanTwo(f: i32): void {
  const all0 = load<f64>(allSums()), all1 = load<f64>(allSums(), 8);
  let wl = 0, l1 = 0, nl = 0;
  let key = load<u64>(keys);
  for (let p = keys, last = at<u64>(keys, count - 1); p < last; p += 8) {
    const w = <i32>(<u32>key >> 16);
    wl += w;
    l1 += w & -(<i32>key & 1);
    nl++;
    const next = load<u64>(p + 8);
    const code = <u32>(key >> 32), other = <u32>(next >> 32);
    if (code != other) offerTwo(f, code, other, nl, <f64>wl, <f64>l1, all0, all1);
    key = next;
  }
}

/** Per code four numbers: weight of either class, rows, nothing. */
function fromPairs(f: i32, range: i32): void {
  memory.fill(histogram, 0, <usize>range << 4);
  const base = histogram - (<usize>lowest << 4);
  for (let i = 0, n = count; i < n; i++) {
    const entry = base + (<usize>load<u32>(at<u32>(spareKeys, i)) << 4);
    const row = load<u32>(at<u32>(nodePacked, i));
    const side = entry + (<usize>(row & 1) << 2);
    store<u32>(side, load<u32>(side) + (row >> 16));
    store<u32>(entry, load<u32>(entry, 8) + 1, 8);
  }
  const all0 = load<f64>(allSums()), all1 = load<f64>(allSums(), 8);
  let wl = 0, l1 = 0, nl = 0, low: u32 = 0;
  for (let code = lowest, end = highest; code <= end; code++) {
    const entry = base + (<usize>code << 4);
    const rows = load<i32>(entry, 8);
    if (rows == 0) continue;
    if (nl > 0) offerTwo(f, low, code, nl, <f64>wl, <f64>l1, all0, all1);
    nl += rows;
    l1 += load<i32>(entry, 4);
    wl += load<i32>(entry) + load<i32>(entry, 4);
    low = code;
  }
}

// --- More classes: sums of squares are kept up to date as weight moves from right to left -----------------------------

let squaresLeft: f64 = 0;
let squaresRight: f64 = 0;

function startMany(): void {
  squaresLeft = 0;
  squaresRight = 0;
  for (let c = 0; c < nClasses; c++) {
    const all = load<f64>(at<f64>(allSums(), c));
    squaresRight += all * all;
    store<f64>(at<f64>(leftSums(), c), 0);
  }
}

// @ts-ignore: decorator
@inline
function moveLeft(c: i32, w: f64): void {
  const entry = at<f64>(leftSums(), c);
  const l = load<f64>(entry), r = load<f64>(at<f64>(allSums(), c)) - l;
  squaresLeft += w * (2 * l + w);
  squaresRight -= w * (2 * r - w);
  store<f64>(entry, l + w);
}

// @ts-ignore: decorator
@inline
function offerMany(f: i32, low: u32, high: u32, nl: i32, wl: f64): void {
  const gain = gainOf(squaresLeft, squaresRight, wl, weight - wl);
  if (gain > best.gain && isLarge(nl, wl)) best.accept(gain, f, low, high, false, NaN, 0, 0);
}

function scanMany(f: i32): void {
  startMany();
  let wl = 0, nl = 0;
  let key = load<u64>(keys);
  for (let p = keys, last = at<u64>(keys, count - 1); p < last; p += 8) {
    const w = <i32>(<u32>key >> 16);
    moveLeft(<i32>(<u32>key & 0xffff), <f64>w);
    wl += w;
    nl++;
    const next = load<u64>(p + 8);
    const code = <u32>(key >> 32), other = <u32>(next >> 32);
    if (code != other) offerMany(f, code, other, nl, <f64>wl);
    key = next;
  }
}

/** Per code the weight of each class and the number of rows. */
function fromHistogram(f: i32, range: i32): void {
  const stride = <usize>(nClasses + 1) << 2;
  memory.fill(histogram, 0, <usize>range * stride);
  for (let i = 0, n = count; i < n; i++) {
    const entry = histogram + <usize>(load<u32>(at<u32>(spareKeys, i)) - lowest) * stride;
    const row = load<u32>(at<u32>(nodePacked, i));
    const sum = entry + (<usize>(row & 0xffff) << 2);
    store<u32>(sum, load<u32>(sum) + (row >> 16));
    const rows = entry + stride - 4;
    store<u32>(rows, load<u32>(rows) + 1);
  }
  startMany();
  let wl = 0, nl = 0, low: u32 = 0, entry = histogram;
  for (let code = lowest, end = highest; code <= end; code++) {
    const rows = load<i32>(entry + stride - 4);
    if (rows > 0) {
      if (nl > 0) offerMany(f, low, code, nl, <f64>wl);
      nl += rows;
      for (let c = 0; c < nClasses; c++) {
        const w = load<i32>(at<i32>(entry, c));
        if (w == 0) continue;
        moveLeft(c, <f64>w);
        wl += w;
      }
      low = code;
    }
    entry += stride;
  }
}

// --- One random split --------------------------------------------------------------------------------------------------

function tryRandom(f: i32): void {
  if (valuesOf(f) != 0) {
    const drawn = randomUniform(bottom, top), threshold = drawn == top ? bottom : drawn;
    if (nClasses == 2) return tryTwoValues(f, threshold);
    // Codes 0 and 1 in the place of the values: the search for more classes compares codes.
    for (let i = 0, n = count; i < n; i++) {
      store<u32>(at<u32>(spareKeys, i), <u32>(load<f64>(at<f64>(spareKeys, i)) > threshold));
    }
    return tryMany(f, 0, threshold);
  }
  const drawn = drawThreshold(f);
  const low = codeBelow(f, drawn), threshold = drawnThreshold(f, drawn, low);
  if (nClasses == 2) tryTwo(f, low, threshold);
  else tryMany(f, low, threshold);
}

/** `tryTwo` on values instead of codes. */
function tryTwoValues(f: i32, threshold: f64): void {
  let nl = 0, wl = 0, l1 = 0, i = 0;
  let rows = i32x4.splat(0), heavy = i32x4.splat(0), ones = i32x4.splat(0);
  const limit = f64x2.splat(threshold), classBits = i32x4.splat(1);
  for (const whole = count & ~3; i < whole; i += 4) {
    const a = f64x2.le(v128.load(at<f64>(spareKeys, i)), limit), b = f64x2.le(v128.load(at<f64>(spareKeys, i), 16), limit);
    const left = v128.shuffle<i32>(a, b, 0, 2, 4, 6);
    const row = v128.and(v128.load(at<u32>(nodePacked, i)), left);
    const w = i32x4.shr_u(row, 16);
    rows = i32x4.sub(rows, left);
    heavy = i32x4.add(heavy, w);
    ones = i32x4.add(ones, v128.and(w, i32x4.neg(v128.and(row, classBits))));
  }
  nl = sum4(rows);
  wl = sum4(heavy);
  l1 = sum4(ones);
  for (; i < count; i++) {
    if (load<f64>(at<f64>(spareKeys, i)) > threshold) continue;
    const row = load<u32>(at<u32>(nodePacked, i)), w = <i32>(row >> 16);
    nl++;
    wl += w;
    l1 += w & -(<i32>row & 1);
  }
  offerDrawn(f, 0, nl, wl, l1, threshold);
}

function tryTwo(f: i32, low: u32, threshold: f64): void {
  let rows = i32x4.splat(0), heavy = i32x4.splat(0), ones = i32x4.splat(0);
  const lows = i32x4.splat(low), classBits = i32x4.splat(1);
  let i = 0;
  for (const whole = count & ~3; i < whole; i += 4) {
    const left = i32x4.le_u(v128.load(at<u32>(spareKeys, i)), lows);
    const row = v128.and(v128.load(at<u32>(nodePacked, i)), left);
    const w = i32x4.shr_u(row, 16);
    rows = i32x4.sub(rows, left);
    heavy = i32x4.add(heavy, w);
    ones = i32x4.add(ones, v128.and(w, i32x4.neg(v128.and(row, classBits))));
  }
  let nl = sum4(rows), wl = sum4(heavy), l1 = sum4(ones);
  for (; i < count; i++) {
    if (load<u32>(at<u32>(spareKeys, i)) > low) continue;
    const row = load<u32>(at<u32>(nodePacked, i)), w = <i32>(row >> 16);
    nl++;
    wl += w;
    l1 += w & -(<i32>row & 1);
  }
  offerDrawn(f, low, nl, wl, l1, threshold);
}

function offerDrawn(f: i32, low: u32, nl: i32, wl: i32, l1: i32, threshold: f64): void {
  if (!isLarge(nl, <f64>wl)) return;
  const all0 = load<f64>(allSums()), all1 = load<f64>(allSums(), 8);
  const left0 = <f64>(wl - l1), left1 = <f64>l1, r0 = all0 - left0, r1 = all1 - left1;
  const gain = gainOf(left0 * left0 + left1 * left1, r0 * r0 + r1 * r1, <f64>wl, weight - <f64>wl);
  if (gain > best.gain) best.accept(gain, f, low, low + 1, false, threshold, 0, 0);
}

// @ts-ignore: decorator
@inline
function sum4(v: v128): i32 {
  return i32x4.extract_lane(v, 0) + i32x4.extract_lane(v, 1) + i32x4.extract_lane(v, 2) + i32x4.extract_lane(v, 3);
}

function tryMany(f: i32, low: u32, threshold: f64): void {
  // One more place takes the rows that go right: no branch to mispredict.
  const nowhere = nClasses;
  memory.fill(histogram, 0, <usize>(nClasses + 1) << 2);
  let nl = 0;
  for (let i = 0, n = count; i < n; i++) {
    const row = load<u32>(at<u32>(nodePacked, i));
    const left = load<u32>(at<u32>(spareKeys, i)) <= low;
    const sum = at<u32>(histogram, select<i32>(<i32>(row & 0xffff), nowhere, left));
    store<u32>(sum, load<u32>(sum) + (row >> 16));
    nl += <i32>left;
  }
  squaresLeft = 0;
  squaresRight = 0;
  let wl = 0;
  for (let c = 0; c < nClasses; c++) {
    const w = load<i32>(at<i32>(histogram, c));
    const l = <f64>w, r = load<f64>(at<f64>(allSums(), c)) - l;
    wl += w;
    squaresLeft += l * l;
    squaresRight += r * r;
  }
  if (!isLarge(nl, <f64>wl)) return;
  const gain = gainOf(squaresLeft, squaresRight, <f64>wl, weight - <f64>wl);
  if (gain > best.gain) best.accept(gain, f, low, low + 1, false, threshold, 0, 0);
}
