import type { MatrixLike } from '../../core/input.js';
import { asMatrix } from '../../core/input.js';
import type { Matrix } from '../../core/matrix.js';
import { checkSampleWeight } from '../../core/weights.js';
import { checkScoreMatrix, metricError, type WeightOption } from '../input.js';
import { checkOptionNames, optionError } from '../options.js';
import { descendingOrder } from './order.js';

/** Options of ndcgScore. */
export interface NdcgOptions extends WeightOption {
  /** Only the k highest scores count; default null, all. */
  readonly k?: number | null;
  /** Take the scores as free of ties, which is faster. Default false: tied items share their gains. */
  readonly ignoreTies?: boolean;
}

/** Options of dcgScore. */
export interface DcgOptions extends NdcgOptions {
  /** The base of the discount's logarithm; default 2. */
  readonly logBase?: number;
}

interface Problem {
  readonly truth: Matrix;
  readonly scores: Matrix;
  readonly weights: Float64Array | undefined;
  /** The discount of each place. */
  readonly discount: Float64Array;
  readonly ignoreTies: boolean;
}

function prepare(yTrue: MatrixLike, yScore: MatrixLike, options: DcgOptions, caller: string): Problem {
  const { k = null, logBase = 2, ignoreTies = false } = options;
  if (k !== null && (!Number.isInteger(k) || k < 1))
    throw optionError(caller, 'k', 'must be an integer >= 1 or null', k, 'Leave it out for all.');
  if (!(logBase > 0 && logBase !== 1))
    throw optionError(caller, 'logBase', 'must be above 0 and not 1', logBase, 'Use 2.');
  const truth = asMatrix(yTrue, { estimator: caller, argument: 'yTrue' });
  const scores = checkScoreMatrix(yScore, truth.rows, caller);
  if (scores.columns !== truth.columns) {
    const what = `must have the ${truth.columns} columns of yTrue`;
    throw metricError(caller, 'yScore', what, `${scores.columns}`, 'Pass one score per item.');
  }
  const discount = new Float64Array(truth.columns);
  const places = Math.min(k ?? truth.columns, truth.columns);
  for (let place = 0; place < places; place++) discount[place] = Math.log(logBase) / Math.log(place + 2);
  const weights = checkSampleWeight(options.sampleWeight, truth.rows, caller);
  return { truth, scores, weights, discount, ignoreTies };
}

/** The discounted gain of one row ranked by `scores`. */
function gainOf(
  truth: Float64Array,
  scores: Float64Array,
  discount: Float64Array,
  ignoreTies: boolean,
): number {
  const order = descendingOrder(scores.map((score) => score + 0));
  let gain = 0;
  for (let i = 0; i < order.length; ) {
    const from = i;
    const score = scores[order[from]];
    let relevance = 0;
    let discounts = 0;
    while (i < order.length && scores[order[i]] === score) {
      relevance += truth[order[i]];
      discounts += discount[i++];
    }
    if (!ignoreTies) {
      // Items with equal scores share the discounts of their places.
      gain += (relevance * discounts) / (i - from);
      continue;
    }
    // Of equal scores the later item comes first, as in scikit-learn's reversed sort.
    for (let place = from; place < i; place++) gain += truth[order[i - 1 - (place - from)]] * discount[place];
  }
  return gain;
}

function mean({ truth, weights }: Problem, one: (row: number) => number): number {
  let sum = 0;
  let total = 0;
  for (let i = 0; i < truth.rows; i++) {
    const w = weights ? weights[i] : 1;
    sum += w * one(i);
    total += w;
  }
  return sum / total;
}

/**
 * Discounted cumulative gain: the true relevances of a row's items (n x k) added up in the order of their scores, each
 * divided by the logarithm of its place; the mean over the rows. O(n k log k).
 * Source: Jarvelin and Kekalainen, ACM Transactions on Information Systems 20 (2002) 422; McSherry and Najork, ECIR
 * (2008) 414 (ties); scikit-learn dcg_score.
 * @throws InvalidInputError for different shapes; InvalidParameterError for an unfit k or logBase.
 *
 * @example
 * ```ts
 * dcgScore([[10, 0, 0, 1, 5]], [[0.1, 0.2, 0.3, 4, 70]]); // 9.499
 * ```
 */
export function dcgScore(yTrue: MatrixLike, yScore: MatrixLike, options: DcgOptions = {}): number {
  checkOptionNames(options, ['k', 'logBase', 'sampleWeight', 'ignoreTies'], 'dcgScore');
  const problem = prepare(yTrue, yScore, options, 'dcgScore');
  const { truth, scores, discount, ignoreTies } = problem;
  return mean(problem, (i) => gainOf(truth.row(i), scores.row(i), discount, ignoreTies));
}

/**
 * Normalised discounted cumulative gain: `dcgScore` of each row over that of the best order, from 0 to 1; a row
 * without relevance counts 0. O(n k log k).
 * Source: Jarvelin and Kekalainen, ACM Transactions on Information Systems 20 (2002) 422; scikit-learn ndcg_score.
 * @throws InvalidInputError for different shapes, negative relevances, or fewer than two items per row.
 *
 * @example
 * ```ts
 * ndcgScore([[10, 0, 0, 1, 5]], [[0.1, 0.2, 0.3, 4, 70]]); // 0.696
 * ```
 */
export function ndcgScore(yTrue: MatrixLike, yScore: MatrixLike, options: NdcgOptions = {}): number {
  const caller = 'ndcgScore';
  checkOptionNames(options, ['k', 'sampleWeight', 'ignoreTies'], caller);
  const problem = prepare(yTrue, yScore, options, caller);
  const { truth, scores, discount, ignoreTies } = problem;
  if (truth.columns < 2)
    throw metricError(caller, 'yTrue', 'must rank at least two items per row', 'one', 'Pass n x k.');
  const negative = truth.data.findIndex((relevance) => relevance < 0);
  if (negative >= 0) {
    const received = `${truth.data[negative]} in row ${Math.floor(negative / truth.columns)}`;
    throw metricError(caller, 'yTrue', 'must hold relevances >= 0', received, 'Shift them.');
  }
  return mean(problem, (i) => {
    const best = gainOf(truth.row(i), truth.row(i), discount, true);
    return best === 0 ? 0 : gainOf(truth.row(i), scores.row(i), discount, ignoreTies) / best;
  });
}
