import type { Matrix } from '../../core/matrix.js';
import { declare, nullable, type ParamsOf, real, seed } from '../../core/params.js';
import type { Run } from '../../core/run.js';
import { CovarianceBase } from './covariance_base.js';
import { shared } from './options.js';
import { type RobustModel, robustCovariance } from './robust.js';

const declaration = declare('MinCovDet', {
  ...shared,
  supportFraction: nullable(
    real(0.5, {
      min: 0,
      exclusiveMin: true,
      max: 1,
      doc: 'Share of rows that count; null takes about half.',
    }),
  ),
  randomState: seed(),
});

/**
 * A covariance that outliers cannot spoil: that of the half of the rows with the smallest determinant, corrected and
 * reweighted once. Use it for data with up to half bad rows. O(n d^2) per step, some hundred steps.
 * Reference: Rousseeuw, Van Driessen (1999); scikit-learn MinCovDet.
 *
 * @example
 * ```ts
 * const { data } = await loadIris();
 * const estimate = await new MinCovDet({ randomState: 0 }).fit(data);
 * estimate.support.length; // 150
 * ```
 */
export class MinCovDet extends CovarianceBase<typeof declaration, RobustModel> {
  static readonly declaration = declaration;

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  protected train(X: Matrix, run: Run): Promise<RobustModel> {
    return robustCovariance(X, this.params, this.type, run);
  }

  /** Location before correction and reweighting. */
  get rawLocation(): Float64Array {
    return this.learned('rawLocation').rawLocation;
  }

  /** Covariance before correction and reweighting. */
  get rawCovariance(): Matrix {
    return this.learned('rawCovariance').rawCovariance;
  }

  /** 1 for the rows of the smallest determinant, else 0. */
  get rawSupport(): Uint8Array {
    return this.learned('rawSupport').rawSupport;
  }

  /** 1 for the rows that the estimate rests on, else 0. */
  get support(): Uint8Array {
    return this.learned('support').support;
  }

  /** Squared Mahalanobis distance of each row of fit. */
  get dist(): Float64Array {
    return this.learned('dist').dist;
  }
}
