import { UndefinedMetricWarning, warn } from '../../core/warnings.js';
import type { LabelTargets, Scores } from '../input.js';
import { checkOptionNames } from '../options.js';
import { type BinaryProblem, binaryProblem, keepPositions, take, thresholdCounts } from './binary_problem.js';
import type { CurveOptions } from './roc_curve.js';

/** Precision and recall at each threshold, and a last point (1, 0) without one. */
export interface PrecisionRecallCurve {
  /** thresholds + 1 values; the last is 1. */
  readonly precision: Float64Array;
  /** thresholds + 1 values, falling; the last is 0. */
  readonly recall: Float64Array;
  /** The distinct scores, rising. */
  readonly thresholds: Float64Array;
}

/**
 * Precision and recall at each threshold, selecting the rows with at least that score. `dropIntermediate: true` leaves
 * out points between others of the same recall. Without positive rows recall is 1 everywhere, with a warning.
 * O(n log n). Source: scikit-learn precision_recall_curve.
 * @throws InvalidInputError for more than two classes (unless posLabel is named) or unusable scores.
 *
 * @example
 * ```ts
 * const { precision, recall } = precisionRecallCurve([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]);
 * recall; // Float64Array [1, 1, 0.5, 0.5, 0]
 * ```
 */
export function precisionRecallCurve(
  yTrue: LabelTargets,
  yScore: Scores,
  options: CurveOptions = {},
): PrecisionRecallCurve {
  const caller = 'precisionRecallCurve';
  checkOptionNames(options, ['posLabel', 'sampleWeight', 'dropIntermediate'], caller);
  const problem = binaryProblem(yTrue, yScore, options, caller);
  const { curve, positives } = precisionRecallOf(problem, options.dropIntermediate ?? false);
  if (positives === 0) warnNoPositives(caller);
  return curve;
}

/** Warns of an undefined recall. */
export function warnNoPositives(caller: string): void {
  const message =
    'yTrue holds no positive row: recall is set to 1 at every threshold. Pass rows of both classes.';
  warn(new UndefinedMetricWarning(message, caller));
}

/** Flags the points that are the first or last of their number of true positives. */
export function endsOfPlateaus(tps: Float64Array): Int32Array {
  return keepPositions(tps.length, (i) => tps[i] !== tps[i - 1] || tps[i + 1] !== tps[i]);
}

/** The curve of a checked problem, and the weight of its positive rows. */
export function precisionRecallOf(
  problem: BinaryProblem,
  dropIntermediate: boolean,
): { curve: PrecisionRecallCurve; positives: number } {
  const all = thresholdCounts(problem);
  const kept = dropIntermediate ? endsOfPlateaus(all.tps) : undefined;
  const choose = (values: Float64Array): Float64Array => (kept ? take(values, kept) : values);
  const [fps, tps, thresholds] = [choose(all.fps), choose(all.tps), choose(all.thresholds)];
  const n = tps.length;
  const positives = tps[n - 1];
  const precision = new Float64Array(n + 1);
  const recall = new Float64Array(n + 1);
  for (let i = 0; i < n; i++) {
    const from = n - 1 - i;
    precision[i] = tps[from] / (tps[from] + fps[from]);
    recall[i] = positives > 0 ? tps[from] / positives : 1;
  }
  precision[n] = 1;
  return { curve: { precision, recall, thresholds: thresholds.reverse() }, positives };
}
