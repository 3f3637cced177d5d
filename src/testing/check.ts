import type { DataLike } from '../core/input.js';
import type { Estimator, Target } from '../core/protocol.js';

/** What the suite must know to exercise an estimator. */
export interface EstimatorCase {
  /** A new, unfitted estimator, quick to fit on 60 rows, with a fixed seed if it draws random numbers. */
  readonly make: () => Estimator;
  /** Data to use instead of the usual blobs, for estimators with special input. */
  readonly data?: () => CheckData;
  /** Checks that do not hold, with the reason. A check listed here must fail, or the suite complains. */
  readonly exceptions?: Readonly<Record<string, string>>;
}

/** A small data set. */
export interface CheckData {
  readonly X: DataLike;
  readonly y: Target | undefined;
}

/** One thing that must hold. */
export interface Check {
  readonly name: string;
  /** Whether it applies to the estimator. */
  readonly applies?: (estimator: Estimator) => boolean;
  /** Throws when it does not hold. */
  readonly run: (given: EstimatorCase) => Promise<void>;
}

/** An assertion of the suite. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(message);
}

/** The error that `body` ends with; it must be an asynchronous rejection when `body` is an async method. */
export async function errorOf(body: () => unknown, what: string): Promise<Error> {
  let promise: unknown;
  try {
    promise = body();
  } catch (error) {
    throw new Error(`${what} threw synchronously: ${String(error)}`);
  }
  try {
    await promise;
  } catch (error) {
    assert(error instanceof Error, `${what} rejected with something that is no Error`);
    return error;
  }
  throw new Error(`${what} was accepted but must be refused`);
}

/** Asserts that `body` is refused with a typed error that names the estimator. */
export async function assertRefused(
  estimator: Estimator,
  body: () => unknown,
  what: string,
  pattern?: RegExp,
): Promise<void> {
  const error = await errorOf(body, what);
  const typed = /^(InvalidInputError|InvalidParameterError|NotFittedError)$/.test(error.name);
  assert(typed, `${what} must be refused with a typed error, but was with ${error.name}: ${error.message}`);
  const named = error.message.includes(estimator.type) || error.message.includes(':');
  assert(named, `the error for ${what} does not say who refuses: ${error.message}`);
  if (pattern)
    assert(pattern.test(error.message), `the error for ${what} should match ${pattern}: ${error.message}`);
}
