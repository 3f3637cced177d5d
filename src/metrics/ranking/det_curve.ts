import { type LabelTargets, metricError, type Scores } from '../input.js';
import { checkOptionNames } from '../options.js';
import { binaryProblem, take, thresholdCounts } from './binary_problem.js';
import { endsOfPlateaus } from './precision_recall_curve.js';
import { type CurveOptions, withFirst } from './roc_curve.js';

/** A detection error trade-off. */
export interface DetCurve {
  /** False positive rate, falling. */
  readonly fpr: Float64Array;
  /** False negative rate, rising. */
  readonly fnr: Float64Array;
  /** Rows with a score of at least this are selected; rising. Infinity selects none. */
  readonly thresholds: Float64Array;
}

/**
 * The detection error trade-off: the rates of false positives and false negatives at each threshold, from the least
 * rate of false positives to the least of false negatives. O(n log n).
 * Source: Martin et al., Eurospeech (1997) 1895; scikit-learn det_curve.
 * @throws InvalidInputError unless both classes occur.
 *
 * @example
 * ```ts
 * const { fpr, fnr } = detCurve([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]);
 * fpr; // Float64Array [0.5, 0.5, 0]
 * ```
 */
export function detCurve(yTrue: LabelTargets, yScore: Scores, options: CurveOptions = {}): DetCurve {
  const caller = 'detCurve';
  checkOptionNames(options, ['posLabel', 'sampleWeight', 'dropIntermediate'], caller);
  const counts = thresholdCounts(binaryProblem(yTrue, yScore, options, caller));
  let fps = withFirst(0, counts.fps);
  let tps = withFirst(0, counts.tps);
  let thresholds = withFirst(Number.POSITIVE_INFINITY, counts.thresholds);
  const negatives = fps[fps.length - 1];
  const positives = tps[tps.length - 1];
  if (negatives === 0 || positives === 0)
    throw metricError(caller, 'yTrue', 'must hold both classes', 'one class', 'Pass rows of both.');
  if (options.dropIntermediate) {
    const kept = endsOfPlateaus(tps);
    [fps, tps, thresholds] = [take(fps, kept), take(tps, kept), take(thresholds, kept)];
  }
  // From the last threshold without false positives to the first without false negatives.
  let start = 0;
  while (fps[start + 1] === 0) start++;
  let end = start;
  while (tps[end] < positives) end++;
  return {
    fpr: fps
      .slice(start, end + 1)
      .reverse()
      .map((fp) => fp / negatives),
    fnr: tps
      .slice(start, end + 1)
      .reverse()
      .map((tp) => (positives - tp) / positives),
    thresholds: thresholds.slice(start, end + 1).reverse(),
  };
}
