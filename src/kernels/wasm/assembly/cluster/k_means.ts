// The nearest centre of each row, by direct distances in double precision: plain multiply and add, summed over the
// columns in order, so every build gives the same bits. Centres stand in panels of four, column by column, padded with
// centres that are infinitely far. Bounds on distances rule most rows out before any distance is taken.
import { at } from '../shared/simd';

let d: i32 = 0;
let k: i32 = 0;
let panelCount: i32 = 0;
let data: usize = 0;
/** Centres in panels, and row by row. */
let panels: usize = 0;
let centers: usize = 0;
let labels: usize = 0;
/** For each row no less than the distance to its centre, and no more than that to any other. */
let upper: usize = 0;
let lower: usize = 0;
/** Half the distance of each centre to the nearest other. */
let half: usize = 0;

/** Rounding may put a distance a hair on the wrong side of a bound. */
const SAFETY: f64 = 1 - 1e-10;

/** Names the rows, centres and bounds. */
export function setProblem(
  columns: i32, count: i32, rows: usize, panel: usize, center: usize, label: usize, up: usize, low: usize, gap: usize,
): void {
  d = columns;
  k = count;
  panelCount = (count + 3) >> 2;
  data = rows;
  panels = panel;
  centers = center;
  labels = label;
  upper = up;
  lower = low;
  half = gap;
}

// The two smallest squared distances of four rows and the place of the smallest (as a double), per lane.
const bests: usize = memory.data(16 * 8);
const seconds: usize = memory.data(16 * 8);
const places: usize = memory.data(16 * 8);

// @ts-ignore: decorator
@inline
function keep(two: bool, slot: i32, value: v128, place: v128): void {
  const best = v128.load(bests + <usize>slot * 16);
  const less = f64x2.lt(value, best);
  if (!two) {
    v128.store(bests + <usize>slot * 16, f64x2.pmin(best, value));
    v128.store(places + <usize>slot * 16, v128.bitselect(place, v128.load(places + <usize>slot * 16), less));
    return;
  }
  const second = v128.load(seconds + <usize>slot * 16);
  v128.store(seconds + <usize>slot * 16, f64x2.pmin(second, f64x2.pmax(value, best)));
  v128.store(bests + <usize>slot * 16, v128.bitselect(value, best, less));
  v128.store(places + <usize>slot * 16, v128.bitselect(place, v128.load(places + <usize>slot * 16), less));
}

/** Nearest and second nearest centre of four rows; the results of row r stand in slots 2 r and 2 r + 1. */
function nearestTwo4(x0: usize, x1: usize, x2: usize, x3: usize): void {
  nearest4(true, x0, x1, x2, x3);
}

/** The nearest centre only. */
function nearestOne4(x0: usize, x1: usize, x2: usize, x3: usize): void {
  nearest4(false, x0, x1, x2, x3);
}

// @ts-ignore: decorator
@inline
function nearest4(two: bool, x0: usize, x1: usize, x2: usize, x3: usize): void {
  const far = f64x2.splat(Infinity);
  for (let s = 0; s < 8; s++) {
    v128.store(bests + <usize>s * 16, far);
    v128.store(seconds + <usize>s * 16, far);
  }
  const width = <usize>d * 8;
  const zero = f64x2.splat(0);
  for (let q = 0; q < panelCount; q++) {
    let a0 = zero, a1 = zero, b0 = zero, b1 = zero, c0 = zero, c1 = zero, e0 = zero, e1 = zero;
    let p = panels + <usize>q * width * 4;
    for (let o: usize = 0; o < width; o += 8, p += 32) {
      const y0 = v128.load(p), y1 = v128.load(p, 16);
      const va = v128.load64_splat(x0 + o);
      let g = f64x2.sub(va, y0);
      a0 = f64x2.add(a0, f64x2.mul(g, g));
      g = f64x2.sub(va, y1);
      a1 = f64x2.add(a1, f64x2.mul(g, g));
      const vb = v128.load64_splat(x1 + o);
      g = f64x2.sub(vb, y0);
      b0 = f64x2.add(b0, f64x2.mul(g, g));
      g = f64x2.sub(vb, y1);
      b1 = f64x2.add(b1, f64x2.mul(g, g));
      const vc = v128.load64_splat(x2 + o);
      g = f64x2.sub(vc, y0);
      c0 = f64x2.add(c0, f64x2.mul(g, g));
      g = f64x2.sub(vc, y1);
      c1 = f64x2.add(c1, f64x2.mul(g, g));
      const ve = v128.load64_splat(x3 + o);
      g = f64x2.sub(ve, y0);
      e0 = f64x2.add(e0, f64x2.mul(g, g));
      g = f64x2.sub(ve, y1);
      e1 = f64x2.add(e1, f64x2.mul(g, g));
    }
    const low = f64x2.add(f64x2.splat(<f64>(4 * q)), f64x2(0, 1));
    const high = f64x2.add(low, f64x2.splat(2));
    keep(two, 0, a0, low);
    keep(two, 1, a1, high);
    keep(two, 2, b0, low);
    keep(two, 3, b1, high);
    keep(two, 4, c0, low);
    keep(two, 5, c1, high);
    keep(two, 6, e0, low);
    keep(two, 7, e1, high);
  }
}

