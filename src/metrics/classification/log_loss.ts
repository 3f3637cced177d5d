import type { Matrix } from '../../core/matrix.js';
import { UndefinedMetricWarning, warn } from '../../core/warnings.js';
import type { LabelTargets } from '../input.js';
import { checkOptionNames } from '../options.js';
import {
  classProbabilities,
  classShares,
  type Probabilities,
  type ProbabilityOptions,
  type ProbabilityProblem,
} from './probabilities.js';

/** Options of logLoss. */
export interface LogLossOptions extends ProbabilityOptions {
  /** The mean over the rows (true, the default) or their sum. */
  readonly normalize?: boolean;
}

/**
 * Log loss (cross-entropy): minus the mean logarithm of the probability given to the true class, with probabilities kept
 * off 0 and 1 by the machine's precision. One probability per row is that of the class that sorts last. O(n k).
 * Source: scikit-learn log_loss.
 * @throws InvalidInputError for probabilities outside [0, 1] or when the classes do not fit the columns.
 *
 * @example
 * ```ts
 * logLoss(['star', 'qso'], [[0.1, 0.9], [0.8, 0.2]], { labels: ['qso', 'star'] }); // 0.164
 * ```
 */
export function logLoss(yTrue: LabelTargets, yProba: Probabilities, options: LogLossOptions = {}): number {
  checkOptionNames(options, ['normalize', 'sampleWeight', 'labels'], 'logLoss');
  const problem = classProbabilities(yTrue, yProba, options, 'logLoss');
  return lossOf(problem, problem.proba, options.normalize ?? true);
}

function lossOf({ codes, weights }: ProbabilityProblem, proba: Matrix, normalize: boolean): number {
  let loss = 0;
  let total = 0;
  for (let i = 0; i < codes.length; i++) {
    const p = proba.data[i * proba.columns + codes[i]];
    const w = weights ? weights[i] : 1;
    loss -= w * Math.log(Math.min(1 - Number.EPSILON, Math.max(Number.EPSILON, p)));
    total += w;
  }
  return normalize ? loss / total : loss;
}

/**
 * The share of the log loss of the class shares that the probabilities do away with: 1 is perfect, 0 knows nothing, and
 * worse is negative. NaN with a warning for fewer than two rows. O(n k). Source: scikit-learn d2_log_loss_score.
 * @throws InvalidInputError for probabilities outside [0, 1] or when the classes do not fit the columns.
 *
 * @example
 * ```ts
 * d2LogLossScore([0, 1, 1], [[0.8, 0.2], [0.3, 0.7], [0.1, 0.9]]); // 0.641
 * ```
 */
export function d2LogLossScore(
  yTrue: LabelTargets,
  yProba: Probabilities,
  options: ProbabilityOptions = {},
): number {
  checkOptionNames(options, ['sampleWeight', 'labels'], 'd2LogLossScore');
  const problem = classProbabilities(yTrue, yProba, options, 'd2LogLossScore');
  if (tooFewRows(problem, 'd2LogLossScore')) return Number.NaN;
  return 1 - lossOf(problem, problem.proba, true) / lossOf(problem, classShares(problem), true);
}

/** Warns and tells true when a score that compares with the class shares has fewer than two rows. */
export function tooFewRows({ codes }: ProbabilityProblem, caller: string): boolean {
  if (codes.length >= 2) return false;
  const message = 'the score is undefined for fewer than two rows (NaN). Pass more rows.';
  warn(new UndefinedMetricWarning(message, caller));
  return true;
}
