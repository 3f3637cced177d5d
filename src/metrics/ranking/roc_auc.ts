import type { Labels } from '../../core/labels.js';
import type { Matrix } from '../../core/matrix.js';
import { UndefinedMetricWarning, warn } from '../../core/warnings.js';
import { checkSampleWeight } from '../../core/weights.js';
import {
  asList,
  checkIndicator,
  checkLabels,
  checkScoreMatrix,
  checkScores,
  columnClasses,
  encode,
  isMatrixLike,
  type LabelTargets,
  metricError,
  type Scores,
  uniqueLabels,
  type WeightOption,
} from '../input.js';
import { checkChoice, checkOptionNames, optionError } from '../options.js';
import { trapezium } from './auc.js';
import type { BinaryProblem } from './binary_problem.js';
import { rocOf } from './roc_curve.js';
import { averageScores, indicatorOf, type ScoreAverage } from './score_averaging.js';

/** Options of rocAucScore. */
export interface RocAucOptions extends WeightOption {
  /** Several classes or labels: the mean ('macro', default), weighted by class, over all cells ('micro'), over rows ('samples', several labels per row only), or null for one value per class. */
  readonly average?: ScoreAverage;
  /** Two classes: the area up to this false positive rate only, standardised so that chance is 0.5. */
  readonly maxFpr?: number | null;
  /** Several classes need one of: each against the rest, or each against each. */
  readonly multiClass?: 'raise' | 'ovr' | 'ovo';
  /** The sorted classes of the columns of yScore; default the labels of yTrue. */
  readonly labels?: Labels | null;
}

/** One number, or one per class for a null average. */
export type ScoreResult<O> = O extends { average: null } ? Float64Array : number;

const CALLER = 'rocAucScore';
const NAMES = ['average', 'sampleWeight', 'maxFpr', 'multiClass', 'labels'];

/**
 * Area under the receiver operating characteristic: 1 is perfect, 0.5 chance. Two classes take one score per row for
 * the class that sorts last; several take n x k probabilities and `multiClass`; several labels per row take n x k
 * zeros and ones and as many scores. NaN with a warning where a class or its rest is missing.
 * O(n log n) per class, or per pair of classes.
 * Source: Hand and Till, Machine Learning 45 (2001) 171; McClish, Medical Decision Making 9 (1989) 190 (maxFpr);
 * scikit-learn roc_auc_score.
 * @throws InvalidInputError when labels and scores do not fit; InvalidParameterError for unfit options.
 *
 * @example
 * ```ts
 * rocAucScore([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]); // 0.75
 * ```
 */
export function rocAucScore<const O extends RocAucOptions = Record<never, never>>(
  yTrue: LabelTargets,
  yScore: Scores | LabelTargets,
  options?: O,
): ScoreResult<O>;
export function rocAucScore(
  yTrue: LabelTargets,
  yScore: unknown,
  options: RocAucOptions = {},
): number | Float64Array {
  checkOptionNames(options, NAMES, CALLER);
  const { maxFpr = null, multiClass = 'raise', average = 'macro' } = options;
  checkChoice(multiClass, ['raise', 'ovr', 'ovo'], 'multiClass', CALLER);
  if (average !== null) checkChoice(average, ['macro', 'weighted', 'micro', 'samples'], 'average', CALLER);
  if (maxFpr !== null && !(maxFpr > 0 && maxFpr <= 1))
    throw optionError(CALLER, 'maxFpr', 'must be above 0 and at most 1', maxFpr, 'Leave it out for all.');
  const undefinedAreas: UndefinedAreas = { count: 0 };
  const result = dispatch(yTrue, yScore, options, average, undefinedAreas);
  if (undefinedAreas.count > 0) {
    const message =
      'yTrue (or one column or pair of classes of it) holds one class: its area is undefined (NaN).';
    warn(new UndefinedMetricWarning(`${message} Pass rows of all classes.`, CALLER));
  }
  return result;
}

interface UndefinedAreas {
  count: number;
}

