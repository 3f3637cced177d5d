import { describe } from '../../core/errors.js';
import type { Label, Labels } from '../../core/labels.js';
import { Matrix } from '../../core/matrix.js';
import { UndefinedMetricWarning, warn } from '../../core/warnings.js';
import { checkSampleWeight } from '../../core/weights.js';
import { checkLabels, metricError, metricOptionError } from '../classification/labels_input.js';
import { checkOptionNames } from '../options.js';
import { checkScores, distinctLabels, isMatrixLike, positiveLabel, scoreMatrix } from './scores_input.js';

/** Probabilities: one per row for the second of two classes, or n x k. */
export type Probabilities = ArrayLike<number> | Matrix | readonly (readonly number[])[];

/** Options of the losses of probabilities. */
export interface ProbabilityOptions {
  readonly sampleWeight?: ArrayLike<number>;
  /** The classes of the columns, sorted; default the labels of yTrue. */
  readonly labels?: Labels | null;
  /** The class that one probability per row is of; default the one that sorts last. */
  readonly posLabel?: Label;
}

interface Problem {
  readonly codes: Int32Array;
  readonly classes: readonly Label[];
  /** n x k. */
  readonly proba: Matrix;
  readonly weights: Float64Array | undefined;
}

function checkProbabilities(
  yTrue: Labels,
  yProba: Probabilities,
  options: ProbabilityOptions,
  caller: string,
): Problem {
  checkLabels(yTrue, 'yTrue', caller);
  const n = yTrue.length;
  let classes = options.labels ? Array.from(options.labels as ArrayLike<Label>) : distinctLabels(yTrue);
  let proba: Matrix;
  if (isMatrixLike(yProba)) {
    proba = scoreMatrix(yProba, n, caller);
    if (proba.columns === 1) proba = twoColumns(proba.column(0));
  } else {
    if (classes.length === 1 && options.labels === undefined)
      classes = completePair(classes[0], options.posLabel, caller);
    if (classes.length > 2)
      throw metricError(
        caller,
        `yTrue has ${classes.length} classes, but there is one probability per row`,
        'Pass n x k probabilities.',
      );
    const positive =
      options.posLabel === undefined
        ? classes[classes.length - 1]
        : positiveLabel(classes, options.posLabel, caller);
    classes = [...classes.filter((label) => label !== positive), positive];
    proba = twoColumns(checkScores(yProba, n, caller));
  }
  if (classes.length < 2)
    throw metricError(
      caller,
      `yTrue holds one class, ${describe(classes[0])}`,
      'Pass labels with all classes.',
    );
  if (classes.length !== proba.columns) {
    throw metricError(
      caller,
      `there are ${proba.columns} columns of probabilities for ${classes.length} classes`,
      'Pass one column per class, and labels if yTrue lacks some.',
    );
  }
  const bad = proba.data.findIndex((p) => p < 0 || p > 1);
  if (bad >= 0)
    throw metricError(
      caller,
      'probabilities must be from 0 to 1',
      `Got ${proba.data[bad]} in row ${Math.floor(bad / proba.columns)}.`,
    );
  const position = new Map(classes.map((label, i) => [label, i]));
  const codes = Int32Array.from(yTrue as ArrayLike<Label>, (label) => position.get(label) ?? -1);
  const unknown = codes.indexOf(-1);
  if (unknown >= 0)
    throw metricError(
      caller,
      `yTrue holds ${describe(yTrue[unknown])}, which is not among the labels`,
      'Name all labels.',
    );
  return { codes, classes, proba, weights: checkSampleWeight(options.sampleWeight, n, caller) };
}

/** The two labels of a problem in which only one occurs. */
function completePair(label: Label, posLabel: Label | undefined, caller: string): Label[] {
  if (posLabel !== undefined) return label === posLabel ? [describe(label), label] : [label, posLabel];
  if (label === 0 || label === 1) return [0, 1];
  if (label === -1) return [-1, 1];
  if (typeof label === 'boolean') return [false, true];
  throw metricError(caller, `yTrue holds one class, ${describe(label)}`, 'Pass labels with all classes.');
}

