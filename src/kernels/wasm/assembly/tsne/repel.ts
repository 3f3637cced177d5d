// The forces that push points apart: four neighbouring points at a time walk the tree together, and open a cell when it
// is near to any of them (Barnes and Hut 1986; van der Maaten 2014).
import { at, madd } from '../shared/simd';
import { dims, n, nodes, order, padded, repulsion, sorted, sums, treeSize } from './problem';
import { NODE_BYTES } from './tree';

/** Points from which a leaf, whose points all but coincide, counts as one point. */
const CROWD: i32 = 16;

/** Forces on the points of groups `from` to `to`, and the sums of the kernel of each group. */
export function repel(from: i32, to: i32): void {
  if (dims == 2) for (let g = from; g < to; g++) walk<i32>(g);
  else for (let g = from; g < to; g++) walk<f32>(g);
}

/** Group g in the plane (T = i32) or in space (T = f32). */
function walk<T>(g: i32): void {
  const own = 4 * g;
  const px = v128.load(at<f32>(sorted, own));
  const py = v128.load(at<f32>(sorted, own + padded));
  const pz = isFloat<T>() ? v128.load(at<f32>(sorted, own + 2 * padded)) : f32x4.splat(0);
  const ids = i32x4.add(i32x4.splat(own), i32x4(0, 1, 2, 3));
  const one = f32x4.splat(1);
  const half = f32x4.splat(0.5);
  let fx = f32x4.splat(0), fy = f32x4.splat(0), fz = f32x4.splat(0), total = f32x4.splat(0);
  const end = nodes + <usize>load<i32>(treeSize) * NODE_BYTES;
  for (let node = nodes; node < end; ) {
    let dx = f32x4.sub(px, v128.load_splat<f32>(node));
    let dy = f32x4.sub(py, v128.load_splat<f32>(node, 4));
    let dz = isFloat<T>() ? f32x4.sub(pz, v128.load_splat<f32>(node, 8)) : dx;
    let squares = madd<f32>(dx, dx, f32x4.mul(dy, dy));
    if (isFloat<T>()) squares = madd<f32>(dz, dz, squares);
    if (i32x4.all_true(f32x4.gt(squares, v128.load_splat<f32>(node, 16)))) {
      let q = isFloat<T>() ? f32x4.div(one, madd<f32>(half, squares, one)) : f32x4.div(one, f32x4.add(squares, one));
      if (isFloat<T>()) q = f32x4.mul(q, f32x4.sqrt(q));
      const mass = f32x4.mul(q, v128.load_splat<f32>(node, 12));
      total = f32x4.add(total, mass);
      const force = f32x4.mul(mass, q);
      fx = madd<f32>(force, dx, fx);
      fy = madd<f32>(force, dy, fy);
      if (isFloat<T>()) fz = madd<f32>(force, dz, fz);
      node = nodes + <usize>load<i32>(node, 20) * NODE_BYTES;
      continue;
    }
    const start = load<i32>(node, 24);
    if (start < 0) {
      node += NODE_BYTES;
      continue;
    }
    const count = load<i32>(node, 28);
    if (count > CROWD) {
      // All but one of them for a point that is among them.
      const inside = v128.and(
        i32x4.ge_s(ids, i32x4.splat(start)),
        i32x4.lt_s(ids, i32x4.splat(start + count)),
      );
      let q = isFloat<T>() ? f32x4.div(one, madd<f32>(half, squares, one)) : f32x4.div(one, f32x4.add(squares, one));
      if (isFloat<T>()) q = f32x4.mul(q, f32x4.sqrt(q));
      const others = f32x4.sub(v128.load_splat<f32>(node, 12), v128.and(inside, one));
      const mass = f32x4.mul(q, others);
      total = f32x4.add(total, mass);
      const force = f32x4.mul(mass, q);
      fx = madd<f32>(force, dx, fx);
      fy = madd<f32>(force, dy, fy);
      if (isFloat<T>()) fz = madd<f32>(force, dz, fz);
    } else {
      for (let j = start; j < start + count; j++) {
        dx = f32x4.sub(px, v128.load_splat<f32>(at<f32>(sorted, j)));
        dy = f32x4.sub(py, v128.load_splat<f32>(at<f32>(sorted, j + padded)));
        squares = madd<f32>(dx, dx, f32x4.mul(dy, dy));
        if (isFloat<T>()) {
          dz = f32x4.sub(pz, v128.load_splat<f32>(at<f32>(sorted, j + 2 * padded)));
          squares = madd<f32>(dz, dz, squares);
        }
        let q = isFloat<T>() ? f32x4.div(one, madd<f32>(half, squares, one)) : f32x4.div(one, f32x4.add(squares, one));
        if (isFloat<T>()) q = f32x4.mul(q, f32x4.sqrt(q));
        q = v128.andnot(q, i32x4.eq(ids, i32x4.splat(j)));
        total = f32x4.add(total, q);
        const force = f32x4.mul(q, q);
        fx = madd<f32>(force, dx, fx);
        fy = madd<f32>(force, dy, fy);
        if (isFloat<T>()) fz = madd<f32>(force, dz, fz);
      }
    }
    node = nodes + <usize>load<i32>(node, 20) * NODE_BYTES;
  }
  let sum: f64 = 0;
  if (own < n) sum += write<T>(own, f32x4.extract_lane(fx, 0), f32x4.extract_lane(fy, 0), f32x4.extract_lane(fz, 0), f32x4.extract_lane(total, 0));
  if (own + 1 < n) sum += write<T>(own + 1, f32x4.extract_lane(fx, 1), f32x4.extract_lane(fy, 1), f32x4.extract_lane(fz, 1), f32x4.extract_lane(total, 1));
  if (own + 2 < n) sum += write<T>(own + 2, f32x4.extract_lane(fx, 2), f32x4.extract_lane(fy, 2), f32x4.extract_lane(fz, 2), f32x4.extract_lane(total, 2));
  if (own + 3 < n) sum += write<T>(own + 3, f32x4.extract_lane(fx, 3), f32x4.extract_lane(fy, 3), f32x4.extract_lane(fz, 3), f32x4.extract_lane(total, 3));
  store<f64>(at<f64>(sums, g), sum);
}

// @ts-ignore: decorator
@inline
function write<T>(place: i32, x: f32, y: f32, z: f32, total: f32): f64 {
  const out = at<f32>(repulsion, load<i32>(at<i32>(order, place)) * dims);
  store<f32>(out, x);
  store<f32>(out, y, 4);
  if (isFloat<T>()) store<f32>(out, z, 8);
  return <f64>total;
}

/** The sum over all pairs. */
export function kernelSum(): f64 {
  let sum: f64 = 0;
  for (let g = 0, groups = (n + 3) / 4; g < groups; g++) sum += load<f64>(at<f64>(sums, g));
  return sum;
}
