import { InvalidParameterError } from '../../core/errors.js';
import type { DataLike } from '../../core/input.js';
import { Matrix } from '../../core/matrix.js';
import type { ParamMap } from '../../core/param_map.js';
import { bool, custom, declare, type ParamsOf, resolveParams } from '../../core/params.js';
import { type Estimator, hasMethod, isEstimator, type Transformer } from '../../core/protocol.js';
import type { Run } from '../../core/run.js';
import { type Tags, tags } from '../../core/tags.js';
import { DataWarning, warn } from '../../core/warnings.js';
import { LinearRegression } from '../../estimators/linear_model/index.js';
import { memberTags } from '../base/data.js';
import { fitMembers } from '../base/fit_members.js';
import { callMember } from '../base/member_outputs.js';
import { MetaRegressorBase, type MetaRegressorData } from '../base/meta_regressor.js';
import {
  applyToTargets,
  type FunctionPair,
  funcParam,
  functionPair,
  inverseFuncParam,
} from './target_functions.js';

/** A transformer that can be undone. */
type InvertibleTransformer = Transformer & { inverseTransform(X: Matrix): Promise<Matrix> };

const declaration = declare('TransformedTargetRegressor', {
  regressor: custom<Estimator>(undefined as unknown as Estimator, {
    doc: 'What learns the transformed targets; LinearRegression unless given.',
    expected: 'a regressor',
    accepts: isEstimator,
    invalid: ['ridge', 3, {}],
  }),
  transformer: custom<Estimator | null>(null, {
    doc: 'Transforms the targets (n x t); needs inverseTransform. Not together with func.',
    expected: 'a transformer, or null',
    accepts: (value) => value === null || isEstimator(value),
    invalid: ['scaler', 3, {}],
  }),
  func: funcParam(),
  inverseFunc: inverseFuncParam(),
  checkInverse: bool(true, { doc: 'Warn in fit when the inverse does not give back the targets.' }),
});

type Params = ParamsOf<typeof declaration>;
type Options = Partial<Omit<Params, 'regressor'>>;

/** What is learned: fitted copies of the two. */
interface TransformedTargetModel {
  readonly [key: string]: unknown;
  readonly regressor: Estimator;
  readonly transformer: Estimator | null;
}

/**
 * A regressor that learns transformed targets and predicts in their own units: fluxes through their logarithm,
 * skewed redshifts through a power transform. Searches reach the regressor as `regressor__param`.
 *
 * The cost is the regressor's. Sample weights go to the regressor, and to the transformer if it takes them.
 * Reference: scikit-learn TransformedTargetRegressor; functions by name, which can be saved, are ours.
 *
 * @throws InvalidParameterError for an estimator that is no regressor, a transformer without inverseTransform,
 *   a transformer together with a function, or one function of the pair; InvalidInputError where a function is not
 *   defined at a target.
 * @example
 * ```ts
 * const model = new TransformedTargetRegressor(new LinearRegression(), { func: 'log10' });
 * await model.fit([[0], [1], [2]], [1, 10, 100]);
 * await model.predict([[3]]); // [1000]
 * ```
 */
export class TransformedTargetRegressor<E extends Estimator = LinearRegression> extends MetaRegressorBase<
  typeof declaration,
  TransformedTargetModel
