import { inputError } from '../../core/input.js';
import type { SampleWeight } from '../../core/weights.js';
import { optionError } from '../options.js';
import {
  checkTargetPair,
  columnMeans,
  requireOneOutput,
  type TargetPair,
  type Targets,
  tooFewRows,
} from './targets.js';

/** Options of the deviances. */
export interface DevianceOptions {
  /** One weight per row; default all 1. */
  readonly sampleWeight?: SampleWeight | null;
}

/** Options of the Tweedie deviance and its D2. */
export interface TweedieOptions extends DevianceOptions {
  /**
   * The variance grows as mean^power: 0 normal (default), 1 Poisson, between 1 and 2 compound Poisson, 2 gamma,
   * 3 inverse Gaussian, below 0 extreme stable. No distribution exists between 0 and 1.
   */
  readonly power?: number;
}

/**
 * Mean Tweedie deviance with the given power: 0 is best. Larger powers weigh errors at large values less.
 *
 * @throws InvalidParameterError for a power between 0 and 1; InvalidInputError for values outside the
 * distribution's range: yPred must be above 0 unless power is 0, and yTrue must be >= 0 for powers in [1, 2) and
 * above 0 from 2 on. O(n). Source: scikit-learn mean_tweedie_deviance; Jorgensen (1987), doi:10.1111/j.2517-6161.1987.tb01685.x.
 * @example
 * ```ts
 * meanTweedieDeviance([2, 0, 1, 4], [0.5, 0.5, 2, 2], { power: 1 }); // 1.4260
 * ```
 */
export function meanTweedieDeviance(yTrue: Targets, yPred: Targets, options: TweedieOptions = {}): number {
  return devianceOf(yTrue, yPred, options, 'meanTweedieDeviance', ['power']);
}

/**
 * Mean Poisson deviance (Tweedie with power 1), for counts and rates.
 * @throws InvalidInputError when yTrue is negative or yPred not positive. O(n).
 * Source: scikit-learn mean_poisson_deviance.
 * @example
 * ```ts
 * meanPoissonDeviance([2, 0, 1, 4], [0.5, 0.5, 2, 2]); // 1.4260
 * ```
 */
export function meanPoissonDeviance(yTrue: Targets, yPred: Targets, options: DevianceOptions = {}): number {
  return devianceOf(yTrue, yPred, options, 'meanPoissonDeviance', [], 1);
}

/**
 * Mean gamma deviance (Tweedie with power 2), which depends only on yTrue / yPred.
 * @throws InvalidInputError when a value is not positive. O(n).
 * Source: scikit-learn mean_gamma_deviance.
 * @example
 * ```ts
 * meanGammaDeviance([2, 0.5, 1, 4], [0.5, 0.5, 2, 2]); // 1.0569
 * ```
 */
export function meanGammaDeviance(yTrue: Targets, yPred: Targets, options: DevianceOptions = {}): number {
  return devianceOf(yTrue, yPred, options, 'meanGammaDeviance', [], 2);
}

/**
 * Share of the Tweedie deviance explained: 1 is best, 0 is what the (weighted) mean of yTrue gets; power 0 is R2.
 * NaN with a warning for fewer than two rows.
 * @throws as `meanTweedieDeviance`. O(n). Source: scikit-learn d2_tweedie_score; Hastie, Tibshirani & Wainwright (2015), eq. 3.11.
 * @example
 * ```ts
 * d2TweedieScore([0.5, 1, 2.5, 7], [1, 1, 5, 3.5], { power: 1 }); // 0.4879
 * ```
 */
export function d2TweedieScore(yTrue: Targets, yPred: Targets, options: TweedieOptions = {}): number {
  const caller = 'd2TweedieScore';
  const pair = checkTargetPair(yTrue, yPred, options, caller, ['power']);
  requireOneOutput(pair, caller);
  if (tooFewRows(pair, caller)) return Number.NaN;
  const power = checkPower(options.power ?? 0, caller);
  const error = meanDeviance(pair, power, caller);
  const constant = new Float64Array(pair.n).fill(columnMeans(pair.truth, pair)[0]);
  return 1 - error / meanDeviance({ ...pair, predicted: constant }, power, caller);
}

function devianceOf(
  yTrue: Targets,
  yPred: Targets,
  options: TweedieOptions,
  caller: string,
  more: readonly string[],
  fixedPower?: number,
): number {
  const pair = checkTargetPair(yTrue, yPred, options, caller, more);
  requireOneOutput(pair, caller);
  return meanDeviance(pair, fixedPower ?? checkPower(options.power ?? 0, caller), caller);
}

function checkPower(power: number, caller: string): number {
  if (Number.isFinite(power) && !(power > 0 && power < 1)) return power;
  throw optionError(
    caller,
    'power',
    'must be a finite number <= 0 or >= 1',
    power,
    'No Tweedie distribution has a power between 0 and 1.',
  );
}

function meanDeviance(pair: TargetPair, power: number, caller: string): number {
  const { truth, predicted } = pair;
  if (power !== 0) checkRange(pair, power, caller);
  const cells = new Float64Array(truth.length);
  for (let k = 0; k < cells.length; k++) cells[k] = unitDeviance(truth[k], predicted[k], power);
  return columnMeans(cells, pair)[0];
}

function unitDeviance(y: number, mu: number, power: number): number {
  if (power === 0) return (y - mu) * (y - mu);
  if (power === 1) return 2 * ((y === 0 ? 0 : y * Math.log(y / mu)) - y + mu);
  if (power === 2) return 2 * (Math.log(mu / y) + y / mu - 1);
  const one = 1 - power;
  const two = 2 - power;
  // Below power 0 a negative y is allowed and counts as 0 in the term of y alone.
  const base = power < 0 ? Math.max(y, 0) : y;
  return 2 * (base ** two / (one * two) - (y * mu ** one) / one + mu ** two / two);
}

function checkRange({ truth, predicted }: TargetPair, power: number, caller: string): void {
  const refuse = (argument: string, what: string, value: number): never => {
    throw inputError(
      caller,
      argument,
      `${what} for power ${power}`,
      String(value),
      'Use power 0 for such values.',
    );
  };
  const badPrediction = predicted.find((value) => value <= 0);
  if (badPrediction !== undefined) refuse('yPred', 'must be above 0', badPrediction);
  if (power < 1) return;
  const badTruth = truth.find((value) => (power < 2 ? value < 0 : value <= 0));
  if (badTruth !== undefined) refuse('yTrue', power < 2 ? 'must be >= 0' : 'must be above 0', badTruth);
}
