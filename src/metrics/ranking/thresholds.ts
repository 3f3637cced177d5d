import type { Label, Labels } from '../../core/labels.js';
import { Matrix } from '../../core/matrix.js';
import { checkSampleWeight } from '../../core/weights.js';
import {
  checkLabels,
  checkScores,
  type LabelTargets,
  metricError,
  type Scores,
  uniqueLabels,
  type WeightOption,
} from '../input.js';
import { checkOptionNames } from '../options.js';
import { tooManyClasses, usualPositive } from '../positive_label.js';
import { type BinaryOptions, binaryProblem, thresholdCounts } from './binary_problem.js';
import { descendingOrder } from './order.js';

/** Numbers (weights) of rows at each threshold when rows with at least that score are selected. */
export interface ConfusionMatrixAtThresholds {
  readonly tns: Float64Array;
  readonly fps: Float64Array;
  readonly fns: Float64Array;
  readonly tps: Float64Array;
  /** The distinct scores, falling. */
  readonly thresholds: Float64Array;
}

/**
 * True and false negatives and positives at each distinct score, selecting the rows with at least that score; rows of
 * weight 0 are left out. O(n log n). Source: scikit-learn confusion_matrix_at_thresholds.
 * @throws InvalidInputError for more than two classes (unless posLabel is named) or unusable scores.
 *
 * @example
 * ```ts
 * const { tps, thresholds } = confusionMatrixAtThresholds([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]);
 * tps; // Float64Array [1, 1, 2, 2]
 * ```
 */
export function confusionMatrixAtThresholds(
  yTrue: LabelTargets,
  yScore: Scores,
  options: BinaryOptions = {},
): ConfusionMatrixAtThresholds {
  const caller = 'confusionMatrixAtThresholds';
  checkOptionNames(options, ['posLabel', 'sampleWeight'], caller);
  const { fps, tps, thresholds } = thresholdCounts(binaryProblem(yTrue, yScore, options, caller));
  const negatives = fps[fps.length - 1];
  const positives = tps[tps.length - 1];
  return {
    tns: fps.map((fp) => negatives - fp),
    fps,
    fns: tps.map((tp) => positives - tp),
    tps,
    thresholds,
  };
}

/** A metric of labels that metricAtThresholds can call. */
export type LabelMetric = (
  yTrue: never,
  yPred: never,
  options: { sampleWeight?: ArrayLike<number> } & Record<string, unknown>,
) => number | ArrayLike<number>;

/** Options of metricAtThresholds. */
export interface MetricAtThresholdsOptions extends WeightOption {
  /** Options for the metric. Its `posLabel` says which label the rows above a threshold get. */
  readonly metricParams?: Readonly<Record<string, unknown>> | null;
}

/** The values of a metric beside the thresholds, which fall. */
export interface MetricAtThresholds<V> {
  /** One per threshold; a matrix of thresholds x outputs for a metric of several numbers. */
  readonly metricValues: V;
  readonly thresholds: Float64Array;
}

/**
 * Calls a metric of labels at each distinct score, with the rows of at least that score predicted positive.
 * O(n) calls of the metric, so O(n^2) for most: round the scores of much data first. Predictions are written in the
 * labels of yTrue (0 and 1, -1 and 1, false and true, or the two that occur, of which the last or `metricParams.posLabel`
 * is positive). Source: scikit-learn metric_at_thresholds.
 * @throws InvalidInputError for more than two classes or unusable scores.
 *
 * @example
 * ```ts
 * const curve = metricAtThresholds([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8], f1Score);
 * curve.thresholds; // Float64Array [0.8, 0.4, 0.35, 0.1]
 * ```
 */
export function metricAtThresholds<R extends number | ArrayLike<number>>(
  yTrue: LabelTargets,
  yScore: Scores,
  metricFunc: (yTrue: never, yPred: never, options: never) => R,
  options: MetricAtThresholdsOptions = {},
): MetricAtThresholds<R extends number ? Float64Array : Matrix> {
  const caller = 'metricAtThresholds';
  checkOptionNames(options, ['sampleWeight', 'metricParams'], caller);
  if (typeof metricFunc !== 'function')
    throw metricError(caller, 'metricFunc', 'must be a function', String(metricFunc), 'Pass a metric.');
  const given = checkLabels(yTrue, 'yTrue', caller);
  const allScores = checkScores(yScore, given.length, caller);
  const allWeights = checkSampleWeight(options.sampleWeight, given.length, caller);
  const order = descendingOrder(allScores).filter((row) => !allWeights || allWeights[row] > 0);
  const truth = Array.from(order, (row) => given[row]);
  const weights = allWeights && Float64Array.from(order, (row) => allWeights[row]);
  const [negative, positive] = predictedLabels(given, options.metricParams?.posLabel, caller);
  const metric = metricFunc as unknown as LabelMetric;
  const params = { ...options.metricParams, ...(weights ? { sampleWeight: weights } : {}) };
  const values: (number | ArrayLike<number>)[] = [];
  const thresholds: number[] = [];
  const predicted = new Array<Label>(truth.length).fill(negative);
  for (let i = 0; i < truth.length; i++) {
    predicted[i] = positive;
    const score = allScores[order[i]];
    if (i + 1 < truth.length && allScores[order[i + 1]] === score) continue;
    thresholds.push(score);
    values.push(metric(truth as never, predicted.slice() as never, params));
  }
  const single = typeof values[0] === 'number';
  return {
    metricValues: single
      ? Float64Array.from(values as number[])
      : Matrix.from2DArray(values as ArrayLike<number>[]),
    thresholds: Float64Array.from(thresholds),
  } as never;
}

/** What rows below and above a threshold are predicted to be. */
function predictedLabels(yTrue: Labels, posLabel: unknown, caller: string): readonly [Label, Label] {
  const classes = uniqueLabels(yTrue);
  if (classes.length > 2) throw tooManyClasses(classes, caller);
  if (posLabel === undefined && usualPositive(classes) === true) return [false, true];
  if (posLabel === undefined && usualPositive(classes) === 1) return [classes[0] === -1 ? -1 : 0, 1];
  if (classes.length < 2)
    throw metricError(caller, 'yTrue', 'must hold two classes', 'one', 'Pass more rows.');
  return classes[0] === posLabel ? [classes[1], classes[0]] : [classes[0], classes[1]];
}
