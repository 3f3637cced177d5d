import type { Label, Labels } from '../../core/labels.js';
import { UndefinedMetricWarning, warn } from '../../core/warnings.js';
import { metricError } from '../classification/labels_input.js';
import { checkOptionNames } from '../options.js';
import { type BinaryScores, binaryScores, type Scores } from './scores_input.js';

/** Options of the curves. */
export interface CurveOptions {
  /** The positive class; default 1 or true. */
  readonly posLabel?: Label;
  /** One weight per row. */
  readonly sampleWeight?: ArrayLike<number>;
  /** Leave out points on straight lines. */
  readonly dropIntermediate?: boolean;
}

const NAMES = ['posLabel', 'sampleWeight', 'dropIntermediate'];

/** Weights of false and true positives when rows with at least each threshold are selected, thresholds falling. */
export interface ThresholdCounts {
  readonly fps: Float64Array;
  readonly tps: Float64Array;
  readonly thresholds: Float64Array;
}

/** Cumulated counts at each distinct score, highest first. O(n log n). */
export function thresholdCounts({ positive, scores, weights }: BinaryScores): ThresholdCounts {
  const n = scores.length;
  const order = Int32Array.from({ length: n }, (_, i) => i).sort((a, b) => scores[b] - scores[a] || a - b);
  const fps: number[] = [];
  const tps: number[] = [];
  const thresholds: number[] = [];
  let fp = 0;
  let tp = 0;
  for (let i = 0; i < n; i++) {
    const row = order[i];
    const w = weights ? weights[row] : 1;
    // Rows of weight 0 are not there at all.
    if (w === 0) continue;
    if (positive[row]) tp += w;
    else fp += w;
    if (thresholds.length > 0 && thresholds[thresholds.length - 1] === scores[row]) {
      fps[fps.length - 1] = fp;
      tps[tps.length - 1] = tp;
    } else {
      fps.push(fp);
      tps.push(tp);
      thresholds.push(scores[row]);
    }
  }
  return {
    fps: Float64Array.from(fps),
    tps: Float64Array.from(tps),
    thresholds: Float64Array.from(thresholds),
  };
}

/** A receiver operating characteristic. */
export interface RocCurve {
  /** False positive rate, rising from 0 to 1. */
  readonly fpr: Float64Array;
  /** True positive rate. */
  readonly tpr: Float64Array;
  /** Rows with a score of at least this are selected; the first is Infinity: none. */
  readonly thresholds: Float64Array;
}

/**
 * The receiver operating characteristic. O(n log n). Reference: Fawcett, Pattern Recognition Letters 27 (2006)
 * 861; scikit-learn roc_curve.
 *
 * @example
 * ```ts
 * const { fpr, tpr } = rocCurve([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]);
 * fpr; // Float64Array [0, 0, 0.5, 0.5, 1]
 * ```
 */
export function rocCurve(yTrue: Labels, yScore: Scores, options: CurveOptions = {}): RocCurve {
  checkOptionNames(options, NAMES, 'rocCurve');
  const { dropIntermediate = true } = options;
  return rocOf(binaryScores(yTrue, yScore, options, 'rocCurve'), dropIntermediate, 'rocCurve');
}

/** The curve of a checked problem. */
export function rocOf(problem: BinaryScores, dropIntermediate: boolean, caller: string): RocCurve {
  const { fps, tps, thresholds } = thresholdCounts(problem);
  const last = fps.length - 1;
  const keep = Array.from(fps.keys()).filter((i) => {
    if (!dropIntermediate || i === 0 || i === last || fps.length <= 2) return true;
    // A point is on a straight line when both of its steps are alike.
    const bent = fps[i + 1] - fps[i] !== fps[i] - fps[i - 1] || tps[i + 1] - tps[i] !== tps[i] - tps[i - 1];
    return bent;
  });
  const rate = (counts: Float64Array, what: string): Float64Array => {
    const total = counts[last];
    if (!(total > 0)) {
      warn(new UndefinedMetricWarning(`there are no ${what} rows: their rate is undefined (NaN).`, caller));
    }
    return Float64Array.from([0, ...keep.map((i) => counts[i])], (count) =>
      total > 0 ? count / total : Number.NaN,
    );
  };
  return {
    fpr: rate(fps, 'negative'),
    tpr: rate(tps, 'positive'),
    thresholds: Float64Array.from([Number.POSITIVE_INFINITY, ...keep.map((i) => thresholds[i])]),
  };
}

/** A precision-recall curve: recall falls to 0, precision ends at 1; one threshold fewer. */
export interface PrecisionRecallCurve {
  readonly precision: Float64Array;
  readonly recall: Float64Array;
  /** Rising. */
  readonly thresholds: Float64Array;
}

/** Precision and recall at each threshold. O(n log n). Reference: scikit-learn precision_recall_curve. */
export function precisionRecallCurve(
  yTrue: Labels,
  yScore: Scores,
  options: CurveOptions = {},
): PrecisionRecallCurve {
  checkOptionNames(options, NAMES, 'precisionRecallCurve');
  const problem = binaryScores(yTrue, yScore, options, 'precisionRecallCurve');
  return precisionRecallOf(problem, options.dropIntermediate ?? false, 'precisionRecallCurve');
}

