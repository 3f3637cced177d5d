import { describe } from '../../core/errors.js';
import { asMatrix, type MatrixLike } from '../../core/input.js';
import { type Label, type Labels, sortLabels } from '../../core/labels.js';
import type { Matrix } from '../../core/matrix.js';
import { checkSampleWeight } from '../../core/weights.js';
import { checkLabels, metricError, metricOptionError } from '../classification/labels_input.js';

/** One score per row: greater means more probably of the positive class. */
export type Scores = ArrayLike<number>;

/** A two-class problem: which rows are positive, their scores and weights. */
export interface BinaryScores {
  readonly positive: Uint8Array;
  readonly scores: Float64Array;
  readonly weights: Float64Array | undefined;
}

/** Whether a value is a matrix of scores rather than one score per row. */
export function isMatrixLike(value: unknown): value is MatrixLike {
  if (value === null || typeof value !== 'object') return false;
  return Array.isArray(value) ? typeof value[0] === 'object' : !ArrayBuffer.isView(value);
}

/** Scores as checked numbers. */
export function checkScores(scores: unknown, n: number, caller: string): Float64Array {
  if (scores === null || typeof scores !== 'object' || !('length' in scores)) {
    throw metricError(caller, 'yScore must be an array of numbers', `Got ${describe(scores)}.`);
  }
  const list = scores as ArrayLike<unknown>;
  if (list.length !== n)
    throw metricError(
      caller,
      `yScore has ${list.length} entries for ${n} rows of yTrue`,
      'Pass equally many.',
    );
  const result = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const value = list[i];
    if (typeof value !== 'number' || !Number.isFinite(value)) {
      throw metricError(caller, `yScore must hold finite numbers`, `Got ${describe(value)} in row ${i}.`);
    }
    result[i] = value;
  }
  return result;
}

/**
 * Checks a two-class problem. Without `posLabel` the labels must be 0/1, -1/1 or booleans.
 * @throws InvalidInputError for more classes or unusable scores.
 */
export function binaryScores(
  yTrue: Labels,
  yScore: Scores,
  options: { posLabel?: Label; sampleWeight?: ArrayLike<number> },
  caller: string,
): BinaryScores {
  checkLabels(yTrue, 'yTrue', caller);
  const scores = checkScores(yScore, yTrue.length, caller);
  const classes = distinctLabels(yTrue);
  if (classes.length > 2) {
    throw metricError(
      caller,
      `yTrue has ${classes.length} classes, but this metric takes two`,
      'Compare one class with the rest.',
    );
  }
  const positive = positiveLabel(classes, options.posLabel, caller);
  return {
    positive: Uint8Array.from(yTrue as ArrayLike<Label>, (label) => (label === positive ? 1 : 0)),
    scores,
    weights: checkSampleWeight(options.sampleWeight, yTrue.length, caller),
  };
}

/** The label that counts as positive. */
export function positiveLabel(classes: readonly Label[], posLabel: Label | undefined, caller: string): Label {
  if (posLabel !== undefined) {
    if (classes.includes(posLabel) || classes.length < 2) return posLabel;
    throw metricOptionError(
      caller,
      'posLabel',
      `must be one of the labels ${classes.map(describe).join(', ')}`,
      posLabel,
    );
  }
  if (classes.every((label) => typeof label === 'boolean')) return true;
  if (
    classes.every((label) => label === 0 || label === 1) ||
    classes.every((label) => label === -1 || label === 1)
  )
    return 1;
  throw metricOptionError(
    caller,
    'posLabel',
    `is needed for the labels ${classes.map(describe).join(', ')}: name the positive one`,
    posLabel,
  );
}

/** The sorted distinct labels. */
export function distinctLabels(y: Labels): Label[] {
  return sortLabels([...new Set(Array.from(y as ArrayLike<Label>))]);
}

/** Scores of k classes: n x k. */
export function scoreMatrix(yScore: unknown, n: number, caller: string): Matrix {
  const matrix = asMatrix(yScore, { estimator: caller, argument: 'yScore' });
  if (matrix.rows !== n)
    throw metricError(caller, `yScore has ${matrix.rows} rows for ${n} rows of yTrue`, 'Pass equally many.');
  return matrix;
}
