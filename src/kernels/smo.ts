import type { Matrix } from '../core/matrix.js';
import type { Run } from '../core/run.js';
import { type KernelFunction, kernelArgs, packPanels, padded } from './svm_kernels.js';
import { type KernelArgs, type SvmSession, svmModule } from './wasm/modules/svm.js';
import { acquire, type Region } from './wasm/runtime.js';

/**
 * The dual of a support vector machine: min 1/2 a'Qa + p'a over 0 <= a <= C with y'a fixed by the start, where
 * Q_ij = y_i y_j K_ij.
 */
export interface SmoProgram {
  /** Linear term. */
  readonly p: Float64Array;
  /** Signs, 1 or -1. Of a mirrored program the first half is 1 and the second -1. */
  readonly y: Float64Array;
  /** Upper bounds. */
  readonly C: Float64Array;
  /** Starting point within the bounds. */
  readonly alpha: Float64Array;
  /** Each row stands for two variables, i and i + n / 2 (regression). */
  readonly mirrored: boolean;
  /** The sums over either sign are fixed too (nu-machines). */
  readonly nu: boolean;
}

/** Where kernel values come from: a function of rows of X, or a matrix of them. */
export type KernelSource =
  | { readonly X: Matrix; readonly kernel: KernelFunction; readonly rows?: Int32Array }
  | { readonly gram: Matrix; readonly rows?: Int32Array };

/** How to solve it. */
export interface SmoOptions {
  /** Stop when the optimality conditions hold to this. */
  readonly tol: number;
  /** Set variables aside that stay at a bound. */
  readonly shrinking: boolean;
  /** Megabytes for kernel rows. */
  readonly cacheSize: number;
  /** Most pairs to move, -1 for no bound. */
  readonly maxIter: number;
}

/** Where the solver ended. */
export interface SmoSolution {
  readonly alpha: Float64Array;
  /** The decision value is sum_i y_i a_i K(x_i, x) - rho. */
  readonly rho: number;
  /** Nu-machines: the scale r of the solution. */
  readonly r: number;
  readonly iterations: number;
  readonly converged: boolean;
}

/** Steps of arithmetic between two looks at the clock: about 15 ms. */
const SLICE = 2e7;
const FEWEST_SLOTS = 4;
/** Room for kernel rows at the start, in single-precision values; it doubles while it is short. */
const FIRST_ROOM = 2 ** 21;

/**
 * Solves the program by sequential minimal optimisation with second-order working sets and shrinking, pair by pair
 * as LIBSVM does. Kernel rows are held in single precision. O(n d) per row that is not in the cache, O(n) per pair.
 * Reference: Fan, Chen, Lin, JMLR 6 (2005); Chang, Lin, LIBSVM (2011).
 * @throws AbortError when the run's signal fires.
 */
export async function solveSmo(
  program: SmoProgram,
  source: KernelSource,
  options: SmoOptions,
  run: Run,
): Promise<SmoSolution> {
  const session = acquire(svmModule);
  try {
    const n = program.y.length;
    const capacity = padded(n);
    const doubles = session.f64(10 * capacity);
    const integers = session.i32(4 * capacity);
    const { kernels } = session;
    const [order, sourceAt, swaps] = [0, 1, 2].map((k) => integers.pointer + k * capacity * 4);
    kernels.setVariables(doubles.pointer, capacity, order, sourceAt, swaps);
    const cache = setUpRows(session, program, source, options, doubles.pointer + 4 * capacity * 8);
    const view = doubles.view();
    for (let i = 0; i < n; i++) {
      view[i] = -program.y[i] * program.p[i];
      view[capacity + i] = program.alpha[i];
      view[2 * capacity + i] = program.y[i];
      view[3 * capacity + i] = program.C[i];
    }
    const rows = program.mirrored ? n / 2 : n;
    const { shrinking, maxIter, tol } = options;
    kernels.setProgram(n, rows, program.mirrored, program.nu, shrinking, maxIter, tol);
    let status = kernels.smoRun(SLICE);
    while (status === 0) {
      if (kernels.cacheIsShort()) widen(session, cache);
      if (run.due) await run.breathe();
      status = kernels.smoRun(SLICE);
    }
    const all = doubles.view();
    const part = (k: number): Float64Array => all.subarray(k * capacity, k * capacity + n);
    const [alpha, y, C, v] = [1, 2, 3, 5].map(part);
    const { rho, r } = offsets(alpha, y, C, v, program.nu, kernels.smoActive());
    const result = new Float64Array(n);
    const places = integers.view();
    for (let k = 0; k < n; k++) result[places[k]] = alpha[k];
    return { alpha: result, rho, r, iterations: kernels.smoIterations(), converged: status === 1 };
  } finally {
    session.release();
  }
}

