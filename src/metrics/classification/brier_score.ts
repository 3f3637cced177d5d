import type { Label } from '../../core/labels.js';
import type { Matrix } from '../../core/matrix.js';
import type { LabelTargets } from '../input.js';
import { checkOptionNames, optionError } from '../options.js';
import { tooFewRows } from './log_loss.js';
import {
  classProbabilities,
  classShares,
  isFlat,
  type Probabilities,
  type ProbabilityOptions,
  type ProbabilityProblem,
  positiveProbabilities,
} from './probabilities.js';

/** Options of d2BrierScore. */
export interface BrierOptions extends ProbabilityOptions {
  /** The class that one probability per row is of; default 1 or true, or the label that sorts last. */
  readonly posLabel?: Label;
}

/** Options of brierScoreLoss. */
export interface BrierLossOptions extends BrierOptions {
  /** Halve the loss, so that it lies in [0, 1]. Default 'auto': for two classes. */
  readonly scaleByHalf?: boolean | 'auto';
}

function prepare(
  yTrue: LabelTargets,
  yProba: Probabilities,
  options: BrierOptions,
  caller: string,
): ProbabilityProblem {
  return isFlat(yProba, caller)
    ? positiveProbabilities(yTrue, yProba, options, caller)
    : classProbabilities(yTrue, yProba, options, caller);
}

/**
 * Brier score: the mean squared distance of the probabilities from the truth, halved for two classes, where it is the
 * mean of (p - y)^2. O(n k).
 * Source: Brier, Monthly Weather Review 78 (1950) 1; scikit-learn brier_score_loss.
 * @throws InvalidInputError for probabilities outside [0, 1] or when the classes do not fit the columns.
 *
 * @example
 * ```ts
 * brierScoreLoss([0, 1, 1, 0], [0.1, 0.9, 0.8, 0.3]); // 0.0375
 * ```
 */
export function brierScoreLoss(
  yTrue: LabelTargets,
  yProba: Probabilities,
  options: BrierLossOptions = {},
): number {
  const caller = 'brierScoreLoss';
  checkOptionNames(options, ['sampleWeight', 'posLabel', 'labels', 'scaleByHalf'], caller);
  const { scaleByHalf = 'auto' } = options;
  if (scaleByHalf !== 'auto' && typeof scaleByHalf !== 'boolean')
    throw optionError(caller, 'scaleByHalf', "must be true, false or 'auto'", scaleByHalf, "Use 'auto'.");
  const problem = prepare(yTrue, yProba, options, caller);
  const half = scaleByHalf === 'auto' ? problem.proba.columns < 3 : scaleByHalf;
  return lossOf(problem, problem.proba) * (half ? 0.5 : 1);
}

function lossOf({ codes, weights }: ProbabilityProblem, { data, columns }: Matrix): number {
  let sum = 0;
  let total = 0;
  for (let i = 0, cell = 0; i < codes.length; i++) {
    let squares = 0;
    for (let c = 0; c < columns; c++, cell++) {
      const gap = data[cell] - (codes[i] === c ? 1 : 0);
      squares += gap * gap;
    }
    const w = weights ? weights[i] : 1;
    sum += w * squares;
    total += w;
  }
  return sum / total;
}

/**
 * The share of the Brier score of the class shares that the probabilities do away with (Brier skill score): 1 is
 * perfect, 0 knows nothing, and worse is negative. NaN with a warning for fewer than two rows. O(n k).
 * Source: scikit-learn d2_brier_score.
 * @throws InvalidInputError for probabilities outside [0, 1] or when the classes do not fit the columns.
 *
 * @example
 * ```ts
 * d2BrierScore([0, 1, 1, 0], [0.1, 0.9, 0.8, 0.3]); // 0.85
 * ```
 */
export function d2BrierScore(yTrue: LabelTargets, yProba: Probabilities, options: BrierOptions = {}): number {
  const caller = 'd2BrierScore';
  checkOptionNames(options, ['sampleWeight', 'posLabel', 'labels'], caller);
  const problem = prepare(yTrue, yProba, options, caller);
  if (tooFewRows(problem, caller)) return Number.NaN;
  return 1 - lossOf(problem, problem.proba) / lossOf(problem, classShares(problem));
}
