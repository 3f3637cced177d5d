import type { DataLike } from '../../core/input.js';
import { Matrix } from '../../core/matrix.js';
import type { ParamMap } from '../../core/param_map.js';
import { declare, jobs, type ParamsOf, resolveParams } from '../../core/params.js';
import type { Estimator } from '../../core/protocol.js';
import { Run, type RunOptions } from '../../core/run.js';
import { type Tags, tags } from '../../core/tags.js';
import { argmaxRows } from '../../estimators/base/index.js';
import { memberTags } from '../base/data.js';
import { takeColumns } from '../base/fit_members.js';
import { MetaClassifierBase, type MetaClassifierData } from '../base/meta_classifier.js';
import { checkRole, type WithMember } from '../base/one_member.js';
import { binaryMemberParam, binaryScores, fitBinary, requireTwoClasses } from './binary_members.js';

const declaration = declare('OneVsOneClassifier', {
  estimator: binaryMemberParam(
    'The two-class estimator, one copy per pair of classes; a regressor learns 0 and 1.',
  ),
  nJobs: jobs(),
});

type Params = ParamsOf<typeof declaration>;

interface OneVsOneModel {
  readonly members: readonly Estimator[];
  /** For matrices of distances or kernel values: the training rows of each pair, which are its columns. */
  readonly pairwiseIndices: readonly Int32Array[] | null;
}

/**
 * One two-class estimator per pair of classes, fitted on their rows; the class with the most votes wins, ties by
 * the sum of confidences. Use it for estimators whose cost grows fast with the rows, such as kernel methods.
 *
 * Costs k (k - 1) / 2 fits on the rows of two classes, on `nJobs` workers; sample weights are taken when the
 * estimator takes them. Reference: scikit-learn OneVsOneClassifier.
 *
 * @throws InvalidInputError when y holds one class only.
 * @example
 * ```ts
 * const { data, target } = await loadIris();
 * const pairs = new OneVsOneClassifier(new LogisticRegression());
 * await pairs.fit(data, target);
 * await pairs.score(data, target); // 0.97
 * ```
 */
export class OneVsOneClassifier<E extends Estimator = Estimator> extends MetaClassifierBase<
  typeof declaration,
  OneVsOneModel
> {
  static readonly declaration = declaration;
  declare readonly params: WithMember<Params, E>;

  constructor(estimator: E, options: Partial<Omit<Params, 'estimator'>> = {}) {
    super(declaration, { ...options, estimator });
    checkRole(this.params.estimator, ['classifier', 'regressor'], this.type);
  }

  static override fromParams(params: object): OneVsOneClassifier {
    const { estimator, ...options } = resolveParams(declaration, params);
    return new OneVsOneClassifier(estimator, options);
  }

  /** A copy with changed parameters; `estimator__param` reaches into the two-class estimator. */
  override with(overrides: Partial<ParamMap<OneVsOneClassifier<E>>> = {}): this {
    return super.with(overrides as Partial<Params>);
  }

  override get tags(): Tags {
    const { tags: member } = this.params.estimator;
    return tags('classifier', { ...memberTags([member]), binaryOnly: false, pairwise: member.pairwise });
  }

  protected override weightedMembers(): readonly Estimator[] {
    return [this.params.estimator];
  }

  protected async train(
    { X, codes, classes, sampleWeight }: MetaClassifierData,
    run: Run,
  ): Promise<OneVsOneModel> {
    requireTwoClasses(classes, this.type);
    const pairs = classes.flatMap((_, i) => classes.slice(i + 1).map((__, j) => [i, i + 1 + j] as const));
    const problems = pairs.map(([i, j]) => {
      const rows = Int32Array.from(codes.keys()).filter((row) => codes[row] === i || codes[row] === j);
      return {
        y: codes.map((code) => (code === j ? 1 : 0)),
        rows,
        ...(this.tags.pairwise && { columns: rows }),
      };
    });
    const { estimator, nJobs } = this.params;
    const members = await fitBinary(estimator, problems, { X, y: codes, sampleWeight }, nJobs, run);
    return { members, pairwiseIndices: this.tags.pairwise ? problems.map(({ rows }) => rows) : null };
  }

  protected async predictCodes(X: DataLike, run: Run): Promise<ArrayLike<number>> {
    const values = await this.decide(X, run);
    if (values instanceof Matrix) return argmaxRows(values);
    return Int32Array.from(values, (value) => (value > 0 ? 1 : 0));
  }

  /**
   * For two classes n values, positive for the second class; else n x k: the votes of each class plus its summed
   * confidences, squeezed into (-1/3, 1/3).
   */
  async decisionFunction(X: DataLike, options: RunOptions = {}): Promise<Float64Array | Matrix> {
    return this.decide(this.checkData(X, 'decisionFunction'), new Run(this.type, options));
  }

  /** The fitted two-class estimators: classes 0 and 1, 0 and 2, ..., 1 and 2, ... */
  get estimators(): readonly Estimator[] {
    return this.learned('estimators').members;
  }

  /** For matrices of distances or kernel values, the training rows of each pair; else null. */
  get pairwiseIndices(): readonly Int32Array[] | null {
    return this.learned('pairwiseIndices').pairwiseIndices;
  }

  private async decide(X: DataLike, run: Run): Promise<Float64Array | Matrix> {
    const { members, pairwiseIndices, classes } = this.learned('decisionFunction');
    const k = classes.length;
    let votes: Matrix | undefined;
    let confidences: Matrix | undefined;
    let at = 0;
    for (let i = 0; i < k; i++) {
      for (let j = i + 1; j < k; j++, at++) {
        const part = pairwiseIndices ? takeColumns(X, pairwiseIndices[at], this.type) : X;
        const { scores, threshold } = await binaryScores(members[at], part, run);
        if (k === 2) return twoClassDecision(scores, threshold);
        votes ??= Matrix.zeros(scores.length, k);
        confidences ??= Matrix.zeros(scores.length, k);
        for (let row = 0; row < scores.length; row++) {
          confidences.data[row * k + i] -= scores[row];
          confidences.data[row * k + j] += scores[row];
          votes.data[row * k + (scores[row] > threshold ? j : i)]++;
        }
        await run.breathe();
      }
    }
    const sums = (confidences as Matrix).data;
    return Matrix.of(
      (votes as Matrix).data.map((count, at) => count + sums[at] / (3 * (Math.abs(sums[at]) + 1))),
      k,
    );
  }
}

/** Vote and confidence of the second class; probabilities are taken from a half, so that the sign tells the class. */
function twoClassDecision(scores: Float64Array, threshold: number): Float64Array {
  return scores.map((score) => {
    const confidence = score - threshold;
    return (confidence > 0 ? 1 : 0) + confidence / (3 * (Math.abs(confidence) + 1));
  });
}
