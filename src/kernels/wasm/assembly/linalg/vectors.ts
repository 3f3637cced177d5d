// Loops over contiguous doubles that the factorisations are made of.
import { madd, sum2 } from '../shared/simd';

/** Sum of x[i] y[i]. */
export function dot(n: i32, x: usize, y: usize): f64 {
  let a = f64x2.splat(0), b = f64x2.splat(0);
  let i: usize = 0;
  const end = <usize>n * 8;
  for (; i + 32 <= end; i += 32) {
    a = madd<f64>(v128.load(x + i), v128.load(y + i), a);
    b = madd<f64>(v128.load(x + i, 16), v128.load(y + i, 16), b);
  }
  let sum = sum2(f64x2.add(a, b));
  for (; i < end; i += 8) sum += load<f64>(x + i) * load<f64>(y + i);
  return sum;
}

/** y += alpha x. */
export function axpy(n: i32, alpha: f64, x: usize, y: usize): void {
  const scale = f64x2.splat(alpha);
  let i: usize = 0;
  const end = <usize>n * 8;
  for (; i + 32 <= end; i += 32) {
    v128.store(y + i, madd<f64>(scale, v128.load(x + i), v128.load(y + i)));
    v128.store(y + i, madd<f64>(scale, v128.load(x + i, 16), v128.load(y + i, 16)), 16);
  }
  for (; i < end; i += 8) store<f64>(y + i, load<f64>(y + i) + alpha * load<f64>(x + i));
}

/** x *= alpha. */
export function scale(n: i32, alpha: f64, x: usize): void {
  for (let i: usize = 0, end = <usize>n * 8; i < end; i += 8) store<f64>(x + i, load<f64>(x + i) * alpha);
}

/**
 * The reflector I - tau v v^T that maps x (n values, its pivot at `pivot`) to beta at the pivot and 0 elsewhere.
 * x is overwritten by v, with v[pivot] = 1; beta is returned and tau stored. x is of moderate size: callers scale.
 */
export function reflector(n: i32, x: usize, pivot: i32, tau: usize): f64 {
  const at = x + <usize>pivot * 8;
  const alpha = load<f64>(at);
  store<f64>(at, 0);
  const rest = dot(n, x, x);
  store<f64>(at, 1);
  if (rest == 0) {
    store<f64>(tau, 0);
    return alpha;
  }
  const norm = Math.sqrt(alpha * alpha + rest);
  const beta = alpha > 0 ? -norm : norm;
  store<f64>(tau, (beta - alpha) / beta);
  scale(n, 1 / (alpha - beta), x);
  store<f64>(at, 1);
  return beta;
}
