import { declare, type ParamsOf } from '../../../core/params.js';
import { halfGamma } from '../../../kernels/losses/index.js';
import { type Family, GlmBase, glmParams } from './glm_base.js';

const declaration = declare('GammaRegressor', glmParams);

/**
 * Regression of positive amounts whose errors grow with them: log E[y] is linear in the columns, y > 0. Minimises half
 * the mean gamma deviance plus alpha |w|^2 / 2. O(n d) per iteration of lbfgs.
 * Reference: McCullagh and Nelder, Generalized Linear Models (1989), 8; scikit-learn GammaRegressor.
 *
 * @example
 * ```ts
 * const model = await new GammaRegressor({ alpha: 0 }).fit([[0], [1], [2]], [1, 10, 100]);
 * model.coef.get(0, 0); // 2.303
 * ```
 */
export class GammaRegressor extends GlmBase<typeof declaration> {
  static readonly declaration = declaration;

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  protected family(): Family {
    return { power: 2, link: 'log', loss: halfGamma() };
  }
}
