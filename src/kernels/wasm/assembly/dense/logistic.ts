// One pass over panels of rows: scores, softmax (or sigmoid) and the sums that a solver needs, while a panel is
// in the first-level cache. A panel holds `height` rows (a multiple of 16) column by column, the intercept's ones
// as a last column, so that every loop runs along rows without tails. Rows that fill up the last panel have
// weight 0.
import { at, madd, sum2 } from '../shared/simd';
import { exp2lanes, log1pOfUnit, log2lanes } from '../shared/transcendental';

/** Scores of one or two outputs for 16 or 8 rows at a time: s[k][r] = sum over j of w[k][j] x[j][r]. */
function scores(panel: usize, height: i32, width: i32, outputs: i32, coef: usize, s: usize): void {
  const step = <usize>height * 8;
  let k = 0;
  for (; k + 2 <= outputs; k += 2) {
    const w0 = coef + <usize>k * <usize>width * 8;
    const w1 = w0 + <usize>width * 8;
    const s0 = s + <usize>k * step;
    for (let r: usize = 0; r < step; r += 64) {
      let x = panel + r;
      let a0 = f64x2.splat(0), a1 = a0, a2 = a0, a3 = a0, b0 = a0, b1 = a0, b2 = a0, b3 = a0;
      for (let j = 0; j < width; j++, x += step) {
        const u = v128.load_splat<f64>(at<f64>(w0, j)), v = v128.load_splat<f64>(at<f64>(w1, j));
        let cell = v128.load(x);
        a0 = madd<f64>(u, cell, a0); b0 = madd<f64>(v, cell, b0);
        cell = v128.load(x, 16);
        a1 = madd<f64>(u, cell, a1); b1 = madd<f64>(v, cell, b1);
        cell = v128.load(x, 32);
        a2 = madd<f64>(u, cell, a2); b2 = madd<f64>(v, cell, b2);
        cell = v128.load(x, 48);
        a3 = madd<f64>(u, cell, a3); b3 = madd<f64>(v, cell, b3);
      }
      const to = s0 + r;
      v128.store(to, a0); v128.store(to, a1, 16); v128.store(to, a2, 32); v128.store(to, a3, 48);
      const next = to + step;
      v128.store(next, b0); v128.store(next, b1, 16); v128.store(next, b2, 32); v128.store(next, b3, 48);
    }
  }
  if (k == outputs) return;
  const w = coef + <usize>k * <usize>width * 8;
  for (let r: usize = 0; r < step; r += 128) {
    let x = panel + r;
    let a0 = f64x2.splat(0), a1 = a0, a2 = a0, a3 = a0, a4 = a0, a5 = a0, a6 = a0, a7 = a0;
    for (let j = 0; j < width; j++, x += step) {
      const u = v128.load_splat<f64>(at<f64>(w, j));
      a0 = madd<f64>(u, v128.load(x), a0); a1 = madd<f64>(u, v128.load(x, 16), a1);
      a2 = madd<f64>(u, v128.load(x, 32), a2); a3 = madd<f64>(u, v128.load(x, 48), a3);
      a4 = madd<f64>(u, v128.load(x, 64), a4); a5 = madd<f64>(u, v128.load(x, 80), a5);
      a6 = madd<f64>(u, v128.load(x, 96), a6); a7 = madd<f64>(u, v128.load(x, 112), a7);
    }
    const to = s + <usize>k * step + r;
    v128.store(to, a0); v128.store(to, a1, 16); v128.store(to, a2, 32); v128.store(to, a3, 48);
    v128.store(to, a4, 64); v128.store(to, a5, 80); v128.store(to, a6, 96); v128.store(to, a7, 112);
  }
}

// @ts-ignore: decorator
@inline
function add(to: usize, value: f64): void {
  store<f64>(to, load<f64>(to) + value);
}

