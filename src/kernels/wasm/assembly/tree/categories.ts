// Splits of categorical columns. The categories in the node are put in an order; then they are split as numbers are.
// With one target and two classes, or squared errors, the order by mean holds the best of all subsets (Fisher, JASA 53
// (1958) 789; Breiman et al., CART, 1984); with more classes or targets one order per class or target is tried.
import { at } from '../shared/simd';
import { count } from './node';
import {
  ABSOLUTE_ERROR, criterion, histogram, isClassification, keys, nClasses, nCodesOf, nodeTargets, nodeWeights,
  nOutputs, width,
} from './problem';
import { randomInteger } from './random';

/** Place of each category of the node in the order (u32), for the column at work. */
let places: usize = 0;
/** Categories by place (u32). */
let byPlace: usize = 0;
/** The best split's set of categories that go left, and after it the set of those in the node. */
export let bestSet: usize = 0;

export function setCategoryRoom(place: usize, order: usize, set: usize): void {
  places = place;
  byPlace = order;
  bestSet = set;
}

/** How many orders are worth trying. */
export function ordersToTry(): i32 {
  if (!isClassification()) return nOutputs;
  return nClasses == 2 ? nOutputs : width;
}

// @ts-ignore: decorator
@inline
function placeOf(code: u32): usize { return places + (<usize>code << 2); }

/** Orders the categories by their mean of target or share of class number `which`. Returns how many there are. */
export function orderByMean(f: i32, which: i32): i32 {
  const codes = nCodesOf(f);
  // The share of the second of two classes is as good as that of the first.
  if (isClassification() && nClasses == 2) which = 2 * which + 1;
  memory.fill(histogram, 0, <usize>codes << 4);
  for (let p = keys, last = at<u64>(keys, count); p < last; p += 8) {
    const key = load<u64>(p), i = <i32>key;
    if (<u32>(key >> 32) == <u32>codes) continue;
    const entry = histogram + (<usize>(key >> 32) << 4);
    const w = load<f64>(at<f64>(nodeWeights, i));
    store<f64>(entry, load<f64>(entry) + w);
    let add = 0.0;
    if (isClassification()) {
      const k = which / nClasses;
      if (load<i32>(at<i32>(nodeTargets, i * nOutputs + k)) == which % nClasses) add = w;
    } else {
      add = load<f64>(at<f64>(nodeTargets, i * nOutputs + which));
      if (criterion == ABSOLUTE_ERROR) add *= w;
    }
    store<f64>(entry, load<f64>(entry, 8) + add, 8);
  }
  const n = listPresent(codes);
  sortByMean(n);
  return n;
}

/** Orders the categories at random. Returns how many there are. */
export function orderAtRandom(f: i32): i32 {
  const codes = nCodesOf(f);
  memory.fill(histogram, 0, <usize>codes << 4);
  for (let p = keys, last = at<u64>(keys, count); p < last; p += 8) {
    const code = load<u64>(p) >> 32;
    if (code != <u64>codes) store<f64>(histogram + (<usize>code << 4), 1);
  }
  const n = listPresent(codes);
  for (let i = n - 1; i > 0; i--) {
    const a = at<u32>(byPlace, i), b = at<u32>(byPlace, randomInteger(0, i + 1));
    const kept = load<u32>(a);
    store<u32>(a, load<u32>(b));
    store<u32>(b, kept);
  }
  return n;
}

function listPresent(codes: i32): i32 {
  let n = 0;
  for (let c = 0; c < codes; c++) {
    if (load<f64>(histogram + (<usize>c << 4)) == 0) continue;
    store<u32>(at<u32>(byPlace, n++), c);
  }
  return n;
}

// @ts-ignore: decorator
@inline
function meanOf(code: u32): f64 {
  const entry = histogram + (<usize>code << 4);
  return load<f64>(entry, 8) / load<f64>(entry);
}

/** Heap sort: categories may be many. Equal means keep the order of the codes. */
function sortByMean(n: i32): void {
  for (let i = (n >> 1) - 1; i >= 0; i--) sift(i, n);
  for (let last = n - 1; last > 0; last--) {
    const a = byPlace, b = at<u32>(byPlace, last);
    const kept = load<u32>(a);
    store<u32>(a, load<u32>(b));
    store<u32>(b, kept);
    sift(0, last);
  }
}

// @ts-ignore: decorator
@inline
function before(a: u32, b: u32): bool {
  const x = meanOf(a), y = meanOf(b);
  return x < y || (x == y && a < b);
}

function sift(slot: i32, n: i32): void {
  const moved = load<u32>(at<u32>(byPlace, slot));
  for (let child = 2 * slot + 1; child < n; child = 2 * slot + 1) {
    let code = load<u32>(at<u32>(byPlace, child));
    if (child + 1 < n) {
      const other = load<u32>(at<u32>(byPlace, child + 1));
      if (before(code, other)) {
        code = other;
        child++;
      }
    }
    if (!before(moved, code)) break;
    store<u32>(at<u32>(byPlace, slot), code);
    slot = child;
  }
  store<u32>(at<u32>(byPlace, slot), moved);
}

/** Replaces the codes in the keys by places in the order; the keys may be in any order. */
export function placeKeys(f: i32, n: i32): void {
  const codes = nCodesOf(f);
  for (let i = 0; i < n; i++) store<u32>(placeOf(load<u32>(at<u32>(byPlace, i))), i);
  for (let p = keys, last = at<u64>(keys, count); p < last; p += 8) {
    const key = load<u64>(p);
    const code = <u32>(key >> 32);
    if (code == <u32>codes) continue;
    store<u64>(p, (<u64>load<u32>(placeOf(code)) << 32) | (key & 0xffffffff));
  }
}

/** Keeps the categories up to place `last` of the `n` of the order at work as the best set. */
export function keepSet(f: i32, last: u32, n: u32): void {
  const bytes = setBytes(nCodesOf(f));
  memory.fill(bestSet, 0, bytes * 2);
  for (let i: u32 = 0; i < n; i++) {
    const code = load<u32>(byPlace + (<usize>i << 2));
    if (i <= last) setBit(bestSet, code);
    setBit(bestSet + bytes, code);
  }
}

/** Sends the missing values and the categories that are not in the node to one side. */
export function completeSet(f: i32, missingLeft: bool): void {
  const codes = nCodesOf(f), present = bestSet + setBytes(codes);
  if (!missingLeft) return;
  for (let code = 0; code <= codes; code++) if (!hasBit(present, code)) setBit(bestSet, code);
}

/** Bytes of a set: a bit for each category and one for missing values, in words of 32. */
// @ts-ignore: decorator
@inline
export function setBytes(codes: i32): usize { return <usize>((codes >> 5) + 1) << 2; }

// @ts-ignore: decorator
@inline
function setBit(set: usize, code: u32): void {
  const word = set + (<usize>(code >> 5) << 2);
  store<u32>(word, load<u32>(word) | (<u32>1 << (code & 31)));
}

// @ts-ignore: decorator
@inline
export function hasBit(set: usize, code: u32): bool {
  return ((load<u32>(set + (<usize>(code >> 5) << 2)) >> (code & 31)) & 1) != 0;
}
