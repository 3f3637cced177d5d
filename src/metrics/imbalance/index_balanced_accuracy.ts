import { accuracyScore } from '../classification/accuracy.js';
import type { AveragedOptions } from '../classification/averaging.js';
import type { LabelTargets } from '../input.js';
import { checkOptionNames, optionError } from '../options.js';
import { geometricMeanScore } from './geometric_mean.js';
import { ratesByName } from './sensitivity_specificity.js';

/** Options of makeIndexBalancedAccuracy. */
export interface IndexBalancedAccuracyOptions {
  /** Weight of the difference between sensitivity and specificity; default 0.1. */
  readonly alpha?: number;
  /** Square the metric first; default true. */
  readonly squared?: boolean;
}

/** A metric of true and predicted labels. */
type Metric<O> = (yTrue: LabelTargets, yPred: LabelTargets, options?: O) => number | Float64Array;

/**
 * Makes a metric of labels sensitive to which classes it gets right: (1 + alpha (sensitivity - specificity)) times
 * the metric (squared). The result takes the options of the metric; `average` and `posLabel` also choose
 * sensitivity and specificity ('macro' for the geometric mean of all classes, the class 1 for the accuracy).
 * Source: imbalanced-learn make_index_balanced_accuracy; Garcia, Mollineda and Sanchez, IbPRIA (2009) 441.
 *
 * @example
 * ```ts
 * const iba = makeIndexBalancedAccuracy({ alpha: 0.1 })(geometricMeanScore);
 * iba([1, 1, 1, 0, 0, 0], [1, 0, 1, 1, 0, 0], { average: null }); // Float64Array [0.444, 0.444]
 * ```
 */
export function makeIndexBalancedAccuracy(
  options: IndexBalancedAccuracyOptions = {},
): <O extends object>(
  metric: (yTrue: never, yPred: never, options?: O) => number | Float64Array,
) => (yTrue: LabelTargets, yPred: LabelTargets, options?: O) => number | Float64Array {
  const caller = 'makeIndexBalancedAccuracy';
  checkOptionNames(options, ['alpha', 'squared'], caller);
  const { alpha = 0.1, squared = true } = options;
  if (!Number.isFinite(alpha)) throw optionError(caller, 'alpha', 'must be a number', alpha, 'Use 0.1.');
  return (metric) => {
    const score = metric as unknown as Metric<object>;
    return (yTrue, yPred, given) => {
      const value = score(yTrue, yPred, given);
      const { labels, posLabel, sampleWeight, average } = (given ?? {}) as AveragedOptions;
      const chosen = averageFor(score, average);
      const { rates } = ratesByName(
        yTrue,
        yPred,
        { labels, posLabel, sampleWeight, average: chosen },
        caller,
      );
      const [sensitivity, specificity] = rates;
      const balance = (v: number, se: number, sp: number): number =>
        (1 + alpha * (se - sp)) * (squared ? v * v : v);
      if (typeof value === 'number' && typeof sensitivity === 'number')
        return balance(value, sensitivity, specificity as number);
      const [se, sp] = [sensitivity as Float64Array, specificity as Float64Array];
      const values = typeof value === 'number' ? se.map(() => value) : value;
      return values.map((v, c) => balance(v, se[c], sp[c]));
    };
  };
}

/** Which sensitivity and specificity belong to a metric. */
function averageFor(
  metric: unknown,
  average: AveragedOptions['average'] | 'multiclass',
): AveragedOptions['average'] {
  if (metric === geometricMeanScore && (average === undefined || average === 'multiclass')) return 'macro';
  if (metric === accuracyScore || average === undefined) return 'binary';
  return average as AveragedOptions['average'];
}
