import type { ColumnSet } from '../core/columns.js';
import { describe, InvalidInputError, nearestName } from '../core/errors.js';

/** Columns by name or position (negative from the end), or by a selector. */
export type ColumnSelection =
  | string
  | number
  | readonly string[]
  | readonly number[]
  | readonly boolean[]
  | ColumnSelector;

/** Chooses columns by kind and name: plain data, so that it can be saved. Made by `makeColumnSelector`. */
export interface ColumnSelector {
  readonly select: 'columns';
  /** Take columns of this kind only. */
  readonly kind?: 'number' | 'text';
  /** Take columns whose name contains this text. */
  readonly nameIncludes?: string;
}

/**
 * Selects columns by kind ('number', 'text') or by a part of their name, when the table is seen in fit.
 *
 * @example
 * ```ts
 * const prepare = new ColumnTransformer([['scaled', new StandardScaler(), makeColumnSelector({ kind: 'number' })]]);
 * (await prepare.fitTransform({ g: [1, 2], name: ['a', 'b'] })).columns; // 1
 * ```
 */
export function makeColumnSelector(options: Omit<ColumnSelector, 'select'>): ColumnSelector {
  return { select: 'columns', ...options };
}

/**
 * Positions of the selected columns.
 * @throws InvalidInputError for names or positions that do not exist.
 */
export function resolveSelection(selection: ColumnSelection, data: ColumnSet, part: string): Int32Array {
  if (typeof selection === 'object' && !Array.isArray(selection)) {
    return bySelector(selection as ColumnSelector, data);
  }
  const list = (Array.isArray(selection) ? selection : [selection]) as readonly (string | number | boolean)[];
  const n = data.columns.length;
  if (list.length > 0 && list.every((item) => typeof item === 'boolean')) {
    if (list.length !== n) throw refuse(part, `a mask of ${list.length} flags for ${n} columns`, list);
    return Int32Array.from(data.columns.keys()).filter((j) => list[j] as boolean);
  }
  return Int32Array.from(list, (item) => {
    if (typeof item === 'string') {
      const at = data.names?.indexOf(item) ?? -1;
      if (at >= 0) return at;
      const near = nearestName(item, data.names ?? []);
      throw refuse(
        part,
        `the unknown column ${describe(item)}${near ? ` (did you mean '${near}'?)` : ''}`,
        item,
      );
    }
    const at = Number(item) < 0 ? n + Number(item) : Number(item);
    if (!Number.isInteger(at) || at < 0 || at >= n)
      throw refuse(part, `column ${describe(item)} of ${n}`, item);
    return at;
  });
}

function bySelector({ kind, nameIncludes }: ColumnSelector, data: ColumnSet): Int32Array {
  return Int32Array.from(data.columns.keys()).filter((j) => {
    const isNumber = data.columns[j] instanceof Float64Array;
    const kindFits = kind === undefined || (kind === 'number') === isNumber;
    return kindFits && (nameIncludes === undefined || (data.names?.[j] ?? '').includes(nameIncludes));
  });
}

function refuse(part: string, what: string, received: unknown): InvalidInputError {
  return new InvalidInputError(`ColumnTransformer: part '${part}' asks for ${what}. Name columns of X.`, {
    estimator: 'ColumnTransformer',
    parameter: part,
    received: describe(received),
    remedy: 'name columns of X',
  });
}
