// Register tiles of matrix products: 4 rows by two vectors, or by one at the right edge. Sums run over k in order.
//
// Compilers of WebAssembly have 15 or so vector registers for a tile, and V8 moves the loads of a loop's body to its
// beginning: sums, and all that one round loads, must fit at once. 6 x 2, or two rounds at a time, spill.
import { madd } from '../shared/simd';

/** Rows of a register tile. */
export const MR: i32 = 4;

/** Columns of a register tile: two vectors. */
// @ts-ignore: decorator
@inline
export function tileColumns<T>(): i32 {
  return 32 / <i32>sizeof<T>();
}

// Not arguments: they would take registers from the sums.
let alpha: f64 = 1;
let beta: f64 = 0;

/** What the tiles to come do with their products: C = alpha * product + beta * C. With beta = 0, C is not read. */
// @ts-ignore: decorator
@inline
export function scaleTiles(product: f64, old: f64): void {
  alpha = product;
  beta = old;
}

// @ts-ignore: decorator
@inline
function putNarrow<T>(c: usize, v: v128): void {
  v = v128.mul<T>(v, v128.splat<T>(<T>alpha));
  if (beta != 0) v = v128.add<T>(v, v128.mul<T>(v128.splat<T>(<T>beta), v128.load(c)));
  v128.store(c, v);
}

// @ts-ignore: decorator
@inline
function put<T>(c: usize, v0: v128, v1: v128): void {
  putNarrow<T>(c, v0);
  putNarrow<T>(c + 16, v1);
}

/**
 * One register tile for 4 rows of A, of which each k has four neighbouring values and lies `aStep` bytes after the last,
 * and one panel of packed B (k x tileColumns). See scaleTiles.
 */
export function tile<T>(
  kc: i32, a: usize, aStep: usize, b: usize, c: usize, ldc: usize,
): void {
  const zero = v128.splat<T>(<T>0);
  let c00 = zero, c01 = zero, c10 = zero, c11 = zero, c20 = zero, c21 = zero, c30 = zero, c31 = zero;
  for (; kc > 0; kc--) {
    const y0 = v128.load(b), y1 = v128.load(b, 16);
    const x0 = v128.load_splat<T>(a);
    c00 = madd<T>(x0, y0, c00); c01 = madd<T>(x0, y1, c01);
    const x1 = v128.load_splat<T>(a, sizeof<T>());
    c10 = madd<T>(x1, y0, c10); c11 = madd<T>(x1, y1, c11);
    const x2 = v128.load_splat<T>(a, 2 * sizeof<T>());
    c20 = madd<T>(x2, y0, c20); c21 = madd<T>(x2, y1, c21);
    const x3 = v128.load_splat<T>(a, 3 * sizeof<T>());
    c30 = madd<T>(x3, y0, c30); c31 = madd<T>(x3, y1, c31);
    a += aStep;
    b += 32;
  }
  put<T>(c, c00, c01); c += ldc;
  put<T>(c, c10, c11); c += ldc;
  put<T>(c, c20, c21); c += ldc;
  put<T>(c, c30, c31);
}

/** The same with the first vector of the panel only. */
export function tileNarrow<T>(
  kc: i32, a: usize, aStep: usize, b: usize, c: usize, ldc: usize,
): void {
  const zero = v128.splat<T>(<T>0);
  let c0 = zero, c1 = zero, c2 = zero, c3 = zero;
  for (; kc >= 2; kc -= 2) {
    const y0 = v128.load(b);
    c0 = madd<T>(v128.load_splat<T>(a), y0, c0);
    c1 = madd<T>(v128.load_splat<T>(a, sizeof<T>()), y0, c1);
    c2 = madd<T>(v128.load_splat<T>(a, 2 * sizeof<T>()), y0, c2);
    c3 = madd<T>(v128.load_splat<T>(a, 3 * sizeof<T>()), y0, c3);
    a += aStep;
    const y1 = v128.load(b, 32);
    c0 = madd<T>(v128.load_splat<T>(a), y1, c0);
    c1 = madd<T>(v128.load_splat<T>(a, sizeof<T>()), y1, c1);
    c2 = madd<T>(v128.load_splat<T>(a, 2 * sizeof<T>()), y1, c2);
    c3 = madd<T>(v128.load_splat<T>(a, 3 * sizeof<T>()), y1, c3);
    a += aStep;
    b += 64;
  }
  if (kc) {
    const y0 = v128.load(b);
    c0 = madd<T>(v128.load_splat<T>(a), y0, c0);
    c1 = madd<T>(v128.load_splat<T>(a, sizeof<T>()), y0, c1);
    c2 = madd<T>(v128.load_splat<T>(a, 2 * sizeof<T>()), y0, c2);
    c3 = madd<T>(v128.load_splat<T>(a, 3 * sizeof<T>()), y0, c3);
  }
  putNarrow<T>(c, c0); c += ldc;
  putNarrow<T>(c, c1); c += ldc;
  putNarrow<T>(c, c2); c += ldc;
  putNarrow<T>(c, c3);
}

