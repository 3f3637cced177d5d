import { checkTargets, type DataLike, type Targets } from '../../core/input.js';
import { Matrix } from '../../core/matrix.js';
import type { ParamMap } from '../../core/param_map.js';
import { declare, oneOf, type ParamsOf, resolveParams } from '../../core/params.js';
import type { Estimator, ScoreOptions } from '../../core/protocol.js';
import { RandomState } from '../../core/random.js';
import { Run, type RunOptions } from '../../core/run.js';
import { type Tags, tags } from '../../core/tags.js';
import { takeRows } from '../../core/take.js';
import { r2Score } from '../../metrics/index.js';
import { memberTags } from '../base/data.js';
import { type DefaultRegressor, defaultRegressor } from '../base/default_members.js';
import { memberValues } from '../base/member_outputs.js';
import { MetaRegressorBase, type MetaRegressorData } from '../base/meta_regressor.js';
import { checkRole, type WithMember } from '../base/one_member.js';
import { withRandomStates } from '../base/random_states.js';
import { type Boosted, boost, boostedImportances, boostingSpecs, type Round } from './boost.js';

const declaration = declare('AdaBoostRegressor', {
  ...boostingSpecs,
  loss: oneOf(['linear', 'square', 'exponential'], 'linear', {
    doc: "How a row's error, as a share of the largest, counts: as it is, squared, or 1 - exp(-error).",
  }),
});

type Params = ParamsOf<typeof declaration>;

/**
 * Fits regressors one after the other, each on rows drawn more often where the earlier ones erred, and predicts the
 * weighted median of what they say (the R2 method). Use it with members of moderate strength, such as shallow trees.
 *
 * Costs up to `nEstimators` fits, one after the other; rows are those that scikit-learn draws for the same seed.
 * Sample weights are the first chances of the rows. References: Drucker, Improving regressors using boosting
 * techniques (1997); scikit-learn AdaBoostRegressor.
 *
 * @throws InvalidParameterError for members that are no regressors.
 * @example
 * ```ts
 * const { data, target } = await loadDiabetes();
 * const boosted = new AdaBoostRegressor({ nEstimators: 20, randomState: 0 });
 * await boosted.fit(data, target);
 * await boosted.score(data, target); // 0.6
 * ```
 */
export class AdaBoostRegressor<E extends Estimator = DefaultRegressor> extends MetaRegressorBase<
  typeof declaration,
  Boosted
