// The exact forces of all pairs: rows of a dense matrix of similarities.
import { at, madd, sum2 } from '../shared/simd';
import { log2lanes } from '../shared/transcendental';
import { move } from './descend';

const EPSILON: f64 = 2.220446049250313e-16;

/** (1 + squares / dof)^(-(dof + 1) / 2). */
// @ts-ignore: decorator
@inline
function student(squares: v128, dof: i32): v128 {
  const q = f64x2.div(f64x2.splat(1), madd<f64>(squares, f64x2.splat(1 / <f64>dof), f64x2.splat(1)));
  if (dof == 1) return q;
  let result = (dof & 1) == 0 ? f64x2.sqrt(q) : f64x2.splat(1);
  for (let i = 0, times = (dof + 1) >> 1; i < times; i++) result = f64x2.mul(result, q);
  return result;
}

// @ts-ignore: decorator
@inline
function squaresAt(planes: usize, width: i32, ld: i32, i: i32, j: i32): v128 {
  let squares = f64x2.splat(0);
  for (let d = 0; d < width; d++) {
    const plane = at<f64>(planes, d * ld);
    const step = f64x2.sub(v128.load_splat<f64>(at<f64>(plane, i)), v128.load(at<f64>(plane, j)));
    squares = madd<f64>(step, step, squares);
  }
  return squares;
}

/** What is left of two lanes at j when row i itself and the places from n on are left out. */
// @ts-ignore: decorator
@inline
function mask(v: v128, i: i32, j: i32, n: i32): v128 {
  if (j == i) v = f64x2.replace_lane(v, 0, 0);
  if (j + 1 == i || j + 1 == n) v = f64x2.replace_lane(v, 1, 0);
  return v;
}

/** Sums of the kernel over rows `from` to `to`. `planes`: `width` columns of the map, ld (even, >= n) doubles each. */
export function exactSum(n: i32, width: i32, ld: i32, dof: i32, planes: usize, from: i32, to: i32): f64 {
  let sum: f64 = 0;
  for (let i = from; i < to; i++) {
    let totals = f64x2.splat(0);
    for (let j = 0; j < n; j += 2) {
      const w = student(squaresAt(planes, width, ld, i, j), dof);
      totals = f64x2.add(totals, mask(w, i, j, n));
    }
    sum += sum2(totals);
  }
  return sum;
}

/**
 * The slopes (n x width) of rows `from` to `to` for similarities p (rows of ld doubles, times `exaggeration`), and,
 * when wanted, their part of the divergence.
 */
export function exactForces(
  n: i32, width: i32, ld: i32, dof: i32, planes: usize, p: usize, exaggeration: f64, sum: f64,
  slopes: usize, from: i32, to: i32, wanted: bool,
): f64 {
  const factor = 2 * <f64>(dof + 1) / <f64>dof;
  const least = f64x2.splat(EPSILON);
  const over = f64x2.splat(1 / sum);
  let divergence = f64x2.splat(0);
  for (let i = from; i < to; i++) {
    const row = p + <usize>i * <usize>ld * 8;
    for (let d = 0; d < width; d++) store<f64>(at<f64>(slopes, i * width + d), 0);
    for (let j = 0; j < n; j += 2) {
      const w = student(squaresAt(planes, width, ld, i, j), dof);
      const given = f64x2.mul(v128.load(at<f64>(row, j)), f64x2.splat(exaggeration));
      const q = f64x2.max(f64x2.mul(w, over), least);
      const force = mask(f64x2.mul(f64x2.sub(given, q), w), i, j, n);
      for (let d = 0; d < width; d++) {
        const plane = at<f64>(planes, d * ld);
        const step = f64x2.sub(v128.load_splat<f64>(at<f64>(plane, i)), v128.load(at<f64>(plane, j)));
        const out = at<f64>(slopes, i * width + d);
        store<f64>(out, load<f64>(out) + sum2(f64x2.mul(force, step)));
      }
      if (wanted) {
        const term = f64x2.mul(given, log2lanes(f64x2.div(f64x2.max(given, least), q)));
        divergence = f64x2.add(divergence, mask(term, i, j, n));
      }
    }
    for (let d = 0; d < width; d++) {
      const out = at<f64>(slopes, i * width + d);
      store<f64>(out, load<f64>(out) * factor);
    }
  }
  return sum2(divergence);
}

/** Moves the cells of the map, row-major, against their slopes. */
export function descendBy(cells: i32, slopes: usize, momentum: f64, rate: f64): f64 {
  let squares: f64 = 0;
  for (let i = 0; i < cells; i++) squares += move(i, load<f64>(at<f64>(slopes, i)), momentum, rate);
  return squares;
}
