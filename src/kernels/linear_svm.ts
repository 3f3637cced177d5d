import type { Matrix } from '../core/matrix.js';
import type { Run } from '../core/run.js';
import { padded } from './svm_kernels.js';
import { type SvmSession, svmModule } from './wasm/modules/svm.js';
import { acquire, type Region } from './wasm/runtime.js';

/** A linear machine: minimise a penalty of w plus sum_i C_i loss(y_i, w'x_i). */
export interface LinearProblem {
  readonly X: Matrix;
  /** Value of a further constant column, 0 for none; it is penalised like the others. */
  readonly bias: number;
  /** Labels 1 and -1, or targets. */
  readonly y: Float64Array;
  /** Weight of each row's loss, > 0. */
  readonly C: Float64Array;
  /** Half the width of the tube of a regression; null for classification. */
  readonly tube: number | null;
  readonly tol: number;
  readonly maxIter: number;
}

/** Where a solver of linear machines ended. */
export interface LinearSolution {
  /** d values, and the weight of the constant column if there is one. */
  readonly w: Float64Array;
  readonly iterations: number;
  readonly converged: boolean;
}

/** Multiply-adds between two looks at the clock. */
const SLICE = 1e7;

/** Number of columns with the constant one. */
export function widthOf({ X, bias }: Pick<LinearProblem, 'X' | 'bias'>): number {
  return X.columns + (bias === 0 ? 0 : 1);
}

/** Writes rows from .. from + count of X, with the constant column, to `target`. */
export function writeRows(
  { X, bias }: Pick<LinearProblem, 'X' | 'bias'>,
  from: number,
  count: number,
  target: Float64Array,
): void {
  const d = X.columns;
  const width = widthOf({ X, bias });
  if (width === d) {
    target.set(X.data.subarray(from * d, (from + count) * d));
    return;
  }
  for (let i = 0, to = 0, at = from * d; i < count; i++, to += width, at += d) {
    for (let j = 0; j < d; j++) target[to + j] = X.data[at + j];
    target[to + d] = bias;
  }
}

/** The squared loss of a linear machine on data that stay in a session: value with gradient, Hessian products. */
class SquaredLoss {
  readonly width: number;
  readonly #session: SvmSession;
  readonly #panels: number;
  readonly #count: number;
  readonly #y: number;
  readonly #c: number;
  readonly #curvature: number;
  readonly #w: Region<Float64Array>;
  readonly #sums: Region<Float64Array>;
  readonly #tube: number;

  constructor(session: SvmSession, problem: LinearProblem) {
    const n = problem.X.rows;
    const width = widthOf(problem);
    this.width = width;
    this.#session = session;
    this.#count = padded(n) / 8;
    this.#tube = problem.tube ?? -1;
    this.#panels = packWithBias(session, problem);
    const [y, c] = [problem.y, problem.C].map((values) => {
      const region = session.f64(new Float64Array(padded(n)));
      region.view().set(values);
      return region.pointer;
    });
    this.#y = y;
    this.#c = c;
    this.#curvature = session.f64(padded(n)).pointer;
    this.#w = session.f64(width);
    this.#sums = session.f64(2 * width);
  }

  /** 0.5 w'w + the loss; writes the gradient. */
  async valueAndGradient(w: Float64Array, gradient: Float64Array, run: Run): Promise<number> {
    this.#w.view().set(w);
    this.#sums.view().fill(0);
    let value = 0;
    await this.#inSlices(run, (from, to) => {
      value += this.#session.kernels.squaredLoss(
        from,
        to,
        this.width,
        this.#panels,
        this.#y,
        this.#c,
        this.#w.pointer,
        this.#tube,
        this.#curvature,
        this.#sums.pointer,
      );
    });
    this.#addSums(w, gradient);
    return value + 0.5 * inner(w, w);
  }

  /** Hessian times s, at the point of the last gradient. */
  async product(s: Float64Array, result: Float64Array, run: Run): Promise<void> {
    this.#w.view().set(s);
    this.#sums.view().fill(0);
    await this.#inSlices(run, (from, to) => {
      const { kernels } = this.#session;
      const { pointer } = this.#sums;
      kernels.hessianProduct(from, to, this.width, this.#panels, this.#curvature, this.#w.pointer, pointer);
    });
    this.#addSums(s, result);
  }

  async #inSlices(run: Run, work: (from: number, to: number) => void): Promise<void> {
    const step = Math.max(1, Math.floor(SLICE / (8 * this.width)));
    for (let from = 0; from < this.#count; from += step) {
      work(from, Math.min(this.#count, from + step));
      if (run.due) await run.breathe();
    }
  }

  #addSums(w: Float64Array, result: Float64Array): void {
    const sums = this.#sums.view();
    for (let j = 0; j < w.length; j++) result[j] = w[j] + sums[2 * j] + sums[2 * j + 1];
  }
}

function packWithBias(session: SvmSession, problem: LinearProblem): number {
  const n = problem.X.rows;
  const width = widthOf(problem);
  const panels = session.f64(padded(n) * width);
  const step = Math.min(padded(n), 8 * Math.max(1, Math.floor(65_536 / (8 * width))));
  session.scratch(() => {
    const block = session.f64(step * width);
    for (let from = 0; from < n; from += step) {
      const count = Math.min(step, n - from);
      writeRows(problem, from, count, block.view());
      session.kernels.packRows(count, width, block.pointer, panels.pointer + from * width * 8);
    }
  });
  return panels.pointer;
}