> {
  static readonly declaration = declaration;
  declare readonly params: WithMember<Params, E>;

  constructor(params: Partial<WithMember<Params, E | null>> = {}) {
    super(declaration, { ...params, estimator: params.estimator ?? defaultRegressor(3) });
    checkRole(this.params.estimator, ['regressor'], this.type);
  }

  static override fromParams(params: object): AdaBoostRegressor<Estimator> {
    return new AdaBoostRegressor<Estimator>(resolveParams(declaration, params));
  }

  /** A copy with changed parameters; `estimator__param` reaches into the member. */
  override with(overrides: Partial<ParamMap<AdaBoostRegressor<E>>> = {}): this {
    return super.with(overrides as Partial<Params>);
  }

  override get tags(): Tags {
    return tags('regressor', { ...memberTags([this.params.estimator.tags]), sampleWeight: true });
  }

  protected async train(
    { X, y: { data: y }, rows, sampleWeight }: MetaRegressorData,
    run: Run,
  ): Promise<Boosted> {
    const { estimator, nEstimators, randomState } = this.params;
    const random = RandomState.from(randomState);
    const members: Estimator[] = [];
    const round = async (index: number, rowWeights: Float64Array): Promise<Round> => {
      const member = withRandomStates(estimator, random);
      const drawn = random.choice(rows, { size: rows, replace: true, p: rowWeights });
      await member.fit(takeRows(X, drawn), takeRows(y, drawn), { signal: run.signal });
      const predicted = await memberValues(member, X, { signal: run.signal }, this.type);
      const losses = this.losses(predicted, y, rowWeights);
      let error = 0;
      for (let i = 0; i < rows; i++) error += rowWeights[i] * losses[i];
      if (error >= 0.5) {
        if (members.length === 0) members.push(member);
        return undefined;
      }
      members.push(member);
      if (error <= 0) return { weight: 1, error: 0, rowWeights };
      return this.reweigh(index === nEstimators - 1, error, losses, rowWeights);
    };
    const step = (done: number): Promise<void> => run.step(done, nEstimators, 'member');
    return { members, ...(await boost(nEstimators, rows, sampleWeight, round, step)) };
  }

  protected async predictValues(X: DataLike, run: Run): Promise<Matrix> {
    const columns = await this.columns(X, run);
    return Matrix.of(weightedMedians(columns, columns.length, this.estimatorWeights), 1);
  }

  /** Predictions after each member. */
  async *stagedPredict(X: DataLike, options: RunOptions = {}): AsyncGenerator<Float64Array> {
    const columns = await this.columns(this.checkData(X, 'stagedPredict'), new Run(this.type, options));
    for (let m = 1; m <= columns.length; m++) yield weightedMedians(columns, m, this.estimatorWeights);
  }

  /** R2 after each member. */
  async *stagedScore(X: DataLike, y: Targets, options: ScoreOptions = {}): AsyncGenerator<number> {
    for await (const predicted of this.stagedPredict(X, options)) {
      const { values } = checkTargets(y, predicted.length, this.type);
      yield r2Score(values.data, predicted, { sampleWeight: options.sampleWeight });
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

  /** The weighted loss of each member in training; 1 for those that were not needed. */
  get estimatorErrors(): Float64Array {
    return this.learned('estimatorErrors').errors;
  }

  /** How much each column helps the members, weighted by their say. Of members that have importances. */
  get featureImportances(): Float64Array {
    return boostedImportances(this.learned('featureImportances'), this.type);
  }

  /** The loss of each row, from 0 to 1: its error as a share of the largest. */
  private losses(predicted: Float64Array, y: Float64Array, rowWeights: Float64Array): Float64Array {
    const { loss } = this.params;
    const errors = predicted.map((value, i) => (rowWeights[i] > 0 ? Math.abs(value - y[i]) : 0));
    let largest = 0;
    for (let i = 0; i < errors.length; i++) largest = Math.max(largest, errors[i]);
    if (largest === 0) return errors;
    return errors.map((error) => {
      const share = error / largest;
      if (loss === 'square') return share * share;
      return loss === 'exponential' ? 1 - Math.exp(-share) : share;
    });
  }

  private reweigh(last: boolean, error: number, losses: Float64Array, rowWeights: Float64Array): Round {
    const { learningRate } = this.params;
    const beta = error / (1 - error);
    const weight = learningRate * Math.log(1 / beta);
    const raised = last ? rowWeights : rowWeights.map((w, i) => w * beta ** ((1 - losses[i]) * learningRate));
    return { weight, error, rowWeights: raised };
  }

  private async columns(X: DataLike, run: Run): Promise<Float64Array[]> {
    const columns: Float64Array[] = [];
    for (const member of this.learned('predict').members) {
      columns.push(await memberValues(member, X, run.inner(), this.type));
      await run.breathe();
    }
    return columns;
  }
}

/** The weighted median of the first `count` members' predictions, row by row. */
function weightedMedians(
  columns: readonly Float64Array[],
  count: number,
  weights: Float64Array,
): Float64Array {
  const rows = columns[0].length;
  const result = new Float64Array(rows);
  const order = Array.from({ length: count }, (_, m) => m);
  for (let i = 0; i < rows; i++) {
    order.sort((a, b) => columns[a][i] - columns[b][i] || a - b);
    let total = 0;
    for (const m of order) total += weights[m];
    let sum = 0;
    for (const m of order) {
      sum += weights[m];
      if (sum < 0.5 * total) continue;
      result[i] = columns[m][i];
      break;
    }
  }
  return result;
}
