// Linear machines in the dual, one coordinate at a time in random order, with shrinking (Hsieh, Chang, Lin,
// Keerthi, Sundararajan 2008; Ho, Lin 2012). A call makes one round over the active rows. `state` keeps between rounds
// the number of active rows and the bounds for shrinking.
import { madd, sum2 } from '../shared/simd';
import { get, getInt, set, setInt } from './problem';
import { shuffle } from './random';

const TINY: f64 = 1e-12;

function dot(n: i32, x: usize, y: usize): f64 {
  let a = f64x2.splat(0), b = a;
  let k = 0;
  for (; k + 4 <= n; k += 4, x += 32, y += 32) {
    a = madd<f64>(v128.load(x), v128.load(y), a);
    b = madd<f64>(v128.load(x, 16), v128.load(y, 16), b);
  }
  let sum = sum2(f64x2.add(a, b));
  for (; k < n; k++, x += 8, y += 8) sum += load<f64>(x) * load<f64>(y);
  return sum;
}

function axpy(n: i32, factor: f64, x: usize, y: usize): void {
  const f = f64x2.splat(factor);
  let k = 0;
  for (; k + 2 <= n; k += 2, x += 16, y += 16) v128.store(y, madd<f64>(f, v128.load(x), v128.load(y)));
  if (k < n) store<f64>(y, load<f64>(y) + factor * load<f64>(x));
}

/** Squared lengths of rows. */
export function squaredLengths(n: i32, columns: i32, rows: usize, out: usize): void {
  for (let i = 0; i < n; i++) {
    const row = rows + <usize>i * <usize>columns * 8;
    set(out, i, dot(columns, row, row));
  }
}

/** Resets the active rows. state: active, upper, lower, stop value, first stop value. */
export function beginRounds(n: i32, order: usize, state: usize): void {
  for (let i = 0; i < n; i++) setInt(order, i, i);
  set(state, 0, <f64>n);
  set(state, 1, Infinity);
  set(state, 2, -Infinity);
}

function dropFrom(order: usize, s: i32, active: i32): void {
  const kept = getInt(order, s);
  setInt(order, s, getInt(order, active));
  setInt(order, active, kept);
}

/**
 * A round of the hinge loss (squared: `ridge` is 0.5 / C and the bound infinite). Returns how much the optimality
 * conditions of the active rows differ.
 */
export function hingeRound(
  n: i32, columns: i32, rows: usize, y: usize, lengths: usize, bounds: usize, ridge: usize,
  alpha: usize, w: usize, order: usize, state: usize,
): f64 {
  let active = <i32>get(state, 0);
  const upper = get(state, 1), lower = get(state, 2);
  let largest = -Infinity, smallest = Infinity;
  shuffle(order, active);
  for (let s = 0; s < active; s++) {
    const i = getInt(order, s);
    const row = rows + <usize>i * <usize>columns * 8;
    const label = get(y, i), a = get(alpha, i), diagonal = get(ridge, i), bound = get(bounds, i);
    const g = label * dot(columns, row, w) - 1 + a * diagonal;
    let projected: f64 = 0;
    if (a == 0) {
      if (g > upper) {
        dropFrom(order, s--, --active);
        continue;
      }
      if (g < 0) projected = g;
    } else if (a == bound) {
      if (g < lower) {
        dropFrom(order, s--, --active);
        continue;
      }
      if (g > 0) projected = g;
    } else projected = g;
    largest = max(largest, projected);
    smallest = min(smallest, projected);
    if (abs(projected) > TINY) {
      const next = min(max(a - g / (get(lengths, i) + diagonal), 0), bound);
      set(alpha, i, next);
      axpy(columns, (next - a) * label, row, w);
    }
  }
  set(state, 0, <f64>active);
  set(state, 1, largest > 0 ? largest : Infinity);
  set(state, 2, smallest < 0 ? smallest : -Infinity);
  return active == 0 ? 0 : largest - smallest;
}

