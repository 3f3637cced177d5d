// One number for each pair of rows: sums over the columns, in their order, of squared differences, of absolute
// differences or of products. Y stands in panels of four rows, column by column; four rows of X meet one panel at a
// time. Plain multiply and add: every build gives the bits of a plain loop.
import { at } from '../shared/simd';

const SQUARED: i32 = 0;
const ABSOLUTE: i32 = 1;

// @ts-ignore: decorator
@inline
function term(kind: i32, total: v128, x: v128, y: v128): v128 {
  if (kind > ABSOLUTE) return f64x2.add(total, f64x2.mul(x, y));
  const gap = f64x2.sub(x, y);
  return f64x2.add(total, kind == SQUARED ? f64x2.mul(gap, gap) : f64x2.abs(gap));
}

// @ts-ignore: decorator
@inline
function tile4(kind: i32, d: i32, x: usize, panel: usize, out: usize, stride: usize): void {
  const row = <usize>d * 8;
  const end = panel + <usize>d * 32;
  const zero = f64x2.splat(0);
  let a0 = zero, a1 = zero, b0 = zero, b1 = zero, c0 = zero, c1 = zero, e0 = zero, e1 = zero;
  let p = x;
  for (let y = panel; y < end; y += 32, p += 8) {
    const y0 = v128.load(y), y1 = v128.load(y, 16);
    const xa = v128.load64_splat(p);
    a0 = term(kind, a0, xa, y0);
    a1 = term(kind, a1, xa, y1);
    const xb = v128.load64_splat(p + row);
    b0 = term(kind, b0, xb, y0);
    b1 = term(kind, b1, xb, y1);
    const xc = v128.load64_splat(p + 2 * row);
    c0 = term(kind, c0, xc, y0);
    c1 = term(kind, c1, xc, y1);
    const xe = v128.load64_splat(p + 3 * row);
    e0 = term(kind, e0, xe, y0);
    e1 = term(kind, e1, xe, y1);
  }
  v128.store(out, a0);
  v128.store(out, a1, 16);
  v128.store(out + stride, b0);
  v128.store(out + stride, b1, 16);
  v128.store(out + 2 * stride, c0);
  v128.store(out + 2 * stride, c1, 16);
  v128.store(out + 3 * stride, e0);
  v128.store(out + 3 * stride, e1, 16);
}

// @ts-ignore: decorator
@inline
function tile1(kind: i32, d: i32, x: usize, panel: usize, out: usize): void {
  const end = panel + <usize>d * 32;
  let a0 = f64x2.splat(0), a1 = a0;
  let p = x;
  for (let y = panel; y < end; y += 32, p += 8) {
    const xa = v128.load64_splat(p);
    a0 = term(kind, a0, xa, v128.load(y));
    a1 = term(kind, a1, xa, v128.load(y, 16));
  }
  v128.store(out, a0);
  v128.store(out, a1, 16);
}

// @ts-ignore: decorator
@inline
function pairs(kind: i32, m: i32, panels: i32, d: i32, x: usize, y: usize, out: usize): void {
  const stride = <usize>panels * 32;
  const whole = m & ~3;
  for (let i = 0; i < whole; i += 4) {
    const row = at<f64>(x, i * d), to = out + <usize>i * stride;
    for (let q = 0; q < panels; q++) tile4(kind, d, row, y + <usize>q * <usize>d * 32, to + <usize>q * 32, stride);
  }
  for (let i = whole; i < m; i++) {
    const row = at<f64>(x, i * d), to = out + <usize>i * stride;
    for (let q = 0; q < panels; q++) tile1(kind, d, row, y + <usize>q * <usize>d * 32, to + <usize>q * 32);
  }
}

/** Sums of squared differences: m rows of x against `panels` panels of y into m x 4 panels numbers. */
export function pairSquares(m: i32, panels: i32, d: i32, x: usize, y: usize, out: usize): void {
  pairs(SQUARED, m, panels, d, x, y, out);
}

/** Sums of absolute differences. */
export function pairAbsolutes(m: i32, panels: i32, d: i32, x: usize, y: usize, out: usize): void {
  pairs(ABSOLUTE, m, panels, d, x, y, out);
}

/** Dot products. */
export function pairDots(m: i32, panels: i32, d: i32, x: usize, y: usize, out: usize): void {
  pairs(ABSOLUTE + 1, m, panels, d, x, y, out);
}

/** Below this the difference from 1 has lost so many digits that the caller takes another way. */
const NEARLY_PARALLEL: f64 = 1e-3;

/**
 * n dot products with a row of length `norm` become cosine distances, 2 at most. Whether none is below 1e-3, or NaN as
 * it is for rows of zeros: those are wrong.
 */
export function cosineRow(n: i32, dots: usize, norm: f64, norms: usize): bool {
  const one = f64x2.splat(1), two = f64x2.splat(2), length = f64x2.splat(norm), least = f64x2.splat(NEARLY_PARALLEL);
  let fine = i64x2.splat(-1);
  const end = dots + <usize>n * 8;
  for (; dots + 16 <= end; dots += 16, norms += 16) {
    const distance = f64x2.sub(one, f64x2.div(f64x2.div(v128.load(dots), length), v128.load(norms)));
    fine = v128.and(fine, f64x2.ge(distance, least));
    v128.store(dots, f64x2.pmin(distance, two));
  }
  let all = v128.bitmask<i64>(fine) == 3;
  if (dots < end) {
    const distance = 1 - load<f64>(dots) / norm / load<f64>(norms);
    all = all && distance >= NEARLY_PARALLEL;
    store<f64>(dots, distance > 2 ? 2 : distance);
  }
  return all;
}
