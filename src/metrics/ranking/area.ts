import type { Label, Labels } from '../../core/labels.js';
import type { Matrix } from '../../core/matrix.js';
import { UndefinedMetricWarning, warn } from '../../core/warnings.js';
import { checkSampleWeight } from '../../core/weights.js';
import { checkLabels, metricError, metricOptionError } from '../classification/labels_input.js';
import { checkChoice, checkOptionNames } from '../options.js';
import { precisionRecallOf, rocOf } from './curves.js';
import {
  type BinaryScores,
  binaryScores,
  distinctLabels,
  isMatrixLike,
  type Scores,
  scoreMatrix,
} from './scores_input.js';

/**
 * Area under a curve by the trapezium rule; x must rise or fall throughout. Reference: scikit-learn auc.
 *
 * @example
 * ```ts
 * auc([0, 0.5, 1], [0, 0.8, 1]); // 0.65
 * ```
 */
export function auc(x: ArrayLike<number>, y: ArrayLike<number>): number {
  if (x.length !== y.length || x.length < 2)
    throw metricError('auc', 'x and y must hold the same number of points, two at least', '');
  let area = 0;
  let rises = false;
  let falls = false;
  for (let i = 1; i < x.length; i++) {
    const step = x[i] - x[i - 1];
    rises ||= step > 0;
    falls ||= step < 0;
    area += (step * (y[i] + y[i - 1])) / 2;
  }
  if (rises && falls)
    throw metricError('auc', 'x neither rises nor falls throughout', 'Sort the points by x.');
  return falls ? -area : area;
}

/** Options of rocAucScore. */
export interface RocAucOptions {
  /** Several classes: 'macro' (default) or 'weighted' by class, 'micro' (ovr only), or null for one per class. */
  readonly average?: 'macro' | 'weighted' | 'micro' | null;
  /** One weight per row. */
  readonly sampleWeight?: ArrayLike<number>;
  /** Two classes: the area up to this false positive rate only, standardised. */
  readonly maxFpr?: number | null;
  /** Several classes: each against the rest, or each against each. */
  readonly multiClass?: 'raise' | 'ovr' | 'ovo';
  /** The classes of the columns of yScore, sorted; default the labels of yTrue. */
  readonly labels?: Labels | null;
}

/**
 * Area under the receiver operating characteristic: 1 is perfect, 0.5 chance. Two classes take one score per
 * row for the class that sorts last; several take n x k probabilities and `multiClass`. NaN with a warning when
 * yTrue holds one class. O(n log n) per class.
 * Reference: Hand and Till, Machine Learning 45 (2001) 171; scikit-learn roc_auc_score.
 *
 * @example
 * ```ts
 * rocAucScore([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]); // 0.75
 * ```
 */
export function rocAucScore<const O extends RocAucOptions = Record<never, never>>(
  yTrue: Labels,
  yScore: Scores | Matrix | readonly (readonly number[])[],
  options?: O,
): O extends { average: null; multiClass: 'ovr' } ? Float64Array : number;
export function rocAucScore(
  yTrue: Labels,
  yScore: unknown,
  options: RocAucOptions = {},
): number | Float64Array {
  const caller = 'rocAucScore';
  checkOptionNames(options, ['average', 'sampleWeight', 'maxFpr', 'multiClass', 'labels'], caller);
  checkLabels(yTrue, 'yTrue', caller);
  if (isMatrixLike(yScore)) return multiclassAuc(yTrue, scoreMatrix(yScore, yTrue.length, caller), options);
  const classes = options.labels ? Array.from(options.labels as ArrayLike<Label>) : distinctLabels(yTrue);
  if (classes.length > 2) {
    throw metricError(
      caller,
      `yTrue has ${classes.length} classes, but yScore one score per row`,
      'Pass n x k probabilities and multiClass.',
    );
  }
  const posLabel = classes[classes.length - 1];
  const problem = binaryScores(
    yTrue,
    yScore as Scores,
    { posLabel, sampleWeight: options.sampleWeight },
    caller,
  );
  return binaryAuc(problem, options.maxFpr ?? null, caller);
}

