import { Matrix } from '../../core/matrix.js';
import { bool, declare, type ParamsOf } from '../../core/params.js';
import { tags } from '../../core/tags.js';
import { DiscreteNB, discreteSpecs } from './discrete_nb.js';

const declaration = declare('ComplementNB', {
  ...discreteSpecs,
  norm: bool(false, { doc: 'Scale the weights of each class to sum 1.' }),
});

/**
 * Naive Bayes for counts of unequally frequent classes: each class is described by what the others hold, of which
 * there is more. Columns must not be negative. The class priors matter only when there is one class.
 * Reference: Rennie, Shih, Teevan, Karger, ICML 2003; scikit-learn ComplementNB.
 *
 * @example
 * ```ts
 * const nb = await new ComplementNB().fit([[3, 0], [4, 1], [0, 5]], ['a', 'a', 'b']);
 * await nb.predict([[2, 0]]); // ['a']
 * ```
 */
export class ComplementNB extends DiscreteNB<typeof declaration> {
  static readonly declaration = declaration;
  override readonly tags = tags('classifier', { sampleWeight: true, positiveOnly: true, poorScore: true });

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  protected logProbabilities(counts: Matrix, _classes: Float64Array, alpha: Float64Array): Matrix {
    const { rows: k, columns: d, data } = counts;
    const all = new Float64Array(d);
    for (let at = 0; at < data.length; at++) all[at % d] += data[at];
    const result = new Float64Array(k * d);
    for (let c = 0; c < k; c++) {
      let total = 0;
      for (let j = 0; j < d; j++) total += all[j] + alpha[j] - data[c * d + j];
      let sum = 0;
      for (let j = 0; j < d; j++) {
        const log = Math.log((all[j] + alpha[j] - data[c * d + j]) / total);
        result[c * d + j] = -log;
        sum += log;
      }
      if (this.params.norm) for (let j = 0; j < d; j++) result[c * d + j] = -result[c * d + j] / sum;
    }
    return Matrix.of(result, d);
  }

  protected override constants(): Float64Array {
    const { classLogPrior } = this.learned('predict');
    return classLogPrior.length === 1 ? classLogPrior : new Float64Array(classLogPrior.length);
  }
}
