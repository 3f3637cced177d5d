// C = alpha op(A) op(B) + beta C for row-major C, in the manner of Goto: blocks of A and B are copied into
// contiguous panels that stay in cache, and a register tile of 6 x 2 vectors runs along them. Every element of
// C is summed in the order of k, whatever the sizes, so cutting A into row blocks changes no bit.
import { at, madd } from '../shared/simd';

/** Rows of a register tile. */
export const MR: i32 = 6;
const KC: i32 = 256;
const MC: i32 = 144;
const NC: i32 = 1024;

/** Columns of a register tile: two vectors. */
// @ts-ignore: decorator
@inline
export function tileColumns<T>(): i32 {
  return 32 / <i32>sizeof<T>();
}

/**
 * One register tile: 6 rows of packed A (k x 6) times one panel of packed B (k x tileColumns), then
 * C = alpha * product + beta * C. With beta = 0, C is not read.
 */
export function tile<T>(kc: i32, a: usize, b: usize, c: usize, ldc: usize, alpha: T, beta: T): void {
  const zero = v128.splat<T>(<T>0);
  let c00 = zero, c01 = zero, c10 = zero, c11 = zero, c20 = zero, c21 = zero;
  let c30 = zero, c31 = zero, c40 = zero, c41 = zero, c50 = zero, c51 = zero;
  let k = kc;
  for (; k >= 2; k -= 2) {
    let b0 = v128.load(b), b1 = v128.load(b, 16);
    let x = v128.load_splat<T>(a);
    c00 = madd<T>(x, b0, c00); c01 = madd<T>(x, b1, c01);
    x = v128.load_splat<T>(a, sizeof<T>());
    c10 = madd<T>(x, b0, c10); c11 = madd<T>(x, b1, c11);
    x = v128.load_splat<T>(a, 2 * sizeof<T>());
    c20 = madd<T>(x, b0, c20); c21 = madd<T>(x, b1, c21);
    x = v128.load_splat<T>(a, 3 * sizeof<T>());
    c30 = madd<T>(x, b0, c30); c31 = madd<T>(x, b1, c31);
    x = v128.load_splat<T>(a, 4 * sizeof<T>());
    c40 = madd<T>(x, b0, c40); c41 = madd<T>(x, b1, c41);
    x = v128.load_splat<T>(a, 5 * sizeof<T>());
    c50 = madd<T>(x, b0, c50); c51 = madd<T>(x, b1, c51);
    b0 = v128.load(b, 32); b1 = v128.load(b, 48);
    x = v128.load_splat<T>(a, 6 * sizeof<T>());
    c00 = madd<T>(x, b0, c00); c01 = madd<T>(x, b1, c01);
    x = v128.load_splat<T>(a, 7 * sizeof<T>());
    c10 = madd<T>(x, b0, c10); c11 = madd<T>(x, b1, c11);
    x = v128.load_splat<T>(a, 8 * sizeof<T>());
    c20 = madd<T>(x, b0, c20); c21 = madd<T>(x, b1, c21);
    x = v128.load_splat<T>(a, 9 * sizeof<T>());
    c30 = madd<T>(x, b0, c30); c31 = madd<T>(x, b1, c31);
    x = v128.load_splat<T>(a, 10 * sizeof<T>());
    c40 = madd<T>(x, b0, c40); c41 = madd<T>(x, b1, c41);
    x = v128.load_splat<T>(a, 11 * sizeof<T>());
    c50 = madd<T>(x, b0, c50); c51 = madd<T>(x, b1, c51);
    a += 12 * sizeof<T>();
    b += 64;
  }
  if (k) {
    const b0 = v128.load(b), b1 = v128.load(b, 16);
    let x = v128.load_splat<T>(a);
    c00 = madd<T>(x, b0, c00); c01 = madd<T>(x, b1, c01);
    x = v128.load_splat<T>(a, sizeof<T>());
    c10 = madd<T>(x, b0, c10); c11 = madd<T>(x, b1, c11);
    x = v128.load_splat<T>(a, 2 * sizeof<T>());
    c20 = madd<T>(x, b0, c20); c21 = madd<T>(x, b1, c21);
    x = v128.load_splat<T>(a, 3 * sizeof<T>());
    c30 = madd<T>(x, b0, c30); c31 = madd<T>(x, b1, c31);
    x = v128.load_splat<T>(a, 4 * sizeof<T>());
    c40 = madd<T>(x, b0, c40); c41 = madd<T>(x, b1, c41);
    x = v128.load_splat<T>(a, 5 * sizeof<T>());
    c50 = madd<T>(x, b0, c50); c51 = madd<T>(x, b1, c51);
  }
  put<T>(c, c00, c01, alpha, beta); c += ldc;
  put<T>(c, c10, c11, alpha, beta); c += ldc;
  put<T>(c, c20, c21, alpha, beta); c += ldc;
  put<T>(c, c30, c31, alpha, beta); c += ldc;
  put<T>(c, c40, c41, alpha, beta); c += ldc;
  put<T>(c, c50, c51, alpha, beta);
}

