import { InvalidParameterError } from '../../../core/errors.js';
import { Matrix } from '../../../core/matrix.js';
import { bool, declare, int, jobs, nullable, type ParamsOf, real, seed } from '../../../core/params.js';
import { RandomState } from '../../../core/random.js';
import type { Run } from '../../../core/run.js';
import { tags } from '../../../core/tags.js';
import { ConvergenceWarning, warn } from '../../../core/warnings.js';
import { effectiveNJobs, parallelMap } from '../../../parallel/index.js';
import type { RegressorData } from '../../base/index.js';
import { type LinearModel, LinearRegressorBase } from '../linear_regressor_base.js';
import { spatialMedian } from './spatial_median.js';
import { solveSubsets, subsetTask } from './theil_sen_subsets.js';

const declaration = declare('TheilSenRegressor', {
  fitIntercept: bool(true, { doc: 'Learn an intercept.' }),
  maxSubpopulation: real(1e4, { min: 1, doc: 'Most subsets; where there are more, that many are drawn.' }),
  nSubsamples: nullable(
    int(1, {
      min: 1,
      doc: 'Rows of a subset; null for as many as there are coefficients, which is most robust.',
    }),
  ),
  maxIter: int(300, { min: 0, doc: 'Most iterations of the spatial median.' }),
  tol: real(1e-3, { min: 0, doc: 'Stop when the spatial median moves by less.' }),
  randomState: seed(),
  nJobs: jobs(),
});

interface TheilSenModel extends LinearModel {
  readonly breakdown: number;
  readonly nIter: number;
  readonly nSubpopulation: number;
}

/** Subsets that are solved between two looks at the clock. */
const CHUNK = 500;

/**
 * Linear regression that outliers cannot lead astray as long as they are few: the spatial median of the solutions of
 * many small subsets of rows. Up to 29 percent of the rows may be wrong with one column, fewer with more. O(p d^3) for
 * p subsets; equal seeds draw the subsets of the reference.
 * Reference: Dang, Peng, Wang, Zhang, Theil-Sen Estimators in a Multiple Linear Regression Model (2009); scikit-learn
 * TheilSenRegressor.
 *
 * @throws InvalidParameterError when `nSubsamples` does not fit the data.
 * @example
 * ```ts
 * const model = await new TheilSenRegressor({ randomState: 0 }).fit([[1], [2], [3], [4], [5]], [3, 5, 7, 9, 100]);
 * model.coef.get(0, 0); // 2.0
 * ```
 */
export class TheilSenRegressor extends LinearRegressorBase<typeof declaration, TheilSenModel> {
  static readonly declaration = declaration;
  override readonly tags = tags('regressor');

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  protected async train({ X, y }: RegressorData, run: Run): Promise<TheilSenModel> {
    const { fitIntercept, maxIter, tol } = this.params;
    const m = X.columns + (fitIntercept ? 1 : 0);
    const size = this.subsetSize(X.rows, X.columns, m);
    await run.step(0, 1, 'subsets');
    const subsets = await this.subsets(X.rows, size, run);
    const points = await this.solutions(subsets, { X, y: y.data, size, fitIntercept }, run);
    const { point, iterations, converged } = await spatialMedian(points, m, { maxIter, tol }, run);
    if (!converged) {
      const message = `the spatial median did not converge in maxIter ${maxIter} iterations. Raise maxIter or tol.`;
      warn(new ConvergenceWarning(message, this.type));
    }
    const n = X.rows;
    return {
      coef: Matrix.of(point.slice(fitIntercept ? 1 : 0), X.columns),
      intercept: Float64Array.of(fitIntercept ? point[0] : 0),
      breakdown: 1 - (0.5 ** (1 / size) * (n - size + 1) + size - 1) / n,
      nIter: iterations,
      nSubpopulation: subsets.length / size,
    };
  }

  /** The share of wrong rows that the model can stand, about. */
  get breakdown(): number {
    return this.learned('breakdown').breakdown;
  }

  /** Iterations of the spatial median. */
  get nIter(): number {
    return this.learned('nIter').nIter;
  }

  /** Number of subsets. */
  get nSubpopulation(): number {
    return this.learned('nSubpopulation').nSubpopulation;
  }

  private subsetSize(n: number, d: number, m: number): number {
    const size = this.params.nSubsamples ?? Math.min(m, n);
    const wrong = n >= d ? size < Math.min(m, n) : size !== n;
    if (size <= n && !wrong) return size;
    const range = n >= d ? `from ${Math.min(m, n)} to ${n}` : `${n}, all rows`;
    throw new InvalidParameterError(
      `TheilSenRegressor: parameter 'nSubsamples' must be ${range} for these data. Got ${size}. Change it, or pass null.`,
      {
        estimator: 'TheilSenRegressor',
        parameter: 'nSubsamples',
        received: String(size),
        remedy: 'pass null',
      },
    );
  }

  /** All subsets in order, or as many drawn ones as allowed, one after the other. */
  private async subsets(n: number, size: number, run: Run): Promise<Int32Array> {
    const most = Math.floor(this.params.maxSubpopulation);
    const all = combinations(n, size);
    if (all <= this.params.maxSubpopulation) {
      const result = new Int32Array(all * size);
      const subset = Int32Array.from({ length: size }, (_, k) => k);
      for (let s = 0; s < all; s++) {
        result.set(subset, s * size);
        let k = size - 1;
        while (k >= 0 && subset[k] === n - size + k) k--;
        if (k < 0) break;
        subset[k]++;
        for (let after = k + 1; after < size; after++) subset[after] = subset[after - 1] + 1;
      }
      return result;
    }
    const random = RandomState.from(this.params.randomState);
    const result = new Int32Array(most * size);
    for (let s = 0; s < most; s++) {
      result.set(random.choice(n, { size, replace: false }), s * size);
      if (s % 16 === 0) await run.breathe();
    }
    return result;
  }

  private async solutions(
    subsets: Int32Array,
    shared: Parameters<typeof solveSubsets>[1],
    run: Run,
  ): Promise<Float64Array> {
    const { size } = shared;
    const m = shared.X.columns + (shared.fitIntercept ? 1 : 0);
    const count = subsets.length / size;
    const result = new Float64Array(count * m);
    const parts: Int32Array[] = [];
    for (let from = 0; from < count; from += CHUNK)
      parts.push(subsets.slice(from * size, (from + CHUNK) * size));
    if (effectiveNJobs(this.params.nJobs) > 1 && parts.length > 1) {
      const solved = await parallelMap(subsetTask, parts, {
        shared,
        nJobs: this.params.nJobs,
        signal: run.signal,
        onProgress: (done, total) =>
          run.inner().onProgress?.({ estimator: this.type, what: 'subsets', done, total }),
      });
      solved.forEach((part, p) => {
        result.set(part, p * CHUNK * m);
      });
      return result;
    }
    for (const [p, part] of parts.entries()) {
      result.set(solveSubsets(part, shared), p * CHUNK * m);
      await run.step(p + 1, parts.length, 'subsets');
    }
    return result;
  }
}

/** n over k, rounded; Infinity where it is beyond the range. */
function combinations(n: number, k: number): number {
  let result = 1;
  for (let i = 1; i <= Math.min(k, n - k); i++) result *= (n - Math.min(k, n - k) + i) / i;
  return Math.round(result);
}
