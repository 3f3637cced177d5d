import type { Matrix } from '../../core/matrix.js';
import { declare, type ParamsOf, real } from '../../core/params.js';
import type { Run } from '../../core/run.js';
import { CovarianceBase, type CovarianceModel, covarianceModel } from './covariance_base.js';
import { centredRows, secondMoments, shrink } from './estimates.js';
import { shared } from './options.js';

const declaration = declare('ShrunkCovariance', {
  ...shared,
  shrinkage: real(0.1, { min: 0, max: 1, doc: 'Share of the mean variance times the identity.' }),
});

/**
 * The empirical covariance drawn towards a multiple of the identity by a given share: it can be inverted also with few
 * rows. O(n d^2). Reference: scikit-learn ShrunkCovariance.
 *
 * @example
 * ```ts
 * const { data } = await loadIris();
 * const estimate = await new ShrunkCovariance({ shrinkage: 0.2 }).fit(data);
 * estimate.covariance.rows; // 4
 * ```
 */
export class ShrunkCovariance extends CovarianceBase<typeof declaration, CovarianceModel> {
  static readonly declaration = declaration;

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  protected async train(X: Matrix, run: Run): Promise<CovarianceModel> {
    await run.step(0, 1, 'pass');
    const { Z, location } = centredRows(X, this.params.assumeCentered);
    return covarianceModel(
      location,
      shrink(secondMoments(Z), this.params.shrinkage),
      this.params.storePrecision,
    );
  }
}
