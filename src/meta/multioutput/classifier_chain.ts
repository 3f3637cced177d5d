import { InvalidInputError, InvalidParameterError } from '../../core/errors.js';
import type { DataLike } from '../../core/input.js';
import { codesIn, type Label } from '../../core/labels.js';
import { Matrix } from '../../core/matrix.js';
import type { ParamMap } from '../../core/param_map.js';
import { declare, oneOf, type ParamsOf, resolveParams } from '../../core/params.js';
import { type Estimator, hasMethod, type MethodName } from '../../core/protocol.js';
import { Run, type RunOptions } from '../../core/run.js';
import { type Tags, tags } from '../../core/tags.js';
import { logRows } from '../../estimators/base/probabilities.js';
import { crossValPredict, splitAll } from '../../model_selection/cross_validate.js';
import { memberTags } from '../base/data.js';
import { callMember } from '../base/member_outputs.js';
import { checkRole, type WithMember } from '../base/one_member.js';
import { besides } from '../multiclass/one_vs_rest_classifier.js';
import { chainOrder, chainSpecs, fitChain, followChain } from './chain.js';
import { MultiLabelBase, type MultiLabelData } from './multi_label_base.js';

const METHODS = {
  predict: 'predict',
  predict_proba: 'predictProba',
  predict_log_proba: 'predictLogProba',
  decision_function: 'decisionFunction',
} as const satisfies Record<string, MethodName>;

const declaration = declare('ClassifierChain', {
  ...chainSpecs,
  chainMethod: oneOf(['predict', 'predict_proba', 'predict_log_proba', 'decision_function'], 'predict', {
    doc: 'What the later outputs see of the earlier ones.',
  }),
});

type Params = ParamsOf<typeof declaration>;

interface ClassifierChainModel {
  readonly members: readonly Estimator[];
  readonly order: Int32Array;
}

/**
 * Learns several labels per row one after the other, each from X and the labels before it: in fitting the true ones
 * (or, with `cv`, predictions for rows not learned from), in predicting the predicted ones. Use it where labels
 * depend on each other. Labels that are no numbers are seen by later outputs as positions in their sorted classes.
 *
 * Costs one fit per output, on up to t - 1 more columns. References: Read et al., Classifier chains (2009);
 * scikit-learn ClassifierChain.
 *
 * @throws InvalidParameterError for an order that does not name every output once.
 * @example
 * ```ts
 * const chain = new ClassifierChain(new GaussianNB(), { order: 'random', randomState: 0 });
 * await chain.fit([[0, 0], [0, 9], [9, 0], [9, 9]], [[0, 0], [0, 1], [1, 0], [1, 1]]);
 * await chain.predict([[8, 1]]); // [[1, 0]]
 * ```
 */
export class ClassifierChain<E extends Estimator = Estimator> extends MultiLabelBase<
  typeof declaration,
  ClassifierChainModel
