import { InvalidInputError } from '../../core/errors.js';
import type { DataLike } from '../../core/input.js';
import { Matrix } from '../../core/matrix.js';
import type { ParamMap } from '../../core/param_map.js';
import { declare, jobs, type ParamsOf, resolveParams } from '../../core/params.js';
import { type Estimator, hasMethod, type MethodName } from '../../core/protocol.js';
import { Run, type RunOptions } from '../../core/run.js';
import { type Tags, tags } from '../../core/tags.js';
import { logRows } from '../../estimators/base/probabilities.js';
import { memberTags } from '../base/data.js';
import { memberProba } from '../base/member_outputs.js';
import { MetaClassifierBase, type MetaClassifierData } from '../base/meta_classifier.js';
import { checkRole, type WithMember } from '../base/one_member.js';
import { binaryMemberParam, binaryScores, fitBinary, requireTwoClasses } from './binary_members.js';

const declaration = declare('OneVsRestClassifier', {
  estimator: binaryMemberParam('The two-class estimator, one copy per class; a regressor learns 0 and 1.'),
  nJobs: jobs(),
});

type Params = ParamsOf<typeof declaration>;

interface OneVsRestModel {
  readonly members: readonly Estimator[];
}

/**
 * One two-class estimator per class, that class against all others; the surest decides. Use it to give a two-class
 * method several classes, and to look at what tells each class from the rest. Two classes need one estimator. For
 * several labels per row use MultiOutputClassifier.
 *
 * Costs k fits on all rows, on `nJobs` workers; sample weights are taken when the estimator takes them. Reference:
 * scikit-learn OneVsRestClassifier.
 *
 * @throws InvalidInputError when y holds one class only.
 * @example
 * ```ts
 * const { data, target } = await loadIris();
 * const rest = new OneVsRestClassifier(new LogisticRegression());
 * await rest.fit(data, target);
 * await rest.score(data, target); // 0.95
 * ```
 */
export class OneVsRestClassifier<E extends Estimator = Estimator> extends MetaClassifierBase<
  typeof declaration,
  OneVsRestModel