/** out[j] += sum over r of a[r] x[j][r], for every column j. */
function addDots(a: usize, panel: usize, height: i32, from: i32, width: i32, out: usize): void {
  const step = <usize>height * 8;
  let j = from;
  for (; j + 4 <= width; j += 4) {
    const x0 = panel + <usize>j * step, x1 = x0 + step, x2 = x1 + step, x3 = x2 + step;
    let a0 = f64x2.splat(0), a1 = a0, a2 = a0, a3 = a0, b0 = a0, b1 = a0, b2 = a0, b3 = a0;
    for (let r: usize = 0; r < step; r += 32) {
      const u = v128.load(a + r), v = v128.load(a + r, 16);
      a0 = madd<f64>(u, v128.load(x0 + r), a0); b0 = madd<f64>(v, v128.load(x0 + r, 16), b0);
      a1 = madd<f64>(u, v128.load(x1 + r), a1); b1 = madd<f64>(v, v128.load(x1 + r, 16), b1);
      a2 = madd<f64>(u, v128.load(x2 + r), a2); b2 = madd<f64>(v, v128.load(x2 + r, 16), b2);
      a3 = madd<f64>(u, v128.load(x3 + r), a3); b3 = madd<f64>(v, v128.load(x3 + r, 16), b3);
    }
    const to = at<f64>(out, j);
    add(to, sum2(f64x2.add(a0, b0)));
    add(to + 8, sum2(f64x2.add(a1, b1)));
    add(to + 16, sum2(f64x2.add(a2, b2)));
    add(to + 24, sum2(f64x2.add(a3, b3)));
  }
  for (; j < width; j++) {
    const x = panel + <usize>j * step;
    let a0 = f64x2.splat(0), b0 = a0;
    for (let r: usize = 0; r < step; r += 32) {
      a0 = madd<f64>(v128.load(a + r), v128.load(x + r), a0);
      b0 = madd<f64>(v128.load(a + r, 16), v128.load(x + r, 16), b0);
    }
    add(at<f64>(out, j), sum2(f64x2.add(a0, b0)));
  }
}

/**
 * Log-odds to what a solver needs, in place. z is the log-odds of the wrong class: with q = sigmoid(z) the loss is
 * log(1 + e^z), the residual q (negative for class 1) and the curvature q (1 - q), all without cancellation.
 */
function binary(height: i32, s: usize, codes: usize, weights: usize, curvature: bool): f64 {
  const one = f64x2.splat(1), zero = f64x2.splat(0);
  let total = zero;
  for (let r = 0; r < height; r += 2) {
    const to = at<f64>(s, r);
    const weight = v128.load(at<f64>(weights, r));
    // All ones where the code is 1: codes are 32-bit, the mask 64-bit.
    const own = i64x2.ne(i64x2.extend_low_i32x4_s(v128.load64_zero(at<i32>(codes, r))), i64x2.splat(0));
    const score = v128.load(to);
    const z = v128.bitselect(f64x2.neg(score), score, own);
    const e = exp2lanes(f64x2.neg(f64x2.abs(z)));
    const sum = f64x2.add(one, e);
    total = f64x2.add(total, f64x2.mul(weight, f64x2.add(f64x2.max(z, zero), log1pOfUnit(e))));
    if (curvature) {
      v128.store(to, f64x2.mul(weight, f64x2.div(e, f64x2.mul(sum, sum))));
    } else {
      const q = f64x2.mul(weight, f64x2.div(v128.bitselect(e, one, f64x2.lt(z, zero)), sum));
      v128.store(to, v128.bitselect(f64x2.neg(q), q, own));
    }
  }
  return sum2(total);
}

