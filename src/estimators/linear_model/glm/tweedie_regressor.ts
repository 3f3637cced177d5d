import { custom, declare, oneOf, type ParamsOf } from '../../../core/params.js';
import { halfTweedie, halfTweedieIdentity } from '../../../kernels/losses/index.js';
import { type Family, GlmBase, glmParams } from './glm_base.js';

const declaration = declare('TweedieRegressor', {
  power: custom<number>(0, {
    doc: '0 is the normal distribution, 1 Poisson, between 1 and 2 sums of gamma amounts (y = 0 allowed), 2 gamma, 3 inverse Gaussian; below 0 for extremes.',
    expected: 'a finite number <= 0 or >= 1',
    accepts: (value) => typeof value === 'number' && Number.isFinite(value) && !(value > 0 && value < 1),
    invalid: [0.5, 'normal', Number.NaN, null],
  }),
  ...glmParams,
  link: oneOf(['auto', 'identity', 'log'], 'auto', {
    doc: "What is linear: E[y] ('identity') or its logarithm; 'auto' is 'identity' for power <= 0, else 'log'.",
  }),
});

/**
 * Regression with a Tweedie distribution, whose variance is the mean to a power: normal, Poisson, gamma and what lies
 * between, such as amounts that are often 0. Minimises half the mean deviance plus alpha |w|^2 / 2. O(n d) per
 * iteration of lbfgs.
 * Reference: Jorgensen, JRSS B 49 (1987) 127; scikit-learn TweedieRegressor.
 *
 * @example
 * ```ts
 * const model = await new TweedieRegressor({ power: 1.5, alpha: 0 }).fit([[0], [1], [2]], [0, 3, 9]);
 * await model.predict([[1]]); // about 2.5
 * ```
 */
export class TweedieRegressor extends GlmBase<typeof declaration> {
  static readonly declaration = declaration;

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  protected family(): Family {
    const { power, link: asked } = this.params;
    const link = asked === 'auto' ? (power <= 0 ? 'identity' : 'log') : asked;
    return { power, link, loss: link === 'identity' ? halfTweedieIdentity(power) : halfTweedie(power) };
  }
}
