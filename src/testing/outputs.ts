import type { DataLike } from '../core/input.js';
import { Matrix } from '../core/matrix.js';
import { type Estimator, hasMethod, type MethodName } from '../core/protocol.js';
import { assert } from './check.js';

/** The methods whose results describe a fitted model. */
export const OUTPUT_METHODS = [
  'predict',
  'predictProba',
  'predictLogProba',
  'decisionFunction',
  'transform',
  'scoreSamples',
] as const satisfies readonly MethodName[];

/** Results by method. */
export type Outputs = Readonly<Record<string, unknown>>;

/** Calls every such method that the estimator has. */
export async function outputsOf(estimator: Estimator, X: DataLike): Promise<Outputs> {
  const results: Record<string, unknown> = {};
  for (const method of OUTPUT_METHODS) {
    if (hasMethod(estimator, method)) results[method] = await call(estimator, method, X);
  }
  return results;
}

/** Calls a method by name. */
export function call(estimator: object, method: string, ...args: unknown[]): Promise<unknown> {
  return (estimator as Record<string, (...args: unknown[]) => Promise<unknown>>)[method](...args);
}

/** The methods of that list which the estimator has. */
export function methodsOf(estimator: Estimator): string[] {
  return OUTPUT_METHODS.filter((method) => hasMethod(estimator, method));
}

/** Asserts that two results are equal, numbers to a tolerance (0: bit for bit). */
export function assertSame(actual: unknown, expected: unknown, what: string, tolerance = 0): void {
  const a = cells(actual);
  const e = cells(expected);
  assert(a.length === e.length, `${what}: ${a.length} values instead of ${e.length}`);
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i], e[i]];
    const same =
      Object.is(x, y) ||
      (typeof x === 'number' &&
        typeof y === 'number' &&
        (x === y || Math.abs(x - y) <= tolerance * Math.max(1, Math.abs(y))));
    assert(same, `${what}: value ${i} is ${String(x)} instead of ${String(y)}`);
  }
}

/** Asserts that all outputs are equal. */
export function assertSameOutputs(actual: Outputs, expected: Outputs, what: string, tolerance = 0): void {
  assertSame(Object.keys(actual), Object.keys(expected), `${what}: methods`);
  for (const method of Object.keys(expected))
    assertSame(actual[method], expected[method], `${what}: ${method}`, tolerance);
}

/** The rows of a result as arrays of cells. */
export function rowsOf(value: unknown): unknown[][] {
  if (value instanceof Matrix) return value.to2DArray();
  return Array.from(value as ArrayLike<unknown>, (cell) => (Array.isArray(cell) ? cell : [cell]));
}

function cells(value: unknown): unknown[] {
  return rowsOf(value).flat();
}
