import { describe, InvalidInputError } from '../../core/errors.js';
import type { DataLike } from '../../core/input.js';
import type { Label } from '../../core/labels.js';
import { Matrix } from '../../core/matrix.js';
import { type Estimator, hasMethod, type MethodName } from '../../core/protocol.js';
import type { RunOptions } from '../../core/run.js';

/** A fitted member that predicts. */
type Callable = Record<string, (X: DataLike, options: RunOptions) => Promise<unknown>>;

/**
 * Calls a member's method.
 * @throws InvalidInputError when it has none of that name.
 */
export async function callMember<R>(
  member: Estimator,
  method: MethodName,
  X: DataLike,
  options: RunOptions,
  source: string,
): Promise<R> {
  if (!hasMethod(member, method)) {
    throw new InvalidInputError(
      `${source}: needs members with '${method}'. Got ${(member as Estimator).type}, which lacks it. Use another member or another option.`,
      {
        estimator: source,
        parameter: method,
        received: (member as Estimator).type,
        remedy: 'use another member',
      },
    );
  }
  return (await (member as unknown as Callable)[method](X, options)) as R;
}

/** Where each of a member's classes stands among all classes. */
export function classPlaces(member: Estimator, classes: readonly Label[], source: string): Int32Array {
  const own = (member as unknown as { classes: readonly Label[] }).classes;
  return Int32Array.from(own, (label) => {
    const place = classes.indexOf(label);
    if (place >= 0) return place;
    throw new InvalidInputError(
      `${source}: member ${member.type} knows a class that y does not hold. Got ${describe(label)}. Fit all members on the same classes.`,
      { estimator: source, received: describe(label), remedy: 'fit all members on the same classes' },
    );
  });
}

/** A member's predictions as codes in `classes`. */
export async function memberCodes(
  member: Estimator,
  X: DataLike,
  classes: readonly Label[],
  options: RunOptions,
  source: string,
): Promise<Int32Array> {
  const labels = await callMember<Label[]>(member, 'predict', X, options, source);
  const place = new Map(classes.map((label, code) => [label, code]));
  return Int32Array.from(labels, (label) => place.get(label) ?? -1);
}

/** A member's probabilities, n x k in the order of `classes`; classes that it never saw have 0. */
export async function memberProba(
  member: Estimator,
  X: DataLike,
  classes: readonly Label[],
  options: RunOptions,
  source: string,
): Promise<Matrix> {
  const proba = await callMember<Matrix>(member, 'predictProba', X, options, source);
  return spread(proba, classPlaces(member, classes, source), classes.length, 0);
}

/** The columns of `block` put at `places` of a wider matrix filled with `missing`; itself when nothing moves. */
export function spread(block: Matrix, places: Int32Array, columns: number, missing: number): Matrix {
  if (places.length === columns && places.every((place, j) => place === j)) return block;
  const result = Matrix.zeros(block.rows, columns);
  if (missing !== 0) result.data.fill(missing);
  for (let i = 0; i < block.rows; i++) {
    for (let j = 0; j < places.length; j++) {
      result.data[i * columns + places[j]] = block.data[i * block.columns + j];
    }
  }
  return result;
}

/** A member's predicted numbers, one per row. */
export async function memberValues(
  member: Estimator,
  X: DataLike,
  options: RunOptions,
  source: string,
): Promise<Float64Array> {
  const values = await callMember<Float64Array | Matrix>(member, 'predict', X, options, source);
  return values instanceof Matrix ? values.data : values;
}
