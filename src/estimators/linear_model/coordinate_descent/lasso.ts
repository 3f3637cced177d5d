import { bool, declare, type ParamsOf, real } from '../../../core/params.js';
import { ElasticNetBase } from './elastic_net_base.js';
import { descentSpecs, precomputeParam } from './options.js';

const declaration = declare('Lasso', {
  alpha: real(1, { min: 0, doc: 'Strength of the l1 penalty.' }),
  precompute: precomputeParam(false),
  warmStart: bool(false, { doc: 'Start from the coefficients of the fit before.' }),
  ...descentSpecs,
});

/**
 * Linear regression with an l1 penalty: most coefficients become exactly zero, so it chooses columns. Minimises
 * |y - Xw|^2 / 2n + alpha |w|_1 by coordinate descent; columns that the duality gap rules out are left aside. Scale the
 * columns first. O(n d) per sweep.
 * References: Tibshirani, JRSS B 58 (1996) 267; Ndiaye et al., JMLR 18 (2017); scikit-learn Lasso.
 *
 * @throws InvalidParameterError for a Gram matrix that is not that of X.
 * @example
 * ```ts
 * const model = await new Lasso({ alpha: 0.1 }).fit([[0, 1], [1, 0], [2, 1]], [0, 1, 2]);
 * model.coef.to2DArray(); // [[0.85, 0]]
 * ```
 */
export class Lasso extends ElasticNetBase<typeof declaration> {
  static readonly declaration = declaration;

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  protected ratio(): number {
    return 1;
  }
}
