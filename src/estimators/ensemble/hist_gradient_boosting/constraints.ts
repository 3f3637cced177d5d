import { describe, InvalidParameterError } from '../../../core/errors.js';
import type { InteractionGroups } from './interactions.js';
import type { InteractionConstraints, MonotonicConstraints } from './params.js';

/** What constraints are checked against. */
export interface ConstrainedColumns {
  readonly columns: number;
  readonly names: readonly string[] | undefined;
  /** 1 for columns of categories. */
  readonly categorical: Uint8Array;
  readonly estimator: string;
}

/**
 * The constraint of each column, or undefined when all are free.
 * @throws InvalidParameterError for a wrong number, an unknown name or a constrained column of categories.
 */
export function resolveMonotonic(
  given: MonotonicConstraints | null,
  { columns, names, categorical, estimator }: ConstrainedColumns,
): Int8Array | undefined {
  if (given === null) return undefined;
  const refuse = (what: string, received: unknown, remedy: string): never => {
    throw new InvalidParameterError(
      `${estimator}: parameter 'monotonicCst' ${what}. Got ${describe(received)}. ${remedy}`,
      { estimator, parameter: 'monotonicCst', received: describe(received), remedy },
    );
  };
  const signs = new Int8Array(columns);
  if (Array.isArray(given)) {
    if (given.length !== columns) {
      refuse(`must hold one entry for each of the ${columns} columns`, given, 'Put 0 for free columns.');
    }
    signs.set(given);
  } else {
    for (const [name, sign] of Object.entries(given)) {
      const at = names?.indexOf(name) ?? -1;
      if (at < 0) refuse('names a column that X lacks', name, 'Name columns of X, or pass an array.');
      signs[at] = sign;
    }
  }
  const wrong = signs.findIndex((sign, j) => sign !== 0 && categorical[j] === 1);
  if (wrong >= 0) refuse('constrains a column of categories', wrong, 'Only numbers can be constrained.');
  return signs.some((sign) => sign !== 0) ? signs : undefined;
}

/**
 * Groups of columns that may meet in one branch; columns in no group make one of their own.
 * @throws InvalidParameterError for columns that do not exist.
 */
export function resolveInteractions(
  given: InteractionConstraints | null,
  { columns, estimator }: ConstrainedColumns,
): InteractionGroups | undefined {
  if (given === null) return undefined;
  const all = Array.from({ length: columns }, (_, j) => j);
  if (given === 'no_interactions') return all.map((j) => new Set([j]));
  if (given === 'pairwise') {
    return all.flatMap((i) => all.slice(i + 1).map((j) => new Set([i, j])));
  }
  const groups = given.map((group) => new Set(group));
  const wrong = given.flat().find((column) => column >= columns);
  if (wrong !== undefined) {
    throw new InvalidParameterError(
      `${estimator}: parameter 'interactionCst' must name columns from 0 to ${columns - 1}. Got ${wrong}. Correct the group.`,
      { estimator, parameter: 'interactionCst', received: String(wrong), remedy: 'correct the group' },
    );
  }
  const rest = all.filter((j) => !groups.some((group) => group.has(j)));
  if (rest.length > 0) groups.push(new Set(rest));
  return groups;
}