// @ts-ignore: decorator
@inline
function put<T>(c: usize, v0: v128, v1: v128, alpha: T, beta: T): void {
  v0 = v128.mul<T>(v0, v128.splat<T>(alpha));
  v1 = v128.mul<T>(v1, v128.splat<T>(alpha));
  if (beta != <T>0) {
    v0 = v128.add<T>(v0, v128.mul<T>(v128.splat<T>(beta), v128.load(c)));
    v1 = v128.add<T>(v1, v128.mul<T>(v128.splat<T>(beta), v128.load(c, 16)));
  }
  v128.store(c, v0);
  v128.store(c, v1, 16);
}

/** Copies `rows` x `kc` of a strided operand into panels of `width` rows, each k-major; short panels get zeros. */
function pack<T>(q: usize, width: i32, src: usize, rows: i32, kc: i32, rowStride: usize, kStride: usize): void {
  for (let i = 0; i < rows; i += width) {
    const count = min(width, rows - i);
    const base = src + <usize>i * rowStride;
    if (count == 4 && width == 4) {
      let p0 = base, p1 = base + rowStride, p2 = p1 + rowStride, p3 = p2 + rowStride;
      for (let k = 0; k < kc; k++) {
        store<T>(q, load<T>(p0)); store<T>(q, load<T>(p1), sizeof<T>());
        store<T>(q, load<T>(p2), 2 * sizeof<T>()); store<T>(q, load<T>(p3), 3 * sizeof<T>());
        p0 += kStride; p1 += kStride; p2 += kStride; p3 += kStride;
        q += 4 * sizeof<T>();
      }
    } else if (count == 6 && width == 6) {
      let p0 = base, p1 = base + rowStride, p2 = p1 + rowStride;
      let p3 = p2 + rowStride, p4 = p3 + rowStride, p5 = p4 + rowStride;
      for (let k = 0; k < kc; k++) {
        store<T>(q, load<T>(p0)); store<T>(q, load<T>(p1), sizeof<T>());
        store<T>(q, load<T>(p2), 2 * sizeof<T>()); store<T>(q, load<T>(p3), 3 * sizeof<T>());
        store<T>(q, load<T>(p4), 4 * sizeof<T>()); store<T>(q, load<T>(p5), 5 * sizeof<T>());
        p0 += kStride; p1 += kStride; p2 += kStride; p3 += kStride; p4 += kStride; p5 += kStride;
        q += 6 * sizeof<T>();
      }
    } else if (count == width && rowStride == sizeof<T>() && width == tileColumns<T>()) {
      let p = base;
      for (let k = 0; k < kc; k++) {
        v128.store(q, v128.load(p));
        v128.store(q, v128.load(p, 16), 16);
        p += kStride;
        q += 32;
      }
    } else {
      for (let k = 0; k < kc; k++) {
        let p = base + <usize>k * kStride;
        for (let r = 0; r < width; r++) {
          store<T>(q, r < count ? load<T>(p) : <T>0);
          p += rowStride;
          q += sizeof<T>();
        }
      }
    }
  }
}

/** Multiplies m x n cells of C by beta (0 writes zeros over anything). */
function scale<T>(m: i32, n: i32, beta: T, c: usize, ldc: usize): void {
  for (let i = 0; i < m; i++, c += ldc) {
    for (let j = 0; j < n; j++) store<T>(at<T>(c, j), beta == <T>0 ? <T>0 : beta * load<T>(at<T>(c, j)));
  }
}

