// Coordinate descent of non-negative factors: rows do not depend on each other, so four go together.
import { at, madd, sum2 } from '../shared/simd';

/**
 * One pass over the coordinates of rows `from` to `to` of W (k columns), in the given order: each goes to the minimum of
 * w G w / 2 - (target - l1) w along itself, or to 0. Returns the sum of the sizes of the projected gradients.
 * `room`: 4 k doubles.
 */
export function coordinatePass(
  from: i32, to: i32, k: i32, w: usize, gram: usize, target: usize, l1: f64, order: usize, room: usize,
): f64 {
  const zero = f64x2.splat(0);
  const penalty = f64x2.splat(l1);
  let sums = zero;
  const ld = <usize>k * 8;
  for (let i = from; i < to; i += 4) {
    const count = min(4, to - i);
    const rows = w + <usize>i * ld;
    const goals = target + <usize>i * ld;
    for (let r = 0; r < k; r++) {
      for (let lane = 0; lane < 4; lane++) {
        const value = lane < count ? load<f64>(at<f64>(rows + <usize>lane * ld, r)) : 0;
        store<f64>(at<f64>(room, 4 * r + lane), value);
      }
    }
    // Places beyond the last row repeat it, and do not count.
    const second: usize = count > 1 ? ld : 0;
    const third: usize = count > 2 ? ld << 1 : 0;
    const fourth: usize = count > 3 ? ld + third : third;
    const mask0 = i64x2(-1, count > 1 ? -1 : 0);
    const mask1 = i64x2(count > 2 ? -1 : 0, count > 3 ? -1 : 0);
    for (let s = 0; s < k; s++) {
      const t = load<i32>(at<i32>(order, s));
      const row = gram + <usize>t * ld;
      const goal = at<f64>(goals, t);
      let g0 = f64x2.sub(penalty, f64x2(load<f64>(goal), load<f64>(goal + second)));
      let g1 = f64x2.sub(penalty, f64x2(load<f64>(goal + third), load<f64>(goal + fourth)));
      for (let r = 0, place = room; r < k; r++, place += 32) {
        const factor = v128.load_splat<f64>(at<f64>(row, r));
        g0 = madd<f64>(factor, v128.load(place), g0);
        g1 = madd<f64>(factor, v128.load(place, 16), g1);
      }
      const own = room + <usize>t * 32;
      const w0 = v128.load(own), w1 = v128.load(own, 16);
      const p0 = v128.bitselect(f64x2.min(zero, g0), g0, f64x2.eq(w0, zero));
      const p1 = v128.bitselect(f64x2.min(zero, g1), g1, f64x2.eq(w1, zero));
      sums = f64x2.add(sums, v128.and(f64x2.abs(p0), mask0));
      sums = f64x2.add(sums, v128.and(f64x2.abs(p1), mask1));
      const curvature = load<f64>(at<f64>(row, t));
      if (curvature != 0) {
        const below = f64x2.splat(curvature);
        v128.store(own, f64x2.max(f64x2.sub(w0, f64x2.div(g0, below)), zero));
        v128.store(own, f64x2.max(f64x2.sub(w1, f64x2.div(g1, below)), zero), 16);
      }
    }
    for (let r = 0; r < k; r++) {
      for (let lane = 0; lane < count; lane++) {
        store<f64>(at<f64>(rows + <usize>lane * ld, r), load<f64>(at<f64>(room, 4 * r + lane)));
      }
    }
  }
  return sum2(sums);
}
