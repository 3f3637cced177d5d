// Shrinking: variables at a bound that will probably stay there leave the active places, and come back with their v
// computed anew when the rest is nearly or fully solved (Joachims 1998; Chang, Lin 2011).
import { cacheIsShort, kernelRow, swapInCache } from './cache';
import { swapInPanels } from './kernel_rows';
import { get, getInt, pair, problem, set, setInt } from './problem';

/** Whether the variable at a place is at a bound and far from wanting to leave it. */
function isIdle(k: i32): bool {
  const p = problem;
  const mayRise = get(p.up, k) == 0, mayFall = get(p.low, k) == 0;
  if (mayRise && mayFall) return false;
  const negative = p.nu != 0 && get(p.y, k) < 0;
  const v = get(p.v, k);
  if (!mayRise && mayFall) return v > (negative ? p.topNegative : p.top);
  if (!mayFall && mayRise) return -v > (negative ? p.bottomNegative : p.bottom);
  return true;
}

function swapDoubles(base: usize, i: i32, j: i32): void {
  const kept = get(base, i);
  set(base, i, get(base, j));
  set(base, j, kept);
}

function swapInts(base: usize, i: i32, j: i32): void {
  const kept = getInt(base, i);
  setInt(base, i, getInt(base, j));
  setInt(base, j, kept);
}

function swapVariables(i: i32, j: i32): void {
  const p = problem;
  swapDoubles(p.v, i, j);
  swapDoubles(p.start, i, j);
  swapDoubles(p.bar, i, j);
  swapDoubles(p.alpha, i, j);
  swapDoubles(p.y, i, j);
  swapDoubles(p.c, i, j);
  swapDoubles(p.diagonal, i, j);
  swapDoubles(p.up, i, j);
  swapDoubles(p.low, i, j);
  swapInts(p.order, i, j);
  if (p.mirrored) swapInts(p.source, i, j);
}

/** Moves idle variables behind the active ones, by `top` and `bottom`. */
export function shrink(): void {
  const p = problem;
  let count = 0;
  for (let i = 0; i < p.active; i++) {
    if (!isIdle(i)) continue;
    p.active--;
    while (p.active > i) {
      if (!isIdle(p.active)) {
        swapVariables(i, p.active);
        setInt(p.swaps, 2 * count, i);
        setInt(p.swaps, 2 * count + 1, p.active);
        count++;
        break;
      }
      p.active--;
    }
  }
  // Row by row, which keeps each in the cache of the processor.
  if (!p.mirrored && p.panels) {
    for (let k = 0; k < count; k++) {
      swapInPanels(p.panels, p.columns, getInt(p.swaps, 2 * k), getInt(p.swaps, 2 * k + 1));
    }
  }
  swapInCache(count);
  p.effort += <f64>count * <f64>(p.used + 20);
}

/** Begins to compute v of the inactive places. */
export function beginReconstruction(): void {
  const p = problem;
  for (let k = p.active; k < p.n; k++) set(p.v, k, get(p.start, k) - get(p.bar, k));
  let free = 0;
  for (let k = 0; k < p.active; k++) {
    const isFree = get(p.up, k) == 0 && get(p.low, k) == 0;
    if (isFree) free++;
    set(p.work, k, isFree ? get(p.alpha, k) * get(p.y, k) : 0);
  }
  p.byInactive = i32(<f64>free * <f64>p.n > 2 * <f64>p.active * <f64>(p.n - p.active));
  p.position = p.byInactive ? p.active : 0;
}

/** Goes on with it; true when all is done, false when `budget` is spent. */
export function reconstruct(budget: f64): bool {
  const p = problem;
  const end = p.byInactive ? p.n : p.active;
  for (; p.position < end; p.position++) {
    if (p.effort > budget || cacheIsShort()) return false;
    const i = p.position;
    if (p.byInactive) {
      const row = kernelRow(i, p.active);
      set(p.v, i, get(p.v, i) - dot(p.active, row, p.work));
      p.effort += <f64>p.active;
    } else if (get(p.up, i) == 0 && get(p.low, i) == 0) {
      const row = kernelRow(i, p.n);
      subtract(p.active, p.n, get(p.work, i), row, p.v);
      p.effort += <f64>(p.n - p.active);
    }
  }
  return true;
}

function dot(n: i32, row: usize, x: usize): f64 {
  let a = f64x2.splat(0), b = a;
  let k = 0;
  for (; k + 4 <= n; k += 4, row += 16, x += 32) {
    a = f64x2.add(a, f64x2.mul(pair(row), v128.load(x)));
    b = f64x2.add(b, f64x2.mul(pair(row + 8), v128.load(x, 16)));
  }
  a = f64x2.add(a, b);
  let sum = f64x2.extract_lane(a, 0) + f64x2.extract_lane(a, 1);
  for (; k < n; k++, row += 4, x += 8) sum += <f64>load<f32>(row) * load<f64>(x);
  return sum;
}

/** x -= factor * row at places from .. to. */
export function subtract(from: i32, to: i32, factor: f64, row: usize, x: usize): void {
  row += <usize>from << 2;
  x += <usize>from << 3;
  const f = f64x2.splat(factor);
  let k = from;
  for (; k + 2 <= to; k += 2, row += 8, x += 16) {
    v128.store(x, f64x2.sub(v128.load(x), f64x2.mul(f, pair(row))));
  }
  if (k < to) store<f64>(x, load<f64>(x) - factor * <f64>load<f32>(row));
}
