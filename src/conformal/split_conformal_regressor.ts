import type { DataLike } from '../core/input.js';
import { Matrix } from '../core/matrix.js';
import type { ParamMap } from '../core/param_map.js';
import { custom, declare, nullable, type ParamsOf, resolveParams, seed } from '../core/params.js';
import { type Estimator, isEstimator } from '../core/protocol.js';
import type { Run } from '../core/run.js';
import { type Tags, tags } from '../core/tags.js';
import { takeRows } from '../core/take.js';
import { memberTags } from '../meta/base/data.js';
import { fitMembers } from '../meta/base/fit_members.js';
import { memberValues } from '../meta/base/member_outputs.js';
import type { MetaRegressorData } from '../meta/base/meta_regressor.js';
import { checkRole, type WithMember } from '../meta/base/one_member.js';
import { calibrationRows, calibrationSizeSpec } from './calibration_rows.js';
import { scoreLimit } from './confidence.js';
import { asIntervals, ConformalRegressorBase } from './conformal_regressor.js';

const declaration = declare('SplitConformalRegressor', {
  estimator: custom<Estimator>(undefined as unknown as Estimator, {
    doc: 'The regressor whose predictions become intervals.',
    expected: 'a regressor',
    accepts: isEstimator,
    invalid: ['svr', 3, {}],
  }),
  scaleEstimator: nullable(
    custom<Estimator>(undefined as unknown as Estimator, {
      doc: 'A regressor that learns how large the errors are where; null makes all intervals equally wide.',
      expected: 'a regressor',
      accepts: isEstimator,
      invalid: ['svr', 3, {}],
    }),
  ),
  calibrationSize: calibrationSizeSpec,
  randomState: seed(),
});

type Params = ParamsOf<typeof declaration>;

interface SplitConformalModel {
  readonly estimator: Estimator;
  /** Learned the logarithm of the errors. */
  readonly scaleEstimator: Estimator | null;
  /** Calibration scores, ascending. */
  readonly scores: Float64Array;
}

/**
 * Intervals around a regressor's predictions with a guarantee: of new rows like those of `fit`, 90 % have their true
 * value in the interval of confidence 0.9, however good the regressor is. With `scaleEstimator` intervals are wide
 * where errors are large (normalised scores), else equally wide everywhere (absolute scores).
 *
 * Fits the regressor on a part of the rows and looks at its errors on the others (of which the scale estimator learns
 * from one half); with a fitted regressor in FrozenEstimator all rows calibrate. Sample weights go to the regressor
 * only. References: Lei et al., JASA 113 (2018) 1094; Papadopoulos, Gammerman, Vovk (2008).
 *
 * @example
 * ```ts
 * const { data, target } = await loadDiabetes();
 * const conformal = new SplitConformalRegressor({ estimator: new KNeighborsRegressor(), randomState: 0 });
 * await conformal.fit(data, target);
 * (await conformal.predictInterval(data, { confidence: 0.8 })).row(0); // [lower, upper]
 * ```
 */
export class SplitConformalRegressor<E extends Estimator = Estimator> extends ConformalRegressorBase<
  typeof declaration,
  SplitConformalModel
> {
  static readonly declaration = declaration;
  declare readonly params: WithMember<Params, E>;

  constructor(params: Partial<WithMember<Params, E>> & { readonly estimator: E }) {
    super(declaration, params);
    checkRole(this.params.estimator, ['regressor'], this.type);
    if (this.params.scaleEstimator) checkRole(this.params.scaleEstimator, ['regressor'], this.type);
  }

  static override fromParams(params: object): SplitConformalRegressor {
    return new SplitConformalRegressor(resolveParams(declaration, params));
  }

  /** A copy with changed parameters; `estimator__param` reaches into the regressor. */
  override with(overrides: Partial<ParamMap<SplitConformalRegressor<E>>> = {}): this {
    return super.with(overrides as Partial<Params>);
  }

  override get tags(): Tags {
    const { estimator, scaleEstimator } = this.params;
    const members = scaleEstimator ? [estimator.tags, scaleEstimator.tags] : [estimator.tags];
    return tags('regressor', { ...memberTags(members), sampleWeight: estimator.tags.sampleWeight });
  }

  protected override weightedMembers(): readonly Estimator[] {
    return [this.params.estimator];
  }

  protected async train(
    { X, y, rows, sampleWeight }: MetaRegressorData,
    run: Run,
  ): Promise<SplitConformalModel> {
    const { estimator, scaleEstimator, calibrationSize, randomState } = this.params;
    const target = y.data;
    const { learn, calibrate } = calibrationRows(rows, {
      frozen: estimator.type === 'FrozenEstimator',
      calibrationSize,
      randomState,
      source: this.type,
    });
    const once = { nJobs: 1, run, what: 'fit' };
    const data = { X, y: target, sampleWeight };
    const [fitted] = await fitMembers([{ estimator, rows: learn }], data, once);
    const errors = await this.errorsOn(fitted, X, target, calibrate, run);
    if (!scaleEstimator) return { estimator: fitted, scaleEstimator: null, scores: errors.sort() };
    const half = calibrate.length >> 1;
    const floor = leastError(errors);
    const logs = new Float64Array(rows);
    calibrate.forEach((row, i) => {
      logs[row] = Math.log(Math.max(errors[i], floor));
    });
    const scaleRows = calibrate.slice(0, half);
    const [scale] = await fitMembers([{ estimator: scaleEstimator, rows: scaleRows }], { X, y: logs }, once);
    const rest = calibrate.slice(half);
    const spread = await this.spread(scale, takeRows(X, rest), run);
    const scores = Float64Array.from(rest, (_, i) => errors[half + i] / spread[i]).sort();
    return { estimator: fitted, scaleEstimator: scale, scores };
  }

  protected async predictValues(X: DataLike, run: Run): Promise<Matrix> {
    const { estimator } = this.learned('predict');
    return Matrix.of(await memberValues(estimator, X, run.inner(), this.type), 1);
  }

  protected async intervals(X: DataLike, alpha: number, run: Run): Promise<Matrix> {
    const { estimator, scaleEstimator, scores } = this.learned('predictInterval');
    const limit = scoreLimit(scores, alpha, this.type);
    const center = await memberValues(estimator, X, run.inner(), this.type);
    const spread = scaleEstimator ? await this.spread(scaleEstimator, X, run) : undefined;
    const width = (i: number): number => limit * (spread ? spread[i] : 1);
    return asIntervals(
      (i) => center[i] - width(i),
      (i) => center[i] + width(i),
      center.length,
    );
  }

  /** The fitted regressor. */
  get estimator(): E {
    return this.learned('estimator').estimator as E;
  }

  private async errorsOn(
    member: Estimator,
    X: DataLike,
    target: Float64Array,
    rows: Int32Array,
    run: Run,
  ): Promise<Float64Array> {
    const predicted = await memberValues(member, takeRows(X, rows), run.inner(), this.type);
    return predicted.map((value, i) => Math.abs(target[rows[i]] - value));
  }

  private async spread(scale: Estimator, X: DataLike, run: Run): Promise<Float64Array> {
    const logs = await memberValues(scale, X, run.inner(), this.type);
    return logs.map(Math.exp);
  }
}

/** A floor for errors before the logarithm: a thousandth of their mean. */
function leastError(errors: Float64Array): number {
  const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
  return Math.max(mean * 1e-3, Number.MIN_VALUE);
}
