import { declare, oneOf, type ParamsOf, real } from '../../../core/params.js';
import type { SgdSettings } from '../../../kernels/sgd.js';
import { averageFrom, averageParam, commonParams, passiveSettings, stoppingParams } from './params.js';
import { SgdRegressorBase } from './sgd_regressor_base.js';

const declaration = declare('PassiveAggressiveRegressor', {
  C: real(1, { min: 0, exclusiveMin: true, doc: 'Longest step; smaller for noisy rows.' }),
  ...commonParams,
  ...stoppingParams,
  loss: oneOf(['epsilon_insensitive', 'squared_epsilon_insensitive'], 'epsilon_insensitive', {
    doc: "'epsilon_insensitive' is PA-I of the paper, 'squared_epsilon_insensitive' PA-II.",
  }),
  epsilon: real(0.1, { min: 0, doc: 'The error that is forgiven.' }),
  average: averageParam(),
});

/**
 * A linear regressor that moves just as far as each row needs to be right within epsilon, and no further than C allows;
 * it learns in pieces too (`partialFit`). The same as SGDRegressor with learningRate 'pa1' or 'pa2' and no penalty.
 * O(n d) per epoch.
 * Reference: Crammer, Dekel, Keshet, Shalev-Shwartz, Singer, JMLR 7 (2006) 551; scikit-learn
 * PassiveAggressiveRegressor.
 *
 * @example
 * ```ts
 * const { data, target } = makeRegression({ nSamples: 50, nFeatures: 4, randomState: 0 });
 * const model = await new PassiveAggressiveRegressor({ maxIter: 100, randomState: 0 }).fit(data, target);
 * await model.score(data, target); // 1.0
 * ```
 */
export class PassiveAggressiveRegressor extends SgdRegressorBase<typeof declaration> {
  static readonly declaration = declaration;

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  protected settings(): SgdSettings {
    const learningRate = this.params.loss === 'epsilon_insensitive' ? 'pa1' : 'pa2';
    const average = averageFrom(this.params.average);
    const loss = 'epsilon_insensitive';
    return { ...this.params, ...passiveSettings, loss, learningRate, eta0: this.params.C, average };
  }
}
