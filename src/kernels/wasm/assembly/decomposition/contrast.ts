// The non-linearities of independent component analysis: each replaces n values (n even, padded with zeros) by theirs
// and returns the sum of the derivatives, that of the padding included.
import { sum2 } from '../shared/simd';
import { exp2lanes } from '../shared/transcendental';

/** tanh(alpha x). */
export function logcosh(n: i32, alpha: f64, x: usize): f64 {
  const one = f64x2.splat(1);
  const factor = f64x2.splat(-2 * alpha);
  const sign = f64x2.splat(-0.0);
  let squares = f64x2.splat(0);
  for (let at = x, end = x + <usize>n * 8; at < end; at += 16) {
    const value = v128.load(at);
    const e = exp2lanes(f64x2.mul(f64x2.abs(value), factor));
    const size = f64x2.div(f64x2.sub(one, e), f64x2.add(one, e));
    squares = f64x2.add(squares, f64x2.mul(size, size));
    v128.store(at, v128.or(size, v128.and(value, sign)));
  }
  return alpha * (<f64>n - sum2(squares));
}

/** x e^(-x^2 / 2). */
export function gauss(n: i32, _alpha: f64, x: usize): f64 {
  let slopes = f64x2.splat(0);
  for (let at = x, end = x + <usize>n * 8; at < end; at += 16) {
    const value = v128.load(at);
    const square = f64x2.mul(value, value);
    const e = exp2lanes(f64x2.mul(square, f64x2.splat(-0.5)));
    v128.store(at, f64x2.mul(value, e));
    slopes = f64x2.add(slopes, f64x2.mul(f64x2.sub(f64x2.splat(1), square), e));
  }
  return sum2(slopes);
}

/** x^3. */
export function cube(n: i32, _alpha: f64, x: usize): f64 {
  let squares = f64x2.splat(0);
  for (let at = x, end = x + <usize>n * 8; at < end; at += 16) {
    const value = v128.load(at);
    const square = f64x2.mul(value, value);
    v128.store(at, f64x2.mul(value, square));
    squares = f64x2.add(squares, square);
  }
  return 3 * sum2(squares);
}
