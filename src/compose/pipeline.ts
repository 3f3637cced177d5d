import type { Composite, Part } from '../core/children.js';
import { InvalidInputError, InvalidParameterError } from '../core/errors.js';
import type { FeatureInfo } from '../core/features.js';
import type { DataLike } from '../core/input.js';
import type { Label } from '../core/labels.js';
import type { Matrix } from '../core/matrix.js';
import type { HasParts, ParamMap } from '../core/param_map.js';
import { custom, declare, resolveParams } from '../core/params.js';
import type { Estimator, MethodName, ScoreOptions, Target, Transformer } from '../core/protocol.js';
import { hasMethod } from '../core/protocol.js';
import { type FitOptions, Run, type RunOptions } from '../core/run.js';
import { type Tags, tags } from '../core/tags.js';
import { BaseEstimator } from '../estimators/base/index.js';
import { fitSteps, isActive, isSampler, type StepData } from './pipeline_fit.js';
import { autoNames, checkNames, checkPart, isNamedList, type Step } from './steps.js';

const declaration = declare('Pipeline', {
  steps: custom<readonly Step[]>([], {
    doc: "The steps in order: [name, estimator] pairs; 'passthrough' or null skips a step.",
    expected: 'a list of [name, estimator] pairs',
    accepts: (value) => isNamedList(value),
    invalid: ['scale', [1], [['scale']]],
  }),
});

interface PipelineModel {
  readonly steps: readonly Step[];
}

type Predictions<E> = E extends { predict(...args: never[]): Promise<infer R> } ? R : never;
type LastOf<S extends readonly Step[]> = S extends readonly [...unknown[], readonly [string, infer E]]
  ? E
  : Estimator;

/**
 * Chains transformers (and samplers) with a final estimator into one estimator, so that everything learned
 * from data is learned inside cross-validation folds. A sampler may be any step: it acts while fitting only, so
 * that rows are resampled in training folds and never in those that are predicted or scored.
 *
 * Sample weights go to every step that takes them; if the last step cannot take them, `fit` refuses.
 * Parameters of steps are reached as `step__param`. Reference: scikit-learn Pipeline.
 *
 * @example
 * ```ts
 * const { data, target } = await loadIris();
 * const pipe = new Pipeline([['scale', new StandardScaler()], ['nb', new GaussianNB()]]);
 * await pipe.fit(data, target);
 * await pipe.score(data, target); // 0.96
 * ```
 */
