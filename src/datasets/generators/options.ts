import { describe, InvalidParameterError } from '../../core/errors.js';
import type { Matrix } from '../../core/matrix.js';
import { bool, custom, int, type ParamSpec, real } from '../../core/params.js';
import { RandomState, type RandomStateLike } from '../../core/random.js';

/** Generated rows with the code of each row's class. */
export interface GeneratedClasses {
  /** n x d. */
  readonly data: Matrix;
  readonly target: number[];
}

/** Generated rows with a number for each. */
export interface GeneratedValues {
  /** n x d. */
  readonly data: Matrix;
  readonly target: Float64Array;
}

/** Seed or generator of a data generator: the same seed gives the same rows as scikit-learn. */
export function randomState(): ParamSpec<RandomStateLike | null> {
  const isSeed = (value: unknown): boolean =>
    Number.isInteger(value) && (value as number) >= 0 && (value as number) < 2 ** 32;
  return custom<RandomStateLike | null>(null, {
    doc: 'Seed, or a RandomState to go on with; null draws a fresh seed.',
    expected: 'an integer in [0, 2^32), a non-empty array of such integers, a RandomState, or null',
    accepts: (value) =>
      value === null ||
      value instanceof RandomState ||
      isSeed(value) ||
      (Array.isArray(value) && value.length > 0 && value.every(isSeed)),
    invalid: [-1, 1.5, 'seed', 2 ** 32, []],
  });
}

/** Number of rows. */
export function sampleCount(defaultValue = 100): ParamSpec<number> {
  return int(defaultValue, { doc: 'Number of rows.', min: 1 });
}

/** Number of columns. */
export function featureCount(defaultValue: number, min = 1): ParamSpec<number> {
  return int(defaultValue, { doc: 'Number of columns.', min });
}

/** Standard deviation of the added noise. */
export function noiseLevel(): ParamSpec<number> {
  return real(0, { doc: 'Standard deviation of the normal noise that is added.', min: 0 });
}

/** Whether the rows come in random order. */
export function shuffled(doc = 'Put the rows in random order.'): ParamSpec<boolean> {
  return bool(true, { doc });
}

/** A finite number or finite numbers. */
export function numberOrList(
  defaultValue: number,
  { doc, min = Number.NEGATIVE_INFINITY }: { doc: string; min?: number },
): ParamSpec<number | readonly number[]> {
  const accepts = (value: unknown): boolean => Number.isFinite(value) && (value as number) >= min;
  return custom<number | readonly number[]>(defaultValue, {
    doc,
    expected: `a finite number${min > Number.NEGATIVE_INFINITY ? ` >= ${min}` : ''} or an array of such numbers`,
    accepts: (value) => accepts(value) || (Array.isArray(value) && value.length > 0 && value.every(accepts)),
    invalid: ['text', Number.NaN, [], {}],
  });
}

/** Two finite numbers, or one or two sizes, in an array. */
export function isPair(value: unknown, accepts: (item: unknown) => boolean): boolean {
  return Array.isArray(value) && value.length === 2 && value.every(accepts);
}

/** The error for parameters that do not fit together. */
export function misfit(
  caller: string,
  parameter: string,
  what: string,
  received: unknown,
  remedy: string,
): InvalidParameterError {
  return new InvalidParameterError(
    `${caller}: parameter '${parameter}' ${what}. Got ${describe(received)}. ${remedy}`,
    { estimator: caller, parameter, received: describe(received), remedy },
  );
}
