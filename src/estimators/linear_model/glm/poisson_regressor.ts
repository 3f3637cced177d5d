import { declare, type ParamsOf } from '../../../core/params.js';
import { halfPoisson } from '../../../kernels/losses/index.js';
import { type Family, GlmBase, glmParams } from './glm_base.js';

const declaration = declare('PoissonRegressor', glmParams);

/**
 * Regression of counts and rates: log E[y] is linear in the columns, y >= 0. Minimises half the mean Poisson deviance
 * plus alpha |w|^2 / 2. For rates, pass exposures as weights. O(n d) per iteration of lbfgs.
 * Reference: Nelder and Wedderburn, JRSS A 135 (1972) 370; scikit-learn PoissonRegressor.
 *
 * @example
 * ```ts
 * const model = await new PoissonRegressor({ alpha: 0 }).fit([[0], [1], [2], [3]], [1, 3, 7, 20]);
 * model.coef.get(0, 0); // 1.0
 * ```
 */
export class PoissonRegressor extends GlmBase<typeof declaration> {
  static readonly declaration = declaration;

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  protected family(): Family {
    return { power: 1, link: 'log', loss: halfPoisson() };
  }
}
