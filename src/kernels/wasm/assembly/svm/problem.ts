// The quadratic program that an instance works on. All addresses are set from outside before a solver runs.

/**
 * min 1/2 a'Qa + p'a with y'a fixed and 0 <= a_i <= C_i, where Q_ij = y_i y_j K_ij. The solver keeps
 * v_i = -y_i (gradient)_i, in which signs vanish: every row of the cache holds plain kernel values.
 */
@unmanaged
export class Problem {
  /** Variables; twice the rows when mirrored (regression: every row stands for two variables of opposite sign). */
  n: i32;
  rows: i32;
  mirrored: i32;
  /** Pairs must be of one sign (the nu-problems). */
  nu: i32;
  shrinking: i32;
  maxIter: i32;
  eps: f64;

  v: usize;
  /** v at a = 0. */
  start: usize;
  /** Part of v that comes from variables at their upper bound. */
  bar: usize;
  alpha: usize;
  y: usize;
  c: usize;
  diagonal: usize;
  /** 0 where a may move along y, else -Infinity. */
  up: usize;
  /** 0 where a may move against y, else Infinity. */
  low: usize;
  /** Which variable stands at each place. */
  order: usize;
  /** Mirrored: the row behind each place. */
  source: usize;
  /** Exchanges of a shrinking pass, as pairs. */
  swaps: usize;
  /** Room for n doubles. */
  work: usize;

  active: i32;
  iterations: i32;
  counter: i32;
  phase: i32;
  unshrunk: i32;
  /** Where an interrupted phase goes on. */
  position: i32;
  /** Whether a reconstruction goes by inactive rows. */
  byInactive: i32;
  /** Place with the largest v that may move up, or -1; that v. */
  first: i32;
  second: i32;
  firstNegative: i32;
  top: f64;
  topNegative: f64;
  /** Largest -v that may move down. */
  bottom: f64;
  bottomNegative: f64;
  /** Steps of arithmetic since the call began. */
  effort: f64;

  // Kernel
  kind: i32;
  columns: i32;
  degree: i32;
  gamma: f64;
  coef0: f64;
  /** Rows in panels of eight: value j of the eight rows side by side, then value j + 1. */
  panels: usize;

  // Cache of kernel rows in single precision
  slots: i32;
  /** Slots that there may be when all room is taken. */
  mostSlots: i32;
  used: i32;
  /** Bytes of a slot. */
  stride: i32;
  cache: usize;
  /** Slot of each row, or -1. */
  slotOf: usize;
  owner: usize;
  length: usize;
  /** Ring from the latest used to the longest unused slot; number `mostSlots` is its head. */
  previous: usize;
  next: usize;
  /** Mirrored: four rows spread to the variables. */
  spread: usize;
  turn: i32;
}

/** The program of this instance. */
export const problem = changetype<Problem>(memory.data(512, 16));

/** Value `i` of an array of doubles. */
// @ts-ignore: decorator
@inline
export function get(base: usize, i: i32): f64 {
  return load<f64>(base + (<usize>i << 3));
}

// @ts-ignore: decorator
@inline
export function set(base: usize, i: i32, value: f64): void {
  store<f64>(base + (<usize>i << 3), value);
}

/** Value `i` of an array of 32-bit integers. */
// @ts-ignore: decorator
@inline
export function getInt(base: usize, i: i32): i32 {
  return load<i32>(base + (<usize>i << 2));
}

// @ts-ignore: decorator
@inline
export function setInt(base: usize, i: i32, value: i32): void {
  store<i32>(base + (<usize>i << 2), value);
}

/** Two single-precision values as doubles. */
// @ts-ignore: decorator
@inline
export function pair(row: usize): v128 {
  return f64x2.promote_low_f32x4(v128.load64_zero(row));
}
