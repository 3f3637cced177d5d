import { Matrix } from '../../../core/matrix.js';
import type { Run } from '../../../core/run.js';
import { matmul } from '../../../kernels/gemm.js';
import { centredCrossProduct, svd, symmetricEigen } from '../../../kernels/linalg/index.js';
import type { CentredData } from '../centre.js';

/** How the data are decomposed: X itself, or X'X or XX', whichever is smaller. */
export type GcvMode = 'svd' | 'eigen';

/** Ridge regression with one penalty, and what each row would have been missed by without itself. */
export interface LeaveOneOut {
  /** n x t: y_i minus the prediction of the fit without row i, times the root of its weight. */
  readonly errors: Matrix;
  /** d x t. */
  readonly coef: Matrix;
}

/**
 * Leave-one-out errors of ridge regression for any number of penalties > 0 after one decomposition: the residuals
 * divided by one minus the leverages. O(n d min(n, d)) once and O(n min(n, d) t) per penalty.
 * Reference: Rifkin and Lippert, Notes on Regularized Least Squares (2007), 3.
 */
export class RidgeLeaveOneOut {
  readonly #y: Matrix;
  readonly #share: Float64Array;
  readonly #parts: Parts;
  readonly #unit: number;

  private constructor(y: Matrix, share: Float64Array, parts: Parts, unit: number) {
    this.#y = y;
    this.#share = share;
    this.#parts = parts;
    this.#unit = unit;
  }

  /** Decomposes centred data; `sampleWeight` are the weights that they were multiplied by. */
  static async of(
    { X, y }: CentredData,
    sampleWeight: Float64Array | undefined,
    options: { readonly fitIntercept: boolean; readonly mode: GcvMode },
    run: Run,
  ): Promise<RidgeLeaveOneOut> {
    let largest = 0;
    for (const value of X.data) largest = Math.max(largest, Math.abs(value));
    const extreme = largest > 0 && !(largest > 1e-60 && largest < 1e60);
    const unit = extreme ? 2 ** Math.floor(Math.log2(largest)) : 1;
    const scaled = extreme
      ? Matrix.of(
          X.data.map((value) => value / unit),
          X.columns,
        )
      : X;
    await run.breathe();
    const parts = await decompose(scaled, y, options.mode, run);
    return new RidgeLeaveOneOut(y, sharesOf(X.rows, sampleWeight, options.fitIntercept), parts, unit);
  }

  /** The errors and coefficients for one penalty. */
  at(alpha: number): LeaveOneOut {
    const { long, Z, V, values, products } = this.#parts;
    const { rows: n, columns: t } = this.#y;
    const r = values.length;
    const unit = this.#unit;
    // In the units of the decomposition; a penalty that vanishes there must not divide by zero.
    const penalty = Math.max(alpha / unit / unit, 1e-250);
    // What a squared entry of Z counts for: in the leverage when long, else in what the fit leaves.
    const factors = values.map((value) => (long ? 1 : penalty) / (value + penalty));
    const scaled = Matrix.zeros(r, t);
    for (let k = 0; k < r; k++) {
      for (let c = 0; c < t; c++) scaled.data[k * t + c] = products.data[k * t + c] * factors[k];
    }
    const errors = Matrix.zeros(n, t);
    const [z, y, out, weights] = [Z.data, this.#y.data, errors.data, scaled.data];
    const fitted = new Float64Array(t);
    for (let i = 0, from = 0; i < n; i++, from += r) {
      let sum = 0;
      fitted.fill(0);
      if (t === 1) {
        let single = 0;
        for (let k = 0; k < r; k++) {
          const value = z[from + k];
          sum += value * value * factors[k];
          single += value * weights[k];
        }
        fitted[0] = single;
      } else {
        for (let k = 0, at = 0; k < r; k++) {
          const value = z[from + k];
          sum += value * value * factors[k];
          for (let c = 0; c < t; c++, at++) fitted[c] += value * weights[at];
        }
      }
      const room = (long ? 1 - sum : sum) - this.#share[i];
      for (let c = 0, at = i * t; c < t; c++, at++) {
        const residual = long ? y[at] - fitted[c] : fitted[c];
        // A row that alone decides its fit (or has no weight) is missed by nothing that can be known.
        out[at] = residual === 0 ? 0 : residual / room;
      }
    }
    for (let k = 0; k < r; k++) {
      const factor = (long ? 1 : 1 / penalty) / unit;
      for (let c = 0; c < t; c++) scaled.data[k * t + c] *= factor;
    }
    return { errors, coef: matmul(V, scaled) };
  }
}

interface Parts {
  /** More rows than columns: Z = X V, else Z holds the eigenvectors of XX'. */
  readonly long: boolean;
  /** n x r. */
  readonly Z: Matrix;
  /** d x r: from scaled products to coefficients. */
  readonly V: Matrix;
  /** Squared singular values. */
  readonly values: Float64Array;
  /** Z'y: r x t. */
  readonly products: Matrix;
}

async function decompose(X: Matrix, y: Matrix, mode: GcvMode, run: Run): Promise<Parts> {
  const long = X.rows > X.columns;
  if (mode === 'svd') {
    const { U, s, Vt } = svd(X);
    const values = s.map((value) => value * value);
    const scaledU = timesColumns(U, s);
    const Z = long ? scaledU : U;
    // X'U is V s.
    const V = long ? Vt.transpose() : timesColumns(Vt.transpose(), s);
    return { long, Z, V, values, products: matmul(Z, y, { transposeA: true }) };
  }
  if (long) {
    const { values, vectors: V } = symmetricEigen(
      await centredCrossProduct(X, new Float64Array(X.columns), run),
    );
    await run.breathe();
    const Z = matmul(X, V);
    return { long, Z, V, values: notNegative(values), products: matmul(Z, y, { transposeA: true }) };
  }
  const { values, vectors: Z } = symmetricEigen(matmul(X, X, { transposeB: true }));
  await run.breathe();
  const V = matmul(X, Z, { transposeA: true });
  return { long, Z, V, values: notNegative(values), products: matmul(Z, y, { transposeA: true }) };
}

function timesColumns(A: Matrix, factors: Float64Array): Matrix {
  const result = A.clone();
  for (let i = 0, at = 0; i < A.rows; i++) {
    for (let j = 0; j < A.columns; j++, at++) result.data[at] *= factors[j];
  }
  return result;
}

/** Eigenvalues of a product with itself: what is below zero is rounding. */
const notNegative = (values: Float64Array): Float64Array => values.map((value) => Math.max(0, value));

/** What the intercept takes from each row's room: its share of the weight. */
function sharesOf(n: number, sampleWeight: Float64Array | undefined, fitIntercept: boolean): Float64Array {
  if (!fitIntercept) return new Float64Array(n);
  if (!sampleWeight) return new Float64Array(n).fill(1 / n);
  const total = sampleWeight.reduce((sum, weight) => sum + weight, 0);
  return sampleWeight.map((weight) => weight / total);
}
