import { UndefinedMetricWarning, warn } from '../../core/warnings.js';
import type { LabelTargets, Scores } from '../input.js';
import { checkOptionNames, optionError } from '../options.js';
import { type BinaryOptions, binaryProblem, thresholdCounts } from './binary_problem.js';

/** Completeness and contamination of the sample of rows with at least each threshold. */
export interface CompletenessContaminationCurve {
  /** The distinct scores, falling. */
  readonly thresholds: Float64Array;
  /** Share of the true members that are selected, TP / (TP + FN): the recall; rising. */
  readonly completeness: Float64Array;
  /** Share of the selected rows that are no members, FP / (TP + FP): 1 - purity. */
  readonly contamination: Float64Array;
}

/** A sample of rows with at least `threshold`. */
export interface SelectedSample {
  readonly completeness: number;
  readonly contamination: number;
  /** Infinity selects nothing. */
  readonly threshold: number;
}

/**
 * The astronomers' trade-off: how complete and how contaminated the sample of rows with a score of at least each
 * threshold is. Completeness is the recall, TP / (TP + FN); contamination is FP / (TP + FP) = 1 - purity
 * = 1 - precision. Any number of classes when `posLabel` names the members. O(n log n).
 * @throws InvalidInputError for more than two classes without posLabel, or unusable scores.
 *
 * @example
 * ```ts
 * const curve = completenessContaminationCurve(['QSO', 'STAR', 'QSO'], [0.9, 0.8, 0.3], { posLabel: 'QSO' });
 * curve.completeness; // Float64Array [0.5, 0.5, 1]
 * ```
 */
export function completenessContaminationCurve(
  yTrue: LabelTargets,
  yScore: Scores,
  options: BinaryOptions = {},
): CompletenessContaminationCurve {
  checkOptionNames(options, ['posLabel', 'sampleWeight'], 'completenessContaminationCurve');
  return curveOf(yTrue, yScore, options, 'completenessContaminationCurve');
}

function curveOf(
  yTrue: LabelTargets,
  yScore: Scores,
  options: BinaryOptions,
  caller: string,
): CompletenessContaminationCurve {
  const { fps, tps, thresholds } = thresholdCounts(binaryProblem(yTrue, yScore, options, caller));
  const members = tps[tps.length - 1];
  if (members === 0) {
    const message = 'yTrue holds no member of the class: completeness is undefined (NaN). Pass more rows.';
    warn(new UndefinedMetricWarning(message, caller));
  }
  return {
    thresholds,
    completeness: tps.map((tp) => (members > 0 ? tp / members : Number.NaN)),
    contamination: fps.map((fp, i) => fp / (fp + tps[i])),
  };
}

/** Options of completenessAtContamination. */
export interface CompletenessAtContaminationOptions extends BinaryOptions {
  /** The greatest contamination that is allowed, from 0 to 1. */
  readonly contamination: number;
}

/**
 * The most complete sample with a contamination of at most `contamination`; of equally complete ones the least
 * contaminated. When no threshold reaches it, the empty sample: completeness 0 at threshold Infinity, its
 * contamination NaN. O(n log n).
 * @throws InvalidParameterError for a contamination outside [0, 1].
 *
 * @example
 * ```ts
 * const y = ['QSO', 'STAR', 'QSO', 'STAR'];
 * completenessAtContamination(y, [0.9, 0.4, 0.7, 0.2], { posLabel: 'QSO', contamination: 0.1 }).completeness; // 1
 * ```
 */
export function completenessAtContamination(
  yTrue: LabelTargets,
  yScore: Scores,
  options: CompletenessAtContaminationOptions,
): SelectedSample {
  const caller = 'completenessAtContamination';
  checkOptionNames(options, ['posLabel', 'sampleWeight', 'contamination'], caller);
  const limit = checkShare(options?.contamination, 'contamination', caller);
  const curve = curveOf(yTrue, yScore, options, caller);
  let best = -1;
  curve.contamination.forEach((value, i) => {
    // Thresholds fall, so that a later sample is at least as complete; an equal one can only be more contaminated.
    if (value <= limit && (best < 0 || curve.completeness[i] > curve.completeness[best])) best = i;
  });
  if (best >= 0) return at(curve, best);
  const completeness = Number.isNaN(curve.completeness[0]) ? Number.NaN : 0;
  return { completeness, contamination: Number.NaN, threshold: Number.POSITIVE_INFINITY };
}

/** Options of contaminationAtCompleteness. */
export interface ContaminationAtCompletenessOptions extends BinaryOptions {
  /** The least completeness that is needed, from 0 to 1. */
  readonly completeness: number;
}

/**
 * The least contaminated sample that is at least as complete as `completeness`; of equally contaminated ones the most
 * complete. NaN everywhere, with a warning, when there are no members. O(n log n).
 * @throws InvalidParameterError for a completeness outside [0, 1].
 *
 * @example
 * ```ts
 * const y = ['QSO', 'STAR', 'QSO', 'STAR'];
 * contaminationAtCompleteness(y, [0.9, 0.8, 0.7, 0.2], { posLabel: 'QSO', completeness: 0.9 }).threshold; // 0.7
 * ```
 */
export function contaminationAtCompleteness(
  yTrue: LabelTargets,
  yScore: Scores,
  options: ContaminationAtCompletenessOptions,
): SelectedSample {
  const caller = 'contaminationAtCompleteness';
  checkOptionNames(options, ['posLabel', 'sampleWeight', 'completeness'], caller);
  const least = checkShare(options?.completeness, 'completeness', caller);
  const curve = curveOf(yTrue, yScore, options, caller);
  let best = -1;
  curve.completeness.forEach((value, i) => {
    if (value >= least && (best < 0 || curve.contamination[i] <= curve.contamination[best])) best = i;
  });
  return best >= 0
    ? at(curve, best)
    : { completeness: Number.NaN, contamination: Number.NaN, threshold: Number.NaN };
}

function at(curve: CompletenessContaminationCurve, i: number): SelectedSample {
  return {
    completeness: curve.completeness[i],
    contamination: curve.contamination[i],
    threshold: curve.thresholds[i],
  };
}

function checkShare(value: unknown, parameter: string, caller: string): number {
  if (typeof value === 'number' && value >= 0 && value <= 1) return value;
  throw optionError(caller, parameter, 'must be a number from 0 to 1', value, 'Use 0.1 for one in ten.');
}