export class Pipeline<const S extends readonly Step[] = readonly Step[]>
  extends BaseEstimator<typeof declaration, PipelineModel>
  implements HasParts<S>, Composite
{
  static readonly declaration = declaration;

  constructor(steps: S) {
    super(declaration, { steps });
    if (steps.length === 0) {
      throw new InvalidParameterError("Pipeline: parameter 'steps' must hold at least one step. Got [].", {
        estimator: 'Pipeline',
        parameter: 'steps',
      });
    }
    checkNames(
      steps.map(([name]) => name),
      'Pipeline',
      'steps',
    );
    for (const [name, step] of steps.slice(0, -1))
      checkPart(step, name, ['transform', 'fitResample'], 'Pipeline');
    const [lastName, last] = steps[steps.length - 1];
    if (last !== null && last !== 'passthrough' && typeof last !== 'object') {
      checkPart(last, lastName, ['predict', 'transform', 'fitResample'], 'Pipeline');
    }
  }

  static override fromParams(params: object): Pipeline {
    return new Pipeline(resolveParams(declaration, params).steps);
  }

  /** A copy with changed parameters: `step__param`, or a step's name to replace the step. */
  override with(overrides: Partial<ParamMap<Pipeline<S>>> & { steps?: readonly Step[] } = {}): this {
    return super.with(overrides);
  }

  /** The steps as given. */
  get steps(): S {
    return this.params.steps as unknown as S;
  }

  /** The steps that are estimators, by name. */
  get children(): readonly (readonly [string, Estimator])[] {
    return this.params.steps.filter((step): step is readonly [string, Estimator] => isActive(step[1]));
  }

  replaceChild(params: Record<string, unknown>, name: string, child: Part): Record<string, unknown> {
    const steps = (params['steps'] as readonly Step[]).map((step) =>
      step[0] === name ? [name, child] : step,
    );
    return { ...params, steps };
  }

  override get tags(): Tags {
    const active = this.children.map(([, step]) => step.tags).filter(Boolean);
    const last = this.lastStep;
    const first = active[0];
    if (!isActive(last) || !last.tags)
      return tags('transformer', { allowNaN: first?.allowNaN, text: first?.text });
    return {
      ...last.tags,
      requiresTarget: active.some((tag) => tag.requiresTarget),
      allowNaN: passesNaN(active),
      imputes: active.some((tag) => tag.imputes),
      text: first.text,
      pairwise: first.pairwise,
      positiveOnly: first.positiveOnly,
      stateless: active.every((tag) => tag.stateless),
      nonDeterministic: active.some((tag) => tag.nonDeterministic),
      resamples: this.resamples,
    };
  }

  /** Whether the last step (and, for transforms, every step) has the method. */
  supports(method: MethodName): boolean {
    const last = this.lastStep;
    const passes = !isActive(last) || hasMethod(last, 'transform') || isSampler(last);
    if (method === 'transform') return passes;
    if (method === 'fitResample') return passes && this.resamples;
    if (method === 'inverseTransform')
      return this.children.every(([, step]) => hasMethod(step, 'inverseTransform') || isSampler(step));
    return isActive(last) && hasMethod(last, method);
  }

  /** The fitted steps by name. */
  get namedSteps(): Readonly<Record<string, Step[1]>> {
    return Object.fromEntries(this.learned('namedSteps').steps);
  }

  /** The classes of the last step. */
  get classes(): readonly Label[] {
    return (this.fittedLast('classes') as unknown as { classes: readonly Label[] }).classes;
  }

  /**
   * Fits every step on what the step before made of X, the last one included.
   * @throws what a step's own fit throws; the earlier model then stays.
   */
  async fit(X: DataLike, y?: Target, options: FitOptions = {}): Promise<this> {
    const { steps, data } = await this.fitFirst(this.params.steps.length - 1, X, y, options);
    const [name, last] = this.params.steps[this.params.steps.length - 1];
    const fitted = isActive(last) ? await last.with({}).fit(data.X, data.y, data.options) : last;
    return this.keep([...steps, [name, fitted]]);
  }

  /**
   * Fits and returns the transformed X: one row for each row given, also when samplers changed what the steps
   * were fitted on (use `fitResample` for the rows that they made).
   */
  async fitTransform(X: DataLike, y?: Target, options: FitOptions = {}): Promise<Matrix> {
    this.require('transform');
    if (this.resamples) {
      await this.fit(X, y, options);
      return this.transform(X, { signal: options.signal, onProgress: options.onProgress });
    }
    const { steps, data } = await this.fitFirst(this.params.steps.length - 1, X, y, options);
    const [name, last] = this.params.steps[this.params.steps.length - 1];
    if (!isActive(last)) {
      this.keep([...steps, [name, last]]);
      return data.X as Matrix;
    }
    const fitted = last.with({}) as Transformer;
    const result = await fitted.fitTransform(data.X, data.y, data.options);
    this.keep([...steps, [name, fitted]]);
    return result;
  }

  /**
   * Fits every step and returns the rows, labels and weights that come out: for pipelines with a sampler whose
   * last step is a sampler or a transformer. Nested in another pipeline such a pipeline resamples while fitting
   * and only transforms afterwards.
   */
  async fitResample(
    X: DataLike,
    y: Target,
    options: FitOptions = {},
  ): Promise<{ X: DataLike; y: Target; indices: Int32Array | undefined; sampleWeight?: ArrayLike<number> }> {
    this.require('fitResample');
    const { steps, data } = await this.fitFirst(this.params.steps.length, X, y, options);
    this.keep(steps);
    return {
      X: data.X,
      y: data.y as Target,
      indices: data.indices,
      sampleWeight: data.options.sampleWeight,
    };
  }

  /** Transforms X through all steps but the last, and predicts with the last. */
  async predict(X: DataLike, options: RunOptions = {}): Promise<Predictions<LastOf<S>>> {
    return this.callLast('predict', X, options);
  }

  /** Class probabilities from the last step: n x k. */
  async predictProba(X: DataLike, options: RunOptions = {}): Promise<Matrix> {
    return this.callLast('predictProba', X, options);
  }

  /** Logarithms of the class probabilities: n x k. */
  async predictLogProba(X: DataLike, options: RunOptions = {}): Promise<Matrix> {
    return this.callLast('predictLogProba', X, options);
  }

  /** Decision values from the last step. */
  async decisionFunction(X: DataLike, options: RunOptions = {}): Promise<Float64Array | Matrix> {
    return this.callLast('decisionFunction', X, options);
  }

  /** How normal or likely each row is, from the last step. */
  async scoreSamples(X: DataLike, options: RunOptions = {}): Promise<Float64Array> {
    return this.callLast('scoreSamples', X, options);
  }

  /** Transforms X through all steps. */
  async transform(X: DataLike, options: RunOptions = {}): Promise<Matrix> {
    this.require('transform');
    const last = this.fittedLast('transform');
    const before = await this.transformBefore(X, 'transform', options);
    const transforms = isActive(last) && hasMethod(last, 'transform');
    return transforms ? (last as Transformer).transform(before, options) : (before as Matrix);
  }

  /** Undoes `transform`, last step first. */
  async inverseTransform(X: DataLike): Promise<Matrix> {
    this.require('inverseTransform');
    let data: DataLike = X;
    for (const [, step] of [...this.learned('inverseTransform').steps].reverse()) {
      if (isActive(step) && hasMethod(step, 'inverseTransform')) {
        data = await (step as unknown as { inverseTransform(X: DataLike): Promise<Matrix> }).inverseTransform(
          data,
        );
      }
    }
    return data as Matrix;
  }

  /** The last step's score of the transformed X. */
  async score(X: DataLike, y?: Target, options: ScoreOptions = {}): Promise<number> {
    this.require('score');
    const last = this.fittedLast('score') as unknown as {
      score(X: DataLike, y: Target | undefined, options: ScoreOptions): Promise<number>;
    };
    return last.score(await this.transformBefore(X, 'score', options), y, options);
  }

  /** Names of the columns that come out of the steps. */
  getFeatureNamesOut(inputFeatures?: readonly string[]): string[] {
    let names = inputFeatures;
    for (const [name, step] of this.learned('getFeatureNamesOut').steps) {
      if (!isActive(step) || !hasMethod(step, 'transform')) continue;
      const namer = step as Transformer;
      if (!namer.getFeatureNamesOut) {
        throw new InvalidInputError(`Pipeline: step '${name}' (${step.type}) does not name its columns.`, {
          estimator: 'Pipeline',
          parameter: name,
        });
      }
      names = namer.getFeatureNamesOut(names);
    }
    return [...(names ?? this.featureNamesIn ?? [])];
  }

  private get resamples(): boolean {
    return this.children.some(([, step]) => isSampler(step));
  }

  private get lastStep(): Step[1] {
    return this.params.steps[this.params.steps.length - 1][1];
  }

  private fittedLast(member: string): Estimator {
    const { steps } = this.learned(member);
    return steps[steps.length - 1][1] as Estimator;
  }

  private require(method: MethodName): void {
    if (this.supports(method)) return;
    const [name, last] = this.params.steps[this.params.steps.length - 1];
    throw new InvalidInputError(
      `Pipeline: '${method}' is not available, because step '${name}' (${isActive(last) ? last.type : last}) does not have it.`,
      { estimator: 'Pipeline', parameter: method, remedy: 'end the pipeline with an estimator that has it' },
    );
  }

  private async callLast<R>(method: MethodName, X: DataLike, options: RunOptions): Promise<R> {
    this.require(method);
    const last = this.fittedLast(method) as unknown as Record<
      string,
      (X: DataLike, options: RunOptions) => Promise<R>
    >;
    return last[method](await this.transformBefore(X, method, options), options);
  }

  /** X after every step but the last. */
  private async transformBefore(X: DataLike, member: string, options: RunOptions): Promise<DataLike> {
    let data = X;
    for (const [, step] of this.learned(member).steps.slice(0, -1)) {
      if (isActive(step) && hasMethod(step, 'transform'))
        data = await (step as Transformer).transform(data, options);
    }
    return data;
  }

  /** Fits the steps up to `count`; when the last is not among them, weights are refused unless it takes them. */
  private async fitFirst(
    count: number,
    X: DataLike,
    y: Target | undefined,
    options: FitOptions,
  ): Promise<Prepared> {
    const run = new Run(this.type, options);
    const { steps } = this.params;
    const last = this.lastStep;
    if (count < steps.length && options.sampleWeight && !(isActive(last) && last.tags.sampleWeight)) {
      throw new InvalidInputError(
        `Pipeline: sampleWeight was given, but the last step (${isActive(last) ? last.type : last}) cannot use weights. Leave it out.`,
        { estimator: 'Pipeline', parameter: 'sampleWeight', remedy: 'leave it out' },
      );
    }
    return fitSteps(steps.slice(0, count), { X, y, options }, steps.length, run);
  }

  private keep(steps: readonly Step[]): this {
    const first = steps.map(([, step]) => step).find(isActive) as Partial<FeatureInfo> | undefined;
    return this.setFitted({
      nFeaturesIn: first?.nFeaturesIn ?? 0,
      featureNamesIn: first?.featureNamesIn,
      model: { steps },
    });
  }
}

