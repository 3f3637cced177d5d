import { describe, InvalidInputError } from './errors.js';

/** A class label. */
export type Label = string | number | boolean;

/** Labels of n rows: a plain array of strings, numbers or booleans (one kind), or an array of numbers. */
export type Labels = readonly Label[] | ArrayLike<number> | ArrayLike<string> | ArrayLike<boolean>;

/** Labels of several outputs: one row of labels per row of X. */
export type LabelTable = readonly (readonly Label[])[];

/** Labels as integer codes into sorted `classes`. */
export interface EncodedLabels {
  /** Position of each row's label in `classes`. */
  readonly codes: Int32Array;
  /** The distinct labels, sorted. */
  readonly classes: readonly Label[];
}

/**
 * Encodes class labels; classes are sorted as scikit-learn sorts them (numbers by value, strings by code
 * unit, false before true). O(n + k log k).
 * @throws InvalidInputError for missing values, mixed kinds, non-finite numbers, or a continuous target.
 */
export function encodeLabels(y: Labels, estimator: string, argument = 'y'): EncodedLabels {
  checkLabelArray(y, estimator, argument);
  const n = y.length;
  const kind = typeof y[0];
  const seen = new Map<Label, number>();
  const codes = new Int32Array(n);
  let fractional = false;
  // Runs of one label, as in rare classes, need no look-up.
  let last: Label | undefined;
  let lastCode = -1;
  for (let i = 0; i < n; i++) {
    const label = y[i];
    if (label === last && lastCode >= 0) {
      codes[i] = lastCode;
      continue;
    }
    let code = seen.get(label);
    if (code === undefined) {
      if (typeof label !== kind || (kind !== 'string' && kind !== 'number' && kind !== 'boolean')) {
        throw labelError(estimator, argument, i, label, kind);
      }
      if (kind === 'number') {
        if (!Number.isFinite(label)) throw labelError(estimator, argument, i, label, kind);
        fractional ||= !Number.isInteger(label);
      }
      code = seen.size;
      seen.set(label, code);
    }
    codes[i] = code;
    last = label;
    lastCode = code;
  }
  if (fractional) {
    throw new InvalidInputError(
      `${estimator}: ${argument} holds continuous values, but a classifier needs class labels. Use a regressor, or bin the values first.`,
      { estimator, parameter: argument, remedy: 'use a regressor, or bin the values' },
    );
  }
  const classes = sortLabels([...seen.keys()]);
  const rank = new Int32Array(classes.length);
  classes.forEach((label, position) => {
    rank[seen.get(label) as number] = position;
  });
  for (let i = 0; i < n; i++) codes[i] = rank[codes[i]];
  return { codes, classes };
}

/** Codes of `y` in known `classes`; labels that are not among them get -1. */
export function codesIn(classes: readonly Label[], y: Labels): Int32Array {
  const position = new Map(classes.map((label, i) => [label, i]));
  return Int32Array.from({ length: y.length }, (_, i) => position.get(y[i]) ?? -1);
}

/** The labels in scikit-learn's order, as a new array. */
export function sortLabels<L extends Label>(labels: readonly L[]): L[] {
  return [...labels].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

/** The labels that the codes stand for. */
export function decodeLabels(codes: ArrayLike<number>, classes: readonly Label[]): Label[] {
  const result = new Array<Label>(codes.length);
  for (let i = 0; i < codes.length; i++) result[i] = classes[codes[i]];
  return result;
}

function checkLabelArray(y: unknown, estimator: string, argument: string): asserts y is Labels {
  if (y === null || y === undefined || typeof y !== 'object' || !('length' in y)) {
    throw new InvalidInputError(
      `${estimator}: ${argument} must be an array of class labels (strings, numbers or booleans). Got ${describe(y)}.`,
      { estimator, parameter: argument, received: describe(y), remedy: 'pass one label per row' },
    );
  }
  if (y.length === 0) {
    throw new InvalidInputError(`${estimator}: ${argument} is empty. Pass one label per row.`, {
      estimator,
      parameter: argument,
      remedy: 'pass one label per row',
    });
  }
}

function labelError(
  estimator: string,
  argument: string,
  row: number,
  label: unknown,
  kind: string,
): InvalidInputError {
  const mixed = typeof label !== kind && label !== null && label !== undefined;
  const why = mixed
    ? `mixes ${kind}s with ${typeof label}s: labels must be of one kind`
    : Array.isArray(label)
      ? 'must be one label per row'
      : 'must not hold missing or non-finite labels';
  return new InvalidInputError(`${estimator}: ${argument} ${why}. Got ${describe(label)} in row ${row}.`, {
    estimator,
    parameter: argument,
    received: describe(label),
    remedy: 'clean the labels',
  });
}
