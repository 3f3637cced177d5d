// Sums of kernels around each query in a kd-tree, for kernel density estimates. Boxes too far to matter are cut off;
// with a tolerance, boxes over which the kernel varies little count by the middle of its bounds. Gaussian and
// exponential kernels are taken relative to the nearest point, so that a sum neither overflows nor vanishes.
import { push, replaceTop } from '../dense/nearest_heap';
import { at, sum2 } from '../shared/simd';
import { exp2lanes } from '../shared/transcendental';
import { boxes, columns, groups, innerNodes, leafGroup, leafStart, LANES, power, SAFETY } from './kd_tree';

const GAUSSIAN: i32 = 0, TOPHAT: i32 = 1, EPANECHNIKOV: i32 = 2, EXPONENTIAL: i32 = 3, LINEAR: i32 = 4;
/** Logarithm of 2^60: terms that together are smaller than the sum by this do not change it. */
const NEGLIGIBLE: f64 = 41.58883083359672;
const HALF_PI: f64 = 1.5707963267948966;

const stackNodes: usize = memory.data(4 * 64);
const stackBounds: usize = memory.data(8 * 64);
/** Largest distances to the boxes of two children. */
const farBounds: usize = memory.data(16);
// 1 / (2 k + 3)! with alternating sign: the series of sin y = y + y^3 p(y^2).
const SINE = memory.data<f64>([
  -0.16666666666666666, 0.008333333333333333, -0.0001984126984126984, 2.7557319223985893e-06, -2.505210838544172e-08,
  1.6059043836821613e-10, -7.647163731819816e-13, 2.8114572543455206e-15, -8.22063524662433e-18,
  1.9572941063391263e-20, -3.868170170630684e-23,
], 16);

let kernel: i32 = 0;
let bandwidth: f64 = 1;
/** Factor of squared distances (gaussian), or of distances (exponential), in the exponent. */
let rate: f64 = 1;
/** Squared distance or distance of the nearest point. */
let base: f64 = 0;
let weights: usize = 0;
let nodeWeights: usize = 0;

/** Names the kernel, and the weights: of the points by leaf in groups of four with zeros as filling, of the nodes. */
export function setDensity(kind: i32, h: f64, pointWeights: usize, weightsOfNodes: usize): void {
  kernel = kind;
  bandwidth = h;
  rate = kind == GAUSSIAN ? 0.5 / h / h : 1 / h;
  weights = pointWeights;
  nodeWeights = weightsOfNodes;
}

// @ts-ignore: decorator
@inline
function sine(y: v128): v128 {
  const z = f64x2.mul(y, y);
  let p = v128.load_splat<f64>(SINE + 80);
  for (let i = 72; i >= 0; i -= 8) p = f64x2.add(f64x2.mul(p, z), v128.load_splat<f64>(SINE + i));
  return f64x2.add(y, f64x2.mul(f64x2.mul(y, z), p));
}

/** Values of the kernel at two reduced distances. */
function valueOf(reduced: v128): v128 {
  if (kernel == GAUSSIAN) {
    const square = power == 2 ? reduced : f64x2.mul(reduced, reduced);
    const gap = f64x2.sub(f64x2.splat(base), square);
    return exp2lanes(f64x2.min(f64x2.mul(gap, f64x2.splat(rate)), f64x2.splat(0)));
  }
  const distance = power == 2 ? f64x2.sqrt(reduced) : reduced;
  if (kernel == EXPONENTIAL) {
    const gap = f64x2.sub(f64x2.splat(base), distance);
    return exp2lanes(f64x2.min(f64x2.mul(gap, f64x2.splat(rate)), f64x2.splat(0)));
  }
  const h = f64x2.splat(bandwidth);
  const one = f64x2.splat(1);
  const share = f64x2.div(distance, h);
  const inside = f64x2.lt(distance, h);
  let value = one;
  if (kernel == EPANECHNIKOV) value = f64x2.sub(one, f64x2.mul(share, share));
  else if (kernel == LINEAR) value = f64x2.sub(one, share);
  else if (kernel != TOPHAT) value = sine(f64x2.mul(f64x2.splat(HALF_PI), f64x2.sub(one, share)));
  return v128.and(value, inside);
}

// @ts-ignore: decorator
@inline
function add(total: v128, gap: v128): v128 {
  if (power == 2) return f64x2.add(total, f64x2.mul(gap, gap));
  return power == 1 ? f64x2.add(total, gap) : f64x2.max(total, gap);
}

/** Reduced distances of the query to the nearest points of both children's boxes; the farthest go to `farBounds`. */
function boundBoth(node: i32, query: usize): v128 {
  const zero = f64x2.splat(0);
  let near = zero, far = zero;
  let box = boxes + <usize>node * <usize>columns * 32;
  const end = query + <usize>columns * 8;
  for (let q = query; q < end; q += 8, box += 32) {
    const value = v128.load64_splat(q);
    const below = f64x2.sub(v128.load(box), value);
    const above = f64x2.sub(value, v128.load(box, 16));
    near = add(near, f64x2.max(zero, f64x2.max(below, above)));
    far = add(far, f64x2.max(f64x2.abs(below), f64x2.abs(above)));
  }
  v128.store(farBounds, far);
  return near;
}

