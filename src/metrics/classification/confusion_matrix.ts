import type { Labels } from '../../core/labels.js';
import { Matrix } from '../../core/matrix.js';
import { checkChoice, checkOptionNames } from '../options.js';
import { type LabelOptions, type LabelPair, pairLabels } from './labels_input.js';

/** Options of confusionMatrix. */
export interface ConfusionMatrixOptions extends LabelOptions {
  /** Divide by the row sums ('true'), column sums ('pred') or the total ('all'). */
  readonly normalize?: 'true' | 'pred' | 'all' | null;
}

/**
 * Counts (or weights) of rows by true label (row) and predicted label (column): k x k, labels sorted. O(n).
 * Reference: scikit-learn confusion_matrix.
 * @throws InvalidInputError for unequal lengths or unusable labels.
 *
 * @example
 * ```ts
 * confusionMatrix(['qso', 'star', 'star'], ['qso', 'qso', 'star']).to2DArray(); // [[1, 0], [1, 1]]
 * ```
 */
export function confusionMatrix(yTrue: Labels, yPred: Labels, options: ConfusionMatrixOptions = {}): Matrix {
  checkOptionNames(options, ['labels', 'sampleWeight', 'normalize'], 'confusionMatrix');
  const counts = countPairs(pairLabels(yTrue, yPred, options, 'confusionMatrix'));
  const { normalize } = options;
  if (normalize === undefined || normalize === null) return counts;
  checkChoice(normalize, ['true', 'pred', 'all'], 'normalize', 'confusionMatrix');
  const k = counts.rows;
  const total = counts.data.reduce((sum, count) => sum + count, 0);
  const rows = Float64Array.from({ length: k }, (_, i) => counts.row(i).reduce((a, b) => a + b, 0));
  const columns = Float64Array.from({ length: k }, (_, j) => counts.column(j).reduce((a, b) => a + b, 0));
  for (let i = 0; i < k; i++) {
    for (let j = 0; j < k; j++) {
      const by = normalize === 'true' ? rows[i] : normalize === 'pred' ? columns[j] : total;
      // An empty row or column has no shares: 0, as in the reference.
      counts.set(i, j, by === 0 ? 0 : counts.get(i, j) / by);
    }
  }
  return counts;
}

/** The confusion matrix of encoded labels; rows with a label outside the classes do not count. */
export function countPairs({ classes, yTrue, yPred, weights }: LabelPair): Matrix {
  const k = classes.length;
  const result = Matrix.zeros(k, k);
  for (let i = 0; i < yTrue.length; i++) {
    if (yTrue[i] >= 0 && yPred[i] >= 0) result.data[yTrue[i] * k + yPred[i]] += weights ? weights[i] : 1;
  }
  return result;
}

/** Of one class against all others. */
export interface BinaryCounts {
  readonly tn: number;
  readonly fp: number;
  readonly fn: number;
  readonly tp: number;
}

/** True and false positives and negatives of each class. Rows with a label outside the classes count as other. */
export function countsPerClass({ classes, yTrue, yPred, weights }: LabelPair): BinaryCounts[] {
  const k = classes.length;
  const tp = new Float64Array(k);
  const trueSum = new Float64Array(k);
  const predSum = new Float64Array(k);
  let total = 0;
  for (let i = 0; i < yTrue.length; i++) {
    const w = weights ? weights[i] : 1;
    total += w;
    if (yTrue[i] >= 0) trueSum[yTrue[i]] += w;
    if (yPred[i] >= 0) predSum[yPred[i]] += w;
    if (yTrue[i] === yPred[i] && yTrue[i] >= 0) tp[yTrue[i]] += w;
  }
  return Array.from({ length: k }, (_, c) => {
    const fp = predSum[c] - tp[c];
    const fn = trueSum[c] - tp[c];
    return { tp: tp[c], fp, fn, tn: total - tp[c] - fp - fn };
  });
}

/**
 * One 2 x 2 matrix [[tn, fp], [fn, tp]] per class against the rest, labels sorted.
 * Reference: scikit-learn multilabel_confusion_matrix.
 */
export function multilabelConfusionMatrix(
  yTrue: Labels,
  yPred: Labels,
  options: LabelOptions = {},
): Matrix[] {
  checkOptionNames(options, ['labels', 'sampleWeight'], 'multilabelConfusionMatrix');
  return countsPerClass(pairLabels(yTrue, yPred, options, 'multilabelConfusionMatrix')).map(
    ({ tn, fp, fn, tp }) => Matrix.of(Float64Array.of(tn, fp, fn, tp), 2),
  );
}
