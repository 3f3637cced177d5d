import { declare, jobs, oneOf, type ParamsOf, real } from '../../../core/params.js';
import { classWeightParam } from '../../../core/weights.js';
import type { SgdSettings } from '../../../kernels/sgd.js';
import { averageFrom, averageParam, commonParams, passiveSettings, stoppingParams } from './params.js';
import { SgdClassifierBase } from './sgd_classifier_base.js';

const declaration = declare('PassiveAggressiveClassifier', {
  C: real(1, { min: 0, exclusiveMin: true, doc: 'Longest step; smaller for noisy rows.' }),
  ...commonParams,
  ...stoppingParams,
  loss: oneOf(['hinge', 'squared_hinge'], 'hinge', {
    doc: "'hinge' is PA-I of the paper, 'squared_hinge' PA-II.",
  }),
  nJobs: jobs(),
  classWeight: classWeightParam(),
  average: averageParam(),
});

/**
 * A linear classifier that moves just as far as each row needs to lie right, and no further than C allows; it learns
 * in pieces too (`partialFit`). The same as SGDClassifier with learningRate 'pa1' or 'pa2' and no penalty. O(n d k) per
 * epoch.
 * Reference: Crammer, Dekel, Keshet, Shalev-Shwartz, Singer, JMLR 7 (2006) 551; scikit-learn
 * PassiveAggressiveClassifier.
 *
 * @example
 * ```ts
 * const { data, target } = await loadIris();
 * const model = await new PassiveAggressiveClassifier({ randomState: 0 }).fit(data, target);
 * model.coef.rows; // 3
 * ```
 */
export class PassiveAggressiveClassifier extends SgdClassifierBase<typeof declaration> {
  static readonly declaration = declaration;

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  protected settings(): SgdSettings {
    const learningRate = this.params.loss === 'hinge' ? 'pa1' : 'pa2';
    const average = averageFrom(this.params.average);
    return {
      ...this.params,
      ...passiveSettings,
      epsilon: 0,
      loss: 'hinge',
      learningRate,
      eta0: this.params.C,
      average,
    };
  }
}
