import { UndefinedMetricWarning, warn } from '../../core/warnings.js';
import type { LabelTargets, Scores } from '../input.js';
import { checkOptionNames } from '../options.js';
import {
  type BinaryOptions,
  type BinaryProblem,
  binaryProblem,
  keepPositions,
  take,
  thresholdCounts,
} from './binary_problem.js';

/** Options of the curves. */
export interface CurveOptions extends BinaryOptions {
  /** Leave out points that the drawn curve does not need. */
  readonly dropIntermediate?: boolean;
}

/** A receiver operating characteristic. */
export interface RocCurve {
  /** False positive rate, rising from 0 to 1. */
  readonly fpr: Float64Array;
  /** True positive rate, rising from 0 to 1. */
  readonly tpr: Float64Array;
  /** Rows with a score of at least this are selected; falling, and the first is Infinity: none. */
  readonly thresholds: Float64Array;
}

/**
 * The receiver operating characteristic: the rates of false and true positives at each threshold. Points on straight
 * lines are left out unless `dropIntermediate` is false. A rate without rows is NaN, with a warning. O(n log n).
 * Source: Fawcett, Pattern Recognition Letters 27 (2006) 861; scikit-learn roc_curve.
 * @throws InvalidInputError for more than two classes (unless posLabel is named) or unusable scores.
 *
 * @example
 * ```ts
 * const { fpr, tpr } = rocCurve([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]);
 * fpr; // Float64Array [0, 0, 0.5, 0.5, 1]
 * ```
 */
export function rocCurve(yTrue: LabelTargets, yScore: Scores, options: CurveOptions = {}): RocCurve {
  const caller = 'rocCurve';
  checkOptionNames(options, ['posLabel', 'sampleWeight', 'dropIntermediate'], caller);
  const curve = rocOf(binaryProblem(yTrue, yScore, options, caller), options.dropIntermediate ?? true);
  const missing = [
    ...(Number.isNaN(curve.fpr[0]) ? ['negative'] : []),
    ...(Number.isNaN(curve.tpr[0]) ? ['positive'] : []),
  ];
  if (missing.length > 0) {
    const message = `yTrue holds no ${missing.join(' and no ')} row, so that rate is undefined (NaN). Pass rows of both classes.`;
    warn(new UndefinedMetricWarning(message, caller));
  }
  return curve;
}

/** The curve of a checked problem. */
export function rocOf(problem: BinaryProblem, dropIntermediate: boolean): RocCurve {
  const { fps, tps, thresholds } = thresholdCounts(problem);
  const n = fps.length;
  // A point is on a straight line when the steps to and from it are alike.
  const bent = (i: number): boolean =>
    fps[i + 1] - fps[i] !== fps[i] - fps[i - 1] || tps[i + 1] - tps[i] !== tps[i] - tps[i - 1];
  const kept = keepPositions(n, (i) => !dropIntermediate || bent(i));
  return {
    fpr: rates(fps, kept),
    tpr: rates(tps, kept),
    thresholds: withFirst(Number.POSITIVE_INFINITY, take(thresholds, kept)),
  };
}

function rates(counts: Float64Array, kept: Int32Array): Float64Array {
  const total = counts[counts.length - 1];
  return withFirst(0, take(counts, kept)).map((count) => (total > 0 ? count / total : Number.NaN));
}

/** The values behind one more. */
export function withFirst(first: number, values: Float64Array): Float64Array {
  const result = new Float64Array(values.length + 1);
  result[0] = first;
  result.set(values, 1);
  return result;
}
