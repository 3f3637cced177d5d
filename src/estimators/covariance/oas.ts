import type { Matrix } from '../../core/matrix.js';
import { declare, type ParamsOf } from '../../core/params.js';
import type { Run } from '../../core/run.js';
import { CovarianceBase, type CovarianceModel, covarianceModel } from './covariance_base.js';
import { centredRows, oasOf, secondMoments, shrink } from './estimates.js';
import { shared } from './options.js';

const declaration = declare('OAS', shared);

type ShrunkModel = CovarianceModel & { readonly shrinkage: number };

/**
 * The covariance shrunk towards a multiple of the identity by the share that approximates the oracle's for normal rows.
 * Use it with few rows. O(n d^2). Reference: Chen, Wiesel, Eldar, Hero (2010); scikit-learn OAS.
 *
 * @example
 * ```ts
 * const { data } = await loadIris();
 * const estimate = await new OAS().fit(data);
 * estimate.shrinkage; // small: 150 rows of 4 columns need little
 * ```
 */
export class OAS extends CovarianceBase<typeof declaration, ShrunkModel> {
  static readonly declaration = declaration;

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  protected async train(X: Matrix, run: Run): Promise<ShrunkModel> {
    await run.step(0, 1, 'pass');
    const { Z, location } = centredRows(X, this.params.assumeCentered);
    const empirical = secondMoments(Z);
    const shrinkage = oasOf(empirical, X.rows);
    const covariance = shrink(empirical, shrinkage);
    return { ...covarianceModel(location, covariance, this.params.storePrecision), shrinkage };
  }

  /** The share of the identity. */
  get shrinkage(): number {
    return this.learned('shrinkage').shrinkage;
  }
}