function twoColumns(second: Float64Array): Matrix {
  const result = Matrix.zeros(second.length, 2);
  for (let i = 0; i < second.length; i++) {
    result.data[2 * i] = 1 - second[i];
    result.data[2 * i + 1] = second[i];
  }
  return result;
}

/**
 * Log loss (cross-entropy): minus the mean logarithm of the probability of the true class, with probabilities
 * kept off 0 and 1 by the machine's precision. O(n k). Reference: scikit-learn log_loss.
 * @throws InvalidInputError for probabilities outside [0, 1] or missing classes.
 *
 * @example
 * ```ts
 * logLoss(['star', 'qso'], [[0.1, 0.9], [0.8, 0.2]], { labels: ['qso', 'star'] }); // 0.164
 * ```
 */
export function logLoss(
  yTrue: Labels,
  yPred: Probabilities,
  options: Omit<ProbabilityOptions, 'posLabel'> & { normalize?: boolean } = {},
): number {
  checkOptionNames(options, ['normalize', 'sampleWeight', 'labels'], 'logLoss');
  const { codes, proba, weights } = checkProbabilities(yTrue, yPred, options, 'logLoss');
  return meanLogLoss(codes, proba, weights, options.normalize ?? true, 'logLoss');
}

function meanLogLoss(
  codes: Int32Array,
  proba: Matrix,
  weights: Float64Array | undefined,
  normalize: boolean,
  caller: string,
): number {
  const epsilon = Number.EPSILON;
  let loss = 0;
  let total = 0;
  let uneven = false;
  for (let i = 0; i < proba.rows; i++) {
    const row = proba.row(i);
    let sum = 0;
    for (let c = 0; c < row.length; c++) sum += row[c];
    uneven ||= Math.abs(sum - 1) > 1e-7;
    const p = Math.min(1 - epsilon, Math.max(epsilon, row[codes[i]]));
    const w = weights ? weights[i] : 1;
    loss -= w * Math.log(p);
    total += w;
  }
  if (uneven) warn(new UndefinedMetricWarning('the probabilities of some rows do not sum to 1.', caller));
  return normalize ? loss / total : loss;
}

/**
 * Brier score: the mean squared distance of the probabilities from the truth. For two classes it is halved, so
 * that it lies in [0, 1] (`scaleByHalf: 'auto'`). O(n k).
 * Reference: Brier, Monthly Weather Review 78 (1950) 1; scikit-learn brier_score_loss.
 */
export function brierScoreLoss(
  yTrue: Labels,
  yProba: Probabilities,
  options: ProbabilityOptions & { scaleByHalf?: boolean | 'auto' } = {},
): number {
  checkOptionNames(options, ['sampleWeight', 'posLabel', 'labels', 'scaleByHalf'], 'brierScoreLoss');
  const { codes, proba, weights } = checkProbabilities(yTrue, yProba, options, 'brierScoreLoss');
  const { scaleByHalf = 'auto' } = options;
  const half = scaleByHalf === 'auto' ? proba.columns < 3 : scaleByHalf;
  return meanSquares(codes, proba, weights) * (half ? 0.5 : 1);
}

function meanSquares(codes: Int32Array, proba: Matrix, weights: Float64Array | undefined): number {
  let sum = 0;
  let total = 0;
  for (let i = 0; i < proba.rows; i++) {
    const w = weights ? weights[i] : 1;
    for (let c = 0; c < proba.columns; c++) sum += w * (proba.get(i, c) - (codes[i] === c ? 1 : 0)) ** 2;
    total += w;
  }
  return sum / total;
}

/** The class shares of the rows, repeated for each row: what knows nothing of X predicts. */
function shares({ codes, proba, weights }: Problem): Matrix {
  const share = new Float64Array(proba.columns);
  let total = 0;
  codes.forEach((code, i) => {
    const w = weights ? weights[i] : 1;
    share[code] += w;
    total += w;
  });
  for (let c = 0; c < share.length; c++) share[c] /= total;
  const result = Matrix.zeros(proba.rows, proba.columns);
  for (let i = 0; i < proba.rows; i++) result.data.set(share, i * proba.columns);
  return result;
}

