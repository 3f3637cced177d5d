// The points within a distance of each query in a kd-tree: boxes are cut off, leaves compared four points at once, as
// in the search for the nearest.
import { at } from '../shared/simd';
import {
  add, boundChildren, columns, groups, innerNodes, leafGroup, leafStart, LANES, order, power, SAFETY,
} from './kd_tree';

const stackNodes: usize = memory.data(4 * 64);

let found: i32 = 0;

/** Appends the points of a leaf within the limit. */
function collect(leaf: i32, query: usize, limit: f64, distances: usize, rows: usize): void {
  const first = load<i32>(at<i32>(leafStart, leaf));
  const last = load<i32>(at<i32>(leafStart, leaf + 1));
  const step = <usize>columns * 32;
  let group = groups + <usize>load<i32>(at<i32>(leafGroup, leaf)) * step;
  const end = query + <usize>columns * 8;
  const limits = f64x2.splat(limit);
  for (let point = first; point < last; point += LANES, group += step) {
    let low = f64x2.splat(0), high = low;
    let p = group;
    if (power == 2) {
      for (let q = query; q < end; q += 8, p += 32) {
        const value = v128.load64_splat(q);
        const a = f64x2.sub(value, v128.load(p));
        const b = f64x2.sub(value, v128.load(p, 16));
        low = f64x2.add(low, f64x2.mul(a, a));
        high = f64x2.add(high, f64x2.mul(b, b));
      }
    } else {
      for (let q = query; q < end; q += 8, p += 32) {
        const value = v128.load64_splat(q);
        low = add(low, f64x2.sub(value, v128.load(p)));
        high = add(high, f64x2.sub(value, v128.load(p, 16)));
      }
    }
    let mask = i64x2.bitmask(f64x2.le(low, limits)) | (i64x2.bitmask(f64x2.le(high, limits)) << 2);
    const left = last - point;
    if (left < LANES) mask &= (1 << left) - 1;
    if (mask == 0) continue;
    if (mask & 1) keep(f64x2.extract_lane(low, 0), point, distances, rows);
    if (mask & 2) keep(f64x2.extract_lane(low, 1), point + 1, distances, rows);
    if (mask & 4) keep(f64x2.extract_lane(high, 0), point + 2, distances, rows);
    if (mask & 8) keep(f64x2.extract_lane(high, 1), point + 3, distances, rows);
  }
}

// @ts-ignore: decorator
@inline
function keep(distance: f64, point: i32, distances: usize, rows: usize): void {
  store<f64>(at<f64>(distances, found), distance);
  store<i32>(at<i32>(rows, found), load<i32>(at<i32>(order, point)));
  found++;
}

/** Appends the points within the limit of one query; false when the room might not suffice. */
function gather(query: usize, limit: f64, room: i32, distances: usize, rows: usize): bool {
  let waiting = 1;
  store<i32>(stackNodes, 0);
  while (waiting > 0) {
    let node = load<i32>(at<i32>(stackNodes, --waiting));
    let alive = true;
    while (node < innerNodes) {
      const bounds = boundChildren(node, query);
      const first = f64x2.extract_lane(bounds, 0) * SAFETY <= limit;
      const second = f64x2.extract_lane(bounds, 1) * SAFETY <= limit;
      alive = first || second;
      if (!alive) break;
      const child = 2 * node + 1;
      if (first && second) store<i32>(at<i32>(stackNodes, waiting++), child + 1);
      node = first ? child : child + 1;
    }
    if (!alive) continue;
    const leaf = node - innerNodes;
    const points = load<i32>(at<i32>(leafStart, leaf + 1)) - load<i32>(at<i32>(leafStart, leaf));
    if (found + points > room) return false;
    collect(leaf, query, limit, distances, rows);
  }
  return true;
}

/** Sorts a stretch by row, or by distance and then row: Shell's method, as stretches are mostly short. */
function sort(distances: usize, rows: usize, n: i32, byDistance: bool): void {
  for (let gap = n < 20 ? 1 : n * 5 / 11; gap > 0; gap = gap == 2 ? 1 : gap * 5 / 11) {
    for (let i = gap; i < n; i++) {
      const d = load<f64>(at<f64>(distances, i));
      const r = load<i32>(at<i32>(rows, i));
      let slot = i;
      while (slot >= gap) {
        const otherD = load<f64>(at<f64>(distances, slot - gap));
        const otherR = load<i32>(at<i32>(rows, slot - gap));
        if (byDistance ? otherD < d || (otherD == d && otherR < r) : otherR < r) break;
        store<f64>(at<f64>(distances, slot), otherD);
        store<i32>(at<i32>(rows, slot), otherR);
        slot -= gap;
      }
      store<f64>(at<f64>(distances, slot), d);
      store<i32>(at<i32>(rows, slot), r);
    }
  }
}

/**
 * The points within a reduced distance (included) of queries, one after another, until all `m` are answered or the
 * next one might not find room for `room` results. `ends[i]` is where the results of query i end. `sorting`: 0 as the
 * tree lies, 1 by row, 2 by distance. Gives the number of queries answered.
 */
export function kdWithin(
  m: i32, limit: f64, sorting: i32, queries: usize, room: i32, ends: usize, distances: usize, rows: usize,
): i32 {
  found = 0;
  for (let i = 0; i < m; i++) {
    const from = found;
    if (!gather(at<f64>(queries, i * columns), limit, room, distances, rows)) return i;
    if (sorting != 0) sort(at<f64>(distances, from), at<i32>(rows, from), found - from, sorting == 2);
    store<i32>(at<i32>(ends, i), found);
  }
  return m;
}
