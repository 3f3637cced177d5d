import type { Matrix } from '../core/matrix.js';
import {
  type LogisticData,
  outputsOf,
  probabilitiesFromScores,
  referenceHessian,
  referenceHessianProduct,
  referenceLossGradient,
  scoreRow,
  widthOf,
} from './reference/logistic.js';

/**
 * The logistic loss of one training set: value, gradient and curvature, without penalties and without any
 * division by the number of rows (every result is a plain sum over rows of weight times the row's term).
 *
 * With two classes there is one output, the log-odds of class 1 (half binomial loss); with more there is one
 * output per class (softmax). Coefficients, gradients and directions are `nOutputs` x `width` values,
 * row-major; `width` is the number of columns plus one when an intercept is fitted (it stands last).
 *
 * Call `release()` when done. Every method overwrites its result array; the `accumulate` twins add the rows
 * `fromRow` .. `toRow` to it, so that a caller can look at an AbortSignal between chunks of `chunkRows` rows.
 *
 * @example
 * ```ts
 * const X = Matrix.of(Float64Array.of(0, 1, 2, 3), 1);
 * const objective = new LogisticObjective(X, Int32Array.of(0, 0, 1, 1), 2, undefined, { fitIntercept: true });
 * const gradient = new Float64Array(objective.nOutputs * objective.width);
 * objective.lossGradient(new Float64Array(2), gradient); // 4 log 2
 * objective.release();
 * ```
 */
export class LogisticObjective {
  readonly rows: number;
  /** Rows of coefficients: 1 for two classes, else `nClasses`. */
  readonly nOutputs: number;
  /** Coefficients per output: columns, plus one with an intercept. */
  readonly width: number;
  /** Rows per chunk that take a few tens of milliseconds; a multiple of 64. */
  readonly chunkRows: number;
  private readonly problem: LogisticData;

  constructor(
    X: Matrix,
    codes: Int32Array,
    nClasses: number,
    sampleWeight: Float64Array | undefined,
    options: { readonly fitIntercept: boolean },
  ) {
    const { fitIntercept } = options;
    this.rows = X.rows;
    this.nOutputs = outputsOf(nClasses);
    this.width = widthOf(X.columns, fitIntercept);
    this.chunkRows = 64 * Math.max(1, Math.floor(5e5 / (this.width * this.nOutputs)));
    this.problem = {
      data: X.data,
      rows: X.rows,
      columns: X.columns,
      codes,
      nClasses,
      weights: sampleWeight,
      fitIntercept,
    };
  }

  /** Writes the gradient and returns the summed weighted loss. */
  lossGradient(coef: Float64Array, gradient: Float64Array): number {
    gradient.fill(0);
    let loss = 0;
    for (let from = 0; from < this.rows; from += this.chunkRows) {
      loss += this.accumulate(coef, gradient, from, Math.min(this.rows, from + this.chunkRows));
    }
    return loss;
  }

  /** Adds the gradient of the rows `fromRow` .. `toRow` (a multiple of 64 or the end) and returns their loss. */
  accumulate(coef: Float64Array, gradient: Float64Array, fromRow: number, toRow: number): number {
    return referenceLossGradient(this.problem, coef, gradient, fromRow, toRow);
  }

  /** Writes the Hessian: (nOutputs * width) x (nOutputs * width), row-major, symmetric. */
  hessian(coef: Float64Array, hessian: Float64Array): void {
    hessian.fill(0);
    this.accumulateHessian(coef, hessian, 0, this.rows);
  }

  /** Adds the Hessian of the rows `fromRow` .. `toRow`. */
  accumulateHessian(coef: Float64Array, hessian: Float64Array, fromRow: number, toRow: number): void {
    referenceHessian(this.problem, coef, hessian, fromRow, toRow);
  }

  /** Writes Hessian times `direction`, without forming the Hessian. */
  hessianProduct(coef: Float64Array, direction: Float64Array, product: Float64Array): void {
    product.fill(0);
    this.accumulateHessianProduct(coef, direction, product, 0, this.rows);
  }

  /** Adds Hessian times `direction` of the rows `fromRow` .. `toRow`. */
  accumulateHessianProduct(
    coef: Float64Array,
    direction: Float64Array,
    product: Float64Array,
    fromRow: number,
    toRow: number,
  ): void {
    referenceHessianProduct(this.problem, coef, direction, product, fromRow, toRow);
  }

  /** Gives the memory back; the objective cannot be used afterwards. */
  release(): void {}
}

/** Writes the class probabilities of rows of `X`: n x nClasses, row-major. */
export function logisticProbabilities(
  X: Matrix,
  coef: Float64Array,
  nClasses: number,
  options: { readonly fitIntercept: boolean },
): Float64Array {
  const problem: LogisticData = {
    data: X.data,
    rows: X.rows,
    columns: X.columns,
    codes: new Int32Array(0),
    nClasses,
    fitIntercept: options.fitIntercept,
  };
  const scores = new Float64Array(outputsOf(nClasses));
  const result = new Float64Array(X.rows * nClasses);
  for (let i = 0; i < X.rows; i++) {
    scoreRow(problem, coef, i, scores);
    probabilitiesFromScores(scores, 0);
    if (nClasses === 2) {
      result[2 * i] = 1 - scores[0];
      result[2 * i + 1] = scores[0];
    } else result.set(scores, i * nClasses);
  }
  return result;
}
