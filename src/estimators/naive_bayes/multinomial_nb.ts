import { Matrix } from '../../core/matrix.js';
import { declare, type ParamsOf } from '../../core/params.js';
import { tags } from '../../core/tags.js';
import { DiscreteNB, discreteSpecs } from './discrete_nb.js';

const declaration = declare('MultinomialNB', discreteSpecs);

/**
 * Naive Bayes for counts, such as photons per channel or words per text: each class draws its counts from shares of
 * its own. Columns must not be negative. Fit and predict are O(n d k); `partialFit` learns in pieces.
 * Reference: Manning, Raghavan, Schütze, Introduction to Information Retrieval (2008) ch. 13; scikit-learn
 * MultinomialNB.
 *
 * @example
 * ```ts
 * const nb = await new MultinomialNB().fit([[3, 0], [4, 1], [0, 5]], ['a', 'a', 'b']);
 * await nb.predict([[2, 0]]); // ['a']
 * ```
 */
export class MultinomialNB extends DiscreteNB<typeof declaration> {
  static readonly declaration = declaration;
  override readonly tags = tags('classifier', { sampleWeight: true, positiveOnly: true, poorScore: true });

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  protected logProbabilities(counts: Matrix, _classes: Float64Array, alpha: Float64Array): Matrix {
    const { rows: k, columns: d, data } = counts;
    const result = new Float64Array(k * d);
    for (let c = 0; c < k; c++) {
      let total = 0;
      for (let j = 0; j < d; j++) total += data[c * d + j] + alpha[j];
      for (let j = 0; j < d; j++) result[c * d + j] = Math.log(data[c * d + j] + alpha[j]) - Math.log(total);
    }
    return Matrix.of(result, d);
  }
}
