// Ranks of the values of a column: sorted by the upper half of their bits, ties of that by the lower half.
import { at } from '../shared/simd';
import { sortKeys } from './sort';

/** The bits of a double as a number that sorts as it does; -0 counts as 0. */
// @ts-ignore: decorator
@inline
function sortable(value: f64): u64 {
  const bits = reinterpret<i64>(value + 0.0);
  return <u64>(bits ^ ((bits >> 63) | i64.MIN_VALUE));
}

/**
 * Writes the rank of each of `n` values among the distinct ones to `codes` (u32), the distinct values to `distinct`
 * (f64) and how often each occurs to `counts` (u32); missing values (NaN) get the number of distinct ones, which is
 * returned. `keys` and `spare` have room for n u64.
 */
export function rankValues(
  n: i32, values: usize, codes: usize, distinct: usize, counts: usize, keys: usize, spare: usize,
): i32 {
  let present = 0;
  for (let i = 0; i < n; i++) {
    const value = load<f64>(at<f64>(values, i));
    if (isNaN(value)) continue;
    store<u64>(at<u64>(keys, present++), (sortable(value) & 0xffffffff00000000) | <u64>i);
  }
  sortKeys(keys, present, spare, 32);
  let rank = -1, last = NaN;
  for (let from = 0, to = 0; from < present; from = to) {
    const upper = load<u64>(at<u64>(keys, from)) >> 32;
    for (to = from + 1; to < present && load<u64>(at<u64>(keys, to)) >> 32 == upper; to++);
    if (to - from > 1) sortByLowerHalf(values, at<u64>(keys, from), to - from, spare);
    for (let k = from; k < to; k++) {
      const i = <i32>load<u64>(at<u64>(keys, k));
      const value = load<f64>(at<f64>(values, i));
      if (value != last) {
        last = value;
        store<f64>(at<f64>(distinct, ++rank), value);
        store<u32>(at<u32>(counts, rank), 0);
      }
      store<u32>(at<u32>(codes, i), rank);
      store<u32>(at<u32>(counts, rank), load<u32>(at<u32>(counts, rank)) + 1);
    }
  }
  if (present < n) {
    for (let i = 0; i < n; i++) if (isNaN(load<f64>(at<f64>(values, i)))) store<u32>(at<u32>(codes, i), rank + 1);
  }
  return rank + 1;
}

function sortByLowerHalf(values: usize, keys: usize, n: i32, spare: usize): void {
  let differ: u64 = 0;
  const first = sortable(load<f64>(at<f64>(values, <i32>load<u64>(keys))));
  for (let k = 0; k < n; k++) {
    const i = <u32>load<u64>(at<u64>(keys, k));
    const bits = sortable(load<f64>(values + (<usize>i << 3)));
    differ |= bits ^ first;
    store<u64>(at<u64>(keys, k), (bits << 32) | <u64>i);
  }
  if (differ != 0) sortKeys(keys, n, spare, 32);
}
