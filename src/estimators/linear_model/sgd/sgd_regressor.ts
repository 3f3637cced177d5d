import { declare, oneOf, type ParamsOf } from '../../../core/params.js';
import type { SgdSettings } from '../../../kernels/sgd.js';
import {
  averageFrom,
  averageParam,
  checkSchedule,
  commonParams,
  epsilonParam,
  penaltyParams,
  scheduleParams,
  stoppingParams,
} from './params.js';
import { SgdRegressorBase } from './sgd_regressor_base.js';

const declaration = declare('SGDRegressor', {
  loss: oneOf(
    ['squared_error', 'huber', 'epsilon_insensitive', 'squared_epsilon_insensitive'],
    'squared_error',
    {
      doc: "'squared_error'; 'huber' for outliers; 'epsilon_insensitive' for a support vector regression, or its square.",
    },
  ),
  ...penaltyParams,
  ...commonParams,
  epsilon: epsilonParam,
  ...scheduleParams('invscaling', 0.25),
  ...stoppingParams,
  average: averageParam(),
});

/**
 * Linear regression for very many rows, by stochastic gradient descent. It also learns in pieces (`partialFit`). Scale
 * the columns and the target first. O(n d) per epoch; equal seeds give the weights of the reference.
 * Reference: Bottou, COMPSTAT 2010; scikit-learn SGDRegressor.
 *
 * @example
 * ```ts
 * const { data, target } = await loadDiabetes();
 * const X = await new StandardScaler().fitTransform(data);
 * const model = await new SGDRegressor({ randomState: 0 }).fit(X, target);
 * await model.score(X, target); // 0.517
 * ```
 */
export class SGDRegressor extends SgdRegressorBase<typeof declaration> {
  static readonly declaration = declaration;

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
    checkSchedule(this.params, 'epsilon_insensitive', this.type);
  }

  protected settings(): SgdSettings {
    return { ...this.params, average: averageFrom(this.params.average), oneClass: false };
  }
}
