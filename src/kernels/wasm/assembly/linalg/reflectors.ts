// Householder QR on transposed matrices (their rows are the columns) and blocks of reflectors as matrix products.
import { gemmF64 } from '../dense/gemm';
import { axpy, dot, reflector } from './vectors';

/**
 * Factors `count` rows of length m - from: row j becomes a reflector with zeros before its pivot j, tau[j] its factor,
 * diagonal[j] what it maps to; what stood before the pivot is R and moves to r (count x count, column j of R in row j).
 */
export function factorPanel(
  count: i32, length: i32, rows: usize, ld: i32, tau: usize, diagonal: usize, r: usize, ldr: i32,
): void {
  const stride = <usize>ld * 8;
  for (let j = 0; j < count; j++) {
    const row = rows + <usize>j * stride;
    for (let i = 0; i < j; i++) {
      const v = rows + <usize>i * stride;
      const t = load<f64>(tau + <usize>i * 8);
      axpy(length - i, -t * dot(length - i, v + <usize>i * 8, row + <usize>i * 8), v + <usize>i * 8, row + <usize>i * 8);
    }
    for (let i = 0; i < j; i++) {
      store<f64>(r + (<usize>j * <usize>ldr + <usize>i) * 8, load<f64>(row + <usize>i * 8));
      store<f64>(row + <usize>i * 8, 0);
    }
    const self = <usize>j * 8;
    store<f64>(diagonal + self, reflector(length - j, row + self, 0, tau + self));
  }
}

/**
 * Z (rows x length) := Z H_0 H_1 ... H_(count-1), or in the other order when `backward`, for the reflectors in the rows
 * of v. The product is I - V^T T V with a triangular T (Schreiber and Van Loan 1989). `work` holds
 * count^2 + 2 rows count doubles, then room for the products.
 */
export function applyBlock(
  rows: i32, length: i32, z: usize, ldz: i32, count: i32, v: usize, ldv: i32, tau: usize, backward: bool, work: usize,
): void {
  const t = work;
  const y = t + <usize>count * <usize>count * 8;
  const yt = y + <usize>rows * <usize>count * 8;
  const room = (yt + <usize>rows * <usize>count * 8 + 63) & ~63;
  // T: column j is -tau_j T (V v_j) above the diagonal and tau_j on it.
  gemmF64(count, count, length, 1, v, ldv, 1, v, 1, ldv, 0, t, count, 0, room);
  for (let j = 0; j < count; j++) {
    const f = load<f64>(tau + <usize>j * 8);
    for (let i = 0; i < j; i++) {
      let sum: f64 = 0;
      for (let k = i; k < j; k++) {
        sum += load<f64>(t + (<usize>i * <usize>count + <usize>k) * 8) * load<f64>(t + (<usize>k * <usize>count + <usize>j) * 8);
      }
      store<f64>(t + (<usize>i * <usize>count + <usize>j) * 8, -f * sum);
    }
    store<f64>(t + (<usize>j * <usize>count + <usize>j) * 8, f);
    for (let i = j + 1; i < count; i++) store<f64>(t + (<usize>i * <usize>count + <usize>j) * 8, 0);
  }
  gemmF64(rows, count, length, 1, z, ldz, 1, v, 1, ldv, 0, y, count, 0, room);
  if (backward) gemmF64(rows, count, count, 1, y, count, 1, t, 1, count, 0, yt, count, 0, room);
  else gemmF64(rows, count, count, 1, y, count, 1, t, count, 1, 0, yt, count, 0, room);
  gemmF64(rows, length, count, -1, yt, count, 1, v, ldv, 1, 1, z, ldz, 0, room);
}
