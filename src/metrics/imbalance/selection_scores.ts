import type { LabelTargets, Scores } from '../input.js';
import { checkOptionNames } from '../options.js';
import type { BinaryOptions } from '../ranking/binary_problem.js';
import {
  completenessAtContamination,
  contaminationAtCompleteness,
} from '../ranking/completeness_contamination.js';

/** Options of precisionAtCompletenessScore. */
export interface PrecisionAtCompletenessOptions extends BinaryOptions {
  /** The least completeness (recall) that is needed, from 0 to 1; default 0.9. */
  readonly completeness?: number;
}

/**
 * The best precision (purity) of a sample, cut by score, that is at least as complete as `completeness`: one number
 * for searches and tables. `contaminationAtCompleteness` also tells the threshold. O(n log n).
 * @throws InvalidInputError for more than two classes without posLabel; InvalidParameterError for a bad share.
 *
 * @example
 * ```ts
 * precisionAtCompletenessScore([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8], { completeness: 1 }); // 0.667
 * ```
 */
export function precisionAtCompletenessScore(
  yTrue: LabelTargets,
  yScore: Scores,
  options: PrecisionAtCompletenessOptions = {},
): number {
  checkOptionNames(options, ['posLabel', 'sampleWeight', 'completeness'], 'precisionAtCompletenessScore');
  const { completeness = 0.9, ...rest } = options;
  return 1 - contaminationAtCompleteness(yTrue, yScore, { ...rest, completeness }).contamination;
}

/** Options of completenessAtContaminationScore. */
export interface CompletenessAtContaminationScoreOptions extends BinaryOptions {
  /** The greatest contamination that is allowed, from 0 to 1; default 0.1. */
  readonly contamination?: number;
}

/**
 * The best completeness (recall) of a sample, cut by score, with a contamination of at most `contamination`: one
 * number for searches and tables; 0 when no sample is so pure. `completenessAtContamination` also tells the
 * threshold. O(n log n).
 * @throws InvalidInputError for more than two classes without posLabel; InvalidParameterError for a bad share.
 *
 * @example
 * ```ts
 * completenessAtContaminationScore([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8], { contamination: 0.2 }); // 0.5
 * ```
 */
export function completenessAtContaminationScore(
  yTrue: LabelTargets,
  yScore: Scores,
  options: CompletenessAtContaminationScoreOptions = {},
): number {
  checkOptionNames(
    options,
    ['posLabel', 'sampleWeight', 'contamination'],
    'completenessAtContaminationScore',
  );
  const { contamination = 0.1, ...rest } = options;
  return completenessAtContamination(yTrue, yScore, { ...rest, contamination }).completeness;
}
