import type { Composite, Part } from '../../core/children.js';
import type { DataLike, Targets } from '../../core/input.js';
import { Matrix } from '../../core/matrix.js';
import type { HasParts, ParamMap } from '../../core/param_map.js';
import { declare, type ParamsOf, resolveParams } from '../../core/params.js';
import type { Estimator } from '../../core/protocol.js';
import { type FitOptions, Run, type RunOptions } from '../../core/run.js';
import { type Tags, tags } from '../../core/tags.js';
import { memberTags } from '../base/data.js';
import { memberValues } from '../base/member_outputs.js';
import { MetaRegressorBase, type MetaRegressorData } from '../base/meta_regressor.js';
import { activeMembers, checkMembers, type NamedMember, replaceMember } from '../base/named_members.js';
import {
  checkFinal,
  type DefaultFinalRegressor,
  defaultFinalRegressor,
  type WithFinal,
} from './final_estimator.js';
import { fitStack, type Stack, stackColumns, stackNames } from './fit_stack.js';
import { stackingSpecs } from './params.js';

const declaration = declare('StackingRegressor', stackingSpecs);

type Params = ParamsOf<typeof declaration>;

/**
 * Lets a final regressor learn from what other regressors predict for rows that they did not learn from. Use it to
 * combine models of different kinds; it tends to be about as good as the best of them, or better.
 *
 * Costs each member's fit once and once per fold, on `nJobs` workers; sample weights are taken when every member
 * and the final estimator take them. References: Wolpert, Stacked generalization (1992); scikit-learn
 * StackingRegressor.
 *
 * @throws InvalidParameterError for unusable members; NotFittedError for unfitted members with cv 'prefit'.
 * @example
 * ```ts
 * const { data, target } = await loadDiabetes();
 * const members = [['near', new KNeighborsRegressor()], ['mean', new DummyRegressor()]] as const;
 * const stack = new StackingRegressor(members, { finalEstimator: new KNeighborsRegressor({ nNeighbors: 50 }) });
 * await stack.fit(data, target);
 * await stack.score(data, target); // 0.5
 * ```
 */
export class StackingRegressor<
    const S extends readonly NamedMember[] = readonly NamedMember[],
    F extends Estimator = DefaultFinalRegressor,
  >
  extends MetaRegressorBase<typeof declaration, { readonly stack: Stack }>
  implements HasParts<S>, Composite
{
  static readonly declaration = declaration;
  declare readonly params: WithFinal<Params, F>;

  constructor(estimators: S, options: Partial<Omit<WithFinal<Params, F | null>, 'estimators'>> = {}) {
    const finalEstimator = options.finalEstimator ?? defaultFinalRegressor();
    super(declaration, { ...options, estimators, finalEstimator });
    checkMembers(estimators, ['regressor'], this.type, Object.keys(declaration.specs));
    checkFinal(this.params.finalEstimator, 'regressor', this.type);
  }

  static override fromParams(params: object): StackingRegressor<readonly NamedMember[], Estimator> {
    const { estimators, ...options } = resolveParams(declaration, params);
    return new StackingRegressor<readonly NamedMember[], Estimator>(estimators, options);
  }

  /** A copy with changed parameters: own ones, `member__param`, `finalEstimator__param`, or a member replaced. */
  override with(overrides: Partial<ParamMap<StackingRegressor<S, F>>> = {}): this {
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
    const members = memberTags(this.children.map(([, member]) => member.tags));
    const final = this.params.finalEstimator.tags;
    return tags('regressor', {
      ...members,
      sampleWeight: members.sampleWeight && final.sampleWeight,
      allowNaN: members.allowNaN && (!this.params.passthrough || final.allowNaN),
      nonDeterministic: members.nonDeterministic || final.nonDeterministic,
    });
  }

  protected override weightedMembers(): readonly Estimator[] {
    return [...this.children.map(([, member]) => member), this.params.finalEstimator];
  }

  protected async train({ X, y, sampleWeight }: MetaRegressorData, run: Run): Promise<{ stack: Stack }> {
    const { finalEstimator: final, cv, passthrough, nJobs } = this.params;
    const stackMethod = 'predict' as const;
    const plan = {
      members: this.children,
      final,
      stackMethod,
      cv,
      passthrough,
      nJobs,
      classes: undefined,
      whole: this,
    };
    const data = { X, y: y.data, yOf: () => y.data, sampleWeight };
    return { stack: await fitStack(plan, data, run) };
  }

  protected async predictValues(X: DataLike, run: Run): Promise<Matrix> {
    const { stack } = this.learned('predict');
    const columns = await stackColumns(stack, X, undefined, this.params.passthrough, run);
    const plain = columns.withColumnNames(undefined);
    return Matrix.of(await memberValues(stack.final, plain, run.inner(), this.type), 1);
  }

  /** What the final estimator sees of X: the members' predictions, and the columns of X with `passthrough`. */
  async transform(X: DataLike, options: RunOptions = {}): Promise<Matrix> {
    const data = this.checkData(X, 'transform');
    const { stack } = this.learned('transform');
    const run = new Run(this.type, options);
    const columns = await stackColumns(stack, data, undefined, this.params.passthrough, run);
    return columns.withColumnNames(this.getFeatureNamesOut());
  }

  /** `fit` and then `transform`. */
  async fitTransform(X: DataLike, y: Targets, options: FitOptions = {}): Promise<Matrix> {
    await this.fit(X, y, options);
    return this.transform(X, { signal: options.signal });
  }

  /** Names of the columns of `transform`: `stackingregressor_nb0`, ..., then those of X with `passthrough`. */
  getFeatureNamesOut(inputFeatures?: readonly string[]): string[] {
    const { stack } = this.learned('getFeatureNamesOut');
    const own =
      inputFeatures ?? this.featureNamesIn ?? Array.from({ length: this.nFeaturesIn }, (_, j) => `x${j}`);
    return stackNames(stack, 'stackingregressor', this.params.passthrough ? own : undefined);
  }

  /** The members, fitted on all rows; dropped ones left out. */
  get estimators(): readonly Estimator[] {
    return this.learned('estimators').stack.members.map(([, member]) => member);
  }

  /** The fitted members by name. */
  get namedEstimators(): Readonly<Record<string, Estimator>> {
    return Object.fromEntries(this.learned('namedEstimators').stack.members);
  }

  /** The fitted final estimator. */
  get finalEstimator(): F {
    return this.learned('finalEstimator').stack.final as F;
  }
}
