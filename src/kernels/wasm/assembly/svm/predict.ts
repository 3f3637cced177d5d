// Decision values: kernel values of a few rows against all support vectors, then one sum per pair of classes.
import { kernelValues } from './kernel_rows';

/** Kernel values of row-major `x` (rows x columns) against panels; row i of `out` has `stride` doubles. */
export function kernelBlock(
  kind: i32, gamma: f64, coef0: f64, degree: i32, columns: i32,
  rows: i32, x: usize, panels: usize, count: i32, stride: i32, out: usize,
): void {
  for (let i = 0; i < rows; i++) {
    kernelValues(kind, gamma, coef0, degree, columns, x, 8, panels, count, out);
    x += <usize>columns * 8;
    out += <usize>stride * 8;
  }
}

// @ts-ignore: decorator
@inline
function dot(n: i32, x: usize, y: usize): f64 {
  let a = f64x2.splat(0), b = a;
  let k = 0;
  for (; k + 4 <= n; k += 4, x += 32, y += 32) {
    a = f64x2.add(a, f64x2.mul(v128.load(x), v128.load(y)));
    b = f64x2.add(b, f64x2.mul(v128.load(x, 16), v128.load(y, 16)));
  }
  a = f64x2.add(a, b);
  let sum = f64x2.extract_lane(a, 0) + f64x2.extract_lane(a, 1);
  for (; k < n; k++, x += 8, y += 8) sum += load<f64>(x) * load<f64>(y);
  return sum;
}

/**
 * Decision values of pairs of classes from kernel values. Support vectors stand class after class: class c has places
 * starts[c] .. starts[c + 1]. Row j - 1 (or j, behind) of `coef` holds the coefficients against the other class.
 */
export function pairDecisions(
  rows: i32, classes: i32, starts: usize, coef: usize, vectors: i32, intercept: usize,
  values: usize, stride: i32, out: usize,
): void {
  for (let i = 0; i < rows; i++, values += <usize>stride * 8) {
    let pair = 0;
    for (let a = 0; a < classes; a++) {
      const fromA = load<i32>(starts + <usize>a * 4), toA = load<i32>(starts + <usize>a * 4, 4);
      for (let b = a + 1; b < classes; b++, pair++, out += 8) {
        const fromB = load<i32>(starts + <usize>b * 4), toB = load<i32>(starts + <usize>b * 4, 4);
        const rowA = coef + <usize>(b - 1) * <usize>vectors * 8;
        const rowB = coef + <usize>a * <usize>vectors * 8;
        const sum = dot(toA - fromA, values + <usize>fromA * 8, rowA + <usize>fromA * 8)
          + dot(toB - fromB, values + <usize>fromB * 8, rowB + <usize>fromB * 8);
        store<f64>(out, sum + load<f64>(intercept + <usize>pair * 8));
      }
    }
  }
}
