import { InvalidInputError, InvalidParameterError } from '../../core/errors.js';
import { checkSameLength, type DataLike } from '../../core/input.js';
import { codesIn, decodeLabels, type Label, type Labels } from '../../core/labels.js';
import { Matrix } from '../../core/matrix.js';
import type { ParamMap } from '../../core/param_map.js';
import { declare, type ParamsOf, resolveParams } from '../../core/params.js';
import type { Estimator, ScoreOptions } from '../../core/protocol.js';
import { RandomState } from '../../core/random.js';
import { Run, type RunOptions } from '../../core/run.js';
import { type Tags, tags } from '../../core/tags.js';
import { argmaxRows } from '../../estimators/base/index.js';
import { softmaxRows } from '../../estimators/base/probabilities.js';
import { sharingRanks } from '../../estimators/tree/shared_ranks.js';
import { accuracyScore } from '../../metrics/index.js';
import { memberTags } from '../base/data.js';
import { type DefaultClassifier, defaultClassifier } from '../base/default_members.js';
import { memberCodes } from '../base/member_outputs.js';
import { MetaClassifierBase, type MetaClassifierData } from '../base/meta_classifier.js';
import { checkRole, type WithMember } from '../base/one_member.js';
import { withRandomStates } from '../base/random_states.js';
import { type Boosted, boost, boostedImportances, boostingSpecs, type Round } from './boost.js';

const declaration = declare('AdaBoostClassifier', boostingSpecs);

type Params = ParamsOf<typeof declaration>;

/**
 * Fits weak classifiers one after the other, each on rows weighted up where the earlier ones were wrong, and lets
 * them vote by how right they were (the SAMME method). Use it with members a little better than chance, such as
 * trees of depth 1; noisy labels draw it off.
 *
 * Costs up to `nEstimators` fits, one after the other. References: Zhu, Zou, Rosset & Hastie, Multi-class AdaBoost
 * (2009); scikit-learn AdaBoostClassifier.
 *
 * @throws InvalidParameterError for members that cannot use weights; InvalidInputError when the first member is no
 *   better than chance.
 * @example
 * ```ts
 * const { data, target } = await loadIris();
 * const boosted = new AdaBoostClassifier({ nEstimators: 20, randomState: 0 });
 * await boosted.fit(data, target);
 * await boosted.score(data, target); // 0.95
 * ```
 */
export class AdaBoostClassifier<E extends Estimator = DefaultClassifier> extends MetaClassifierBase<
  typeof declaration,
  Boosted
