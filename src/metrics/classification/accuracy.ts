import type { Labels } from '../../core/labels.js';
import { UndefinedMetricWarning, warn } from '../../core/warnings.js';
import { checkOptionNames } from '../options.js';
import { countPairs } from './confusion_matrix.js';
import { type LabelOptions, metricError, pairLabels } from './labels_input.js';

interface WeightOption {
  /** One weight per row. */
  readonly sampleWeight?: ArrayLike<number>;
}

/**
 * The share (weight) of rows predicted right; with `normalize: false` their number. O(n).
 * Reference: scikit-learn accuracy_score.
 *
 * @example
 * ```ts
 * accuracyScore(['star', 'qso'], ['star', 'star']); // 0.5
 * ```
 */
export function accuracyScore(
  yTrue: Labels,
  yPred: Labels,
  options: WeightOption & { normalize?: boolean } = {},
): number {
  checkOptionNames(options, ['normalize', 'sampleWeight'], 'accuracyScore');
  const {
    n,
    yTrue: t,
    yPred: p,
    weights,
  } = pairLabels(yTrue, yPred, { sampleWeight: options.sampleWeight }, 'accuracyScore');
  let right = 0;
  let total = 0;
  for (let i = 0; i < n; i++) {
    const w = weights ? weights[i] : 1;
    total += w;
    if (t[i] === p[i]) right += w;
  }
  return options.normalize === false ? right : right / total;
}

/** The share (weight) of rows predicted wrong; with `normalize: false` their number. */
export function zeroOneLoss(
  yTrue: Labels,
  yPred: Labels,
  options: WeightOption & { normalize?: boolean } = {},
): number {
  checkOptionNames(options, ['normalize', 'sampleWeight'], 'zeroOneLoss');
  const right = accuracyScore(yTrue, yPred, options);
  if (options.normalize !== false) return 1 - right;
  const total = options.sampleWeight
    ? Array.from(options.sampleWeight).reduce((a, b) => a + b, 0)
    : yTrue.length;
  return total - right;
}

/** The share (weight) of labels that differ: for one label per row, `zeroOneLoss`. */
export function hammingLoss(yTrue: Labels, yPred: Labels, options: WeightOption = {}): number {
  checkOptionNames(options, ['sampleWeight'], 'hammingLoss');
  return 1 - accuracyScore(yTrue, yPred, options);
}

/**
 * The mean recall over the classes of yTrue; `adjusted` puts chance at 0.
 * Reference: Brodersen et al., ICPR (2010); scikit-learn balanced_accuracy_score.
 */
export function balancedAccuracyScore(
  yTrue: Labels,
  yPred: Labels,
  options: WeightOption & { adjusted?: boolean } = {},
): number {
  checkOptionNames(options, ['adjusted', 'sampleWeight'], 'balancedAccuracyScore');
  const counts = countPairs(
    pairLabels(yTrue, yPred, { sampleWeight: options.sampleWeight }, 'balancedAccuracyScore'),
  );
  const recalls: number[] = [];
  for (let c = 0; c < counts.rows; c++) {
    const total = counts.row(c).reduce((a, b) => a + b, 0);
    if (total > 0) recalls.push(counts.get(c, c) / total);
  }
  if (recalls.length < counts.rows) {
    warn(
      new UndefinedMetricWarning(
        'yPred holds classes that are not in yTrue: they do not count.',
        'balancedAccuracyScore',
      ),
    );
  }
  const score = recalls.reduce((a, b) => a + b, 0) / recalls.length;
  if (!options.adjusted) return score;
  const chance = 1 / recalls.length;
  return (score - chance) / (1 - chance);
}

/**
 * Matthews' correlation of true and predicted labels, from -1 to 1; 0 when it is undefined.
 * Reference: Gorodkin, Computational Biology and Chemistry 28 (2004) 367; scikit-learn matthews_corrcoef.
 */