/** The same for `rows` rows of A as they stand, `aRow` bytes apart; beyond them the last one is repeated. */
export function rowTile<T>(
  kc: i32, rows: i32, a: usize, aRow: usize, b: usize, c: usize, ldc: usize,
): void {
  const zero = v128.splat<T>(<T>0);
  let c00 = zero, c01 = zero, c10 = zero, c11 = zero, c20 = zero, c21 = zero, c30 = zero, c31 = zero;
  const last = a + <usize>(rows - 1) * aRow;
  let p0 = a, p1 = min(p0 + aRow, last), p2 = min(p1 + aRow, last), p3 = min(p2 + aRow, last);
  for (; kc > 0; kc--) {
    const y0 = v128.load(b), y1 = v128.load(b, 16);
    const x0 = v128.load_splat<T>(p0);
    c00 = madd<T>(x0, y0, c00); c01 = madd<T>(x0, y1, c01);
    const x1 = v128.load_splat<T>(p1);
    c10 = madd<T>(x1, y0, c10); c11 = madd<T>(x1, y1, c11);
    const x2 = v128.load_splat<T>(p2);
    c20 = madd<T>(x2, y0, c20); c21 = madd<T>(x2, y1, c21);
    const x3 = v128.load_splat<T>(p3);
    c30 = madd<T>(x3, y0, c30); c31 = madd<T>(x3, y1, c31);
    p0 += sizeof<T>(); p1 += sizeof<T>(); p2 += sizeof<T>(); p3 += sizeof<T>();
    b += 32;
  }
  put<T>(c, c00, c01); c += ldc;
  put<T>(c, c10, c11); c += ldc;
  put<T>(c, c20, c21); c += ldc;
  put<T>(c, c30, c31);
}

/** The same with the first vector of the panel only. */
export function rowTileNarrow<T>(
  kc: i32, rows: i32, a: usize, aRow: usize, b: usize, c: usize, ldc: usize,
): void {
  const zero = v128.splat<T>(<T>0);
  let c0 = zero, c1 = zero, c2 = zero, c3 = zero;
  const last = a + <usize>(rows - 1) * aRow;
  let p0 = a, p1 = min(p0 + aRow, last), p2 = min(p1 + aRow, last), p3 = min(p2 + aRow, last);
  for (; kc >= 2; kc -= 2) {
    const y0 = v128.load(b);
    c0 = madd<T>(v128.load_splat<T>(p0), y0, c0);
    c1 = madd<T>(v128.load_splat<T>(p1), y0, c1);
    c2 = madd<T>(v128.load_splat<T>(p2), y0, c2);
    c3 = madd<T>(v128.load_splat<T>(p3), y0, c3);
    const y1 = v128.load(b, 32);
    c0 = madd<T>(v128.load_splat<T>(p0, sizeof<T>()), y1, c0);
    c1 = madd<T>(v128.load_splat<T>(p1, sizeof<T>()), y1, c1);
    c2 = madd<T>(v128.load_splat<T>(p2, sizeof<T>()), y1, c2);
    c3 = madd<T>(v128.load_splat<T>(p3, sizeof<T>()), y1, c3);
    p0 += 2 * sizeof<T>(); p1 += 2 * sizeof<T>(); p2 += 2 * sizeof<T>(); p3 += 2 * sizeof<T>();
    b += 64;
  }
  if (kc) {
    const y0 = v128.load(b);
    c0 = madd<T>(v128.load_splat<T>(p0), y0, c0);
    c1 = madd<T>(v128.load_splat<T>(p1), y0, c1);
    c2 = madd<T>(v128.load_splat<T>(p2), y0, c2);
    c3 = madd<T>(v128.load_splat<T>(p3), y0, c3);
  }
  putNarrow<T>(c, c0); c += ldc;
  putNarrow<T>(c, c1); c += ldc;
  putNarrow<T>(c, c2); c += ldc;
  putNarrow<T>(c, c3);
}
