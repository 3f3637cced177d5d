// Reorders the rows of a node: those that go left first, in their old order, then those that go right.
import { at } from '../shared/simd';
import { hasBit } from './categories';
import { codesOf, rows, spareRows, valuesOf, widthOf } from './problem';

/** Codes up to `low` go left; `none`, the code of missing values, where `noneLeft` says. Returns the middle. */
export function partitionByCode(f: i32, start: i32, end: i32, low: u32, none: u32, noneLeft: bool): i32 {
  const codes = codesOf(f);
  switch (widthOf(f)) {
    case 1: return byCode<u8>(codes, start, end, low, noneLeft ? none : low);
    case 2: return byCode<u16>(codes, start, end, low, noneLeft ? none : low);
    default: return byCode<u32>(codes, start, end, low, noneLeft ? none : low);
  }
}

function byCode<T>(codes: usize, start: i32, end: i32, low: u32, also: u32): i32 {
  const first = at<u32>(rows, start), last = at<u32>(rows, end);
  let left = first, right = spareRows;
  for (let p = first; p < last; p += 4) {
    const row = load<u32>(p);
    const code = <u32>load<T>(codes + <usize>row * sizeof<T>());
    // Both are written and one is kept: no branch to mispredict.
    const goesLeft = <usize>(code <= low) | <usize>(code == also);
    store<u32>(left, row);
    store<u32>(right, row);
    left += goesLeft << 2;
    right += (1 - goesLeft) << 2;
  }
  memory.copy(left, spareRows, right - spareRows);
  return start + <i32>((left - first) >> 2);
}

/** Values up to the threshold go left, in a column whose values are kept. Returns the middle. */
export function partitionByValue(f: i32, start: i32, end: i32, threshold: f64): i32 {
  const values = valuesOf(f);
  const first = at<u32>(rows, start), last = at<u32>(rows, end);
  let left = first, right = spareRows;
  for (let p = first; p < last; p += 4) {
    const row = load<u32>(p);
    const goesLeft = <usize>(load<f64>(values + (<usize>row << 3)) <= threshold);
    store<u32>(left, row);
    store<u32>(right, row);
    left += goesLeft << 2;
    right += (1 - goesLeft) << 2;
  }
  memory.copy(left, spareRows, right - spareRows);
  return start + <i32>((left - first) >> 2);
}

/** Codes in a set go left. Returns the middle. */
export function partitionBySet(f: i32, start: i32, end: i32, set: usize): i32 {
  const codes = codesOf(f);
  switch (widthOf(f)) {
    case 1: return bySet<u8>(codes, start, end, set);
    case 2: return bySet<u16>(codes, start, end, set);
    default: return bySet<u32>(codes, start, end, set);
  }
}

function bySet<T>(codes: usize, start: i32, end: i32, set: usize): i32 {
  const first = at<u32>(rows, start), last = at<u32>(rows, end);
  let left = first, right = spareRows;
  for (let p = first; p < last; p += 4) {
    const row = load<u32>(p);
    const goesLeft = <usize>hasBit(set, <u32>load<T>(codes + <usize>row * sizeof<T>()));
    store<u32>(left, row);
    store<u32>(right, row);
    left += goesLeft << 2;
    right += (1 - goesLeft) << 2;
  }
  memory.copy(left, spareRows, right - spareRows);
  return start + <i32>((left - first) >> 2);
}
