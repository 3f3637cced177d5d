// exp, log and log1p of two doubles at once. Polynomials are our own Chebyshev fits (in mpmath) on the reduced
// intervals; their own error is below 0.05 ulp, the rest is rounding. Constants are loaded from memory because
// newer V8 builds vector constants anew at every use, which costs half the time of these functions.
import { madd } from './simd';

// Adding 1.5 * 2^52 rounds to an integer, which then stands in the low bits.
const ROUNDER: f64 = 6755399441055744.0;
const LN2_HIGH: f64 = 6.93147180369123816490e-01;
const LN2_LOW: f64 = 1.90821492927058770002e-10;

const EXP = memory.data<f64>([
  710.0, -746.0, 1.4426950408889634, ROUNDER, LN2_HIGH, LN2_LOW, 1.0,
  // (e^r - 1 - r) / r^2 on |r| <= ln 2 / 2, from the constant term up
  0.5, 0.1666666666666667, 0.04166666666666667, 0.008333333333326112, 0.001388888888888373,
  0.0001984126987490126, 2.4801587325605324e-5, 2.7557255297969643e-6, 2.755727357010214e-7,
  2.5105259538448494e-8, 2.0914717341716378e-9,
], 16);

const LOG = memory.data<f64>([
  2.2250738585072014e-308, Infinity, 4503599627370496.0 + 1023.0, 1.0, 2.0, 0.5, LN2_HIGH, LN2_LOW,
  // (2 atanh(s) - 2 s) / s^3 as a polynomial in s^2 on |s| <= 0.172, from the constant term up
  0.6666666666666666, 0.4000000000000088, 0.285714285708017, 0.22222222392147034, 0.1818179559386321,
  0.15386242218879392, 0.1326870577297007, 0.13087330476603717,
], 16);

const OFFSET: i64 = 0x3fe6a09e667f3bcd; // the bits of sqrt(1/2)
const LOG_BITS = memory.data<i64>([
  0x3ff0000000000000 - OFFSET, 0x4330000000000000, 0x000fffffffffffff, OFFSET,
], 16);

/** Entry `i` of a table in both lanes. */
// @ts-ignore: decorator
@inline
function both(table: usize, i: usize): v128 {
  return v128.load_splat<f64>(table + i * 8);
}

/** e^x. Underflow is gradual, overflow gives infinity, NaN stays NaN. */
// @ts-ignore: decorator
@inline
export function exp2lanes(x: v128): v128 {
  // x = k ln 2 + r with |r| <= ln 2 / 2; the clamps keep NaN because a comparison with it is false.
  x = f64x2.pmax(f64x2.pmin(x, both(EXP, 0)), both(EXP, 1));
  const rounder = both(EXP, 3);
  const t = f64x2.add(f64x2.mul(x, both(EXP, 2)), rounder);
  const k = f64x2.sub(t, rounder);
  const high = f64x2.sub(x, f64x2.mul(k, both(EXP, 4)));
  const low = f64x2.mul(k, both(EXP, 5));
  const r = f64x2.sub(high, low);
  const error = f64x2.sub(f64x2.sub(high, r), low);
  // e^r = 1 + (r + (error + r^2 q(r))), q by Estrin's scheme.
  const r2 = f64x2.mul(r, r);
  const r4 = f64x2.mul(r2, r2);
  const q01 = madd<f64>(r, both(EXP, 8), both(EXP, 7));
  const q23 = madd<f64>(r, both(EXP, 10), both(EXP, 9));
  const q45 = madd<f64>(r, both(EXP, 12), both(EXP, 11));
  const q67 = madd<f64>(r, both(EXP, 14), both(EXP, 13));
  const q89 = madd<f64>(r, both(EXP, 16), both(EXP, 15));
  const q03 = madd<f64>(r2, q23, q01);
  const q47 = madd<f64>(r2, q67, q45);
  const q8 = madd<f64>(r2, both(EXP, 17), q89);
  const q = madd<f64>(r4, madd<f64>(r4, q8, q47), q03);
  const p = f64x2.add(both(EXP, 6), f64x2.add(r, madd<f64>(r2, q, error)));
  // Times 2^k; in two halves where 2^k itself or the result is not a normal number.
  if (v128.any_true(f64x2.gt(f64x2.abs(x), f64x2.splat(708.0)))) {
    const halfT = f64x2.add(f64x2.mul(k, f64x2.splat(0.5)), rounder);
    const half = f64x2.sub(halfT, rounder);
    const restT = f64x2.add(f64x2.sub(k, half), rounder);
    return f64x2.mul(f64x2.mul(p, power(halfT)), power(restT));
  }
  return f64x2.mul(p, power(t));
}