/** Takes the lanes of row r together and stores label and bounds; equal distances go to the first centre. */
function settle(r: i32, row: i32): void {
  let best = Infinity, second = Infinity;
  let label = 0;
  for (let lane = 0; lane < 4; lane++) {
    const slot = <usize>(8 * r + 2 * lane) << 2;
    const value = load<f64>(bests + slot);
    const runnerUp = load<f64>(seconds + slot);
    const place = <i32>load<f64>(places + slot);
    if (value < best || (value == best && place < label)) {
      if (best < second) second = best;
      best = value;
      label = place;
    } else if (value < second) {
      second = value;
    }
    if (runnerUp < second) second = runnerUp;
  }
  store<i32>(at<i32>(labels, row), label);
  store<f64>(at<f64>(upper, row), sqrt(best));
  store<f64>(at<f64>(lower, row), sqrt(second));
}

/** Takes the lanes of row r together and stores the label only: of the least values, the least place. */
// @ts-ignore: decorator
@inline
function label1(r: i32, row: i32): void {
  const slot = <usize>r * 32;
  const v0 = v128.load(bests + slot), v1 = v128.load(bests + slot, 16);
  let best = f64x2.pmin(v0, v1);
  best = f64x2.pmin(best, v128.shuffle<f64>(best, best, 1, 0));
  const none = f64x2.splat(Infinity);
  const p0 = v128.bitselect(v128.load(places + slot), none, f64x2.eq(v0, best));
  const p1 = v128.bitselect(v128.load(places + slot, 16), none, f64x2.eq(v1, best));
  let place = f64x2.pmin(p0, p1);
  place = f64x2.pmin(place, v128.shuffle<f64>(place, place, 1, 0));
  store<i32>(at<i32>(labels, row), <i32>f64x2.extract_lane(place, 0));
}

/** Labels (and, if `bounded`, bounds) of the rows `from` .. `to`, without looking at what was known. */
export function assignAll(from: i32, to: i32, bounded: bool): void {
  for (let i = from; i < to; i += 4) {
    const last = to - 1;
    const i1 = min(i + 1, last), i2 = min(i + 2, last), i3 = min(i + 3, last);
    const x0 = at<f64>(data, i * d), x1 = at<f64>(data, i1 * d), x2 = at<f64>(data, i2 * d), x3 = at<f64>(data, i3 * d);
    if (!bounded) {
      nearestOne4(x0, x1, x2, x3);
      label1(0, i);
      if (i + 1 < to) label1(1, i + 1);
      if (i + 2 < to) label1(2, i + 2);
      if (i + 3 < to) label1(3, i + 3);
      continue;
    }
    nearestTwo4(x0, x1, x2, x3);
    settle(0, i);
    if (i + 1 < to) settle(1, i + 1);
    if (i + 2 < to) settle(2, i + 2);
    if (i + 3 < to) settle(3, i + 3);
  }
}

/** Squared distance of a row to a centre. */
function squared(x: usize, y: usize): f64 {
  let sum: f64 = 0;
  for (let o: usize = 0; o < <usize>d * 8; o += 8) {
    const gap = load<f64>(x + o) - load<f64>(y + o);
    sum += gap * gap;
  }
  return sum;
}

/** The nearest centre of a row, the first of several. */
export function exactLabel(row: i32): i32 {
  const x = at<f64>(data, row * d);
  let label = 0;
  let best = Infinity;
  for (let j = 0; j < k; j++) {
    const square = squared(x, at<f64>(centers, j * d));
    if (square < best) {
      best = square;
      label = j;
    }
  }
  return label;
}

const waiting: usize = memory.data(4 * 4);

/**
 * Labels of the rows `from` .. `to` after the centres moved by `shifts`: a row whose centre is surely nearest keeps it
 * (Hamerly's bounds), the others are looked at anew, four at a time. Returns how many were.
 */
