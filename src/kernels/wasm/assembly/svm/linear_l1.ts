// The l1-penalised linear machine with squared hinge loss, one column at a time (Yuan, Chang, Hsieh, Lin 2010).
// Column j of `columns` holds y_i x_ij.
import { sum2 } from '../shared/simd';
import { get, getInt, set, setInt } from './problem';
import { shuffle } from './random';

const TINY: f64 = 1e-12;
const SIGMA: f64 = 0.01;
const HALVINGS = 20;

let slope: f64 = 0;
let curve: f64 = 0;

/** Derivatives of the loss along a column; `slack` is 1 - y_i w'x_i. */
function derivatives(n: i32, column: usize, slack: usize, c: usize): void {
  const zero = f64x2.splat(0);
  let g = zero, h = zero;
  for (let i = 0; i < n; i += 2, column += 16, slack += 16, c += 16) {
    const z = v128.load(column);
    const b = v128.load(slack);
    const t = v128.and(f64x2.mul(v128.load(c), z), f64x2.gt(b, zero));
    g = f64x2.sub(g, f64x2.mul(t, b));
    h = f64x2.add(h, f64x2.mul(t, z));
  }
  slope = 2 * sum2(g);
  curve = max(2 * sum2(h), TINY);
}

/** slack += amount * column. */
function move(n: i32, amount: f64, column: usize, slack: usize): void {
  const f = f64x2.splat(amount);
  for (let i = 0; i < n; i += 2, column += 16, slack += 16) {
    v128.store(slack, f64x2.add(v128.load(slack), f64x2.mul(f, v128.load(column))));
  }
}

function loss(n: i32, slack: usize, c: usize): f64 {
  const zero = f64x2.splat(0);
  let sum = zero;
  for (let i = 0; i < n; i += 2, slack += 16, c += 16) {
    const b = f64x2.max(v128.load(slack), zero);
    sum = f64x2.add(sum, f64x2.mul(v128.load(c), f64x2.mul(b, b)));
  }
  return sum2(sum);
}

/**
 * A round over the active columns. `n` is even: rows are padded with c = 0. `squares` holds sum_i c_i x_ij^2.
 * Returns the sum of the violations; state as in linear_dual.
 */
export function l1Round(
  n: i32, stride: i32, columns: usize, c: usize, squares: usize, w: usize, slack: usize,
  order: usize, state: usize, rows: f64,
): f64 {
  let active = <i32>get(state, 0);
  const limit = get(state, 1) / rows;
  let largest: f64 = 0, total: f64 = 0;
  shuffle(order, active);
  for (let s = 0; s < active; s++) {
    const j = getInt(order, s);
    const column = columns + <usize>j * <usize>stride * 8;
    derivatives(n, column, slack, c);
    const g = slope, h = curve, wj = get(w, j);
    const above = g + 1, below = g - 1;
    let violation: f64 = 0;
    if (wj == 0) {
      if (above < 0) violation = -above;
      else if (below > 0) violation = below;
      else if (above > limit && below < -limit) {
        active--;
        setInt(order, s, getInt(order, active));
        setInt(order, active, j);
        s--;
        continue;
      }
    } else violation = wj > 0 ? abs(above) : abs(below);
    largest = max(largest, violation);
    total += violation;
    let d = -wj;
    if (above < h * wj) d = -above / h;
    else if (below > h * wj) d = -below / h;
    if (abs(d) < TINY) continue;
    let expected = abs(wj + d) - abs(wj) + g * d;
    let before: f64 = 0, done: f64 = 0;
    const start = get(squares, j);
    let found = false;
    for (let t = 0; t < HALVINGS; t++) {
      const penalty = abs(wj + d) - abs(wj) - SIGMA * expected;
      // An upper bound of the loss spares looking at all rows.
      if (start * d * d + g * d + penalty <= 0) {
        move(n, done - d, column, slack);
        done = d;
        found = true;
        break;
      }
      if (t == 0) before = loss(n, slack, c);
      move(n, done - d, column, slack);
      done = d;
      if (loss(n, slack, c) - before + penalty <= 0) {
        found = true;
        break;
      }
      d *= 0.5;
      expected *= 0.5;
    }
    if (!found) move(n, done, column, slack);
    else set(w, j, wj + d);
  }
  set(state, 0, <f64>active);
  set(state, 1, largest);
  return total;
}
