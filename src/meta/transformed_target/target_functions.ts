import { describe, InvalidInputError, InvalidParameterError } from '../../core/errors.js';
import { Matrix } from '../../core/matrix.js';
import { custom, type ParamSpec } from '../../core/params.js';

/** A function of one target value. */
export type TargetFunction = (value: number) => number;

/** Functions known by name, each with what undoes it; estimators that use them can be saved. */
const NAMED = {
  log: [Math.log, Math.exp],
  log1p: [Math.log1p, Math.expm1],
  log10: [Math.log10, (value) => 10 ** value],
  sqrt: [Math.sqrt, (value) => value * value],
  asinh: [Math.asinh, Math.sinh],
  exp: [Math.exp, Math.log],
} as const satisfies Record<string, readonly [TargetFunction, TargetFunction]>;

/** A function known by name. */
export type NamedTargetFunction = keyof typeof NAMED;

const names = Object.keys(NAMED) as NamedTargetFunction[];
const list = names.map((name) => `'${name}'`).join(', ');

function isNamed(value: unknown): value is NamedTargetFunction {
  return typeof value === 'string' && Object.hasOwn(NAMED, value);
}

/** The declaration of `func`. */
export function funcParam(): ParamSpec<NamedTargetFunction | TargetFunction | null> {
  return custom<NamedTargetFunction | TargetFunction | null>(null, {
    doc: `What is done to every target value before learning: ${list}, or a function of a number (then give inverseFunc too, and the estimator cannot be saved).`,
    expected: `one of ${list}, a function of a number, or null`,
    accepts: (value) => value === null || typeof value === 'function' || isNamed(value),
    invalid: ['no such function', 3, {}],
  });
}

/** The declaration of `inverseFunc`. */
export function inverseFuncParam(): ParamSpec<TargetFunction | null> {
  return custom<TargetFunction | null>(null, {
    doc: 'What undoes func; null for the inverse of a func given by name.',
    expected: 'a function of a number, or null',
    accepts: (value) => value === null || typeof value === 'function',
    invalid: ['exp', 3, {}],
  });
}

/** A function of target values and what undoes it. */
export interface FunctionPair {
  readonly func: TargetFunction;
  readonly inverse: TargetFunction;
}

/**
 * The pair that the parameters name; undefined for none.
 * @throws InvalidParameterError when one of the two is missing.
 */
export function functionPair(
  func: NamedTargetFunction | TargetFunction | null,
  inverseFunc: TargetFunction | null,
  source: string,
): FunctionPair | undefined {
  if (func === null && inverseFunc === null) return undefined;
  if (isNamed(func)) return { func: NAMED[func][0], inverse: inverseFunc ?? NAMED[func][1] };
  if (func !== null && inverseFunc !== null) return { func, inverse: inverseFunc };
  const missing = func === null ? 'func' : 'inverseFunc';
  throw new InvalidParameterError(
    `${source}: parameters 'func' and 'inverseFunc' go together. Got no ${missing}. Give both, or a func by name (${list}).`,
    { estimator: source, parameter: missing, received: 'null', remedy: 'give both functions' },
  );
}

/**
 * Applies a function to every value.
 * @throws InvalidInputError at the first value that it makes NaN or infinite.
 */
export function applyToTargets(func: TargetFunction, y: Matrix, parameter: string, source: string): Matrix {
  const values = Float64Array.from(y.data, (value) => func(value));
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    const received = `${describe(y.data[bad])} in row ${Math.floor(bad / y.columns)}, which became ${values[bad]}`;
    throw new InvalidInputError(
      `${source}: ${parameter} must give a finite number for every target. Got ${received}. Use a function that is defined there, or drop such rows.`,
      { estimator: source, parameter, received, remedy: 'use a function that is defined there' },
    );
  }
  return Matrix.of(values, y.columns);
}
