import { describe } from '../../core/errors.js';
import type { Label, Labels } from '../../core/labels.js';
import { UndefinedMetricWarning, warn } from '../../core/warnings.js';
import type { LabelTargets } from '../input.js';
import { checkChoice, optionError } from '../options.js';
import { addUp, type Counts, countClasses, countRows, pick } from './counts.js';
import { type LabelOptions, type LabelPair, pairTargets } from './targets.js';

/**
 * How the values of the classes become one number: of the positive class only ('binary'), of all counts added up
 * ('micro'), the mean ('macro'), the mean weighted by the rows of each class ('weighted'), the mean over rows with
 * several labels each ('samples'); null keeps one value per class.
 */
export type Average = 'binary' | 'micro' | 'macro' | 'weighted' | 'samples' | null;

/** What a ratio without a denominator counts as: a number, NaN to leave it out of means, or 0 with a warning. */
export type ZeroDivision = 'warn' | 0 | 1 | typeof Number.NaN;

/** Options of precision, recall, F and Jaccard scores. */
export interface AveragedOptions extends LabelOptions {
  /** The class that 'binary' reports; default 1 or true. */
  readonly posLabel?: Label;
  /** Default 'binary'. */
  readonly average?: Average;
  /** Default 'warn'. */
  readonly zeroDivision?: ZeroDivision;
}

/** The names of AveragedOptions. */
export const AVERAGED_NAMES = ['labels', 'posLabel', 'average', 'sampleWeight', 'zeroDivision'];

/** What the scores are computed from: the counts of each class (or row, or one sum) and their weights in a mean. */
export interface CountsToAverage {
  readonly counts: Counts;
  readonly average: Average;
  /** Weights of the mean; undefined weighs all alike. */
  readonly weights: Float64Array | undefined;
}

/** Checks the input and counts what the average needs. */
export function collectCounts(
  yTrue: LabelTargets,
  yPred: LabelTargets,
  options: AveragedOptions,
  caller: string,
): CountsToAverage {
  const { average = 'binary', labels } = options;
  checkAverage(average, caller);
  checkZeroDivision(options.zeroDivision ?? 'warn', caller);
  if (average !== 'binary') {
    const pair = pairTargets(yTrue, yPred, options, caller);
    if (average === 'samples') {
      if (!pair.multilabel) throw averageError("= 'samples' needs several labels per row", average, caller);
      return { counts: countRows(pair, options, caller), average, weights: pair.weights };
    }
    const counts = countClasses(pair, options, caller);
    if (average === 'micro') return { counts: addUp(counts), average, weights: undefined };
    return { counts, average, weights: average === 'weighted' ? supportOf(counts) : undefined };
  }
  // The labels option has no say here: the positive class is what is reported.
  const pair = pairTargets(yTrue, yPred, { sampleWeight: options.sampleWeight }, caller);
  if (pair.multilabel) throw averageError("= 'binary' takes one label per row", average, caller);
  const at = positiveClass(pair, options.posLabel, labels, caller);
  const none = {
    tp: Float64Array.of(0),
    fp: Float64Array.of(0),
    fn: Float64Array.of(0),
    tn: Float64Array.of(0),
  };
  const counts = at < 0 ? none : pick(countClasses(pair, {}, caller), [at]);
  return { counts, average, weights: undefined };
}

function checkAverage(average: Average, caller: string): void {
  if (average === null) return;
  checkChoice(average, ['binary', 'micro', 'macro', 'weighted', 'samples'], 'average', caller);
}

/** @throws InvalidParameterError unless 'warn', 0, 1 or NaN. */
export function checkZeroDivision(zeroDivision: unknown, caller: string): void {
  if (zeroDivision === 'warn' || zeroDivision === 0 || zeroDivision === 1) return;
  if (typeof zeroDivision === 'number' && Number.isNaN(zeroDivision)) return;
  throw optionError(caller, 'zeroDivision', "must be 'warn', 0, 1 or NaN", zeroDivision, 'Use one of these.');
}