export function assignBounded(from: i32, to: i32, shifts: usize, most: f64, mover: i32, next: f64): i32 {
  let scanned = 0;
  let queued = 0;
  for (let i = from; i < to; i++) {
    const label = load<i32>(at<i32>(labels, i));
    let up = load<f64>(at<f64>(upper, i)) + load<f64>(at<f64>(shifts, label));
    // The centre that moved most may be the row's own; the others moved by `next` at most.
    const low = load<f64>(at<f64>(lower, i)) - (label == mover ? next : most);
    const bound = max(low, load<f64>(at<f64>(half, label))) * SAFETY;
    store<f64>(at<f64>(lower, i), low);
    if (up >= bound) {
      up = sqrt(squared(at<f64>(data, i * d), at<f64>(centers, label * d)));
    }
    store<f64>(at<f64>(upper, i), up);
    if (up < bound) continue;
    store<i32>(at<i32>(waiting, queued++), i);
    if (queued == 4) {
      flush(4);
      scanned += 4;
      queued = 0;
    }
  }
  if (queued > 0) flush(queued);
  return scanned + queued;
}

function flush(count: i32): void {
  const i0 = load<i32>(waiting);
  const i1 = count > 1 ? load<i32>(waiting, 4) : i0;
  const i2 = count > 2 ? load<i32>(waiting, 8) : i0;
  const i3 = count > 3 ? load<i32>(waiting, 12) : i0;
  nearestTwo4(at<f64>(data, i0 * d), at<f64>(data, i1 * d), at<f64>(data, i2 * d), at<f64>(data, i3 * d));
  settle(0, i0);
  if (count > 1) settle(1, i1);
  if (count > 2) settle(2, i2);
  if (count > 3) settle(3, i3);
}

/**
 * Labels of the rows `from` .. `to` after the centres moved, with a lower bound for every row and centre (n x k) in
 * `lower`, and half the distances between centres (k x k) in `halves` (Elkan). `fresh`: nothing is known yet.
 */
export function assignElkan(from: i32, to: i32, shifts: usize, halves: usize, fresh: bool): void {
  for (let i = from; i < to; i++) {
    const x = at<f64>(data, i * d);
    const bounds = at<f64>(lower, i * k);
    if (fresh) {
      let best = Infinity;
      let label = 0;
      for (let j = 0; j < k; j++) {
        const square = squared(x, at<f64>(centers, j * d));
        store<f64>(at<f64>(bounds, j), sqrt(square));
        if (square < best) {
          best = square;
          label = j;
        }
      }
      store<i32>(at<i32>(labels, i), label);
      store<f64>(at<f64>(upper, i), sqrt(best));
      continue;
    }
    const own = load<i32>(at<i32>(labels, i));
    for (let j = 0; j < k; j++) {
      store<f64>(at<f64>(bounds, j), load<f64>(at<f64>(bounds, j)) - load<f64>(at<f64>(shifts, j)));
    }
    let up = load<f64>(at<f64>(upper, i)) + load<f64>(at<f64>(shifts, own));
    let label = own;
    if (up >= load<f64>(at<f64>(half, own)) * SAFETY) {
      // Squares decide, because different squares may have equal roots.
      let own2 = Infinity;
      let exact = false;
      for (let j = 0; j < k; j++) {
        if (j == label) continue;
        const gap = load<f64>(halves + (<usize>label * <usize>k + <usize>j) * 8) * SAFETY;
        if (up < load<f64>(at<f64>(bounds, j)) * SAFETY || up < gap) continue;
        if (!exact) {
          own2 = squared(x, at<f64>(centers, label * d));
          up = sqrt(own2);
          store<f64>(at<f64>(bounds, label), up);
          exact = true;
          if (up < load<f64>(at<f64>(bounds, j)) * SAFETY || up < gap) continue;
        }
        const square = squared(x, at<f64>(centers, j * d));
        store<f64>(at<f64>(bounds, j), sqrt(square));
        if (square < own2 || (square == own2 && j < label)) {
          label = j;
          own2 = square;
          up = sqrt(square);
        }
      }
      store<i32>(at<i32>(labels, i), label);
    }
    store<f64>(at<f64>(upper, i), up);
  }
}

/** Adds weighted rows and weights to the sums of their centres; `weight` 0 stands for all ones. */
export function addSums(from: i32, to: i32, weight: usize, sums: usize, weights: usize): void {
  const width = <usize>d * 8;
  const even = width & ~15;
  for (let i = from; i < to; i++) {
    const w = weight ? load<f64>(at<f64>(weight, i)) : 1;
    const label = load<i32>(at<i32>(labels, i));
    const x = at<f64>(data, i * d), sum = at<f64>(sums, label * d);
    const factor = f64x2.splat(w);
    for (let o: usize = 0; o < even; o += 16) {
      v128.store(sum + o, f64x2.add(v128.load(sum + o), f64x2.mul(v128.load(x + o), factor)));
    }
    if (even < width) store<f64>(sum + even, load<f64>(sum + even) + load<f64>(x + even) * w);
    const slot = at<f64>(weights, label);
    store<f64>(slot, load<f64>(slot) + w);
  }
}