/** A round of the tube loss (epsilon-insensitive); returns the sum of the violations of the active rows. */
export function tubeRound(
  n: i32, columns: i32, rows: usize, y: usize, lengths: usize, bounds: usize, ridge: usize,
  beta: usize, w: usize, order: usize, state: usize, tube: f64,
): f64 {
  let active = <i32>get(state, 0);
  const limit = get(state, 1);
  let largest: f64 = 0, total: f64 = 0;
  shuffle(order, active);
  for (let s = 0; s < active; s++) {
    const i = getInt(order, s);
    const row = rows + <usize>i * <usize>columns * 8;
    const b = get(beta, i), diagonal = get(ridge, i), bound = get(bounds, i);
    const g = dot(columns, row, w) - get(y, i) + diagonal * b;
    const above = g + tube, below = g - tube;
    let violation: f64 = 0;
    let idle = false;
    if (b == 0) {
      if (above < 0) violation = -above;
      else if (below > 0) violation = below;
      else idle = above > limit && below < -limit;
    } else if (b >= bound) {
      if (above > 0) violation = above;
      else idle = above < -limit;
    } else if (b <= -bound) {
      if (below < 0) violation = -below;
      else idle = below > limit;
    } else violation = b > 0 ? abs(above) : abs(below);
    if (idle) {
      dropFrom(order, s--, --active);
      continue;
    }
    largest = max(largest, violation);
    total += violation;
    const curve = get(lengths, i) + diagonal;
    let step = -b;
    if (above < curve * b) step = -above / curve;
    else if (below > curve * b) step = -below / curve;
    if (!(abs(step) >= TINY)) continue;
    const next = min(max(b + step, -bound), bound);
    set(beta, i, next);
    if (next != b) axpy(columns, next - b, row, w);
  }
  set(state, 0, <f64>active);
  set(state, 1, largest);
  return total;
}

/**
 * A round of Crammer and Singer's machine: `alpha` is n x k, `w` k x columns; `work` has room for 4 k doubles.
 * Returns the largest violation.
 */
export function crammerRound(
  n: i32, columns: i32, k: i32, rows: usize, codes: usize, lengths: usize, bounds: usize,
  alpha: usize, w: usize, order: usize, work: usize,
): f64 {
  let worst: f64 = 0;
  const sorted = work + <usize>k * 8, wanted = sorted + <usize>k * 8;
  shuffle(order, n);
  for (let s = 0; s < n; s++) {
    const i = getInt(order, s);
    const curve = get(lengths, i);
    if (curve <= 0) continue;
    const row = rows + <usize>i * <usize>columns * 8;
    const own = alpha + <usize>i * <usize>k * 8;
    const label = getInt(codes, i), c = get(bounds, i);
    let smallest = Infinity, largest = -Infinity;
    for (let m = 0; m < k; m++) {
      const g = dot(columns, row, w + <usize>m * <usize>columns * 8) + (m == label ? 0 : 1);
      const a = get(own, m);
      if (a < (m == label ? c : 0) && g < smallest) smallest = g;
      if (g > largest) largest = g;
      set(wanted, m, g - curve * a);
    }
    if (!(largest - smallest > TINY)) continue;
    worst = max(worst, largest - smallest);
    // The multiplier of the constraint that alphas of a row sum to 0, from the largest terms down.
    for (let m = 0; m < k; m++) {
      const value = get(wanted, m) + (m == label ? curve * c : 0);
      let at = m;
      for (; at > 0 && get(sorted, at - 1) < value; at--) set(sorted, at, get(sorted, at - 1));
      set(sorted, at, value);
    }
    let level = get(sorted, 0) - curve * c;
    let r = 1;
    for (; r < k && level < <f64>r * get(sorted, r); r++) level += get(sorted, r);
    level /= <f64>r;
    for (let m = 0; m < k; m++) {
      const next = min(m == label ? c : 0, (level - get(wanted, m)) / curve);
      const step = next - get(own, m);
      if (abs(step) < TINY) continue;
      set(own, m, next);
      axpy(columns, step, row, w + <usize>m * <usize>columns * 8);
    }
  }
  return worst;
}
