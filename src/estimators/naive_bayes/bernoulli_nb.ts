import { Matrix } from '../../core/matrix.js';
import { declare, nullable, type ParamsOf, real } from '../../core/params.js';
import { tags } from '../../core/tags.js';
import { DiscreteNB, discreteSpecs } from './discrete_nb.js';

const declaration = declare('BernoulliNB', {
  ...discreteSpecs,
  binarize: nullable(
    real(0, { doc: 'Values above count as 1, the others as 0; null takes the data as 0 and 1 already.' }),
    0,
  ),
});

/**
 * Naive Bayes for columns of yes and no, such as detected or not: each class has its own chance of a yes in every
 * column, and a no counts too. Fit and predict are O(n d k); `partialFit` learns in pieces.
 * Reference: McCallum & Nigam (1998); scikit-learn BernoulliNB.
 *
 * @example
 * ```ts
 * const nb = await new BernoulliNB().fit([[1, 0], [1, 1], [0, 1]], ['a', 'a', 'b']);
 * await nb.predict([[1, 0]]); // ['a']
 * ```
 */
export class BernoulliNB extends DiscreteNB<typeof declaration> {
  static readonly declaration = declaration;
  override readonly tags = tags('classifier', { sampleWeight: true, poorScore: true });

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  protected override value(cell: number): number {
    const { binarize } = this.params;
    return binarize === null ? cell : cell > binarize ? 1 : 0;
  }

  protected logProbabilities(counts: Matrix, classes: Float64Array, alpha: Float64Array): Matrix {
    const { rows: k, columns: d, data } = counts;
    const result = new Float64Array(k * d);
    for (let c = 0; c < k; c++) {
      for (let j = 0; j < d; j++) {
        result[c * d + j] = Math.log(data[c * d + j] + alpha[j]) - Math.log(classes[c] + 2 * alpha[j]);
      }
    }
    return Matrix.of(result, d);
  }

  /** The prior and the chance of a no in every column. */
  protected override constants(): Float64Array {
    const { classLogPrior, featureLogProb } = this.learned('predict');
    const d = featureLogProb.columns;
    return classLogPrior.map((prior, c) => {
      let sum = prior;
      for (let j = 0; j < d; j++) sum += Math.log1p(-Math.exp(featureLogProb.get(c, j)));
      return sum;
    });
  }

  /** What a yes adds over a no. */
  protected override slopes(featureLogProb: Matrix): Matrix {
    return Matrix.of(
      featureLogProb.data.map((log) => log - Math.log1p(-Math.exp(log))),
      featureLogProb.columns,
    );
  }
}
