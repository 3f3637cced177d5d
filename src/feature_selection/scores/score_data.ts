import { InvalidInputError } from '../../core/errors.js';
import { asMatrix, checkSameLength, checkTargets, inputError, type Targets } from '../../core/input.js';
import { encodeLabels, type Labels } from '../../core/labels.js';
import type { Matrix } from '../../core/matrix.js';

/** A score per column, and the probability of one at least as high if the column had nothing to do with y. */
export interface ColumnScores {
  /** d scores; greater means that the column tells more. */
  readonly scores: Float64Array;
  /** d probabilities. */
  readonly pValues: Float64Array;
}

/** X and the class of each row. */
export interface ClassData {
  readonly X: Matrix;
  readonly codes: Int32Array;
  /** Rows of each class. */
  readonly counts: Float64Array;
}

/** @throws InvalidInputError for unusable data, or labels of fewer than two classes. */
export function classData(X: unknown, y: Labels, source: string): ClassData {
  const matrix = asMatrix(X, { estimator: source });
  const { codes, classes } = encodeLabels(y, source);
  checkSameLength(codes.length, matrix.rows, source, 'y');
  if (classes.length < 2) {
    throw new InvalidInputError(
      `${source}: y must hold at least two classes. Got one. Add rows of another.`,
      {
        estimator: source,
        parameter: 'y',
        received: '1 class',
        remedy: 'add rows of another class',
      },
    );
  }
  const counts = new Float64Array(classes.length);
  for (const code of codes) counts[code]++;
  return { X: matrix, codes, counts };
}

/** @throws InvalidInputError for unusable data, or several targets. */
export function numberData(X: unknown, y: Targets, source: string): { X: Matrix; y: Float64Array } {
  const matrix = asMatrix(X, { estimator: source });
  const { values } = checkTargets(y, matrix.rows, source);
  if (values.columns > 1) {
    throw inputError(source, 'y', 'must hold one number per row', `${values.columns} columns`, 'Pass one.');
  }
  return { X: matrix, y: values.data };
}
