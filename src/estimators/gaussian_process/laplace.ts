import { Matrix } from '../../core/matrix.js';
import type { Run } from '../../core/run.js';
import type { Evaluated } from '../../kernels/optimize/bounded_bfgs.js';
import { SpdFactor } from '../../kernels/spd_factor.js';
import { solveLowerMany } from '../../kernels/triangular_solve.js';
import type { Kernel, KernelRecord } from './kernel.js';
import { kernelFrom } from './kernel_algebra.js';

/** A process that tells two classes apart, by Laplace's approximation around the mode. */
export interface BinaryProcess {
  readonly kernelRecord: KernelRecord;
  readonly XTrain: Matrix;
  /** Residuals y - pi at the mode: the weights of the training rows in the latent mean. */
  readonly residual: Float64Array;
  /** Roots of pi (1 - pi). */
  readonly root: Float64Array;
  /** Lower triangular factor of I + root K root. */
  readonly L: Matrix;
  readonly logMarginalLikelihoodValue: number;
}

interface Mode {
  readonly f: Float64Array;
  readonly pi: Float64Array;
  readonly root: Float64Array;
  readonly a: Float64Array;
  readonly value: number;
}

/** The labels (0 or 1) of some rows, and what a search over kernels keeps from one step to the next. */
export class BinaryLaplace {
  readonly #factor: SpdFactor;
  #last: Float64Array | undefined;

  constructor(
    readonly X: Matrix,
    readonly y: Float64Array,
    readonly maxIter: number,
    readonly warmStart: boolean,
    readonly run: Run,
  ) {
    this.#factor = new SpdFactor(X.rows);
  }

  /** Gives the memory back. */
  release(): void {
    this.#factor.release();
  }

  /**
   * The log marginal likelihood of a kernel and its gradient by theta. O(n^3) per Newton step.
   * Reference: Rasmussen, Williams (2006), algorithm 5.1.
   */
  async likelihood(kernel: Kernel): Promise<Evaluated> {
    const n = this.X.rows;
    const { values: K, gradients } = kernel.withGradient(this.X);
    const mode = await this.#mode(K);
    const gradient = new Float64Array(gradients.length);
    if (!mode) return { value: Number.NEGATIVE_INFINITY, gradient };
    const { pi, root, a, value } = mode;
    const scaled = new Float64Array(n * n);
    for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) scaled[i * n + j] = root[i] * K[i * n + j];
    const C = await solveLowerMany(this.#factor.values.slice(), n, scaled, n, this.run);
    const third = new Float64Array(n);
    for (let at = 0; at < C.length; at++) third[at % n] += C[at] * C[at];
    for (let i = 0; i < n; i++) {
      third[i] = -0.5 * (K[i * n + i] - third[i]) * pi[i] * (1 - pi[i]) * (1 - 2 * pi[i]);
    }
    await this.#factor.invert(this.run);
    const R = this.#factor.values.slice();
    for (let i = 0; i < n; i++) {
      for (let j = 0; j <= i; j++) {
        R[i * n + j] *= root[i] * root[j];
        R[j * n + i] = R[i * n + j];
      }
    }
    const residual = this.y.map((label, i) => label - pi[i]);
    gradients.forEach((G, t) => {
      const Ga = product(G, a);
      let explicit = 0;
      for (let i = 0; i < n; i++) explicit += a[i] * Ga[i];
      for (let at = 0; at < G.length; at++) explicit -= R[at] * G[at];
      const b = product(G, residual);
      const KRb = product(K, product(R, b));
      let implicit = 0;
      for (let i = 0; i < n; i++) implicit += third[i] * (b[i] - KRb[i]);
      gradient[t] = 0.5 * explicit + implicit;
    });
    return { value, gradient };
  }

  /** The process of a kernel, or undefined when its matrix is not positive definite. */
  async process(kernel: Kernel): Promise<BinaryProcess | undefined> {
    const n = this.X.rows;
    const mode = await this.#mode(kernel.values(this.X));
    if (!mode) return undefined;
    const L = Matrix.zeros(n, n);
    const { values } = this.#factor;
    for (let i = 0; i < n; i++) L.data.set(values.subarray(i * n, i * n + i + 1), i * n);
    return {
      kernelRecord: kernel.record,
      XTrain: this.X,
      residual: this.y.map((label, i) => label - mode.pi[i]),
      root: mode.root,
      L,
      logMarginalLikelihoodValue: mode.value,
    };
  }