/**
 * Minimises 0.5 w'w + the squared hinge loss (or the squared loss beyond a tube) by Newton steps within a trust region,
 * each solved by conjugate gradients; stops when the gradient is `tol` times that at 0. O(n d) per product.
 * Reference: Lin, More, SIAM J. Optim. 9 (1999); Fan, Chang, Hsieh, Wang, Lin, LIBLINEAR (2008).
 */
export async function solveSquaredPrimal(problem: LinearProblem, run: Run): Promise<LinearSolution> {
  const session = acquire(svmModule);
  try {
    return await trustRegion(new SquaredLoss(session, problem), problem, run);
  } finally {
    session.release();
  }
}

async function trustRegion(
  loss: SquaredLoss,
  { tol, maxIter }: LinearProblem,
  run: Run,
): Promise<LinearSolution> {
  const d = loss.width;
  let w = new Float64Array(d);
  let gradient = new Float64Array(d);
  let value = await loss.valueAndGradient(w, gradient, run);
  const first = norm(gradient);
  let radius = first;
  const s = new Float64Array(d);
  const r = new Float64Array(d);
  let tried = new Float64Array(d);
  let triedGradient = new Float64Array(d);
  for (let iteration = 1; iteration <= maxIter; iteration++) {
    if (norm(gradient) <= tol * first) return { w, iterations: iteration - 1 || 1, converged: true };
    await conjugateGradients(loss, gradient, radius, s, r, run);
    for (let j = 0; j < d; j++) tried[j] = w[j] + s[j];
    const slope = inner(gradient, s);
    const predicted = -0.5 * (slope - inner(s, r));
    const next = await loss.valueAndGradient(tried, triedGradient, run);
    const actual = value - next;
    const size = norm(s);
    if (iteration === 1) radius = Math.min(radius, size);
    radius = newRadius(radius, size, actual, predicted, next - value - slope, slope);
    const accepted = actual > 1e-4 * predicted;
    if (accepted) {
      [w, tried] = [tried, w];
      [gradient, triedGradient] = [triedGradient, gradient];
      value = next;
    } else await loss.valueAndGradient(w, gradient, run);
    await run.breathe();
    const flat =
      Math.abs(actual) <= 1e-15 * Math.abs(value) && Math.abs(predicted) <= 1e-15 * Math.abs(value);
    if (flat) return { w, iterations: iteration, converged: true };
  }
  return { w, iterations: maxIter, converged: norm(gradient) <= tol * first };
}

/** The radius after a step, by how well the quadratic model foretold the value. */
function newRadius(
  radius: number,
  size: number,
  actual: number,
  predicted: number,
  bend: number,
  slope: number,
): number {
  const factor = bend <= 0 ? 4 : Math.max(0.25, -0.5 * (slope / bend));
  if (actual < 1e-4 * predicted) return Math.min(Math.max(factor, 0.25) * size, 0.5 * radius);
  if (actual < 0.25 * predicted) return Math.max(0.25 * radius, Math.min(factor * size, 0.5 * radius));
  if (actual < 0.75 * predicted) return Math.max(0.25 * radius, Math.min(factor * size, 4 * radius));
  return Math.max(radius, Math.min(factor * size, 4 * radius));
}

/** Newton's step within the radius; r ends as -gradient - H s. */
async function conjugateGradients(
  loss: SquaredLoss,
  gradient: Float64Array,
  radius: number,
  s: Float64Array,
  r: Float64Array,
  run: Run,
): Promise<void> {
  const d = gradient.length;
  s.fill(0);
  for (let j = 0; j < d; j++) r[j] = -gradient[j];
  const p = r.slice();
  const product = new Float64Array(d);
  const enough = 0.1 * norm(gradient);
  let rr = inner(r, r);
  for (let k = 0; k < Math.max(50, 2 * d) && Math.sqrt(rr) > enough; k++) {
    await loss.product(p, product, run);
    let alpha = rr / inner(p, product);
    addTo(s, alpha, p);
    if (norm(s) > radius) {
      addTo(s, -alpha, p);
      const sp = inner(s, p);
      const pp = inner(p, p);
      const room = radius * radius - inner(s, s);
      const root = Math.sqrt(sp * sp + pp * room);
      alpha = sp >= 0 ? room / (sp + root) : (root - sp) / pp;
      addTo(s, alpha, p);
      addTo(r, -alpha, product);
      return;
    }
    addTo(r, -alpha, product);
    const next = inner(r, r);
    const beta = next / rr;
    for (let j = 0; j < d; j++) p[j] = r[j] + beta * p[j];
    rr = next;
  }
}

function inner(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += a[j] * b[j];
  return sum;
}

/** The length of a vector, in units of its largest value, so that nothing overflows. */
function norm(a: Float64Array): number {
  let largest = 0;
  for (let j = 0; j < a.length; j++) largest = Math.max(largest, Math.abs(a[j]));
  if (largest === 0 || !Number.isFinite(largest)) return largest;
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += (a[j] / largest) ** 2;
  return largest * Math.sqrt(sum);
}

function addTo(a: Float64Array, factor: number, b: Float64Array): void {
  for (let j = 0; j < a.length; j++) a[j] += factor * b[j];
}
