import { describe, InvalidParameterError, nearestName } from './errors.js';

/** One declared parameter: its default, what it may be, how that is checked, and values that must be refused. */
export interface ParamSpec<T> {
  readonly default: T;
  /** One sentence for the docs table. */
  readonly doc: string;
  /** What the parameter must be, completing "must be ...". */
  readonly expected: string;
  /** Whether `value` is acceptable. */
  readonly accepts: (value: unknown) => boolean;
  /** Values that must be refused: the conformance suite tries each. */
  readonly invalid: readonly unknown[];
}

/** The parameters of one estimator by name. */
export type ParamSpecs = Readonly<Record<string, ParamSpec<unknown>>>;

/** The declaration of an estimator: its name and its parameters. Declared once, used by everything. */
export interface Declaration<N extends string = string, S extends ParamSpecs = ParamSpecs> {
  readonly name: N;
  readonly specs: S;
}

/** The parameter values that a declaration describes. */
export type ParamsOf<D> =
  D extends Declaration<string, infer S>
    ? { readonly [K in keyof S]: S[K] extends ParamSpec<infer T> ? T : never }
    : never;

/** Declares an estimator's parameters. */
export function declare<const N extends string, S extends ParamSpecs>(name: N, specs: S): Declaration<N, S> {
  return Object.freeze({ name, specs: Object.freeze(specs) });
}

/**
 * The declared parameters completed with their defaults, validated and frozen. `undefined` means the default.
 * @throws InvalidParameterError for an unknown name or a refused value.
 */
export function resolveParams<D extends Declaration>(declaration: D, given: object = {}): ParamsOf<D> {
  const { name, specs } = declaration;
  if (given === null || typeof given !== 'object' || Array.isArray(given)) {
    throw new InvalidParameterError(
      `${name}: the parameters must be one object of named values. Got ${describe(given)}. Write 'new ${name}({ ... })'.`,
      { estimator: name, received: describe(given) },
    );
  }
  for (const key of Object.keys(given)) {
    if (!Object.hasOwn(specs, key)) throw unknownParameter(name, key, Object.keys(specs));
  }
  const values: Record<string, unknown> = {};
  for (const [key, spec] of Object.entries(specs)) {
    const value: unknown = Object.hasOwn(given, key) ? (given as Record<string, unknown>)[key] : undefined;
    if (value !== undefined && !spec.accepts(value)) {
      throw new InvalidParameterError(
        `${name}: parameter '${key}' must be ${spec.expected}. Got ${describe(value)}.`,
        { estimator: name, parameter: key, received: describe(value), remedy: `pass ${spec.expected}` },
      );
    }
    values[key] = value === undefined ? spec.default : freezeCopy(value);
  }
  return Object.freeze(values) as ParamsOf<D>;
}

/** The error for a parameter name that does not exist. */
export function unknownParameter(
  estimator: string,
  key: string,
  known: readonly string[],
): InvalidParameterError {
  const near = nearestName(key, known);
  const remedy = near ? `Did you mean '${near}'?` : `Known parameters: ${known.join(', ') || 'none'}.`;
  return new InvalidParameterError(`${estimator}: unknown parameter '${key}'. ${remedy}`, {
    estimator,
    parameter: key,
    remedy,
  });
}

/** Arrays and plain records are copied and frozen, so that a caller's later change cannot reach the estimator. */
function freezeCopy(value: unknown): unknown {
  if (Array.isArray(value)) return Object.freeze(value.map(freezeCopy));
  if (ArrayBuffer.isView(value) && 'slice' in value) return (value as Float64Array).slice();
  if (value !== null && typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype) {
    return Object.freeze(
      Object.fromEntries(Object.entries(value).map(([key, item]) => [key, freezeCopy(item)])),
    );
  }
  return value;
}

interface Bounds {
  readonly doc: string;
  readonly min?: number;
  readonly max?: number;
  /** Refuse `min` itself. */
  readonly exclusiveMin?: boolean;
  /** Refuse `max` itself. */
  readonly exclusiveMax?: boolean;
}

const NOT_NUMBERS: readonly unknown[] = ['text', {}, [], Number.NaN, null];

/** An integer within bounds. */
export function int(defaultValue: number, bounds: Bounds): ParamSpec<number> {
  return {
    default: defaultValue,
    doc: bounds.doc,
    expected: `an integer${boundsText(bounds)}`,
    accepts: (value) => Number.isSafeInteger(value) && within(value as number, bounds),
    invalid: [...NOT_NUMBERS, 1.5, ...outside(bounds, 1)],
  };
}

/** A real number within bounds; infinities only where a bound allows them by being infinite. */
export function real(defaultValue: number, bounds: Bounds): ParamSpec<number> {
  return {
    default: defaultValue,
    doc: bounds.doc,
    expected: `a number${boundsText(bounds)}`,
    accepts: (value) =>
      typeof value === 'number' &&
      !Number.isNaN(value) &&
      (Number.isFinite(value) || value === bounds.max || value === bounds.min) &&
      within(value, bounds),
    invalid: [...NOT_NUMBERS, ...outside(bounds, 0.5)],
  };
}

