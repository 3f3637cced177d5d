import { InvalidInputError } from '../../core/errors.js';
import type { Matrix } from '../../core/matrix.js';
import { RandomState, type RandomStateLike } from '../../core/random.js';
import type { Run } from '../../core/run.js';
import { DataWarning, warn } from '../../core/warnings.js';
import { centred, momentsOf, pseudoInverse, quadraticForms } from '../../kernels/linalg/index.js';
import { chiSquaredQuantile } from '../../kernels/special.js';
import { type CovarianceModel, covarianceModel } from './covariance_base.js';
import { secondMoments } from './estimates.js';
import { fastMcd } from './fast_mcd.js';

/** What a robust covariance estimator learns. */
export interface RobustModel extends CovarianceModel {
  readonly rawLocation: Float64Array;
  readonly rawCovariance: Matrix;
  /** 1 for the rows of the smallest determinant. */
  readonly rawSupport: Uint8Array;
  /** 1 for the rows that the estimate rests on. */
  readonly support: Uint8Array;
  /** Squared distance of each row of fit. */
  readonly dist: Float64Array;
}

interface RobustOptions {
  readonly assumeCentered: boolean;
  readonly supportFraction: number | null;
  readonly storePrecision: boolean;
  readonly randomState: RandomStateLike | null;
}

/** The estimate of smallest determinant, made consistent for normal rows and reweighted once. */
export async function robustCovariance(
  X: Matrix,
  options: RobustOptions,
  type: string,
  run: Run,
): Promise<RobustModel> {
  const { rows: n, columns: d } = X;
  const { assumeCentered, supportFraction, storePrecision } = options;
  const h =
    supportFraction === null
      ? Math.min(n, Math.ceil(0.5 * (n + d + 1)))
      : Math.max(1, Math.floor(supportFraction * n));
  const raw = await fastMcd(X, h, RandomState.from(options.randomState), run);
  let { location, covariance, distances } = raw;
  if (!Number.isFinite(raw.logDet)) {
    warn(
      new DataWarning(
        'The covariance of the chosen rows is singular: some columns follow from others.',
        type,
      ),
    );
  }
  if (assumeCentered) {
    location = new Float64Array(d);
    covariance = secondMoments(X.takeRows(rowsOf(raw.support)));
    distances = quadraticForms(X, pseudoInverse(covariance));
  }
  if (covariance.data.every((x) => x === 0)) {
    throw new InvalidInputError(
      `${type}: the ${h} rows that lie closest are all equal, so that the covariance is zero. Raise supportFraction.`,
      { estimator: type, parameter: 'supportFraction', remedy: 'raise supportFraction' },
    );
  }
  // Consistent for normal rows: the median distance is what chi-squared says.
  const correction = median(distances) / chiSquaredQuantile(0.5, d);
  const cut = chiSquaredQuantile(0.975, d);
  const support = Uint8Array.from(distances, (value) => (value / correction < cut ? 1 : 0));
  const part = X.takeRows(rowsOf(support));
  const center = assumeCentered ? new Float64Array(d) : momentsOf(part).mean;
  const final = covarianceModel(center, secondMoments(centred(part, center)), storePrecision);
  const precision = final.precision ?? pseudoInverse(final.covariance);
  return {
    ...final,
    rawLocation: location,
    rawCovariance: covariance,
    rawSupport: raw.support,
    support,
    dist: quadraticForms(centred(X, center), precision),
  };
}

function rowsOf(support: Uint8Array): number[] {
  const rows: number[] = [];
  support.forEach((inside, i) => {
    if (inside) rows.push(i);
  });
  return rows;
}

function median(values: Float64Array): number {
  const sorted = values.slice().sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
