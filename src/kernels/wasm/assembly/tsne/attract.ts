// The forces that pull similar points together, along the edges of the graph of similarities, and the divergence.
import { at, madd, sum2 } from '../shared/simd';
import { log2lanes } from '../shared/transcendental';
import { attraction, columns, dims, n, order, points, starts, values } from './problem';

/** Forces on the points at places `from` to `to` of the tree's order. */
export function attract(from: i32, to: i32): void {
  to = min(to, n);
  if (dims == 2) for (let place = from; place < to; place++) pullPlane(load<i32>(at<i32>(order, place)));
  else for (let place = from; place < to; place++) pullSpace(load<i32>(at<i32>(order, place)));
}

// @ts-ignore: decorator
@inline
function pair(k: usize, offset: usize): v128 {
  const a = v128.load64_zero(points + <usize>load<i32>(k) * 8);
  return v128.load64_lane(points + <usize>load<i32>(k, 4) * 8, a, 1);
}

function pullPlane(i: i32): void {
  const own = points + <usize>i * 8;
  const x = v128.load_splat<f32>(own), y = v128.load_splat<f32>(own, 4);
  const begin = load<i32>(at<i32>(starts, i)), end = load<i32>(at<i32>(starts, i + 1));
  const one = f32x4.splat(1);
  let fx = f32x4.splat(0), fy = f32x4.splat(0);
  let k = begin;
  for (; k + 4 <= end; k += 4) {
    const p = at<i32>(columns, k);
    const a = pair(p, 0), b = pair(p + 8, 0);
    const dx = f32x4.sub(x, v128.shuffle<f32>(a, b, 0, 2, 4, 6));
    const dy = f32x4.sub(y, v128.shuffle<f32>(a, b, 1, 3, 5, 7));
    const squares = madd<f32>(dx, dx, f32x4.mul(dy, dy));
    const force = f32x4.div(v128.load(at<f32>(values, k)), f32x4.add(squares, one));
    fx = madd<f32>(force, dx, fx);
    fy = madd<f32>(force, dy, fy);
  }
  let sumX = sum4(fx), sumY = sum4(fy);
  for (; k < end; k++) {
    const other = points + <usize>load<i32>(at<i32>(columns, k)) * 8;
    const dx = load<f32>(own) - load<f32>(other), dy = load<f32>(own, 4) - load<f32>(other, 4);
    const force = load<f32>(at<f32>(values, k)) / (1 + dx * dx + dy * dy);
    sumX += force * dx;
    sumY += force * dy;
  }
  const out = at<f32>(attraction, 2 * i);
  store<f32>(out, sumX);
  store<f32>(out, sumY, 4);
}

// @ts-ignore: decorator
@inline
function sum4(v: v128): f32 {
  return f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1) + (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3));
}

/** In space the three columns of a point are the lanes. */
function pullSpace(i: i32): void {
  const own = v128.load(points + <usize>i * 16);
  let force = f32x4.splat(0);
  for (let k = load<i32>(at<i32>(starts, i)), end = load<i32>(at<i32>(starts, i + 1)); k < end; k++) {
    const step = f32x4.sub(own, v128.load(points + <usize>load<i32>(at<i32>(columns, k)) * 16));
    const squares = f32x4.mul(step, step);
    const distance = f32x4.extract_lane(squares, 0) + f32x4.extract_lane(squares, 1) + f32x4.extract_lane(squares, 2);
    const q: f32 = 1 / (1 + <f32>0.5 * distance);
    force = madd<f32>(f32x4.splat(load<f32>(at<f32>(values, k)) * q * sqrt(q)), step, force);
  }
  const out = at<f32>(attraction, 3 * i);
  store<f32>(out, f32x4.extract_lane(force, 0));
  store<f32>(out, f32x4.extract_lane(force, 1), 4);
  store<f32>(out, f32x4.extract_lane(force, 2), 8);
}

const TINY: f64 = 1.1754943508222875e-38;

/** The part of rows `from` to `to` in the sum of p log(p / q), q being the kernel divided by `sum`. */
export function divergence(from: i32, to: i32, sum: f64): f64 {
  const width = dims == 2 ? 2 : 4;
  const tiny = f64x2.splat(TINY);
  const over = f64x2.splat(1 / sum);
  let totals = f64x2.splat(0);
  for (let i = from; i < to; i++) {
    const own = at<f32>(points, i * width);
    const end = load<i32>(at<i32>(starts, i + 1));
    for (let k = load<i32>(at<i32>(starts, i)); k < end; k += 2) {
      const single = k + 1 == end;
      const next = single ? k : k + 1;
      const q = f64x2(kernel(own, k, width), kernel(own, next, width));
      const p = f64x2(<f64>load<f32>(at<f32>(values, k)), single ? 0 : <f64>load<f32>(at<f32>(values, next)));
      const ratio = f64x2.div(f64x2.max(p, tiny), f64x2.max(f64x2.mul(q, over), tiny));
      totals = madd<f64>(p, log2lanes(ratio), totals);
    }
  }
  return sum2(totals);
}

// @ts-ignore: decorator
@inline
function kernel(own: usize, k: i32, width: i32): f64 {
  const other = at<f32>(points, load<i32>(at<i32>(columns, k)) * width);
  let squares: f64 = 0;
  for (let d: usize = 0; d < <usize>dims * 4; d += 4) {
    const step = <f64>(load<f32>(own + d) - load<f32>(other + d));
    squares += step * step;
  }
  if (dims == 2) return 1 / (1 + squares);
  const q = 1 / (1 + 0.5 * squares);
  return q * Math.sqrt(q);
}