  /** The mode of the latent values by Newton's method; the factor of I + root K root stays. */
  async #mode(K: Float64Array): Promise<Mode | undefined> {
    const { y } = this;
    const n = y.length;
    let f = this.warmStart && this.#last ? this.#last : new Float64Array(n);
    let before = Number.NEGATIVE_INFINITY;
    let mode: Mode | undefined;
    for (let iteration = 0; iteration < this.maxIter; iteration++) {
      const pi = f.map((value) => 1 / (1 + Math.exp(-value)));
      const root = pi.map((p) => Math.sqrt(p * (1 - p)));
      const B = this.#factor.values;
      for (let i = 0; i < n; i++) {
        for (let j = 0; j <= i; j++) B[i * n + j] = root[i] * K[i * n + j] * root[j];
        B[i * n + i] += 1;
      }
      if (!(await this.#factor.factor(this.run))) return undefined;
      const b = f.map((value, i) => root[i] * root[i] * value + (y[i] - pi[i]));
      const Kb = product(K, b);
      const solved = this.#factor.solve(Kb.map((value, i) => root[i] * value));
      const a = b.map((value, i) => value - root[i] * solved[i]);
      f = product(K, a);
      let value = -0.5 * this.#factor.logDeterminant();
      for (let i = 0; i < n; i++) {
        const margin = (2 * y[i] - 1) * f[i];
        value -= 0.5 * a[i] * f[i] + Math.log1p(Math.exp(-Math.abs(margin))) + Math.max(0, -margin);
      }
      mode = { f, pi, root, a, value };
      if (value - before < 1e-10) break;
      before = value;
    }
    this.#last = f;
    return mode;
  }
}

/** Mean and variance of the latent value of each row. O(n^2) a row. */
export async function latentMoments(
  process: BinaryProcess,
  X: Matrix,
  run: Run,
): Promise<{ mean: Float64Array; variance: Float64Array }> {
  const kernel = kernelFrom(process.kernelRecord);
  const n = process.XTrain.rows;
  const m = X.rows;
  const cross = kernel.values(process.XTrain, X);
  const mean = new Float64Array(m);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < m; j++) {
      mean[j] += cross[i * m + j] * process.residual[i];
      cross[i * m + j] *= process.root[i];
    }
  }
  const V = await solveLowerMany(process.L.data, n, cross, m, run);
  const variance = kernel.diag(X);
  for (let at = 0; at < V.length; at++) variance[at % m] -= V[at] * V[at];
  return { mean, variance };
}

/** The latent mean alone: positive for the second class. O(n) a row. */
export function latentMean({ kernelRecord, XTrain, residual }: BinaryProcess, X: Matrix): Float64Array {
  const K = kernelFrom(kernelRecord).values(X, XTrain);
  const n = residual.length;
  const result = new Float64Array(X.rows);
  for (let i = 0; i < X.rows; i++) for (let j = 0; j < n; j++) result[i] += K[i * n + j] * residual[j];
  return result;
}

// The logistic function as a sum of five error functions: scale and weight of each (Williams, Barber 1998).
const SCALES = [0.41, 0.4, 0.37, 0.44, 0.39];
const WEIGHTS = [-1854.8214151, 3516.89893646, 221.29346712, 128.12323805, -2010.49422654];

/** Probability of the second class: the logistic function averaged over the latent value. */
export function averagedLogistic(mean: number, variance: number): number {
  const spread = Math.max(variance, Number.MIN_VALUE);
  let sum = 0;
  SCALES.forEach((scale, k) => {
    sum += WEIGHTS[k] * (1 + erf((scale * mean) / Math.sqrt(1 + 2 * scale * scale * spread)));
  });
  return Math.min(1, Math.max(0, 0.5 * sum));
}

/** The error function, by a series whose terms are all of one sign. */
export function erf(x: number): number {
  const size = Math.abs(x);
  if (size > 6) return Math.sign(x);
  let term = size;
  let sum = term;
  for (let k = 1; term > 1e-17 * sum; k++) {
    term *= (2 * size * size) / (2 * k + 1);
    sum += term;
  }
  return Math.sign(x) * (2 / Math.sqrt(Math.PI)) * Math.exp(-size * size) * sum;
}

function product(A: Float64Array, x: Float64Array): Float64Array {
  const n = x.length;
  const result = new Float64Array(n);
  for (let i = 0, at = 0; i < n; i++) {
    let sum = 0;
    for (let j = 0; j < n; j++, at++) sum += A[at] * x[j];
    result[i] = sum;
  }
  return result;
}