/** Share of the log loss of the class shares that the probabilities explain: 1 is perfect, 0 knows nothing. */
export function d2LogLossScore(
  yTrue: Labels,
  yPred: Probabilities,
  options: Omit<ProbabilityOptions, 'posLabel'> = {},
): number {
  checkOptionNames(options, ['sampleWeight', 'labels'], 'd2LogLossScore');
  const problem = checkProbabilities(yTrue, yPred, options, 'd2LogLossScore');
  if (tooFew(problem, 'd2LogLossScore')) return Number.NaN;
  const loss = (proba: Matrix): number =>
    meanLogLoss(problem.codes, proba, problem.weights, true, 'd2LogLossScore');
  return 1 - loss(problem.proba) / loss(shares(problem));
}

/** Share of the Brier score of the class shares that the probabilities explain: 1 is perfect, 0 knows nothing. */
export function d2BrierScore(yTrue: Labels, yProba: Probabilities, options: ProbabilityOptions = {}): number {
  checkOptionNames(options, ['sampleWeight', 'posLabel', 'labels'], 'd2BrierScore');
  const problem = checkProbabilities(yTrue, yProba, options, 'd2BrierScore');
  if (tooFew(problem, 'd2BrierScore')) return Number.NaN;
  const { codes, weights, proba } = problem;
  return 1 - meanSquares(codes, proba, weights) / meanSquares(codes, shares(problem), weights);
}

function tooFew({ codes }: Problem, caller: string): boolean {
  if (codes.length >= 2) return false;
  warn(new UndefinedMetricWarning('the score is undefined for fewer than two rows (NaN).', caller));
  return true;
}

/** Mean hinge loss of decision values (n for two classes, else n x k). Reference: scikit-learn hinge_loss. */
export function hingeLoss(
  yTrue: Labels,
  decision: Probabilities,
  options: Omit<ProbabilityOptions, 'posLabel'> = {},
): number {
  const caller = 'hingeLoss';
  checkOptionNames(options, ['sampleWeight', 'labels'], caller);
  checkLabels(yTrue, 'yTrue', caller);
  const classes = options.labels ? Array.from(options.labels as ArrayLike<Label>) : distinctLabels(yTrue);
  const weights = checkSampleWeight(options.sampleWeight, yTrue.length, caller);
  const margins = new Float64Array(yTrue.length);
  if (isMatrixLike(decision)) {
    const scores = scoreMatrix(decision, yTrue.length, caller);
    if (scores.columns !== classes.length)
      throw metricError(
        caller,
        `there are ${scores.columns} columns for ${classes.length} classes`,
        'Pass labels.',
      );
    for (let i = 0; i < scores.rows; i++) {
      const own = classes.indexOf(yTrue[i]);
      let other = Number.NEGATIVE_INFINITY;
      for (let c = 0; c < scores.columns; c++) if (c !== own) other = Math.max(other, scores.get(i, c));
      margins[i] = scores.get(i, own) - other;
    }
  } else {
    if (classes.length > 2)
      throw metricError(
        caller,
        `yTrue has ${classes.length} classes, but there is one value per row`,
        'Pass n x k values.',
      );
    const scores = checkScores(decision, yTrue.length, caller);
    const positive = classes[classes.length - 1];
    for (let i = 0; i < margins.length; i++) margins[i] = yTrue[i] === positive ? scores[i] : -scores[i];
  }
  let sum = 0;
  let total = 0;
  margins.forEach((margin, i) => {
    const w = weights ? weights[i] : 1;
    sum += w * Math.max(0, 1 - margin);
    total += w;
  });
  return sum / total;
}

