// Element by element on whole arrays; x and y may be the same array. A last odd element goes through the same
// two-lane code, so a value never depends on its place.
import { at, sum2 } from '../shared/simd';
import { exp2lanes, log2lanes } from '../shared/transcendental';

/** y_i = e^(x_i). */
export function expF64(n: i32, x: usize, y: usize): void {
  let i = 0;
  for (; i + 4 <= n; i += 4, x += 32, y += 32) {
    const a = exp2lanes(v128.load(x));
    const b = exp2lanes(v128.load(x, 16));
    v128.store(y, a);
    v128.store(y, b, 16);
  }
  for (; i < n; i++, x += 8, y += 8) v128.store64_lane(y, exp2lanes(v128.load64_splat(x)), 0);
}

/** y_i = log x_i. */
export function logF64(n: i32, x: usize, y: usize): void {
  let i = 0;
  for (; i + 2 <= n; i += 2, x += 16, y += 16) v128.store(y, log2lanes(v128.load(x)));
  for (; i < n; i++, x += 8, y += 8) v128.store64_lane(y, log2lanes(v128.load64_splat(x)), 0);
}

/** 1 / (1 + e^-x), without overflow at either end. */
// @ts-ignore: decorator
@inline
export function sigmoid2lanes(x: v128): v128 {
  const e = exp2lanes(f64x2.neg(f64x2.abs(x)));
  const one = f64x2.splat(1.0);
  return f64x2.div(v128.bitselect(e, one, f64x2.lt(x, f64x2.splat(0))), f64x2.add(one, e));
}

/** y_i = 1 / (1 + e^-x_i). */
export function sigmoidF64(n: i32, x: usize, y: usize): void {
  let i = 0;
  for (; i + 2 <= n; i += 2, x += 16, y += 16) v128.store(y, sigmoid2lanes(v128.load(x)));
  for (; i < n; i++, x += 8, y += 8) v128.store64_lane(y, sigmoid2lanes(v128.load64_splat(x)), 0);
}

/** Largest of the row, NaN if there is one. */
function rowMax(columns: i32, x: usize): f64 {
  let top = -Infinity;
  for (let j = 0; j < columns; j++) top = max(top, load<f64>(at<f64>(x, j)));
  return top;
}

/** y = x - top. */
function shift(columns: i32, x: usize, y: usize, top: f64): void {
  for (let j = 0; j < columns; j++) store<f64>(at<f64>(y, j), load<f64>(at<f64>(x, j)) - top);
}

function rowSum(columns: i32, x: usize): f64 {
  let pair = f64x2.splat(0);
  let j = 0;
  for (; j + 2 <= columns; j += 2) pair = f64x2.add(pair, v128.load(at<f64>(x, j)));
  const sum = sum2(pair);
  return j < columns ? sum + load<f64>(at<f64>(x, j)) : sum;
}

/** Each row of y = softmax of the row of x; a row whose largest value is infinite gives NaN. */
export function softmaxRowsF64(rows: i32, columns: i32, x: usize, y: usize): void {
  const bytes = <usize>columns * 8;
  for (let i = 0; i < rows; i++, x += bytes, y += bytes) {
    shift(columns, x, y, rowMax(columns, x));
    expF64(columns, y, y);
    const sum = rowSum(columns, y);
    for (let j = 0; j < columns; j++) store<f64>(at<f64>(y, j), load<f64>(at<f64>(y, j)) / sum);
  }
}

/** y_i = log of the sum of e^x over row i; `work` holds one row. */
export function logSumExpRowsF64(rows: i32, columns: i32, x: usize, y: usize, work: usize): void {
  for (let i = 0; i < rows; i++, x += <usize>columns * 8, y += 8) {
    let top = rowMax(columns, x);
    if (top == Infinity || top == -Infinity || top != top) {
      store<f64>(y, top);
      continue;
    }
    shift(columns, x, work, top);
    expF64(columns, work, work);
    store<f64>(work, rowSum(columns, work));
    store<f64>(y, top + f64x2.extract_lane(log2lanes(v128.load64_splat(work)), 0));
  }
}
