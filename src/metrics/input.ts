import { describe, InvalidInputError } from '../core/errors.js';
import { asMatrix, type MatrixLike } from '../core/input.js';
import { type Label, type Labels, sortLabels } from '../core/labels.js';
import type { Matrix } from '../core/matrix.js';
import { optionError } from './options.js';

/** Several labels per row: n x k zeros and ones, one column per label. */
export type IndicatorMatrix = MatrixLike;

/** One label per row, or several per row as a matrix of zeros and ones. */
export type LabelTargets = Labels | IndicatorMatrix;

/** One score per row: a greater score means more probably of the positive class. */
export type Scores = ArrayLike<number>;

/** One weight per row; part of most metrics' options. */
export interface WeightOption {
  /** One weight >= 0 per row; default all 1. */
  readonly sampleWeight?: ArrayLike<number> | null;
}

/** An error about the data given to a metric, in the common form. */
export function metricError(
  caller: string,
  argument: string,
  what: string,
  received: string,
  remedy: string,
): InvalidInputError {
  return new InvalidInputError(`${caller}: ${argument} ${what}. Got ${received}. ${remedy}`, {
    estimator: caller,
    parameter: argument,
    received,
    remedy,
  });
}

/** Whether a value has rows and columns rather than one entry per row. */
export function isMatrixLike(value: unknown): value is MatrixLike {
  if (value === null || typeof value !== 'object') return false;
  if (Array.isArray(value)) return value[0] !== null && typeof value[0] === 'object';
  return !ArrayBuffer.isView(value) && !('length' in value);
}

/** A flat list, taken out of a matrix of one column if need be; undefined for several columns. */
export function asList(value: unknown, argument: string, caller: string): ArrayLike<unknown> | undefined {
  if (!isMatrixLike(value)) {
    if (value !== null && typeof value === 'object' && 'length' in value) return value as ArrayLike<unknown>;
    throw metricError(caller, argument, 'must be an array', describe(value), 'Pass one entry per row.');
  }
  const matrix = asMatrix(value, { estimator: caller, argument });
  return matrix.columns === 1 ? matrix.data : undefined;
}

/**
 * Checks one list of class labels: strings, whole numbers or booleans, of one kind, at least one.
 * @throws InvalidInputError for no rows, mixed kinds, missing or continuous values.
 */
export function checkLabels(y: unknown, argument: string, caller: string): Labels {
  const labels = asList(y, argument, caller);
  if (!labels) {
    throw metricError(
      caller,
      argument,
      'must hold one label per row',
      'several columns',
      'Score each column.',
    );
  }
  if (labels.length === 0)
    throw metricError(caller, argument, 'is empty', 'no rows', 'Pass one label per row.');
  const kind = typeof labels[0];
  const known = kind === 'string' || kind === 'number' || kind === 'boolean';
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i];
    if (known && typeof label === kind && (kind !== 'number' || Number.isInteger(label))) continue;
    throw labelError(label, known && typeof label !== kind, i, argument, caller);
  }
  return labels as Labels;
}

function labelError(label: unknown, mixed: boolean, row: number, argument: string, caller: string) {
  const received = `${describe(label)} in row ${row}`;
  if (typeof label === 'number' && Number.isFinite(label) && !mixed) {
    return metricError(
      caller,
      argument,
      'holds continuous values, but this metric compares class labels',
      received,
      'Turn scores into labels first (predict, or score >= threshold), or use a regression metric.',
    );
  }
  const missing =
    label === null || label === undefined || (typeof label === 'number' && !Number.isFinite(label));
  return metricError(
    caller,
    argument,
    missing
      ? 'must not hold missing or non-finite labels'
      : mixed
        ? 'must not mix kinds of labels'
        : 'must hold strings, whole numbers or booleans',
    received,
    missing ? 'Drop these rows.' : 'Give all labels as strings, or all as whole numbers.',
  );
}

/** The distinct labels of all lists, in scikit-learn's order: numbers by value, strings by code, false < true. */
export function uniqueLabels(...lists: readonly Labels[]): Label[] {
  const seen = new Set<Label>();
  for (const list of lists) for (let i = 0; i < list.length; i++) seen.add(list[i]);
  return sortLabels([...seen]);
}