> {
  static readonly declaration = declaration;
  declare readonly params: Omit<Params, 'regressor'> & { readonly regressor: E };

  constructor(regressor?: E, options: Options = {}) {
    super(declaration, { ...options, regressor: regressor ?? new LinearRegression() });
    const { transformer, func, inverseFunc } = this.params;
    this.checkMember('regressor', this.params.regressor.tags.role === 'regressor', 'a regressor');
    const pair = functionPair(func, inverseFunc, this.type);
    if (!transformer) return;
    this.checkMember(
      'transformer',
      hasMethod(transformer, 'inverseTransform'),
      'a transformer with inverseTransform',
    );
    if (pair)
      this.refuse(
        'transformer',
        'cannot be set together with func',
        transformer.type,
        'leave one of them out',
      );
  }

  static override fromParams(params: object): TransformedTargetRegressor<Estimator> {
    const { regressor, ...options } = resolveParams(declaration, params);
    return new TransformedTargetRegressor<Estimator>(regressor, options);
  }

  /** A copy with changed parameters; `regressor__param` reaches into the regressor. */
  override with(overrides: Partial<ParamMap<TransformedTargetRegressor<E>>> = {}): this {
    return super.with(overrides as Partial<Params>);
  }

  override get tags(): Tags {
    const { tags: own } = this.params.regressor;
    return tags('regressor', { ...memberTags([own]), multiOutput: own.multiOutput });
  }

  protected override weightedMembers(): readonly Estimator[] {
    return [this.params.regressor];
  }

  protected async train(data: MetaRegressorData, run: Run): Promise<TransformedTargetModel> {
    const { X, y, oneDimensional, sampleWeight } = data;
    const { regressor } = this.params;
    const transformer = await this.fitTransformer(data, run);
    const targets = await this.forward(y, transformer, run);
    if (this.params.checkInverse) await this.checkRoundTrip(y, transformer, run);
    // one column stays a list of numbers, as given, for regressors of one target
    const flat = targets.columns === 1 && oneDimensional;
    const learned = flat ? targets.data : targets;
    const member = { X, y: learned, sampleWeight };
    const [fitted] = await fitMembers([{ estimator: regressor }], member, {
      nJobs: null,
      run,
      what: 'regressor',
    });
    return { regressor: fitted, transformer };
  }

  protected async predictValues(X: DataLike, run: Run): Promise<Matrix> {
    const { regressor, transformer } = this.learned('predict');
    const values = await callMember<Float64Array | Matrix>(regressor, 'predict', X, run.inner(), this.type);
    return this.backward(values instanceof Matrix ? values : Matrix.of(values, 1), transformer);
  }

  /** The fitted regressor, which knows the transformed targets. */
  get regressor(): E {
    return this.learned('regressor').regressor as E;
  }

  /** The fitted transformer of the targets; null where a function or nothing is used. */
  get transformer(): Estimator | null {
    return this.learned('transformer').transformer;
  }

  private get pair(): FunctionPair | undefined {
    return functionPair(this.params.func, this.params.inverseFunc, this.type);
  }

  private async fitTransformer({ y, sampleWeight }: MetaRegressorData, run: Run): Promise<Estimator | null> {
    const { transformer } = this.params;
    if (!transformer) return null;
    const weights = transformer.tags.sampleWeight ? { sampleWeight } : {};
    const copy = transformer.with({}) as Estimator;
    return copy.fit(y, undefined, { ...run.inner(), ...weights });
  }

  private async forward(y: Matrix, transformer: Estimator | null, run: Run): Promise<Matrix> {
    if (transformer) return (transformer as unknown as Transformer).transform(y, run.inner());
    return this.pair ? applyToTargets(this.pair.func, y, 'func', this.type) : y;
  }

  private async backward(y: Matrix, transformer: Estimator | null): Promise<Matrix> {
    if (transformer) return (transformer as unknown as InvertibleTransformer).inverseTransform(y);
    return this.pair ? applyToTargets(this.pair.inverse, y, 'inverseFunc', this.type) : y;
  }

  /** Tries about ten rows, evenly spread, as scikit-learn does. */
  private async checkRoundTrip(y: Matrix, transformer: Estimator | null, run: Run): Promise<void> {
    if (!transformer && !this.pair) return;
    const step = Math.max(1, Math.floor(y.rows / 10));
    const sample = y.takeRows(Array.from({ length: Math.ceil(y.rows / step) }, (_, i) => i * step));
    const back = await this.backward(await this.forward(sample, transformer, run), transformer);
    const close = (was: number, is: number): boolean => Math.abs(is - was) <= 1e-8 + 1e-5 * Math.abs(was);
    if (back.data.length === sample.data.length && sample.data.every((was, i) => close(was, back.data[i])))
      return;
    warn(
      new DataWarning(
        'the inverse does not give back the targets. Correct it, or set checkInverse: false if that is meant.',
        this.type,
      ),
    );
  }

  private checkMember(parameter: 'regressor' | 'transformer', good: boolean, wanted: string): void {
    if (!good)
      this.refuse(parameter, `must be ${wanted}`, this.params[parameter]?.type ?? 'null', `pass ${wanted}`);
  }

  private refuse(parameter: string, wrong: string, received: string, remedy: string): never {
    throw new InvalidParameterError(
      `${this.type}: parameter '${parameter}' ${wrong}. Got ${received}. ${remedy[0].toUpperCase()}${remedy.slice(1)}.`,
      { estimator: this.type, parameter, received, remedy },
    );
  }
}