/** The room for kernel rows: the last region of the session, so that it can be made longer. */
interface Cache {
  slots: number;
  readonly mostSlots: number;
  /** Values in a slot. */
  readonly width: number;
}

function widen(session: SvmSession, cache: Cache): void {
  const more = Math.min(cache.slots, cache.mostSlots - cache.slots);
  session.f32(more * cache.width);
  cache.slots += more;
  session.kernels.setSlots(cache.slots);
}

/** Rows or kernel values into the session, and room for the cache. */
function setUpRows(
  session: SvmSession,
  { y, mirrored }: SmoProgram,
  source: KernelSource,
  { cacheSize }: SmoOptions,
  diagonal: number,
): Cache {
  const { kernels } = session;
  const n = y.length;
  const rows = mirrored ? n / 2 : n;
  // Whole cache lines: a region that follows begins where this one ends.
  const width = Math.ceil(rows / 16) * 16;
  const given = 'gram' in source;
  const wanted = Math.floor((cacheSize * 2 ** 20) / (4 * width));
  const mostSlots = given ? rows : Math.max(FEWEST_SLOTS, Math.min(rows, wanted));
  const first = Math.max(FEWEST_SLOTS, Math.floor(FIRST_ROOM / width));
  const slots = given ? rows : Math.min(mostSlots, first);
  const lists = session.i32(rows + 4 * mostSlots + 2).pointer;
  const spread = session.f32(mirrored ? 4 * (n + 8) : 0).pointer;
  const args = given ? undefined : kernelArgs(source.kernel, source.X.columns);
  const panels = given ? 0 : packPanels(session, source.X, source.rows).pointer;
  const cache = session.f32(slots * width);
  const [owner, length] = [lists + rows * 4, lists + (rows + mostSlots) * 4];
  const previous = length + mostSlots * 4;
  const next = previous + (mostSlots + 1) * 4;
  kernels.setProgram(n, rows, mirrored, false, false, 0, 0);
  kernels.setCache(slots, mostSlots, 4 * width, cache.pointer, lists, owner, length, previous, next, spread);
  kernels.setKernel(...(args ?? ([0, 0, 0, 0, 0] satisfies KernelArgs)), panels);
  if (args) {
    kernels.kernelDiagonal(...args, rows, panels, diagonal);
    kernels.clearCache();
  } else {
    fillGram(session, cache, width, diagonal, source as GivenValues, rows);
    kernels.fillCache();
  }
  if (mirrored) kernels.repeatDoubles(rows, diagonal, diagonal + rows * 8);
  return { slots, mostSlots, width };
}

type GivenValues = Extract<KernelSource, { gram: Matrix }>;

function fillGram(
  session: SvmSession,
  cache: Region<Float32Array>,
  width: number,
  diagonal: number,
  { gram, rows: chosen }: GivenValues,
  rows: number,
): void {
  const target = cache.view();
  const own = new Float64Array(session.buffer, diagonal, rows);
  for (let i = 0; i < rows; i++) {
    const from = (chosen ? chosen[i] : i) * gram.columns;
    own[i] = gram.data[from + (chosen ? chosen[i] : i)];
    for (let j = 0; j < rows; j++) target[i * width + j] = gram.data[from + (chosen ? chosen[j] : j)];
  }
}

/** The offset of the decision values from the optimality conditions; for nu-machines also their scale. */
function offsets(
  alpha: Float64Array,
  y: Float64Array,
  C: Float64Array,
  v: Float64Array,
  nu: boolean,
  active: number,
): { rho: number; r: number } {
  if (!nu) return { rho: -levelOf(alpha, y, C, v, active, 0), r: 1 };
  const positive = levelOf(alpha, y, C, v, active, 1);
  const negative = levelOf(alpha, y, C, v, active, -1);
  return { rho: -(positive + negative) / 2, r: (negative - positive) / 2 };
}

/** v where variables are free, else the middle of what their bounds allow; of one sign, or of both for 0. */
function levelOf(
  alpha: Float64Array,
  y: Float64Array,
  C: Float64Array,
  v: Float64Array,
  active: number,
  sign: number,
): number {
  let free = 0;
  let sum = 0;
  let highest = Number.NEGATIVE_INFINITY;
  let lowest = Number.POSITIVE_INFINITY;
  for (let k = 0; k < active; k++) {
    if (sign !== 0 && y[k] !== sign) continue;
    const atTop = alpha[k] >= C[k];
    const atZero = alpha[k] <= 0;
    if (!atTop && !atZero) {
      free++;
      sum += v[k];
    } else if (atTop === y[k] > 0) lowest = Math.min(lowest, v[k]);
    else highest = Math.max(highest, v[k]);
  }
  if (free > 0) return sum / free;
  if (highest === Number.NEGATIVE_INFINITY) return lowest;
  if (lowest === Number.POSITIVE_INFINITY) return highest;
  return (highest + lowest) / 2;
}
