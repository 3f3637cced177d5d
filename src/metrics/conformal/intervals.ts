import { asMatrix, type MatrixLike } from '../../core/input.js';
import type { Matrix } from '../../core/matrix.js';
import { checkSampleWeight } from '../../core/weights.js';
import { checkScores, metricError, type WeightOption } from '../input.js';
import { checkOptionNames, optionError } from '../options.js';

/** Options of winklerScore. */
export interface WinklerOptions extends WeightOption {
  /** The confidence that the intervals were made for; default 0.9. */
  readonly confidence?: number;
}

/**
 * The share of rows whose interval (n x 2: lower, upper) holds the true value. O(n).
 * @throws InvalidInputError for intervals of another shape or with ends that are turned round.
 *
 * @example
 * ```ts
 * intervalCoverage([1, 5], [[0, 2], [0, 2]]); // 0.5
 * ```
 */
export function intervalCoverage(
  yTrue: ArrayLike<number>,
  intervals: MatrixLike,
  options: WeightOption = {},
): number {
  const caller = 'intervalCoverage';
  checkOptionNames(options, ['sampleWeight'], caller);
  const ends = checkIntervals(intervals, caller);
  const truth = checkScores(yTrue, ends.rows, caller, 'yTrue');
  return average(options, ends.rows, caller, (i) =>
    truth[i] >= ends.get(i, 0) && truth[i] <= ends.get(i, 1) ? 1 : 0,
  );
}

/**
 * The mean width of the intervals (n x 2): the narrower at the same coverage, the better. O(n).
 *
 * @example
 * ```ts
 * meanIntervalWidth([[0, 2], [1, 5]]); // 3
 * ```
 */
export function meanIntervalWidth(intervals: MatrixLike, options: WeightOption = {}): number {
  const caller = 'meanIntervalWidth';
  checkOptionNames(options, ['sampleWeight'], caller);
  const ends = checkIntervals(intervals, caller);
  return average(options, ends.rows, caller, (i) => ends.get(i, 1) - ends.get(i, 0));
}

/**
 * The mean width of the intervals plus, for each miss, its distance times 2 / (1 - confidence): a proper score of
 * intervals, the smaller the better. O(n). Source: Winkler, JASA 67 (1972) 187.
 * @throws InvalidInputError for intervals of another shape.
 *
 * @example
 * ```ts
 * winklerScore([1, 3], [[0, 2], [0, 2]], { confidence: 0.5 }); // 4: widths of 2, one miss by 1 costs 4
 * ```
 */
export function winklerScore(
  yTrue: ArrayLike<number>,
  intervals: MatrixLike,
  options: WinklerOptions = {},
): number {
  const caller = 'winklerScore';
  checkOptionNames(options, ['sampleWeight', 'confidence'], caller);
  const { confidence = 0.9 } = options;
  if (!(confidence > 0 && confidence < 1))
    throw optionError(caller, 'confidence', 'must lie between 0 and 1', confidence, 'Use 0.9.');
  const ends = checkIntervals(intervals, caller);
  const truth = checkScores(yTrue, ends.rows, caller, 'yTrue');
  return average(options, ends.rows, caller, (i) => {
    const [low, high] = [ends.get(i, 0), ends.get(i, 1)];
    return high - low + (2 / (1 - confidence)) * (Math.max(0, low - truth[i]) + Math.max(0, truth[i] - high));
  });
}

function average(options: WeightOption, n: number, caller: string, value: (row: number) => number): number {
  const weights = checkSampleWeight(options.sampleWeight, n, caller);
  let [sum, total] = [0, 0];
  for (let i = 0; i < n; i++) {
    const w = weights ? weights[i] : 1;
    sum += w * value(i);
    total += w;
  }
  return sum / total;
}

function checkIntervals(intervals: MatrixLike, caller: string): Matrix {
  const ends = asMatrix(intervals, { estimator: caller, argument: 'intervals', allowNonFinite: true });
  if (ends.columns !== 2) {
    const remedy = 'Pass the result of predictInterval.';
    throw metricError(caller, 'intervals', 'must be n x 2 (lower, upper)', `${ends.columns} columns`, remedy);
  }
  for (let i = 0; i < ends.rows; i++) {
    if (ends.get(i, 0) <= ends.get(i, 1)) continue;
    const received = `[${ends.get(i, 0)}, ${ends.get(i, 1)}] in row ${i}`;
    throw metricError(caller, 'intervals', 'must have lower <= upper', received, 'Put the ends in order.');
  }
  return ends;
}
