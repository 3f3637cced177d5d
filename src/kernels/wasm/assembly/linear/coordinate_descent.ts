// Coordinate descent for the elastic net, 0.5 |y - Xw|^2 + alpha |w|_1 + 0.5 beta |w|^2, with the duality gap as the
// proof of convergence and the columns that it rules out left aside (Friedman, Hastie, Tibshirani 2010; Fercoq,
// Gramfort, Salmon 2015). Either on the columns of X with the residual, or on X'X and X'y with the product X'Xw.
import { axpyF64, dotF64 } from '../dense/vector';
import { at } from '../shared/simd';

// What `descend` answers.
const UNFINISHED = 0, CONVERGED = 1, EXHAUSTED = 2;
// What it is doing, so that it can stop in the middle and go on later.
const PREPARING = 0, CERTIFYING = 1, SWEEPING = 2;

let gram: bool = false;
let n: i32 = 0; // length of a column
let d: i32 = 0;
let columns: usize = 0; // X by columns (d x n), or X'X
let target: usize = 0; // y, or X'y
let squares: usize = 0; // |x_j|^2
let targetSquare: f64 = 0; // |y|^2
let w: usize = 0;
let state: usize = 0; // residual (n), or X'Xw (d)
let slopes: usize = 0; // X'r - beta w
let active: usize = 0;
let excluded: usize = 0;

let alpha: f64 = 0, beta: f64 = 0;
let smallStep: f64 = 0, enough: f64 = 0;
let maxIter: i32 = 0;
let random: bool = false, positive: bool = false, screening: bool = false;
let seed: u32 = 1;

let phase: i32 = 0;
let place: i32 = 0;
let first: bool = false;
let nActive: i32 = 0;
let iterations: i32 = 0;
let gap: f64 = 0, dualNorm: f64 = 0;
let largest: f64 = 0, largestStep: f64 = 0;

/** X by columns (d x n), y, and the squares of the columns. */
export function setColumns(rows: i32, count: i32, x: usize, y: usize, ySquare: f64, norms: usize): void {
  gram = false;
  n = rows;
  d = count;
  columns = x;
  target = y;
  targetSquare = ySquare;
  squares = norms;
}

/** X'X (d x d), X'y, |y|^2, and the diagonal of X'X. */
export function setGram(count: i32, q: usize, xy: usize, ySquare: f64, norms: usize): void {
  gram = true;
  n = count;
  d = count;
  columns = q;
  target = xy;
  targetSquare = ySquare;
  squares = norms;
}

/** Memory of the descent: w (d), residual (n) or product (d), slopes (d), active columns (d), excluded ones (d bytes). */
export function setDescent(coef: usize, work: usize, slope: usize, list: usize, out: usize): void {
  w = coef;
  state = work;
  slopes = slope;
  active = list;
  excluded = out;
}

/** out[j] = |x_j|^2 for columns of length `rows`. */
export function squaredColumns(rows: i32, count: i32, x: usize, out: usize): void {
  for (let j = 0; j < count; j++) {
    const column = x + <usize>j * <usize>rows * 8;
    store<f64>(at<f64>(out, j), dotF64(rows, column, column));
  }
}

/** Begins at the coefficients in w. `tol` is relative to |y|^2; an order at random is drawn from `order` > 0. */
export function startDescent(
  l1: f64, l2: f64, tol: f64, iterationLimit: i32, order: u32, nonNegative: i32, screen: i32,
): void {
  alpha = l1;
  beta = l2;
  smallStep = tol;
  enough = tol * targetSquare;
  maxIter = iterationLimit;
  random = order != 0;
  seed = order;
  positive = nonNegative != 0;
  // The rule needs a penalty that can hold a coefficient at zero.
  screening = screen != 0 && l1 != 0;
  phase = PREPARING;
  place = 0;
  first = true;
  iterations = 0;
  if (gram) memory.fill(state, 0, <usize>d * 8);
  else memory.copy(state, target, <usize>n * 8);
  for (let j = 0; j < d; j++) {
    store<i32>(at<i32>(active, j), j);
    store<u8>(excluded + j, 0);
  }
  nActive = d;
}

export function descentIterations(): i32 {
  return iterations;
}

export function descentGap(): f64 {
  return gap;
}

export function descentDualNorm(): f64 {
  return dualNorm;
}

// @ts-ignore: decorator
@inline
function get(base: usize, j: i32): f64 {
  return load<f64>(at<f64>(base, j));
}

// @ts-ignore: decorator
@inline
function columnAt(j: i32): usize {
  return columns + <usize>j * <usize>n * 8;
}

/** Column j times the residual. */
// @ts-ignore: decorator
@inline
function correlation(j: i32): f64 {
  return gram ? get(target, j) - get(state, j) : dotF64(n, columnAt(j), state);
}

