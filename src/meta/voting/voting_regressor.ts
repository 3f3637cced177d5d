import type { Composite, Part } from '../../core/children.js';
import type { DataLike, Targets } from '../../core/input.js';
import { Matrix } from '../../core/matrix.js';
import type { HasParts, ParamMap } from '../../core/param_map.js';
import { declare, type ParamsOf, resolveParams } from '../../core/params.js';
import type { Estimator } from '../../core/protocol.js';
import { type FitOptions, Run, type RunOptions } from '../../core/run.js';
import { type Tags, tags } from '../../core/tags.js';
import { memberTags } from '../base/data.js';
import { fitMembers } from '../base/fit_members.js';
import { memberValues } from '../base/member_outputs.js';
import { MetaRegressorBase, type MetaRegressorData } from '../base/meta_regressor.js';
import { activeMembers, checkMembers, type NamedMember, replaceMember } from '../base/named_members.js';
import { memberWeights, votingSpecs } from './params.js';
import { weightedMean } from './voting_classifier.js';

const declaration = declare('VotingRegressor', votingSpecs);

type Params = ParamsOf<typeof declaration>;

/** Options of a VotingRegressor. */
export type VotingRegressorOptions = Partial<Omit<Params, 'estimators'>>;

interface VotingModel {
  readonly members: readonly (readonly [string, Estimator])[];
}

/**
 * The (weighted) mean of what several regressors predict. Use it to even out models of different kinds that are
 * about equally good. Members run on `nJobs` workers; sample weights are taken when every member takes them.
 *
 * Costs what the members cost. Reference: scikit-learn VotingRegressor.
 *
 * @throws InvalidParameterError for members that are no regressors, or weights of another number.
 * @example
 * ```ts
 * const vote = new VotingRegressor([['near', new KNeighborsRegressor({ nNeighbors: 1 })], ['mean', new DummyRegressor()]]);
 * await vote.fit([[0], [1], [2]], [0, 3, 6]);
 * await vote.predict([[2]]); // [4.5]: the mean of 6 and 3
 * ```
 */
export class VotingRegressor<const S extends readonly NamedMember[] = readonly NamedMember[]>
  extends MetaRegressorBase<typeof declaration, VotingModel>
  implements HasParts<S>, Composite
{
  static readonly declaration = declaration;

  constructor(estimators: S, options: VotingRegressorOptions = {}) {
    super(declaration, { ...options, estimators });
    checkMembers(estimators, ['regressor'], this.type, Object.keys(declaration.specs));
    memberWeights(this.params.weights, estimators, this.type);
  }

  static override fromParams(params: object): VotingRegressor {
    const { estimators, ...options } = resolveParams(declaration, params);
    return new VotingRegressor(estimators, options);
  }

  /** A copy with changed parameters: own ones, `member__param`, or a member's name to replace or drop it. */
  override with(overrides: Partial<ParamMap<VotingRegressor<S>>> = {}): this {
    return super.with(overrides as Partial<Params>);
  }

  /** The members as given. */
  get steps(): S {
    return this.params.estimators as unknown as S;
  }

  get children(): readonly (readonly [string, Estimator])[] {
    return activeMembers(this.params.estimators);
  }

  get partNames(): readonly string[] {
    return this.params.estimators.map(([name]) => name);
  }

  replaceChild(params: Record<string, unknown>, name: string, child: Part): Record<string, unknown> {
    return replaceMember(params, name, child);
  }

  override get tags(): Tags {
    return tags('regressor', memberTags(this.children.map(([, member]) => member.tags)));
  }

  protected override weightedMembers(): readonly Estimator[] {
    return this.children.map(([, member]) => member);
  }

  protected async train({ X, y, sampleWeight }: MetaRegressorData, run: Run): Promise<VotingModel> {
    const fits = this.children.map(([, estimator]) => ({ estimator }));
    const data = { X, y: y.data, sampleWeight };
    const fitted = await fitMembers(fits, data, { nJobs: this.params.nJobs, run });
    return { members: this.children.map(([name], i) => [name, fitted[i]] as const) };
  }

  protected async predictValues(X: DataLike, run: Run): Promise<Matrix> {
    const weights = memberWeights(this.params.weights, this.params.estimators, this.type);
    return weightedMean(await this.columns(X, run), weights);
  }

  /** The predictions of the members side by side: n x members. */
  async transform(X: DataLike, options: RunOptions = {}): Promise<Matrix> {
    const data = this.checkData(X, 'transform');
    const columns = await this.columns(data, new Run(this.type, options));
    const result = Matrix.zeros(columns[0].rows, columns.length, this.getFeatureNamesOut());
    columns.forEach(({ data: values }, m) => {
      for (let i = 0; i < values.length; i++) result.data[i * columns.length + m] = values[i];
    });
    return result;
  }

  /** `fit` and then `transform`. */
  async fitTransform(X: DataLike, y: Targets, options: FitOptions = {}): Promise<Matrix> {
    await this.fit(X, y, options);
    return this.transform(X, { signal: options.signal });
  }

  /** Names of the columns of `transform`: `votingregressor_near`, ... */
  getFeatureNamesOut(): string[] {
    return this.learned('getFeatureNamesOut').members.map(([name]) => `votingregressor_${name}`);
  }

  /** The fitted members, dropped ones left out. */
  get estimators(): readonly Estimator[] {
    return this.learned('estimators').members.map(([, member]) => member);
  }

  /** The fitted members by name. */
  get namedEstimators(): Readonly<Record<string, Estimator>> {
    return Object.fromEntries(this.learned('namedEstimators').members);
  }

  private async columns(X: DataLike, run: Run): Promise<Matrix[]> {
    const columns: Matrix[] = [];
    for (const member of this.estimators) {
      columns.push(Matrix.of(await memberValues(member, X, run.inner(), this.type), 1));
    }
    return columns;
  }
}
