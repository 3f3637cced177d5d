import type { DataLike } from '../../core/input.js';
import { Matrix } from '../../core/matrix.js';
import type { ParamMap } from '../../core/param_map.js';
import { declare, jobs, type ParamsOf, real, resolveParams, seed } from '../../core/params.js';
import { type Estimator, hasMethod } from '../../core/protocol.js';
import { RandomState } from '../../core/random.js';
import type { Run } from '../../core/run.js';
import { type Tags, tags } from '../../core/tags.js';
import { memberTags } from '../base/data.js';
import { MetaClassifierBase, type MetaClassifierData } from '../base/meta_classifier.js';
import { checkRole, type WithMember } from '../base/one_member.js';
import { binaryMemberParam, binaryScores, fitBinary, requireTwoClasses } from './binary_members.js';

const declaration = declare('OutputCodeClassifier', {
  estimator: binaryMemberParam(
    'The two-class estimator, one copy per bit of the code; a regressor learns 0 and 1.',
  ),
  codeSize: real(1.5, {
    min: 0,
    exclusiveMin: true,
    doc: 'Bits of the code per class: below 1 fewer estimators than one-vs-rest needs, above 1 redundancy against errors.',
  }),
  randomState: seed(),
  nJobs: jobs(),
});

type Params = ParamsOf<typeof declaration>;

interface OutputCodeModel {
  readonly members: readonly Estimator[];
  readonly codeBook: Matrix;
}

/**
 * Gives every class a random binary code and learns each bit with a two-class estimator; the class with the nearest
 * code wins. Use it to trade the number of estimators against robustness.
 *
 * Costs `codeSize` k fits on all rows, on `nJobs` workers; sample weights are taken when the estimator takes them.
 * References: Dietterich & Bakiri, Error-correcting output codes (1995); scikit-learn OutputCodeClassifier, whose
 * codes it draws.
 *
 * @throws InvalidInputError when y holds one class only, or the code has no bit.
 * @example
 * ```ts
 * const { data, target } = await loadIris();
 * const codes = new OutputCodeClassifier(new LogisticRegression(), { codeSize: 4, randomState: 0 });
 * await codes.fit(data, target);
 * await codes.score(data, target); // 0.93
 * ```
 */
export class OutputCodeClassifier<E extends Estimator = Estimator> extends MetaClassifierBase<
  typeof declaration,
  OutputCodeModel
> {
  static readonly declaration = declaration;
  declare readonly params: WithMember<Params, E>;

  constructor(estimator: E, options: Partial<Omit<Params, 'estimator'>> = {}) {
    super(declaration, { ...options, estimator });
    checkRole(this.params.estimator, ['classifier', 'regressor'], this.type);
  }

  static override fromParams(params: object): OutputCodeClassifier {
    const { estimator, ...options } = resolveParams(declaration, params);
    return new OutputCodeClassifier(estimator, options);
  }

  /** A copy with changed parameters; `estimator__param` reaches into the two-class estimator. */
  override with(overrides: Partial<ParamMap<OutputCodeClassifier<E>>> = {}): this {
    return super.with(overrides as Partial<Params>);
  }

  override get tags(): Tags {
    return tags('classifier', { ...memberTags([this.params.estimator.tags]), binaryOnly: false });
  }

  protected override weightedMembers(): readonly Estimator[] {
    return [this.params.estimator];
  }

  protected async train(
    { X, codes, classes, sampleWeight }: MetaClassifierData,
    run: Run,
  ): Promise<OutputCodeModel> {
    requireTwoClasses(classes, this.type);
    const { estimator, codeSize, randomState, nJobs } = this.params;
    const bits = Math.max(1, Math.floor(classes.length * codeSize));
    const low = hasMethod(estimator, 'decisionFunction') ? -1 : 0;
    const drawn = RandomState.from(randomState).randomSample(classes.length * bits);
    const codeBook = Matrix.of(
      drawn.map((share) => (share > 0.5 ? 1 : low)),
      bits,
    );
    const problems = Array.from({ length: bits }, (_, bit) => ({
      y: codes.map((code) => (codeBook.get(code, bit) === 1 ? 1 : 0)),
    }));
    const members = await fitBinary(estimator, problems, { X, y: codes, sampleWeight }, nJobs, run);
    return { members, codeBook };
  }

  protected async predictCodes(X: DataLike, run: Run): Promise<ArrayLike<number>> {
    const { members, codeBook } = this.learned('predict');
    const k = codeBook.rows;
    let distances: Float64Array | undefined;
    for (const [bit, member] of members.entries()) {
      const { scores } = await binaryScores(member, X, run);
      distances ??= new Float64Array(scores.length * k);
      for (let i = 0; i < scores.length; i++) {
        for (let c = 0; c < k; c++) distances[i * k + c] += (scores[i] - codeBook.get(c, bit)) ** 2;
      }
      await run.breathe();
    }
    const sums = distances as Float64Array;
    return Int32Array.from({ length: sums.length / k }, (_, i) => {
      let best = 0;
      for (let c = 1; c < k; c++) if (sums[i * k + c] < sums[i * k + best]) best = c;
      return best;
    });
  }

  /** The fitted two-class estimators, one per bit. */
  get estimators(): readonly Estimator[] {
    return this.learned('estimators').members;
  }

  /** k x bits: the code of each class, of 1 and 0 (or -1, where the estimator has decision values). */
  get codeBook(): Matrix {
    return this.learned('codeBook').codeBook;
  }
}
