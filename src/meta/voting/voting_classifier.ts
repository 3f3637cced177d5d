import { sideBySide } from '../../compose/feature_union.js';
import type { Composite, Part } from '../../core/children.js';
import { InvalidInputError, InvalidParameterError } from '../../core/errors.js';
import type { DataLike } from '../../core/input.js';
import type { Labels } from '../../core/labels.js';
import { Matrix } from '../../core/matrix.js';
import type { HasParts, ParamMap } from '../../core/param_map.js';
import { bool, declare, oneOf, type ParamsOf, resolveParams } from '../../core/params.js';
import { type Estimator, hasMethod, type MethodName } from '../../core/protocol.js';
import { type FitOptions, Run, type RunOptions } from '../../core/run.js';
import { type Tags, tags } from '../../core/tags.js';
import { argmaxRows } from '../../estimators/base/index.js';
import { logRows } from '../../estimators/base/probabilities.js';
import { memberTags } from '../base/data.js';
import { fitMembers } from '../base/fit_members.js';
import { memberCodes, memberProba } from '../base/member_outputs.js';
import { MetaClassifierBase, type MetaClassifierData } from '../base/meta_classifier.js';
import { activeMembers, checkMembers, type NamedMember, replaceMember } from '../base/named_members.js';
import { memberWeights, votingSpecs } from './params.js';

const declaration = declare('VotingClassifier', {
  ...votingSpecs,
  voting: oneOf(['hard', 'soft'], 'hard', {
    doc: "'hard' takes the label that most members predict, 'soft' the largest mean probability.",
  }),
  flattenTransform: bool(true, {
    doc: "With voting 'soft', `transform` puts the probabilities of all members side by side; false gives one matrix per member.",
  }),
});

type Params = ParamsOf<typeof declaration>;

/** Options of a VotingClassifier. */
export type VotingClassifierOptions = Partial<Omit<Params, 'estimators'>>;

interface VotingModel {
  readonly members: readonly (readonly [string, Estimator])[];
}

/**
 * Lets several classifiers vote. Use it to even out the weaknesses of models of different kinds that are about
 * equally good. Hard votes that tie go to the class that sorts first. Members learn the labels as given and run
 * on `nJobs` workers; sample weights are taken when every member takes them.
 *
 * Costs what the members cost. Reference: scikit-learn VotingClassifier.
 *
 * @throws InvalidParameterError for members that are no classifiers, or weights of another number.
 * @example
 * ```ts
 * const { data, target } = await loadIris();
 * const vote = new VotingClassifier([['nb', new GaussianNB()], ['knn', new KNeighborsClassifier()]], { voting: 'soft' });
 * await vote.fit(data, target);
 * await vote.score(data, target); // 0.97
 * ```
 */