export function matthewsCorrcoef(yTrue: Labels, yPred: Labels, options: WeightOption = {}): number {
  checkOptionNames(options, ['sampleWeight'], 'matthewsCorrcoef');
  const counts = countPairs(pairLabels(yTrue, yPred, options, 'matthewsCorrcoef'));
  const k = counts.rows;
  let total = 0;
  let right = 0;
  let tp = 0;
  let tt = 0;
  let pp = 0;
  for (let c = 0; c < k; c++) {
    const t = counts.row(c).reduce((a, b) => a + b, 0);
    const p = counts.column(c).reduce((a, b) => a + b, 0);
    total += t;
    right += counts.get(c, c);
    tp += t * p;
    tt += t * t;
    pp += p * p;
  }
  const below = (total * total - pp) * (total * total - tt);
  return below === 0 ? 0 : (right * total - tp) / Math.sqrt(below);
}

/**
 * Cohen's kappa: agreement beyond chance, with linear or quadratic weights for ordered labels.
 * Reference: Cohen, Educational and Psychological Measurement 20 (1960) 37; scikit-learn cohen_kappa_score.
 */
export function cohenKappaScore(
  y1: Labels,
  y2: Labels,
  options: LabelOptions & { weights?: 'linear' | 'quadratic' | null } = {},
): number {
  checkOptionNames(options, ['labels', 'weights', 'sampleWeight'], 'cohenKappaScore');
  const counts = countPairs(pairLabels(y1, y2, options, 'cohenKappaScore'));
  const k = counts.rows;
  const total = counts.data.reduce((a, b) => a + b, 0);
  if (total === 0)
    throw metricError('cohenKappaScore', 'no row has labels among those given', 'Name other labels.');
  let observed = 0;
  let expected = 0;
  for (let i = 0; i < k; i++) {
    const row = counts.row(i).reduce((a, b) => a + b, 0);
    for (let j = 0; j < k; j++) {
      const column = counts.column(j).reduce((a, b) => a + b, 0);
      const gap = Math.abs(i - j);
      const w =
        options.weights === 'linear' ? gap : options.weights === 'quadratic' ? gap * gap : gap > 0 ? 1 : 0;
      observed += w * counts.get(i, j);
      expected += (w * row * column) / total;
    }
  }
  if (expected === 0) {
    warn(
      new UndefinedMetricWarning(
        'both lists hold one and the same label: kappa is undefined (NaN).',
        'cohenKappaScore',
      ),
    );
    return Number.NaN;
  }
  return 1 - observed / expected;
}

/**
 * Likelihood ratios of a two-class prediction: positive = sensitivity / (1 - specificity), negative =
 * (1 - sensitivity) / specificity; NaN with a warning where undefined. Reference: scikit-learn
 * class_likelihood_ratios.
 */
export function classLikelihoodRatios(
  yTrue: Labels,
  yPred: Labels,
  options: LabelOptions = {},
): { positive: number; negative: number } {
  checkOptionNames(options, ['labels', 'sampleWeight'], 'classLikelihoodRatios');
  const pair = pairLabels(yTrue, yPred, options, 'classLikelihoodRatios');
  if (pair.classes.length !== 2) {
    throw metricError(
      'classLikelihoodRatios',
      `needs two classes but there are ${pair.classes.length}`,
      'Compare two classes.',
    );
  }
  const counts = countPairs(pair);
  const [tn, fp, fn, tp] = counts.data;
  const ratio = (above: number, below: number, name: string): number => {
    if (below > 0 && tp + fn > 0) return above / below;
    warn(new UndefinedMetricWarning(`the ${name} ratio is undefined (NaN).`, 'classLikelihoodRatios'));
    return Number.NaN;
  };
  return {
    positive: ratio(tp * (tn + fp), fp * (tp + fn), 'positive'),
    negative: ratio(fn * (tn + fp), tn * (tp + fn), 'negative'),
  };
}