function binaryAuc(problem: BinaryScores, maxFpr: number | null, caller: string): number {
  const { positive, weights } = problem;
  const has = (value: 0 | 1): boolean =>
    positive.some((flag, i) => flag === value && (!weights || weights[i] > 0));
  if (!has(0) || !has(1)) {
    warn(new UndefinedMetricWarning('yTrue holds one class: the area is undefined (NaN).', caller));
    return Number.NaN;
  }
  const { fpr, tpr } = rocOf(problem, true, caller);
  if (maxFpr === null || maxFpr === 1) return auc(fpr, tpr);
  if (!(maxFpr > 0 && maxFpr < 1))
    throw metricOptionError(caller, 'maxFpr', 'must be above 0 and at most 1', maxFpr);
  let stop = 0;
  while (stop < fpr.length && fpr[stop] <= maxFpr) stop++;
  const share = (maxFpr - fpr[stop - 1]) / (fpr[stop] - fpr[stop - 1]);
  const end = tpr[stop - 1] + share * (tpr[stop] - tpr[stop - 1]);
  const area = auc([...fpr.subarray(0, stop), maxFpr], [...tpr.subarray(0, stop), end]);
  // McClish: chance becomes 0.5, the best 1.
  const least = 0.5 * maxFpr * maxFpr;
  return 0.5 * (1 + (area - least) / (maxFpr - least));
}

function multiclassAuc(yTrue: Labels, scores: Matrix, options: RocAucOptions): number | Float64Array {
  const caller = 'rocAucScore';
  const { multiClass = 'raise', average = 'macro' } = options;
  checkChoice(multiClass, ['raise', 'ovr', 'ovo'], 'multiClass', caller);
  if (average !== null) checkChoice(average, ['macro', 'weighted', 'micro'], 'average', caller);
  if (multiClass === 'raise')
    throw metricOptionError(caller, 'multiClass', "must be 'ovr' or 'ovo' for several classes", multiClass);
  const classes = options.labels ? Array.from(options.labels as ArrayLike<Label>) : distinctLabels(yTrue);
  if (classes.length !== scores.columns) {
    throw metricError(
      caller,
      `yScore has ${scores.columns} columns for ${classes.length} classes`,
      'Pass one column per class, and labels if yTrue lacks some.',
    );
  }
  for (let i = 0; i < scores.rows; i++) {
    const sum = scores.row(i).reduce((a, b) => a + b, 0);
    if (Math.abs(sum - 1) > 1e-5)
      throw metricError(
        caller,
        `the scores of row ${i} sum to ${sum}, but must be probabilities`,
        'Pass predictProba.',
      );
  }
  const weights = checkSampleWeight(options.sampleWeight, yTrue.length, caller);
  const codes = Int32Array.from(yTrue as ArrayLike<Label>, (label) => classes.indexOf(label));
  if (multiClass === 'ovo') {
    if (weights)
      throw metricOptionError(caller, 'sampleWeight', "cannot be used with multiClass 'ovo'", 'weights');
    return eachAgainstEach(codes, scores, average, caller);
  }
  if (average === 'micro')
    return microAverage(codes, scores, weights, (problem) => binaryAuc(problem, null, caller));
  const each = Float64Array.from(classes, (_, c) =>
    binaryAuc({ positive: flags(codes, c), scores: scores.column(c), weights }, null, caller),
  );
  return averageOf(each, codes, weights, average);
}

function flags(codes: Int32Array, c: number): Uint8Array {
  return Uint8Array.from(codes, (code) => (code === c ? 1 : 0));
}

/** Every cell of the indicator matrix as a row of one problem. */
function microAverage(
  codes: Int32Array,
  scores: Matrix,
  weights: Float64Array | undefined,
  metric: (problem: BinaryScores) => number,
): number {
  const k = scores.columns;
  return metric({
    positive: Uint8Array.from({ length: codes.length * k }, (_, i) =>
      codes[Math.floor(i / k)] === i % k ? 1 : 0,
    ),
    scores: scores.data,
    weights: weights && Float64Array.from({ length: codes.length * k }, (_, i) => weights[Math.floor(i / k)]),
  });
}

