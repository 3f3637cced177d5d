// Sums down the columns of row-major data. Two rows hold 2 d numbers, which are d whole vectors for any d; lane sums
// of even and odd rows are kept apart until the end. Plain multiply and add: every build gives the same bits.
import { at } from '../shared/simd';

/** Adds each column's sum to `sum` (d). `work`: 2 d doubles of room. */
export function addColumnSums(rows: i32, d: i32, data: usize, sum: usize, work: usize): void {
  const pairs = rows >> 1;
  const bytes = <usize>d * 16;
  memory.fill(work, 0, bytes);
  let row = data;
  for (let p = 0; p < pairs; p++, row += bytes) {
    for (let o: usize = 0; o < bytes; o += 16) {
      v128.store(work + o, f64x2.add(v128.load(work + o), v128.load(row + o)));
    }
  }
  for (let j = 0; j < d; j++) {
    let total = load<f64>(at<f64>(work, j)) + load<f64>(at<f64>(work, d + j));
    if (rows & 1) total += load<f64>(at<f64>(row, j));
    store<f64>(at<f64>(sum, j), load<f64>(at<f64>(sum, j)) + total);
  }
}

/**
 * Adds each column's sum of deviations from `mean` to `drift`, and of their squares to `squares` (d each).
 * `work`: 6 d doubles of room.
 */
export function addColumnSquares(
  rows: i32, d: i32, data: usize, mean: usize, drift: usize, squares: usize, work: usize,
): void {
  const pairs = rows >> 1;
  const bytes = <usize>d * 16;
  const half = <usize>d * 8;
  const means = work, gaps = work + bytes, sums = work + 2 * bytes;
  memory.copy(means, mean, half);
  memory.copy(means + half, mean, half);
  memory.fill(gaps, 0, 2 * bytes);
  let row = data;
  for (let p = 0; p < pairs; p++, row += bytes) {
    for (let o: usize = 0; o < bytes; o += 16) {
      const gap = f64x2.sub(v128.load(row + o), v128.load(means + o));
      v128.store(gaps + o, f64x2.add(v128.load(gaps + o), gap));
      v128.store(sums + o, f64x2.add(v128.load(sums + o), f64x2.mul(gap, gap)));
    }
  }
  for (let j = 0; j < d; j++) {
    let gap = load<f64>(at<f64>(gaps, j)) + load<f64>(at<f64>(gaps, d + j));
    let square = load<f64>(at<f64>(sums, j)) + load<f64>(at<f64>(sums, d + j));
    if (rows & 1) {
      const last = load<f64>(at<f64>(row, j)) - load<f64>(at<f64>(mean, j));
      gap += last;
      square += last * last;
    }
    store<f64>(at<f64>(drift, j), load<f64>(at<f64>(drift, j)) + gap);
    store<f64>(at<f64>(squares, j), load<f64>(at<f64>(squares, j)) + square);
  }
}

/** x becomes (x - shift) / divisor, column by column. `work`: 4 d doubles of room. */
export function shiftDivideColumns(
  rows: i32, d: i32, data: usize, shift: usize, divisor: usize, work: usize,
): void {
  const pairs = rows >> 1;
  const bytes = <usize>d * 16;
  const half = <usize>d * 8;
  const shifts = work, divisors = work + bytes;
  memory.copy(shifts, shift, half);
  memory.copy(shifts + half, shift, half);
  memory.copy(divisors, divisor, half);
  memory.copy(divisors + half, divisor, half);
  let row = data;
  for (let p = 0; p < pairs; p++, row += bytes) {
    for (let o: usize = 0; o < bytes; o += 16) {
      const gap = f64x2.sub(v128.load(row + o), v128.load(shifts + o));
      v128.store(row + o, f64x2.div(gap, v128.load(divisors + o)));
    }
  }
  if (!(rows & 1)) return;
  for (let j = 0; j < d; j++) {
    const gap = load<f64>(at<f64>(row, j)) - load<f64>(at<f64>(shift, j));
    store<f64>(at<f64>(row, j), gap / load<f64>(at<f64>(divisor, j)));
  }
}
