import type { DataLike } from '../../core/input.js';
import type { Matrix } from '../../core/matrix.js';
import type { ParamMap } from '../../core/param_map.js';
import { declare, jobs, type ParamsOf, resolveParams } from '../../core/params.js';
import type { Estimator } from '../../core/protocol.js';
import type { Run } from '../../core/run.js';
import { type Tags, tags } from '../../core/tags.js';
import { memberTags } from '../base/data.js';
import { fitMembers } from '../base/fit_members.js';
import { memberValues } from '../base/member_outputs.js';
import { MetaRegressorBase, type MetaRegressorData } from '../base/meta_regressor.js';
import { checkRole, type WithMember } from '../base/one_member.js';
import { binaryMemberParam } from '../multiclass/binary_members.js';
import { besides } from '../multiclass/one_vs_rest_classifier.js';

const declaration = declare('MultiOutputRegressor', {
  estimator: binaryMemberParam('The regressor, one copy per target.'),
  nJobs: jobs(),
});

type Params = ParamsOf<typeof declaration>;

/**
 * One copy of a regressor per target, each learning its own column of y. Use it to give several targets to a
 * regressor that takes one.
 *
 * Costs one fit per target, on `nJobs` workers; sample weights are taken when the regressor takes them. Reference:
 * scikit-learn MultiOutputRegressor.
 *
 * @throws InvalidParameterError unless the estimator is a regressor.
 * @example
 * ```ts
 * const both = new MultiOutputRegressor(new KNeighborsRegressor({ nNeighbors: 1 }));
 * await both.fit([[0], [1], [2]], [[0, 5], [1, 6], [4, 7]]);
 * (await both.predict<Matrix>([[2]])).to2DArray(); // [[4, 7]]
 * ```
 */
export class MultiOutputRegressor<E extends Estimator = Estimator> extends MetaRegressorBase<
  typeof declaration,
  { readonly members: readonly Estimator[] }
> {
  static readonly declaration = declaration;
  declare readonly params: WithMember<Params, E>;

  constructor(estimator: E, options: Partial<Omit<Params, 'estimator'>> = {}) {
    super(declaration, { ...options, estimator });
    checkRole(this.params.estimator, ['regressor'], this.type);
  }

  static override fromParams(params: object): MultiOutputRegressor {
    const { estimator, ...options } = resolveParams(declaration, params);
    return new MultiOutputRegressor(estimator, options);
  }

  /** A copy with changed parameters; `estimator__param` reaches into the regressor. */
  override with(overrides: Partial<ParamMap<MultiOutputRegressor<E>>> = {}): this {
    return super.with(overrides as Partial<Params>);
  }

  override get tags(): Tags {
    return tags('regressor', { ...memberTags([this.params.estimator.tags]), multiOutput: true });
  }

  protected override weightedMembers(): readonly Estimator[] {
    return [this.params.estimator];
  }

  protected async train(
    { X, y, sampleWeight }: MetaRegressorData,
    run: Run,
  ): Promise<{ members: Estimator[] }> {
    const { estimator, nJobs } = this.params;
    const fits = Array.from({ length: y.columns }, (_, t) => ({ estimator, y: y.column(t) }));
    return {
      members: await fitMembers(fits, { X, y: undefined, sampleWeight }, { nJobs, run, what: 'output' }),
    };
  }

  protected async predictValues(X: DataLike, run: Run): Promise<Matrix> {
    const columns: Float64Array[] = [];
    for (const member of this.estimators) {
      columns.push(await memberValues(member, X, run.inner(), this.type));
      await run.breathe();
    }
    return besides(columns);
  }

  /** The fitted regressors, one per target. */
  get estimators(): readonly Estimator[] {
    return this.learned('estimators').members;
  }
}
