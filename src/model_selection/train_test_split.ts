import { InvalidInputError, InvalidParameterError } from '../core/errors.js';
import type { Labels } from '../core/labels.js';
import { unknownParameter } from '../core/params.js';
import { RandomState } from '../core/random.js';
import { rowCount, takeRows } from '../core/take.js';
import { ShuffleSplit, type Size, StratifiedShuffleSplit } from './splitters/index.js';
import { splitSizes } from './splitters/shuffle_split.js';
import { range } from './splitters/splitter.js';

/** Options of trainTestSplit. */
export interface TrainTestSplitOptions {
  /** Test rows: a share in (0, 1) or a number; default a quarter. */
  readonly testSize?: Size;
  /** Training rows: a share or a number; default all others. */
  readonly trainSize?: Size;
  /** Seed. */
  readonly randomState?: number | readonly number[] | null;
  /** Shuffle before parting; default true. */
  readonly shuffle?: boolean;
  /** Labels whose shares both parts keep. */
  readonly stratify?: Labels | null;
}

/** Anything with rows: arrays, matrices, tables, named columns. */
export type RowData =
  | ArrayLike<unknown>
  | { readonly rows: number }
  | { readonly numRows: number }
  | { readonly shape: readonly number[] }
  | Readonly<Record<string, ArrayLike<unknown>>>;

/** Each array twice: its training and its test rows. */
type Twice<A extends readonly unknown[]> = A extends readonly [infer H, ...infer R]
  ? [H, H, ...Twice<R>]
  : [];
/** Each array three times: training, validation, test. */
type Thrice<A extends readonly unknown[]> = A extends readonly [infer H, ...infer R]
  ? [H, H, H, ...Thrice<R>]
  : [];

const OPTIONS = ['testSize', 'trainSize', 'randomState', 'shuffle', 'stratify'];

/**
 * Parts arrays with the same rows at random in a training and a test part, each in the type it was given. The
 * same rows as scikit-learn train_test_split for the same seed. O(n).
 * @throws InvalidInputError for arrays of different lengths; InvalidParameterError for sizes that do not fit.
 *
 * @example
 * ```ts
 * const { data, target } = await loadIris();
 * const [XTrain, XTest, yTrain, yTest] = trainTestSplit(data, target, {
 *   testSize: 0.3,
 *   stratify: target,
 *   randomState: 42,
 * });
 * [XTrain.rows, XTest.rows, yTrain.length, yTest.length]; // [105, 45, 105, 45]
 * ```
 */
export function trainTestSplit<A extends RowData>(a: A, options?: TrainTestSplitOptions): Twice<[A]>;
export function trainTestSplit<A extends RowData, B extends RowData>(
  a: A,
  b: B,
  options?: TrainTestSplitOptions,
): Twice<[A, B]>;
export function trainTestSplit<A extends RowData, B extends RowData, C extends RowData>(
  a: A,
  b: B,
  c: C,
  options?: TrainTestSplitOptions,
): Twice<[A, B, C]>;
export function trainTestSplit<A extends RowData, B extends RowData, C extends RowData, D extends RowData>(
  a: A,
  b: B,
  c: C,
  d: D,
  options?: TrainTestSplitOptions,
): Twice<[A, B, C, D]>;
export function trainTestSplit(...args: unknown[]): unknown[] {
  const { arrays, options } = partArguments<TrainTestSplitOptions>(args, 'trainTestSplit', OPTIONS);
  const n = commonRows(arrays, 'trainTestSplit');
  const { train, test } = oneSplit(n, options, 'trainTestSplit');
  return arrays.flatMap((array) => [takeRows(array, train), takeRows(array, test)]);
}

/** Options of trainValTestSplit. */
export interface TrainValTestSplitOptions extends Omit<TrainTestSplitOptions, 'trainSize'> {
  /** Validation rows: a share of all rows or a number; default 0.2. */
  readonly valSize?: Size;
}

/**
 * Parts arrays three ways in one call: training, validation, test. Shares are of all rows. The test part is
 * what `trainTestSplit` gives for the same seed; the rest is parted again with the seed's next numbers.
 *
 * @example
 * ```ts
 * const { data, target } = await loadIris();
 * const [XTrain, XVal, XTest, yTrain, yVal, yTest] = trainValTestSplit(data, target, {
 *   valSize: 0.2, testSize: 0.2, stratify: target, randomState: 0,
 * });
 * [yTrain.length, yVal.length, yTest.length]; // [90, 30, 30]
 * ```
 */
