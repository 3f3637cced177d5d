import type { Label } from '../../core/labels.js';
import { checkSampleWeight } from '../../core/weights.js';
import {
  asList,
  checkIndicator,
  checkLabels,
  checkScoreMatrix,
  checkScores,
  encode,
  isMatrixLike,
  type LabelTargets,
  metricError,
  type Scores,
  uniqueLabels,
  type WeightOption,
} from '../input.js';
import { checkChoice, checkOptionNames, optionError } from '../options.js';
import { positiveLabel } from '../positive_label.js';
import type { BinaryProblem } from './binary_problem.js';
import { precisionRecallOf, warnNoPositives } from './precision_recall_curve.js';
import type { ScoreResult } from './roc_auc.js';
import { averageScores, type IndicatorProblem, indicatorOf, type ScoreAverage } from './score_averaging.js';

/** Options of averagePrecisionScore. */
export interface AveragePrecisionOptions extends WeightOption {
  /** Several classes or labels: the mean ('macro', default), weighted by class, over all cells ('micro'), over rows ('samples'), or null for one value per class. */
  readonly average?: ScoreAverage;
  /** The positive one of two classes; default 1 or true. */
  readonly posLabel?: Label;
}

const CALLER = 'averagePrecisionScore';

/**
 * Average precision: the precision at each threshold weighted by the recall gained there. Two classes take one score
 * per row; several, or several labels per row, take n x k scores and are averaged. A class without rows has 0, with a
 * warning. O(n log n) per class. Source: scikit-learn average_precision_score.
 * @throws InvalidInputError when labels and scores do not fit; InvalidParameterError for an unfit posLabel.
 *
 * @example
 * ```ts
 * averagePrecisionScore([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]); // 0.833
 * ```
 */
export function averagePrecisionScore<const O extends AveragePrecisionOptions = Record<never, never>>(
  yTrue: LabelTargets,
  yScore: Scores | LabelTargets,
  options?: O,
): ScoreResult<O>;
export function averagePrecisionScore(
  yTrue: LabelTargets,
  yScore: unknown,
  options: AveragePrecisionOptions = {},
): number | Float64Array {
  checkOptionNames(options, ['average', 'posLabel', 'sampleWeight'], CALLER);
  const { average = 'macro' } = options;
  if (average !== null) checkChoice(average, ['macro', 'weighted', 'micro', 'samples'], 'average', CALLER);
  let withoutPositives = 0;
  const one = (problem: BinaryProblem): number => {
    const { curve, positives } = precisionRecallOf(problem, false);
    if (positives === 0) withoutPositives++;
    const { precision, recall } = curve;
    let sum = 0;
    for (let i = 0; i + 1 < recall.length; i++) sum += (recall[i] - recall[i + 1]) * precision[i];
    return Math.max(0, sum);
  };
  const problem = prepare(yTrue, yScore, options);
  const result = 'truth' in problem ? averageScores(problem, average, one) : one(problem);
  if (withoutPositives > 0) warnNoPositives(CALLER);
  return result;
}

function prepare(
  yTrue: LabelTargets,
  yScore: unknown,
  { posLabel, sampleWeight }: AveragePrecisionOptions,
): BinaryProblem | IndicatorProblem {
  const indicator = isMatrixLike(yTrue) && asList(yTrue, 'yTrue', CALLER) === undefined;
  if (indicator) return columnProblem(checkIndicator(yTrue, 'yTrue', CALLER), yScore, sampleWeight, posLabel);
  const labels = checkLabels(yTrue, 'yTrue', CALLER);
  const classes = uniqueLabels(labels);
  if (classes.length > 2) {
    return columnProblem(
      indicatorOf(encode(labels, classes), classes.length),
      yScore,
      sampleWeight,
      posLabel,
    );
  }
  const positive = positiveLabel(classes, posLabel, CALLER);
  return {
    positive: Uint8Array.from(labels as ArrayLike<Label>, (label) => (label === positive ? 1 : 0)),
    scores: checkScores(yScore, labels.length, CALLER),
    weights: checkSampleWeight(sampleWeight, labels.length, CALLER),
  };
}

function columnProblem(
  truth: IndicatorProblem['truth'],
  yScore: unknown,
  sampleWeight: ArrayLike<number> | null | undefined,
  posLabel: Label | undefined,
): IndicatorProblem {
  if (posLabel !== undefined && posLabel !== 1)
    throw optionError(CALLER, 'posLabel', 'is for two classes only', posLabel, 'Leave it out.');
  const scores = checkScoreMatrix(yScore, truth.rows, CALLER);
  if (scores.columns !== truth.columns) {
    const what = `must have one column for each of the ${truth.columns} classes`;
    throw metricError(CALLER, 'yScore', what, `${scores.columns} columns`, 'Pass one column per class.');
  }
  return { truth, scores, weights: checkSampleWeight(sampleWeight, truth.rows, CALLER) };
}
