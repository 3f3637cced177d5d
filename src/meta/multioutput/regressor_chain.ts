import type { DataLike } from '../../core/input.js';
import { Matrix } from '../../core/matrix.js';
import type { ParamMap } from '../../core/param_map.js';
import { declare, type ParamsOf, resolveParams } from '../../core/params.js';
import type { Estimator } from '../../core/protocol.js';
import type { Run } from '../../core/run.js';
import { type Tags, tags } from '../../core/tags.js';
import { crossValPredict, splitAll } from '../../model_selection/cross_validate.js';
import { memberTags } from '../base/data.js';
import { memberValues } from '../base/member_outputs.js';
import { MetaRegressorBase, type MetaRegressorData } from '../base/meta_regressor.js';
import { checkRole, type WithMember } from '../base/one_member.js';
import { chainOrder, chainSpecs, fitChain, followChain } from './chain.js';

const declaration = declare('RegressorChain', chainSpecs);

type Params = ParamsOf<typeof declaration>;

interface RegressorChainModel {
  readonly members: readonly Estimator[];
  readonly order: Int32Array;
}

/**
 * Learns several targets one after the other, each from X and the targets before it: in fitting their true values
 * (or, with `cv`, predictions for rows not learned from), in predicting the predicted ones. Use it where targets
 * depend on each other.
 *
 * Costs one fit per target, on up to t - 1 more columns. Reference: scikit-learn RegressorChain.
 *
 * @throws InvalidParameterError for an order that does not name every target once.
 * @example
 * ```ts
 * const chain = new RegressorChain(new KNeighborsRegressor({ nNeighbors: 1 }), { order: [1, 0] });
 * await chain.fit([[0], [1], [2]], [[0, 5], [1, 6], [4, 7]]);
 * (await chain.predict<Matrix>([[2]])).to2DArray(); // [[4, 7]]
 * ```
 */
export class RegressorChain<E extends Estimator = Estimator> extends MetaRegressorBase<
  typeof declaration,
  RegressorChainModel
> {
  static readonly declaration = declaration;
  declare readonly params: WithMember<Params, E>;

  constructor(estimator: E, options: Partial<Omit<Params, 'estimator'>> = {}) {
    super(declaration, { ...options, estimator });
    checkRole(this.params.estimator, ['regressor'], this.type);
  }

  static override fromParams(params: object): RegressorChain {
    const { estimator, ...options } = resolveParams(declaration, params);
    return new RegressorChain(estimator, options);
  }

  /** A copy with changed parameters; `estimator__param` reaches into the regressor. */
  override with(overrides: Partial<ParamMap<RegressorChain<E>>> = {}): this {
    return super.with(overrides as Partial<Params>);
  }

  override get tags(): Tags {
    return tags('regressor', { ...memberTags([this.params.estimator.tags]), text: false, multiOutput: true });
  }

  protected override weightedMembers(): readonly Estimator[] {
    return [this.params.estimator];
  }

  protected async train({ X, y, sampleWeight }: MetaRegressorData, run: Run): Promise<RegressorChainModel> {
    const { estimator, order: given, cv, randomState } = this.params;
    const order = chainOrder(given, y.columns, randomState, this.type);
    const folds = cv === null ? [] : splitAll(this, X, y.column(order[0]), { cv });
    const values = (output: number): Float64Array => y.column(output);
    const crossValidated = async (wide: Matrix, output: number): Promise<Float64Array> =>
      (await crossValPredict(estimator, wide, values(output), {
        cv: folds,
        ...(run.signal && { signal: run.signal }),
        ...(sampleWeight && { sampleWeight }),
      })) as Float64Array;
    const data = { X, sampleWeight, target: values, values, ...(cv !== null && { crossValidated }) };
    return { members: await fitChain(estimator, order, data, run), order };
  }

  protected async predictValues(X: DataLike, run: Run): Promise<Matrix> {
    const { members, order } = this.learned('predict');
    let result: Matrix | undefined;
    await followChain(
      members,
      X,
      async (member, wide, i) => {
        const values = await memberValues(member, wide, run.inner(), this.type);
        result ??= Matrix.zeros(values.length, order.length);
        for (let row = 0; row < values.length; row++)
          result.data[row * order.length + order[i]] = values[row];
        return values;
      },
      run,
    );
    return result as unknown as Matrix;
  }

  /** The fitted regressors in the order of the chain. */
  get estimators(): readonly Estimator[] {
    return this.learned('estimators').members;
  }

  /** The targets in the order in which they were learned. */
  get order(): Int32Array {
    return this.learned('order').order;
  }
}
