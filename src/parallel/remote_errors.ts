import * as learnkitErrors from '../core/errors.js';

const { LearnkitError, describe } = learnkitErrors;

/** An error as plain data. */
export interface ErrorRecord {
  /** The class of the error and its ancestors, nearest first. */
  readonly classes: readonly string[];
  readonly name: string;
  readonly message: string;
  readonly stack: string | undefined;
  readonly details: learnkitErrors.ErrorDetails | undefined;
  readonly code: string | undefined;
  readonly cause: ErrorRecord | undefined;
}

type ErrorClass = { readonly prototype: Error; readonly name: string };

/** The classes that an error can come back as: learnkit's and the language's, never looked up elsewhere. */
const classes = new Map<string, ErrorClass>(
  [
    ...Object.values(learnkitErrors).filter(isErrorClass),
    Error,
    TypeError,
    RangeError,
    SyntaxError,
    ReferenceError,
    EvalError,
    URIError,
  ].map((type) => [type.name, type]),
);

const MAX_CAUSES = 5;

/** Takes apart whatever a task threw. */
export function errorToRecord(thrown: unknown, causes = 0): ErrorRecord {
  const error = thrown instanceof Error ? thrown : new Error(`A task threw ${describe(thrown)}.`);
  const { name, message, stack, cause } = error;
  const { code, details } = error as { code?: unknown; details?: unknown };
  return {
    classes: classChain(error),
    name: String(name),
    message: String(message),
    stack: stack === undefined ? undefined : String(stack),
    details: error instanceof LearnkitError ? primitivesOf(details as object) : undefined,
    code: typeof code === 'string' ? code : undefined,
    cause: cause instanceof Error && causes < MAX_CAUSES ? errorToRecord(cause, causes + 1) : undefined,
  };
}

/**
 * Rebuilds an error with its class (the nearest known ancestor of an unknown class), name, message, details
 * and the stack of the thread where it was thrown.
 */
export function errorFromRecord(record: ErrorRecord): Error {
  const type = record.classes.map((name) => classes.get(name)).find((found) => found !== undefined) ?? Error;
  const error = new Error(record.message);
  // Constructors differ in their arguments; the prototype is what makes the class.
  Object.setPrototypeOf(error, type.prototype);
  define(error, 'stack', record.stack);
  if (error.name !== record.name) define(error, 'name', record.name);
  if (record.details) define(error, 'details', record.details);
  if (record.code !== undefined) define(error, 'code', record.code);
  if (record.cause) define(error, 'cause', errorFromRecord(record.cause));
  return error;
}

function classChain(error: Error): string[] {
  const names: string[] = [];
  for (
    let prototype: unknown = Object.getPrototypeOf(error);
    prototype instanceof Object && prototype !== Object.prototype;
    prototype = Object.getPrototypeOf(prototype)
  ) {
    names.push(String((prototype as object).constructor?.name));
  }
  return names;
}

/** Details are texts and numbers; anything else could make the answer impossible to send. */
function primitivesOf(details: object): object {
  return Object.fromEntries(
    Object.entries(details).filter(([, value]) => typeof value === 'string' || typeof value === 'number'),
  );
}

function define(error: Error, key: string, value: unknown): void {
  Object.defineProperty(error, key, { value, configurable: true, writable: true, enumerable: false });
}

function isErrorClass(value: unknown): value is ErrorClass & (new (message: string) => Error) {
  return typeof value === 'function' && value.prototype instanceof Error;
}
