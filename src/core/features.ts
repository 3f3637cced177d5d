import { describe, InvalidInputError } from './errors.js';
import type { Matrix } from './matrix.js';

/** What `fit` saw of the columns. */
export interface FeatureInfo {
  /** Number of columns. */
  readonly nFeaturesIn: number;
  /** Their names, when X came with names. */
  readonly featureNamesIn?: readonly string[];
}

/** How many columns data have, and their names: a Matrix, or columns of mixed kinds. */
export type ColumnsSeen = Pick<Matrix, 'columns' | 'columnNames'>;

/** The columns of X. */
export function featureInfo(X: ColumnsSeen): FeatureInfo {
  return { nFeaturesIn: X.columns, featureNamesIn: X.columnNames };
}

/**
 * Checks that X has the columns that `fit` saw: same number, and, where both carry names, same names in the
 * same order.
 * @throws InvalidInputError saying whether columns are missing, unknown, reordered or of another number.
 */
export function checkFeatures(X: ColumnsSeen, fitted: FeatureInfo, estimator: string): void {
  const expected = fitted.featureNamesIn;
  const got = X.columnNames;
  if (expected && got) {
    const missing = expected.filter((name) => !got.includes(name));
    const unknown = got.filter((name) => !expected.includes(name));
    const refuse = (message: string, column: string | undefined, remedy: string): never => {
      throw new InvalidInputError(`${estimator}: ${message} ${remedy}`, {
        estimator,
        parameter: 'X',
        column,
        received: describe(got),
        remedy,
      });
    };
    if (missing.length > 0) {
      refuse(`X lacks the column(s) ${describe(missing)} that fit saw.`, missing[0], 'Add them.');
    }
    if (unknown.length > 0) {
      refuse(
        `X has the unknown column(s) ${describe(unknown)} that fit did not see.`,
        unknown[0],
        'Drop them.',
      );
    }
    const moved = expected.findIndex((name, j) => name !== got[j]);
    if (moved >= 0) {
      refuse(
        `X has the columns of fit in another order: column ${moved} is ${describe(got[moved])} but was ${describe(expected[moved])}.`,
        got[moved],
        'Select the columns in the order of featureNamesIn.',
      );
    }
  }
  if (X.columns !== fitted.nFeaturesIn) {
    throw new InvalidInputError(
      `${estimator}: X has ${X.columns} columns, but fit saw ${fitted.nFeaturesIn}. Pass the same columns as in fit.`,
      {
        estimator,
        parameter: 'X',
        received: `${X.columns} columns`,
        remedy: 'pass the same columns as in fit',
      },
    );
  }
}
