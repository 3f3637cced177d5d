// Gradients and hessians of the losses that need exp, two rows at a time, stored as f32 pairs. Weights may be absent
// (address 0).
import { exp2lanes } from '../shared/transcendental';

/** Stores two gradients and two hessians as two pairs. */
// @ts-ignore: decorator
@inline
function storePairs(to: usize, g: v128, h: v128): void {
  v128.store(to, v128.shuffle<f32>(f32x4.demote_f64x2_zero(g), f32x4.demote_f64x2_zero(h), 0, 4, 1, 5));
}

// @ts-ignore: decorator
@inline
function storePair(to: usize, g: v128, h: v128): void {
  store<f32>(to, <f32>f64x2.extract_lane(g, 0));
  store<f32>(to, <f32>f64x2.extract_lane(h, 0), 4);
}

/** Half binomial loss: y in {0, 1}. */
export function binomial(y: usize, raw: usize, weights: usize, n: i32, pairs: usize): void {
  const one = f64x2.splat(1);
  for (let i = 0; i < n; i += 2) {
    const last = i + 1 == n;
    const at = <usize>i << 3;
    const r = read(raw + at, last), t = read(y + at, last);
    // Beyond -37 the limits e^r - y and e^r are exact, and the formula would overflow.
    const low = f64x2.le(r, f64x2.splat(-37));
    const e = exp2lanes(v128.bitselect(r, f64x2.neg(r), low));
    const d = f64x2.add(one, e);
    let g = f64x2.div(f64x2.sub(f64x2.sub(one, t), f64x2.mul(t, e)), d);
    let h = f64x2.div(e, f64x2.mul(d, d));
    g = v128.bitselect(f64x2.sub(e, t), g, low);
    h = v128.bitselect(e, h, low);
    if (weights) {
      const w = read(weights + at, last);
      g = f64x2.mul(g, w);
      h = f64x2.mul(h, w);
    }
    if (last) storePair(pairs + at, g, h);
    else storePairs(pairs + at, g, h);
  }
}

/** Half multinomial loss: y is a class, raw and pairs hold the classes one after the other (classes x
 * rows, of which n are meant). */
export function multinomial(y: usize, raw: usize, weights: usize, n: i32, rows: i32, classes: i32, pairs: usize): void {
  const plane = <usize>rows << 3;
  const one = f64x2.splat(1);
  for (let i = 0; i < n; i += 2) {
    const last = i + 1 == n;
    const at = <usize>i << 3;
    let top = f64x2.splat(-Infinity);
    for (let k = 0, p = raw + at; k < classes; k++, p += plane) top = f64x2.pmax(top, read(p, last));
    let sum = f64x2.splat(0);
    // The exponentials wait in the place of the pairs: as doubles they fill it exactly.
    for (let k = 0, p = raw + at, q = pairs + at; k < classes; k++, p += plane, q += plane) {
      const e = exp2lanes(f64x2.sub(read(p, last), top));
      sum = f64x2.add(sum, e);
      if (last) store<f64>(q, f64x2.extract_lane(e, 0));
      else v128.store(q, e);
    }
    const t = read(y + at, last);
    const w = weights ? read(weights + at, last) : one;
    for (let k = 0, q = pairs + at; k < classes; k++, q += plane) {
      const p = f64x2.div(read(q, last), sum);
      const hit = v128.and(f64x2.eq(t, f64x2.splat(<f64>k)), one);
      const g = f64x2.mul(f64x2.sub(p, hit), w);
      const h = f64x2.mul(f64x2.mul(p, f64x2.sub(one, p)), w);
      if (last) storePair(q, g, h);
      else storePairs(q, g, h);
    }
  }
}

/** Half Poisson (gamma false) or half gamma loss with the logarithm as link. */
export function logLink(y: usize, raw: usize, weights: usize, n: i32, gamma: bool, pairs: usize): void {
  for (let i = 0; i < n; i += 2) {
    const last = i + 1 == n;
    const at = <usize>i << 3;
    const r = read(raw + at, last), t = read(y + at, last);
    let g: v128, h: v128;
    if (gamma) {
      h = f64x2.mul(t, exp2lanes(f64x2.neg(r)));
      g = f64x2.sub(f64x2.splat(1), h);
    } else {
      h = exp2lanes(r);
      g = f64x2.sub(h, t);
    }
    if (weights) {
      const w = read(weights + at, last);
      g = f64x2.mul(g, w);
      h = f64x2.mul(h, w);
    }
    if (last) storePair(pairs + at, g, h);
    else storePairs(pairs + at, g, h);
  }
}

/** Half squared error; the hessian is the weight. */
export function squared(y: usize, raw: usize, weights: usize, n: i32, pairs: usize): void {
  for (let i = 0; i < n; i += 2) {
    const last = i + 1 == n;
    const at = <usize>i << 3;
    const w = weights ? read(weights + at, last) : f64x2.splat(1);
    const g = f64x2.mul(f64x2.sub(read(raw + at, last), read(y + at, last)), w);
    if (last) storePair(pairs + at, g, w);
    else storePairs(pairs + at, g, w);
  }
}

/** Losses whose gradient takes two values: `high` where the prediction is too high, else `low`; the hessian is the weight. */
export function twoSided(y: usize, raw: usize, weights: usize, n: i32, low: f64, high: f64, pairs: usize): void {
  for (let at: usize = 0, end = <usize>n << 3; at < end; at += 8) {
    const w = weights ? load<f64>(weights + at) : 1;
    const g = load<f64>(raw + at) > load<f64>(y + at) ? high : low;
    store<f32>(pairs + at, <f32>(g * w));
    store<f32>(pairs + at, <f32>w, 4);
  }
}

// @ts-ignore: decorator
@inline
function read(at: usize, last: bool): v128 {
  return last ? v128.load64_splat(at) : v128.load(at);
}