/** Makes up for a coefficient that has changed by `change`. */
// @ts-ignore: decorator
@inline
function moved(j: i32, change: f64): void {
  axpyF64(n, gram ? change : -change, columnAt(j), state);
}

/** An integer below `end`, by the xorshift of scikit-learn's coordinate descent. */
function below(end: i32): i32 {
  seed ^= seed << 13;
  seed ^= seed >> 17;
  seed ^= seed << 5;
  return <i32>((seed & 0x7fffffff) % <u32>end);
}

/** The duality gap from the slopes. */
function measure(): void {
  let size: f64 = 0, square: f64 = 0, slopeSquare: f64 = 0, norm: f64 = 0;
  if (positive && d > 0) norm = get(slopes, 0);
  for (let j = 0; j < d; j++) {
    const v = get(w, j), s = get(slopes, j);
    size += abs(v);
    square += v * v;
    slopeSquare += s * s;
    norm = max(norm, positive ? s : abs(s));
  }
  let residual: f64, aim: f64;
  if (gram) {
    const explained = dotF64(d, w, target);
    residual = targetSquare + dotF64(d, w, state) - 2 * explained;
    aim = targetSquare - explained;
  } else {
    residual = dotF64(n, state, state);
    aim = dotF64(n, state, target);
  }
  if (alpha == 0) {
    // Least squares has no gap: its first-order condition instead. With beta the dual without constraints.
    dualNorm = slopeSquare;
    gap = beta == 0 ? slopeSquare : residual + 0.5 * beta * square - aim + slopeSquare / (2 * beta);
    return;
  }
  dualNorm = norm;
  const smooth = residual + (beta > 0 ? beta * square : 0);
  const scale = norm > alpha ? alpha / norm : 1;
  gap = 0.5 * smooth + alpha * size - (scale * aim - 0.5 * scale * scale * smooth);
}

/** Leaves aside the columns whose coefficients the gap proves to be zero. */
function screen(): void {
  const radius = sqrt(2 * abs(gap)) / alpha;
  const bound = max(alpha, dualNorm);
  nActive = 0;
  for (let j = 0; j < d; j++) {
    if (load<u8>(excluded + j)) continue;
    const length = get(squares, j);
    if (length != 0 && (1 - abs(get(slopes, j) / bound)) / sqrt(length + beta) <= radius) {
      store<i32>(at<i32>(active, nActive++), j);
      continue;
    }
    const value = get(w, j);
    if (value != 0) {
      store<f64>(at<f64>(w, j), 0);
      if (length != 0) moved(j, -value);
    }
    store<u8>(excluded + j, 1);
  }
}

/** Minimises over coefficient j. */
function visit(j: i32): void {
  const length = get(squares, j);
  if (length == 0) return;
  const before = get(w, j);
  const pull = correlation(j) + before * length;
  let value: f64 = 0;
  if (!(positive && pull < 0)) value = copysign(max(abs(pull) - alpha, 0), pull) / (length + beta) + 0;
  if (value != before) {
    store<f64>(at<f64>(w, j), value);
    moved(j, value - before);
  }
  largestStep = max(largestStep, abs(value - before));
  largest = max(largest, abs(value));
}

/** Goes on for about `budget` multiply-adds: 0 when there is more to do, 1 when converged, 2 at the last iteration. */
export function descend(budget: f64): i32 {
  const price = gram ? 1 : <f64>n;
  while (true) {
    if (phase == PREPARING) {
      while (place < d) {
        const value = get(w, place);
        if (value != 0) moved(place, value);
        place++;
        budget -= <f64>n;
        if (budget < 0) return UNFINISHED;
      }
      phase = CERTIFYING;
      place = 0;
    }
    if (phase == CERTIFYING) {
      // Without an l1 penalty the slopes are those of the loss alone.
      const pull = alpha == 0 ? 0 : beta;
      while (place < d) {
        store<f64>(at<f64>(slopes, place), correlation(place) - pull * get(w, place));
        place++;
        budget -= price;
        if (budget < 0) return UNFINISHED;
      }
      measure();
      // From a singular X'X the first gap may come out negative, which proves nothing.
      if (gap <= enough && (!first || !gram || gap >= 0)) return CONVERGED;
      if (!first && iterations >= maxIter) return EXHAUSTED;
      if (screening) screen();
      first = false;
      phase = SWEEPING;
      place = 0;
      largest = 0;
      largestStep = 0;
    }
    while (place < nActive) {
      const k = random ? below(nActive) : place;
      visit(screening ? load<i32>(at<i32>(active, k)) : k);
      place++;
      budget -= 2 * <f64>n;
      if (budget < 0) return UNFINISHED;
    }
    iterations++;
    if (largest == 0 || largestStep / largest <= smallStep || iterations >= maxIter) phase = CERTIFYING;
    place = 0;
    largest = 0;
    largestStep = 0;
  }
}
