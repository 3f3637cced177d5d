import { describe, InvalidInputError, InvalidParameterError } from '../../core/errors.js';
import type { Label, Labels } from '../../core/labels.js';
import { sortLabels } from '../../core/labels.js';
import { type Declaration, type ParamsOf, resolveParams } from '../../core/params.js';
import { rowCount } from '../../core/take.js';

/** One way to part the rows. */
export interface Fold {
  readonly train: Int32Array;
  readonly test: Int32Array;
}

/** Options of `split`. */
export interface SplitOptions {
  /** Group of each row, for the group splitters. */
  readonly groups?: Labels;
}

/** Parts the rows of a data set in training and test rows, one or several times. */
export interface Splitter {
  /** The folds; X is asked for its number of rows only. */
  split(X: unknown, y?: Labels, options?: SplitOptions): Iterable<Fold>;
  /** How many folds there will be. */
  getNSplits(X?: unknown, y?: Labels, options?: SplitOptions): number;
}

/** Base of the splitters: validated, frozen parameters. */
export abstract class SplitterBase<D extends Declaration> implements Splitter {
  /** The parameters, complete with defaults. */
  readonly params: ParamsOf<D>;
  protected readonly name: string;

  constructor(declaration: D, params: Partial<ParamsOf<D>>) {
    this.name = declaration.name;
    this.params = resolveParams(declaration, params);
  }

  abstract getNSplits(X?: unknown, y?: Labels, options?: SplitOptions): number;

  *split(X: unknown, y?: Labels, options: SplitOptions = {}): Iterable<Fold> {
    const n = rowCount(X);
    if (n === 0) throw this.refuse('X has no rows. Pass data with rows.');
    if (y !== undefined && y !== null && rowCount(y, 'y') !== n)
      throw this.refuse(`y has ${rowCount(y, 'y')} entries for ${n} rows of X.`);
    const { groups } = options;
    if (groups !== undefined && groups.length !== n)
      throw this.refuse(`groups has ${groups.length} entries for ${n} rows of X.`);
    yield* this.folds(n, y, groups);
  }

  /** The folds of n rows; y and groups have n entries. */
  protected abstract folds(n: number, y: Labels | undefined, groups: Labels | undefined): Iterable<Fold>;

  protected refuse(message: string): InvalidInputError {
    return new InvalidInputError(`${this.name}: ${message}`, { estimator: this.name });
  }

  /** The parameter at fault. */
  protected refuseParam(parameter: string, what: string, received: unknown): InvalidParameterError {
    return new InvalidParameterError(
      `${this.name}: parameter '${parameter}' ${what}. Got ${describe(received)}.`,
      {
        estimator: this.name,
        parameter,
        received: describe(received),
      },
    );
  }

  /** The labels as codes into sorted classes; `y` or `groups` must be there. */
  protected codes(
    labels: Labels | undefined,
    argument: 'y' | 'groups',
  ): { codes: Int32Array; classes: Label[]; counts: Int32Array } {
    if (labels === undefined || labels === null) {
      throw this.refuse(
        `${argument} is needed. ${argument === 'y' ? 'Pass split(X, y).' : 'Pass { groups }.'}`,
      );
    }
    return codesOf(labels);
  }
}

/** The labels as codes into their sorted distinct values, with counts. */
export function codesOf(labels: Labels): { codes: Int32Array; classes: Label[]; counts: Int32Array } {
  const classes = sortLabels([...new Set(Array.from(labels as ArrayLike<Label>))]);
  const position = new Map(classes.map((label, i) => [label, i]));
  const codes = Int32Array.from(labels as ArrayLike<Label>, (label) => position.get(label) as number);
  const counts = new Int32Array(classes.length);
  for (const code of codes) counts[code]++;
  return { codes, classes, counts };
}

/** The fold whose test rows have `inTest` set, both parts in ascending order. */
export function foldOf(n: number, inTest: (row: number) => boolean): Fold {
  const train: number[] = [];
  const test: number[] = [];
  for (let i = 0; i < n; i++) (inTest(i) ? test : train).push(i);
  return { train: Int32Array.from(train), test: Int32Array.from(test) };
}

/** 0, 1, ..., n - 1. */
export function range(n: number, from = 0): Int32Array {
  return Int32Array.from({ length: n }, (_, i) => from + i);
}