/** Weighted sum of the kernel over a leaf. */
function sumLeaf(leaf: i32, query: usize): f64 {
  const first = load<i32>(at<i32>(leafStart, leaf));
  const last = load<i32>(at<i32>(leafStart, leaf + 1));
  const step = <usize>columns * 32;
  const firstGroup = load<i32>(at<i32>(leafGroup, leaf));
  let group = groups + <usize>firstGroup * step;
  let weight = weights + <usize>firstGroup * 32;
  const end = query + <usize>columns * 8;
  let total = f64x2.splat(0);
  for (let point = first; point < last; point += LANES, group += step, weight += 32) {
    let low = f64x2.splat(0), high = low;
    let p = group;
    for (let q = query; q < end; q += 8, p += 32) {
      const value = v128.load64_splat(q);
      low = add(low, f64x2.abs(f64x2.sub(value, v128.load(p))));
      high = add(high, f64x2.abs(f64x2.sub(value, v128.load(p, 16))));
    }
    total = f64x2.add(total, f64x2.mul(v128.load(weight), valueOf(low)));
    total = f64x2.add(total, f64x2.mul(v128.load(weight, 16), valueOf(high)));
  }
  return sum2(total);
}

/** The reduced distance beyond which no box can change the sum. */
function reach(sum: f64, total: f64): f64 {
  if (kernel != GAUSSIAN && kernel != EXPONENTIAL) return power == 2 ? bandwidth * bandwidth : bandwidth;
  if (!(sum > 0)) return Infinity;
  const furthest = base + (NEGLIGIBLE + Math.log(total / sum)) / rate;
  return (kernel == GAUSSIAN) == (power == 2) ? furthest : kernel == GAUSSIAN ? Math.sqrt(furthest) : furthest * furthest;
}

/** The sum of one query. Boxes wait in a stack, or in a heap, nearest first. */
function density(
  query: usize, total: f64, rtol: f64, atol: f64, heapBounds: usize, heapNodes: usize,
): f64 {
  const tolerant = rtol > 0 || atol > 0 || kernel == TOPHAT;
  const best = heapNodes != 0;
  const limitGrows = kernel == GAUSSIAN || kernel == EXPONENTIAL;
  let sum: f64 = 0, known: f64 = 0;
  let limit = reach(0, total);
  let waiting = 0;
  let node = 0;
  let open = true;
  while (open) {
    let alive = true;
    while (node < innerNodes) {
      const bounds = boundBoth(node, query);
      const child = 2 * node + 1;
      const first = f64x2.extract_lane(bounds, 0) * SAFETY, second = f64x2.extract_lane(bounds, 1) * SAFETY;
      let takeFirst = first <= limit, takeSecond = second <= limit;
      if (tolerant && (takeFirst || takeSecond)) {
        const high = valueOf(bounds);
        const low = valueOf(f64x2.mul(v128.load(farBounds), f64x2.splat(2 - SAFETY)));
        const spread = f64x2.mul(f64x2.sub(high, low), f64x2.splat(total));
        const middle = f64x2.mul(f64x2.add(high, low), f64x2.splat(0.5));
        if (takeFirst && f64x2.extract_lane(spread, 0) <= atol + rtol * sum) {
          sum += f64x2.extract_lane(middle, 0) * load<f64>(at<f64>(nodeWeights, child));
          takeFirst = false;
        }
        if (takeSecond && f64x2.extract_lane(spread, 1) <= atol + rtol * sum) {
          sum += f64x2.extract_lane(middle, 1) * load<f64>(at<f64>(nodeWeights, child + 1));
          takeSecond = false;
        }
      }
      if (best) {
        if (takeFirst) push(heapBounds, heapNodes, waiting++, -first, child);
        if (takeSecond) push(heapBounds, heapNodes, waiting++, -second, child + 1);
        alive = false;
        break;
      }
      alive = takeFirst || takeSecond;
      if (!alive) break;
      const swap = takeSecond && (!takeFirst || second < first);
      if (takeFirst && takeSecond) {
        store<i32>(at<i32>(stackNodes, waiting), swap ? child : child + 1);
        store<f64>(at<f64>(stackBounds, waiting++), swap ? first : second);
      }
      node = swap ? child + 1 : child;
    }
    if (alive) {
      sum += sumLeaf(node - innerNodes, query);
      if (limitGrows && sum > 1.5 * known) {
        known = sum;
        limit = reach(sum, total);
      }
    }
    open = false;
    while (waiting > 0 && !open) {
      waiting--;
      let bound: f64;
      if (best) {
        bound = -load<f64>(heapBounds);
        node = load<i32>(heapNodes);
        const lastBound = load<f64>(at<f64>(heapBounds, waiting)), lastNode = load<i32>(at<i32>(heapNodes, waiting));
        if (waiting > 0) replaceTop(heapBounds, heapNodes, waiting, lastBound, lastNode);
      } else {
        bound = load<f64>(at<f64>(stackBounds, waiting));
        node = load<i32>(at<i32>(stackNodes, waiting));
      }
      open = bound <= limit;
    }
  }
  return sum;
}

/**
 * Sums of kernels around `m` queries (row-major) within rtol of the sum plus `atol[i]`. `nearest[i]`: reduced distance
 * of the nearest point. `heapNodes`: room for all nodes to take the nearest box first, or 0 to go depth first.
 */
export function kdDensity(
  m: i32, total: f64, rtol: f64, atol: usize, nearest: usize, queries: usize, sums: usize,
  heapBounds: usize, heapNodes: usize,
): void {
  for (let i = 0; i < m; i++) {
    const reduced = load<f64>(at<f64>(nearest, i));
    if (kernel == GAUSSIAN) base = power == 2 ? reduced : reduced * reduced;
    else base = power == 2 ? Math.sqrt(reduced) : reduced;
    const query = at<f64>(queries, i * columns);
    store<f64>(at<f64>(sums, i), density(query, total, rtol, load<f64>(at<f64>(atol, i)), heapBounds, heapNodes));
  }
}
