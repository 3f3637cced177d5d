import { UndefinedMetricWarning, warn } from '../../core/warnings.js';
import { type LabelTargets, metricError } from '../input.js';
import { checkOptionNames, optionError } from '../options.js';
import { countPairs } from './confusion_matrix.js';
import { type LabelOptions, pairLabels } from './targets.js';

/** Options of classLikelihoodRatios. */
export interface LikelihoodRatioOptions extends LabelOptions {
  /**
   * The values where a ratio is undefined: NaN (default), 1 for both (their worst value), or one for each:
   * `positive` in [1, Infinity], `negative` in [0, 1].
   */
  readonly replaceUndefinedBy?: number | { readonly positive: number; readonly negative: number };
}

/** Likelihood ratios of a two-class prediction. */
export interface LikelihoodRatios {
  /** Sensitivity / (1 - specificity): how much a positive prediction raises the odds of being positive. */
  readonly positive: number;
  /** (1 - sensitivity) / specificity: how much a negative prediction lowers them. */
  readonly negative: number;
}

/**
 * The likelihood ratios of a two-class prediction; the class that sorts last is the positive one. They do not depend
 * on how common the classes are. Undefined ones are NaN, with a warning. O(n). Source: scikit-learn
 * class_likelihood_ratios.
 * @throws InvalidInputError unless there are two classes.
 *
 * @example
 * ```ts
 * const ratios = classLikelihoodRatios([0, 1, 0, 1, 0], [1, 1, 0, 0, 0]);
 * ratios.positive; // 1.5
 * ```
 */
export function classLikelihoodRatios(
  yTrue: LabelTargets,
  yPred: LabelTargets,
  options: LikelihoodRatioOptions = {},
): LikelihoodRatios {
  const caller = 'classLikelihoodRatios';
  checkOptionNames(options, ['labels', 'sampleWeight', 'replaceUndefinedBy'], caller);
  const substitute = checkSubstitute(options.replaceUndefinedBy ?? Number.NaN, caller);
  const pair = pairLabels(yTrue, yPred, options, caller);
  if (pair.present.length > 2 || pair.classes.length !== 2) {
    throw metricError(
      caller,
      'yTrue and yPred',
      'must hold two classes',
      `${pair.present.length} classes`,
      'Compare one class with the rest, or name both classes in labels.',
    );
  }
  const [tn, fp, fn, tp] = countPairs(pair, options, caller).data;
  const positives = tp + fn;
  const negatives = tn + fp;
  const missing: string[] = [];
  const ratio = (above: number, below: number, defined: boolean, name: keyof LikelihoodRatios): number => {
    if (positives > 0 && defined) return above / below;
    missing.push(name);
    return positives > 0 ? substitute[name] : Number.NaN;
  };
  const result = {
    positive: ratio(tp * negatives, fp * positives, fp !== 0, 'positive'),
    negative: ratio(fn * negatives, tn * positives, tn !== 0, 'negative'),
  };
  if (missing.length > 0 && options.replaceUndefinedBy === undefined) {
    const why =
      positives > 0 ? 'no row is a false positive or none a true negative' : 'yTrue holds no positive';
    const message = `${missing.join(' and ')} ratio undefined (NaN): ${why}. Choose with replaceUndefinedBy.`;
    warn(new UndefinedMetricWarning(message, caller));
  }
  return result;
}

function checkSubstitute(value: NonNullable<LikelihoodRatioOptions['replaceUndefinedBy']>, caller: string) {
  if (typeof value === 'number' && (Number.isNaN(value) || value === 1)) {
    return { positive: value, negative: value };
  }
  if (typeof value === 'object' && value !== null) {
    const { positive, negative } = value;
    const fits = (ratio: number, least: number, most: number): boolean =>
      Number.isNaN(ratio) || (ratio >= least && ratio <= most);
    if (fits(positive, 1, Number.POSITIVE_INFINITY) && fits(negative, 0, 1)) return { positive, negative };
  }
  throw optionError(
    caller,
    'replaceUndefinedBy',
    'must be NaN, 1, or { positive, negative } with positive >= 1 and negative from 0 to 1',
    value,
    'Leave it out for NaN.',
  );
}
