import { checkSampleWeight } from '../../core/weights.js';
import {
  checkIndicator,
  checkScoreMatrix,
  type IndicatorMatrix,
  metricError,
  type WeightOption,
} from '../input.js';
import { checkOptionNames } from '../options.js';
import { descendingOrder } from './order.js';

/** The mean over the rows of what `one` makes of a row's labels and scores. */
function meanOverRows(
  yTrue: IndicatorMatrix,
  yScore: IndicatorMatrix,
  options: WeightOption,
  caller: string,
  one: (truth: Float64Array, scores: Float64Array) => number,
): number {
  checkOptionNames(options, ['sampleWeight'], caller);
  const truth = checkIndicator(yTrue, 'yTrue', caller);
  const scores = checkScoreMatrix(yScore, truth.rows, caller);
  if (scores.columns !== truth.columns) {
    const what = `must have the ${truth.columns} columns of yTrue`;
    throw metricError(caller, 'yScore', what, `${scores.columns}`, 'Pass one score per label.');
  }
  const weights = checkSampleWeight(options.sampleWeight, truth.rows, caller);
  let sum = 0;
  let total = 0;
  for (let i = 0; i < truth.rows; i++) {
    const w = weights ? weights[i] : 1;
    sum += w * one(truth.row(i), scores.row(i));
    total += w;
  }
  return sum / total;
}

/** Walks through the groups of equal scores of a row, highest first, with the true and all labels of each. */
function eachTie(
  truth: Float64Array,
  scores: Float64Array,
  visit: (relevant: number, all: number) => void,
): void {
  const order = descendingOrder(scores.map((score) => score + 0));
  for (let i = 0; i < order.length; ) {
    const from = i;
    const score = scores[order[from]];
    let relevant = 0;
    while (i < order.length && scores[order[i]] === score) relevant += truth[order[i++]];
    visit(relevant, i - from);
  }
}

/**
 * The mean over rows and their true labels of the share of true labels among those ranked at least as high; 1 is
 * perfect. Ties take the worst rank; a row with no or all labels true counts 1. O(n k log k).
 * Source: scikit-learn label_ranking_average_precision_score.
 *
 * @example
 * ```ts
 * labelRankingAveragePrecisionScore([[1, 0, 0], [0, 0, 1]], [[0.75, 0.5, 1], [1, 0.2, 0.1]]); // 0.417
 * ```
 */
export function labelRankingAveragePrecisionScore(
  yTrue: IndicatorMatrix,
  yScore: IndicatorMatrix,
  options: WeightOption = {},
): number {
  const caller = 'labelRankingAveragePrecisionScore';
  return meanOverRows(yTrue, yScore, options, caller, (truth, scores) => {
    let relevant = 0;
    let rank = 0;
    let sum = 0;
    eachTie(truth, scores, (more, all) => {
      relevant += more;
      rank += all;
      sum += (more * relevant) / rank;
    });
    return relevant === 0 || relevant === truth.length ? 1 : sum / relevant;
  });
}

/**
 * The mean over rows of the share of pairs of a true and a false label in which the false one scores at least as high;
 * 0 is perfect. A row with no or all labels true counts 0. O(n k log k).
 * Source: Tsoumakas et al., Data Mining and Knowledge Discovery Handbook (2010) 667; scikit-learn label_ranking_loss.
 *
 * @example
 * ```ts
 * labelRankingLoss([[1, 0, 0], [0, 0, 1]], [[0.75, 0.5, 1], [1, 0.2, 0.1]]); // 0.75
 * ```
 */
export function labelRankingLoss(
  yTrue: IndicatorMatrix,
  yScore: IndicatorMatrix,
  options: WeightOption = {},
): number {
  return meanOverRows(yTrue, yScore, options, 'labelRankingLoss', (truth, scores) => {
    let relevant = 0;
    let irrelevant = 0;
    let wrong = 0;
    eachTie(truth, scores, (more, all) => {
      irrelevant += all - more;
      wrong += more * irrelevant;
      relevant += more;
    });
    return relevant === 0 || irrelevant === 0 ? 0 : wrong / (relevant * irrelevant);
  });
}

/**
 * How many of the highest-scored labels one must take on average to have all true ones; at best the mean number of true
 * labels. Ties take the worst rank. O(n k).
 * Source: Tsoumakas et al., Data Mining and Knowledge Discovery Handbook (2010) 667; scikit-learn coverage_error.
 *
 * @example
 * ```ts
 * coverageError([[1, 0, 0], [0, 1, 1]], [[1, 0, 0], [0, 1, 1]]); // 1.5
 * ```
 */
export function coverageError(
  yTrue: IndicatorMatrix,
  yScore: IndicatorMatrix,
  options: WeightOption = {},
): number {
  return meanOverRows(yTrue, yScore, options, 'coverageError', (truth, scores) => {
    let least = Number.POSITIVE_INFINITY;
    for (let c = 0; c < truth.length; c++) if (truth[c] === 1 && scores[c] < least) least = scores[c];
    let count = 0;
    for (let c = 0; c < truth.length; c++) if (scores[c] >= least) count++;
    return count;
  });
}
