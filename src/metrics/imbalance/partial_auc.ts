import type { LabelTargets, Scores } from '../input.js';
import { checkOptionNames, optionError } from '../options.js';
import type { BinaryOptions } from '../ranking/binary_problem.js';
import { rocCurve } from '../ranking/roc_curve.js';

/** Options of partialRocAucScore. */
export interface PartialRocAucOptions extends BinaryOptions {
  /** Only false positive rates up to this, above 0 and at most 1; default 0.1. */
  readonly maxFpr?: number;
  /** Only the part of the area above this true positive rate (completeness), from 0 to below 1; default 0. */
  readonly minTpr?: number;
  /** Scale so that chance is 0.5 and perfect 1 (McClish); false gives the plain area. Default true. */
  readonly standardize?: boolean;
}

/**
 * Area under the part of the receiver operating characteristic that is used: few false positives (`maxFpr`) and,
 * if wanted, a completeness of at least `minTpr`. For rare classes the rest of the curve does not matter. NaN with a
 * warning when a class is missing. O(n log n). Source: McClish, Medical Decision Making 9 (1989) 190; Yang et al.
 * (2017), "Two-way partial AUC and its properties" (minTpr).
 * @throws InvalidInputError for more than two classes without posLabel; InvalidParameterError for bad options.
 *
 * @example
 * ```ts
 * partialRocAucScore([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8], { maxFpr: 0.5 }); // 0.667
 * partialRocAucScore([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8], { maxFpr: 0.5, standardize: false }); // 0.25
 * ```
 */
export function partialRocAucScore(
  yTrue: LabelTargets,
  yScore: Scores,
  options: PartialRocAucOptions = {},
): number {
  const caller = 'partialRocAucScore';
  checkOptionNames(options, ['posLabel', 'sampleWeight', 'maxFpr', 'minTpr', 'standardize'], caller);
  const { maxFpr = 0.1, minTpr = 0, standardize = true, ...rest } = options;
  if (!(maxFpr > 0 && maxFpr <= 1))
    throw optionError(caller, 'maxFpr', 'must be above 0 and at most 1', maxFpr, 'Use 0.1.');
  if (!(minTpr >= 0 && minTpr < 1))
    throw optionError(caller, 'minTpr', 'must be from 0 to below 1', minTpr, 'Use 0, or 0.5.');
  const { fpr, tpr } = rocCurve(yTrue, yScore, rest);
  if (Number.isNaN(fpr[0]) || Number.isNaN(tpr[0])) return Number.NaN;
  const area = areaWithin(fpr, tpr, maxFpr, minTpr);
  if (!standardize) return area;
  // The areas of a random and of a perfect ranking in the same window.
  const chance = maxFpr > minTpr ? (maxFpr - minTpr) ** 2 / 2 : 0;
  const perfect = maxFpr * (1 - minTpr);
  return 0.5 * (1 + (area - chance) / (perfect - chance));
}

/** Area between the curve and the line tpr = minTpr, for fpr up to maxFpr. */
function areaWithin(fpr: Float64Array, tpr: Float64Array, maxFpr: number, minTpr: number): number {
  let area = 0;
  for (let i = 1; i < fpr.length && fpr[i - 1] < maxFpr; i++) {
    let [x0, y0, x1, y1] = [fpr[i - 1], tpr[i - 1], fpr[i], tpr[i]];
    if (y1 <= minTpr || x1 === x0) continue;
    const slope = (y1 - y0) / (x1 - x0);
    if (x1 > maxFpr) {
      y1 = y0 + slope * (maxFpr - x0);
      x1 = maxFpr;
    }
    if (y0 < minTpr) {
      if (y1 <= minTpr) continue;
      x0 += (minTpr - y0) / slope;
      y0 = minTpr;
    }
    area += (x1 - x0) * ((y0 + y1) / 2 - minTpr);
  }
  return area;
}
