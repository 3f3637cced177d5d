import { UndefinedMetricWarning, warn } from '../../core/warnings.js';
import type { LabelTargets, WeightOption } from '../input.js';
import { checkChoice, checkOptionNames } from '../options.js';
import { countPairs, sumsOf } from './confusion_matrix.js';
import { type LabelOptions, pairLabels } from './targets.js';

/**
 * Matthews' correlation of true and predicted labels for any number of classes, from -1 to 1; 0 when either list
 * holds one label only. O(n + k^2).
 * Source: Gorodkin, Computational Biology and Chemistry 28 (2004) 367; scikit-learn matthews_corrcoef.
 *
 * @example
 * ```ts
 * matthewsCorrcoef([1, 1, 1, -1], [1, -1, 1, 1]); // -0.333
 * ```
 */
export function matthewsCorrcoef(
  yTrue: LabelTargets,
  yPred: LabelTargets,
  options: WeightOption = {},
): number {
  const caller = 'matthewsCorrcoef';
  checkOptionNames(options, ['sampleWeight'], caller);
  const { sampleWeight } = options;
  const counts = countPairs(pairLabels(yTrue, yPred, { sampleWeight }, caller), {}, caller);
  const { rows, columns } = sumsOf(counts);
  let total = 0;
  let right = 0;
  let both = 0;
  let truth = 0;
  let predicted = 0;
  for (let c = 0; c < rows.length; c++) {
    total += rows[c];
    right += counts.get(c, c);
    both += rows[c] * columns[c];
    truth += rows[c] * rows[c];
    predicted += columns[c] * columns[c];
  }
  const spread = (total * total - truth) * (total * total - predicted);
  return spread === 0 ? 0 : (right * total - both) / Math.sqrt(spread);
}

/** Options of cohenKappaScore. */
export interface CohenKappaOptions extends LabelOptions {
  /** How a disagreement counts: all alike (null, the default), by its distance, or by its square. */
  readonly weights?: 'linear' | 'quadratic' | null;
  /** The value where kappa is undefined; default NaN. */
  readonly replaceUndefinedBy?: number;
}

/**
 * Cohen's kappa: the agreement of two raters beyond what chance gives, at most 1. With 'linear' or 'quadratic'
 * weights near labels of an ordered scale disagree less. O(n + k^2).
 * Source: Cohen, Educational and Psychological Measurement 20 (1960) 37; scikit-learn cohen_kappa_score.
 *
 * @example
 * ```ts
 * cohenKappaScore(['no', 'yes', 'no', 'yes'], ['no', 'yes', 'yes', 'yes']); // 0.5
 * ```
 */
export function cohenKappaScore(y1: LabelTargets, y2: LabelTargets, options: CohenKappaOptions = {}): number {
  const caller = 'cohenKappaScore';
  checkOptionNames(options, ['labels', 'weights', 'sampleWeight', 'replaceUndefinedBy'], caller);
  const { weights = null, replaceUndefinedBy = Number.NaN } = options;
  if (weights !== null) checkChoice(weights, ['linear', 'quadratic'], 'weights', caller);
  const counts = countPairs(pairLabels(y1, y2, options, caller), options, caller);
  const { rows, columns } = sumsOf(counts);
  const total = rows.reduce((sum, count) => sum + count, 0);
  let observed = 0;
  let expected = 0;
  for (let i = 0; i < rows.length; i++) {
    for (let j = 0; j < rows.length; j++) {
      const gap = Math.abs(i - j);
      const w = weights === 'linear' ? gap : weights === 'quadratic' ? gap * gap : Math.min(1, gap);
      observed += w * counts.get(i, j);
      expected += (w * rows[i] * columns[j]) / total;
    }
  }
  if (expected > 0) return 1 - observed / expected;
  const message = `both lists hold one and the same label: kappa is undefined and set to ${replaceUndefinedBy}. Choose with replaceUndefinedBy.`;
  warn(new UndefinedMetricWarning(message, caller));
  return replaceUndefinedBy;
}
