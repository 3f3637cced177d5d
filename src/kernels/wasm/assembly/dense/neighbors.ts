// The k nearest points of each query by squared Euclidean distance, exact to the bit: single-precision products
// with a proven error bound rule out nearly all points, and those that remain are compared by the direct formula
// in double precision (plain multiply and add in every build).
//
// In the filter's units (centred, scaled by a power of two) half the squared distance of point a and query b is
// |a|^2/2 - a.b + |b|^2/2. `lower` holds |a|^2/2 less every rounding error that grows with |a|^2, `reach` holds
// |a|, and slack * reach bounds the rounding of a.b. A comparison with NaN never rules a point out.
import { beatsTop, push, replaceTop, sortHeap } from './nearest_heap';
import { at } from '../shared/simd';
import { MR, scaleTiles, tile } from './tiles';

const PANEL: i32 = 8;

let pointCount: i32 = 0;
let columnCount: i32 = 0;
let points: usize = 0;
let panels: usize = 0;
let lowers: usize = 0;
let reaches: usize = 0;
let blockColumns: i32 = 0;
let blockStep: i32 = 1;
let center: usize = 0;
let scaling: f64 = 1;
let dotError: f64 = 0;
let vanishing: f64 = 0;

/**
 * Names the resident points (row-major f64) and their filter (panels, lower, reach). Blocks of `block` points are
 * visited `step` blocks apart, so that data sorted by place do not tighten the thresholds last.
 */
export function setPoints(
  n: i32, columns: i32, data: usize, packed: usize, lower: usize, reach: usize, block: i32, step: i32,
): void {
  pointCount = n;
  columnCount = columns;
  points = data;
  panels = packed;
  lowers = lower;
  reaches = reach;
  blockColumns = block;
  blockStep = step;
}

/** Names the filter's units and error constants: see the file that derives them. */
export function setFilter(centre: usize, scale: f64, relative: f64, vanish: f64): void {
  center = centre;
  scaling = scale;
  dotError = relative;
  vanishing = vanish;
}

/** Rounds centred, scaled rows to f32 panels of `width` rows, k-major, and writes their squared norms (f64). */
export function packCentered(rows: i32, width: i32, data: usize, packed: usize, norms: usize): void {
  const d = columnCount;
  const step = <usize>width * 4;
  for (let i = 0; i < rows; i++) {
    const row = data + <usize>i * <usize>d * 8;
    let to = packed + (<usize>(i / width) * <usize>d * <usize>width + <usize>(i % width)) * 4;
    let norm: f64 = 0;
    for (let j = 0; j < d; j++) {
      const value = scaling * (load<f64>(at<f64>(row, j)) - load<f64>(at<f64>(center, j)));
      norm += value * value;
      store<f32>(to, <f32>value);
      to += step;
    }
    store<f64>(at<f64>(norms, i), norm);
  }
}

/** Upper bound, in the filter's units, of what a point that is at most `distance` away can show. */
function thresholdOf(distance: f64, norm: f64): f32 {
  const half = 0.5 * (distance * (1 + 4e-16 * <f64>(columnCount + 8)) * scaling * scaling + vanishing - norm);
  return <f32>(half + 2.4e-7 * (abs(half) + norm)) + <f32>1e-30;
}

/** Compares the points first .. first + 3 with a query by the direct formula; returns the new threshold. */
function consider(
  first: i32, mask: i32, query: usize, norm: f64, k: i32, count: usize, distances: usize, indices: usize, threshold: f32,
): f32 {
  const d = columnCount;
  const last = pointCount - 1;
  const bytes = <usize>d * 8;
  let p0 = points + <usize>min(first, last) * bytes;
  let p1 = points + <usize>min(first + 1, last) * bytes;
  let p2 = points + <usize>min(first + 2, last) * bytes;
  let p3 = points + <usize>min(first + 3, last) * bytes;
  let s0: f64 = 0, s1: f64 = 0, s2: f64 = 0, s3: f64 = 0;
  for (let j = 0; j < d; j++) {
    const q = load<f64>(query);
    const e0 = q - load<f64>(p0), e1 = q - load<f64>(p1), e2 = q - load<f64>(p2), e3 = q - load<f64>(p3);
    s0 += e0 * e0;
    s1 += e1 * e1;
    s2 += e2 * e2;
    s3 += e3 * e3;
    query += 8; p0 += 8; p1 += 8; p2 += 8; p3 += 8;
  }
  for (let lane = 0; lane < 4; lane++) {
    const i = first + lane;
    if (!(mask & (1 << lane)) || i > last) continue;
    const s = lane < 2 ? (lane ? s1 : s0) : lane == 2 ? s2 : s3;
    const held = load<i32>(count);
    if (held < k) {
      push(distances, indices, held, s, i);
      store<i32>(count, held + 1);
      if (held + 1 < k) continue;
    } else if (beatsTop(distances, indices, s, i)) replaceTop(distances, indices, k, s, i);
    else continue;
    threshold = thresholdOf(load<f64>(distances), norm);
  }
  return threshold;
}

