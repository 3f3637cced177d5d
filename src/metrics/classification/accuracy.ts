import { UndefinedMetricWarning, warn } from '../../core/warnings.js';
import type { LabelTargets, WeightOption } from '../input.js';
import { checkOptionNames } from '../options.js';
import { countPairs, sumsOf } from './confusion_matrix.js';
import { type IndicatorPair, type LabelPair, pairLabels, pairTargets } from './targets.js';

/** Options of accuracyScore and zeroOneLoss. */
export interface AccuracyOptions extends WeightOption {
  /** A share (true, the default) or the number (weight) of rows. */
  readonly normalize?: boolean;
}

/** The weight of the rows predicted right, and of all rows. */
function rightAndTotal(pair: LabelPair | IndicatorPair): { right: number; total: number } {
  const { n, weights } = pair;
  let right = 0;
  let total = 0;
  for (let i = 0; i < n; i++) {
    const w = weights ? weights[i] : 1;
    total += w;
    if (pair.multilabel ? differences(pair, i) === 0 : pair.yTrue[i] === pair.yPred[i]) right += w;
  }
  return { right, total };
}

/** How many labels of a row differ. */
function differences({ yTrue, yPred }: IndicatorPair, row: number): number {
  const k = yTrue.columns;
  let count = 0;
  for (let cell = row * k; cell < (row + 1) * k; cell++) if (yTrue.data[cell] !== yPred.data[cell]) count++;
  return count;
}

/**
 * The share (weight) of rows predicted right; with `normalize: false` their number. With several labels per row
 * (n x k zeros and ones) all of them must be right. O(n), or O(n k). Source: scikit-learn accuracy_score.
 * @throws InvalidInputError for different shapes or labels that cannot be compared.
 *
 * @example
 * ```ts
 * accuracyScore(['star', 'qso'], ['star', 'star']); // 0.5
 * ```
 */
export function accuracyScore(
  yTrue: LabelTargets,
  yPred: LabelTargets,
  options: AccuracyOptions = {},
): number {
  checkOptionNames(options, ['normalize', 'sampleWeight'], 'accuracyScore');
  const { sampleWeight } = options;
  const { right, total } = rightAndTotal(pairTargets(yTrue, yPred, { sampleWeight }, 'accuracyScore'));
  return options.normalize === false ? right : right / total;
}

/**
 * The share (weight) of rows predicted wrong; with `normalize: false` their number. O(n), or O(n k).
 * Source: scikit-learn zero_one_loss.
 *
 * @example
 * ```ts
 * zeroOneLoss([1, 2, 3], [1, 2, 2], { normalize: false }); // 1
 * ```
 */
export function zeroOneLoss(yTrue: LabelTargets, yPred: LabelTargets, options: AccuracyOptions = {}): number {
  checkOptionNames(options, ['normalize', 'sampleWeight'], 'zeroOneLoss');
  const { sampleWeight } = options;
  const { right, total } = rightAndTotal(pairTargets(yTrue, yPred, { sampleWeight }, 'zeroOneLoss'));
  return options.normalize === false ? total - right : 1 - right / total;
}

/**
 * The share (weight) of labels that differ: with one label per row the zero-one loss, with several the mean over all
 * n x k cells. O(n), or O(n k). Source: scikit-learn hamming_loss.
 *
 * @example
 * ```ts
 * hammingLoss([[0, 1], [1, 1]], [[0, 0], [0, 0]]); // 0.75
 * ```
 */
export function hammingLoss(yTrue: LabelTargets, yPred: LabelTargets, options: WeightOption = {}): number {
  checkOptionNames(options, ['sampleWeight'], 'hammingLoss');
  const pair = pairTargets(yTrue, yPred, options, 'hammingLoss');
  if (!pair.multilabel) {
    const { right, total } = rightAndTotal(pair);
    return (total - right) / total;
  }
  let wrong = 0;
  let total = 0;
  for (let i = 0; i < pair.n; i++) {
    const w = pair.weights ? pair.weights[i] : 1;
    wrong += w * differences(pair, i);
    total += w;
  }
  return wrong / (total * pair.yTrue.columns);
}

/** Options of balancedAccuracyScore. */
export interface BalancedAccuracyOptions extends WeightOption {
  /** Move chance to 0 and keep 1 for perfect. Default false. */
  readonly adjusted?: boolean;
}

/**
 * The mean recall over the classes of yTrue: accuracy in which every class counts alike. O(n + k^2).
 * Source: Brodersen et al., ICPR (2010) 3121; scikit-learn balanced_accuracy_score.
 *
 * @example
 * ```ts
 * balancedAccuracyScore(['star', 'star', 'star', 'qso'], ['star', 'star', 'star', 'star']); // 0.5
 * ```
 */
export function balancedAccuracyScore(
  yTrue: LabelTargets,
  yPred: LabelTargets,
  options: BalancedAccuracyOptions = {},
): number {
  const caller = 'balancedAccuracyScore';
  checkOptionNames(options, ['adjusted', 'sampleWeight'], caller);
  const { sampleWeight } = options;
  const counts = countPairs(pairLabels(yTrue, yPred, { sampleWeight }, caller), {}, caller);
  const { rows } = sumsOf(counts);
  let sum = 0;
  let classes = 0;
  rows.forEach((total, c) => {
    if (total === 0) return;
    sum += counts.get(c, c) / total;
    classes++;
  });
  if (classes < rows.length) {
    const message = 'yPred holds classes that yTrue lacks; they do not count. Score more rows.';
    warn(new UndefinedMetricWarning(message, caller));
  }
  const score = sum / classes;
  return options.adjusted ? (score - 1 / classes) / (1 - 1 / classes) : score;
}
