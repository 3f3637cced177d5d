import type { DataLike } from '../core/input.js';
import { Matrix } from '../core/matrix.js';
import type { ParamMap } from '../core/param_map.js';
import { custom, declare, jobs, nullable, type ParamsOf, resolveParams, seed } from '../core/params.js';
import { type Estimator, isEstimator } from '../core/protocol.js';
import type { Run } from '../core/run.js';
import { type Tags, tags } from '../core/tags.js';
import { takeRows } from '../core/take.js';
import { memberTags } from '../meta/base/data.js';
import { fitMembers } from '../meta/base/fit_members.js';
import { memberValues } from '../meta/base/member_outputs.js';
import type { MetaRegressorData } from '../meta/base/meta_regressor.js';
import { checkRole } from '../meta/base/one_member.js';
import { calibrationRows, calibrationSizeSpec } from './calibration_rows.js';
import { scoreLimit } from './confidence.js';
import { asIntervals, ConformalRegressorBase } from './conformal_regressor.js';

const regressor = (doc: string) =>
  custom<Estimator>(undefined as unknown as Estimator, {
    doc,
    expected: 'a regressor',
    accepts: isEstimator,
    invalid: ['svr', 3, {}],
  });

const declaration = declare('ConformalizedQuantileRegressor', {
  lower: regressor('A regressor of a low quantile, such as 0.05 for a confidence of 0.9.'),
  upper: regressor('A regressor of a high quantile, such as 0.95.'),
  estimator: nullable(
    regressor('A regressor for `predict`; null predicts the middle between both quantiles.'),
  ),
  calibrationSize: calibrationSizeSpec,
  nJobs: jobs(),
  randomState: seed(),
});

type Params = ParamsOf<typeof declaration>;

interface QuantileModel {
  readonly lower: Estimator;
  readonly upper: Estimator;
  readonly estimator: Estimator | null;
  /** How far calibration values lie outside (above 0) or inside (below) of their interval, ascending. */
  readonly scores: Float64Array;
}

/** The typed parameters with the two quantile regressors known. */
type WithQuantiles<L, U> = Omit<Params, 'lower' | 'upper'> & { readonly lower: L; readonly upper: U };

/**
 * Intervals from two quantile regressors, widened or narrowed so that the guarantee holds: of new rows like those of
 * `fit`, 90 % have their true value in the interval of confidence 0.9. The quantiles bend with the data, so intervals
 * are narrow where values are sure. `lower` and `upper` should aim at the confidence that will be asked for.
 *
 * Costs a fit of each regressor; frozen ones are only calibrated. Reference: Romano, Patterson, Candès, Conformalized
 * quantile regression, NeurIPS 2019.
 *
 * @example
 * ```ts
 * const { data, target } = await loadDiabetes();
 * const quantile = (q: number) => new DummyRegressor({ strategy: 'quantile', quantile: q });
 * const conformal = new ConformalizedQuantileRegressor({ lower: quantile(0.05), upper: quantile(0.95), randomState: 0 });
 * await conformal.fit(data, target);
 * (await conformal.predictInterval(data)).row(0); // about [50, 290]
 * ```
 */
export class ConformalizedQuantileRegressor<
  L extends Estimator = Estimator,
  U extends Estimator = Estimator,
> extends ConformalRegressorBase<typeof declaration, QuantileModel> {
  static readonly declaration = declaration;
  declare readonly params: WithQuantiles<L, U>;

  constructor(params: Partial<WithQuantiles<L, U>> & { readonly lower: L; readonly upper: U }) {
    super(declaration, params);
    for (const member of this.members()) checkRole(member, ['regressor'], this.type);
  }

  static override fromParams(params: object): ConformalizedQuantileRegressor {
    return new ConformalizedQuantileRegressor(resolveParams(declaration, params));
  }

  /** A copy with changed parameters; `lower__param` and `upper__param` reach into the regressors. */
  override with(overrides: Partial<ParamMap<ConformalizedQuantileRegressor<L, U>>> = {}): this {
    return super.with(overrides as Partial<Params>);
  }

  override get tags(): Tags {
    return tags('regressor', memberTags(this.members().map((member) => member.tags)));
  }

  protected override weightedMembers(): readonly Estimator[] {
    return this.members();
  }

  protected async train({ X, y, rows, sampleWeight }: MetaRegressorData, run: Run): Promise<QuantileModel> {
    const { calibrationSize, randomState, nJobs } = this.params;
    const members = this.members();
    const frozen = members.every(({ type }) => type === 'FrozenEstimator');
    const { learn, calibrate } = calibrationRows(rows, {
      frozen,
      calibrationSize,
      randomState,
      source: this.type,
    });
    const fits = members.map((estimator) => ({ estimator, rows: learn }));
    const [lower, upper, estimator] = await fitMembers(fits, { X, y: y.data, sampleWeight }, { nJobs, run });
    const part = takeRows(X, calibrate);
    const low = await memberValues(lower, part, run.inner(), this.type);
    const high = await memberValues(upper, part, run.inner(), this.type);
    const scores = Float64Array.from(calibrate, (row, i) =>
      Math.max(low[i] - y.data[row], y.data[row] - high[i]),
    );
    return { lower, upper, estimator: estimator ?? null, scores: scores.sort() };
  }

  protected async predictValues(X: DataLike, run: Run): Promise<Matrix> {
    const { lower, upper, estimator } = this.learned('predict');
    if (estimator) return Matrix.of(await memberValues(estimator, X, run.inner(), this.type), 1);
    const low = await memberValues(lower, X, run.inner(), this.type);
    const high = await memberValues(upper, X, run.inner(), this.type);
    return Matrix.of(
      low.map((value, i) => (value + high[i]) / 2),
      1,
    );
  }

  protected async intervals(X: DataLike, alpha: number, run: Run): Promise<Matrix> {
    const { lower, upper, scores } = this.learned('predictInterval');
    const limit = scoreLimit(scores, alpha, this.type);
    const low = await memberValues(lower, X, run.inner(), this.type);
    const high = await memberValues(upper, X, run.inner(), this.type);
    // Narrowed intervals of quantiles that cross would turn round: they shrink to their middle.
    const middle = (i: number): number => (low[i] + high[i]) / 2;
    const crossed = (i: number): boolean => low[i] - limit > high[i] + limit;
    return asIntervals(
      (i) => (crossed(i) ? middle(i) : low[i] - limit),
      (i) => (crossed(i) ? middle(i) : high[i] + limit),
      low.length,
    );
  }

  private members(): Estimator[] {
    const { lower, upper, estimator } = this.params;
    return estimator ? [lower, upper, estimator] : [lower, upper];
  }
}
