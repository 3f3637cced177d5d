import { describe } from '../../core/errors.js';
import type { Label } from '../../core/labels.js';
import { UndefinedMetricWarning, warn } from '../../core/warnings.js';
import { pairLabels } from '../classification/targets.js';
import type { LabelTargets, WeightOption } from '../input.js';
import { checkOptionNames, optionError } from '../options.js';
import { positiveLabel } from '../positive_label.js';

/** Shares of the classes where the classifier will be used: a record or a Map from label to share. */
export type Prevalences = Readonly<Record<string, number>> | ReadonlyMap<Label, number>;

/** Options of prevalenceCorrectedPrecisionScore. */
export interface PrevalenceCorrectedOptions extends WeightOption {
  /**
   * The share of the positive class where the classifier will be used, above 0 and below 1 (the other classes keep
   * their mix), or the share of every class.
   */
  readonly prevalence: number | Prevalences;
  /** The positive class. Default 1 or true; other labels need it named. */
  readonly posLabel?: Label;
}

/**
 * The precision (purity) to expect where the classes have other shares than in these rows: what the contamination
 * of a quasar sample will be when quasars are 1 % of the sky and not 30 % of the test set. Only the mix of classes
 * may differ: how each class is judged must stay the same. 1 minus it is the contamination. O(n + k).
 * Source: Bayes' rule on the rates of each class; Elkan, IJCAI (2001) 973.
 * @throws InvalidParameterError for shares that are no shares, or a class without rows to judge it by.
 *
 * @example
 * ```ts
 * const yTrue = ['qso', 'qso', 'star', 'star', 'star', 'star'];
 * const yPred = ['qso', 'star', 'qso', 'star', 'star', 'star'];
 * precisionScore(yTrue, yPred, { posLabel: 'qso' }); // 0.5
 * prevalenceCorrectedPrecisionScore(yTrue, yPred, { posLabel: 'qso', prevalence: 0.01 }); // 0.0198
 * ```
 */
export function prevalenceCorrectedPrecisionScore(
  yTrue: LabelTargets,
  yPred: LabelTargets,
  options: PrevalenceCorrectedOptions,
): number {
  const caller = 'prevalenceCorrectedPrecisionScore';
  checkOptionNames(options, ['prevalence', 'posLabel', 'sampleWeight'], caller);
  const {
    n,
    classes,
    yTrue: truth,
    yPred: predicted,
    weights,
  } = pairLabels(yTrue, yPred, options ?? {}, caller);
  const positive = classes.indexOf(positiveLabel(classes, options?.posLabel, caller));
  const weight = new Float64Array(classes.length);
  const selected = new Float64Array(classes.length);
  for (let i = 0; i < n; i++) {
    const w = weights ? weights[i] : 1;
    weight[truth[i]] += w;
    if (predicted[i] === positive) selected[truth[i]] += w;
  }
  const shares = sharesOf(options?.prevalence, classes, positive, weight, caller);
  let members = 0;
  let all = 0;
  shares.forEach((share, c) => {
    if (share === 0) return;
    const part = (share * selected[c]) / weight[c];
    all += part;
    if (c === positive) members = part;
  });
  if (all > 0) return members / all;
  warn(
    new UndefinedMetricWarning(
      'no row is predicted positive: precision is undefined and counts as 0.',
      caller,
    ),
  );
  return 0;
}

function sharesOf(
  prevalence: unknown,
  classes: readonly Label[],
  positive: number,
  weight: Float64Array,
  caller: string,
): Float64Array {
  const refuse = (what: string, remedy: string) =>
    optionError(caller, 'prevalence', what, prevalence, remedy);
  const needRows = (c: number): void => {
    if (weight[c] > 0) return;
    throw refuse(
      `cannot be applied to class ${describe(classes[c])}, which has no rows in yTrue`,
      'Pass rows of it.',
    );
  };
  if (typeof prevalence === 'number') {
    if (!(prevalence > 0 && prevalence < 1))
      throw refuse('must be above 0 and below 1, or a record of shares', 'Use 0.01 for one in a hundred.');
    if (positive < 0) throw refuse('needs rows of the positive class', 'Pass rows of it.');
    needRows(positive);
    const others = weight.reduce((sum, w, c) => sum + (c === positive ? 0 : w), 0);
    if (others === 0) throw refuse('needs rows of other classes', 'Pass rows of them.');
    return weight.map((w, c) => (c === positive ? prevalence : ((1 - prevalence) * w) / others));
  }
  if (prevalence === null || typeof prevalence !== 'object' || Array.isArray(prevalence))
    throw refuse(
      'must be a share above 0 and below 1, or a record of shares',
      'Use 0.01 for one in a hundred.',
    );
  const entries: [Label, unknown][] =
    prevalence instanceof Map ? [...prevalence.entries()] : Object.entries(prevalence);
  const shares = new Float64Array(classes.length);
  let sum = 0;
  for (const [label, share] of entries) {
    const c = classes.findIndex((known) => String(known) === String(label));
    if (c < 0)
      throw refuse(`names class ${describe(label)}, which the labels do not hold`, 'Name their classes.');
    if (!(typeof share === 'number' && share >= 0 && Number.isFinite(share)))
      throw refuse(`of class ${describe(label)} must be a number >= 0`, 'Pass shares that add up to 1.');
    if (share > 0) needRows(c);
    shares[c] = share;
    sum += share;
  }
  if (Math.abs(sum - 1) > 1e-6) throw refuse(`must add up to 1, but adds up to ${sum}`, 'Name every class.');
  return shares;
}
