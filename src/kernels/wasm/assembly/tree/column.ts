// The rows of the node at work as one column sees them: keys made of code and position.
import { at } from '../shared/simd';
import { addRow, count, missingSums, start } from './node';
import { codesOf, keys, nCodesOf, nodeWeights, rows, spareKeys, valuesOf, width, widthOf } from './problem';

/** Rows whose value is not missing. */
export let present: i32 = 0;
export let missing: i32 = 0;
/** Smallest and largest code of those. */
export let lowest: u32 = 0;
export let highest: u32 = 0;
/** Weight of the rows whose value is missing. */
export let missingWeight: f64 = 0;

// @ts-ignore: decorator
@inline
function gather<T>(codes: usize, none: u32): void {
  let low: u32 = 0xffffffff, high: u32 = 0, absent = 0;
  let from = at<u32>(rows, start), to = keys;
  for (let i = 0, n = count; i < n; i++) {
    const code = <u32>load<T>(codes + <usize>load<u32>(from) * sizeof<T>());
    from += 4;
    store<u64>(to, (<u64>code << 32) | <u64>i);
    to += 8;
    if (code == none) absent++;
    else {
      low = min(low, code);
      high = max(high, code);
    }
  }
  missing = absent;
  present = count - absent;
  lowest = low;
  highest = high;
}

/** Writes the keys of column `f` in the order of the rows. */
export function gatherKeys(f: i32): void {
  const codes = codesOf(f), none = nCodesOf(f);
  switch (widthOf(f)) {
    case 1: return gather<u8>(codes, none);
    case 2: return gather<u16>(codes, none);
    default: return gather<u32>(codes, none);
  }
}

// @ts-ignore: decorator
@inline
function gatherNarrow<T>(codes: usize): void {
  let low: u32 = 0xffffffff, high: u32 = 0;
  let from = at<u32>(rows, start), to = spareKeys;
  for (let last = at<u32>(rows, start + count); from < last; from += 4) {
    const code = <u32>load<T>(codes + <usize>load<u32>(from) * sizeof<T>());
    store<u32>(to, code);
    to += 4;
    low = min(low, code);
    high = max(high, code);
  }
  lowest = low;
  highest = high;
}

/** Writes the codes (u32) of a column without missing values to `spareKeys`, in the order of the rows. */
export function gatherCodes(f: i32): void {
  const codes = codesOf(f);
  present = count;
  missing = 0;
  switch (widthOf(f)) {
    case 1: return gatherNarrow<u8>(codes);
    case 2: return gatherNarrow<u16>(codes);
    default: return gatherNarrow<u32>(codes);
  }
}

/** Smallest and largest value, after `gatherValues`. */
export let bottom: f64 = 0;
export let top: f64 = 0;

/** Writes the values (f64) of a column whose values are kept to `spareKeys`, in the order of the rows. */
export function gatherValues(f: i32): void {
  const values = valuesOf(f);
  let from = at<u32>(rows, start), to = spareKeys;
  for (let last = at<u32>(rows, start + count); from < last; from += 4) {
    store<f64>(to, load<f64>(values + (<usize>load<u32>(from) << 3)));
    to += 8;
  }
  // Two lanes twice over: one after the other, comparisons would wait for each other.
  let low = load<f64>(spareKeys), high = low, p = spareKeys;
  if (count >= 8) {
    let lows = f64x2.splat(low), highs = lows, lows2 = lows, highs2 = lows;
    for (const whole = to - 24; p < whole; p += 32) {
      const a = v128.load(p), b = v128.load(p, 16);
      lows = f64x2.pmin(lows, a);
      highs = f64x2.pmax(highs, a);
      lows2 = f64x2.pmin(lows2, b);
      highs2 = f64x2.pmax(highs2, b);
    }
    lows = f64x2.pmin(lows, lows2);
    highs = f64x2.pmax(highs, highs2);
    low = Math.min(f64x2.extract_lane(lows, 0), f64x2.extract_lane(lows, 1));
    high = Math.max(f64x2.extract_lane(highs, 0), f64x2.extract_lane(highs, 1));
  }
  for (; p < to; p += 8) {
    const value = load<f64>(p);
    if (value < low) low = value;
    if (value > high) high = value;
  }
  bottom = low;
  top = high;
  present = count;
  missing = 0;
  // Codes are not known: only whether there are two.
  lowest = 0;
  highest = low < high ? 1 : 0;
}

/** Whether the column cannot split the node. */
// @ts-ignore: decorator
@inline
export function isConstant(): bool {
  return present == 0 || (lowest == highest && missing == 0);
}

/** Adds up the rows whose value is missing. */
export function sumMissing(f: i32): void {
  const none = nCodesOf(f), sums = missingSums();
  memory.fill(sums, 0, <usize>width << 3);
  missingWeight = 0;
  if (missing == 0) return;
  for (let p = keys, last = at<u64>(keys, count); p < last; p += 8) {
    const key = load<u64>(p);
    if (<u32>(key >> 32) != none) continue;
    addRow(sums, <i32>key);
    missingWeight += load<f64>(at<f64>(nodeWeights, <i32>key));
  }
}
