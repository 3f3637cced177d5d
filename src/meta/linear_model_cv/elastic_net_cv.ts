import type { Matrix } from '../../core/matrix.js';
import { custom, declare, type ParamsOf } from '../../core/params.js';
import type { Run } from '../../core/run.js';
import { tags } from '../../core/tags.js';
import type { RegressorData } from '../../estimators/base/index.js';
import { ElasticNet } from '../../estimators/linear_model/index.js';
import {
  type LinearModel,
  LinearRegressorBase,
} from '../../estimators/linear_model/linear_regressor_base.js';
import { searchDescent } from './descent_cv.js';
import { pathSearchSpecs } from './lasso_cv.js';

const isShare = (value: unknown): boolean => typeof value === 'number' && value >= 0 && value <= 1;

const declaration = declare('ElasticNetCV', {
  l1Ratio: custom<number | readonly number[]>(0.5, {
    doc: 'Share of the l1 penalty, or shares to choose from, such as [0.1, 0.5, 0.7, 0.9, 0.95, 0.99, 1].',
    expected: 'a number from 0 to 1, or an array of such numbers',
    accepts: (value) => (Array.isArray(value) ? value.length > 0 && value.every(isShare) : isShare(value)),
    invalid: [-0.1, 1.1, [], [2], 'half'],
  }),
  ...pathSearchSpecs,
});

interface ElasticNetCVModel extends LinearModel {
  readonly alpha: number;
  readonly l1Ratio: number;
  readonly alphas: Matrix;
  readonly msePath: readonly Matrix[];
  readonly dualGap: number;
  readonly nIter: number;
}

/**
 * The elastic net with its penalty, and the share of the l1 penalty where several are given, chosen by cross-validation
 * along the paths. Then one fit on all rows. Folds run on `nJobs` workers; results do not depend on them.
 * References: Friedman, Hastie, Tibshirani, J. Stat. Softw. 33 (2010); scikit-learn ElasticNetCV.
 *
 * @throws InvalidInputError for several targets; InvalidParameterError for l1Ratio 0 without a list of alphas.
 * @example
 * ```ts
 * const { data, target } = await loadDiabetes();
 * const model = await new ElasticNetCV({ alphas: 10, l1Ratio: [0.5, 0.9, 1] }).fit(data, target);
 * model.l1Ratio; // 1
 * ```
 */
export class ElasticNetCV extends LinearRegressorBase<typeof declaration, ElasticNetCVModel> {
  static readonly declaration = declaration;
  override readonly tags = tags('regressor', { sampleWeight: true });

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  protected async train(data: RegressorData, run: Run): Promise<ElasticNetCVModel> {
    const { l1Ratio, fitIntercept, maxIter, tol, positive, randomState, selection, precompute } = this.params;
    const l1Ratios = typeof l1Ratio === 'number' ? [l1Ratio] : l1Ratio;
    const found = await searchDescent(data, { ...this.params, l1Ratios }, run);
    const solver = { fitIntercept, maxIter, tol, positive, randomState, selection };
    const net = new ElasticNet({
      ...solver,
      alpha: found.alpha,
      l1Ratio: found.l1Ratio,
      precompute: precompute === true,
    });
    const { sampleWeight } = data;
    await net.fit(data.X, data.y.data, { ...(sampleWeight && { sampleWeight }), signal: run.signal });
    const { coef, intercept } = net;
    return { ...found, coef, intercept, dualGap: net.dualGap[0], nIter: net.nIter[0] };
  }

  /** The chosen penalty. */
  get alpha(): number {
    return this.learned('alpha').alpha;
  }

  /** The chosen share of the l1 penalty. */
  get l1Ratio(): number {
    return this.learned('l1Ratio').l1Ratio;
  }

  /** The penalties that were tried, falling: a row for each l1Ratio. */
  get alphas(): Matrix {
    return this.learned('alphas').alphas;
  }

  /** For each l1Ratio the mean squared errors on the test rows: penalties x folds. */
  get msePath(): readonly Matrix[] {
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
