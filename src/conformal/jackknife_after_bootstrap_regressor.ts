import type { DataLike } from '../core/input.js';
import { Matrix } from '../core/matrix.js';
import type { ParamMap } from '../core/param_map.js';
import { custom, declare, int, jobs, oneOf, type ParamsOf, resolveParams, seed } from '../core/params.js';
import { type Estimator, isEstimator } from '../core/protocol.js';
import { RandomState } from '../core/random.js';
import type { Run } from '../core/run.js';
import { type Tags, tags } from '../core/tags.js';
import { DataWarning, warn } from '../core/warnings.js';
import { memberTags } from '../meta/base/data.js';
import { fitMembers } from '../meta/base/fit_members.js';
import { memberValues } from '../meta/base/member_outputs.js';
import type { MetaRegressorData } from '../meta/base/meta_regressor.js';
import { checkRole, type WithMember } from '../meta/base/one_member.js';
import { withRandomStates } from '../meta/base/random_states.js';
import { ConformalRegressorBase } from './conformal_regressor.js';
import { plusIntervals } from './plus_intervals.js';

const declaration = declare('JackknifeAfterBootstrapRegressor', {
  estimator: custom<Estimator>(undefined as unknown as Estimator, {
    doc: 'The regressor that is fitted on every bootstrap sample.',
    expected: 'a regressor',
    accepts: isEstimator,
    invalid: ['svr', 3, {}],
  }),
  nEstimators: int(30, { min: 2, doc: 'Number of bootstrap samples.' }),
  aggregation: oneOf(['mean', 'median'], 'mean', { doc: 'How the predictions of the members are combined.' }),
  nJobs: jobs(),
  randomState: seed(),
});

type Params = ParamsOf<typeof declaration>;

interface BootstrapModel {
  readonly members: readonly Estimator[];
  /** Absolute out-of-bag errors of the rows that were out of some bag. */
  readonly errors: Float64Array;
  /** For those rows in turn: the members that did not see them, in one list. */
  readonly outOf: Int32Array;
  /** Where each row's members begin in `outOf`, and the end. */
  readonly starts: Int32Array;
}

/**
 * Intervals around the predictions of a bag of regressors, at the price of the bag: the members that did not draw a
 * row predict it, and their errors set the width (jackknife+-after-bootstrap). The proven coverage is
 * 1 - 2 (1 - confidence); what is seen is the confidence itself.
 *
 * Costs `nEstimators` fits; an interval costs O(n (nEstimators + log n)) for n rows of `fit`. Reference: Kim, Xu,
 * Barber, Predictive inference is free with the jackknife+-after-bootstrap, NeurIPS 2020.
 *
 * @example
 * ```ts
 * const { data, target } = await loadDiabetes();
 * const estimator = new KNeighborsRegressor({ nNeighbors: 10 });
 * const conformal = new JackknifeAfterBootstrapRegressor({ estimator, nEstimators: 15, randomState: 0 });
 * await conformal.fit(data, target);
 * (await conformal.predictInterval(data.takeRows([0, 1]))).row(0); // [lower, upper]
 * ```
 */
export class JackknifeAfterBootstrapRegressor<E extends Estimator = Estimator> extends ConformalRegressorBase<
  typeof declaration,
  BootstrapModel
> {
  static readonly declaration = declaration;
  declare readonly params: WithMember<Params, E>;

  constructor(params: Partial<WithMember<Params, E>> & { readonly estimator: E }) {
    super(declaration, params);
    checkRole(this.params.estimator, ['regressor'], this.type);
  }

  static override fromParams(params: object): JackknifeAfterBootstrapRegressor {
    return new JackknifeAfterBootstrapRegressor(resolveParams(declaration, params));
  }

  /** A copy with changed parameters; `estimator__param` reaches into the regressor. */
  override with(overrides: Partial<ParamMap<JackknifeAfterBootstrapRegressor<E>>> = {}): this {
    return super.with(overrides as Partial<Params>);
  }

  override get tags(): Tags {
    return tags('regressor', { ...memberTags([this.params.estimator.tags]), sampleWeight: false });
  }

  protected async train({ X, y, rows: n }: MetaRegressorData, run: Run): Promise<BootstrapModel> {
    const { estimator, nEstimators, nJobs, randomState } = this.params;
    const target = y.data;
    const random = RandomState.from(randomState);
    const seen = Array.from({ length: nEstimators }, () => new Uint8Array(n));
    const fits = seen.map((mask) => {
      const rows = Int32Array.from(random.randint(0, n, n));
      for (const row of rows) mask[row] = 1;
      return { estimator: withRandomStates(estimator, random), rows };
    });
    const members = await fitMembers(fits, { X, y: target }, { nJobs, run });
    const values: Float64Array[] = [];
    for (const member of members) {
      values.push(await memberValues(member, X, run.inner(), this.type));
      await run.breathe();
    }
    const errors: number[] = [];
    const outOf: number[] = [];
    const starts = [0];
    for (let i = 0; i < n; i++) {
      const without = Array.from(members.keys()).filter((m) => seen[m][i] === 0);
      if (without.length === 0) continue;
      outOf.push(...without);
      starts.push(outOf.length);
      errors.push(Math.abs(target[i] - this.combine(Float64Array.from(without, (m) => values[m][i]))));
    }
    if (errors.length < n) {
      const never = `${n - errors.length} of ${n} rows are in every bootstrap sample and calibrate nothing`;
      warn(new DataWarning(`${never}: raise nEstimators`, this.type));
    }
    return {
      members,
      errors: Float64Array.from(errors),
      outOf: Int32Array.from(outOf),
      starts: Int32Array.from(starts),
    };
  }

  protected async predictValues(X: DataLike, run: Run): Promise<Matrix> {
    const values = await this.valuesOf(X, run, 'predict');
    const row = new Float64Array(values.length);
    return Matrix.of(
      values[0].map((_, i) => {
        values.forEach((list, m) => {
          row[m] = list[i];
        });
        return this.combine(row.slice());
      }),
      1,
    );
  }

  protected async intervals(X: DataLike, alpha: number, run: Run): Promise<Matrix> {
    const { errors, outOf, starts } = this.learned('predictInterval');
    const values = await this.valuesOf(X, run, 'predictInterval');
    const predict = (row: number, out: Float64Array): void => {
      for (let i = 0; i < out.length; i++) {
        const from = starts[i];
        const picked = new Float64Array(starts[i + 1] - from);
        for (let k = 0; k < picked.length; k++) picked[k] = values[outOf[from + k]][row];
        out[i] = this.combine(picked);
      }
    };
    return plusIntervals(values[0].length, errors, alpha, predict, () => run.breathe(), this.type);
  }

  /** The fitted members. */
  get estimators(): readonly E[] {
    return this.learned('estimators').members as readonly E[];
  }

  private async valuesOf(X: DataLike, run: Run, member: string): Promise<Float64Array[]> {
    const values: Float64Array[] = [];
    for (const estimator of this.learned(member).members) {
      values.push(await memberValues(estimator, X, run.inner(), this.type));
      await run.breathe();
    }
    return values;
  }

  /** Mean or median of a list, which may be sorted in place. */
  private combine(list: Float64Array): number {
    const n = list.length;
    if (this.params.aggregation === 'mean') {
      let sum = 0;
      for (let i = 0; i < n; i++) sum += list[i];
      return sum / n;
    }
    list.sort();
    return n % 2 === 1 ? list[n >> 1] : (list[(n >> 1) - 1] + list[n >> 1]) / 2;
  }
}