/** Lanes that the filter cannot rule out. */
// @ts-ignore: decorator
@inline
function open(g: usize, lower: usize, reach: usize, slack: v128, threshold: v128): v128 {
  const bound = f32x4.sub(f32x4.sub(v128.load(lower), v128.load(g)), f32x4.mul(slack, v128.load(reach)));
  return v128.not(f32x4.gt(bound, threshold));
}

/**
 * Nearest points of `m` queries (row-major f64), sorted, into distances and indices (m x k). Work space: `packed`
 * f32 (m rounded up to 4) x d, `products` f32 (m rounded up) x block, `norms` f64 m, `state` 12 bytes a query.
 */
export function nearest(
  m: i32, k: i32, queries: usize, packed: usize, products: usize, norms: usize, state: usize,
  distances: usize, indices: usize,
): void {
  const d = columnCount;
  const padded = (pointCount + 15) & ~15;
  const strips = (m + MR - 1) / MR;
  const ldc = <usize>blockColumns * 4;
  const thresholds = state;
  const slacks = state + <usize>m * 4;
  const counts = state + <usize>m * 8;
  packCentered(m, MR, queries, packed, norms);
  for (let q = 0; q < m; q++) {
    const length = sqrt(load<f64>(at<f64>(norms, q)));
    store<f32>(at<f32>(slacks, q), length < 1e15 ? <f32>(dotError * length) : <f32>Infinity);
    store<f32>(at<f32>(thresholds, q), <f32>Infinity);
    store<i32>(at<i32>(counts, q), 0);
  }
  const blocks = (padded + blockColumns - 1) / blockColumns;
  scaleTiles(1, 0);
  let block = 0;
  for (let visited = 0; visited < blocks; visited++) {
    const start = block * blockColumns;
    const width = min(blockColumns, padded - start);
    block += blockStep;
    if (block >= blocks) block -= blocks;
    for (let p = 0; p < width; p += PANEL) {
      const panel = panels + <usize>(start + p) * <usize>d * 4;
      for (let s = 0; s < strips; s++) {
        const strip = packed + <usize>(s * MR) * <usize>d * 4;
        tile<f32>(d, strip, MR * 4, panel, products + <usize>(s * MR) * ldc + <usize>p * 4, ldc);
      }
    }
    for (let q = 0; q < m; q++) {
      let g = products + <usize>q * ldc;
      let lower = at<f32>(lowers, start);
      let reach = at<f32>(reaches, start);
      const slack = v128.load_splat<f32>(at<f32>(slacks, q));
      let limit = load<f32>(at<f32>(thresholds, q));
      for (let i = 0; i < width; i += 16) {
        const threshold = f32x4.splat(limit);
        const open0 = open(g, lower, reach, slack, threshold);
        const open1 = open(g + 16, lower + 16, reach + 16, slack, threshold);
        const open2 = open(g + 32, lower + 32, reach + 32, slack, threshold);
        const open3 = open(g + 48, lower + 48, reach + 48, slack, threshold);
        if (v128.any_true(v128.or(v128.or(open0, open1), v128.or(open2, open3)))) {
          const mask = i32x4.bitmask(open0) | (i32x4.bitmask(open1) << 4) |
            (i32x4.bitmask(open2) << 8) | (i32x4.bitmask(open3) << 12);
          for (let group = 0; group < 4; group++) {
            const bits = (mask >> (4 * group)) & 15;
            if (!bits) continue;
            limit = consider(
              start + i + 4 * group, bits, queries + <usize>q * <usize>d * 8, load<f64>(at<f64>(norms, q)), k,
              at<i32>(counts, q), distances + <usize>q * <usize>k * 8, indices + <usize>q * <usize>k * 4, limit,
            );
          }
        }
        g += 64; lower += 64; reach += 64;
      }
      store<f32>(at<f32>(thresholds, q), limit);
    }
  }
  for (let q = 0; q < m; q++) {
    sortHeap(distances + <usize>q * <usize>k * 8, indices + <usize>q * <usize>k * 4, k);
  }
}
