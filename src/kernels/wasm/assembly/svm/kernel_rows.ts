// Kernel values of one row against many. The many lie in panels of eight rows, so that each value of the one row is
// loaded once for eight of them and no sum runs across lanes. Squared distances are sums of squared differences:
// nothing cancels, however far the data lie from 0.
import { madd } from '../shared/simd';
import { exp2lanes } from '../shared/transcendental';

export const LINEAR = 0;
export const POLY = 1;
export const RBF = 2;
export const SIGMOID = 3;

/** Panels whose values are kept between the passes: 4 kB. */
const CHUNK = 64;
const values = memory.data(64 * 64, 64);

/** Copies row-major rows into panels; places beyond the last row get copies of it. */
export function packRows(rows: i32, columns: i32, from: usize, panels: usize): void {
  const padded = (rows + 7) & ~7;
  for (let i = 0; i < padded; i++) {
    const row = from + <usize>min(i, rows - 1) * <usize>columns * 8;
    let to = panels + <usize>(i >> 3) * <usize>columns * 64 + <usize>(i & 7) * 8;
    for (let j = 0; j < columns; j++, to += 64) store<f64>(to, load<f64>(row + <usize>j * 8));
  }
}

/** Address of a row in panels; its values are 64 bytes apart. */
// @ts-ignore: decorator
@inline
export function rowInPanels(panels: usize, columns: i32, i: i32): usize {
  return panels + <usize>(i >> 3) * <usize>columns * 64 + <usize>(i & 7) * 8;
}

/** Exchanges two rows in panels. */
export function swapInPanels(panels: usize, columns: i32, i: i32, j: i32): void {
  let a = rowInPanels(panels, columns, i);
  let b = rowInPanels(panels, columns, j);
  for (let k = 0; k < columns; k++, a += 64, b += 64) {
    const kept = load<f64>(a);
    store<f64>(a, load<f64>(b));
    store<f64>(b, kept);
  }
}

/** Inner products with the eight rows of each panel. */
function products(columns: i32, x: usize, step: usize, panel: usize, count: i32, out: usize): void {
  for (let p = 0; p < count; p++, out += 64) {
    let a = f64x2.splat(0), b = a, c = a, d = a;
    let from = x;
    for (let j = 0; j < columns; j++, from += step, panel += 64) {
      const value = v128.load_splat<f64>(from);
      a = madd<f64>(value, v128.load(panel), a);
      b = madd<f64>(value, v128.load(panel, 16), b);
      c = madd<f64>(value, v128.load(panel, 32), c);
      d = madd<f64>(value, v128.load(panel, 48), d);
    }
    v128.store(out, a);
    v128.store(out, b, 16);
    v128.store(out, c, 32);
    v128.store(out, d, 48);
  }
}

/** Squared distances to the eight rows of each panel. */
function squaredDistances(columns: i32, x: usize, step: usize, panel: usize, count: i32, out: usize): void {
  for (let p = 0; p < count; p++, out += 64) {
    let a = f64x2.splat(0), b = a, c = a, d = a;
    let from = x;
    for (let j = 0; j < columns; j++, from += step, panel += 64) {
      const value = v128.load_splat<f64>(from);
      const ga = f64x2.sub(value, v128.load(panel));
      const gb = f64x2.sub(value, v128.load(panel, 16));
      const gc = f64x2.sub(value, v128.load(panel, 32));
      const gd = f64x2.sub(value, v128.load(panel, 48));
      a = madd<f64>(ga, ga, a);
      b = madd<f64>(gb, gb, b);
      c = madd<f64>(gc, gc, c);
      d = madd<f64>(gd, gd, d);
    }
    v128.store(out, a);
    v128.store(out, b, 16);
    v128.store(out, c, 32);
    v128.store(out, d, 48);
  }
}

function powers(count: i32, x: usize, gamma: f64, coef0: f64, degree: i32): void {
  const g = f64x2.splat(gamma), c = f64x2.splat(coef0);
  for (let i = 0; i < count; i += 2, x += 16) {
    let base = f64x2.add(f64x2.mul(g, v128.load(x)), c);
    let result = f64x2.splat(1);
    for (let t = degree; t > 0; t >>= 1) {
      if (t & 1) result = f64x2.mul(result, base);
      base = f64x2.mul(base, base);
    }
    v128.store(x, result);
  }
}

