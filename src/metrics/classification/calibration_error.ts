import type { Label } from '../../core/labels.js';
import type { LabelTargets } from '../input.js';
import { checkChoice, checkOptionNames, optionError } from '../options.js';
import { binEdges, edgesBelow } from './calibration_curve.js';
import {
  classProbabilities,
  isFlat,
  type Probabilities,
  type ProbabilityOptions,
  type ProbabilityProblem,
  positiveProbabilities,
} from './probabilities.js';

/** Options of the calibration errors. */
export interface CalibrationErrorOptions extends ProbabilityOptions {
  /** The class that one probability per row is of; default 1 or true, or the label that sorts last. */
  readonly posLabel?: Label;
  /** Number of bins; default 10. */
  readonly nBins?: number;
  /** Bins of equal width ('uniform', default) or with equally many rows ('quantile'). */
  readonly strategy?: 'uniform' | 'quantile';
}

/** Options of expectedCalibrationError. */
export interface ExpectedCalibrationErrorOptions extends CalibrationErrorOptions {
  /** Mean gap ('l1', default), root of the mean squared gap ('l2') or largest gap ('max'). */
  readonly norm?: 'l1' | 'l2' | 'max';
}

/** The Brier score of two classes in three parts: score = reliability - resolution + uncertainty. */
export interface BrierDecomposition {
  /** Mean squared gap between predicted and true shares: 0 when calibrated. */
  readonly reliability: number;
  /** Variance of the true shares over the bins: how much the bins tell apart. */
  readonly resolution: number;
  /** Variance of the classes themselves. */
  readonly uncertainty: number;
  /** Brier score with each probability replaced by the mean of its bin. */
  readonly score: number;
}

interface Bins {
  readonly weight: Float64Array;
  readonly predicted: Float64Array;
  readonly observed: Float64Array;
  readonly total: number;
}

const NAMES = ['sampleWeight', 'labels', 'posLabel', 'nBins', 'strategy'];

/**
 * How far predicted probabilities are from the shares that come true, over bins of the probability. With one
 * probability per row it is that of the positive class; with n x k it is the confidence: the largest probability
 * against whether its class is the true one. O(n (k + log b)).
 * Source: Naeini, Cooper, Hauskrecht, AAAI 2015; Guo et al., ICML 2017.
 * @throws InvalidInputError for probabilities outside [0, 1] or when the classes do not fit the columns.
 *
 * @example
 * ```ts
 * expectedCalibrationError([0, 1, 1, 1], [0.2, 0.7, 0.7, 0.7]); // 0.275: |0 - 0.2| / 4 + 3 |1 - 0.7| / 4
 * ```
 */
export function expectedCalibrationError(
  yTrue: LabelTargets,
  yProba: Probabilities,
  options: ExpectedCalibrationErrorOptions = {},
): number {
  const caller = 'expectedCalibrationError';
  checkOptionNames(options, [...NAMES, 'norm'], caller);
  const { norm = 'l1' } = options;
  checkChoice(norm, ['l1', 'l2', 'max'], 'norm', caller);
  const { weight, predicted, observed, total } = binned(yTrue, yProba, options, caller);
  let result = 0;
  for (let b = 0; b < weight.length; b++) {
    if (weight[b] === 0) continue;
    const gap = Math.abs(observed[b] - predicted[b]) / weight[b];
    if (norm === 'max') result = Math.max(result, gap);
    else result += (weight[b] / total) * (norm === 'l1' ? gap : gap * gap);
  }
  return norm === 'l2' ? Math.sqrt(result) : result;
}

/**
 * Murphy's three parts of the Brier score for two classes, over bins of the probability of the positive one: what is
 * lost by miscalibration, what is won by telling rows apart, and what the class balance leaves open. O(n log b).
 * Source: Murphy, Journal of Applied Meteorology 12 (1973) 595.
 * @throws InvalidInputError for more than two classes or probabilities outside [0, 1].
 *
 * @example
 * ```ts
 * const parts = brierDecomposition([0, 0, 1, 1], [0.1, 0.1, 0.9, 0.9]);
 * parts.reliability; // 0.01
 * parts.resolution; // 0.25
 * ```
 */
export function brierDecomposition(
  yTrue: LabelTargets,
  yProba: Probabilities,
  options: CalibrationErrorOptions = {},
): BrierDecomposition {
  const caller = 'brierDecomposition';
  checkOptionNames(options, NAMES, caller);
  const { weight, predicted, observed, total } = binned(yTrue, yProba, options, caller, true);
  const base = observed.reduce((sum, value) => sum + value, 0) / total;
  let reliability = 0;
  let resolution = 0;
  for (let b = 0; b < weight.length; b++) {
    if (weight[b] === 0) continue;
    const share = observed[b] / weight[b];
    reliability += (weight[b] / total) * (share - predicted[b] / weight[b]) ** 2;
    resolution += (weight[b] / total) * (share - base) ** 2;
  }
  const uncertainty = base * (1 - base);
  return { reliability, resolution, uncertainty, score: reliability - resolution + uncertainty };
}

function binned(
  yTrue: LabelTargets,
  yProba: Probabilities,
  options: CalibrationErrorOptions,
  caller: string,
  twoClasses = false,
): Bins {
  const { nBins = 10, strategy = 'uniform' } = options;
  if (!Number.isInteger(nBins) || nBins < 1)
    throw optionError(caller, 'nBins', 'must be an integer >= 1', nBins, 'Use 10 or 15.');
  checkChoice(strategy, ['uniform', 'quantile'], 'strategy', caller);
  const flat = isFlat(yProba, caller);
  const problem = flat
    ? positiveProbabilities(yTrue, yProba, options, caller)
    : classProbabilities(yTrue, yProba, options, caller);
  const { weights } = problem;
  const { proba, hit } = flat || twoClasses ? positives(problem) : confidences(problem);
  const edges = binEdges(proba, nBins, strategy);
  const bins = {
    weight: new Float64Array(nBins),
    predicted: new Float64Array(nBins),
    observed: new Float64Array(nBins),
  };
  let total = 0;
  for (let i = 0; i < proba.length; i++) {
    const b = edgesBelow(edges, proba[i]);
    const w = weights ? weights[i] : 1;
    bins.weight[b] += w;
    bins.predicted[b] += w * proba[i];
    bins.observed[b] += w * hit[i];
    total += w;
  }
  return { ...bins, total };
}

/** Probability of the last class, and whether it is the true one. */
function positives({ codes, proba }: ProbabilityProblem): { proba: Float64Array; hit: Uint8Array } {
  const last = proba.columns - 1;
  return { proba: proba.column(last), hit: Uint8Array.from(codes, (code) => Number(code === last)) };
}

/** The largest probability of each row, and whether its class is the true one. */
function confidences({ codes, proba }: ProbabilityProblem): { proba: Float64Array; hit: Uint8Array } {
  const largest = new Float64Array(proba.rows);
  const hit = new Uint8Array(proba.rows);
  for (let i = 0; i < proba.rows; i++) {
    let at = 0;
    for (let j = 1; j < proba.columns; j++) if (proba.get(i, j) > proba.get(i, at)) at = j;
    largest[i] = proba.get(i, at);
    hit[i] = Number(at === codes[i]);
  }
  return { proba: largest, hit };
}
