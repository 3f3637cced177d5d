import { describe, InvalidInputError, InvalidParameterError } from '../core/errors.js';
import type { Labels } from '../core/labels.js';
import { unknownParameter } from '../core/params.js';
import type { RandomStateLike } from '../core/random.js';
import { rowCount } from '../core/take.js';
import { type Fold, KFold, type Splitter, StratifiedKFold } from './splitters/index.js';

/** How to part the rows: a number of folds, a splitter, or a list of folds. */
export type CvLike = number | Splitter | Iterable<{ train: ArrayLike<number>; test: ArrayLike<number> }>;

/** Options of checkCv. */
export interface CheckCvOptions {
  /** Stratify when `cv` is a number and y holds classes; default false. */
  readonly classifier?: boolean;
  /** Shuffle when `cv` is a number; default false. */
  readonly shuffle?: boolean;
  /** Seed of the shuffling. */
  readonly randomState?: RandomStateLike | null;
}

const OPTIONS = ['classifier', 'shuffle', 'randomState'];

/**
 * The splitter that `cv` stands for: a number of folds (null and undefined are 5) is a StratifiedKFold when
 * `classifier` is set and y holds one class label per row, else a KFold; a list of folds becomes a splitter
 * that checks their rows; a splitter is passed on. As scikit-learn check_cv.
 * @throws InvalidParameterError for anything else.
 *
 * @example
 * ```ts
 * checkCv(5, ['star', 'qso'], { classifier: true }) instanceof StratifiedKFold; // true
 * checkCv([{ train: [0, 1], test: [2] }], undefined).getNSplits(); // 1
 * ```
 */
export function checkCv(
  cv: CvLike | null | undefined,
  y?: Labels | null,
  options: CheckCvOptions = {},
): Splitter {
  for (const name of Object.keys(options)) {
    if (!OPTIONS.includes(name)) throw unknownParameter('checkCv', name, OPTIONS);
  }
  const chosen = cv ?? 5;
  if (typeof chosen === 'number') {
    if (!Number.isInteger(chosen) || chosen < 2) throw refuse(chosen);
    const { classifier = false, shuffle = false, randomState = null } = options;
    const params = { nSplits: chosen, shuffle, randomState };
    return classifier && holdsClasses(y) ? new StratifiedKFold(params) : new KFold(params);
  }
  if (typeof chosen === 'object' && 'split' in chosen && typeof chosen.split === 'function') {
    return chosen as Splitter;
  }
  if (typeof chosen === 'object' && Symbol.iterator in chosen) return listSplitter(chosen);
  throw refuse(chosen);
}

/** Whether y is one class label per row: no fractions, no several columns. */
function holdsClasses(y: Labels | null | undefined): boolean {
  if (y === undefined || y === null || 'to2DArray' in y) return false;
  for (let i = 0; i < y.length; i++) {
    const label: unknown = y[i];
    if (typeof label === 'object' && label !== null) return false;
    if (typeof label === 'number' && Number.isFinite(label) && !Number.isInteger(label)) return false;
  }
  return true;
}

/** Folds given as lists of rows, as a splitter. */
function listSplitter(list: Iterable<{ train: ArrayLike<number>; test: ArrayLike<number> }>): Splitter {
  const folds: Fold[] = [];
  for (const fold of list) {
    folds.push({ train: rowNumbers(fold?.train, fold), test: rowNumbers(fold?.test, fold) });
  }
  if (folds.length === 0) throw refuse(list);
  return {
    split: (X) => {
      const n = rowCount(X);
      for (const { train, test } of folds) {
        checkRows(train, n);
        checkRows(test, n);
      }
      return folds;
    },
    getNSplits: () => folds.length,
  };
}

function rowNumbers(rows: ArrayLike<number> | undefined, fold: unknown): Int32Array {
  const usable = rows !== null && typeof rows === 'object' && rows.length > 0;
  if (!usable || !Array.from(rows).every((row) => Number.isInteger(row) && row >= 0)) throw refuse(fold);
  return Int32Array.from(rows);
}

function checkRows(rows: Int32Array, n: number): void {
  for (const row of rows) {
    if (row < n) continue;
    throw new InvalidInputError(
      `Parameter 'cv': a fold names row ${row}, but X has ${n} rows. Number the rows from 0 to ${n - 1}.`,
      { parameter: 'cv', received: String(row), remedy: 'number the rows from 0' },
    );
  }
}

function refuse(received: unknown): InvalidParameterError {
  return new InvalidParameterError(
    `Parameter 'cv' must be an integer >= 2, a splitter, or a non-empty list of { train, test } with row numbers. Got ${describe(received)}.`,
    { parameter: 'cv', received: describe(received), remedy: 'cv: 5' },
  );
}
