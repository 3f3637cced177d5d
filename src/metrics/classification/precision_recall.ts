import type { LabelTargets } from '../input.js';
import { checkOptionNames, optionError } from '../options.js';
import {
  AVERAGED_NAMES,
  type AveragedOptions,
  averagedRatios,
  collectCounts,
  type RatioName,
  supportOf,
} from './averaging.js';

/** One number, or one per class when the average is null; both for options whose average is not known. */
export type AveragedResult<O> = O extends { average: infer A }
  ? A extends null
    ? Float64Array
    : number
  : 'average' extends keyof O
    ? number | Float64Array
    : number;

/** The one ratio `name` of checked counts. */
export function averagedScore(
  name: RatioName,
  yTrue: LabelTargets,
  yPred: LabelTargets,
  options: AveragedOptions & { beta?: number },
  caller: string,
): number | Float64Array {
  return averagedRatios(collectCounts(yTrue, yPred, options, caller), [name], options, caller)[0];
}

/**
 * Precision: the share of the rows predicted to be of a class that are (the astronomers' purity). 'binary' reports
 * the class `posLabel`; other averages take any number of classes, or several labels per row as n x k zeros and
 * ones. O(n + k), or O(n k). Source: scikit-learn precision_score.
 * @throws InvalidParameterError when 'binary' meets more than two classes or does not find posLabel.
 *
 * @example
 * ```ts
 * precisionScore([0, 1, 1], [1, 1, 1]); // 0.667
 * precisionScore(['a', 'b', 'b'], ['a', 'a', 'b'], { average: null }); // Float64Array [0.5, 1]
 * ```
 */
export function precisionScore<const O extends AveragedOptions = Record<never, never>>(
  yTrue: LabelTargets,
  yPred: LabelTargets,
  options?: O,
): AveragedResult<O> {
  checkOptionNames(options, AVERAGED_NAMES, 'precisionScore');
  return averagedScore('precision', yTrue, yPred, options ?? {}, 'precisionScore') as AveragedResult<O>;
}

/**
 * Recall: the share of the rows of a class that are predicted to be (the astronomers' completeness). Options as of
 * precisionScore. O(n + k), or O(n k). Source: scikit-learn recall_score.
 *
 * @example
 * ```ts
 * recallScore(['star', 'qso', 'qso'], ['star', 'qso', 'star'], { posLabel: 'qso' }); // 0.5
 * ```
 */
export function recallScore<const O extends AveragedOptions = Record<never, never>>(
  yTrue: LabelTargets,
  yPred: LabelTargets,
  options?: O,
): AveragedResult<O> {
  checkOptionNames(options, AVERAGED_NAMES, 'recallScore');
  return averagedScore('recall', yTrue, yPred, options ?? {}, 'recallScore') as AveragedResult<O>;
}

/**
 * F1: the harmonic mean of precision and recall. Options as of precisionScore. O(n + k), or O(n k).
 * Source: scikit-learn f1_score.
 *
 * @example
 * ```ts
 * f1Score(['star', 'qso', 'qso'], ['star', 'qso', 'star'], { average: 'macro' }); // 0.667
 * ```
 */
export function f1Score<const O extends AveragedOptions = Record<never, never>>(
  yTrue: LabelTargets,
  yPred: LabelTargets,
  options?: O,
): AveragedResult<O> {
  checkOptionNames(options, AVERAGED_NAMES, 'f1Score');
  return averagedScore('F', yTrue, yPred, options ?? {}, 'f1Score') as AveragedResult<O>;
}

/**
 * F-beta: recall counts beta times as much as precision (0 gives precision, Infinity recall). Further options as of
 * precisionScore. O(n + k), or O(n k). Source: scikit-learn fbeta_score.
 * @throws InvalidParameterError for a beta below 0.
 *
 * @example
 * ```ts
 * fbetaScore([0, 1, 1], [1, 1, 0], { beta: 2 }); // 0.5
 * ```
 */
export function fbetaScore<const O extends AveragedOptions & { beta: number }>(
  yTrue: LabelTargets,
  yPred: LabelTargets,
  options: O,
): AveragedResult<O> {
  checkOptionNames(options, [...AVERAGED_NAMES, 'beta'], 'fbetaScore');
  checkBeta(options?.beta, 'fbetaScore');
  return averagedScore('F', yTrue, yPred, options, 'fbetaScore') as AveragedResult<O>;
}

function checkBeta(beta: unknown, caller: string): void {
  if (typeof beta === 'number' && beta >= 0) return;
  throw optionError(caller, 'beta', 'must be a number >= 0', beta, 'Use 1 for F1.');
}

/**
 * Jaccard: the rows of a class in both lists over the rows in either. Options as of precisionScore.
 * O(n + k), or O(n k). Source: scikit-learn jaccard_score.
 *
 * @example
 * ```ts
 * jaccardScore([[0, 1, 1], [1, 1, 0]], [[1, 1, 1], [1, 0, 0]], { average: 'samples' }); // 0.583
 * ```
 */
export function jaccardScore<const O extends AveragedOptions = Record<never, never>>(
  yTrue: LabelTargets,
  yPred: LabelTargets,
  options?: O,
): AveragedResult<O> {
  checkOptionNames(options, AVERAGED_NAMES, 'jaccardScore');
  return averagedScore('Jaccard', yTrue, yPred, options ?? {}, 'jaccardScore') as AveragedResult<O>;
}

/** Precision, recall, F and the weight of the true rows: numbers, or one per class. */
export interface PrecisionRecallFscoreSupport<T> {
  readonly precision: T;
  readonly recall: T;
  readonly fscore: T;
  /** Number (weight) of the rows of each class; null for an average. */
  readonly support: T extends number ? null : Float64Array;
}

/** Options of precisionRecallFscoreSupport. */
export interface PrecisionRecallFscoreSupportOptions extends AveragedOptions {
  /** Recall counts beta times as much as precision in F; default 1. */
  readonly beta?: number;
}

/**
 * Precision, recall, F-beta and support at once. Default `average: null`, one value per class; further options as of
 * precisionScore. O(n + k), or O(n k). Source: scikit-learn precision_recall_fscore_support.
 *
 * @example
 * ```ts
 * const { recall, support } = precisionRecallFscoreSupport(['a', 'b', 'b'], ['a', 'a', 'b']);
 * support; // Float64Array [1, 2]
 * ```
 */
export function precisionRecallFscoreSupport<
  const O extends PrecisionRecallFscoreSupportOptions = { average: null },
>(
  yTrue: LabelTargets,
  yPred: LabelTargets,
  options?: O,
): PrecisionRecallFscoreSupport<O extends { average: string } ? number : Float64Array> {
  const caller = 'precisionRecallFscoreSupport';
  checkOptionNames(options, [...AVERAGED_NAMES, 'beta'], caller);
  const all: PrecisionRecallFscoreSupportOptions = { ...options, average: options?.average ?? null };
  checkBeta(all.beta ?? 1, caller);
  const counted = collectCounts(yTrue, yPred, all, caller);
  const [precision, recall, fscore] = averagedRatios(counted, ['precision', 'recall', 'F'], all, caller);
  return {
    precision,
    recall,
    fscore,
    support: all.average === null ? supportOf(counted.counts) : null,
  } as never;
}