/** 2^k from ROUNDER + k. */
// @ts-ignore: decorator
@inline
function power(t: v128): v128 {
  return i64x2.shl(i64x2.add(t, i64x2.splat(1023)), 52);
}

/** The biased exponent k of bits that were shifted so that m lies in [sqrt(1/2), sqrt 2), as a double. */
// @ts-ignore: decorator
@inline
function exponentOf(shifted: v128): v128 {
  return f64x2.sub(v128.or(i64x2.shr_u(shifted, 52), both(LOG_BITS, 1)), both(LOG, 2));
}

// @ts-ignore: decorator
@inline
function mantissaOf(shifted: v128): v128 {
  return i64x2.add(v128.and(shifted, both(LOG_BITS, 2)), both(LOG_BITS, 3));
}

/** Natural logarithm: -Infinity at 0, NaN below. */
// @ts-ignore: decorator
@inline
export function log2lanes(x: v128): v128 {
  const shifted = i64x2.add(x, both(LOG_BITS, 0));
  let k = exponentOf(shifted);
  let m = mantissaOf(shifted);
  const normal = v128.and(f64x2.ge(x, both(LOG, 0)), f64x2.lt(x, both(LOG, 1)));
  const special = i64x2.bitmask(normal) != 3;
  if (special) {
    // Subnormal numbers are scaled up by 2^54 first; the other special values are put in at the end.
    const scaled = f64x2.mul(x, f64x2.splat(18014398509481984.0));
    const small = i64x2.add(scaled, both(LOG_BITS, 0));
    k = v128.bitselect(k, f64x2.sub(exponentOf(small), f64x2.splat(54)), normal);
    m = v128.bitselect(m, mantissaOf(small), normal);
  }
  // log m = 2 atanh(s), s = f / (2 + f), written so that f itself is added last and exactly.
  const f = f64x2.sub(m, both(LOG, 3));
  const s = f64x2.div(f, f64x2.add(f, both(LOG, 4)));
  const z = f64x2.mul(s, s);
  const z2 = f64x2.mul(z, z);
  const p01 = madd<f64>(z, both(LOG, 9), both(LOG, 8));
  const p23 = madd<f64>(z, both(LOG, 11), both(LOG, 10));
  const p45 = madd<f64>(z, both(LOG, 13), both(LOG, 12));
  const p67 = madd<f64>(z, both(LOG, 15), both(LOG, 14));
  const p = madd<f64>(z2, madd<f64>(z2, madd<f64>(z2, p67, p45), p23), p01);
  const half = f64x2.mul(both(LOG, 5), f64x2.mul(f, f));
  // log(1 + f) = f - (f^2/2 - s (f^2/2 + z p))
  const tail = madd<f64>(s, f64x2.add(half, f64x2.mul(z, p)), f64x2.mul(k, both(LOG, 7)));
  const result = f64x2.sub(f64x2.mul(k, both(LOG, 6)), f64x2.sub(f64x2.sub(half, tail), f));
  if (!special) return result;
  // 0 -> -Infinity, Infinity -> Infinity, negative and NaN -> NaN.
  const zero = f64x2.eq(x, f64x2.splat(0));
  const positive = f64x2.gt(x, f64x2.splat(0));
  const infinite = f64x2.eq(x, f64x2.splat(Infinity));
  let fixed = v128.bitselect(result, f64x2.splat(NaN), positive);
  fixed = v128.bitselect(f64x2.splat(-Infinity), fixed, zero);
  return v128.bitselect(x, fixed, infinite);
}

/** log(1 + e) for 0 <= e <= 1, with the rounding of 1 + e put right. */
// @ts-ignore: decorator
@inline
export function log1pOfUnit(e: v128): v128 {
  const u = f64x2.add(f64x2.splat(1.0), e);
  const lost = f64x2.sub(e, f64x2.sub(u, f64x2.splat(1.0)));
  return f64x2.add(log2lanes(u), f64x2.div(lost, u));
}
