// Generalised linear models with the logarithm as their link, in one pass over blocks of rows that stay in the
// first-level cache between scores and gradient; and products of rows with weights.
import { at, madd, sum2 } from '../shared/simd';
import { exp2lanes } from '../shared/transcendental';
import { axpyF64, gemvF64, gemvTransposedF64 } from './vector';

/** Rows in a block; even. */
const BLOCK: i32 = 128;

/**
 * Adds Z' g to `gradient` and the sum of g to the place after it (d + 1), writes each row's curvature to `curvature` (n)
 * and returns the loss: g and curvature are the derivatives of w (e^(q s) / q - y e^(p s) / p), p = 1 - power, q = 2 - power,
 * at s = Z u + b. `weights` may be 0: all 1. `z`: n x d, row-major. `work`: 2 x 128 doubles.
 */
export function tweediePass(
  n: i32, d: i32, power: f64, z: usize, y: usize, weights: usize, u: usize, b: f64,
  gradient: usize, curvature: usize, work: usize,
): f64 {
  const p = 1.0 - power, q = 2.0 - power;
  let loss: f64 = 0, slopes: f64 = 0;
  const step = <usize>d * 8;
  for (let from = 0; from < n; from += BLOCK) {
    const rows = min(BLOCK, n - from);
    gemvF64(rows, d, 1, z, u, 0, work);
    const slope = work + <usize>BLOCK * 8;
    let lossOf = f64x2.splat(0), slopeOf = lossOf;
    for (let i = 0; i < rows; i += 2) {
      // A last odd row stands alone: the other lane has weight 0 and a score of 0.
      const row = from + i;
      const pair = i + 1 < rows;
      const target = pair ? v128.load(at<f64>(y, row)) : v128.load64_zero(at<f64>(y, row));
      let weight = pair ? f64x2.splat(1) : f64x2(1, 0);
      if (weights) weight = pair ? v128.load(at<f64>(weights, row)) : v128.load64_zero(at<f64>(weights, row));
      const raw = pair ? v128.load(at<f64>(work, i)) : v128.load64_zero(at<f64>(work, i));
      const s = f64x2.add(raw, f64x2.splat(b));
      let value: v128, g: v128, h: v128;
      if (power == 1) {
        const grown = exp2lanes(s);
        value = f64x2.sub(grown, f64x2.mul(target, s));
        g = f64x2.sub(grown, target);
        h = grown;
      } else if (power == 2) {
        const rest = f64x2.mul(target, exp2lanes(f64x2.neg(s)));
        value = f64x2.add(s, rest);
        g = f64x2.sub(f64x2.splat(1), rest);
        h = rest;
      } else {
        const grown = exp2lanes(f64x2.mul(s, f64x2.splat(q)));
        const rest = f64x2.mul(target, exp2lanes(f64x2.mul(s, f64x2.splat(p))));
        value = f64x2.sub(f64x2.div(grown, f64x2.splat(q)), f64x2.div(rest, f64x2.splat(p)));
        g = f64x2.sub(grown, rest);
        h = f64x2.sub(f64x2.mul(grown, f64x2.splat(q)), f64x2.mul(rest, f64x2.splat(p)));
      }
      if (!pair) {
        // Zero times the other lane, also where that overflows.
        const first = i64x2(-1, 0);
        value = v128.and(value, first);
        g = v128.and(g, first);
      }
      g = f64x2.mul(g, weight);
      h = f64x2.mul(h, weight);
      lossOf = madd<f64>(value, weight, lossOf);
      slopeOf = f64x2.add(slopeOf, g);
      v128.store(at<f64>(slope, i), g);
      if (pair) v128.store(at<f64>(curvature, row), h);
      else v128.store64_lane(at<f64>(curvature, row), h, 0);
    }
    loss += sum2(lossOf);
    slopes += sum2(slopeOf);
    gemvTransposedF64(rows, d, 1, z, slope, 1, gradient);
    z += <usize>rows * step;
  }
  const last = at<f64>(gradient, d);
  store<f64>(last, load<f64>(last) + slopes);
  return loss;
}

/** Adds the squares of the n rows' cells times max(h, 0) to `out` (d + 1), and the sum of max(h, 0) to the last place. */
export function weightedSquares(n: i32, d: i32, z: usize, h: usize, out: usize): void {
  let sum: f64 = 0;
  for (let i = 0; i < n; i++, h += 8) {
    const weight = max(load<f64>(h), 0);
    const factor = f64x2.splat(weight);
    sum += weight;
    let to = out;
    let j = 0;
    for (; j + 2 <= d; j += 2, z += 16, to += 16) {
      const cell = v128.load(z);
      v128.store(to, madd<f64>(factor, f64x2.mul(cell, cell), v128.load(to)));
    }
    if (j < d) {
      const cell = load<f64>(z);
      store<f64>(to, load<f64>(to) + weight * cell * cell);
      z += 8;
    }
  }
  const last = at<f64>(out, d);
  store<f64>(last, load<f64>(last) + sum);
}

/** out = diag(h) Z for n rows of d cells. */
export function weightRows(n: i32, d: i32, z: usize, h: usize, out: usize): void {
  memory.fill(out, 0, <usize>n * <usize>d * 8);
  const step = <usize>d * 8;
  for (let i = 0; i < n; i++, z += step, out += step, h += 8) axpyF64(d, load<f64>(h), z, out);
}
