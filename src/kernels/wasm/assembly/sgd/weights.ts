// Weights that are scaled at every step: kept as a number times a vector, w = scale * v. The running mean of w, which
// would cost a pass over all columns per step, is kept in the same way: (mean + a v) / b.
import { sum2 } from '../shared/simd';

const SMALLEST_SCALE: f64 = 1e-9;

// Fields of the state, as doubles.
export const INTERCEPT = 0, MEAN_INTERCEPT = 1, SCALE = 2, SQUARES = 3, SIZES = 4, MEAN_A = 5, MEAN_B = 6;
export const STEP = 7, RATE = 8, SHRINK = 9, OBJECTIVE = 10;

// @ts-ignore: decorator
@inline
export function get(base: usize, i: i32): f64 {
  return load<f64>(base + (<usize>i << 3));
}

// @ts-ignore: decorator
@inline
export function set(base: usize, i: i32, value: f64): void {
  store<f64>(base + (<usize>i << 3), value);
}

/** The product of a row and v. Term after term: another order could round to the other side of a hinge. */
// @ts-ignore: decorator
@inline
export function dot(d: i32, x: usize, v: usize): f64 {
  let sum: f64 = 0;
  const end = x + (<usize>d << 3);
  for (; x < end; x += 8, v += 8) sum += load<f64>(v) * load<f64>(x);
  return sum;
}

/** The squared length of a row. */
export function squaredLength(d: i32, x: usize): f64 {
  let sum: f64 = 0;
  for (let j = 0; j < d; j++) sum += get(x, j) * get(x, j);
  return sum;
}

/** Adds factor * x to w, and keeps its norms in the state. */
export function addRow(d: i32, x: usize, factor: f64, v: usize, state: usize): void {
  const scale = get(state, SCALE);
  const f = f64x2.splat(factor / scale);
  let squares = f64x2.splat(0), sizes = squares;
  let j = 0;
  for (; j + 2 <= d; j += 2, x += 16, v += 16) {
    const next = f64x2.add(v128.load(v), f64x2.mul(v128.load(x), f));
    v128.store(v, next);
    squares = f64x2.add(squares, f64x2.mul(next, next));
    sizes = f64x2.add(sizes, f64x2.abs(next));
  }
  let square = sum2(squares), size = sum2(sizes);
  if (j < d) {
    const next = load<f64>(v) + load<f64>(x) * (factor / scale);
    store<f64>(v, next);
    square += next * next;
    size += abs(next);
  }
  set(state, SQUARES, square * (scale * scale));
  set(state, SIZES, size * scale);
}

/** Multiplies w by a factor >= 0. */
// @ts-ignore: decorator
@inline
export function scaleBy(d: i32, factor: f64, v: usize, mean: usize, state: usize): void {
  const scale = get(state, SCALE) * factor;
  set(state, SCALE, scale);
  set(state, SQUARES, get(state, SQUARES) * (factor * factor));
  set(state, SIZES, get(state, SIZES) * factor);
  if (scale < SMALLEST_SCALE) settle(d, v, mean, state);
}

/** Makes the scale 1 again. */
export function settle(d: i32, v: usize, mean: usize, state: usize): void {
  const scale = get(state, SCALE);
  if (mean) {
    const a = get(state, MEAN_A), b = 1.0 / get(state, MEAN_B);
    for (let j = 0; j < d; j++) set(mean, j, (get(mean, j) + a * get(v, j)) * b);
    set(state, MEAN_A, 0);
    set(state, MEAN_B, 1);
  }
  for (let j = 0; j < d; j++) set(v, j, get(v, j) * scale);
  set(state, SCALE, 1);
}

/** Counts w, to which factor * x was just added, in the mean of `count` vectors. */
export function addToMean(d: i32, x: usize, factor: f64, count: f64, mean: usize, state: usize): void {
  const scale = get(state, SCALE), a = get(state, MEAN_A);
  const mu = 1.0 / count;
  if (factor != 0) {
    const f = -factor / scale;
    for (let j = 0; j < d; j++) set(mean, j, get(mean, j) + a * get(x, j) * f);
  }
  if (count > 1) set(state, MEAN_B, get(state, MEAN_B) / (1.0 - mu));
  set(state, MEAN_A, a + mu * get(state, MEAN_B) * scale);
}

/** The l1 penalty gathered so far, taken off as far as each weight reaches (Tsuruoka, Tsujii, Ananiadou 2009). */
export function shrink(d: i32, v: usize, taken: usize, state: usize): void {
  const scale = get(state, SCALE), u = get(state, SHRINK);
  for (let j = 0; j < d; j++) {
    const z = get(v, j), q = get(taken, j);
    let next = z;
    if (scale * z > 0) next = max(0, z - (u + q) / scale);
    else if (scale * z < 0) next = min(0, z + (u - q) / scale);
    set(v, j, next);
    set(taken, j, q + scale * (next - z));
  }
}
