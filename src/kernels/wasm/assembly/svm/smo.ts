// Sequential minimal optimisation with second-order working sets and shrinking, as in LIBSVM: the same pairs in the
// same order, so that the same variables end as support vectors. It works in slices and can be left between them.
import { cacheIsShort, kernelRow } from './cache';
import { get, pair, problem, set, setInt } from './problem';
import { findBottom, findFirst, findSecond, violation } from './select';
import { beginReconstruction, reconstruct, shrink, subtract } from './shrink';

const TAU: f64 = 1e-12;

// Phases
const BEGIN = 0;
const LOOP = 1;
const RECONSTRUCT_TO_SHRINK = 2;
const RECONSTRUCT_TO_CHECK = 3;
const SELECT = 4;
const SELECT_CHECKED = 5;
const SOLVED = 6;
const STOPPED = 7;

/** The sizes and rules of the program. */
export function setProgram(
  n: i32, rows: i32, mirrored: i32, nu: i32, shrinking: i32, maxIter: i32, eps: f64,
): void {
  const p = problem;
  p.n = n;
  p.rows = rows;
  p.mirrored = mirrored;
  p.nu = nu;
  p.shrinking = shrinking;
  p.maxIter = maxIter;
  p.eps = eps;
  p.active = n;
  p.iterations = 0;
  p.counter = min(n, 1000) + 1;
  p.phase = BEGIN;
  p.unshrunk = 0;
  p.position = 0;
}

/** Where the variables stand: `doubles` holds ten arrays of `capacity` in the order below. */
export function setVariables(doubles: usize, capacity: i32, order: usize, source: usize, swaps: usize): void {
  const p = problem;
  const bytes = <usize>capacity * 8;
  p.start = doubles;
  p.alpha = doubles + bytes;
  p.y = doubles + 2 * bytes;
  p.c = doubles + 3 * bytes;
  p.diagonal = doubles + 4 * bytes;
  p.v = doubles + 5 * bytes;
  p.bar = doubles + 6 * bytes;
  p.up = doubles + 7 * bytes;
  p.low = doubles + 8 * bytes;
  p.work = doubles + 9 * bytes;
  p.order = order;
  p.source = source;
  p.swaps = swaps;
}

/** The kernel and the rows in panels (0: all kernel values are given). */
export function setKernel(kind: i32, gamma: f64, coef0: f64, degree: i32, columns: i32, panels: usize): void {
  const p = problem;
  p.kind = kind;
  p.gamma = gamma;
  p.coef0 = coef0;
  p.degree = degree;
  p.columns = columns;
  p.panels = panels;
}

/** The room for kernel rows. */
export function setCache(
  slots: i32, mostSlots: i32, stride: i32, cache: usize, slotOf: usize, owner: usize, length: usize,
  previous: usize, next: usize, spread: usize,
): void {
  const p = problem;
  p.slots = slots;
  p.mostSlots = mostSlots;
  p.stride = stride;
  p.cache = cache;
  p.slotOf = slotOf;
  p.owner = owner;
  p.length = length;
  p.previous = previous;
  p.next = next;
  p.spread = spread;
}

/** Copies doubles: both halves of a mirrored program have one diagonal. */
export function repeatDoubles(count: i32, from: usize, to: usize): void {
  memory.copy(to, from, <usize>count * 8);
}

/** Pairs moved so far. */
export function smoIterations(): i32 {
  return problem.iterations;
}

/** Places that are active. */
export function smoActive(): i32 {
  return problem.active;
}

// @ts-ignore: decorator
@inline
function isUpper(k: i32): bool {
  return get(problem.alpha, k) >= get(problem.c, k);
}

/** Which ways the variable at a place may move. */
function setBounds(k: i32): void {
  const p = problem;
  const positive = get(p.y, k) > 0;
  const mayGrow = !isUpper(k), mayFall = get(p.alpha, k) > 0;
  set(p.up, k, (positive ? mayGrow : mayFall) ? 0 : -Infinity);
  set(p.low, k, (positive ? mayFall : mayGrow) ? 0 : Infinity);
}

/** Works for about `budget` steps of arithmetic: 0 there is more to do, 1 solved, 2 out of iterations. */
export function smoRun(budget: f64): i32 {
  const p = problem;
  p.effort = 0;
  while (p.phase != SOLVED && p.phase != STOPPED) {
    if (p.effort > budget || cacheIsShort()) return 0;
    if (p.phase == LOOP) beginIteration();
    else if (p.phase == SELECT || p.phase == SELECT_CHECKED) moveOrStop();
    else if (p.phase == BEGIN) {
      if (!addStart(budget)) return 0;
      findFirst();
      p.phase = LOOP;
    } else {
      if (!reconstruct(budget)) return 0;
      p.active = p.n;
      if (p.phase == RECONSTRUCT_TO_SHRINK) {
        shrink();
        p.phase = SELECT;
      } else p.phase = SELECT_CHECKED;
      findFirst();
    }
  }
  return p.phase == SOLVED ? 1 : 2;
}