export class VotingClassifier<const S extends readonly NamedMember[] = readonly NamedMember[]>
  extends MetaClassifierBase<typeof declaration, VotingModel>
  implements HasParts<S>, Composite
{
  static readonly declaration = declaration;

  constructor(estimators: S, options: VotingClassifierOptions = {}) {
    super(declaration, { ...options, estimators });
    checkMembers(estimators, ['classifier'], this.type, Object.keys(declaration.specs));
    memberWeights(this.params.weights, estimators, this.type);
    if (this.params.voting === 'soft') {
      for (const [, member] of this.children) this.requireProba(member);
    }
  }

  static override fromParams(params: object): VotingClassifier {
    const { estimators, ...options } = resolveParams(declaration, params);
    return new VotingClassifier(estimators, options);
  }

  /** A copy with changed parameters: own ones, `member__param`, or a member's name to replace or drop it. */
  override with(overrides: Partial<ParamMap<VotingClassifier<S>>> = {}): this {
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
    return tags('classifier', memberTags(this.children.map(([, member]) => member.tags)));
  }

  /** Probabilities exist with voting 'soft' only. */
  supports(method: MethodName): boolean {
    return (method !== 'predictProba' && method !== 'predictLogProba') || this.params.voting === 'soft';
  }

  protected override weightedMembers(): readonly Estimator[] {
    return this.children.map(([, member]) => member);
  }

  protected async train({ X, y, sampleWeight }: MetaClassifierData, run: Run): Promise<VotingModel> {
    const fits = this.children.map(([, estimator]) => ({ estimator }));
    const fitted = await fitMembers(fits, { X, y, sampleWeight }, { nJobs: this.params.nJobs, run });
    return { members: this.children.map(([name], i) => [name, fitted[i]] as const) };
  }

  protected async predictCodes(X: DataLike, run: Run): Promise<ArrayLike<number>> {
    if (this.params.voting === 'soft') return argmaxRows(await this.meanProba(X, run));
    const votes: Int32Array[] = [];
    for (const member of this.estimators) {
      votes.push(await memberCodes(member, X, this.classes, run.inner(), this.type));
    }
    return majority(votes, this.classes.length, this.weights);
  }

  /** Mean of the members' probabilities: n x k. With voting 'soft' only. */
  async predictProba(X: DataLike, options: RunOptions = {}): Promise<Matrix> {
    this.requireSoft('predictProba');
    return this.meanProba(this.checkData(X, 'predictProba'), new Run(this.type, options));
  }

  /** Logarithms of the probabilities: n x k. With voting 'soft' only. */
  async predictLogProba(X: DataLike, options: RunOptions = {}): Promise<Matrix> {
    this.requireSoft('predictLogProba');
    return logRows(await this.meanProba(this.checkData(X, 'predictLogProba'), new Run(this.type, options)));
  }

  /**
   * What the members say: their class codes (n x members, indices into `classes`) with voting 'hard'; their
   * probabilities side by side (n x members k) with 'soft', or a list of n x k matrices when `flattenTransform`
   * is false (then write `transform<Matrix[]>(X)`).
   */
  async transform<T extends Matrix | Matrix[] = Matrix>(X: DataLike, options: RunOptions = {}): Promise<T> {
    const data = this.checkData(X, 'transform');
    const run = new Run(this.type, options);
    if (this.params.voting === 'soft') {
      const blocks = await this.probas(data, run);
      const names = this.getFeatureNamesOut();
      return (
        this.params.flattenTransform ? sideBySide(blocks, this.type).withColumnNames(names) : blocks
      ) as T;
    }
    const blocks: Matrix[] = [];
    for (const member of this.estimators) {
      const codes = await memberCodes(member, data, this.classes, run.inner(), this.type);
      blocks.push(Matrix.of(Float64Array.from(codes), 1));
    }
    return sideBySide(blocks, this.type).withColumnNames(this.getFeatureNamesOut()) as T;
  }

  /** `fit` and then `transform`. */
  async fitTransform<T extends Matrix | Matrix[] = Matrix>(
    X: DataLike,
    y: Labels,
    options: FitOptions = {},
  ): Promise<T> {
    await this.fit(X, y, options);
    return this.transform<T>(X, { signal: options.signal });
  }

  /** Names of the columns of `transform`: `votingclassifier_nb`, with 'soft' `votingclassifier_nb0`, ... */
  getFeatureNamesOut(): string[] {
    const names = this.learned('getFeatureNamesOut').members.map(([name]) => `votingclassifier_${name}`);
    if (this.params.voting === 'hard') return names;
    return names.flatMap((name) => this.classes.map((_, c) => `${name}${c}`));
  }

  /** The fitted members, dropped ones left out. */
  get estimators(): readonly Estimator[] {
    return this.learned('estimators').members.map(([, member]) => member);
  }

  /** The fitted members by name. */
  get namedEstimators(): Readonly<Record<string, Estimator>> {
    return Object.fromEntries(this.learned('namedEstimators').members);
  }

  private get weights(): readonly number[] | undefined {
    return memberWeights(this.params.weights, this.params.estimators, this.type);
  }

  private async probas(X: DataLike, run: Run): Promise<Matrix[]> {
    const blocks: Matrix[] = [];
    for (const member of this.estimators) {
      blocks.push(await memberProba(member, X, this.classes, run.inner(), this.type));
    }
    return blocks;
  }

  private async meanProba(X: DataLike, run: Run): Promise<Matrix> {
    return weightedMean(await this.probas(X, run), this.weights);
  }

  private requireSoft(member: string): void {
    this.learned(member);
    if (this.params.voting === 'soft') return;
    throw new InvalidInputError(
      `${this.type}: '${member}' needs voting 'soft'. Got voting 'hard'. Construct it with { voting: 'soft' }.`,
      { estimator: this.type, parameter: 'voting', received: 'hard', remedy: "voting: 'soft'" },
    );
  }

  private requireProba(member: Estimator): void {
    if (hasMethod(member, 'predictProba')) return;
    throw new InvalidParameterError(
      `${this.type}: voting 'soft' needs members with probabilities. Got ${(member as Estimator).type}, which has none. Use voting 'hard' or wrap it in CalibratedClassifierCV.`,
      {
        estimator: this.type,
        parameter: 'voting',
        received: (member as Estimator).type,
        remedy: "voting: 'hard'",
      },
    );
  }
}

/** The class with the most (weighted) votes in each row; ties go to the first. */
function majority(
  votes: readonly Int32Array[],
  k: number,
  weights: readonly number[] | undefined,
): Int32Array {
  const rows = votes[0].length;
  const result = new Int32Array(rows);
  const tally = new Float64Array(k);
  for (let i = 0; i < rows; i++) {
    tally.fill(0);
    for (let m = 0; m < votes.length; m++) tally[votes[m][i]] += weights ? weights[m] : 1;
    let best = 0;
    for (let c = 1; c < k; c++) if (tally[c] > tally[best]) best = c;
    result[i] = best;
  }
  return result;
}

/** The (weighted) mean of equally shaped matrices, summed in their order. */
export function weightedMean(blocks: readonly Matrix[], weights: readonly number[] | undefined): Matrix {
  const sum = new Float64Array(blocks[0].data.length);
  let total = 0;
  blocks.forEach(({ data }, m) => {
    const weight = weights ? weights[m] : 1;
    total += weight;
    for (let i = 0; i < sum.length; i++) sum[i] += weight * data[i];
  });
  for (let i = 0; i < sum.length; i++) sum[i] /= total;
  return Matrix.of(sum, blocks[0].columns);
}
