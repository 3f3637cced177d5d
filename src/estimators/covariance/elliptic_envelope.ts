import type { MatrixLike } from '../../core/input.js';
import type { Matrix } from '../../core/matrix.js';
import { declare, nullable, type ParamsOf, real, seed } from '../../core/params.js';
import type { Run, RunOptions } from '../../core/run.js';
import { tags } from '../../core/tags.js';
import { centred, pseudoInverse, quadraticForms } from '../../kernels/linalg/index.js';
import { OutlierDetectorBase, type OutlierDetectorData, type OutlierDetectorModel } from '../base/index.js';
import { shared } from './options.js';
import { type RobustModel, robustCovariance } from './robust.js';

const declaration = declare('EllipticEnvelope', {
  ...shared,
  supportFraction: nullable(
    real(0.5, {
      min: 0,
      exclusiveMin: true,
      max: 1,
      doc: 'Share of rows that count; null takes about half.',
    }),
  ),
  contamination: real(0.1, {
    min: 0,
    exclusiveMin: true,
    max: 0.5,
    doc: 'Share of outliers in the data of fit.',
  }),
  randomState: seed(),
});

/**
 * Finds outliers of data that is normal but for them: rows far from the centre by a robust Mahalanobis distance. Use it
 * for one cloud of points; for several see LocalOutlierFactor. Cost as MinCovDet.
 * Reference: Rousseeuw, Van Driessen (1999); scikit-learn EllipticEnvelope.
 *
 * @example
 * ```ts
 * const { data } = await loadIris();
 * const detector = await new EllipticEnvelope({ randomState: 0 }).fit(data);
 * (await detector.predict([[50, 50, 50, 50]]))[0]; // -1
 * ```
 */
export class EllipticEnvelope extends OutlierDetectorBase<typeof declaration, RobustModel> {
  static readonly declaration = declaration;
  override readonly tags = tags('outlier_detector');

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  protected async train({ X }: OutlierDetectorData, run: Run): Promise<OutlierDetectorModel<RobustModel>> {
    const model = await robustCovariance(X, this.params, this.type, run);
    const scores = model.dist.map((value) => -value).sort();
    // The percentile with linear interpolation, as in NumPy.
    const at = this.params.contamination * (scores.length - 1);
    const low = Math.floor(at);
    const high = Math.min(low + 1, scores.length - 1);
    return { ...model, offset: scores[low] + (at - low) * (scores[high] - scores[low]) };
  }

  protected async scoreRows(X: Matrix): Promise<Float64Array> {
    return this.distances(X).map((value) => -value);
  }

  /** Squared Mahalanobis distance of each row of X from the location. */
  async mahalanobis(X: MatrixLike, _options: RunOptions = {}): Promise<Float64Array> {
    return this.distances(this.checkX(X, 'mahalanobis'));
  }

  /** Inverse of the covariance. */
  getPrecision(): Matrix {
    const { precision, covariance } = this.learned('getPrecision');
    return precision ?? pseudoInverse(covariance);
  }

  /** Robust location of each column. */
  get location(): Float64Array {
    return this.learned('location').location;
  }

  /** Robust covariance: d x d. */
  get covariance(): Matrix {
    return this.learned('covariance').covariance;
  }

  /** Inverse of the covariance, when `storePrecision` is true; else null. */
  get precision(): Matrix | null {
    return this.learned('precision').precision;
  }

  /** 1 for the rows that the estimate rests on, else 0. */
  get support(): Uint8Array {
    return this.learned('support').support;
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

  /** Squared Mahalanobis distance of each row of fit. */
  get dist(): Float64Array {
    return this.learned('dist').dist;
  }

  private distances(X: Matrix): Float64Array {
    return quadraticForms(centred(X, this.learned('mahalanobis').location), this.getPrecision());
  }
}