/** v of the starting point. */
function addStart(budget: f64): bool {
  const p = problem;
  if (p.position == 0) {
    memory.copy(p.v, p.start, <usize>p.n * 8);
    memory.fill(p.bar, 0, <usize>p.n * 8);
    for (let k = 0; k < p.n; k++) {
      setInt(p.order, k, k);
      if (p.mirrored) setInt(p.source, k, k < p.rows ? k : k - p.rows);
      setBounds(k);
    }
  }
  for (; p.position < p.n; p.position++) {
    const i = p.position;
    if (get(p.alpha, i) <= 0) continue;
    if ((p.effort > budget || cacheIsShort()) && i > 0) return false;
    const row = kernelRow(i, p.n);
    subtract(0, p.n, get(p.alpha, i) * get(p.y, i), row, p.v);
    if (isUpper(i)) subtract(0, p.n, -(get(p.c, i) * get(p.y, i)), row, p.bar);
    p.effort += <f64>p.n;
  }
  return true;
}

function beginIteration(): void {
  const p = problem;
  if (p.maxIter >= 0 && p.iterations >= p.maxIter) {
    p.phase = STOPPED;
    return;
  }
  p.phase = SELECT;
  if (--p.counter > 0) return;
  p.counter = min(p.n, 1000);
  if (!p.shrinking) return;
  findBottom();
  if (!p.unshrunk && violation() <= p.eps * 10) {
    p.unshrunk = 1;
    if (p.active < p.n) {
      beginReconstruction();
      p.phase = RECONSTRUCT_TO_SHRINK;
      return;
    }
  }
  shrink();
  findFirst();
}

function moveOrStop(): void {
  const p = problem;
  findSecond();
  if (violation() < p.eps || p.second < 0) {
    if (p.active == p.n) p.phase = SOLVED;
    else {
      beginReconstruction();
      p.phase = RECONSTRUCT_TO_CHECK;
    }
    return;
  }
  if (p.phase == SELECT_CHECKED) p.counter = 1;
  p.phase = LOOP;
  const second = p.second;
  const first = p.nu && get(p.y, second) < 0 ? p.firstNegative : p.first;
  p.iterations++;
  move(first, second);
}

/** The best step of two variables within their bounds, and all that follows from it. */
function move(i: i32, j: i32): void {
  const p = problem;
  const rowI = kernelRow(i, p.active), rowJ = kernelRow(j, p.active);
  const ci = get(p.c, i), cj = get(p.c, j);
  const yi = get(p.y, i), yj = get(p.y, j);
  const oldI = get(p.alpha, i), oldJ = get(p.alpha, j);
  const gi = -yi * get(p.v, i), gj = -yj * get(p.v, j);
  let curve = get(p.diagonal, i) + get(p.diagonal, j) - 2 * <f64>load<f32>(rowI + (<usize>j << 2));
  if (curve <= 0) curve = TAU;
  let ai = oldI, aj = oldJ;
  if (yi != yj) {
    const delta = (-gi - gj) / curve;
    const difference = ai - aj;
    ai += delta;
    aj += delta;
    if (difference > 0) {
      if (aj < 0) {
        aj = 0;
        ai = difference;
      }
    } else if (ai < 0) {
      ai = 0;
      aj = -difference;
    }
    if (difference > ci - cj) {
      if (ai > ci) {
        ai = ci;
        aj = ci - difference;
      }
    } else if (aj > cj) {
      aj = cj;
      ai = cj + difference;
    }
  } else {
    const delta = (gi - gj) / curve;
    const sum = ai + aj;
    ai -= delta;
    aj += delta;
    if (sum > ci) {
      if (ai > ci) {
        ai = ci;
        aj = sum - ci;
      }
    } else if (aj < 0) {
      aj = 0;
      ai = sum;
    }
    if (sum > cj) {
      if (aj > cj) {
        aj = cj;
        ai = sum - cj;
      }
    } else if (ai < 0) {
      ai = 0;
      aj = sum;
    }
  }
  const wasI = isUpper(i), wasJ = isUpper(j);
  set(p.alpha, i, ai);
  set(p.alpha, j, aj);
  setBounds(i);
  setBounds(j);
  update(yi * (ai - oldI), rowI, yj * (aj - oldJ), rowJ);
  if (p.shrinking) {
    if (wasI != isUpper(i)) addToBar(i, wasI ? -ci * yi : ci * yi);
    if (wasJ != isUpper(j)) addToBar(j, wasJ ? -cj * yj : cj * yj);
  }
}

function addToBar(place: i32, amount: f64): void {
  const p = problem;
  subtract(0, p.n, -amount, kernelRow(place, p.n), p.bar);
  p.effort += <f64>p.n;
}

/** v -= a rowI + b rowJ. */
function update(a: f64, rowI: usize, b: f64, rowJ: usize): void {
  const p = problem;
  const n = p.active;
  p.effort += 2 * <f64>n;
  const fa = f64x2.splat(a), fb = f64x2.splat(b);
  let v = p.v;
  let k = 0;
  for (; k + 2 <= n; k += 2, v += 16, rowI += 8, rowJ += 8) {
    const step = f64x2.add(f64x2.mul(fa, pair(rowI)), f64x2.mul(fb, pair(rowJ)));
    v128.store(v, f64x2.sub(v128.load(v), step));
  }
  if (k < n) {
    store<f64>(v, load<f64>(v) - (a * <f64>load<f32>(rowI) + b * <f64>load<f32>(rowJ)));
  }
  findFirst();
}
