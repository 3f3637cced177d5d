import { InvalidParameterError } from '../core/errors.js';
import { bool, declare, resolveParams } from '../core/params.js';
import { RandomState, type RandomStateLike } from '../core/random.js';
import { type RowData, type RowsOf, takeRows } from '../core/take.js';
import { commonRows, partArguments, stratifyCodes, stratifyParam } from './row_arguments.js';
import type { StratifyLabels } from './splitters/codes.js';
import { type Size, sizeParam, splitSizes } from './splitters/sizes.js';
import { type Fold, randomStateParam, range } from './splitters/splitter.js';
import { stratifiedParts } from './splitters/stratified_parts.js';

/** Options of trainTestSplit. */
export interface TrainTestSplitOptions {
  /** Test rows: a share in (0, 1) or a number; default the rest, a quarter if trainSize is left out too. */
  readonly testSize?: Size;
  /** Training rows: a share or a number; default all others. */
  readonly trainSize?: Size;
  /** A seed, or a generator to go on with; default a fresh seed. */
  readonly randomState?: RandomStateLike | null;
  /** Shuffle before parting; default true. */
  readonly shuffle?: boolean;
  /** Labels whose shares both parts keep: one per row, or rows of labels. */
  readonly stratify?: StratifyLabels | null;
}

/** Options of trainValTestSplit. */
export interface TrainValTestSplitOptions extends TrainTestSplitOptions {
  /** Validation rows: a share of all rows or a number; default 0.2. */
  readonly valSize?: Size;
}

/** For each array its training and its test rows. */
type Twice<A extends readonly unknown[]> = A extends readonly [infer H, ...infer R]
  ? [RowsOf<H>, RowsOf<H>, ...Twice<R>]
  : [];
/** For each array its training, validation and test rows. */
type Thrice<A extends readonly unknown[]> = A extends readonly [infer H, ...infer R]
  ? [RowsOf<H>, RowsOf<H>, RowsOf<H>, ...Thrice<R>]
  : [];

const specs = {
  testSize: sizeParam('Test rows.'),
  trainSize: sizeParam('Training rows.'),
  randomState: randomStateParam(),
  shuffle: bool(true, { doc: 'Shuffle before parting.' }),
  stratify: stratifyParam(),
};
const twoParts = declare('trainTestSplit', specs);
const threeParts = declare('trainValTestSplit', { ...specs, valSize: sizeParam('Validation rows.', 0.2) });

/**
 * Parts arrays with the same rows at random in a training and a test part, each in the type it was given: a
 * Matrix, rows, typed arrays, labels, a Table, named columns (a foreign matrix becomes a Matrix). The same rows
 * as scikit-learn train_test_split for the same seed. O(n).
 * @throws InvalidInputError for arrays of different lengths or a class too small to stratify;
 * InvalidParameterError for an unknown option or sizes that do not fit.
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
export function trainTestSplit<A extends readonly RowData[]>(
  ...args: [...arrays: A, options: TrainTestSplitOptions]
): Twice<A>;
export function trainTestSplit<A extends readonly RowData[]>(...arrays: A): Twice<A>;
export function trainTestSplit(...args: unknown[]): unknown[] {
  const { name, specs } = twoParts;
  const { arrays, options } = partArguments(args, name, Object.keys(specs));
  const given = resolveParams(twoParts, options);
  const { train, test } = part(commonRows(arrays, name), given, 0.25, name);
  return arrays.flatMap((array) => [takeRows(array, train), takeRows(array, test)]);
}

/**
 * Parts arrays three ways in one call: training, validation, test. Shares are of all rows; `valSize` and
 * `testSize` default to 0.2, the rest is trained on. With a seed the rows are those of two calls of
 * `trainTestSplit` with that seed: the first takes the test part, the second the validation part of what is
 * left. O(n).
 * @throws as trainTestSplit; InvalidParameterError when nothing is left to train on.
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
export function trainValTestSplit<A extends readonly RowData[]>(
  ...args: [...arrays: A, options: TrainValTestSplitOptions]
): Thrice<A>;
export function trainValTestSplit<A extends readonly RowData[]>(...arrays: A): Thrice<A>;
export function trainValTestSplit(...args: unknown[]): unknown[] {
  const { name, specs } = threeParts;
  const { arrays, options } = partArguments(args, name, Object.keys(specs));
  const given = resolveParams(threeParts, options);
  const n = commonRows(arrays, name);
  const { testSize, valSize, trainSize, stratify } = given;
  const randomState = given.randomState ?? RandomState.from().nextSeed();
  const outer = part(n, { ...given, randomState, testSize: testSize ?? 0.2, trainSize: null }, 0.2, name);
  const { nTest: nVal } = splitSizes(n, { testSize: valSize ?? 0.2 }, 0.2, name);
  const rest = outer.train.length;
  const nTrain = trainSize === null ? rest - nVal : splitSizes(n, { trainSize }, 0.2, name).nTrain;
  if (nTrain < 1 || nTrain + nVal > rest) {
    throw new InvalidParameterError(
      `${name}: parameters 'valSize', 'testSize' and 'trainSize' ask for more than the ${n} rows: ${nVal} rows for validation, ${outer.test.length} for testing and ${Math.max(nTrain, 1)} for training. Lower one of them.`,
      { estimator: name, parameter: 'valSize', remedy: 'lower one of the sizes' },
    );
  }
  const left = stratify && takeRows(stratify, outer.train);
  const sizes = { ...given, randomState, stratify: left, testSize: nVal, trainSize: nTrain };
  const inner = part(rest, sizes, 0.2, name);
  const parts = [inner.train.map((i) => outer.train[i]), inner.test.map((i) => outer.train[i]), outer.test];
  return arrays.flatMap((array) => parts.map((rows) => takeRows(array, rows)));
}

/** The rows of the two parts of n rows. */
function part(
  n: number,
  options: Required<TrainTestSplitOptions>,
  defaultTestSize: number,
  source: string,
): Fold {
  const { shuffle, stratify, randomState } = options;
  const sizes = splitSizes(n, options, defaultTestSize, source);
  const { nTrain, nTest } = sizes;
  if (stratify) {
    if (!shuffle) {
      throw new InvalidParameterError(
        `${source}: parameter 'stratify' needs shuffle: true. Got shuffle: false. Leave one of them out.`,
        { estimator: source, parameter: 'stratify', remedy: 'leave one of them out' },
      );
    }
    const target = stratifyCodes(stratify, n, source);
    return stratifiedParts(target, sizes, source)(RandomState.from(randomState));
  }
  if (!shuffle) return { train: range(nTrain), test: range(nTest, nTrain) };
  const rows = RandomState.from(randomState).permutation(n);
  return { train: rows.subarray(nTest, nTest + nTrain), test: rows.subarray(0, nTest) };
}