/** Scores to probabilities in place; returns the weighted loss if there are codes. */
function softmax(height: i32, outputs: i32, s: usize, codes: usize, weights: usize): f64 {
  const step = <usize>height * 8;
  let total = f64x2.splat(0);
  for (let r = 0; r < height; r += 2) {
    const row = at<f64>(s, r);
    let top = v128.load(row);
    for (let k = 1; k < outputs; k++) top = f64x2.max(top, v128.load(row + <usize>k * step));
    let own = f64x2.splat(0);
    if (codes) {
      const first = <usize>load<i32>(at<i32>(codes, r)), second = <usize>load<i32>(at<i32>(codes, r + 1));
      own = f64x2.replace_lane(f64x2.splat(load<f64>(row + first * step)), 1, load<f64>(row + 8 + second * step));
    }
    let sum = f64x2.splat(0);
    for (let k = 0; k < outputs; k++) {
      const cell = row + <usize>k * step;
      const e = exp2lanes(f64x2.sub(v128.load(cell), top));
      v128.store(cell, e);
      sum = f64x2.add(sum, e);
    }
    const inverse = f64x2.div(f64x2.splat(1), sum);
    for (let k = 0; k < outputs; k++) {
      const cell = row + <usize>k * step;
      v128.store(cell, f64x2.mul(v128.load(cell), inverse));
    }
    if (codes) {
      const loss = f64x2.add(log2lanes(sum), f64x2.sub(top, own));
      total = f64x2.add(total, f64x2.mul(v128.load(at<f64>(weights, r)), loss));
    }
  }
  return sum2(total);
}

/** Probabilities to weighted residuals: w (p_k - [code = k]). */
function residuals(height: i32, outputs: i32, s: usize, codes: usize, weights: usize): void {
  const step = <usize>height * 8;
  for (let k = 0; k < outputs; k++) {
    for (let r = 0; r < height; r += 2) {
      const cell = s + <usize>k * step + <usize>r * 8;
      v128.store(cell, f64x2.mul(v128.load(cell), v128.load(at<f64>(weights, r))));
    }
  }
  for (let r = 0; r < height; r++) {
    add(s + <usize>load<i32>(at<i32>(codes, r)) * step + <usize>r * 8, -load<f64>(at<f64>(weights, r)));
  }
}

/**
 * Adds the gradient (outputs x width) of `count` panels and returns their loss. `codes` (i32) and `weights` (f64)
 * start at the first panel; `work` holds outputs x height doubles.
 */
export function logisticGradient(
  count: i32, height: i32, width: i32, outputs: i32, panels: usize, codes: usize, weights: usize,
  coef: usize, gradient: usize, work: usize,
): f64 {
  const step = <usize>height * 8;
  let loss: f64 = 0;
  for (let p = 0; p < count; p++) {
    scores(panels, height, width, outputs, coef, work);
    if (outputs == 1) loss += binary(height, work, codes, weights, false);
    else {
      loss += softmax(height, outputs, work, codes, weights);
      residuals(height, outputs, work, codes, weights);
    }
    for (let k = 0; k < outputs; k++) {
      addDots(work + <usize>k * step, panels, height, 0, width, gradient + <usize>k * <usize>width * 8);
    }
    panels += <usize>width * step;
    codes += <usize>height * 4;
    weights += step;
  }
  return loss;
}

/**
 * Adds Hessian times direction (outputs x width) of `count` panels. `work` holds 2 x outputs x height doubles.
 */
export function logisticHessianProduct(
  count: i32, height: i32, width: i32, outputs: i32, panels: usize, codes: usize, weights: usize,
  coef: usize, direction: usize, product: usize, work: usize,
): void {
  const step = <usize>height * 8;
  const slopes = work + <usize>outputs * step;
  for (let p = 0; p < count; p++) {
    scores(panels, height, width, outputs, coef, work);
    scores(panels, height, width, outputs, direction, slopes);
    if (outputs == 1) binary(height, work, codes, weights, true);
    else softmax(height, outputs, work, 0, weights);
    for (let r = 0; r < height; r += 2) {
      // u_k = w p_k (t_k - p.t), or w q (1 - q) t for one output.
      const at0 = work + <usize>r * 8, to0 = slopes + <usize>r * 8;
      if (outputs == 1) {
        v128.store(to0, f64x2.mul(v128.load(to0), v128.load(at0)));
        continue;
      }
      let mean = f64x2.splat(0);
      for (let k = 0; k < outputs; k++) {
        mean = f64x2.add(mean, f64x2.mul(v128.load(at0 + <usize>k * step), v128.load(to0 + <usize>k * step)));
      }
      const weight = v128.load(at<f64>(weights, r));
      for (let k = 0; k < outputs; k++) {
        const cell = to0 + <usize>k * step;
        const p0 = f64x2.mul(weight, v128.load(at0 + <usize>k * step));
        v128.store(cell, f64x2.mul(p0, f64x2.sub(v128.load(cell), mean)));
      }
    }
    for (let k = 0; k < outputs; k++) {
      addDots(slopes + <usize>k * step, panels, height, 0, width, product + <usize>k * <usize>width * 8);
    }
    panels += <usize>width * step;
    codes += <usize>height * 4;
    weights += step;
  }
}

