// Distances of rows with missing cells, and the nearest donors of a column by them. Points lie in groups of four,
// column by column, with NaN for missing; bit masks tell which cells are there.
import { beatsTop, push, replaceTop, sortHeap } from '../dense/nearest_heap';
import { at } from '../shared/simd';

const LANES: i32 = 4;

/**
 * Squared distances from one row to `n` points over the columns that both have, scaled up to all `d` columns;
 * Infinity where there are none. `observed`: byte offsets of the row's own columns within a group, `values` its cells
 * there, `mask` their bits in `words` words, `masks` those of the points.
 */
export function nanDistances(
  n: i32, d: i32, own: i32, observed: usize, values: usize, mask: usize, words: i32, masks: usize, groups: usize,
  distances: usize,
): void {
  const step = <usize>d * 32;
  const zero = f64x2.splat(0);
  let group = groups;
  for (let point = 0; point < n; point += LANES, group += step) {
    let low = zero, high = zero;
    for (let c = 0; c < own; c++) {
      const cell = group + <usize>load<i32>(at<i32>(observed, c));
      const value = v128.load64_splat(at<f64>(values, c));
      const a = f64x2.sub(value, v128.load(cell));
      const b = f64x2.sub(value, v128.load(cell, 16));
      // The comparison with NaN is false, so a missing cell adds 0.
      low = f64x2.add(low, f64x2.pmax(zero, f64x2.mul(a, a)));
      high = f64x2.add(high, f64x2.pmax(zero, f64x2.mul(b, b)));
    }
    v128.store(at<f64>(distances, point), low);
    v128.store(at<f64>(distances, point), high, 16);
  }
  let bits = masks;
  for (let point = 0; point < n; point++) {
    let both: i64 = 0;
    for (let w = 0; w < words; w++, bits += 8) both += popcnt<i64>(load<i64>(bits) & load<i64>(at<i64>(mask, w)));
    const slot = at<f64>(distances, point);
    store<f64>(slot, both == 0 ? Infinity : load<f64>(slot) / <f64>both * <f64>d);
  }
}

/**
 * The k nearest points (finite distances only) whose byte in `present` is 1, nearest first, ties by the lower index.
 * Gives their number.
 */
export function nearestDonors(
  n: i32, k: i32, distances: usize, present: usize, nearest: usize, indices: usize,
): i32 {
  let size = 0;
  let worst = Infinity;
  for (let i = 0; i < n; i++) {
    const distance = load<f64>(at<f64>(distances, i));
    if (!(distance < worst) || load<u8>(present + <usize>i) == 0) continue;
    if (size < k) {
      push(nearest, indices, size++, distance, i);
      if (size == k) worst = load<f64>(nearest);
    } else if (beatsTop(nearest, indices, distance, i)) {
      replaceTop(nearest, indices, k, distance, i);
      worst = load<f64>(nearest);
    }
  }
  sortHeap(nearest, indices, size);
  return size;
}
