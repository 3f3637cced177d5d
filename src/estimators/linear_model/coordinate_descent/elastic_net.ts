import { bool, declare, type ParamsOf, real } from '../../../core/params.js';
import { ElasticNetBase } from './elastic_net_base.js';
import { descentSpecs, precomputeParam } from './options.js';

const declaration = declare('ElasticNet', {
  alpha: real(1, { min: 0, doc: 'Strength of the penalty.' }),
  l1Ratio: real(0.5, { min: 0, max: 1, doc: 'Share of the l1 penalty: 1 is the lasso, 0 ridge regression.' }),
  precompute: precomputeParam(false),
  warmStart: bool(false, { doc: 'Start from the coefficients of the fit before.' }),
  ...descentSpecs,
});

/**
 * Linear regression with l1 and l2 penalties: few coefficients, and columns that go together are kept together.
 * Minimises |y - Xw|^2 / 2n + alpha l1Ratio |w|_1 + 0.5 alpha (1 - l1Ratio) |w|^2 by coordinate descent; columns that
 * the duality gap rules out are left aside. Scale the columns first. O(n d) per sweep.
 * References: Zou and Hastie, JRSS B 67 (2005) 301; Friedman, Hastie, Tibshirani, J. Stat. Softw. 33 (2010);
 * Ndiaye et al., JMLR 18 (2017); scikit-learn ElasticNet.
 *
 * @throws InvalidParameterError for a Gram matrix that is not that of X.
 * @example
 * ```ts
 * const { data, target } = await loadDiabetes();
 * const model = await new ElasticNet({ alpha: 0.01, l1Ratio: 0.7 }).fit(data, target);
 * model.nIter[0] > 0; // true
 * ```
 */
export class ElasticNet extends ElasticNetBase<typeof declaration> {
  static readonly declaration = declaration;

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  protected ratio(): number {
    return this.params.l1Ratio;
  }
}
