import { describe, InvalidInputError } from '../../core/errors.js';
import { asMatrix, checkSameLength, type MatrixLike } from '../../core/input.js';
import { codesIn, encodeLabels, type Label, type Labels, sortLabels } from '../../core/labels.js';

/** Labels of a classifier, one per row or several. */
export interface ClassTargets {
  readonly classes: readonly Label[];
  /** Class of each row; undefined with several labels per row. */
  readonly codes: Int32Array | undefined;
  /** n x k of 0 and 1 with several labels per row. */
  readonly indicators: Float64Array | undefined;
}

/** One label per row, or an n x k matrix of 0 and 1 that says which of k labels each row has. */
export type ClassifierTarget = Labels | MatrixLike;

/** Whether y says for each row which of several labels it has. */
export function isMultilabel(y: unknown): y is MatrixLike {
  if (y === null || typeof y !== 'object') return false;
  if (Array.isArray(y)) return Array.isArray(y[0]) || ArrayBuffer.isView(y[0]);
  return !ArrayBuffer.isView(y);
}

/**
 * Encodes y. `classes` are those known already, in sorted order.
 * @throws InvalidInputError for one class only, unknown classes, or indicators other than 0 and 1.
 */
export function classTargets(
  y: ClassifierTarget,
  rows: number,
  classes: readonly Label[] | undefined,
  estimator: string,
): ClassTargets {
  if (isMultilabel(y)) return indicatorTargets(y, rows, classes, estimator);
  if (!classes) {
    const encoded = encodeLabels(y, estimator);
    checkSameLength(encoded.codes.length, rows, estimator, 'y');
    if (encoded.classes.length < 2) {
      throw new InvalidInputError(
        `${estimator}: y needs at least two classes. Got one class: ${describe(encoded.classes[0])}. Add rows of another class.`,
        { estimator, parameter: 'y', remedy: 'add rows of another class' },
      );
    }
    return { ...encoded, indicators: undefined };
  }
  encodeLabels(y, estimator);
  checkSameLength(y.length, rows, estimator, 'y');
  const codes = codesIn(classes, y);
  const unknown = codes.indexOf(-1);
  if (unknown >= 0) {
    throw new InvalidInputError(
      `${estimator}: y holds ${describe(y[unknown])} in row ${unknown}, which is not among the classes ${describe(classes)}. Name all classes in the first call.`,
      { estimator, parameter: 'y', received: describe(y[unknown]), remedy: 'name all classes' },
    );
  }
  return { classes, codes, indicators: undefined };
}

function indicatorTargets(
  y: MatrixLike,
  rows: number,
  classes: readonly Label[] | undefined,
  estimator: string,
): ClassTargets {
  const matrix = asMatrix(y, { estimator, argument: 'y' });
  checkSameLength(matrix.rows, rows, estimator, 'y');
  const wrong = matrix.data.findIndex((value) => value !== 0 && value !== 1);
  if (wrong >= 0 || (classes && classes.length !== matrix.columns)) {
    throw new InvalidInputError(
      wrong >= 0
        ? `${estimator}: y with several columns must hold 0 and 1 only: which labels each row has. Got ${matrix.data[wrong]} in row ${Math.floor(wrong / matrix.columns)}.`
        : `${estimator}: y must have one column for each of the ${classes?.length} labels. Got ${matrix.columns}.`,
      { estimator, parameter: 'y', remedy: 'pass a matrix of 0 and 1' },
    );
  }
  return {
    classes: classes ?? Array.from({ length: matrix.columns }, (_, j) => j),
    codes: undefined,
    indicators: matrix.data,
  };
}

/** The classes that the first partialFit names. */
export function firstClasses(
  classes: Labels | undefined,
  y: ClassifierTarget,
  estimator: string,
): Label[] | undefined {
  if (isMultilabel(y)) return undefined;
  if (classes && classes.length > 1) return sortLabels([...new Set(Array.from(classes as ArrayLike<Label>))]);
  throw new InvalidInputError(
    `${estimator}: the first partialFit needs { classes }: all labels that will ever occur, two at least.`,
    { estimator, parameter: 'classes', remedy: 'pass { classes }' },
  );
}
