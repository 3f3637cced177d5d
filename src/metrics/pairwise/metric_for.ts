import { inputError } from '../../core/input.js';
import { Matrix } from '../../core/matrix.js';
import { DataWarning, warn } from '../../core/warnings.js';
import {
  type DistanceCallable,
  type DistanceName,
  distanceMetrics,
  type MetricParams,
  type ResolvedMetric,
  resolveMetric,
} from '../../kernels/distances.js';
import { optionError } from '../options.js';
import type { RowPair } from './inputs.js';

/** A distance by name or a function of two rows. */
export type PairwiseMetric = DistanceName | DistanceCallable;

/** Names of the parameters of the distances. */
export const metricParamNames: readonly string[] = ['p', 'w', 'V', 'VI'];

/** The parameters of the distance among other options. */
export function metricParamsOf({ p, w, V, VI }: MetricParams): MetricParams {
  return { p, w, V, VI };
}

/** Whether a named distance takes NaN as "missing". */
export function acceptsNaN(metric: string | DistanceCallable): boolean {
  return typeof metric === 'string' && (distanceMetrics.get(metric)?.allowsNaN ?? false);
}

/**
 * Binds a distance to data: within one set of rows, 'seuclidean' without V takes the variances of the columns and
 * 'mahalanobis' without VI the inverse of their covariance (both with n - 1). Between two sets they must be
 * given, as scikit-learn has it.
 * @throws InvalidParameterError for an unknown distance or unfit parameters; InvalidInputError when the data do
 * not suit it.
 */
export function metricFor(
  metric: string | DistanceCallable,
  params: MetricParams,
  pair: RowPair,
  caller: string,
): ResolvedMetric {
  const { V, VI } = params;
  const completed = { ...params };
  if (metric === 'seuclidean' && !V) completed.V = covariance(pair, caller, metric).diagonal;
  if (metric === 'mahalanobis' && !VI) {
    const { columns } = pair.X;
    completed.VI = Matrix.of(invert(covariance(pair, caller, metric).cells, columns, caller), columns);
  }
  const resolved = resolveMetric(metric, completed, pair.X.columns, caller);
  if (resolved.boolean) warnOfNumbers(pair, resolved.name, caller);
  return resolved;
}

function warnOfNumbers({ X, Y }: RowPair, name: string, caller: string): void {
  const isNumber = (value: number): boolean => value !== 0 && value !== 1;
  if (X.data.some(isNumber) || Y.data.some(isNumber)) {
    warn(new DataWarning(`metric '${name}' sees only whether a value is zero. Pass 0 and 1.`, caller));
  }
}

function covariance({ X, same }: RowPair, caller: string, metric: string) {
  const parameter = metric === 'seuclidean' ? 'V' : 'VI';
  if (!same) {
    throw optionError(
      caller,
      parameter,
      `is needed by metric '${metric}' when Y is given`,
      undefined,
      'Estimate it from the training rows.',
    );
  }
  const { data, rows: n, columns: d } = X;
  if (n < 2) {
    throw inputError(
      caller,
      'X',
      `has too few rows to estimate ${parameter}`,
      `${n} rows`,
      `Pass ${parameter}.`,
    );
  }
  const means = new Float64Array(d);
  for (let k = 0; k < data.length; k++) means[k % d] += data[k];
  for (let j = 0; j < d; j++) means[j] /= n;
  const cells = new Float64Array(d * d);
  for (let r = 0; r < n; r++) {
    for (let i = 0; i < d; i++) {
      const deviation = data[r * d + i] - means[i];
      for (let j = 0; j <= i; j++) cells[i * d + j] += deviation * (data[r * d + j] - means[j]);
    }
  }
  for (let i = 0; i < d; i++) {
    for (let j = 0; j <= i; j++) cells[j * d + i] = cells[i * d + j] /= n - 1;
  }
  return { cells, diagonal: Float64Array.from({ length: d }, (_, i) => cells[i * d + i]) };
}

/** Gauss-Jordan with row pivots. O(d^3). */
function invert(A: Float64Array, d: number, caller: string): Float64Array {
  const inverse = new Float64Array(d * d);
  for (let i = 0; i < d; i++) inverse[i * d + i] = 1;
  const largest = A.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  for (let c = 0; c < d; c++) {
    let pivot = c;
    for (let i = c + 1; i < d; i++) if (Math.abs(A[i * d + c]) > Math.abs(A[pivot * d + c])) pivot = i;
    if (!(Math.abs(A[pivot * d + c]) > largest * d * Number.EPSILON)) {
      throw inputError(
        caller,
        'X',
        "has a singular covariance matrix, which 'mahalanobis' cannot invert",
        `${d} columns that depend on each other`,
        'Drop such columns, or pass VI.',
      );
    }
    for (const M of [A, inverse]) {
      for (let j = 0; j < d; j++) {
        const value = M[c * d + j];
        M[c * d + j] = M[pivot * d + j];
        M[pivot * d + j] = value;
      }
    }
    const scale = A[c * d + c];
    for (let j = 0; j < d; j++) {
      A[c * d + j] /= scale;
      inverse[c * d + j] /= scale;
    }
    for (let i = 0; i < d; i++) {
      const factor = A[i * d + c];
      if (i === c || factor === 0) continue;
      for (let j = 0; j < d; j++) {
        A[i * d + j] -= factor * A[c * d + j];
        inverse[i * d + j] -= factor * inverse[c * d + j];
      }
    }
  }
  return inverse;
}
