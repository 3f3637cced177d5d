import {
  AVERAGED_NAMES,
  type AveragedOptions,
  type CountsToAverage,
  collectCounts,
  meanOf,
  supportOf,
  warnUndefined,
} from '../classification/averaging.js';
import type { AveragedResult } from '../classification/precision_recall.js';
import type { LabelTargets } from '../input.js';
import { checkOptionNames } from '../options.js';

/** Sensitivity, specificity and the weight of the true rows: numbers, or one per class. */
export interface SensitivitySpecificitySupport<T> {
  readonly sensitivity: T;
  readonly specificity: T;
  /** Number (weight) of the rows of each class; null for an average. */
  readonly support: T extends number ? null : Float64Array;
}

type Rate = 'sensitivity' | 'specificity';

/** The rates of each class (or of what the average counts), undefined ones substituted, with one warning for all. */
function ratesOf(
  { counts, average, weights }: CountsToAverage,
  names: readonly Rate[],
  { zeroDivision = 'warn' }: AveragedOptions,
  caller: string,
): (number | Float64Array)[] {
  const substitute = zeroDivision === 'warn' ? 0 : zeroDivision;
  const missing: string[] = [];
  const results = names.map((name) => {
    const above = name === 'sensitivity' ? counts.tp : counts.tn;
    const rest = name === 'sensitivity' ? counts.fn : counts.fp;
    const values = above.map((hits, c) => (hits + rest[c] > 0 ? hits / (hits + rest[c]) : substitute));
    if (above.some((hits, c) => hits + rest[c] <= 0)) missing.push(name);
    if (average === null) return values;
    return values.length === 1 ? values[0] : meanOf(values, weights);
  });
  if (missing.length > 0 && zeroDivision === 'warn') warnUndefined(missing, average, caller);
  return results;
}

/** The rates by name. */
export function ratesByName(
  yTrue: LabelTargets,
  yPred: LabelTargets,
  options: AveragedOptions,
  caller: string,
  names: readonly Rate[] = ['sensitivity', 'specificity'],
): { rates: (number | Float64Array)[]; support: Float64Array } {
  const counted = collectCounts(yTrue, yPred, options, caller);
  return { rates: ratesOf(counted, names, options, caller), support: supportOf(counted.counts) };
}

/**
 * Sensitivity (recall of a class), specificity (recall of the rest) and support at once. Default `average: null`,
 * one value per class; further options as of precisionScore. With sample weights, all counts are weighted. O(n + k).
 * Source: imbalanced-learn sensitivity_specificity_support.
 *
 * @example
 * ```ts
 * const { specificity } = sensitivitySpecificitySupport(['a', 'b', 'b'], ['a', 'a', 'b']);
 * specificity; // Float64Array [0.5, 1]
 * ```
 */
export function sensitivitySpecificitySupport<const O extends AveragedOptions = { average: null }>(
  yTrue: LabelTargets,
  yPred: LabelTargets,
  options?: O,
): SensitivitySpecificitySupport<O extends { average: string } ? number : Float64Array> {
  const caller = 'sensitivitySpecificitySupport';
  checkOptionNames(options, AVERAGED_NAMES, caller);
  const all: AveragedOptions = { ...options, average: options?.average ?? null };
  const { rates, support } = ratesByName(yTrue, yPred, all, caller);
  const [sensitivity, specificity] = rates;
  return { sensitivity, specificity, support: all.average === null ? support : null } as never;
}

/**
 * Sensitivity: the share of the rows of a class that are found (recall, completeness). Options as of precisionScore.
 * O(n + k). Source: imbalanced-learn sensitivity_score.
 *
 * @example
 * ```ts
 * sensitivityScore([0, 1, 1], [1, 1, 0]); // 0.5
 * ```
 */
export function sensitivityScore<const O extends AveragedOptions = Record<never, never>>(
  yTrue: LabelTargets,
  yPred: LabelTargets,
  options?: O,
): AveragedResult<O> {
  checkOptionNames(options, AVERAGED_NAMES, 'sensitivityScore');
  const { rates } = ratesByName(yTrue, yPred, options ?? {}, 'sensitivityScore', ['sensitivity']);
  return rates[0] as AveragedResult<O>;
}

/**
 * Specificity: the share of the rows outside a class that are kept out of it. Options as of precisionScore.
 * O(n + k). Source: imbalanced-learn specificity_score.
 *
 * @example
 * ```ts
 * specificityScore(['star', 'star', 'qso'], ['star', 'qso', 'qso'], { posLabel: 'qso' }); // 0.5
 * ```
 */
export function specificityScore<const O extends AveragedOptions = Record<never, never>>(
  yTrue: LabelTargets,
  yPred: LabelTargets,
  options?: O,
): AveragedResult<O> {
  checkOptionNames(options, AVERAGED_NAMES, 'specificityScore');
  const { rates } = ratesByName(yTrue, yPred, options ?? {}, 'specificityScore', ['specificity']);
  return rates[0] as AveragedResult<O>;
}
