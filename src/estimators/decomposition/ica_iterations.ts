import { Matrix } from '../../core/matrix.js';
import type { Run } from '../../core/run.js';
import { type ContrastName, ContrastPass } from '../../kernels/contrast_pass.js';
import { matmul } from '../../kernels/gemm.js';
import { inPieces, symmetricEigen } from '../../kernels/linalg/index.js';

/** A non-linearity: a kernel with its steepness, or a user's function. */
export type Nonlinearity = { readonly name: ContrastName; readonly alpha: number } | UserFunction;

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
  return typeof fun === 'function' ? fun : { name: fun === 'exp' ? 'gauss' : fun, alpha };
}

/** Means over the columns x of X of g(w x) x (m x k) and of g'(w x) (m), for the rows w of W (m x k). */
type Means = (W: Matrix) => Promise<{ products: Matrix; slopes: Float64Array }>;

/** Runs `work` with the means of a white X under a non-linearity. */
async function withMeans<T>(
  X: Matrix,
  g: Nonlinearity,
  run: Run,
  work: (means: Means) => Promise<T>,
): Promise<T> {
  const n = X.columns;
  const divide = ({ products, slopes }: { products: Matrix; slopes: Float64Array }) => {
    for (let i = 0; i < products.data.length; i++) products.data[i] /= n;
    return { products, slopes: slopes.map((sum) => sum / n) };
  };
  if (typeof g === 'function') {
    return work(async (W) => {
      const Y = matmul(W, X);
      const slopes = new Float64Array(W.rows);
      for (let i = 0; i < W.rows; i++) {
        slopes[i] = applied(g, Y.row(i));
        await run.breathe();
      }
      return divide({ products: matmul(Y, X, { transposeB: true }), slopes });
    });
  }
  const pass = new ContrastPass(X);
  try {
    return await work(async (W) => divide(await inPieces(pass.blocks(W, g.name, g.alpha), run)));
  } finally {
    pass.release();
  }
}

/** Applies a user's function in place and gives the sum of its derivatives. */
function applied(fun: UserFunction, x: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) {
    const [value, derivative] = fun(x[i]);
    x[i] = value;
    sum += derivative;
  }
  return sum;
}

/** All directions at once, kept orthogonal together. X is k x n, white. */
export function parallelIca(
  X: Matrix,
  start: Matrix,
  g: Nonlinearity,
  settings: Settings,
  run: Run,
): Promise<Unmixing> {
  return withMeans(X, g, run, (means) => together(means, start, settings, run));
}

async function together(
  means: Means,
  start: Matrix,
  { tol, maxIter }: Settings,
  run: Run,
): Promise<Unmixing> {
  const k = start.rows;
  let W = decorrelated(start);
  for (let iteration = 1; iteration <= maxIter; iteration++) {
    const { products: next, slopes } = await means(W);
    for (let i = 0; i < next.data.length; i++) next.data[i] -= slopes[Math.floor(i / k)] * W.data[i];
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
export function deflationIca(
  X: Matrix,
  start: Matrix,
  g: Nonlinearity,
  settings: Settings,
  run: Run,
): Promise<Unmixing> {
  return withMeans(X, g, run, (means) => oneByOne(means, start, settings, run));
}

async function oneByOne(
  means: Means,
  start: Matrix,
  { tol, maxIter }: Settings,
  run: Run,
): Promise<Unmixing> {
  const k = start.rows;
  const W = Matrix.zeros(k, k);
  let longest = 0;
  let converged = true;
  for (let j = 0; j < k; j++) {
    let w = unit(start.row(j).slice());
    let iteration = 0;
    let done = false;
    while (!done && iteration < maxIter) {
      iteration++;
      const { products, slopes } = await means(Matrix.of(w, k));
      const next = products.data.map((mean, i) => mean - slopes[0] * w[i]);
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