/**
 * Adds the Hessian of `count` panels: for each pair of outputs k <= l a width x width block, of which the upper
 * triangle is written (each block is symmetric). `work` holds (outputs + width + 1) x height doubles.
 */
export function logisticHessian(
  count: i32, height: i32, width: i32, outputs: i32, panels: usize, codes: usize, weights: usize,
  coef: usize, blocks: usize, work: usize,
): void {
  const step = <usize>height * 8;
  const factor = work + <usize>outputs * step;
  const scaled = factor + step;
  for (let p = 0; p < count; p++) {
    scores(panels, height, width, outputs, coef, work);
    if (outputs == 1) binary(height, work, codes, weights, true);
    else softmax(height, outputs, work, 0, weights);
    let block = blocks;
    for (let k = 0; k < outputs; k++) {
      for (let l = k; l < outputs; l++, block += <usize>width * <usize>width * 8) {
        for (let r: usize = 0; r < step; r += 16) {
          let h = v128.load(work + r);
          if (outputs > 1) {
            // w p_k ([k = l] - p_l)
            const pk = v128.load(work + <usize>k * step + r), pl = v128.load(work + <usize>l * step + r);
            h = f64x2.mul(v128.load(weights + r), f64x2.mul(pk, f64x2.sub(f64x2.splat(k == l ? 1 : 0), pl)));
          }
          v128.store(factor + r, h);
        }
        for (let j = 0; j < width; j++) {
          const from = panels + <usize>j * step, to = scaled;
          for (let r: usize = 0; r < step; r += 16) {
            v128.store(to + r, f64x2.mul(v128.load(from + r), v128.load(factor + r)));
          }
          addDots(scaled, panels, height, j, width, block + <usize>j * <usize>width * 8);
        }
      }
    }
    panels += <usize>width * step;
    codes += <usize>height * 4;
    weights += step;
  }
}

/** Scores, then probabilities, of one panel: outputs x height; with one output, those of class 1. */
export function logisticProbabilities(
  height: i32, width: i32, outputs: i32, panel: usize, coef: usize, result: usize,
): void {
  scores(panel, height, width, outputs, coef, result);
  if (outputs > 1) {
    softmax(height, outputs, result, 0, 0);
    return;
  }
  for (let r = 0; r < height; r += 2) {
    const cell = at<f64>(result, r);
    const s = v128.load(cell);
    const e = exp2lanes(f64x2.neg(f64x2.abs(s)));
    const top = v128.bitselect(e, f64x2.splat(1), f64x2.lt(s, f64x2.splat(0)));
    v128.store(cell, f64x2.div(top, f64x2.add(f64x2.splat(1), e)));
  }
}

/** Copies `count` rows (row-major) into panels; `ones`: the last of the `width` columns is 1. */
export function packPanels(
  count: i32, height: i32, width: i32, ones: bool, rows: usize, panels: usize,
): void {
  const columns = width - <i32>ones;
  const step = <usize>height * 8;
  for (let i = 0; i < count; i++) {
    let to = panels + <usize>(i / height) * <usize>width * step + <usize>(i % height) * 8;
    for (let j = 0; j < columns; j++, rows += 8, to += step) store<f64>(to, load<f64>(rows));
    if (ones) store<f64>(to, 1);
  }
}
