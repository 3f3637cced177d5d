import type { Matrix } from '../../core/matrix.js';

/** What a logistic solver minimises and from where. */
export interface LogisticProblem {
  readonly X: Matrix;
  /** Class of each row. */
  readonly codes: Int32Array;
  readonly nClasses: number;
  readonly sampleWeight: Float64Array | undefined;
  readonly fitIntercept: boolean;
  /** Weight of 0.5 |w|^2 beside the mean loss: (1 - l1Ratio) / (C sum of weights). */
  readonly l2: number;
  /** Weight of |w|_1 beside the mean loss: l1Ratio / (C sum of weights). */
  readonly l1: number;
  readonly tol: number;
  readonly maxIter: number;
  /** outputs x (d + intercept), row-major, intercept last. */
  readonly start: Float64Array;
  readonly randomState: number | readonly number[] | null;
}

/** Where a solver ended. */
export interface LogisticSolution {
  readonly coef: Float64Array;
  readonly nIter: number;
  readonly converged: boolean;
}

/** Rows of the coefficients: one for two classes, else one per class. */
export function outputsOf(nClasses: number): number {
  return nClasses === 2 ? 1 : nClasses;
}

/** Sum of the weights. */
export function totalWeight({ X, sampleWeight }: Pick<LogisticProblem, 'X' | 'sampleWeight'>): number {
  return sampleWeight ? sampleWeight.reduce((sum, weight) => sum + weight, 0) : X.rows;
}
