import { Matrix } from '../../core/matrix.js';
import { Run } from '../../core/run.js';
import { takeRows } from '../../core/take.js';
import { interceptOf } from '../../estimators/linear_model/centre.js';
import { alphaGrid } from '../../estimators/linear_model/coordinate_descent/alpha_grid.js';
import type { DescentParams } from '../../estimators/linear_model/coordinate_descent/options.js';
import { descendPath } from '../../estimators/linear_model/coordinate_descent/path.js';
import { prepareDescent } from '../../estimators/linear_model/coordinate_descent/problem.js';
import { matmul } from '../../kernels/gemm.js';
import type { CvLike } from '../../model_selection/check_cv.js';
import { checkCv } from '../../model_selection/check_cv.js';
import { defineTask, parallelMap } from '../../parallel/index.js';

/** What a search over penalties learns from. */
export interface DescentSearchData {
  readonly X: Matrix;
  /** n x 1. */
  readonly y: Matrix;
  readonly sampleWeight: Float64Array | undefined;
}

/** How it searches. */
export interface DescentSearch extends DescentParams {
  readonly alphas: number | readonly number[];
  readonly eps: number;
  readonly l1Ratios: readonly number[];
  readonly fitIntercept: boolean;
  readonly precompute: boolean | 'auto';
  readonly cv: CvLike | null;
  readonly nJobs: number | null;
}

/** What the folds say. */
export interface DescentSearchResult {
  readonly alpha: number;
  readonly l1Ratio: number;
  /** Penalties tried, l1Ratios x penalties. */
  readonly alphas: Matrix;
  /** For each l1Ratio the mean squared errors, penalties x folds. */
  readonly msePath: readonly Matrix[];
}

interface Shared extends DescentSearchData {
  readonly estimator: string;
  readonly search: Omit<DescentSearch, 'cv' | 'nJobs'>;
  /** One row of penalties per l1Ratio. */
  readonly grids: Matrix;
}

interface Item {
  readonly train: Int32Array;
  readonly test: Int32Array;
}

/** The paths of one fold: mean squared errors on its test rows, l1Ratios x penalties. */
export const foldErrorsTask = defineTask<Item, Shared, Matrix>(
  'foldErrors',
  import.meta.url,
  async ({ train, test }, { X, y, sampleWeight, search, grids, estimator }, { signal }) => {
    const run = new Run(estimator, { signal });
    const weights = sampleWeight && takeRows(sampleWeight, train);
    const problem = prepareDescent(X.takeRows(train), y.takeRows(train), weights, search, estimator);
    const XTest = X.takeRows(test);
    const testWeights = sampleWeight && takeRows(sampleWeight, test);
    const errors = Matrix.zeros(grids.rows, grids.columns);
    for (const [r, l1Ratio] of search.l1Ratios.entries()) {
      const { coefs } = await descendPath(problem, 0, { ...search, alphas: grids.row(r), l1Ratio }, run);
      const rows = Matrix.zeros(coefs.length, X.columns);
      coefs.forEach((coef, k) => {
        rows.row(k).set(coef);
      });
      const fitted = matmul(XTest, rows, { transposeB: true });
      coefs.forEach((coef, k) => {
        const intercept = interceptOf(Matrix.of(coef, coef.length), problem.centred)[0];
        let sum = 0;
        let total = 0;
        for (let i = 0; i < test.length; i++) {
          const weight = testWeights ? testWeights[i] : 1;
          const error = fitted.data[i * coefs.length + k] + intercept - y.data[test[i]];
          if (weight > 0) sum += weight * error * error;
          total += weight;
        }
        errors.set(r, k, sum / total);
      });
      await run.breathe();
    }
    return errors;
  },
);

/** The penalty (and l1Ratio) of the least mean error over the folds; the largest of equals. */
export async function searchDescent(
  data: DescentSearchData,
  { cv, nJobs, ...search }: DescentSearch,
  run: Run,
): Promise<DescentSearchResult> {
  const { X, y, sampleWeight } = data;
  const whole = prepareDescent(X, y, sampleWeight, { ...search, precompute: false }, run.estimator);
  const rows = search.l1Ratios.map((l1Ratio) => alphaGrid(whole, { ...search, l1Ratio }, run.estimator));
  const grids = Matrix.zeros(rows.length, rows[0].length);
  rows.forEach((grid, r) => {
    grids.row(r).set(grid);
  });
  const folds = [...checkCv(cv).split(X, y.data)];
  const errors = await parallelMap(
    foldErrorsTask,
    folds.map(({ train, test }) => ({ train, test })),
    {
      shared: { X, y, sampleWeight, search, grids, estimator: run.estimator },
      nJobs,
      signal: run.signal,
      onProgress: (done, total) =>
        run.inner().onProgress?.({ estimator: run.estimator, what: 'fold', done, total }),
    },
  );
  await run.breathe();
  const msePath = search.l1Ratios.map((_, r) => {
    const path = Matrix.zeros(grids.columns, folds.length);
    errors.forEach((table, f) => {
      for (let k = 0; k < grids.columns; k++) path.set(k, f, table.get(r, k));
    });
    return path;
  });
  let best = { mean: Number.POSITIVE_INFINITY, alpha: grids.get(0, 0), l1Ratio: search.l1Ratios[0] };
  for (const [r, path] of msePath.entries()) {
    for (let k = 0; k < path.rows; k++) {
      const mean = path.row(k).reduce((sum, value) => sum + value, 0) / path.columns;
      if (mean < best.mean) best = { mean, alpha: grids.get(r, k), l1Ratio: search.l1Ratios[r] };
    }
  }
  return { alpha: best.alpha, l1Ratio: best.l1Ratio, alphas: grids, msePath };
}