/** Strides count elements. `upper`: only tiles that touch the diagonal or lie above it are computed. */
function gemm<T>(
  m: i32, n: i32, k: i32, alpha: T, a: usize, aRow: i32, aCol: i32, b: usize, bRow: i32, bCol: i32,
  beta: T, c: usize, ldc: i32, upper: bool, work: usize,
): void {
  const nr = tileColumns<T>();
  const size = sizeof<T>();
  const stride = <usize>ldc * size;
  const edge = work;
  const pa = work + 6 * 32;
  const pb = pa + <usize>(min(MC, m + MR) * min(KC, k)) * size;
  if (k == 0) scale<T>(m, n, beta, c, stride);
  for (let jc = 0; jc < n; jc += NC) {
    const nc = min(NC, n - jc);
    for (let pc = 0; pc < k; pc += KC) {
      const kc = min(KC, k - pc);
      const factor = pc ? <T>1 : beta;
      pack<T>(pb, nr, b + (<usize>pc * <usize>bRow + <usize>jc * <usize>bCol) * size, nc, kc, <usize>bCol * size, <usize>bRow * size);
      for (let ic = 0; ic < m; ic += MC) {
        const mc = min(MC, m - ic);
        if (upper && ic >= jc + nc) continue;
        pack<T>(pa, MR, a + (<usize>ic * <usize>aRow + <usize>pc * <usize>aCol) * size, mc, kc, <usize>aRow * size, <usize>aCol * size);
        for (let j = 0; j < nc; j += nr) {
          const bp = pb + <usize>j * <usize>kc * size;
          const cols = min(nr, nc - j);
          for (let i = 0; i < mc; i += MR) {
            if (upper && ic + i >= jc + j + nr) break;
            const ap = pa + <usize>i * <usize>kc * size;
            const cp = c + <usize>(ic + i) * stride + <usize>(jc + j) * size;
            const rows = min(MR, mc - i);
            if (rows == MR && cols == nr) tile<T>(kc, ap, bp, cp, stride, alpha, factor);
            else {
              tile<T>(kc, ap, bp, edge, 32, alpha, <T>0);
              for (let r = 0; r < rows; r++) {
                for (let s = 0; s < cols; s++) {
                  const to = cp + <usize>r * stride + <usize>s * size;
                  let v = load<T>(edge + <usize>r * 32 + <usize>s * size);
                  if (factor != <T>0) v += factor * load<T>(to);
                  store<T>(to, v);
                }
              }
            }
          }
        }
      }
    }
  }
}

/** Bytes of work space that a product needs. */
export function gemmWorkBytes(m: i32, n: i32, k: i32, size: i32): u32 {
  const kc = min(KC, k);
  return <u32>(6 * 32 + (min(MC, m + MR) + min(NC, n + 8)) * kc * size);
}

export function gemmF64(
  m: i32, n: i32, k: i32, alpha: f64, a: usize, aRow: i32, aCol: i32, b: usize, bRow: i32, bCol: i32,
  beta: f64, c: usize, ldc: i32, upper: bool, work: usize,
): void {
  gemm<f64>(m, n, k, alpha, a, aRow, aCol, b, bRow, bCol, beta, c, ldc, upper, work);
}

export function gemmF32(
  m: i32, n: i32, k: i32, alpha: f32, a: usize, aRow: i32, aCol: i32, b: usize, bRow: i32, bCol: i32,
  beta: f32, c: usize, ldc: i32, upper: bool, work: usize,
): void {
  gemm<f32>(m, n, k, alpha, a, aRow, aCol, b, bRow, bCol, beta, c, ldc, upper, work);
}

/** Copies the upper triangle of a square matrix onto the lower. */
export function mirrorF64(n: i32, c: usize, ldc: i32): void {
  const stride = <usize>ldc * 8;
  for (let i = 1; i < n; i++) {
    for (let j = 0; j < i; j++) {
      store<f64>(c + <usize>i * stride + <usize>j * 8, load<f64>(c + <usize>j * stride + <usize>i * 8));
    }
  }
}
