import type { DataLike } from '../core/input.js';
import { Matrix } from '../core/matrix.js';
import type { Declaration } from '../core/params.js';
import { Run } from '../core/run.js';
import type { ModelRecord } from '../estimators/base/index.js';
import { MetaRegressorBase } from '../meta/base/meta_regressor.js';
import { type ConfidenceOptions, missRate } from './confidence.js';

/** What conformal regressors share: intervals around predictions. */
export abstract class ConformalRegressorBase<
  D extends Declaration,
  M extends ModelRecord,
> extends MetaRegressorBase<D, M> {
  /** Lower and upper ends, n x 2, that miss the share `alpha` of new rows at most. */
  protected abstract intervals(X: DataLike, alpha: number, run: Run): Promise<Matrix>;

  /**
   * For each row an interval, n x 2 (lower, upper): of new rows like those of `fit`, the share `confidence` or more
   * have their true value in it.
   */
  async predictInterval(X: DataLike, options: ConfidenceOptions = {}): Promise<Matrix> {
    const alpha = missRate(options, this.type);
    const run = new Run(this.type, { signal: options.signal, onProgress: options.onProgress });
    const result = await this.intervals(this.checkData(X, 'predictInterval'), alpha, run);
    return result.withColumnNames(['lower', 'upper']);
  }
}

/** Intervals from their ends. */
export function asIntervals(
  lower: (row: number) => number,
  upper: (row: number) => number,
  rows: number,
): Matrix {
  const result = new Float64Array(2 * rows);
  for (let i = 0; i < rows; i++) {
    result[2 * i] = lower(i);
    result[2 * i + 1] = upper(i);
  }
  return Matrix.of(result, 2);
}
