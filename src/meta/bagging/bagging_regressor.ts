import type { DataLike } from '../../core/input.js';
import { Matrix } from '../../core/matrix.js';
import type { ParamMap } from '../../core/param_map.js';
import { declare, type ParamsOf, resolveParams } from '../../core/params.js';
import type { Estimator } from '../../core/protocol.js';
import type { Run } from '../../core/run.js';
import { type Tags, tags } from '../../core/tags.js';
import { takeRows } from '../../core/take.js';
import type { Draw } from '../../estimators/ensemble/draws.js';
import { r2Score } from '../../metrics/index.js';
import { memberTags } from '../base/data.js';
import { type DefaultRegressor, defaultRegressor } from '../base/default_members.js';
import { callMember } from '../base/member_outputs.js';
import { MetaRegressorBase, type MetaRegressorData } from '../base/meta_regressor.js';
import { checkRole, type WithMember } from '../base/one_member.js';
import { type Bag, drawsOf, fitBag, membersOn, outOfBag } from './fit_bag.js';
import { requireOob, warnNeverOut } from './oob.js';
import { baggingSpecs } from './params.js';

const declaration = declare('BaggingRegressor', baggingSpecs);

type Params = ParamsOf<typeof declaration>;

interface BaggingModel {
  readonly bag: Bag;
  readonly oob: { readonly score: number; readonly prediction: Matrix } | null;
}

/**
 * Fits copies of one regressor on random parts of the rows and columns and averages what they predict. Use it to
 * calm an unstable regressor, such as a deep tree. Several targets are learned where the members can.
 *
 * Costs `nEstimators` fits on `maxSamples` rows, on `nJobs` workers; rows and columns are those that scikit-learn
 * draws for the same seed. Sample weights are chances of the rows to be drawn. References: Breiman, Bagging
 * predictors (1996); scikit-learn BaggingRegressor.
 *
 * @throws InvalidParameterError for sizes that do not fit the data.
 * @example
 * ```ts
 * const { data, target } = await loadDiabetes();
 * const bag = new BaggingRegressor({ estimator: new KNeighborsRegressor(), oobScore: true, nEstimators: 20, randomState: 0 });
 * await bag.fit(data, target);
 * bag.oobScore; // 0.37: R2 on rows that members did not see
 * ```
 */
export class BaggingRegressor<E extends Estimator = DefaultRegressor> extends MetaRegressorBase<
  typeof declaration,
  BaggingModel
> {
  static readonly declaration = declaration;
  declare readonly params: WithMember<Params, E>;

  constructor(params: Partial<WithMember<Params, E | null>> = {}) {
    super(declaration, { ...params, estimator: params.estimator ?? defaultRegressor() });
    checkRole(this.params.estimator, ['regressor'], this.type);
  }

  static override fromParams(params: object): BaggingRegressor<Estimator> {
    return new BaggingRegressor<Estimator>(resolveParams(declaration, params));
  }

  /** A copy with changed parameters; `estimator__param` reaches into the member. */
  override with(overrides: Partial<ParamMap<BaggingRegressor<E>>> = {}): this {
    return super.with(overrides as Partial<Params>);
  }

  override get tags(): Tags {
    const { tags: member } = this.params.estimator;
    return tags('regressor', {
      ...memberTags([member]),
      sampleWeight: true,
      multiOutput: member.multiOutput,
    });
  }

  protected async train(data: MetaRegressorData, run: Run): Promise<BaggingModel> {
    const { estimator, ...params } = this.params;
    const { X, rows, sampleWeight } = data;
    const y = data.oneDimensional ? data.y.data : data.y;
    const earlier = this.isFitted ? this.learned('fit').bag : undefined;
    const given = { X, y, rows, columns: data.info.nFeaturesIn, sampleWeight };
    const bag = await fitBag(estimator, params, given, run, earlier);
    return { bag, oob: params.oobScore ? await this.scoreOob(bag, data, run) : null };
  }

  protected async predictValues(X: DataLike, run: Run): Promise<Matrix> {
    const { bag } = this.learned('predict');
    let sum: Matrix | undefined;
    for (const { member, X: part } of membersOn(bag, X)) {
      const values = await this.valuesOf(member, part, run);
      sum ??= Matrix.zeros(values.rows, values.columns);
      for (let i = 0; i < values.data.length; i++) sum.data[i] += values.data[i];
      await run.breathe();
    }
    const total = sum as Matrix;
    for (let i = 0; i < total.data.length; i++) total.data[i] /= bag.members.length;
    return total;
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

  /** R2 on rows that members did not see; needs `oobScore: true`. */
  get oobScore(): number {
    return requireOob(this.learned('oobScore').oob, 'oobScore', this.type).score;
  }

  /** Mean prediction by members that did not see the row: n numbers, or n x t; 0 where all members saw it. */
  get oobPrediction(): Float64Array | Matrix {
    const { oob, oneDimensional } = this.learned('oobPrediction');
    const { prediction } = requireOob(oob, 'oobPrediction', this.type);
    return oneDimensional ? prediction.data : prediction;
  }

  private draws(member: string): Draw[] {
    return drawsOf(this.learned(member).bag);
  }

  private async valuesOf(member: Estimator, X: DataLike, run: Run): Promise<Matrix> {
    const values = await callMember<Float64Array | Matrix>(member, 'predict', X, run.inner(), this.type);
    return values instanceof Matrix ? values : Matrix.of(values, 1);
  }

  private async scoreOob(
    bag: Bag,
    { X, y, rows }: MetaRegressorData,
    run: Run,
  ): Promise<BaggingModel['oob']> {
    const unseen = outOfBag(bag, rows, this.type);
    const prediction = Matrix.zeros(rows, y.columns);
    const times = new Float64Array(rows);
    let m = 0;
    for (const { member, X: part } of membersOn(bag, X)) {
      const out = unseen[m++];
      if (out.length === 0) continue;
      const values = await this.valuesOf(member, takeRows(part, out), run);
      for (let i = 0; i < out.length; i++) {
        times[out[i]]++;
        for (let t = 0; t < y.columns; t++)
          prediction.data[out[i] * y.columns + t] += values.data[i * y.columns + t];
      }
      await run.breathe();
    }
    for (let i = 0; i < prediction.data.length; i++) {
      prediction.data[i] /= Math.max(1, times[Math.floor(i / y.columns)]);
    }
    warnNeverOut(times.filter((count) => count === 0).length, this.type);
    return { score: r2Score(y, prediction), prediction };
  }
}
