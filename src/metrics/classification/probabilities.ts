import { describe } from '../../core/errors.js';
import { type Label, type Labels, sortLabels } from '../../core/labels.js';
import { Matrix } from '../../core/matrix.js';
import { DataWarning, warn } from '../../core/warnings.js';
import { checkSampleWeight } from '../../core/weights.js';
import {
  asList,
  checkLabels,
  checkLabelsOption,
  checkScoreMatrix,
  checkScores,
  encode,
  type IndicatorMatrix,
  isMatrixLike,
  type LabelTargets,
  metricError,
  type Scores,
  uniqueLabels,
  type WeightOption,
} from '../input.js';
import { optionError } from '../options.js';
import { positiveLabel, tooManyClasses, usualPositive } from '../positive_label.js';

/** Probabilities: one per row for the positive one of two classes, or n x k in the order of the sorted classes. */
export type Probabilities = Scores | IndicatorMatrix;

/** Options of the losses of probabilities. */
export interface ProbabilityOptions extends WeightOption {
  /** The classes of the columns, sorted; default the labels of yTrue. */
  readonly labels?: Labels | null;
}

/** Probabilities with the true classes as columns. */
export interface ProbabilityProblem {
  readonly codes: Int32Array;
  /** n x k, k at least 2. */
  readonly proba: Matrix;
  readonly weights: Float64Array | undefined;
}

/** Whether there is one probability per row. */
export function isFlat(yProba: unknown, caller: string): boolean {
  return !isMatrixLike(yProba) || asList(yProba, 'yProba', caller) !== undefined;
}

/**
 * Checks probabilities of sorted classes; one per row is that of the last class.
 * @throws InvalidInputError for probabilities outside [0, 1], or classes that do not fit the columns.
 */
export function classProbabilities(
  yTrue: LabelTargets,
  yProba: unknown,
  { labels, sampleWeight }: ProbabilityOptions,
  caller: string,
): ProbabilityProblem {
  const truth = checkLabels(yTrue, 'yTrue', caller);
  const present = uniqueLabels(truth);
  const classes = labels ? sortedClasses(checkLabelsOption(labels, truth, caller), caller) : present;
  const proba = isFlat(yProba, caller)
    ? twoColumns(checkScores(yProba, truth.length, caller, 'yProba'))
    : checkScoreMatrix(yProba, truth.length, caller, 'yProba');
  checkRange(proba, caller);
  if (classes.length < 2) {
    const remedy = 'Name all classes in labels.';
    throw metricError(
      caller,
      labels ? 'labels' : 'yTrue',
      'must hold two classes',
      describe(classes),
      remedy,
    );
  }
  if (classes.length !== proba.columns) {
    const what = `must have one column for each of the ${classes.length} classes`;
    throw metricError(caller, 'yProba', what, `${proba.columns} columns`, 'Name all classes in labels.');
  }
  const codes = encode(truth, classes);
  const unknown = codes.indexOf(-1);
  if (unknown >= 0) {
    const what = `must name every label of yTrue, but lacks ${describe(truth[unknown])}`;
    throw optionError(caller, 'labels', what, labels, 'Pass the classes of the classifier.');
  }
  warnUneven(proba, caller);
  return { codes, proba, weights: checkSampleWeight(sampleWeight, truth.length, caller) };
}

function sortedClasses(labels: readonly Label[], caller: string): Label[] {
  const sorted = sortLabels(labels);
  if (sorted.some((label, c) => label !== labels[c])) {
    const message =
      'labels are not sorted, but the columns of probabilities are taken in sorted order. Pass sorted labels.';
    warn(new DataWarning(message, caller));
  }
  return sorted;
}

/**
 * Checks one probability per row, that of `posLabel`; by default of 1 or true, or of the label that sorts last.
 * @throws InvalidInputError for more than two classes or probabilities outside [0, 1].
 */
export function positiveProbabilities(
  yTrue: LabelTargets,
  yProba: unknown,
  options: ProbabilityOptions & { posLabel?: Label },
  caller: string,
): ProbabilityProblem {
  const truth = checkLabels(yTrue, 'yTrue', caller);
  const scores = checkScores(yProba, truth.length, caller, 'yProba');
  const present = uniqueLabels(truth);
  if (present.length > 2) throw tooManyClasses(present, caller);
  const known = options.labels ? sortLabels(checkLabelsOption(options.labels, truth, caller)) : present;
  const fallback = usualPositive(known) ?? (known.length === 2 ? known[1] : undefined);
  const positive = positiveLabel(present, options.posLabel ?? fallback, caller);
  const proba = twoColumns(scores);
  checkRange(proba, caller);
  return {
    codes: Int32Array.from(truth as ArrayLike<Label>, (label) => (label === positive ? 1 : 0)),
    proba,
    weights: checkSampleWeight(options.sampleWeight, truth.length, caller),
  };
}

function twoColumns(second: Float64Array): Matrix {
  const result = Matrix.zeros(second.length, 2);
  for (let i = 0; i < second.length; i++) {
    result.data[2 * i] = 1 - second[i];
    result.data[2 * i + 1] = second[i];
  }
  return result;
}

function checkRange({ data, columns }: Matrix, caller: string): void {
  const bad = data.findIndex((p) => p < 0 || p > 1);
  if (bad < 0) return;
  // A single probability was widened to two columns, of which the second is what was given.
  const at = columns === 2 && data[bad ^ 1] === 1 - data[bad] ? bad | 1 : bad;
  const received = `${data[at]} in row ${Math.floor(bad / columns)}`;
  throw metricError(caller, 'yProba', 'must hold probabilities from 0 to 1', received, 'Pass predictProba.');
}

function warnUneven(proba: Matrix, caller: string): void {
  for (let i = 0; i < proba.rows; i++) {
    let sum = 0;
    for (let cell = i * proba.columns; cell < (i + 1) * proba.columns; cell++) sum += proba.data[cell];
    // The square root of the machine's precision.
    if (Math.abs(sum - 1) <= 2 ** -26) continue;
    const message = `the probabilities of row ${i} sum to ${sum}, not 1. Pass predictProba.`;
    warn(new DataWarning(message, caller));
    return;
  }
}

/** The class shares of the rows, repeated for each row: what knows nothing of X predicts. */
export function classShares({ codes, proba, weights }: ProbabilityProblem): Matrix {
  const share = new Float64Array(proba.columns);
  let total = 0;
  for (let i = 0; i < codes.length; i++) {
    const w = weights ? weights[i] : 1;
    share[codes[i]] += w;
    total += w;
  }
  const result = Matrix.zeros(proba.rows, proba.columns);
  const row = share.map((weight) => weight / total);
  for (let i = 0; i < proba.rows; i++) result.data.set(row, i * proba.columns);
  return result;
}
