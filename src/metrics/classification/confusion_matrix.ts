import { Matrix } from '../../core/matrix.js';
import type { LabelTargets } from '../input.js';
import { checkChoice, checkOptionNames, optionError } from '../options.js';
import { countClasses, countRows } from './counts.js';
import { type LabelOptions, type LabelPair, pairLabels, pairTargets } from './targets.js';

/** Options of confusionMatrix. */
export interface ConfusionMatrixOptions extends LabelOptions {
  /** Divide by the row sums ('true'), the column sums ('pred') or the total ('all'); default null, counts. */
  readonly normalize?: 'true' | 'pred' | 'all' | null;
}

/**
 * Numbers (or weights) of rows by true label (row) and predicted label (column): k x k, labels sorted. Rows with a
 * label outside `labels` do not count. O(n + k^2). Source: scikit-learn confusion_matrix.
 * @throws InvalidInputError for unequal lengths or labels that cannot be compared.
 * @throws InvalidParameterError when no label of `labels` occurs in yTrue.
 *
 * @example
 * ```ts
 * confusionMatrix(['qso', 'star', 'star'], ['qso', 'qso', 'star']).to2DArray(); // [[1, 0], [1, 1]]
 * ```
 */
export function confusionMatrix(
  yTrue: LabelTargets,
  yPred: LabelTargets,
  options: ConfusionMatrixOptions = {},
): Matrix {
  const caller = 'confusionMatrix';
  checkOptionNames(options, ['labels', 'sampleWeight', 'normalize'], caller);
  const normalize = options.normalize ?? null;
  if (normalize !== null) checkChoice(normalize, ['true', 'pred', 'all'], 'normalize', caller);
  const counts = countPairs(pairLabels(yTrue, yPred, options, caller), options, caller);
  if (normalize === null) return counts;
  const { rows, columns } = sumsOf(counts);
  const total = rows.reduce((sum, count) => sum + count, 0);
  for (let i = 0; i < counts.rows; i++) {
    for (let j = 0; j < counts.rows; j++) {
      const by = normalize === 'true' ? rows[i] : normalize === 'pred' ? columns[j] : total;
      // An empty row or column has no shares: 0, as scikit-learn has it.
      counts.set(i, j, by === 0 ? 0 : counts.get(i, j) / by);
    }
  }
  return counts;
}

/** The confusion matrix of encoded labels. */
export function countPairs(pair: LabelPair, options: LabelOptions, caller: string): Matrix {
  const { classes, yTrue, yPred, weights } = pair;
  if (options.labels && !yTrue.some((code) => code >= 0)) {
    throw optionError(
      caller,
      'labels',
      'must name at least one label of yTrue',
      options.labels,
      'Leave it out for all labels of the data.',
    );
  }
  const k = classes.length;
  const result = Matrix.zeros(k, k);
  for (let i = 0; i < yTrue.length; i++) {
    if (yTrue[i] >= 0 && yPred[i] >= 0) result.data[yTrue[i] * k + yPred[i]] += weights ? weights[i] : 1;
  }
  return result;
}

/** Sums over each row and over each column. */
export function sumsOf(matrix: Matrix): { rows: Float64Array; columns: Float64Array } {
  const rows = new Float64Array(matrix.rows);
  const columns = new Float64Array(matrix.columns);
  for (let i = 0, cell = 0; i < matrix.rows; i++) {
    for (let j = 0; j < matrix.columns; j++, cell++) {
      rows[i] += matrix.data[cell];
      columns[j] += matrix.data[cell];
    }
  }
  return { rows, columns };
}

/** Options of multilabelConfusionMatrix. */
export interface MultilabelConfusionMatrixOptions extends LabelOptions {
  /** Several labels per row: one matrix per row instead of one per label. Default false. */
  readonly samplewise?: boolean;
}

/**
 * One 2 x 2 matrix [[tn, fp], [fn, tp]] per class against the rest, labels sorted. Takes one label per row, or
 * several as n x k zeros and ones. O(n + k), or O(n k). Source: scikit-learn multilabel_confusion_matrix.
 * @throws InvalidInputError for different shapes or labels that cannot be compared.
 *
 * @example
 * ```ts
 * multilabelConfusionMatrix([[1, 0], [1, 1]], [[1, 1], [0, 1]])[0].to2DArray(); // [[0, 0], [1, 1]]
 * ```
 */
export function multilabelConfusionMatrix(
  yTrue: LabelTargets,
  yPred: LabelTargets,
  options: MultilabelConfusionMatrixOptions = {},
): Matrix[] {
  const caller = 'multilabelConfusionMatrix';
  checkOptionNames(options, ['labels', 'sampleWeight', 'samplewise'], caller);
  const pair = pairTargets(yTrue, yPred, options, caller);
  if (options.samplewise && !pair.multilabel) {
    throw optionError(caller, 'samplewise', 'needs several labels per row', true, 'Leave it out.');
  }
  const counts =
    options.samplewise && pair.multilabel
      ? countRows(pair, options, caller)
      : countClasses(pair, options, caller);
  const { tn, fp, fn, tp } = counts;
  return Array.from(tp, (hits, i) => Matrix.of(Float64Array.of(tn[i], fp[i], fn[i], hits), 2));
}
