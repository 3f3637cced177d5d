import { describe, InvalidInputError, InvalidParameterError } from '../../core/errors.js';
import type { Labels } from '../../core/labels.js';
import {
  custom,
  type Declaration,
  type ParamSpec,
  type ParamsOf,
  resolveParams,
  seed,
  unknownParameter,
} from '../../core/params.js';
import { RandomState, type RandomStateLike } from '../../core/random.js';
import { rowCount } from '../../core/take.js';
import { DataWarning, warn } from '../../core/warnings.js';
import { type Codes, classCodes, distinctCodes, extremes } from './codes.js';

/** One way to part the rows. */
export interface Fold {
  /** The rows to fit on. */
  readonly train: Int32Array;
  /** The rows to score on. */
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

/** What a splitter is asked to part. */
export interface SplitInput {
  /** Number of rows. */
  readonly n: number;
  readonly y: Labels | undefined;
  readonly groups: Labels | undefined;
}

/**
 * Base of the splitters: validated, frozen parameters, and a `split` that checks its input at once and deals
 * the folds one by one. What it returns can be run through again; a seed then gives the same folds.
 */
export abstract class SplitterBase<D extends Declaration> implements Splitter {
  /** The parameters, complete with defaults. */
  readonly params: ParamsOf<D>;
  protected readonly name: string;
  /** Whether `groups` has a meaning. */
  protected readonly usesGroups: boolean = false;

  constructor(declaration: D, params: Partial<ParamsOf<D>>) {
    this.name = declaration.name;
    this.params = resolveParams(declaration, params);
  }

  abstract getNSplits(X?: unknown, y?: Labels, options?: SplitOptions): number;

  /**
   * The folds of the rows of X, which is asked for its number of rows only.
   * @throws InvalidInputError or InvalidParameterError at once when the rows cannot be parted so.
   */
  split(X: unknown, y?: Labels, options: SplitOptions = {}): Iterable<Fold> {
    const n = rowCount(X);
    if (n === 0) throw this.refuse('X has no rows. Pass data with rows.');
    for (const name of Object.keys(options)) {
      if (name !== 'groups') throw unknownParameter(`${this.name}.split`, name, ['groups']);
    }
    const groups = options.groups ?? undefined;
    this.checkLength(y ?? undefined, n, 'y');
    this.checkLength(groups, n, 'groups');
    if (groups !== undefined && !this.usesGroups) {
      warn(new DataWarning('groups are ignored: rows of one group can be in both parts', this.name));
    }
    const deal = this.plan({ n, y: y ?? undefined, groups });
    return { [Symbol.iterator]: () => deal()[Symbol.iterator]() };
  }

  /** Checks the input and returns what deals the folds, anew at every call. */
  protected abstract plan(input: SplitInput): () => Iterable<Fold>;

  protected refuse(message: string): InvalidInputError {
    return new InvalidInputError(`${this.name}: ${message}`, { estimator: this.name });
  }

  /** The error that a parameter does not suit the data. */
  protected refuseParam(parameter: string, what: string, received: unknown): InvalidParameterError {
    return new InvalidParameterError(
      `${this.name}: parameter '${parameter}' ${what}. Got ${describe(received)}.`,
      { estimator: this.name, parameter, received: describe(received) },
    );
  }

  /** @throws InvalidParameterError when a parameter without a default was left out. */
  protected needParam(params: object | undefined, parameter: string): void {
    const value = (params as Record<string, unknown> | undefined)?.[parameter];
    if (value === undefined) throw this.refuseParam(parameter, 'must be given', value);
  }

  /** @throws InvalidParameterError when there are fewer rows than folds. */
  protected needRows(n: number, k: number): void {
    if (k > n) throw this.refuseParam('nSplits', `must be at most the number of rows, ${n}`, k);
  }

  /** The classes of y as codes, of which at least one has a row for each of k folds. */
  protected stratified(n: number, y: Labels | undefined, k: number): Codes {
    this.needRows(n, k);
    if (y === undefined) throw this.refuse('y is needed for the classes. Pass split(X, y).');
    const target = classCodes(y, this.name);
    const { smallest, largest } = extremes(target.counts);
    if (largest < k) {
      throw this.refuseParam('nSplits', `must be at most the number of rows of some class, ${largest}`, k);
    }
    if (smallest < k) {
      const what = `the smallest class has ${smallest} rows, fewer than nSplits = ${k}`;
      warn(new DataWarning(`${what}: some folds do not test it`, this.name));
    }
    return target;
  }

  /** The groups as codes; they must be there. */
  protected groups(groups: Labels | undefined | null): Codes {
    if (groups === undefined || groups === null) {
      throw this.refuse('groups is needed. Pass { groups }, one group name per row.');
    }
    return distinctCodes(groups, this.name, 'groups');
  }

  private checkLength(values: unknown, n: number, argument: string): void {
    if (values === undefined) return;
    const length = rowCount(values, `${this.name}: ${argument}`);
    if (length !== n) {
      throw this.refuse(`${argument} has ${length} entries for ${n} rows of X. Pass one entry per row.`);
    }
  }
}

/** The `randomState` of a splitter: a seed gives the same folds at every call, a generator goes on. */
export function randomStateParam(): ParamSpec<RandomStateLike | null> {
  const seeds = seed();
  return custom<RandomStateLike | null>(null, {
    doc: 'Seed of the random numbers (NumPy-compatible) or a RandomState to go on with; null draws a fresh seed.',
    expected: 'an integer in [0, 2^32), a non-empty array of such integers, a RandomState, or null',
    accepts: (value) => value instanceof RandomState || seeds.accepts(value),
    invalid: seeds.invalid,
  });
}

/** The fold that tests the rows marked `fold`, both parts in ascending order. O(n). */
export function foldWhere(marks: ArrayLike<number>, fold: number): Fold {
  const n = marks.length;
  let count = 0;
  for (let i = 0; i < n; i++) if (marks[i] === fold) count++;
  const test = new Int32Array(count);
  const train = new Int32Array(n - count);
  for (let i = 0, toTest = 0, toTrain = 0; i < n; i++) {
    if (marks[i] === fold) test[toTest++] = i;
    else train[toTrain++] = i;
  }
  return { train, test };
}

/** The `k` folds that test each row in the fold it is marked with. */
export function* foldsOf(marks: ArrayLike<number>, k: number): Generator<Fold> {
  for (let fold = 0; fold < k; fold++) yield foldWhere(marks, fold);
}

/** The sizes of k nearly equal parts of n, the larger ones first. */
export function partSizes(n: number, k: number): number[] {
  return Array.from({ length: k }, (_, part) => Math.floor(n / k) + (part < n % k ? 1 : 0));
}

/** from, from + 1, ..., n values in all. */
export function range(n: number, from = 0): Int32Array {
  const result = new Int32Array(n);
  for (let i = 0; i < n; i++) result[i] = from + i;
  return result;
}
