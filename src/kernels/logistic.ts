import type { Matrix } from '../core/matrix.js';
import { type LogisticData, logisticLossGradient } from './reference/logistic.js';

/**
 * The logistic loss of a data set, ready to be evaluated many times. Call `release` when done.
 * Coefficients are outputs x (d + intercept), row-major, the intercept last; two classes have one output.
 */
export class LogisticObjective {
  readonly #data: LogisticData;

  constructor(
    X: Matrix,
    codes: Int32Array,
    nClasses: number,
    sampleWeight: Float64Array | undefined,
    options: { fitIntercept: boolean },
  ) {
    this.#data = {
      X,
      codes,
      outputs: nClasses === 2 ? 1 : nClasses,
      sampleWeight,
      fitIntercept: options.fitIntercept,
    };
  }

  /** The SUM of weighted losses; writes its gradient. O(n d k), one pass over X. */
  lossGradient(coef: Float64Array, gradient: Float64Array): number {
    return logisticLossGradient(this.#data, coef, gradient);
  }

  /** Frees what the objective holds outside the garbage-collected heap. */
  release(): void {}
}
