import { inputError } from '../../core/input.js';
import {
  type AnyRegressionOptions,
  checkTargetPair,
  columnMeans,
  combineOutputs,
  type RawRegressionMetricOptions,
  type RegressionMetricOptions,
  requireOneOutput,
  type TargetPair,
  type Targets,
} from './targets.js';

/**
 * Mean of (yTrue - yPred)^2: 0 is best.
 *
 * @param yTrue n true values, or n x t for several outputs
 * @param yPred predictions of the same shape
 * @throws InvalidInputError for unequal shapes or non-finite values. O(n t).
 * Source: scikit-learn mean_squared_error.
 * @example
 * ```ts
 * meanSquaredError([3, -0.5, 2, 7], [2.5, 0, 2, 8]); // 0.375
 * meanSquaredError([[0.5, 1], [-1, 1]], [[0, 2], [-1, 2]], { multioutput: 'raw_values' }); // 0.125, 1
 * ```
 */
export function meanSquaredError(
  yTrue: Targets,
  yPred: Targets,
  options: RawRegressionMetricOptions,
): Float64Array;
export function meanSquaredError(yTrue: Targets, yPred: Targets, options?: RegressionMetricOptions): number;
export function meanSquaredError(yTrue: Targets, yPred: Targets, options: AnyRegressionOptions = {}) {
  const pair = checkTargetPair(yTrue, yPred, options, 'meanSquaredError');
  return combineOutputs(squaredErrors(pair), options.multioutput, 'meanSquaredError');
}

/**
 * Square root of the mean squared error of each output, then averaged: in the unit of y.
 * @throws InvalidInputError for unequal shapes or non-finite values. O(n t).
 * Source: scikit-learn root_mean_squared_error.
 * @example
 * ```ts
 * rootMeanSquaredError([3, -0.5, 2, 7], [2.5, 0, 2, 8]); // 0.6124
 * ```
 */
export function rootMeanSquaredError(
  yTrue: Targets,
  yPred: Targets,
  options: RawRegressionMetricOptions,
): Float64Array;
export function rootMeanSquaredError(
  yTrue: Targets,
  yPred: Targets,
  options?: RegressionMetricOptions,
): number;
export function rootMeanSquaredError(yTrue: Targets, yPred: Targets, options: AnyRegressionOptions = {}) {
  const pair = checkTargetPair(yTrue, yPred, options, 'rootMeanSquaredError');
  return combineOutputs(squaredErrors(pair).map(Math.sqrt), options.multioutput, 'rootMeanSquaredError');
}

/**
 * Mean of |yTrue - yPred|: 0 is best, in the unit of y.
 * @throws InvalidInputError for unequal shapes or non-finite values. O(n t).
 * Source: scikit-learn mean_absolute_error.
 * @example
 * ```ts
 * meanAbsoluteError([3, -0.5, 2, 7], [2.5, 0, 2, 8]); // 0.5
 * ```
 */
export function meanAbsoluteError(
  yTrue: Targets,
  yPred: Targets,
  options: RawRegressionMetricOptions,
): Float64Array;
export function meanAbsoluteError(yTrue: Targets, yPred: Targets, options?: RegressionMetricOptions): number;
export function meanAbsoluteError(yTrue: Targets, yPred: Targets, options: AnyRegressionOptions = {}) {
  const pair = checkTargetPair(yTrue, yPred, options, 'meanAbsoluteError');
  return combineOutputs(columnMeans(absoluteErrors(pair), pair), options.multioutput, 'meanAbsoluteError');
}

/**
 * Mean of |yTrue - yPred| / |yTrue| as a fraction (0.1 is 10 %). Where yTrue is 0 the divisor is the machine
 * epsilon, so that the result is huge rather than infinite.
 * @throws InvalidInputError for unequal shapes or non-finite values. O(n t).
 * Source: scikit-learn mean_absolute_percentage_error.
 * @example
 * ```ts
 * meanAbsolutePercentageError([1, 2, 4], [1.5, 2, 3]); // 0.25
 * ```
 */
