import { describe } from '../../core/errors.js';
import type { Label } from '../../core/labels.js';
import { UndefinedMetricWarning, warn } from '../../core/warnings.js';
import { type LabelTargets, metricError, type WeightOption } from '../input.js';
import { checkOptionNames, optionError } from '../options.js';
import { pairLabels } from './targets.js';

/** Options of sampleCompleteness and sampleContamination. */
export interface SampleQualityOptions extends WeightOption {
  /** The class that the sample is meant to hold. */
  readonly posLabel: Label;
}

/** The weight of the selected members, and of all members or of all selected rows. */
function count(
  yTrue: LabelTargets,
  yPred: LabelTargets,
  options: SampleQualityOptions,
  caller: string,
): { found: number; members: number; selected: number } {
  checkOptionNames(options, ['posLabel', 'sampleWeight'], caller);
  const { posLabel, sampleWeight } = options ?? {};
  if (posLabel === undefined) {
    throw optionError(
      caller,
      'posLabel',
      'is needed',
      posLabel,
      "Name the class, such as { posLabel: 'QSO' }.",
    );
  }
  const pair = pairLabels(yTrue, yPred, { sampleWeight }, caller);
  const { present, weights } = pair;
  const code = present.indexOf(posLabel);
  if (code < 0 && typeof posLabel !== typeof present[0]) {
    throw metricError(
      caller,
      'posLabel',
      `must be a ${typeof present[0]} like the labels ${describe(present)}`,
      describe(posLabel),
      'Name one of them.',
    );
  }
  let found = 0;
  let members = 0;
  let selected = 0;
  for (let i = 0; i < pair.n; i++) {
    const w = weights ? weights[i] : 1;
    if (pair.yTrue[i] === code) members += w;
    if (pair.yPred[i] === code) selected += w;
    if (pair.yTrue[i] === code && pair.yPred[i] === code) found += w;
  }
  return code < 0 ? { found: 0, members: 0, selected: 0 } : { found, members, selected };
}

function share(above: number, below: number, what: string, caller: string): number {
  if (below > 0) return above / below;
  warn(new UndefinedMetricWarning(`${what}, so the share is undefined (NaN). Pass more rows.`, caller));
  return Number.NaN;
}

/**
 * The completeness of the sample of rows predicted to be of class `posLabel`, as astronomers use the word: the share
 * of the true members that were found, TP / (TP + FN), which is the recall of that class. NaN with a warning when
 * yTrue holds no member. O(n).
 *
 * (scikit-learn's completeness_score is another thing, a measure of clusterings: here `completenessScore`.)
 * @throws InvalidInputError for unequal lengths; InvalidParameterError without posLabel.
 *
 * @example
 * ```ts
 * sampleCompleteness(['QSO', 'QSO', 'STAR'], ['QSO', 'STAR', 'STAR'], { posLabel: 'QSO' }); // 0.5
 * ```
 */
export function sampleCompleteness(
  yTrue: LabelTargets,
  yPred: LabelTargets,
  options: SampleQualityOptions,
): number {
  const caller = 'sampleCompleteness';
  const { found, members } = count(yTrue, yPred, options, caller);
  return share(found, members, `yTrue holds no ${describe(options.posLabel)}`, caller);
}

/**
 * The contamination of the sample of rows predicted to be of class `posLabel`: the share of the selected rows that
 * are something else, FP / (TP + FP) = 1 - purity = 1 - precision. NaN with a warning when nothing is selected. O(n).
 * @throws InvalidInputError for unequal lengths; InvalidParameterError without posLabel.
 *
 * @example
 * ```ts
 * sampleContamination(['QSO', 'QSO', 'STAR'], ['QSO', 'QSO', 'QSO'], { posLabel: 'QSO' }); // 0.333
 * ```
 */
export function sampleContamination(
  yTrue: LabelTargets,
  yPred: LabelTargets,
  options: SampleQualityOptions,
): number {
  const caller = 'sampleContamination';
  const { found, selected } = count(yTrue, yPred, options, caller);
  return share(
    selected - found,
    selected,
    `nothing is predicted to be ${describe(options.posLabel)}`,
    caller,
  );
}
