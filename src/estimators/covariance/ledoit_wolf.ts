import type { Matrix } from '../../core/matrix.js';
import { declare, type ParamsOf } from '../../core/params.js';
import type { Run } from '../../core/run.js';
import { CovarianceBase, type CovarianceModel, covarianceModel } from './covariance_base.js';
import { centredRows, ledoitWolfOf, secondMoments, shrink } from './estimates.js';
import { shared } from './options.js';

const declaration = declare('LedoitWolf', shared);

type ShrunkModel = CovarianceModel & { readonly shrinkage: number };

/**
 * The covariance shrunk towards a multiple of the identity by the share that is best in mean square for many columns.
 * Use it with few rows. O(n d^2). Reference: Ledoit, Wolf (2004); scikit-learn LedoitWolf.
 *
 * @example
 * ```ts
 * const { data } = await loadIris();
 * const estimate = await new LedoitWolf().fit(data);
 * estimate.shrinkage; // small: 150 rows of 4 columns need little
 * ```
 */
export class LedoitWolf extends CovarianceBase<typeof declaration, ShrunkModel> {
  static readonly declaration = declaration;

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  protected async train(X: Matrix, run: Run): Promise<ShrunkModel> {
    await run.step(0, 1, 'pass');
    const { Z, location } = centredRows(X, this.params.assumeCentered);
    const shrinkage = ledoitWolfOf(Z);
    const covariance = shrink(secondMoments(Z), shrinkage);
    return { ...covarianceModel(location, covariance, this.params.storePrecision), shrinkage };
  }

  /** The share of the identity. */
  get shrinkage(): number {
    return this.learned('shrinkage').shrinkage;
  }
}
