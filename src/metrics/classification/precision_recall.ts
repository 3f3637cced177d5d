import { describe } from '../../core/errors.js';
import type { Label, Labels } from '../../core/labels.js';
import { UndefinedMetricWarning, warn } from '../../core/warnings.js';
import { checkChoice, checkOptionNames } from '../options.js';
import { type BinaryCounts, countsPerClass } from './confusion_matrix.js';
import { metricOptionError, pairLabels } from './labels_input.js';

/** How the classes' values become one; null keeps one per class. */
export type Average = 'binary' | 'micro' | 'macro' | 'weighted' | 'samples' | null;

/** What an undefined ratio counts as; 'warn' is 0 with a warning. */
export type ZeroDivision = 'warn' | 0 | 1 | typeof Number.NaN;

/** Options of precision, recall, F and Jaccard scores. */
export interface PrecisionRecallOptions {
  /** The labels to count, in this order; default all, sorted. */
  readonly labels?: Labels | null;
  /** The class that 'binary' reports; default 1, or true, or the label that sorts last of two. */
  readonly posLabel?: Label;
  /** Default 'binary'. */
  readonly average?: Average;
  /** One weight per row. */
  readonly sampleWeight?: ArrayLike<number>;
  /** Default 'warn'. */
  readonly zeroDivision?: ZeroDivision;
}

const NAMES = ['labels', 'posLabel', 'average', 'sampleWeight', 'zeroDivision'];

type One<O> = O extends { average: null } ? Float64Array : number;
type Kind = 'precision' | 'recall' | 'F' | 'Jaccard';

interface Ratios {
  readonly classes: readonly Label[];
  readonly counts: readonly BinaryCounts[];
  /** The counts that the average works on: one entry per class, or one for micro and binary. */
  readonly used: readonly BinaryCounts[];
  readonly average: Average;
}

function collect(yTrue: Labels, yPred: Labels, options: PrecisionRecallOptions, caller: string): Ratios {
  const average = options.average === undefined ? 'binary' : options.average;
  if (average !== null)
    checkChoice(average, ['binary', 'micro', 'macro', 'weighted', 'samples'], 'average', caller);
  if (average === 'samples') {
    throw metricOptionError(
      caller,
      'average',
      "= 'samples' is for several labels per row, and y holds one",
      average,
    );
  }
  const pair = pairLabels(yTrue, yPred, options, caller);
  const counts = countsPerClass(pair);
  if (average === 'micro') return { classes: pair.classes, counts, used: [sum(counts)], average };
  if (average !== 'binary') return { classes: pair.classes, counts, used: counts, average };
  return {
    classes: pair.classes,
    counts,
    used: [counts[positiveClass(pair.classes, options.posLabel, caller)]],
    average,
  };
}

/** Position of the positive class among two (or one). */
function positiveClass(classes: readonly Label[], posLabel: Label | undefined, caller: string): number {
  if (classes.length > 2) {
    throw metricOptionError(
      caller,
      'average',
      `= 'binary' needs two classes, but there are ${classes.length}; choose 'macro', 'micro', 'weighted' or null`,
      'binary',
    );
  }
  if (posLabel === undefined) {
    const usual = classes.findIndex((label) => label === 1 || label === true);
    return usual >= 0 ? usual : classes.length - 1;
  }
  const at = classes.indexOf(posLabel);
  if (at >= 0) return at;
  throw metricOptionError(
    caller,
    'posLabel',
    `must be one of the labels ${classes.map(describe).join(', ')}`,
    posLabel,
  );
}

function sum(counts: readonly BinaryCounts[]): BinaryCounts {
  const total = (key: keyof BinaryCounts): number => counts.reduce((all, count) => all + count[key], 0);
  return { tn: total('tn'), fp: total('fp'), fn: total('fn'), tp: total('tp') };
}

function ratioParts({ tp, fp, fn }: BinaryCounts, kind: Kind, beta2: number): [number, number] {
  if (kind === 'precision') return [tp, tp + fp];
  if (kind === 'recall') return [tp, tp + fn];
  if (kind === 'Jaccard') return [tp, tp + fp + fn];
  if (beta2 === Number.POSITIVE_INFINITY) return [tp, tp + fn];
  return [(1 + beta2) * tp, (1 + beta2) * tp + beta2 * fn + fp];
}

function score(
  ratios: Ratios,
  kind: Kind,
  beta2: number,
  zeroDivision: ZeroDivision,
  caller: string,
): number | Float64Array {
  let undefinedRatio = false;
  const values = Float64Array.from(ratios.used, (counts) => {
    const [above, below] = ratioParts(counts, kind, beta2);
    if (below !== 0) return above / below;
    undefinedRatio = true;
    return zeroDivision === 'warn' ? 0 : zeroDivision;
  });
  if (undefinedRatio && zeroDivision === 'warn') {
    warn(
      new UndefinedMetricWarning(
        `${kind} is undefined for classes without rows and counts as 0. Set zeroDivision to choose.`,
        caller,
      ),
    );
  }
  if (ratios.average === null) return values;
  if (ratios.average === 'binary' || ratios.average === 'micro') return values[0];
  const support = ratios.used.map(({ tp, fn }) => tp + fn);
  let total = 0;
  let weight = 0;
  values.forEach((value, c) => {
    // A NaN from zeroDivision leaves its class out of the mean.
    if (Number.isNaN(value)) return;
    const w = ratios.average === 'weighted' ? support[c] : 1;
    total += w * value;
    weight += w;
  });
  if (weight === 0) return zeroDivision === 'warn' ? 0 : zeroDivision;
  return total / weight;
}

