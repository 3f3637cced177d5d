import type { DataLike } from '../../core/input.js';
import type { Label } from '../../core/labels.js';
import { Matrix } from '../../core/matrix.js';
import type { ParamMap } from '../../core/param_map.js';
import { declare, type ParamsOf, resolveParams } from '../../core/params.js';
import { type Estimator, hasMethod, type MethodName } from '../../core/protocol.js';
import { Run, type RunOptions } from '../../core/run.js';
import { type Tags, tags } from '../../core/tags.js';
import { takeRows } from '../../core/take.js';
import { argmaxRows } from '../../estimators/base/index.js';
import { logRows } from '../../estimators/base/probabilities.js';
import type { Draw } from '../../estimators/ensemble/draws.js';
import { accuracyScore } from '../../metrics/index.js';
import { memberTags } from '../base/data.js';
import { type DefaultClassifier, defaultClassifier } from '../base/default_members.js';
import { callMember, classPlaces, memberCodes, memberProba, spread } from '../base/member_outputs.js';
import { MetaClassifierBase, type MetaClassifierData } from '../base/meta_classifier.js';
import { checkRole, type WithMember } from '../base/one_member.js';
import { type Bag, drawsOf, fitBag, membersOn, outOfBag } from './fit_bag.js';
import { requireOob, warnNeverOut } from './oob.js';
import { baggingSpecs } from './params.js';

const declaration = declare('BaggingClassifier', baggingSpecs);

type Params = ParamsOf<typeof declaration>;

interface BaggingModel {
  readonly bag: Bag;
  readonly oob: { readonly score: number; readonly decisionFunction: Matrix } | null;
}

/**
 * Fits copies of one classifier on random parts of the rows and columns and averages their probabilities (or
 * their votes, where members have none). Use it to calm an unstable classifier, such as a deep tree.
 *
 * Costs `nEstimators` fits on `maxSamples` rows, on `nJobs` workers; rows and columns are those that scikit-learn
 * draws for the same seed. Sample weights are chances of the rows to be drawn. References: Breiman, Bagging
 * predictors (1996); Louppe & Geurts, Ensembles on random patches (2012); scikit-learn BaggingClassifier.
 *
 * @throws InvalidParameterError for sizes that do not fit the data.
 * @example
 * ```ts
 * const { data, target } = await loadIris();
 * const bag = new BaggingClassifier({ estimator: new KNeighborsClassifier(), maxFeatures: 0.5, randomState: 0 });
 * await bag.fit(data, target);
 * await bag.score(data, target); // 0.96
 * ```
 */
export class BaggingClassifier<E extends Estimator = DefaultClassifier> extends MetaClassifierBase<
  typeof declaration,
  BaggingModel
