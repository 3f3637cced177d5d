import { InvalidInputError } from '../core/errors.js';
import type { Matrix } from '../core/matrix.js';
import { declare, type ParamsOf, real } from '../core/params.js';
import type { Run } from '../core/run.js';
import { tags } from '../core/tags.js';
import type { TransformerData } from '../estimators/base/index.js';
import { SelectorBase, type SelectorModel } from './selector_base.js';

const declaration = declare('VarianceThreshold', {
  threshold: real(0, { min: 0, doc: 'Columns whose variance is not above this are left out.' }),
});

interface VarianceThresholdModel extends SelectorModel {
  readonly variances: Float64Array;
}

/**
 * Leaves out columns that hardly vary; with the default threshold those that are constant, which is decided exactly.
 * Looks at X only. NaN are passed over. O(n d). Reference: scikit-learn VarianceThreshold.
 *
 * @throws InvalidInputError when no column varies enough.
 * @example
 * ```ts
 * const selector = new VarianceThreshold();
 * const X = await selector.fitTransform([[0, 2, 0, 3], [0, 1, 4, 3], [0, 1, 1, 3]]);
 * X.to2DArray(); // [[2, 0], [1, 4], [1, 1]]
 * selector.getSupport({ indices: true }); // 1, 2
 * ```
 */
export class VarianceThreshold extends SelectorBase<typeof declaration, VarianceThresholdModel> {
  static readonly declaration = declaration;
  override readonly tags = tags('transformer', { allowNaN: true });

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  protected async train({ X }: TransformerData, run: Run): Promise<VarianceThresholdModel> {
    const { threshold } = this.params;
    const { variances, ranges } = spreads(X);
    await run.breathe();
    if (threshold === 0) {
      for (let j = 0; j < X.columns; j++) if (ranges[j] < variances[j]) variances[j] = ranges[j];
    }
    const support = Uint8Array.from(variances, (variance) => (variance > threshold ? 1 : 0));
    if (support.includes(1)) return { support, variances };
    const one = X.rows === 1 ? ' X holds one row only.' : '';
    throw new InvalidInputError(
      `VarianceThreshold: no column of X has a variance above ${threshold}. Lower the threshold or check X.${one}`,
      { estimator: 'VarianceThreshold', parameter: 'threshold', remedy: 'lower the threshold' },
    );
  }

  /** Variance of each column; with threshold 0 the range where that is smaller. */
  get variances(): Float64Array {
    return this.learned('variances').variances;
  }
}

/** Variance and range of each column over the values that are there; NaN where there are none. */
function spreads({ rows: n, columns: d, data }: Matrix): { variances: Float64Array; ranges: Float64Array } {
  const first = new Float64Array(d).fill(Number.NaN);
  const low = new Float64Array(d).fill(Number.POSITIVE_INFINITY);
  const high = new Float64Array(d).fill(Number.NEGATIVE_INFINITY);
  const mean = new Float64Array(d);
  const count = new Float64Array(d);
  for (let i = 0, at = 0; i < n; i++) {
    for (let j = 0; j < d; j++, at++) {
      const value = data[at];
      if (Number.isNaN(value)) continue;
      if (Number.isNaN(first[j])) first[j] = value;
      mean[j] += value - first[j];
      count[j]++;
      if (value < low[j]) low[j] = value;
      if (value > high[j]) high[j] = value;
    }
  }
  for (let j = 0; j < d; j++) mean[j] /= count[j];
  const variances = new Float64Array(d);
  for (let i = 0, at = 0; i < n; i++) {
    for (let j = 0; j < d; j++, at++) {
      const gap = data[at] - first[j] - mean[j];
      if (!Number.isNaN(gap)) variances[j] += gap * gap;
    }
  }
  const ranges = new Float64Array(d);
  for (let j = 0; j < d; j++) {
    variances[j] /= count[j];
    ranges[j] = count[j] > 0 ? high[j] - low[j] : Number.NaN;
  }
  return { variances, ranges };
}