/**
 * Precision: the share of rows predicted to be of a class that are (the astronomers' purity). O(n).
 * Reference: scikit-learn precision_score.
 *
 * @example
 * ```ts
 * precisionScore([0, 1, 1], [1, 1, 1]); // 0.667
 * precisionScore(['a', 'b', 'b'], ['a', 'a', 'b'], { average: null }); // Float64Array [0.5, 1]
 * ```
 */
export function precisionScore<const O extends PrecisionRecallOptions = Record<never, never>>(
  yTrue: Labels,
  yPred: Labels,
  options?: O,
): One<O> {
  return single('precision', 1, yTrue, yPred, options, 'precisionScore') as One<O>;
}

/**
 * Recall: the share of rows of a class that are predicted to be (the astronomers' completeness). O(n).
 * Reference: scikit-learn recall_score.
 */
export function recallScore<const O extends PrecisionRecallOptions = Record<never, never>>(
  yTrue: Labels,
  yPred: Labels,
  options?: O,
): One<O> {
  return single('recall', 1, yTrue, yPred, options, 'recallScore') as One<O>;
}

/**
 * F1: the harmonic mean of precision and recall. O(n). Reference: scikit-learn f1_score.
 *
 * @example
 * ```ts
 * f1Score(['star', 'qso', 'qso'], ['star', 'qso', 'star'], { average: 'macro' }); // 0.667
 * ```
 */
export function f1Score<const O extends PrecisionRecallOptions = Record<never, never>>(
  yTrue: Labels,
  yPred: Labels,
  options?: O,
): One<O> {
  return single('F', 1, yTrue, yPred, options, 'f1Score') as One<O>;
}

/** F-beta: recall counts beta times as much as precision. O(n). Reference: scikit-learn fbeta_score. */
export function fbetaScore<const O extends PrecisionRecallOptions & { beta: number }>(
  yTrue: Labels,
  yPred: Labels,
  options: O,
): One<O> {
  const { beta, ...rest } = options;
  if (!(beta >= 0)) throw metricOptionError('fbetaScore', 'beta', 'must be a number >= 0', beta);
  return single('F', beta * beta, yTrue, yPred, rest, 'fbetaScore') as One<O>;
}

/** Jaccard: the rows of both lists over the rows of either, per class. O(n). Reference: scikit-learn jaccard_score. */
export function jaccardScore<const O extends PrecisionRecallOptions = Record<never, never>>(
  yTrue: Labels,
  yPred: Labels,
  options?: O,
): One<O> {
  return single('Jaccard', 1, yTrue, yPred, options, 'jaccardScore') as One<O>;
}

function single(
  kind: Kind,
  beta2: number,
  yTrue: Labels,
  yPred: Labels,
  options: PrecisionRecallOptions | undefined,
  caller: string,
): number | Float64Array {
  checkOptionNames(options, NAMES, caller);
  return score(
    collect(yTrue, yPred, options ?? {}, caller),
    kind,
    beta2,
    options?.zeroDivision ?? 'warn',
    caller,
  );
}

/** Precision, recall, F and the number (weight) of true rows: per class with `average: null`. */
export interface PrecisionRecallFscoreSupport<T> {
  readonly precision: T;
  readonly recall: T;
  readonly fscore: T;
  /** Weight of the rows of each class; null for an average. */
  readonly support: T extends number ? null : Float64Array;
}

/**
 * Precision, recall, F-beta and support at once. O(n). Default `average: null`, one value per class.
 * Reference: scikit-learn precision_recall_fscore_support.
 */
export function precisionRecallFscoreSupport<
  const O extends PrecisionRecallOptions & { beta?: number } = { average: null },
>(
  yTrue: Labels,
  yPred: Labels,
  options?: O,
): PrecisionRecallFscoreSupport<O extends { average: Exclude<Average, null> } ? number : Float64Array> {
  const caller = 'precisionRecallFscoreSupport';
  checkOptionNames(options, [...NAMES, 'beta'], caller);
  const {
    beta = 1,
    zeroDivision = 'warn',
    ...rest
  }: PrecisionRecallOptions & { beta?: number } = options ?? {};
  const ratios = collect(yTrue, yPred, { ...rest, average: rest.average ?? null }, caller);
  const support = ratios.average === null ? Float64Array.from(ratios.counts, ({ tp, fn }) => tp + fn) : null;
  return {
    precision: score(ratios, 'precision', 1, zeroDivision, caller),
    recall: score(ratios, 'recall', 1, zeroDivision, caller),
    fscore: score(ratios, 'F', beta * beta, zeroDivision, caller),
    support,
  } as never;
}

/** The astronomers' completeness of a sample of `posLabel`: the share of its true members that were found (recall). */
export function sampleCompleteness(
  yTrue: Labels,
  yPred: Labels,
  options: { posLabel: Label; sampleWeight?: ArrayLike<number> },
): number {
  const { posLabel, sampleWeight } = options;
  return recallScore(yTrue, yPred, {
    labels: [posLabel] as Labels,
    average: 'micro',
    sampleWeight,
  }) as number;
}

/** The astronomers' contamination of a sample of `posLabel`: the share of what was selected that is something else (1 - precision). */
export function sampleContamination(
  yTrue: Labels,
  yPred: Labels,
  options: { posLabel: Label; sampleWeight?: ArrayLike<number> },
): number {
  const { posLabel, sampleWeight } = options;
  const zeroDivision = Number.NaN;
  return (
    1 -
    (precisionScore(yTrue, yPred, {
      labels: [posLabel] as Labels,
      average: 'micro',
      sampleWeight,
      zeroDivision,
    }) as number)
  );
}