function exponentials(count: i32, x: usize, gamma: f64): void {
  const g = f64x2.splat(-gamma);
  for (let i = 0; i < count; i += 4, x += 32) {
    const a = exp2lanes(f64x2.mul(g, v128.load(x)));
    const b = exp2lanes(f64x2.mul(g, v128.load(x, 16)));
    v128.store(x, a);
    v128.store(x, b, 16);
  }
}

function tangents(count: i32, x: usize, gamma: f64, coef0: f64): void {
  const g = f64x2.splat(gamma), c = f64x2.splat(coef0);
  const one = f64x2.splat(1);
  for (let i = 0; i < count; i += 2, x += 16) {
    const t = f64x2.add(f64x2.mul(g, v128.load(x)), c);
    const size = f64x2.abs(t);
    const e = exp2lanes(f64x2.mul(f64x2.splat(-2), size));
    const large = f64x2.div(f64x2.sub(one, e), f64x2.add(one, e));
    // Near 0 the difference cancels; there the series has all digits.
    const s = f64x2.mul(t, t);
    let series = f64x2.add(f64x2.mul(s, f64x2.splat(62.0 / 2835.0)), f64x2.splat(-17.0 / 315.0));
    series = f64x2.add(f64x2.mul(s, series), f64x2.splat(2.0 / 15.0));
    series = f64x2.add(f64x2.mul(s, series), f64x2.splat(-1.0 / 3.0));
    const small = f64x2.add(size, f64x2.mul(size, f64x2.mul(s, series)));
    const value = v128.bitselect(small, large, f64x2.lt(size, f64x2.splat(0.03)));
    const sign = v128.and(t, f64x2.splat(-0.0));
    v128.store(x, v128.or(value, sign));
  }
}

/** Kernel values of some panels, in double precision; `x` has its values `step` bytes apart. */
export function kernelValues(
  kind: i32, gamma: f64, coef0: f64, degree: i32, columns: i32,
  x: usize, step: usize, panel: usize, count: i32, out: usize,
): void {
  if (kind == RBF) {
    squaredDistances(columns, x, step, panel, count, out);
    exponentials(count * 8, out, gamma);
    return;
  }
  products(columns, x, step, panel, count, out);
  if (kind == POLY) powers(count * 8, out, gamma, coef0, degree);
  else if (kind == SIGMOID) tangents(count * 8, out, gamma, coef0);
}

/** Kernel values of panels `from` .. `to` in single precision, at their places in the row `out`. */
export function kernelRowF32(
  kind: i32, gamma: f64, coef0: f64, degree: i32, columns: i32,
  x: usize, panels: usize, from: i32, to: i32, out: usize,
): void {
  for (let start = from; start < to; start += CHUNK) {
    const count = min(CHUNK, to - start);
    const panel = panels + <usize>start * <usize>columns * 64;
    kernelValues(kind, gamma, coef0, degree, columns, x, 64, panel, count, values);
    let at = out + <usize>start * 32;
    let source = values;
    for (let k = 0; k < count * 2; k++, at += 16, source += 32) {
      const a = f32x4.demote_f64x2_zero(v128.load(source));
      const b = f32x4.demote_f64x2_zero(v128.load(source, 16));
      v128.store(at, v128.shuffle<i64>(a, b, 0, 2));
    }
  }
}

/** K(x, x) of the rows in panels. */
export function kernelDiagonal(
  kind: i32, gamma: f64, coef0: f64, degree: i32, columns: i32, rows: i32, panels: usize, out: usize,
): void {
  for (let i = 0; i < rows; i++) {
    const panel = panels + <usize>(i >> 3) * <usize>columns * 64;
    const x = rowInPanels(panels, columns, i);
    kernelValues(kind, gamma, coef0, degree, columns, x, 64, panel, 1, values);
    store<f64>(out + <usize>i * 8, load<f64>(values + <usize>(i & 7) * 8));
  }
}