/** Whether NaN gets through: every step takes it, up to one that fills it in. */
function passesNaN(steps: readonly Tags[]): boolean {
  for (const step of steps) {
    if (!step.allowNaN) return false;
    if (step.imputes) return true;
  }
  return true;
}

interface Prepared {
  readonly steps: readonly Step[];
  readonly data: StepData;
}

/** How often a name stands in a list, as a list of that length. */
type Times<L extends readonly string[], N extends string> = L extends readonly [
  infer First,
  ...infer Rest extends readonly string[],
]
  ? First extends N
    ? [0, ...Times<Rest, N>]
    : Times<Rest, N>
  : [];

type LowerNames<A extends readonly unknown[]> = {
  readonly [I in keyof A]: A[I] extends Estimator<object, infer N> ? Lowercase<N> : never;
};

/** A name, numbered where it repeats: 'standardscaler-1', 'standardscaler-2'. */
type StepName<N extends string, All extends readonly string[], Before extends readonly string[]> = Times<
  All,
  N
>['length'] extends 0 | 1
  ? N
  : `${N}-${[0, ...Times<Before, N>]['length'] & number}`;

/** Steps with the names that makePipeline gives. */
type AutoSteps<
  A extends readonly unknown[],
  All extends readonly string[],
  Before extends readonly string[] = [],
> = A extends readonly [infer First, ...infer Rest]
  ? First extends Estimator<object, infer N>
    ? readonly [
        readonly [StepName<Lowercase<N>, All, Before>, First],
        ...AutoSteps<Rest, All, readonly [...Before, Lowercase<N>]>,
      ]
    : never
  : readonly [];

/**
 * Names the steps by their classes in lower case: `makePipeline(new StandardScaler(), new SVC())`. Classes that stand
 * twice get -1, -2, at the level of types too.
 */
export function makePipeline<const A extends readonly Estimator[]>(
  ...estimators: A
): Pipeline<AutoSteps<A, LowerNames<A>>> {
  const names = autoNames(estimators);
  return new Pipeline(estimators.map((estimator, i): Step => [names[i], estimator])) as never;
}