> {
  static readonly declaration = declaration;
  declare readonly params: WithMember<Params, E>;

  constructor(estimator: E, options: Partial<Omit<Params, 'estimator'>> = {}) {
    super(declaration, { ...options, estimator });
    checkRole(this.params.estimator, ['classifier', 'regressor'], this.type);
  }

  static override fromParams(params: object): OneVsRestClassifier {
    const { estimator, ...options } = resolveParams(declaration, params);
    return new OneVsRestClassifier(estimator, options);
  }

  /** A copy with changed parameters; `estimator__param` reaches into the two-class estimator. */
  override with(overrides: Partial<ParamMap<OneVsRestClassifier<E>>> = {}): this {
    return super.with(overrides as Partial<Params>);
  }

  override get tags(): Tags {
    return tags('classifier', { ...memberTags([this.params.estimator.tags]), binaryOnly: false });
  }

  /** Decision values and probabilities exist where the estimator has them. */
  supports(method: MethodName): boolean {
    if (method === 'predictLogProba') return hasMethod(this.params.estimator, 'predictProba');
    return (
      (method !== 'predictProba' && method !== 'decisionFunction') || hasMethod(this.params.estimator, method)
    );
  }

  protected override weightedMembers(): readonly Estimator[] {
    return [this.params.estimator];
  }

  protected async train(
    { X, codes, classes, sampleWeight }: MetaClassifierData,
    run: Run,
  ): Promise<OneVsRestModel> {
    requireTwoClasses(classes, this.type);
    const positive = classes.length === 2 ? [1] : classes.map((_, code) => code);
    const problems = positive.map((of) => ({ y: codes.map((code) => (code === of ? 1 : 0)) }));
    const { estimator, nJobs } = this.params;
    return { members: await fitBinary(estimator, problems, { X, y: codes, sampleWeight }, nJobs, run) };
  }

  protected async predictCodes(X: DataLike, run: Run): Promise<ArrayLike<number>> {
    const { members } = this.learned('predict');
    if (members.length === 1) {
      const { scores, threshold } = await binaryScores(members[0], X, run);
      return Int32Array.from(scores, (score) => (score > threshold ? 1 : 0));
    }
    let best: Float64Array | undefined;
    let codes = new Int32Array(0);
    for (const [code, member] of members.entries()) {
      const { scores } = await binaryScores(member, X, run);
      if (!best) {
        best = scores.slice();
        codes = new Int32Array(scores.length);
      }
      // Of equally sure classes the last wins, as in scikit-learn.
      for (let i = 0; i < scores.length; i++) {
        if (scores[i] < best[i]) continue;
        best[i] = scores[i];
        codes[i] = code;
      }
      await run.breathe();
    }
    return codes;
  }

  /**
   * Probabilities of the classes: n x k. With several classes the estimators' probabilities, scaled to sum 1 (all
   * equal where every one of them is 0).
   */
  async predictProba(X: DataLike, options: RunOptions = {}): Promise<Matrix> {
    return this.probabilities('predictProba', X, options);
  }

  /** Logarithms of the probabilities: n x k. */
  async predictLogProba(X: DataLike, options: RunOptions = {}): Promise<Matrix> {
    return logRows(await this.probabilities('predictLogProba', X, options));
  }

  /** How sure each estimator is of its class: n for two classes, else n x k. */
  async decisionFunction(X: DataLike, options: RunOptions = {}): Promise<Float64Array | Matrix> {
    const data = this.checkData(X, 'decisionFunction');
    this.requireMember('decisionFunction');
    const run = new Run(this.type, options);
    const { members } = this.learned('decisionFunction');
    const columns: Float64Array[] = [];
    for (const member of members) columns.push((await binaryScores(member, data, run)).scores);
    return columns.length === 1 ? columns[0] : besides(columns);
  }

  /** The fitted two-class estimators: one per class, or one in all for two classes. */
  get estimators(): readonly Estimator[] {
    return this.learned('estimators').members;
  }

  private requireMember(method: MethodName): void {
    if (this.supports(method)) return;
    const { type } = this.params.estimator;
    throw new InvalidInputError(
      `${this.type}: '${method}' needs an estimator that has it. Got ${type}. Use another estimator.`,
      { estimator: this.type, parameter: method, received: type, remedy: 'use another estimator' },
    );
  }

  private async probabilities(method: MethodName, X: DataLike, options: RunOptions): Promise<Matrix> {
    const data = this.checkData(X, method);
    this.requireMember(method);
    const run = new Run(this.type, options);
    const { members } = this.learned(method);
    if (members.length === 1) return memberProba(members[0], data, [0, 1], run.inner(), this.type);
    const columns: Float64Array[] = [];
    for (const member of members) {
      columns.push((await memberProba(member, data, [0, 1], run.inner(), this.type)).column(1));
    }
    return normalized(besides(columns));
  }
}

/** Columns side by side. */
export function besides(columns: readonly Float64Array[]): Matrix {
  const k = columns.length;
  const result = Matrix.zeros(columns[0].length, k);
  columns.forEach((column, c) => {
    for (let i = 0; i < column.length; i++) result.data[i * k + c] = column[i];
  });
  return result;
}

/** Rows scaled to sum 1, in place; rows of zeros become equal shares. */
function normalized(matrix: Matrix): Matrix {
  const { rows, columns: k, data } = matrix;
  for (let i = 0, at = 0; i < rows; i++, at += k) {
    let sum = 0;
    for (let c = 0; c < k; c++) sum += data[at + c];
    for (let c = 0; c < k; c++) data[at + c] = sum > 0 ? data[at + c] / sum : 1 / k;
  }
  return matrix;
}
