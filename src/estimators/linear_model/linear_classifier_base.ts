import type { MatrixLike } from '../../core/input.js';
import type { Matrix } from '../../core/matrix.js';
import type { Declaration } from '../../core/params.js';
import { Run, type RunOptions } from '../../core/run.js';
import { argmaxRows, ClassifierBase } from '../base/index.js';
import type { LinearModel } from './linear_regressor_base.js';
import { linearScores } from './linear_scores.js';

/** Base of classifiers that decide by X coef^T + intercept: by its sign for two classes, else by its largest column. */
export abstract class LinearClassifierBase<
  D extends Declaration,
  M extends LinearModel = LinearModel,
> extends ClassifierBase<D, M> {
  protected async predictCodes(X: Matrix, _run: Run): Promise<Int32Array> {
    const scores = this.decisions(X, 'predict');
    if (scores.columns > 1) return argmaxRows(scores);
    return Int32Array.from(scores.data, (score) => (score > 0 ? 1 : 0));
  }

  /** Decision values: n for two classes (positive: the second), else n x k. */
  async decisionFunction(X: MatrixLike, options: RunOptions = {}): Promise<Float64Array | Matrix> {
    const matrix = this.checkX(X, 'decisionFunction');
    await new Run(this.type, options).breathe();
    const scores = this.decisions(matrix, 'decisionFunction');
    return scores.columns === 1 ? scores.data : scores;
  }

  /** Coefficients: 1 x d for two classes, else k x d. */
  get coef(): Matrix {
    return this.learned('coef').coef;
  }

  /** Intercepts: one for two classes, else k. */
  get intercept(): Float64Array {
    return this.learned('intercept').intercept;
  }

  private decisions(X: Matrix, member: string): Matrix {
    const { coef, intercept } = this.learned(member);
    return linearScores(X, coef, intercept);
  }
}