function averageOf(
  each: Float64Array,
  codes: Int32Array,
  weights: Float64Array | undefined,
  average: 'macro' | 'weighted' | null,
): number | Float64Array {
  if (average === null) return each;
  const share = new Float64Array(each.length).fill(average === 'macro' ? 1 : 0);
  if (average === 'weighted') {
    codes.forEach((code, i) => {
      share[code] += weights ? weights[i] : 1;
    });
  }
  const total = share.reduce((a, b) => a + b, 0);
  return each.reduce((sum, value, c) => sum + (share[c] > 0 ? value * share[c] : 0), 0) / total;
}

function eachAgainstEach(
  codes: Int32Array,
  scores: Matrix,
  average: RocAucOptions['average'],
  caller: string,
): number {
  if (average === null || average === 'micro')
    throw metricOptionError(
      caller,
      'average',
      "must be 'macro' or 'weighted' with multiClass 'ovo'",
      average,
    );
  const k = scores.columns;
  let total = 0;
  let weight = 0;
  for (let a = 0; a < k; a++) {
    for (let b = a + 1; b < k; b++) {
      const rows = Array.from(codes.keys()).filter((i) => codes[i] === a || codes[i] === b);
      const one = (c: number): number =>
        binaryAuc(
          {
            positive: Uint8Array.from(rows, (i) => (codes[i] === c ? 1 : 0)),
            scores: Float64Array.from(rows, (i) => scores.get(i, c)),
            weights: undefined,
          },
          null,
          caller,
        );
      const w = average === 'weighted' ? rows.length / codes.length : 1;
      total += (w * (one(a) + one(b))) / 2;
      weight += w;
    }
  }
  return total / weight;
}

/** Options of averagePrecisionScore. */
export interface AveragePrecisionOptions {
  readonly average?: 'macro' | 'weighted' | 'micro' | null;
  readonly posLabel?: Label;
  readonly sampleWeight?: ArrayLike<number>;
}

/**
 * Average precision: the precision averaged over the recalls gained at each threshold. Several classes take
 * n x k scores and are averaged. O(n log n) per class. Reference: scikit-learn average_precision_score.
 */
export function averagePrecisionScore<const O extends AveragePrecisionOptions = Record<never, never>>(
  yTrue: Labels,
  yScore: Scores | Matrix | readonly (readonly number[])[],
  options?: O,
): O extends { average: null } ? Float64Array | number : number;
export function averagePrecisionScore(
  yTrue: Labels,
  yScore: unknown,
  options: AveragePrecisionOptions = {},
): number | Float64Array {
  const caller = 'averagePrecisionScore';
  checkOptionNames(options, ['average', 'posLabel', 'sampleWeight'], caller);
  checkLabels(yTrue, 'yTrue', caller);
  const one = (problem: BinaryScores): number => {
    const { precision, recall } = precisionRecallOf(problem, false, caller);
    let sum = 0;
    for (let i = 0; i + 1 < recall.length; i++) sum -= (recall[i + 1] - recall[i]) * precision[i];
    return Math.max(0, sum);
  };
  if (!isMatrixLike(yScore)) return one(binaryScores(yTrue, yScore as Scores, options, caller));
  const scores = scoreMatrix(yScore, yTrue.length, caller);
  const classes = distinctLabels(yTrue);
  if (classes.length !== scores.columns) {
    throw metricError(
      caller,
      `yScore has ${scores.columns} columns for ${classes.length} classes`,
      'Pass one column per class.',
    );
  }
  const weights = checkSampleWeight(options.sampleWeight, yTrue.length, caller);
  const codes = Int32Array.from(yTrue as ArrayLike<Label>, (label) => classes.indexOf(label));
  const { average = 'macro' } = options;
  if (average === 'micro') return microAverage(codes, scores, weights, one);
  const each = Float64Array.from(classes, (_, c) =>
    one({ positive: flags(codes, c), scores: scores.column(c), weights }),
  );
  return averageOf(each, codes, weights, average);
}
