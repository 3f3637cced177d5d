import type { Matrix } from '../../core/matrix.js';
import { declare, type ParamsOf } from '../../core/params.js';
import type { Run } from '../../core/run.js';
import { CovarianceBase, type CovarianceModel, covarianceModel } from './covariance_base.js';
import { centredRows, secondMoments } from './estimates.js';
import { shared } from './options.js';

const declaration = declare('EmpiricalCovariance', shared);

/**
 * The covariance by maximum likelihood: mean products of deviations. Use it with many more rows than columns. O(n d^2).
 * Reference: scikit-learn EmpiricalCovariance.
 *
 * @example
 * ```ts
 * const { data } = await loadIris();
 * const estimate = await new EmpiricalCovariance().fit(data);
 * estimate.covariance.get(0, 0); // 0.681
 * ```
 */
export class EmpiricalCovariance extends CovarianceBase<typeof declaration, CovarianceModel> {
  static readonly declaration = declaration;

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  protected async train(X: Matrix, run: Run): Promise<CovarianceModel> {
    await run.step(0, 1, 'pass');
    const { Z, location } = centredRows(X, this.params.assumeCentered);
    return covarianceModel(location, secondMoments(Z), this.params.storePrecision);
  }
}