export function trainValTestSplit<A extends RowData>(a: A, options?: TrainValTestSplitOptions): Thrice<[A]>;
export function trainValTestSplit<A extends RowData, B extends RowData>(
  a: A,
  b: B,
  options?: TrainValTestSplitOptions,
): Thrice<[A, B]>;
export function trainValTestSplit<A extends RowData, B extends RowData, C extends RowData>(
  a: A,
  b: B,
  c: C,
  options?: TrainValTestSplitOptions,
): Thrice<[A, B, C]>;
export function trainValTestSplit<A extends RowData, B extends RowData, C extends RowData, D extends RowData>(
  a: A,
  b: B,
  c: C,
  d: D,
  options?: TrainValTestSplitOptions,
): Thrice<[A, B, C, D]>;
export function trainValTestSplit(...args: unknown[]): unknown[] {
  const known = ['valSize', ...OPTIONS.filter((name) => name !== 'trainSize')];
  const { arrays, options } = partArguments<TrainValTestSplitOptions>(args, 'trainValTestSplit', known);
  const n = commonRows(arrays, 'trainValTestSplit');
  const { testSize = 0.2, valSize = 0.2, stratify, shuffle = true, randomState } = options;
  const seed = shuffle ? (randomState ?? RandomState.from(null).nextSeed()) : null;
  const outer = oneSplit(n, { testSize, stratify, shuffle, randomState: seed }, 'trainValTestSplit');
  const { nTest: nVal } = splitSizes(n, { testSize: valSize }, 0.2, 'trainValTestSplit');
  if (nVal >= outer.train.length) {
    throw new InvalidParameterError(
      `trainValTestSplit: parameters 'valSize' and 'testSize' leave no training rows: ${nVal} and ${outer.test.length} of ${n}.`,
      { estimator: 'trainValTestSplit', parameter: 'valSize' },
    );
  }
  const inner = oneSplit(
    outer.train.length,
    { testSize: nVal, stratify: stratify && takeRows(stratify, outer.train), shuffle, randomState: seed },
    'trainValTestSplit',
  );
  const parts = [inner.train.map((i) => outer.train[i]), inner.test.map((i) => outer.train[i]), outer.test];
  return arrays.flatMap((array) => parts.map((rows) => takeRows(array, rows)));
}

function oneSplit(
  n: number,
  options: TrainTestSplitOptions,
  source: string,
): { train: Int32Array; test: Int32Array } {
  const { testSize, trainSize, randomState = null, shuffle = true, stratify } = options;
  const { nTrain, nTest } = splitSizes(n, { testSize, trainSize }, 0.25, source);
  if (!shuffle) {
    if (stratify) {
      throw new InvalidParameterError(
        `${source}: parameter 'stratify' needs shuffle: true. Leave one of them out.`,
        {
          estimator: source,
          parameter: 'stratify',
        },
      );
    }
    return { train: range(nTrain), test: range(nTest, nTrain) };
  }
  const sizes = { nSplits: 1, testSize: nTest, trainSize: nTrain, randomState };
  const splitter = stratify ? new StratifiedShuffleSplit(sizes) : new ShuffleSplit(sizes);
  const [fold] = splitter.split({ rows: n }, stratify ?? undefined);
  return fold;
}

/** Separates the arrays from the trailing options, and refuses options that do not exist. */
export function partArguments<O extends object>(
  args: readonly unknown[],
  source: string,
  known: readonly string[],
): { arrays: unknown[]; options: O } {
  const last = args[args.length - 1];
  const hasOptions = args.length > 1 && (last === undefined || isOptions(last, known));
  const arrays = args.slice(0, hasOptions ? -1 : undefined);
  const options = (hasOptions ? (last ?? {}) : {}) as O;
  for (const name of Object.keys(options)) {
    if (!known.includes(name)) throw unknownParameter(source, name, known);
  }
  return { arrays, options };
}

/** A plain object whose values are not columns. */
function isOptions(value: unknown, known: readonly string[]): boolean {
  if (value === null || typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype)
    return false;
  const keys = Object.keys(value);
  if (keys.some((key) => known.includes(key))) return true;
  const isColumn = (item: unknown): boolean => Array.isArray(item) || ArrayBuffer.isView(item);
  return !Object.values(value).some(isColumn);
}

/** @throws InvalidInputError when the arrays differ in their number of rows. */
export function commonRows(arrays: readonly unknown[], source: string): number {
  if (arrays.length === 0) {
    throw new InvalidInputError(`${source}: pass at least one array.`, { estimator: source });
  }
  const counts = arrays.map((array) => rowCount(array, source));
  if (counts.some((count) => count !== counts[0])) {
    throw new InvalidInputError(
      `${source}: the arrays have ${counts.join(', ')} rows. Pass arrays with the same rows.`,
      {
        estimator: source,
        received: counts.join(', '),
      },
    );
  }
  return counts[0];
}
