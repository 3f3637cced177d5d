import type { DataLike } from '../core/input.js';
import { Matrix } from '../core/matrix.js';
import type { ParamMap } from '../core/param_map.js';
import { custom, declare, jobs, type ParamsOf, resolveParams } from '../core/params.js';
import { type Estimator, isEstimator } from '../core/protocol.js';
import type { Run } from '../core/run.js';
import { type Tags, tags } from '../core/tags.js';
import { takeRows } from '../core/take.js';
import { memberTags } from '../meta/base/data.js';
import { fitMembers } from '../meta/base/fit_members.js';
import { memberValues } from '../meta/base/member_outputs.js';
import type { MetaRegressorData } from '../meta/base/meta_regressor.js';
import { checkRole, type WithMember } from '../meta/base/one_member.js';
import type { CvLike } from '../model_selection/check_cv.js';
import { splitAll } from '../model_selection/cross_validate.js';
import { ConformalRegressorBase } from './conformal_regressor.js';
import { plusIntervals } from './plus_intervals.js';

const declaration = declare('CrossConformalRegressor', {
  estimator: custom<Estimator>(undefined as unknown as Estimator, {
    doc: 'The regressor whose predictions become intervals.',
    expected: 'a regressor',
    accepts: isEstimator,
    invalid: ['svr', 3, {}],
  }),
  cv: custom<CvLike | null>(null, {
    doc: 'Number of folds, a splitter, or a list of { train, test }; null is 5 folds. LeaveOneOut gives the jackknife+.',
    expected: 'an integer >= 2, a splitter, a list of { train, test }, or null',
    accepts: (value) =>
      value === null ||
      (typeof value === 'number' ? Number.isInteger(value) && value >= 2 : typeof value === 'object'),
    invalid: [1, 2.5, 'five'],
  }),
  nJobs: jobs(),
});

type Params = ParamsOf<typeof declaration>;

interface CrossConformalModel {
  /** Fitted on all rows, for `predict`. */
  readonly estimator: Estimator;
  readonly members: readonly Estimator[];
  /** Absolute error of each calibration row, and the member that did not learn from it. */
  readonly errors: Float64Array;
  readonly memberOf: Int32Array;
}

/**
 * Intervals around predictions, where every row teaches and calibrates in turn (CV+): narrower than
 * `SplitConformalRegressor` gives them where rows are few. The proven coverage is 1 - 2 (1 - confidence); what is seen
 * is the confidence itself.
 *
 * Costs a fit per fold and one on all rows; an interval costs O(n log n) for n rows of `fit`. Reference: Barber,
 * Candès, Ramdas, Tibshirani, Predictive inference with the jackknife+, Annals of Statistics 49 (2021) 486.
 *
 * @example
 * ```ts
 * const { data, target } = await loadDiabetes();
 * const conformal = new CrossConformalRegressor({ estimator: new KNeighborsRegressor({ nNeighbors: 20 }) });
 * await conformal.fit(data, target);
 * (await conformal.predictInterval(data.takeRows([0, 1]))).row(0); // [lower, upper]
 * ```
 */
export class CrossConformalRegressor<E extends Estimator = Estimator> extends ConformalRegressorBase<
  typeof declaration,
  CrossConformalModel
> {
  static readonly declaration = declaration;
  declare readonly params: WithMember<Params, E>;

  constructor(params: Partial<WithMember<Params, E>> & { readonly estimator: E }) {
    super(declaration, params);
    checkRole(this.params.estimator, ['regressor'], this.type);
  }

  static override fromParams(params: object): CrossConformalRegressor {
    return new CrossConformalRegressor(resolveParams(declaration, params));
  }

  /** A copy with changed parameters; `estimator__param` reaches into the regressor. */
  override with(overrides: Partial<ParamMap<CrossConformalRegressor<E>>> = {}): this {
    return super.with(overrides as Partial<Params>);
  }

  override get tags(): Tags {
    return tags('regressor', memberTags([this.params.estimator.tags]));
  }

  protected override weightedMembers(): readonly Estimator[] {
    return [this.params.estimator];
  }

  protected async train({ X, y, sampleWeight }: MetaRegressorData, run: Run): Promise<CrossConformalModel> {
    const { estimator, cv, nJobs } = this.params;
    const target = y.data;
    const folds = splitAll(this, X, target, { cv: cv ?? undefined });
    const fits = [
      ...folds.map(({ train }) => ({ estimator: estimator as Estimator, rows: train })),
      { estimator },
    ];
    const fitted = await fitMembers(fits, { X, y: target, sampleWeight }, { nJobs, run, what: 'fold' });
    const errors: number[] = [];
    const memberOf: number[] = [];
    for (const [m, { test }] of folds.entries()) {
      const predicted = await memberValues(fitted[m], takeRows(X, test), run.inner(), this.type);
      for (let i = 0; i < test.length; i++) {
        errors.push(Math.abs(target[test[i]] - predicted[i]));
        memberOf.push(m);
      }
      await run.breathe();
    }
    return {
      estimator: fitted[folds.length],
      members: fitted.slice(0, -1),
      errors: Float64Array.from(errors),
      memberOf: Int32Array.from(memberOf),
    };
  }

  protected async predictValues(X: DataLike, run: Run): Promise<Matrix> {
    const { estimator } = this.learned('predict');
    return Matrix.of(await memberValues(estimator, X, run.inner(), this.type), 1);
  }

  protected async intervals(X: DataLike, alpha: number, run: Run): Promise<Matrix> {
    const { members, errors, memberOf } = this.learned('predictInterval');
    const values: Float64Array[] = [];
    for (const member of members) {
      values.push(await memberValues(member, X, run.inner(), this.type));
      await run.breathe();
    }
    const predict = (row: number, out: Float64Array): void => {
      for (let i = 0; i < out.length; i++) out[i] = values[memberOf[i]][row];
    };
    return plusIntervals(values[0].length, errors, alpha, predict, () => run.breathe(), this.type);
  }

  /** The regressor fitted on all rows. */
  get estimator(): E {
    return this.learned('estimator').estimator as E;
  }
}