function averageError(what: string, average: Average, caller: string) {
  return optionError(
    caller,
    'average',
    what,
    average,
    "Choose 'macro', 'micro', 'weighted' or null for one value per class.",
  );
}

/** Position of the positive class; -1 when the data does not hold it. */
function positiveClass(
  { present }: LabelPair,
  posLabel: Label | undefined,
  labels: Labels | null | undefined,
  caller: string,
): number {
  if (present.length > 2) {
    const what = `= 'binary' takes two classes, but there are ${present.length}${labels ? ', and labels does not select any' : ''}`;
    throw averageError(what, 'binary', caller);
  }
  const at = present.indexOf(posLabel ?? (typeof present[0] === 'boolean' ? true : 1));
  if (at >= 0) return at;
  const alike = typeof present[0] === typeof (posLabel ?? 1) || typeof present[0] === 'boolean';
  if (present.length < 2 && alike) return -1;
  const list = present.map(describe).join(', ');
  throw optionError(
    caller,
    'posLabel',
    `must be one of the labels ${list}${posLabel === undefined ? '; its default is 1' : ''}`,
    posLabel ?? 1,
    `Name the positive class, such as { posLabel: ${describe(present[present.length - 1])} }, or choose another average.`,
  );
}

/** Weight of the rows that truly are of each class. */
export function supportOf({ tp, fn }: Counts): Float64Array {
  return tp.map((hits, i) => hits + fn[i]);
}

/** The scores that are ratios of counts. */
export type RatioName = 'precision' | 'recall' | 'F' | 'Jaccard';

/** The parts of a ratio and of what it is undefined. */
function divide(
  { tp, fp, fn }: Counts,
  name: RatioName,
  beta: number,
  substitute: number,
): { values: Float64Array; undefinedAt: number } {
  const beta2 = name === 'F' && Number.isFinite(beta) ? beta * beta : 1;
  const recall = name === 'recall' || (name === 'F' && beta === Number.POSITIVE_INFINITY);
  let undefinedAt = 0;
  const values = tp.map((hits, i) => {
    let above = hits;
    let below = hits + fp[i];
    if (recall) below = hits + fn[i];
    else if (name === 'Jaccard') below = hits + fp[i] + fn[i];
    else if (name === 'F') {
      above = (1 + beta2) * hits;
      below = beta2 * (hits + fn[i]) + hits + fp[i];
    }
    if (below !== 0) return above / below;
    undefinedAt++;
    return substitute;
  });
  return { values, undefinedAt };
}

/** The mean of the values that are not NaN; with weights that are all zero the plain mean. */
export function meanOf(values: Float64Array, weights: Float64Array | undefined): number {
  let sum = 0;
  let total = 0;
  let plain = 0;
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    if (Number.isNaN(values[i])) continue;
    const w = weights ? weights[i] : 1;
    sum += w * values[i];
    total += w;
    plain += values[i];
    count++;
  }
  return total !== 0 ? sum / total : plain / count;
}

/** Computes several ratios of the same counts, with one warning for all that are undefined somewhere. */
export function averagedRatios(
  { counts, average, weights }: CountsToAverage,
  names: readonly RatioName[],
  { beta = 1, zeroDivision = 'warn' }: { beta?: number; zeroDivision?: ZeroDivision },
  caller: string,
): (number | Float64Array)[] {
  const missing: string[] = [];
  const results = names.map((name) => {
    const { values, undefinedAt } = divide(counts, name, beta, zeroDivision === 'warn' ? 0 : zeroDivision);
    if (undefinedAt > 0) missing.push(name);
    if (average === null) return values;
    return values.length === 1 ? values[0] : meanOf(values, weights);
  });
  if (missing.length > 0 && zeroDivision === 'warn') warnUndefined(missing, average, caller);
  return results;
}

/** The one warning about ratios without a denominator. */
export function warnUndefined(names: readonly string[], average: Average, caller: string): void {
  const where = average === 'samples' ? 'some rows' : 'labels without predicted or true rows';
  const message = `${names.join(', ')} is undefined for ${where} and counts as 0. Choose with zeroDivision.`;
  warn(new UndefinedMetricWarning(message, caller));
}
