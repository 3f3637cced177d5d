// Householder reduction of a symmetric matrix to tridiagonal form, one pass over the triangle per step.
import { madd, sum2 } from '../shared/simd';
import { axpy, dot, reflector } from './vectors';

/**
 * Reduces A (n x n, row-major, lower triangle used) from its last row up: row k keeps the reflector H_k of length k,
 * d and e take the diagonal and the values beside it, tau[k] the factor of H_k. Q = H_(n-1) ... H_1. `work`: 2 n.
 * Does the rows from - 1 down to `to`, so that it can be called for a part at a time; from n to 0 is all.
 */
export function tridiagonalise(
  n: i32, a: usize, d: usize, e: usize, tau: usize, work: usize, from: i32, to: i32,
): void {
  const ld = <usize>n * 8;
  const odd = ((n - from) & 1) != 0;
  let w = odd ? work + ld : work; // A -= v w^T + w v^T of the step before is still to be done
  let p = odd ? work : work + ld;
  let v: usize = from < n ? a + <usize>from * ld : 0;
  for (let k = from - 1; k >= to; k--) {
    const row = a + <usize>k * ld;
    if (v != 0) {
      const vk = load<f64>(v + <usize>k * 8);
      const wk = load<f64>(w + <usize>k * 8);
      axpy(k + 1, -vk, w, row);
      axpy(k + 1, -wk, v, row);
    }
    store<f64>(d + <usize>k * 8, load<f64>(row + <usize>k * 8));
    if (k == 0) {
      store<f64>(tau, 0);
      return;
    }
    const factor = tau + <usize>k * 8;
    store<f64>(e + <usize>(k - 1) * 8, reflector(k, row, k - 1, factor));
    if (v == 0) {
      for (let i = 0; i < k; i++) product(i, a + <usize>i * ld, row, p);
    } else {
      for (let i = 0; i < k; i++) updateAndProduct(i, a + <usize>i * ld, v, w, row, p);
    }
    // w = tau p - (tau^2 / 2) (p . v) v
    const t = load<f64>(factor);
    for (let i = 0; i < k; i++) store<f64>(p + <usize>i * 8, load<f64>(p + <usize>i * 8) * t);
    axpy(k, -0.5 * t * dot(k, p, row), row, p);
    v = row;
    const swap = w;
    w = p;
    p = swap;
  }
}

/** Row i of the triangle's part in p = A u. */
function product(i: i32, row: usize, u: usize, p: usize): void {
  const ui = load<f64>(u + <usize>i * 8);
  const sum = dot(i, row, u);
  axpy(i, ui, row, p);
  store<f64>(p + <usize>i * 8, sum + load<f64>(row + <usize>i * 8) * ui);
}

/** The same after row -= v_i w + w_i v. */
function updateAndProduct(i: i32, row: usize, v: usize, w: usize, u: usize, p: usize): void {
  const self = <usize>i * 8;
  const vi = load<f64>(v + self), wi = load<f64>(w + self), ui = load<f64>(u + self);
  const vv = f64x2.splat(-vi), ww = f64x2.splat(-wi), uu = f64x2.splat(ui);
  let sums = f64x2.splat(0);
  let sums2 = f64x2.splat(0);
  let j: usize = 0;
  for (; j + 32 <= self; j += 32) {
    const x = madd<f64>(vv, v128.load(w + j), madd<f64>(ww, v128.load(v + j), v128.load(row + j)));
    const y = madd<f64>(vv, v128.load(w + j, 16), madd<f64>(ww, v128.load(v + j, 16), v128.load(row + j, 16)));
    v128.store(row + j, x);
    v128.store(row + j, y, 16);
    sums = madd<f64>(x, v128.load(u + j), sums);
    sums2 = madd<f64>(y, v128.load(u + j, 16), sums2);
    v128.store(p + j, madd<f64>(uu, x, v128.load(p + j)));
    v128.store(p + j, madd<f64>(uu, y, v128.load(p + j, 16)), 16);
  }
  let sum = sum2(f64x2.add(sums, sums2));
  for (; j < self; j += 8) {
    const x = load<f64>(row + j) - vi * load<f64>(w + j) - wi * load<f64>(v + j);
    store<f64>(row + j, x);
    sum += x * load<f64>(u + j);
    store<f64>(p + j, load<f64>(p + j) + ui * x);
  }
  const x = load<f64>(row + self) - 2 * vi * wi;
  store<f64>(row + self, x);
  store<f64>(p + self, sum + x * ui);
}