/**
 * Checks a `labels` option: not empty, of the kind of `y`, each label once.
 * @throws InvalidParameterError
 */
export function checkLabelsOption(labels: Labels, y: Labels, caller: string): Label[] {
  const list = labels && typeof labels === 'object' ? Array.from(labels as ArrayLike<Label>) : [];
  const distinct = new Set(list).size === list.length;
  const alike = list.every((label) => typeof label === typeof y[0]);
  if (list.length > 0 && distinct && alike) return list;
  throw optionError(
    caller,
    'labels',
    list.length === 0
      ? 'must name at least one label'
      : distinct
        ? `must be ${typeof y[0]}s like the labels of y`
        : 'must name each label once',
    labels,
    'Leave it out for all labels of the data.',
  );
}

/**
 * The classes that the columns of a score matrix stand for: `labels`, which must be sorted as a classifier's
 * columns are, or the labels of yTrue.
 */
export function columnClasses(yTrue: Labels, labels: Labels | null | undefined, caller: string): Label[] {
  const present = uniqueLabels(yTrue);
  if (!labels) return present;
  const classes = checkLabelsOption(labels, yTrue, caller);
  if (sortLabels(classes).some((label, c) => label !== classes[c])) {
    throw optionError(caller, 'labels', 'must be sorted', labels, 'Pass the classes of the classifier.');
  }
  const unknown = present.find((label) => !classes.includes(label));
  if (unknown === undefined) return classes;
  throw optionError(
    caller,
    'labels',
    `must name every label of yTrue, but lacks ${describe(unknown)}`,
    labels,
    'Pass the classes of the classifier.',
  );
}

/** Positions of the labels in `classes`; -1 for others. */
export function encode(y: Labels, classes: readonly Label[]): Int32Array {
  const position = new Map(classes.map((label, c) => [label, c]));
  const codes = new Int32Array(y.length);
  for (let i = 0; i < codes.length; i++) codes[i] = position.get(y[i]) ?? -1;
  return codes;
}

/**
 * One finite score per row; a matrix of one column will do.
 * @throws InvalidInputError naming the first bad row.
 */
export function checkScores(scores: unknown, n: number, caller: string, argument = 'yScore'): Float64Array {
  const list = asList(scores, argument, caller);
  if (!list) {
    throw metricError(
      caller,
      argument,
      'must hold one score per row',
      'several columns',
      'Pass the column of the positive class, such as proba.column(1).',
    );
  }
  checkRows(list.length, n, argument, caller);
  const result = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const value = list[i];
    if (typeof value !== 'number' || !Number.isFinite(value)) {
      throw metricError(
        caller,
        argument,
        'must hold finite numbers',
        `${describe(value)} in row ${i}`,
        'Mend or drop that row.',
      );
    }
    // Adding 0 turns -0 into 0, so that equal scores have equal bits.
    result[i] = value + 0;
  }
  return result;
}

/** Finite scores of k columns: n x k. */
export function checkScoreMatrix(scores: unknown, n: number, caller: string, argument = 'yScore'): Matrix {
  const matrix = asMatrix(scores, { estimator: caller, argument });
  checkRows(matrix.rows, n, argument, caller);
  return matrix;
}

/** @throws InvalidInputError when an argument has not as many rows as yTrue. */
export function checkRows(rows: number, n: number, argument: string, caller: string): void {
  if (rows === n) return;
  throw metricError(
    caller,
    argument,
    `must have one entry for each of the ${n} rows of yTrue`,
    `${rows} entries`,
    'Pass equally many.',
  );
}

/**
 * A matrix of zeros and ones, row after row.
 * @throws InvalidInputError for any other value.
 */
export function checkIndicator(y: unknown, argument: string, caller: string): Matrix {
  const matrix = asMatrix(y, { estimator: caller, argument });
  const bad = matrix.data.findIndex((cell) => cell !== 0 && cell !== 1);
  if (bad < 0) return matrix;
  throw metricError(
    caller,
    argument,
    'as a matrix must hold only 0 and 1, one column per label',
    `${matrix.data[bad]} in row ${Math.floor(bad / matrix.columns)}, column ${bad % matrix.columns}`,
    'Score the columns one by one for other values.',
  );
}