function dispatch(
  yTrue: LabelTargets,
  yScore: unknown,
  options: RocAucOptions,
  average: ScoreAverage,
  missing: UndefinedAreas,
): number | Float64Array {
  const { maxFpr = null, sampleWeight, multiClass } = options;
  const one = (problem: BinaryProblem): number => binaryAuc(problem, maxFpr, missing);
  if (isMatrixLike(yTrue) && asList(yTrue, 'yTrue', CALLER) === undefined) {
    const truth = checkIndicator(yTrue, 'yTrue', CALLER);
    const scores = checkScoreMatrix(yScore, truth.rows, CALLER);
    if (scores.columns !== truth.columns) throw columnsError(scores, truth.columns);
    const weights = checkSampleWeight(sampleWeight, truth.rows, CALLER);
    return averageScores({ truth, scores, weights }, average, one);
  }
  const labels = checkLabels(yTrue, 'yTrue', CALLER);
  const weights = checkSampleWeight(sampleWeight, labels.length, CALLER);
  const several = isMatrixLike(yScore) && asList(yScore, 'yScore', CALLER) === undefined;
  const present = uniqueLabels(labels);
  if (!several && present.length <= 2) {
    const scores = checkScores(yScore, labels.length, CALLER);
    const positive = encode(labels, present);
    return one({ positive, scores, weights });
  }
  if (multiClass === undefined || multiClass === 'raise') {
    const what = "must be 'ovr' or 'ovo' for several classes or columns of scores";
    const remedy = 'For two classes pass the second column, proba.column(1).';
    throw optionError(CALLER, 'multiClass', what, 'raise', remedy);
  }
  if (maxFpr !== null && maxFpr !== 1)
    throw optionError(CALLER, 'maxFpr', 'is for two classes only', maxFpr, 'Leave it out.');
  const classes = columnClasses(labels, options.labels, CALLER);
  const scores = checkScoreMatrix(yScore, labels.length, CALLER);
  if (scores.columns !== classes.length) throw columnsError(scores, classes.length);
  checkProbabilities(scores);
  const codes = encode(labels, classes);
  if (multiClass === 'ovo') return eachAgainstEach(codes, scores, average, weights, one);
  if (average === 'samples') throw averageError('is for several labels per row', average);
  return averageScores({ truth: indicatorOf(codes, classes.length), scores, weights }, average, one);
}

function averageError(what: string, average: ScoreAverage) {
  return optionError(CALLER, 'average', what, average, "Choose 'macro' or 'weighted'.");
}

function columnsError(scores: Matrix, classes: number) {
  return metricError(
    CALLER,
    'yScore',
    `must have one column for each of the ${classes} classes`,
    `${scores.columns} columns`,
    'Pass predictProba, and labels if yTrue lacks some class.',
  );
}

/** Scores of several classes are compared over classes, so that they must be probabilities. */
function checkProbabilities(scores: Matrix): void {
  for (let i = 0; i < scores.rows; i++) {
    const row = scores.row(i);
    let sum = 0;
    for (let c = 0; c < row.length; c++) sum += row[c];
    if (Math.abs(sum - 1) <= 1e-8 + 1e-5 * Math.abs(sum)) continue;
    const what = 'must hold probabilities that sum to 1 in every row';
    throw metricError(CALLER, 'yScore', what, `a sum of ${sum} in row ${i}`, 'Pass predictProba.');
  }
}

/** The area of one problem; NaN when a class is missing. */
function binaryAuc(problem: BinaryProblem, maxFpr: number | null, missing: UndefinedAreas): number {
  const { fpr, tpr } = rocOf(problem, true);
  if (Number.isNaN(fpr[0]) || Number.isNaN(tpr[0])) {
    missing.count++;
    return Number.NaN;
  }
  if (maxFpr === null || maxFpr === 1) return trapezium(fpr, tpr);
  let stop = 0;
  while (stop < fpr.length && fpr[stop] <= maxFpr) stop++;
  const share = (maxFpr - fpr[stop - 1]) / (fpr[stop] - fpr[stop - 1]);
  const x = fpr.slice(0, stop + 1);
  const y = tpr.slice(0, stop + 1);
  x[stop] = maxFpr;
  y[stop] = tpr[stop - 1] + share * (tpr[stop] - tpr[stop - 1]);
  // McClish: chance becomes 0.5 and the best possible area 1.
  const least = 0.5 * maxFpr * maxFpr;
  return 0.5 * (1 + (trapezium(x, y) - least) / (maxFpr - least));
}

/** Hand and Till: the mean over pairs of classes, each pair seen from both. */
function eachAgainstEach(
  codes: Int32Array,
  scores: Matrix,
  average: ScoreAverage,
  weights: Float64Array | undefined,
  one: (problem: BinaryProblem) => number,
): number {
  if (average !== 'macro' && average !== 'weighted')
    throw averageError("must be 'macro' or 'weighted' with multiClass 'ovo'", average);
  if (weights) {
    const remedy = "Use multiClass 'ovr'.";
    throw optionError(CALLER, 'sampleWeight', "cannot be used with multiClass 'ovo'", weights, remedy);
  }
  const k = scores.columns;
  const columns = Array.from({ length: k }, (_, c) => scores.column(c));
  let sum = 0;
  let total = 0;
  for (let a = 0; a < k; a++) {
    for (let b = a + 1; b < k; b++) {
      const rows = Int32Array.from(codes.keys()).filter((i) => codes[i] === a || codes[i] === b);
      const area = (c: number): number =>
        one({
          positive: Uint8Array.from(rows, (i) => (codes[i] === c ? 1 : 0)),
          scores: Float64Array.from(rows, (i) => columns[c][i]),
          weights: undefined,
        });
      const w = average === 'weighted' ? rows.length / codes.length : 1;
      sum += (w * (area(a) + area(b))) / 2;
      total += w;
    }
  }
  return sum / total;
}