> {
  static readonly declaration = declaration;
  declare readonly params: WithMember<Params, E>;

  constructor(params: Partial<WithMember<Params, E | null>> = {}) {
    super(declaration, { ...params, estimator: params.estimator ?? defaultClassifier(1) });
    const { estimator } = this.params;
    checkRole(estimator, ['classifier'], this.type);
    if (!estimator.tags.sampleWeight) {
      throw new InvalidParameterError(
        `${this.type}: parameter 'estimator' must take sample weights. Got ${estimator.type}, which does not. Use another classifier.`,
        {
          estimator: this.type,
          parameter: 'estimator',
          received: estimator.type,
          remedy: 'use another classifier',
        },
      );
    }
  }

  static override fromParams(params: object): AdaBoostClassifier<Estimator> {
    return new AdaBoostClassifier<Estimator>(resolveParams(declaration, params));
  }

  /** A copy with changed parameters; `estimator__param` reaches into the member. */
  override with(overrides: Partial<ParamMap<AdaBoostClassifier<E>>> = {}): this {
    return super.with(overrides as Partial<Params>);
  }

  override get tags(): Tags {
    return tags('classifier', memberTags([this.params.estimator.tags]));
  }

  protected async train(
    { X, y, codes, classes, sampleWeight }: MetaClassifierData,
    run: Run,
  ): Promise<Boosted> {
    const { estimator, nEstimators, learningRate, randomState } = this.params;
    const random = RandomState.from(randomState);
    const k = classes.length;
    const members: Estimator[] = [];
    const round = async (index: number, rowWeights: Float64Array): Promise<Round> => {
      const member = withRandomStates(estimator, random);
      await member.fit(X, y, { sampleWeight: rowWeights, signal: run.signal });
      const predicted = await memberCodes(member, X, classes, { signal: run.signal }, this.type);
      let wrong = 0;
      let total = 0;
      for (let i = 0; i < codes.length; i++) {
        total += rowWeights[i];
        if (predicted[i] !== codes[i]) wrong += rowWeights[i];
      }
      const error = wrong / total;
      if (error > 0 && error >= 1 - 1 / k) {
        if (members.length === 0) throw this.worseThanChance(error);
        return undefined;
      }
      members.push(member);
      if (error <= 0) return { weight: 1, error: 0, rowWeights };
      const weight = learningRate * (Math.log((1 - error) / error) + Math.log(k - 1));
      const last = index === nEstimators - 1;
      const raised = last
        ? rowWeights
        : rowWeights.map((w, i) => (w > 0 && predicted[i] !== codes[i] ? Math.exp(Math.log(w) + weight) : w));
      return { weight, error, rowWeights: raised };
    };
    const step = (done: number): Promise<void> => run.step(done, nEstimators, 'member');
    const boosted = await sharingRanks(X, () => boost(nEstimators, codes.length, sampleWeight, round, step));
    return { members, ...boosted };
  }

  protected async predictCodes(X: DataLike, run: Run): Promise<ArrayLike<number>> {
    return codesOf(await this.decide(X, run));
  }

  /** n values for two classes (positive: the second), else n x k: the weighted votes, from -1/(k-1) to 1. */
  async decisionFunction(X: DataLike, options: RunOptions = {}): Promise<Float64Array | Matrix> {
    return this.decide(this.checkData(X, 'decisionFunction'), new Run(this.type, options));
  }

  /** Class probabilities, the softmax of the votes: n x k. */
  async predictProba(X: DataLike, options: RunOptions = {}): Promise<Matrix> {
    return probabilities(await this.decisionFunction(X, options), this.classes.length);
  }

  /** Logarithms of the probabilities: n x k. */
  async predictLogProba(X: DataLike, options: RunOptions = {}): Promise<Matrix> {
    return probabilities(await this.decisionFunction(X, options), this.classes.length, true);
  }

  /** Decision values after each member. */
  async *stagedDecisionFunction(
    X: DataLike,
    options: RunOptions = {},
  ): AsyncGenerator<Float64Array | Matrix> {
    yield* this.stages(this.checkData(X, 'stagedDecisionFunction'), new Run(this.type, options));
  }

  /** Predicted labels after each member. */
  async *stagedPredict(X: DataLike, options: RunOptions = {}): AsyncGenerator<Label[]> {
    const data = this.checkData(X, 'stagedPredict');
    for await (const values of this.stages(data, new Run(this.type, options))) {
      yield decodeLabels(codesOf(values), this.classes);
    }
  }

  /** Class probabilities after each member. */
  async *stagedPredictProba(X: DataLike, options: RunOptions = {}): AsyncGenerator<Matrix> {
    const data = this.checkData(X, 'stagedPredictProba');
    for await (const values of this.stages(data, new Run(this.type, options))) {
      yield probabilities(values, this.classes.length);
    }
  }

  /** Accuracy after each member. */
  async *stagedScore(X: DataLike, y: Labels, options: ScoreOptions = {}): AsyncGenerator<number> {
    for await (const predicted of this.stagedPredict(X, options)) {
      checkSameLength(y.length, predicted.length, this.type, 'y');
      const codes = codesIn(this.classes, predicted);
      yield accuracyScore(codesIn(this.classes, y), codes, { sampleWeight: options.sampleWeight });
    }
  }

  /** The fitted members. */
  get estimators(): readonly Estimator[] {
    return this.learned('estimators').members;
  }

  /** The say of each member; 0 for those that were not needed. */
  get estimatorWeights(): Float64Array {
    return this.learned('estimatorWeights').weights;
  }

  /** The weighted error of each member in training; 1 for those that were not needed. */
  get estimatorErrors(): Float64Array {
    return this.learned('estimatorErrors').errors;
  }

  /** How much each column helps the members, weighted by their say; sums to 1. Of members that have importances. */
  get featureImportances(): Float64Array {
    return boostedImportances(this.learned('featureImportances'), this.type);
  }

  private async decide(X: DataLike, run: Run): Promise<Float64Array | Matrix> {
    let last: Float64Array | Matrix | undefined;
    for await (const values of this.stages(X, run, true)) last = values;
    return last as Float64Array | Matrix;
  }

  /** Votes after each member, or after the last only. */
  private async *stages(X: DataLike, run: Run, lastOnly = false): AsyncGenerator<Float64Array | Matrix> {
    const { members, weights, classes } = this.learned('decisionFunction');
    const k = classes.length;
    let sums: Matrix | undefined;
    let total = 0;
    for (const [m, member] of members.entries()) {
      const codes = await memberCodes(member, X, classes, run.inner(), this.type);
      sums ??= Matrix.zeros(codes.length, k);
      const against = k > 1 ? -weights[m] / (k - 1) : 0;
      for (let i = 0; i < codes.length; i++) {
        for (let c = 0; c < k; c++) sums.data[i * k + c] += codes[i] === c ? weights[m] : against;
      }
      total += weights[m];
      await run.breathe();
      if (!lastOnly || m === members.length - 1) yield decision(sums, total);
    }
  }

  private worseThanChance(error: number): InvalidInputError {
    return new InvalidInputError(
      `${this.type}: the first member is no better than chance, so there is nothing to boost. Got a weighted error of ${error}. Use a stronger estimator or other columns.`,
      {
        estimator: this.type,
        parameter: 'estimator',
        received: String(error),
        remedy: 'use a stronger estimator',
      },
    );
  }
}

function decision(sums: Matrix, total: number): Float64Array | Matrix {
  const { rows, columns: k, data } = sums;
  if (k !== 2) return Matrix.of(k === 1 ? new Float64Array(rows) : data.map((vote) => vote / total), k);
  return Float64Array.from({ length: rows }, (_, i) => (data[2 * i + 1] - data[2 * i]) / total);
}

function codesOf(values: Float64Array | Matrix): ArrayLike<number> {
  return values instanceof Matrix ? argmaxRows(values) : values.map((value) => (value > 0 ? 1 : 0));
}

function probabilities(values: Float64Array | Matrix, k: number, logarithm = false): Matrix {
  if (values instanceof Matrix) {
    return softmaxRows(
      Matrix.of(
        values.data.map((vote) => vote / Math.max(1, k - 1)),
        k,
      ),
      logarithm,
    );
  }
  const sides = new Float64Array(2 * values.length);
  values.forEach((value, i) => {
    sides[2 * i] = -value / 2;
    sides[2 * i + 1] = value / 2;
  });
  return softmaxRows(Matrix.of(sides, 2), logarithm);
}
