import { Matrix } from '../../core/matrix.js';
import type { Run } from '../../core/run.js';
import { matmul } from '../../kernels/gemm.js';
import { symmetricEigen } from '../../kernels/linalg/index.js';

/** Applies the non-linearity to x in place and gives the mean of its derivative. */
export type Nonlinearity = (x: Float64Array) => number;

/** What the iterations found. */
export interface Unmixing {
  readonly W: Matrix;
  readonly nIter: number;
  readonly converged: boolean;
}

interface Settings {
  readonly tol: number;
  readonly maxIter: number;
}

/** A user's non-linearity: a number to its value and its derivative. */
export type UserFunction = (x: number) => readonly [value: number, derivative: number];

/** The non-linearity of a name; `alpha` is the steepness of logcosh. */
export function nonlinearity(fun: 'logcosh' | 'exp' | 'cube' | UserFunction, alpha: number): Nonlinearity {
  if (typeof fun === 'function') {
    return (x) => {
      let sum = 0;
      for (let i = 0; i < x.length; i++) {
        const [value, derivative] = fun(x[i]);
        x[i] = value;
        sum += derivative;
      }
      return sum / x.length;
    };
  }
  return { logcosh: (x: Float64Array) => logcosh(x, alpha), exp: gauss, cube }[fun];
}

function logcosh(x: Float64Array, alpha: number): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) {
    const value = Math.tanh(alpha * x[i]);
    x[i] = value;
    sum += alpha * (1 - value * value);
  }
  return sum / x.length;
}

function gauss(x: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) {
    const value = x[i];
    const e = Math.exp((-value * value) / 2);
    x[i] = value * e;
    sum += (1 - value * value) * e;
  }
  return sum / x.length;
}

function cube(x: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) {
    const value = x[i];
    x[i] = value * value * value;
    sum += 3 * value * value;
  }
  return sum / x.length;
}

/** All directions at once, kept orthogonal together. X is k x n, white. */
export async function parallelIca(
  X: Matrix,
  start: Matrix,
  g: Nonlinearity,
  { tol, maxIter }: Settings,
  run: Run,
): Promise<Unmixing> {
  const { rows: k, columns: n } = X;
  let W = decorrelated(start);
  for (let iteration = 1; iteration <= maxIter; iteration++) {
    const Y = matmul(W, X);
    const slopes = new Float64Array(k);
    for (let i = 0; i < k; i++) {
      slopes[i] = g(Y.row(i));
      await run.breathe();
    }
    const next = matmul(Y, X, { transposeB: true });
    for (let i = 0; i < next.data.length; i++) {
      next.data[i] = next.data[i] / n - slopes[Math.floor(i / k)] * W.data[i];
    }
    const turned = decorrelated(next);
    let most = 0;
    for (let i = 0; i < k; i++) most = Math.max(most, Math.abs(Math.abs(dot(turned.row(i), W.row(i))) - 1));
    W = turned;
    await run.step(iteration, maxIter, 'iterations');
    if (most < tol) return { W, nIter: iteration, converged: true };
  }
  return { W, nIter: maxIter, converged: false };
}

/** One direction after another, each orthogonal to those before. */
export async function deflationIca(
  X: Matrix,
  start: Matrix,
  g: Nonlinearity,
  { tol, maxIter }: Settings,
  run: Run,
): Promise<Unmixing> {
  const { rows: k, columns: n } = X;
  const W = Matrix.zeros(k, k);
  let longest = 0;
  let converged = true;
  for (let j = 0; j < k; j++) {
    let w = unit(start.row(j).slice());
    let iteration = 0;
    let done = false;
    while (!done && iteration < maxIter) {
      iteration++;
      const y = matmul(Matrix.of(w, k), X).data;
      const slope = g(y);
      const next = matmul(Matrix.of(y, n), X, { transposeB: true }).data.map(
        (sum, i) => sum / n - slope * w[i],
      );
      for (let i = 0; i < j; i++) {
        const before = W.row(i);
        const share = dot(next, before);
        for (let c = 0; c < k; c++) next[c] -= share * before[c];
      }
      unit(next);
      done = Math.abs(Math.abs(dot(next, w)) - 1) < tol;
      w = next;
      await run.breathe();
    }
    converged &&= done;
    longest = Math.max(longest, iteration);
    W.data.set(w, j * k);
    await run.step(j + 1, k, 'components');
  }
  return { W, nIter: longest, converged };
}

/** (W W^T)^(-1/2) W. */
function decorrelated(W: Matrix): Matrix {
  const { values, vectors } = symmetricEigen(matmul(W, W, { transposeB: true }));
  const k = values.length;
  const scaled = Matrix.of(
    vectors.data.map((x, i) => x / Math.sqrt(Math.max(values[i % k], 2.2250738585072014e-308))),
    k,
  );
  return matmul(matmul(scaled, vectors, { transposeB: true }), W);
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

function unit(w: Float64Array): Float64Array {
  const length = Math.sqrt(dot(w, w)) || 1;
  for (let i = 0; i < w.length; i++) w[i] /= length;
  return w;
}
