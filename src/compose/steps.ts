import { describe, InvalidParameterError } from '../core/errors.js';
import { type Estimator, hasMethod, isEstimator } from '../core/protocol.js';

/** A step: its name and its estimator; 'passthrough' or null does nothing. */
export type Step = readonly [string, Estimator | 'passthrough' | null];

/** Whether a value is a list of [name, estimator, ...] entries of at least `width` items. */
export function isNamedList(value: unknown, width = 2): boolean {
  return (
    Array.isArray(value) &&
    value.every((entry) => Array.isArray(entry) && entry.length >= width && typeof entry[0] === 'string')
  );
}

/**
 * Checks the names of parts: distinct, not empty, without the separator `__`, no parameter's name.
 * @throws InvalidParameterError naming the bad one.
 */
export function checkNames(names: readonly string[], estimator: string, parameter: string): void {
  const seen = new Set<string>();
  for (const name of names) {
    const problem =
      name === ''
        ? 'is empty'
        : name.includes('__')
          ? "holds '__', which separates a part from its parameter"
          : name === parameter || name === '__proto__'
            ? 'is reserved'
            : seen.has(name)
              ? 'stands twice'
              : undefined;
    if (problem) {
      throw new InvalidParameterError(
        `${estimator}: parameter '${parameter}' needs distinct, plain names. Got ${describe(name)}, which ${problem}. Rename it.`,
        { estimator, parameter, received: describe(name), remedy: 'rename it' },
      );
    }
    seen.add(name);
  }
}

/** @throws InvalidParameterError unless `part` is an estimator with one of the methods (or a pass-through). */
export function checkPart(
  part: unknown,
  name: string,
  methods: readonly ('transform' | 'fitResample' | 'predict')[],
  estimator: string,
): void {
  if (part === null || part === 'passthrough' || part === 'drop') return;
  if (isEstimator(part) && methods.some((method) => hasMethod(part, method))) return;
  throw new InvalidParameterError(
    `${estimator}: step '${name}' must have ${methods.join(' or ')}. Got ${describe(part)}. ${
      typeof part === 'function' ? "Pass an instance: 'new ...()'." : 'Put it last, or leave it out.'
    }`,
    { estimator, parameter: name, received: describe(part), remedy: 'pass an estimator instance' },
  );
}

/** The names that `makePipeline` and `makeUnion` give: lower-case class names, numbered where they repeat. */
export function autoNames(estimators: readonly { readonly type: string }[]): string[] {
  const totals = new Map<string, number>();
  const bases = estimators.map(({ type }) => type.toLowerCase());
  for (const base of bases) totals.set(base, (totals.get(base) ?? 0) + 1);
  const used = new Map<string, number>();
  return bases.map((base) => {
    if (totals.get(base) === 1) return base;
    const next = (used.get(base) ?? 0) + 1;
    used.set(base, next);
    return `${base}-${next}`;
  });
}