/** The curve of a checked problem. */
export function precisionRecallOf(
  problem: BinaryScores,
  dropIntermediate: boolean,
  caller: string,
): PrecisionRecallCurve {
  const { fps, tps, thresholds } = thresholdCounts(problem);
  const last = tps.length - 1;
  const keep = Array.from(tps.keys()).filter(
    (i) => !dropIntermediate || i === 0 || i === last || tps[i] !== tps[i - 1] || tps[i] !== tps[i + 1],
  );
  if (tps[last] === 0) {
    warn(
      new UndefinedMetricWarning(
        'there are no positive rows: recall is set to 1 at every threshold.',
        caller,
      ),
    );
  }
  const down = [...keep].reverse();
  return {
    precision: Float64Array.from([...down.map((i) => tps[i] / (tps[i] + fps[i])), 1]),
    recall: Float64Array.from([...down.map((i) => (tps[last] === 0 ? 1 : tps[i] / tps[last])), 0]),
    thresholds: Float64Array.from(down, (i) => thresholds[i]),
  };
}

/** A detection error trade-off curve: false positives against false negatives. */
export interface DetCurve {
  readonly fpr: Float64Array;
  readonly fnr: Float64Array;
  readonly thresholds: Float64Array;
}

/** Error rates at each threshold, falling thresholds last. Reference: scikit-learn det_curve. */
export function detCurve(
  yTrue: Labels,
  yScore: Scores,
  options: Omit<CurveOptions, 'dropIntermediate'> = {},
): DetCurve {
  checkOptionNames(options, ['posLabel', 'sampleWeight'], 'detCurve');
  const { fps, tps, thresholds } = thresholdCounts(binaryScores(yTrue, yScore, options, 'detCurve'));
  const last = fps.length - 1;
  if (fps[last] === 0 || tps[last] === 0)
    throw metricError('detCurve', 'yTrue must hold both classes', 'Pass rows of both.');
  // The part of the curve where only one rate is 0: before it nothing is selected, after it everything is.
  let start = 0;
  while (start < last && fps[start + 1] === fps[0] && fps[0] === 0) start++;
  if (fps[0] !== 0) start = 0;
  let end = 0;
  while (tps[end] < tps[last]) end++;
  const rows = Array.from({ length: end - start + 1 }, (_, i) => end - i);
  return {
    fpr: Float64Array.from(rows, (i) => fps[i] / fps[last]),
    fnr: Float64Array.from(rows, (i) => (tps[last] - tps[i]) / tps[last]),
    thresholds: Float64Array.from(rows, (i) => thresholds[i]),
  };
}

/** Completeness and contamination of the sample of rows above each threshold. */
export interface CompletenessContaminationCurve {
  /** Falling. */
  readonly thresholds: Float64Array;
  /** Share of the true members that are selected (recall), rising. */
  readonly completeness: Float64Array;
  /** Share of the selected rows that are no members (1 - precision). */
  readonly contamination: Float64Array;
}

/**
 * The astronomers' trade-off: how complete and how contaminated the sample of rows with a score of at least
 * each threshold is. O(n log n).
 *
 * @example
 * ```ts
 * const curve = completenessContaminationCurve(['QSO', 'STAR', 'QSO'], [0.9, 0.8, 0.3], { posLabel: 'QSO' });
 * curve.completeness; // Float64Array [0.5, 0.5, 1]
 * ```
 */
export function completenessContaminationCurve(
  yTrue: Labels,
  yScore: Scores,
  options: Omit<CurveOptions, 'dropIntermediate'> = {},
): CompletenessContaminationCurve {
  const caller = 'completenessContaminationCurve';
  checkOptionNames(options, ['posLabel', 'sampleWeight'], caller);
  const { fps, tps, thresholds } = thresholdCounts(binaryScores(yTrue, yScore, options, caller));
  const members = tps[tps.length - 1];
  if (!(members > 0))
    warn(new UndefinedMetricWarning('there are no members: completeness is undefined (NaN).', caller));
  return {
    thresholds,
    completeness: tps.map((tp) => (members > 0 ? tp / members : Number.NaN)),
    contamination: fps.map((fp, i) => fp / (fp + tps[i])),
  };
}

/** The greatest completeness that a contamination of at most `contamination` allows, and its threshold. */
export function completenessAtContamination(
  yTrue: Labels,
  yScore: Scores,
  options: Omit<CurveOptions, 'dropIntermediate'> & { contamination: number },
): { completeness: number; threshold: number } {
  const { contamination, ...rest } = options;
  const curve = completenessContaminationCurve(yTrue, yScore, rest);
  let best = { completeness: 0, threshold: Number.POSITIVE_INFINITY };
  curve.contamination.forEach((value, i) => {
    if (value <= contamination && curve.completeness[i] > best.completeness) {
      best = { completeness: curve.completeness[i], threshold: curve.thresholds[i] };
    }
  });
  return best;
}

/** The least contamination of a sample at least as complete as `completeness`, and its threshold. */
export function contaminationAtCompleteness(
  yTrue: Labels,
  yScore: Scores,
  options: Omit<CurveOptions, 'dropIntermediate'> & { completeness: number },
): { contamination: number; threshold: number } {
  const { completeness, ...rest } = options;
  const curve = completenessContaminationCurve(yTrue, yScore, rest);
  let best = { contamination: Number.NaN, threshold: Number.NaN };
  curve.completeness.forEach((value, i) => {
    if (value >= completeness && !(curve.contamination[i] >= best.contamination)) {
      best = { contamination: curve.contamination[i], threshold: curve.thresholds[i] };
    }
  });
  return best;
}
