// Linear machines with squared losses, in the primal: value and gradient in one pass over the rows, products with the
// generalised Hessian in another. Rows lie in panels of eight, so each pass reads them once.
import { madd, sum2 } from '../shared/simd';

/** X w of a panel in four pairs of rows, written to `out`. */
// @ts-ignore: decorator
@inline
function margins(columns: i32, w: usize, panel: usize, out: usize): void {
  let a = f64x2.splat(0), b = a, c = a, d = a;
  for (let j = 0; j < columns; j++, w += 8, panel += 64) {
    const value = v128.load_splat<f64>(w);
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

/** Adds X' r of a panel to `sums`, which has two lanes per column. */
// @ts-ignore: decorator
@inline
function addColumns(columns: i32, panel: usize, r: usize, sums: usize): void {
  const a = v128.load(r), b = v128.load(r, 16), c = v128.load(r, 32), d = v128.load(r, 48);
  for (let j = 0; j < columns; j++, panel += 64, sums += 16) {
    let sum = v128.load(sums);
    sum = madd<f64>(a, v128.load(panel), sum);
    sum = madd<f64>(b, v128.load(panel, 16), sum);
    sum = madd<f64>(c, v128.load(panel, 32), sum);
    sum = madd<f64>(d, v128.load(panel, 48), sum);
    v128.store(sums, sum);
  }
}

const scratch = memory.data(64, 64);

/**
 * Loss of the rows of panels from .. to; adds their gradient to `sums` and writes their curvatures. With `tube` < 0
 * the squared hinge loss of labels y, else the squared loss of residuals beyond the tube.
 */
export function squaredLoss(
  from: i32, to: i32, columns: i32, panels: usize, y: usize, c: usize, w: usize,
  tube: f64, curvature: usize, sums: usize,
): f64 {
  const zero = f64x2.splat(0), two = f64x2.splat(2), one = f64x2.splat(1);
  const width = f64x2.splat(tube);
  let total = zero;
  const bytes = <usize>columns * 64;
  for (let p = from; p < to; p++) {
    const panel = panels + <usize>p * bytes;
    margins(columns, w, panel, scratch);
    let any: v128 = zero;
    for (let k: usize = 0; k < 64; k += 16) {
      const at = (<usize>p << 6) + k;
      const label = v128.load(y + at), weight = v128.load(c + at);
      const margin = v128.load(scratch + k);
      let excess: v128, direction: v128;
      if (tube < 0) {
        excess = f64x2.max(f64x2.sub(one, f64x2.mul(label, margin)), zero);
        direction = f64x2.neg(label);
      } else {
        const residual = f64x2.sub(margin, label);
        excess = f64x2.max(f64x2.sub(f64x2.abs(residual), width), zero);
        direction = v128.or(one, v128.and(residual, f64x2.splat(-0.0)));
      }
      const active = f64x2.gt(excess, zero);
      const weighted = f64x2.mul(weight, excess);
      total = madd<f64>(weighted, excess, total);
      v128.store(scratch + k, f64x2.mul(two, f64x2.mul(direction, weighted)));
      v128.store(curvature + at, v128.and(f64x2.mul(two, weight), active));
      any = v128.or(any, active);
    }
    if (v128.any_true(any)) addColumns(columns, panel, scratch, sums);
  }
  return sum2(total);
}

/** Adds X' D X s of panels from .. to, D the curvatures, to `sums`. */
export function hessianProduct(
  from: i32, to: i32, columns: i32, panels: usize, curvature: usize, s: usize, sums: usize,
): void {
  const bytes = <usize>columns * 64;
  for (let p = from; p < to; p++) {
    const d = curvature + (<usize>p << 6);
    const da = v128.load(d), db = v128.load(d, 16), dc = v128.load(d, 32), dd = v128.load(d, 48);
    if (!v128.any_true(v128.or(v128.or(da, db), v128.or(dc, dd)))) continue;
    const panel = panels + <usize>p * bytes;
    margins(columns, s, panel, scratch);
    v128.store(scratch, f64x2.mul(da, v128.load(scratch)));
    v128.store(scratch, f64x2.mul(db, v128.load(scratch, 16)), 16);
    v128.store(scratch, f64x2.mul(dc, v128.load(scratch, 32)), 32);
    v128.store(scratch, f64x2.mul(dd, v128.load(scratch, 48)), 48);
    addColumns(columns, panel, scratch, sums);
  }
}