export function meanAbsolutePercentageError(
  yTrue: Targets,
  yPred: Targets,
  options: RawRegressionMetricOptions,
): Float64Array;
export function meanAbsolutePercentageError(
  yTrue: Targets,
  yPred: Targets,
  options?: RegressionMetricOptions,
): number;
export function meanAbsolutePercentageError(
  yTrue: Targets,
  yPred: Targets,
  options: AnyRegressionOptions = {},
) {
  const caller = 'meanAbsolutePercentageError';
  const pair = checkTargetPair(yTrue, yPred, options, caller);
  const errors = absoluteErrors(pair);
  const { truth } = pair;
  for (let k = 0; k < errors.length; k++) errors[k] /= Math.max(Math.abs(truth[k]), Number.EPSILON);
  return combineOutputs(columnMeans(errors, pair), options.multioutput, caller);
}

/**
 * Mean of (log(1 + yTrue) - log(1 + yPred))^2: for targets that grow exponentially.
 * @throws InvalidInputError when a value is -1 or less. O(n t).
 * Source: scikit-learn mean_squared_log_error.
 * @example
 * ```ts
 * meanSquaredLogError([3, 5, 2.5, 7], [2.5, 5, 4, 8]); // 0.0397
 * ```
 */
export function meanSquaredLogError(
  yTrue: Targets,
  yPred: Targets,
  options: RawRegressionMetricOptions,
): Float64Array;
export function meanSquaredLogError(
  yTrue: Targets,
  yPred: Targets,
  options?: RegressionMetricOptions,
): number;
export function meanSquaredLogError(yTrue: Targets, yPred: Targets, options: AnyRegressionOptions = {}) {
  const caller = 'meanSquaredLogError';
  const pair = logarithms(checkTargetPair(yTrue, yPred, options, caller), caller);
  return combineOutputs(squaredErrors(pair), options.multioutput, caller);
}

/**
 * Square root of the mean squared logarithmic error of each output, then averaged.
 * @throws InvalidInputError when a value is -1 or less. O(n t).
 * Source: scikit-learn root_mean_squared_log_error.
 * @example
 * ```ts
 * rootMeanSquaredLogError([3, 5, 2.5, 7], [2.5, 5, 4, 8]); // 0.1993
 * ```
 */
export function rootMeanSquaredLogError(
  yTrue: Targets,
  yPred: Targets,
  options: RawRegressionMetricOptions,
): Float64Array;
export function rootMeanSquaredLogError(
  yTrue: Targets,
  yPred: Targets,
  options?: RegressionMetricOptions,
): number;
export function rootMeanSquaredLogError(yTrue: Targets, yPred: Targets, options: AnyRegressionOptions = {}) {
  const caller = 'rootMeanSquaredLogError';
  const pair = logarithms(checkTargetPair(yTrue, yPred, options, caller), caller);
  return combineOutputs(squaredErrors(pair).map(Math.sqrt), options.multioutput, caller);
}

/**
 * The largest |yTrue - yPred|, of one output.
 * @throws InvalidInputError for unequal shapes, several outputs or non-finite values. O(n).
 * Source: scikit-learn max_error.
 * @example
 * ```ts
 * maxError([3, 2, 7, 1], [4, 2, 7, 1]); // 1
 * ```
 */
export function maxError(yTrue: Targets, yPred: Targets): number {
  const pair = checkTargetPair(yTrue, yPred, {}, 'maxError');
  requireOneOutput(pair, 'maxError');
  return absoluteErrors(pair).reduce((largest, error) => Math.max(largest, error), 0);
}

/** |yTrue - yPred| cell by cell, row-major. */
export function absoluteErrors({ truth, predicted }: TargetPair): Float64Array {
  const errors = new Float64Array(truth.length);
  for (let k = 0; k < errors.length; k++) errors[k] = Math.abs(truth[k] - predicted[k]);
  return errors;
}

function squaredErrors(pair: TargetPair): Float64Array {
  const { truth, predicted } = pair;
  const errors = new Float64Array(truth.length);
  for (let k = 0; k < errors.length; k++) {
    const error = truth[k] - predicted[k];
    errors[k] = error * error;
  }
  return columnMeans(errors, pair);
}

function logarithms(pair: TargetPair, caller: string): TargetPair {
  for (const [name, values] of [
    ['yTrue', pair.truth],
    ['yPred', pair.predicted],
  ] as const) {
    const bad = values.find((value) => value <= -1);
    if (bad !== undefined)
      throw inputError(
        caller,
        name,
        'must hold values above -1',
        String(bad),
        'Use meanSquaredError for such targets.',
      );
  }
  return { ...pair, truth: pair.truth.map(Math.log1p), predicted: pair.predicted.map(Math.log1p) };
}
