import { AVERAGED_NAMES, type Average, type AveragedOptions } from '../classification/averaging.js';
import { recallScore } from '../classification/precision_recall.js';
import type { LabelTargets } from '../input.js';
import { checkOptionNames, optionError } from '../options.js';
import { ratesByName } from './sensitivity_specificity.js';

/** Options of geometricMeanScore. */
export interface GeometricMeanOptions extends Omit<AveragedOptions, 'average'> {
  /** 'multiclass' (default): of the recalls of all classes; else of averaged sensitivity and specificity. */
  readonly average?: Average | 'multiclass';
  /** 'multiclass': what a recall of 0 counts as, so that one lost class does not make all 0. Default 0. */
  readonly correction?: number;
}

/** One value per class for a null average, else one number. */
export type GeometricMeanResult<O> = O extends { average: null } ? Float64Array : number;

/**
 * Geometric mean: of the recalls of all classes, so that a classifier that gives up any class scores 0; or, with an
 * average, the square root of sensitivity times specificity. O(n + k). Source: imbalanced-learn
 * geometric_mean_score; Kubat and Matwin, ICML (1997) 179.
 * @throws InvalidParameterError for a correction below 0.
 *
 * @example
 * ```ts
 * geometricMeanScore([0, 1, 2, 0, 1, 2], [0, 2, 1, 0, 0, 1]); // 0
 * geometricMeanScore([0, 1, 2, 0, 1, 2], [0, 2, 1, 0, 0, 1], { correction: 0.001 }); // 0.01
 * ```
 */
export function geometricMeanScore<const O extends GeometricMeanOptions = Record<never, never>>(
  yTrue: LabelTargets,
  yPred: LabelTargets,
  options?: O,
): GeometricMeanResult<O>;
export function geometricMeanScore(
  yTrue: LabelTargets,
  yPred: LabelTargets,
  options: GeometricMeanOptions = {},
): number | Float64Array {
  const caller = 'geometricMeanScore';
  checkOptionNames(options, [...AVERAGED_NAMES, 'correction'], caller);
  const { average = 'multiclass', correction = 0, ...rest } = options;
  if (!(typeof correction === 'number' && correction >= 0))
    throw optionError(caller, 'correction', 'must be a number >= 0', correction, 'Use 0, or 0.001.');
  if (average !== 'multiclass') {
    const { rates } = ratesByName(yTrue, yPred, { ...rest, average }, caller);
    const [sensitivity, specificity] = rates;
    return typeof sensitivity === 'number'
      ? Math.sqrt(sensitivity * (specificity as number))
      : sensitivity.map((value, c) => Math.sqrt(value * (specificity as Float64Array)[c]));
  }
  const { labels, sampleWeight, zeroDivision } = rest;
  const recalls = recallScore(yTrue, yPred, { labels, sampleWeight, zeroDivision, average: null });
  let logarithm = 0;
  let count = 0;
  for (const recall of recalls) {
    if (Number.isNaN(recall)) continue;
    logarithm += Math.log(recall === 0 ? correction : recall);
    count++;
  }
  return Math.exp(logarithm / count);
}