/** true or false. */
export function bool(defaultValue: boolean, { doc }: { doc: string }): ParamSpec<boolean> {
  return {
    default: defaultValue,
    doc,
    expected: 'true or false',
    accepts: (value) => typeof value === 'boolean',
    invalid: ['true', 1, null, {}],
  };
}

/** One of a list of words. */
export function oneOf<const T extends string>(
  choices: readonly T[],
  defaultValue: NoInfer<T>,
  { doc }: { doc: string },
): ParamSpec<T> {
  return {
    default: defaultValue,
    doc,
    expected: choices.length === 1 ? `'${choices[0]}'` : `one of ${choices.map((c) => `'${c}'`).join(', ')}`,
    accepts: (value) => choices.includes(value as T),
    invalid: ['no such choice', 3, {}, null],
  };
}

/** The spec's values or `null`, which stands for "none"; the default is `null` unless another is given. */
export function nullable<T>(spec: ParamSpec<T>, defaultValue: T | null = null): ParamSpec<T | null> {
  return {
    default: defaultValue,
    doc: spec.doc,
    expected: `${spec.expected}, or null`,
    accepts: (value) => value === null || spec.accepts(value),
    invalid: spec.invalid.filter((value) => value !== null),
  };
}

/** A value that any of the specs accepts. */
export function either<const A extends readonly ParamSpec<unknown>[], T = SpecValue<A[number]>>(
  specs: A,
  defaultValue: NoInfer<T>,
  { doc }: { doc: string },
): ParamSpec<T> {
  return {
    default: defaultValue,
    doc,
    expected: specs.map((spec) => spec.expected).join(', or '),
    accepts: (value) => specs.some((spec) => spec.accepts(value)),
    invalid: specs
      .flatMap((spec) => spec.invalid)
      .filter((value) => !specs.some((spec) => spec.accepts(value))),
  };
}

type SpecValue<S> = S extends ParamSpec<infer T> ? T : never;

/** Any value that `accepts` takes; `expected` completes "must be ...". */
export function custom<T>(
  defaultValue: T,
  options: {
    doc: string;
    expected: string;
    accepts: (value: unknown) => boolean;
    invalid: readonly unknown[];
  },
): ParamSpec<T> {
  return { default: defaultValue, ...options };
}

/** The seed: an integer in [0, 2^32), an array of such integers, or null for a fresh seed at every fit. */
export function seed(): ParamSpec<number | readonly number[] | null> {
  const isSeed = (value: unknown): boolean =>
    Number.isInteger(value) && (value as number) >= 0 && (value as number) < 2 ** 32;
  return custom<number | readonly number[] | null>(null, {
    doc: 'Seed of the random numbers (NumPy-compatible); null draws a fresh one at every fit.',
    expected: 'an integer in [0, 2^32), a non-empty array of such integers, or null',
    accepts: (value) =>
      value === null || isSeed(value) || (Array.isArray(value) && value.length > 0 && value.every(isSeed)),
    invalid: [-1, 1.5, 'seed', 2 ** 32, []],
  });
}

/** The number of workers: null or 1 for none, -1 for all cores, -2 for all but one. */
export function jobs(): ParamSpec<number | null> {
  return custom<number | null>(null, {
    doc: 'Workers to use: null or 1 runs in this thread, -1 on all cores, -2 on all but one.',
    expected: 'an integer other than 0, or null',
    accepts: (value) => value === null || (Number.isInteger(value) && value !== 0),
    invalid: [0, 1.5, 'all'],
  });
}

function within(value: number, { min, max, exclusiveMin, exclusiveMax }: Bounds): boolean {
  if (min !== undefined && (exclusiveMin ? value <= min : value < min)) return false;
  return max === undefined || (exclusiveMax ? value < max : value <= max);
}

function outside({ min, max, exclusiveMin, exclusiveMax }: Bounds, gap: number): number[] {
  const values: number[] = [];
  if (min !== undefined && Number.isFinite(min)) values.push(exclusiveMin ? min : min - gap);
  if (max !== undefined && Number.isFinite(max)) values.push(exclusiveMax ? max : max + gap);
  return values;
}

function boundsText({ min, max, exclusiveMin, exclusiveMax }: Bounds): string {
  const low =
    min === undefined || min === Number.NEGATIVE_INFINITY ? '' : `${exclusiveMin ? '>' : '>='} ${min}`;
  const high =
    max === undefined || max === Number.POSITIVE_INFINITY ? '' : `${exclusiveMax ? '<' : '<='} ${max}`;
  return low || high ? ` ${[low, high].filter(Boolean).join(' and ')}` : '';
}