> {
  static readonly declaration = declaration;
  declare readonly params: WithMember<Params, E>;

  constructor(estimator: E, options: Partial<Omit<Params, 'estimator'>> = {}) {
    super(declaration, { ...options, estimator });
    checkRole(this.params.estimator, ['classifier'], this.type);
    const { chainMethod } = this.params;
    if (!hasMethod(this.params.estimator, METHODS[chainMethod])) {
      throw new InvalidParameterError(
        `ClassifierChain: parameter 'chainMethod' must be a method of the estimator. Got '${chainMethod}', which ${this.params.estimator.type} lacks. Use 'predict'.`,
        {
          estimator: 'ClassifierChain',
          parameter: 'chainMethod',
          received: chainMethod,
          remedy: "'predict'",
        },
      );
    }
  }

  static override fromParams(params: object): ClassifierChain {
    const { estimator, ...options } = resolveParams(declaration, params);
    return new ClassifierChain(estimator, options);
  }

  /** A copy with changed parameters; `estimator__param` reaches into the classifier. */
  override with(overrides: Partial<ParamMap<ClassifierChain<E>>> = {}): this {
    return super.with(overrides as Partial<Params>);
  }

  override get tags(): Tags {
    return tags('classifier', {
      ...memberTags([this.params.estimator.tags]),
      text: false,
      multiOutput: true,
    });
  }

  /** Probabilities and decision values exist where the classifier has them. */
  supports(method: MethodName): boolean {
    if (method === 'predictLogProba') return hasMethod(this.params.estimator, 'predictProba');
    return (
      (method !== 'predictProba' && method !== 'decisionFunction') || hasMethod(this.params.estimator, method)
    );
  }

  protected member(): Estimator {
    return this.params.estimator;
  }

  protected async train(data: MultiLabelData, run: Run): Promise<ClassifierChainModel> {
    const { X, columns, classes, sampleWeight } = data;
    const { estimator, order: given, cv, chainMethod, randomState } = this.params;
    const order = chainOrder(given, columns.length, randomState, this.type);
    const values = (output: number): Float64Array => numbersOf(columns[output], classes[output]);
    const crossValidated = async (wide: Matrix, output: number): Promise<Float64Array> => {
      const found = await crossValPredict(estimator, wide, columns[output], {
        cv: splitAll(estimator, wide, columns[output], { cv: cv ?? undefined }),
        method: METHODS[chainMethod],
        ...(run.signal && { signal: run.signal }),
        ...(sampleWeight && { sampleWeight }),
      });
      return linkOf(found, classes[output]);
    };
    const chain = {
      X,
      sampleWeight,
      target: (output: number) => columns[output],
      values,
      ...(cv !== null && { crossValidated }),
    };
    return { members: await fitChain(estimator, order, chain, run), order };
  }

  protected async predictColumns(X: DataLike, run: Run): Promise<readonly (readonly Label[])[]> {
    return this.follow<Label[]>('predict', X, run);
  }

  /**
   * The probability of the second class of each output: n x t. For a flat y all probabilities: n x k.
   * @throws InvalidInputError for outputs of more than two classes.
   */
  async predictProba(X: DataLike, options: RunOptions = {}): Promise<Matrix> {
    return this.columns('predictProba', X, options);
  }

  /** Logarithms of the probabilities. */
  async predictLogProba(X: DataLike, options: RunOptions = {}): Promise<Matrix> {
    return logRows(await this.columns('predictProba', X, options));
  }

  /** The decision value of each output: n x t; for a flat y those of its classifier. */
  async decisionFunction(X: DataLike, options: RunOptions = {}): Promise<Float64Array | Matrix> {
    return this.columns('decisionFunction', X, options);
  }

  /** The fitted classifiers in the order of the chain. */
  get estimators(): readonly Estimator[] {
    return this.learned('estimators').members;
  }

  /** The outputs in the order in which they were learned. */
  get order(): Int32Array {
    return this.learned('order').order;
  }

  /** What a method of the members says, output by output. */
  private async follow<T>(method: MethodName, X: DataLike, run: Run): Promise<T[]> {
    const { members, order, classes } = this.learned(method);
    const link = METHODS[this.params.chainMethod];
    const answers = new Array<T>(members.length);
    await followChain(
      members,
      X,
      async (member, wide, i) => {
        const answer = await callMember<T>(member, method, wide, run.inner(), this.type);
        answers[order[i]] = answer;
        const seen =
          link === method ? answer : await callMember<unknown>(member, link, wide, run.inner(), this.type);
        return linkOf(seen, classes[order[i]]);
      },
      run,
    );
    return answers;
  }

  private async columns<T extends Matrix | Float64Array>(
    method: MethodName,
    X: DataLike,
    options: RunOptions,
  ): Promise<T> {
    const data = this.checkData(X, method);
    const { oneDimensional, classes } = this.learned(method);
    const wide = classes.findIndex((list) => list.length > 2);
    if (wide >= 0 && !oneDimensional) {
      throw new InvalidInputError(
        `${this.type}: '${method}' needs outputs of two classes. Got ${classes[wide].length} classes in output ${wide}. Use MultiOutputClassifier.`,
        { estimator: this.type, parameter: method, remedy: 'use MultiOutputClassifier' },
      );
    }
    const answers = await this.follow<Matrix | Float64Array>(method, data, new Run(this.type, options));
    if (oneDimensional) return answers[0] as T;
    return besides(
      answers.map((answer) => (answer instanceof Matrix ? answer.column(answer.columns - 1) : answer)),
    ) as Matrix as T;
  }
}

/** A member's answer as the one column that later members see: labels as numbers, or the value of the second class. */
function linkOf(answer: unknown, classes: readonly Label[]): Float64Array {
  if (answer instanceof Matrix) return answer.column(Math.min(1, answer.columns - 1));
  if (answer instanceof Float64Array) return answer;
  return numbersOf(answer as readonly Label[], classes);
}

function numbersOf(labels: readonly Label[], classes: readonly Label[]): Float64Array {
  if (typeof classes[0] === 'number') return Float64Array.from(labels as number[]);
  return Float64Array.from(codesIn(classes, labels));
}
