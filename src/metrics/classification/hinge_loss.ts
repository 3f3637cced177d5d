import type { Label, Labels } from '../../core/labels.js';
import { checkSampleWeight } from '../../core/weights.js';
import {
  checkLabels,
  checkScoreMatrix,
  checkScores,
  columnClasses,
  encode,
  type LabelTargets,
  metricError,
  type WeightOption,
} from '../input.js';
import { checkOptionNames } from '../options.js';
import { usualPositive } from '../positive_label.js';
import { isFlat, type Probabilities } from './probabilities.js';

/** Options of hingeLoss. */
export interface HingeLossOptions extends WeightOption {
  /** The sorted classes of the columns; default the labels of yTrue. */
  readonly labels?: Labels | null;
}

const CALLER = 'hingeLoss';

/**
 * Mean hinge loss max(0, 1 - margin) of decision values. For two classes there is one value per row, positive for the
 * class that sorts last; for several n x k, where the margin is the true class's value less the greatest other. O(n k).
 * Source: Crammer and Singer, Journal of Machine Learning Research 2 (2001) 265; scikit-learn hinge_loss.
 * @throws InvalidInputError when decision values and classes do not fit.
 *
 * @example
 * ```ts
 * hingeLoss([-1, 1, 1], [-2.2, 2.4, 0.1]); // 0.3
 * ```
 */
export function hingeLoss(
  yTrue: LabelTargets,
  predDecision: Probabilities,
  options: HingeLossOptions = {},
): number {
  checkOptionNames(options, ['sampleWeight', 'labels'], CALLER);
  const truth = checkLabels(yTrue, 'yTrue', CALLER);
  const classes = columnClasses(truth, options.labels, CALLER);
  const weights = checkSampleWeight(options.sampleWeight, truth.length, CALLER);
  const margins = isFlat(predDecision, CALLER)
    ? binaryMargins(truth, predDecision, classes)
    : columnMargins(truth, predDecision, classes);
  let sum = 0;
  let total = 0;
  for (let i = 0; i < margins.length; i++) {
    const w = weights ? weights[i] : 1;
    sum += w * Math.max(0, 1 - margins[i]);
    total += w;
  }
  return sum / total;
}

function binaryMargins(truth: Labels, decision: unknown, classes: readonly Label[]): Float64Array {
  const scores = checkScores(decision, truth.length, CALLER, 'predDecision');
  // With one class alone only the usual labels tell which side it is on.
  const positive = classes.length === 2 ? classes[1] : usualPositive(classes);
  if (classes.length > 2 || positive === undefined) {
    throw metricError(
      CALLER,
      'predDecision',
      `has one value per row, but there ${classes.length > 2 ? `are ${classes.length} classes` : 'is one class'}`,
      'one value per row',
      classes.length > 2 ? 'Pass n x k values.' : 'Name both classes in labels.',
    );
  }
  return scores.map((score, i) => (truth[i] === positive ? score : -score));
}

function columnMargins(truth: Labels, decision: unknown, classes: readonly Label[]): Float64Array {
  const { data, columns } = checkScoreMatrix(decision, truth.length, CALLER, 'predDecision');
  if (columns !== classes.length) {
    const what = `must have one column for each of the ${classes.length} classes`;
    throw metricError(CALLER, 'predDecision', what, `${columns} columns`, 'Name all classes in labels.');
  }
  const codes = encode(truth, classes);
  const margins = new Float64Array(codes.length);
  for (let i = 0; i < codes.length; i++) {
    const base = i * columns;
    let other = Number.NEGATIVE_INFINITY;
    for (let c = 0; c < columns; c++) if (c !== codes[i] && data[base + c] > other) other = data[base + c];
    margins[i] = data[base + codes[i]] - other;
  }
  return margins;
}
