import { asMatrix, checkSameLength, inputError, type MatrixLike } from '../../core/input.js';
import { encodeLabels, type Labels } from '../../core/labels.js';

/** Options of `l1MinC`. */
export interface L1MinCOptions {
  /** The loss of LinearSVC, or that of LogisticRegression; default 'squared_hinge'. */
  readonly loss?: 'squared_hinge' | 'log';
  /** Whether the model has an intercept; default true. */
  readonly fitIntercept?: boolean;
  /** Value of the constant column of the intercept; default 1. */
  readonly interceptScaling?: number;
}

/**
 * The smallest C at which an l1-penalised linear classifier of X (n x d) and y has a weight other than 0: where a path
 * of values of C should start. O(n d k). Source: scikit-learn l1_min_c.
 * @throws InvalidInputError when every column is orthogonal to the labels.
 *
 * @example
 * ```ts
 * l1MinC([[0], [1], [2]], [0, 0, 1]); // 0.5: one intercept step
 * ```
 */
export function l1MinC(X: MatrixLike, y: Labels, options: L1MinCOptions = {}): number {
  const { loss = 'squared_hinge', fitIntercept = true, interceptScaling = 1 } = options;
  const matrix = asMatrix(X, { estimator: 'l1MinC' });
  const { codes, classes } = encodeLabels(y, 'l1MinC');
  checkSameLength(codes.length, matrix.rows, 'l1MinC', 'y');
  const { columns: d, data } = matrix;
  const positives = classes.length === 2 ? [1] : [...classes.keys()];
  let largest = 0;
  for (const positive of positives) {
    const sums = new Float64Array(d + 1);
    codes.forEach((code, i) => {
      const label = code === positive ? 1 : -1;
      for (let j = 0; j < d; j++) sums[j] += label * data[i * d + j];
      if (fitIntercept) sums[d] += label * interceptScaling;
    });
    largest = sums.reduce((most, sum) => Math.max(most, Math.abs(sum)), largest);
  }
  if (largest === 0) {
    throw inputError(
      'l1MinC',
      'X',
      'must have a column that goes with the labels',
      'columns that are all orthogonal to them',
      'Add columns, or any C will do.',
    );
  }
  return (loss === 'squared_hinge' ? 0.5 : 2) / largest;
}
