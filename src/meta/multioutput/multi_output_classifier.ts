import type { DataLike } from '../../core/input.js';
import type { Label } from '../../core/labels.js';
import type { Matrix } from '../../core/matrix.js';
import type { ParamMap } from '../../core/param_map.js';
import { declare, jobs, type ParamsOf, resolveParams } from '../../core/params.js';
import { type Estimator, hasMethod, type MethodName } from '../../core/protocol.js';
import { Run, type RunOptions } from '../../core/run.js';
import { type Tags, tags } from '../../core/tags.js';
import { memberTags } from '../base/data.js';
import { fitMembers } from '../base/fit_members.js';
import { callMember } from '../base/member_outputs.js';
import { checkRole, type WithMember } from '../base/one_member.js';
import { binaryMemberParam } from '../multiclass/binary_members.js';
import { MultiLabelBase, type MultiLabelData } from './multi_label_base.js';

const declaration = declare('MultiOutputClassifier', {
  estimator: binaryMemberParam('The classifier, one copy per output.'),
  nJobs: jobs(),
});

type Params = ParamsOf<typeof declaration>;

/**
 * One copy of a classifier per output, each learning its own column of y. Use it for several labels per row, of two
 * or more classes each; a flat y is one output.
 *
 * Costs one fit per output, on `nJobs` workers; sample weights are taken when the classifier takes them. Reference:
 * scikit-learn MultiOutputClassifier.
 *
 * @throws InvalidParameterError unless the estimator is a classifier.
 * @example
 * ```ts
 * const both = new MultiOutputClassifier(new GaussianNB());
 * await both.fit([[0, 0], [0, 9], [9, 0], [9, 9]], [['dim', 'near'], ['dim', 'far'], ['bright', 'near'], ['bright', 'far']]);
 * await both.predict([[8, 1]]); // [['bright', 'near']]
 * ```
 */
export class MultiOutputClassifier<E extends Estimator = Estimator> extends MultiLabelBase<
  typeof declaration,
  { readonly members: readonly Estimator[] }
> {
  static readonly declaration = declaration;
  declare readonly params: WithMember<Params, E>;

  constructor(estimator: E, options: Partial<Omit<Params, 'estimator'>> = {}) {
    super(declaration, { ...options, estimator });
    checkRole(this.params.estimator, ['classifier'], this.type);
  }

  static override fromParams(params: object): MultiOutputClassifier {
    const { estimator, ...options } = resolveParams(declaration, params);
    return new MultiOutputClassifier(estimator, options);
  }

  /** A copy with changed parameters; `estimator__param` reaches into the classifier. */
  override with(overrides: Partial<ParamMap<MultiOutputClassifier<E>>> = {}): this {
    return super.with(overrides as Partial<Params>);
  }

  override get tags(): Tags {
    return tags('classifier', { ...memberTags([this.params.estimator.tags]), multiOutput: true });
  }

  /** Probabilities exist where the classifier has them. */
  supports(method: MethodName): boolean {
    return method !== 'predictProba' || hasMethod(this.params.estimator, method);
  }

  protected member(): Estimator {
    return this.params.estimator;
  }

  protected async train(
    { X, columns, sampleWeight }: MultiLabelData,
    run: Run,
  ): Promise<{ members: Estimator[] }> {
    const { estimator, nJobs } = this.params;
    const fits = columns.map((y) => ({ estimator, y }));
    return {
      members: await fitMembers(fits, { X, y: undefined, sampleWeight }, { nJobs, run, what: 'output' }),
    };
  }

  protected async predictColumns(X: DataLike, run: Run): Promise<readonly (readonly Label[])[]> {
    const columns: Label[][] = [];
    for (const member of this.estimators) {
      columns.push(await callMember<Label[]>(member, 'predict', X, run.inner(), this.type));
      await run.breathe();
    }
    return columns;
  }

  /** Probabilities of the classes, one n x k matrix per output; for a flat y one (write `predictProba<Matrix>(X)`). */
  async predictProba<T extends Matrix | Matrix[] = Matrix[]>(
    X: DataLike,
    options: RunOptions = {},
  ): Promise<T> {
    const data = this.checkData(X, 'predictProba');
    const run = new Run(this.type, options);
    const blocks: Matrix[] = [];
    for (const member of this.estimators) {
      blocks.push(await callMember<Matrix>(member, 'predictProba', data, run.inner(), this.type));
      await run.breathe();
    }
    return (this.learned('predictProba').oneDimensional ? blocks[0] : blocks) as T;
  }

  /** The fitted classifiers, one per output. */
  get estimators(): readonly Estimator[] {
    return this.learned('estimators').members;
  }
}