> {
  static readonly declaration = declaration;
  declare readonly params: WithMember<Params, E>;

  constructor(params: Partial<WithMember<Params, E | null>> = {}) {
    super(declaration, { ...params, estimator: params.estimator ?? defaultClassifier() });
    checkRole(this.params.estimator, ['classifier'], this.type);
  }

  static override fromParams(params: object): BaggingClassifier<Estimator> {
    return new BaggingClassifier<Estimator>(resolveParams(declaration, params));
  }

  /** A copy with changed parameters; `estimator__param` reaches into the member. */
  override with(overrides: Partial<ParamMap<BaggingClassifier<E>>> = {}): this {
    return super.with(overrides as Partial<Params>);
  }

  override get tags(): Tags {
    return tags('classifier', { ...memberTags([this.params.estimator.tags]), sampleWeight: true });
  }

  /** Decision values exist where the members have them. */
  supports(method: MethodName): boolean {
    return method !== 'decisionFunction' || hasMethod(this.params.estimator, method);
  }

  protected async train(data: MetaClassifierData, run: Run): Promise<BaggingModel> {
    const { estimator, ...params } = this.params;
    const { info, ...rest } = data;
    const earlier = this.isFitted ? this.learned('fit').bag : undefined;
    const bag = await fitBag(estimator, params, { ...rest, columns: info.nFeaturesIn }, run, earlier);
    return { bag, oob: params.oobScore ? await this.scoreOob(bag, data, run) : null };
  }

  protected async predictCodes(X: DataLike, run: Run): Promise<ArrayLike<number>> {
    return argmaxRows(await this.meanProba(X, run));
  }

  /** Mean probabilities of the members: n x k. */
  async predictProba(X: DataLike, options: RunOptions = {}): Promise<Matrix> {
    return this.meanProba(this.checkData(X, 'predictProba'), new Run(this.type, options));
  }

  /** Logarithms of the probabilities: n x k. */
  async predictLogProba(X: DataLike, options: RunOptions = {}): Promise<Matrix> {
    return logRows(await this.meanProba(this.checkData(X, 'predictLogProba'), new Run(this.type, options)));
  }

  /** Mean decision values of the members: n for two classes, else n x k. Only where members have them. */
  async decisionFunction(X: DataLike, options: RunOptions = {}): Promise<Float64Array | Matrix> {
    const data = this.checkData(X, 'decisionFunction');
    const run = new Run(this.type, options);
    const { bag } = this.learned('decisionFunction');
    const { classes } = this;
    const k = classes.length === 2 ? 1 : classes.length;
    let sum: Float64Array | undefined;
    for (const { member, X: part } of membersOn(bag, data)) {
      const values = await callMember<Float64Array | Matrix>(
        member,
        'decisionFunction',
        part,
        run.inner(),
        this.type,
      );
      const places = classPlaces(member, classes, this.type);
      const block =
        values instanceof Matrix
          ? spread(values, places, k, 0).data
          : places.length === k || k === 1
            ? values
            : twoSided(values, places, k);
      sum ??= new Float64Array(block.length);
      for (let i = 0; i < block.length; i++) sum[i] += block[i];
      await run.breathe();
    }
    const mean = (sum as Float64Array).map((value) => value / bag.members.length);
    return k === 1 ? mean : Matrix.of(mean, k);
  }

  /** The fitted members. */
  get estimators(): readonly Estimator[] {
    return this.learned('estimators').bag.members;
  }

  /** The rows that each member was given, repeats included; drawn again from their seeds. */
  get estimatorsSamples(): readonly Int32Array[] {
    return this.draws('estimatorsSamples').map(({ rows }) => rows);
  }

  /** The columns that each member sees; drawn again from their seeds. */
  get estimatorsFeatures(): readonly Int32Array[] {
    return this.draws('estimatorsFeatures').map(({ columns }) => columns);
  }

  /** Accuracy on rows that members did not see; needs `oobScore: true`. */
  get oobScore(): number {
    return this.oob('oobScore').score;
  }

  /** n x k: mean probabilities by members that did not see the row; NaN where all members saw it. */
  get oobDecisionFunction(): Matrix {
    return this.oob('oobDecisionFunction').decisionFunction;
  }

  private draws(member: string): Draw[] {
    return drawsOf(this.learned(member).bag);
  }

  private oob(member: string): { score: number; decisionFunction: Matrix } {
    return requireOob(this.learned(member).oob, member, this.type);
  }

  private async meanProba(X: DataLike, run: Run): Promise<Matrix> {
    const { bag } = this.learned('predictProba');
    let sum: Matrix | undefined;
    for (const { member, X: part } of membersOn(bag, X)) {
      const proba = await probaOrVotes(member, part, this.classes, run, this.type);
      sum ??= Matrix.zeros(proba.rows, proba.columns);
      for (let i = 0; i < proba.data.length; i++) sum.data[i] += proba.data[i];
      await run.breathe();
    }
    const total = sum as Matrix;
    for (let i = 0; i < total.data.length; i++) total.data[i] /= bag.members.length;
    return total;
  }

  private async scoreOob(bag: Bag, data: MetaClassifierData, run: Run): Promise<BaggingModel['oob']> {
    const { classes, codes, rows } = data;
    const k = classes.length;
    const unseen = outOfBag(bag, rows, this.type);
    const sum = Matrix.zeros(rows, k);
    let m = 0;
    for (const { member, X } of membersOn(bag, data.X)) {
      const out = unseen[m++];
      if (out.length === 0) continue;
      const proba = await probaOrVotes(member, takeRows(X, out), classes, run, this.type);
      for (let i = 0; i < out.length; i++) {
        for (let c = 0; c < k; c++) sum.data[out[i] * k + c] += proba.data[i * k + c];
      }
      await run.breathe();
    }
    let never = 0;
    for (let i = 0; i < rows; i++) {
      let total = 0;
      for (let c = 0; c < k; c++) total += sum.data[i * k + c];
      if (total === 0) never++;
      for (let c = 0; c < k; c++) sum.data[i * k + c] /= total;
    }
    warnNeverOut(never, this.type);
    return { score: accuracyScore(codes, argmaxRows(sum)), decisionFunction: sum };
  }
}

/** Probabilities, or a 1 at the predicted class of a member that has none. */
async function probaOrVotes(
  member: Estimator,
  X: DataLike,
  classes: readonly Label[],
  run: Run,
  source: string,
): Promise<Matrix> {
  if (hasMethod(member, 'predictProba')) return memberProba(member, X, classes, run.inner(), source);
  const codes = await memberCodes(member, X, classes, run.inner(), source);
  const votes = Matrix.zeros(codes.length, classes.length);
  codes.forEach((code, i) => {
    votes.data[i * classes.length + code] = 1;
  });
  return votes;
}

/** Decision values of a member that saw only two of k classes. */
function twoSided(values: Float64Array, places: Int32Array, k: number): Float64Array {
  const result = new Float64Array(values.length * k);
  for (let i = 0; i < values.length; i++) {
    result[i * k + places[0]] = -values[i];
    result[i * k + places[1]] = values[i];
  }
  return result;
}
