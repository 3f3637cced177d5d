import { checkSampleWeight } from '../../core/weights.js';
import { checkLabels, checkRows, type LabelTargets, metricError, type WeightOption } from '../input.js';
import { checkOptionNames } from '../options.js';

/**
 * Macro-averaged mean absolute error: for ordered classes (numbers), the mean over the true classes of the mean
 * |yTrue - yPred| in each, so that a rare class counts as much as a frequent one. 0 is best. O(n).
 * Source: imbalanced-learn macro_averaged_mean_absolute_error; Baccianella, Esuli and Sebastiani, ISDA (2009) 283.
 * @throws InvalidInputError for labels that are no numbers, or different lengths.
 *
 * @example
 * ```ts
 * macroAveragedMeanAbsoluteError([0, 0, 0, 1, 2, 3], [0, 0, 1, 1, 2, 1]); // 0.583
 * ```
 */
export function macroAveragedMeanAbsoluteError(
  yTrue: LabelTargets,
  yPred: LabelTargets,
  options: WeightOption = {},
): number {
  const caller = 'macroAveragedMeanAbsoluteError';
  checkOptionNames(options, ['sampleWeight'], caller);
  const truth = checkLabels(yTrue, 'yTrue', caller);
  const predicted = checkLabels(yPred, 'yPred', caller);
  checkRows(predicted.length, truth.length, 'yPred', caller);
  const weights = checkSampleWeight(options.sampleWeight, truth.length, caller);
  const sums = new Map<number, { error: number; weight: number }>();
  for (let i = 0; i < truth.length; i++) {
    const [t, p] = [truth[i], predicted[i]];
    if (typeof t !== 'number' || typeof p !== 'number') {
      const received = typeof t === 'number' ? typeof p : typeof t;
      throw metricError(
        caller,
        'yTrue and yPred',
        'must hold numbers, which have an order',
        received,
        'Number the classes.',
      );
    }
    const weight = weights ? weights[i] : 1;
    const sum = sums.get(t) ?? { error: 0, weight: 0 };
    sum.error += weight * Math.abs(t - p);
    sum.weight += weight;
    sums.set(t, sum);
  }
  const means = [...sums.values()]
    .filter(({ weight }) => weight > 0)
    .map(({ error, weight }) => error / weight);
  return means.reduce((total, mean) => total + mean, 0) / means.length;
}
