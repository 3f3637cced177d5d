import type { Composite, Part } from '../../core/children.js';
import type { DataLike } from '../../core/input.js';
import { codesIn, type Labels } from '../../core/labels.js';
import type { Matrix } from '../../core/matrix.js';
import type { HasParts, ParamMap } from '../../core/param_map.js';
import { declare, oneOf, type ParamsOf, resolveParams } from '../../core/params.js';
import { type Estimator, hasMethod, type MethodName } from '../../core/protocol.js';
import { type FitOptions, Run, type RunOptions } from '../../core/run.js';
import { type Tags, tags } from '../../core/tags.js';
import { LogisticRegression } from '../../estimators/linear_model/index.js';
import { memberTags } from '../base/data.js';
import { callMember } from '../base/member_outputs.js';
import { MetaClassifierBase, type MetaClassifierData } from '../base/meta_classifier.js';
import { activeMembers, checkMembers, type NamedMember, replaceMember } from '../base/named_members.js';
import { checkFinal, type WithFinal } from './final_estimator.js';
import { fitStack, type Stack, type StackMethod, stackColumns, stackNames } from './fit_stack.js';
import { stackingSpecs } from './params.js';

const declaration = declare('StackingClassifier', {
  ...stackingSpecs,
  stackMethod: oneOf(['auto', 'predict_proba', 'decision_function', 'predict'], 'auto', {
    doc: "What members are asked for; 'auto' takes the first of 'predict_proba', 'decision_function' and 'predict' that a member has.",
  }),
});

type Params = ParamsOf<typeof declaration>;

/**
 * Lets a final classifier learn from what other estimators predict for rows that they did not learn from. Use it
 * to combine models of different kinds; it tends to be about as good as the best of them, or better. Members learn
 * the labels as given (regressors among them the class indices).
 *
 * Costs each member's fit once and once per fold, on `nJobs` workers; sample weights are taken when every member
 * and the final estimator take them. References: Wolpert, Stacked generalization (1992); scikit-learn
 * StackingClassifier.
 *
 * @throws InvalidParameterError for unusable members; NotFittedError for unfitted members with cv 'prefit'.
 * @example
 * ```ts
 * const { data, target } = await loadIris();
 * const stack = new StackingClassifier([['nb', new GaussianNB()], ['knn', new KNeighborsClassifier()]]);
 * await stack.fit(data, target);
 * await stack.score(data, target); // 0.97
 * ```
 */
