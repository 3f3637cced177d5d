import { describe, InvalidParameterError } from '../core/errors.js';
import { checkSameLength, type DataLike } from '../core/input.js';
import type { Label } from '../core/labels.js';
import type { Target } from '../core/protocol.js';
import { RandomState, type RandomStateLike } from '../core/random.js';
import { type RowsOf, rowCount, takeRows } from '../core/take.js';
import { concatRows } from './base/rows.js';
import { type ClassCounts, resolveStrategy } from './base/sampling_strategy.js';
import { readTarget, rowsByClass } from './base/target.js';

/** Options of makeImbalance. */
export interface MakeImbalanceOptions {
  /** Rows to keep per class (a record or a Map), or a function of y that returns them; other classes stay whole. */
  readonly samplingStrategy: ClassCounts | ((y: readonly Label[]) => ClassCounts);
  /** Seed of the draws. */
  readonly randomState?: RandomStateLike | null;
}

/**
 * Makes a balanced data set imbalanced, to try methods on: keeps a random part of the classes. O(n d). Reference:
 * imbalanced-learn make_imbalance (same rows for the same seed).
 * @param X n x d rows in any form, returned in the same form
 * @param y n labels
 * @throws InvalidParameterError when a class is asked for more rows than it has, or is none of y.
 *
 * @example
 * ```ts
 * const { data, target } = await loadIris();
 * const rare = makeImbalance(data, target, { samplingStrategy: { 2: 5 }, randomState: 0 });
 * rare.X.rows; // 105
 * ```
 */
export function makeImbalance<X extends DataLike, Y extends Target>(
  X: X,
  y: Y,
  options: MakeImbalanceOptions,
): { X: RowsOf<X>; y: RowsOf<Y>; indices: Int32Array } {
  const name = 'makeImbalance';
  const { samplingStrategy, randomState } = options ?? {};
  const valid =
    typeof samplingStrategy === 'function' ||
    (samplingStrategy !== null && typeof samplingStrategy === 'object');
  if (!valid || Array.isArray(samplingStrategy)) {
    throw new InvalidParameterError(
      `${name}: option 'samplingStrategy' must be a record from class to rows, a Map, or a function of y. Got ${describe(samplingStrategy)}. Pass { class: rows, ... }.`,
      { estimator: name, parameter: 'samplingStrategy', received: describe(samplingStrategy) },
    );
  }
  const target = readTarget(y, name);
  checkSameLength(target.codes.length, rowCount(X), name, 'y');
  const checked = typeof samplingStrategy === 'function' ? samplingStrategy : () => samplingStrategy;
  const amounts = resolveStrategy(checked, 'under', target, name);
  const random = RandomState.from(randomState);
  const rows = rowsByClass(target.codes, target.counts);
  const indices = concatRows(rows.map((members, c) => drawSome(members, amounts[c], random, false)));
  const kept = indices.map((i) => target.codes[i]);
  return { X: takeRows(X, indices) as RowsOf<X>, y: target.rebuild(kept) as RowsOf<Y>, indices };
}

/** A number of random rows of a class; all of them, in order, for a negative number. */
export function drawSome(
  members: Int32Array,
  amount: number,
  random: RandomState,
  replacement: boolean,
): Int32Array {
  if (amount < 0) return members;
  return random.choice(members.length, { size: amount, replace: replacement }).map((i) => members[i]);
}