/** The share of rows whose true class is among the k with the highest scores; ties count the later class first. */
export function topKAccuracyScore(
  yTrue: Labels,
  yScore: Probabilities,
  options: { k?: number; normalize?: boolean; sampleWeight?: ArrayLike<number>; labels?: Labels | null } = {},
): number {
  const caller = 'topKAccuracyScore';
  checkOptionNames(options, ['k', 'normalize', 'sampleWeight', 'labels'], caller);
  const { k = 2, normalize = true } = options;
  if (!Number.isInteger(k) || k < 1) throw metricOptionError(caller, 'k', 'must be an integer >= 1', k);
  checkLabels(yTrue, 'yTrue', caller);
  const n = yTrue.length;
  const classes = options.labels ? Array.from(options.labels as ArrayLike<Label>) : distinctLabels(yTrue);
  let scores: Matrix;
  if (isMatrixLike(yScore)) scores = scoreMatrix(yScore, n, caller);
  else {
    const flat = checkScores(yScore, n, caller);
    const threshold = flat.every((s) => s >= 0 && s <= 1) ? 0.5 : 0;
    scores = Matrix.zeros(n, 2);
    flat.forEach((s, i) => {
      scores.set(i, s > threshold ? 1 : 0, 1);
    });
  }
  if (classes.length !== scores.columns)
    throw metricError(
      caller,
      `there are ${scores.columns} columns for ${classes.length} classes`,
      'Pass labels.',
    );
  const weights = checkSampleWeight(options.sampleWeight, n, caller);
  let hits = 0;
  let total = 0;
  for (let i = 0; i < n; i++) {
    const own = classes.indexOf(yTrue[i]);
    const value = scores.get(i, own);
    let above = 0;
    for (let c = 0; c < scores.columns; c++) {
      const other = scores.get(i, c);
      if (other > value || (other === value && c > own)) above++;
    }
    const w = weights ? weights[i] : 1;
    total += w;
    if (above < k) hits += w;
  }
  return normalize ? hits / total : hits;
}

/** A calibration curve: the true share of positives beside the mean predicted probability, per bin that is not empty. */
export interface CalibrationCurve {
  readonly probTrue: Float64Array;
  readonly probPred: Float64Array;
}

/**
 * How often rows with about a predicted probability are positive. Reference: Niculescu-Mizil and Caruana, ICML
 * (2005); scikit-learn calibration_curve.
 */
export function calibrationCurve(
  yTrue: Labels,
  yProb: ArrayLike<number>,
  options: { posLabel?: Label; nBins?: number; strategy?: 'uniform' | 'quantile' } = {},
): CalibrationCurve {
  const caller = 'calibrationCurve';
  checkOptionNames(options, ['posLabel', 'nBins', 'strategy'], caller);
  const { nBins = 5, strategy = 'uniform' } = options;
  if (!Number.isInteger(nBins) || nBins < 1)
    throw metricOptionError(caller, 'nBins', 'must be an integer >= 1', nBins);
  checkLabels(yTrue, 'yTrue', caller);
  const proba = checkScores(yProb, yTrue.length, caller);
  if (proba.some((p) => p < 0 || p > 1))
    throw metricError(caller, 'probabilities must be from 0 to 1', 'Pass predictProba.');
  const classes = distinctLabels(yTrue);
  if (classes.length > 2)
    throw metricError(caller, `yTrue has ${classes.length} classes`, 'Compare one class with the rest.');
  const positive = positiveLabel(classes, options.posLabel, caller);
  const sorted = proba.slice().sort();
  const edge = (i: number): number => {
    const at = (i / nBins) * (sorted.length - 1);
    const low = Math.floor(at);
    return strategy === 'uniform'
      ? i / nBins
      : sorted[low] + (sorted[Math.ceil(at)] - sorted[low]) * (at - low);
  };
  const inner = Array.from({ length: nBins - 1 }, (_, i) => edge(i + 1));
  const sums = Array.from({ length: nBins }, () => ({ count: 0, positive: 0, proba: 0 }));
  proba.forEach((p, i) => {
    const bin = sums[inner.filter((bound) => bound < p).length];
    bin.count++;
    bin.proba += p;
    if (yTrue[i] === positive) bin.positive++;
  });
  const used = sums.filter((bin) => bin.count > 0);
  return {
    probTrue: Float64Array.from(used, (bin) => bin.positive / bin.count),
    probPred: Float64Array.from(used, (bin) => bin.proba / bin.count),
  };
}
