// What is left of the distances to the nearest centre when one more centre is added (k-means++). Rows stand in panels of
// four, column by column; sums run over columns and rows in order, so that they are those of plain loops to the bit.
import { at } from '../shared/simd';

/**
 * Into `out` the lesser of `closest` and the squared distance to `query`, for n rows (a multiple of four, with zeros in
 * `closest` where there is none); returns the sum of `out` times `weight`, or of `out` where that is 0.
 */
export function spreadFrom(
  n: i32, d: i32, panels: usize, query: usize, closest: usize, out: usize, weight: usize,
): f64 {
  const width = <usize>d << 3;
  let sum: f64 = 0;
  let p = panels;
  for (let i = 0; i < n; i += 4) {
    let low = f64x2.splat(0), high = low;
    for (let q = query; q < query + width; q += 8, p += 32) {
      const value = v128.load64_splat(q);
      const a = f64x2.sub(value, v128.load(p));
      const b = f64x2.sub(value, v128.load(p, 16));
      low = f64x2.add(low, f64x2.mul(a, a));
      high = f64x2.add(high, f64x2.mul(b, b));
    }
    const before = at<f64>(closest, i), after = at<f64>(out, i);
    low = f64x2.pmin(low, v128.load(before));
    high = f64x2.pmin(high, v128.load(before, 16));
    v128.store(after, low);
    v128.store(after, high, 16);
    if (weight) {
      const w = at<f64>(weight, i);
      low = f64x2.mul(low, v128.load(w));
      high = f64x2.mul(high, v128.load(w, 16));
    }
    sum += f64x2.extract_lane(low, 0);
    sum += f64x2.extract_lane(low, 1);
    sum += f64x2.extract_lane(high, 0);
    sum += f64x2.extract_lane(high, 1);
  }
  return sum;
}
