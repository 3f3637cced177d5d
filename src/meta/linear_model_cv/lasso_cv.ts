import type { Matrix } from '../../core/matrix.js';
import { bool, declare, either, jobs, oneOf, type ParamSpec, type ParamsOf } from '../../core/params.js';
import type { Run } from '../../core/run.js';
import { tags } from '../../core/tags.js';
import type { RegressorData } from '../../estimators/base/index.js';
import { descentSpecs } from '../../estimators/linear_model/coordinate_descent/options.js';
import { alphasParam, epsParam } from '../../estimators/linear_model/coordinate_descent/paths.js';
import { Lasso } from '../../estimators/linear_model/index.js';
import {
  type LinearModel,
  LinearRegressorBase,
} from '../../estimators/linear_model/linear_regressor_base.js';
import { searchDescent } from './descent_cv.js';
import { cvParam } from './params.js';

/** Parameters of the searches along a path. */
export const pathSearchSpecs = {
  eps: epsParam(),
  alphas: alphasParam(),
  precompute: either([bool(true, { doc: '' }), oneOf(['auto'], 'auto', { doc: '' })] as const, 'auto', {
    doc: "Work on X'X instead of X in the folds: true, false, or 'auto' (when there are more rows than columns).",
  }) as ParamSpec<boolean | 'auto'>,
  cv: cvParam('5 folds'),
  nJobs: jobs(),
  ...descentSpecs,
};

const declaration = declare('LassoCV', pathSearchSpecs);

interface LassoCVModel extends LinearModel {
  readonly alpha: number;
  readonly alphas: Float64Array;
  readonly msePath: Matrix;
  readonly dualGap: number;
  readonly nIter: number;
}

/**
 * The lasso with its penalty chosen by cross-validation along the path: each fold solves all penalties from the largest
 * down, each from the one before. Then one fit on all rows. Folds run on `nJobs` workers; results do not depend on them.
 * References: Friedman, Hastie, Tibshirani, J. Stat. Softw. 33 (2010); scikit-learn LassoCV.
 *
 * @throws InvalidInputError for several targets.
 * @example
 * ```ts
 * const { data, target } = await loadDiabetes();
 * const model = await new LassoCV({ alphas: 20 }).fit(data, target);
 * model.msePath.rows; // 20
 * ```
 */
export class LassoCV extends LinearRegressorBase<typeof declaration, LassoCVModel> {
  static readonly declaration = declaration;
  override readonly tags = tags('regressor', { sampleWeight: true });

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  protected async train(data: RegressorData, run: Run): Promise<LassoCVModel> {
    const { fitIntercept, maxIter, tol, positive, randomState, selection, precompute } = this.params;
    const found = await searchDescent(data, { ...this.params, l1Ratios: [1] }, run);
    const solver = { fitIntercept, maxIter, tol, positive, randomState, selection };
    const lasso = new Lasso({ ...solver, alpha: found.alpha, precompute: precompute === true });
    const { sampleWeight } = data;
    await lasso.fit(data.X, data.y.data, { ...(sampleWeight && { sampleWeight }), signal: run.signal });
    return {
      coef: lasso.coef,
      intercept: lasso.intercept,
      alpha: found.alpha,
      alphas: found.alphas.row(0).slice(),
      msePath: found.msePath[0],
      dualGap: lasso.dualGap[0],
      nIter: lasso.nIter[0],
    };
  }

  /** The chosen penalty. */
  get alpha(): number {
    return this.learned('alpha').alpha;
  }

  /** The penalties that were tried, falling. */
  get alphas(): Float64Array {
    return this.learned('alphas').alphas;
  }

  /** Mean squared errors on the test rows: penalties x folds. */
  get msePath(): Matrix {
    return this.learned('msePath').msePath;
  }

  /** How far, at most, the objective is above its minimum. */
  get dualGap(): number {
    return this.learned('dualGap').dualGap;
  }

  /** Sweeps of the last fit. */
  get nIter(): number {
    return this.learned('nIter').nIter;
  }
}
