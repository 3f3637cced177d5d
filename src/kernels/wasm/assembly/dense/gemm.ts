// C = alpha op(A) op(B) + beta C for row-major C, in the manner of Goto: blocks of A and B are copied into
// contiguous panels that stay in cache, and a register tile of 4 x 2 vectors runs along them. Every element of
// C is summed in the order of k, whatever the sizes, so cutting A into row blocks changes no bit.
import { at } from '../shared/simd';
import { MR, rowTile, rowTileNarrow, scaleTiles, tile, tileColumns, tileNarrow } from './tiles';

const KC: i32 = 256;
const MC: i32 = 144;
const NC: i32 = 1024;
/** Up to so many panels of columns of C it does not pay to copy A: every value of it is used too few times. */
const DIRECT: i32 = 32;

/** Copies `rows` x `kc` of a strided operand into panels of `width` rows, each k-major; short panels get zeros. */
function pack<T>(q: usize, width: i32, src: usize, rows: i32, kc: i32, rowStride: usize, kStride: usize): void {
  for (let i = 0; i < rows; i += width) {
    const count = min(width, rows - i);
    const base = src + <usize>i * rowStride;
    if (count == width && rowStride == sizeof<T>() && width == tileColumns<T>()) {
      let p = base;
      for (let k = 0; k < kc; k++) {
        v128.store(q, v128.load(p));
        v128.store(q, v128.load(p, 16), 16);
        p += kStride;
        q += 32;
      }
    } else if (count == 4 && width == 4) {
      let p0 = base, p1 = base + rowStride, p2 = p1 + rowStride, p3 = p2 + rowStride;
      for (let k = 0; k < kc; k++) {
        store<T>(q, load<T>(p0)); store<T>(q, load<T>(p1), sizeof<T>());
        store<T>(q, load<T>(p2), 2 * sizeof<T>()); store<T>(q, load<T>(p3), 3 * sizeof<T>());
        p0 += kStride; p1 += kStride; p2 += kStride; p3 += kStride;
        q += 4 * sizeof<T>();
      }
    } else {
      if (count < width) memory.fill(q, 0, <usize>width * <usize>kc * sizeof<T>());
      for (let r = 0; r < count; r++) {
        let p = base + <usize>r * rowStride, to = q + <usize>r * sizeof<T>();
        for (let k = 0; k < kc; k++, p += kStride, to += <usize>width * sizeof<T>()) store<T>(to, load<T>(p));
      }
      q += <usize>width * <usize>kc * sizeof<T>();
    }
  }
}

/** Multiplies m x n cells of C by beta (0 writes zeros over anything). */
function scale<T>(m: i32, n: i32, beta: T, c: usize, ldc: usize): void {
  for (let i = 0; i < m; i++, c += ldc) {
    for (let j = 0; j < n; j++) store<T>(at<T>(c, j), beta == <T>0 ? <T>0 : beta * load<T>(at<T>(c, j)));
  }
}

// @ts-ignore: decorator
@inline
function run<T>(
  byRows: bool, narrow: bool, kc: i32, rows: i32, a: usize, aStep: usize, b: usize, c: usize, ldc: usize,
): void {
  if (byRows) {
    if (narrow) rowTileNarrow<T>(kc, rows, a, aStep, b, c, ldc);
    else rowTile<T>(kc, rows, a, aStep, b, c, ldc);
  } else if (narrow) tileNarrow<T>(kc, a, aStep, b, c, ldc);
  else tile<T>(kc, a, aStep, b, c, ldc);
}

/**
 * One tile of C, of whole size or cut at the edges by way of `edge`. The tiles have two callers here, lest the
 * compiler draw them all into the loops around them, where registers would run out.
 */
// @ts-ignore: decorator
@inline
function compute<T>(
  byRows: bool, kc: i32, rows: i32, cols: i32, a: usize, aStep: usize, b: usize,
  c: usize, ldc: usize, alpha: T, beta: T, edge: usize,
): void {
  const nr = tileColumns<T>();
  const narrow = cols <= nr / 2;
  if (rows == MR && cols == (narrow ? nr / 2 : nr)) {
    run<T>(byRows, narrow, kc, rows, a, aStep, b, c, ldc);
    return;
  }
  scaleTiles(<f64>alpha, 0);
  run<T>(byRows, narrow, kc, rows, a, aStep, b, edge, 32);
  scaleTiles(<f64>alpha, <f64>beta);
  for (let r = 0; r < rows; r++, c += ldc, edge += 32) {
    for (let s = 0; s < cols; s++) {
      let v = load<T>(at<T>(edge, s));
      if (beta != <T>0) v += beta * load<T>(at<T>(c, s));
      store<T>(at<T>(c, s), v);
    }
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
  const pa = work + <usize>MR * 32;
  const direct = n <= DIRECT * nr && (aRow == 1 || aCol == 1);
  // X'X, or X X': the panels of one operand serve as the other.
  const shared = MR == nr && n <= NC && m <= n && a == b && aRow == bCol && aCol == bRow;
  const byRows = direct && !shared && aCol == 1;
  // Bytes from row to row of A within a strip, and from k to k where its columns or packed strips are walked.
  const rowBytes = <usize>aRow * size;
  const aStep = byRows ? rowBytes : direct && !shared ? <usize>aCol * size : <usize>MR * size;
  const pb = direct ? pa : pa + <usize>(min(MC, m + MR) * min(KC, k)) * size;
  if (k == 0) scale<T>(m, n, beta, c, stride);
  for (let jc = 0; jc < n; jc += NC) {
    const nc = min(NC, n - jc);
    for (let pc = 0; pc < k; pc += KC) {
      const kc = min(KC, k - pc);
      const factor = pc ? <T>1 : beta;
      scaleTiles(<f64>alpha, <f64>factor);
      pack<T>(pb, nr, b + (<usize>pc * <usize>bRow + <usize>jc * <usize>bCol) * size, nc, kc, <usize>bCol * size, <usize>bRow * size);
      for (let ic = 0; ic < m; ic += MC) {
        const mc = min(MC, m - ic);
        if (upper && ic >= jc + nc) continue;
        const block = a + (<usize>ic * <usize>aRow + <usize>pc * <usize>aCol) * size;
        if (!direct && !shared) pack<T>(pa, MR, block, mc, kc, rowBytes, <usize>aCol * size);
        for (let j = 0; j < nc; j += nr) {
          const bp = pb + <usize>j * <usize>kc * size;
          const cols = min(nr, nc - j);
          for (let i = 0; i < mc; i += MR) {
            if (upper && ic + i >= jc + j + nr) break;
            const ap = shared ? pb + <usize>(ic + i) * <usize>kc * size
              : direct ? block + <usize>i * rowBytes : pa + <usize>i * <usize>kc * size;
            const cp = c + <usize>(ic + i) * stride + <usize>(jc + j) * size;
            compute<T>(byRows, kc, min(MR, mc - i), cols, ap, aStep, bp, cp, stride, alpha, factor, edge);
          }
        }
      }
    }
  }
}

/** Bytes of work space that a product needs. */
export function gemmWorkBytes(m: i32, n: i32, k: i32, size: i32): u32 {
  const kc = min(KC, k);
  return <u32>(MR * 32 + (min(MC, m + MR) + min(NC, n + 8)) * kc * size);
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