export class StackingClassifier<
    const S extends readonly NamedMember[] = readonly NamedMember[],
    F extends Estimator = LogisticRegression,
  >
  extends MetaClassifierBase<typeof declaration, { readonly stack: Stack }>
  implements HasParts<S>, Composite
{
  static readonly declaration = declaration;
  declare readonly params: WithFinal<Params, F>;

  constructor(estimators: S, options: Partial<Omit<WithFinal<Params, F | null>, 'estimators'>> = {}) {
    const finalEstimator = options.finalEstimator ?? new LogisticRegression();
    super(declaration, { ...options, estimators, finalEstimator });
    checkMembers(estimators, ['classifier', 'regressor'], this.type, Object.keys(declaration.specs));
    checkFinal(this.params.finalEstimator, 'classifier', this.type);
  }

  static override fromParams(params: object): StackingClassifier<readonly NamedMember[], Estimator> {
    const { estimators, ...options } = resolveParams(declaration, params);
    return new StackingClassifier<readonly NamedMember[], Estimator>(estimators, options);
  }

  /** A copy with changed parameters: own ones, `member__param`, `finalEstimator__param`, or a member replaced. */
  override with(overrides: Partial<ParamMap<StackingClassifier<S, F>>> = {}): this {
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
    return tags('classifier', {
      ...members,
      sampleWeight: members.sampleWeight && final.sampleWeight,
      allowNaN: members.allowNaN && (!this.params.passthrough || final.allowNaN),
      nonDeterministic: members.nonDeterministic || final.nonDeterministic,
    });
  }

  /** Probabilities and decision values exist where the final estimator has them. */
  supports(method: MethodName): boolean {
    const own = method === 'predictProba' || method === 'predictLogProba' || method === 'decisionFunction';
    return !own || hasMethod(this.params.finalEstimator, method);
  }

  protected override weightedMembers(): readonly Estimator[] {
    return [...this.children.map(([, member]) => member), this.params.finalEstimator];
  }

  protected async train(
    { X, y, classes, sampleWeight }: MetaClassifierData,
    run: Run,
  ): Promise<{ stack: Stack }> {
    const { finalEstimator, stackMethod, cv, passthrough, nJobs } = this.params;
    const plan = {
      members: this.children,
      final: finalEstimator,
      stackMethod,
      cv,
      passthrough,
      nJobs,
      classes,
      whole: this,
    };
    const codes = codesIn(classes, y);
    const yOf = (member: Estimator): Labels => (member.tags.role === 'regressor' ? codes : y);
    return { stack: await fitStack(plan, { X, y, yOf, sampleWeight }, run) };
  }

  protected async predictCodes(X: DataLike, run: Run): Promise<ArrayLike<number>> {
    return codesIn(this.classes, await this.ofFinal<Labels>('predict', X, run));
  }

  /** Class probabilities of the final estimator: n x k. */
  async predictProba(X: DataLike, options: RunOptions = {}): Promise<Matrix> {
    return this.ofFinal('predictProba', this.checkData(X, 'predictProba'), new Run(this.type, options));
  }

  /** Logarithms of the probabilities: n x k. */
  async predictLogProba(X: DataLike, options: RunOptions = {}): Promise<Matrix> {
    return this.ofFinal('predictLogProba', this.checkData(X, 'predictLogProba'), new Run(this.type, options));
  }

  /** Decision values of the final estimator: n for two classes, else n x k. */
  async decisionFunction(X: DataLike, options: RunOptions = {}): Promise<Float64Array | Matrix> {
    return this.ofFinal(
      'decisionFunction',
      this.checkData(X, 'decisionFunction'),
      new Run(this.type, options),
    );
  }

  /** What the final estimator sees of X: the members' predictions, and the columns of X with `passthrough`. */
  async transform(X: DataLike, options: RunOptions = {}): Promise<Matrix> {
    const data = this.checkData(X, 'transform');
    const { stack } = this.learned('transform');
    const run = new Run(this.type, options);
    const columns = await stackColumns(stack, data, this.classes, this.params.passthrough, run);
    return columns.withColumnNames(this.getFeatureNamesOut());
  }

  /** `fit` and then `transform`. */
  async fitTransform(X: DataLike, y: Labels, options: FitOptions = {}): Promise<Matrix> {
    await this.fit(X, y, options);
    return this.transform(X, { signal: options.signal });
  }

  /** Names of the columns of `transform`: `stackingclassifier_nb0`, ..., then those of X with `passthrough`. */
  getFeatureNamesOut(inputFeatures?: readonly string[]): string[] {
    const { stack } = this.learned('getFeatureNamesOut');
    const own =
      inputFeatures ?? this.featureNamesIn ?? Array.from({ length: this.nFeaturesIn }, (_, j) => `x${j}`);
    return stackNames(stack, 'stackingclassifier', this.params.passthrough ? own : undefined);
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

  /** What each member is asked for. */
  get stackMethod(): readonly StackMethod[] {
    return this.learned('stackMethod').stack.methods;
  }

  private async ofFinal<R>(method: MethodName, X: DataLike, run: Run): Promise<R> {
    const { stack } = this.learned(method);
    const columns = await stackColumns(stack, X, this.classes, this.params.passthrough, run);
    return callMember<R>(stack.final, method, columns.withColumnNames(undefined), run.inner(), this.type);
  }
}
