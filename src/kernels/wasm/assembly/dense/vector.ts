// Matrix times vector on resident data: limited by memory bandwidth, so every cell is read once.
import { madd, sum2 } from '../shared/simd';

/** Sum of x_i y_i, in four pairs of lanes. */
export function dotF64(n: i32, x: usize, y: usize): f64 {
  let s0 = f64x2.splat(0), s1 = s0, s2 = s0, s3 = s0;
  let i = 0;
  for (; i + 8 <= n; i += 8) {
    s0 = madd<f64>(v128.load(x), v128.load(y), s0);
    s1 = madd<f64>(v128.load(x, 16), v128.load(y, 16), s1);
    s2 = madd<f64>(v128.load(x, 32), v128.load(y, 32), s2);
    s3 = madd<f64>(v128.load(x, 48), v128.load(y, 48), s3);
    x += 64;
    y += 64;
  }
  let sum = sum2(f64x2.add(f64x2.add(s0, s1), f64x2.add(s2, s3)));
  for (; i < n; i++, x += 8, y += 8) sum += load<f64>(x) * load<f64>(y);
  return sum;
}

/** y += alpha x. */
export function axpyF64(n: i32, alpha: f64, x: usize, y: usize): void {
  const factor = f64x2.splat(alpha);
  let i = 0;
  for (; i + 4 <= n; i += 4) {
    v128.store(y, madd<f64>(factor, v128.load(x), v128.load(y)));
    v128.store(y, madd<f64>(factor, v128.load(x, 16), v128.load(y, 16)), 16);
    x += 32;
    y += 32;
  }
  for (; i < n; i++, x += 8, y += 8) store<f64>(y, load<f64>(y) + alpha * load<f64>(x));
}

/** y = alpha A x + beta y for row-major A (m x n). */
export function gemvF64(m: i32, n: i32, alpha: f64, a: usize, x: usize, beta: f64, y: usize): void {
  for (let i = 0; i < m; i++, a += <usize>n * 8, y += 8) {
    const value = alpha * dotF64(n, a, x);
    store<f64>(y, beta == 0 ? value : value + beta * load<f64>(y));
  }
}

/** y = alpha A^T x + beta y for row-major A (m x n). */
export function gemvTransposedF64(m: i32, n: i32, alpha: f64, a: usize, x: usize, beta: f64, y: usize): void {
  for (let j = 0; j < n; j++) {
    const to = y + <usize>j * 8;
    store<f64>(to, beta == 0 ? 0 : beta * load<f64>(to));
  }
  for (let i = 0; i < m; i++, a += <usize>n * 8, x += 8) axpyF64(n, alpha * load<f64>(x), a, y);
}
