import { describe, InvalidParameterError } from '../../core/errors.js';
import type { Labels } from '../../core/labels.js';
import { custom, type Declaration, declare, int, type ParamsOf, seed } from '../../core/params.js';
import { RandomState, type RandomStateLike } from '../../core/random.js';
import { type Fold, foldOf, SplitterBase } from './splitter.js';

/** A size: a share of the rows in (0, 1), a number of rows, or null for the rest. */
export type Size = number | null;

const size = (doc: string) =>
  custom<Size>(null, {
    doc,
    expected: 'a share above 0 and below 1, a whole number of rows above 0, or null',
    accepts: (value) =>
      value === null || (typeof value === 'number' && value > 0 && (value < 1 || Number.isInteger(value))),
    invalid: [0, -0.5, 1.5, 'half'],
  });

const specs = {
  nSplits: int(10, { min: 1, doc: 'Number of times to part the rows.' }),
  testSize: size('Test rows: a share, a number, or null for the default.'),
  trainSize: size('Training rows: a share, a number, or null for all others.'),
  randomState: seed(),
};
const groupSpecs = { ...specs, nSplits: int(5, { min: 1, doc: 'Number of times to part the groups.' }) };

interface ShuffleParams {
  readonly nSplits: number;
  readonly testSize: Size;
  readonly trainSize: Size;
  readonly randomState: number | readonly number[] | null;
}

abstract class ShuffleBase<D extends Declaration> extends SplitterBase<D> {
  protected abstract readonly defaultTestSize: number;

  protected get shuffling(): ShuffleParams {
    return this.params as unknown as ShuffleParams;
  }

  getNSplits(): number {
    return this.shuffling.nSplits;
  }

  protected sizes(n: number): { nTrain: number; nTest: number } {
    return splitSizes(n, this.shuffling, this.defaultTestSize, this.name);
  }

  protected random(): RandomState {
    return RandomState.from(this.shuffling.randomState as RandomStateLike | null);
  }
}

/**
 * Numbers of training and test rows: shares round up for the test part and down for the training part.
 * @throws InvalidParameterError when they do not fit n, or leave nothing to train on.
 */
export function splitSizes(
  n: number,
  { testSize, trainSize }: { testSize?: Size; trainSize?: Size },
  defaultTestSize: number,
  source: string,
): { nTrain: number; nTest: number } {
  const test = testSize ?? (trainSize === null || trainSize === undefined ? defaultTestSize : null);
  const train = trainSize ?? null;
  const fromShare = (value: number, round: (x: number) => number): number =>
    value < 1 ? round(value * n) : value;
  let nTest = test === null ? -1 : fromShare(test, Math.ceil);
  let nTrain = train === null ? -1 : fromShare(train, Math.floor);
  if (nTest < 0) nTest = n - nTrain;
  if (nTrain < 0) nTrain = n - nTest;
  if (nTrain + nTest > n || nTest < 0 || nTrain <= 0 || nTest === 0) {
    throw new InvalidParameterError(
      `${source}: parameters 'testSize' and 'trainSize' give ${nTrain} training and ${nTest} test rows, which do not fit ${n} rows. Got testSize ${describe(testSize ?? null)}, trainSize ${describe(train)}.`,
      {
        estimator: source,
        parameter: 'testSize',
        received: describe(testSize ?? null),
        remedy: 'choose other sizes',
      },
    );
  }
  return { nTrain, nTest };
}

const shuffleSplit = declare('ShuffleSplit', specs);

/** Same rows as scikit-learn ShuffleSplit: a random part for testing, a random part of the rest for training. */
export class ShuffleSplit extends ShuffleBase<typeof shuffleSplit> {
  protected readonly defaultTestSize = 0.1;

  constructor(params: Partial<ParamsOf<typeof shuffleSplit>> = {}) {
    super(shuffleSplit, params);
  }

  protected *folds(n: number): Iterable<Fold> {
    const { nTrain, nTest } = this.sizes(n);
    const random = this.random();
    for (let i = 0; i < this.params.nSplits; i++) {
      const rows = random.permutation(n);
      yield { train: rows.slice(nTest, nTest + nTrain), test: rows.slice(0, nTest) };
    }
  }
}

const stratifiedShuffleSplit = declare('StratifiedShuffleSplit', specs);

/** Random parts with nearly the class shares of the whole. Same rows as scikit-learn StratifiedShuffleSplit. */
export class StratifiedShuffleSplit extends ShuffleBase<typeof stratifiedShuffleSplit> {
  protected readonly defaultTestSize = 0.1;

  constructor(params: Partial<ParamsOf<typeof stratifiedShuffleSplit>> = {}) {
    super(stratifiedShuffleSplit, params);
  }

  protected *folds(n: number, y: Labels | undefined): Iterable<Fold> {
    const { nTrain, nTest } = this.sizes(n);
    const { codes, classes, counts } = this.codes(y, 'y');
    const small = counts.findIndex((count) => count < 2);
    if (small >= 0) {
      throw this.refuse(
        `class ${JSON.stringify(classes[small])} has one row, too few to be in both parts. Drop it or add rows.`,
      );
    }
    for (const [part, rows] of [
      ['training', nTrain],
      ['test', nTest],
    ] as const) {
      if (rows < classes.length)
        throw this.refuse(
          `the ${part} part has ${rows} rows, fewer than the ${classes.length} classes. Enlarge it.`,
        );
    }
    const members = rowsByClass(codes, classes.length);
    const random = this.random();
    for (let i = 0; i < this.params.nSplits; i++) {
      const trainCounts = approximateMode(counts, nTrain, random);
      const testCounts = approximateMode(
        counts.map((count, c) => count - trainCounts[c]),
        nTest,
        random,
      );
      const train: number[] = [];
      const test: number[] = [];
      members.forEach((rows, c) => {
        const order = random.permutation(rows.length);
        for (let j = 0; j < trainCounts[c]; j++) train.push(rows[order[j]]);
        for (let j = 0; j < testCounts[c]; j++) test.push(rows[order[trainCounts[c] + j]]);
      });
      yield {
        train: Int32Array.from(random.permutation(train)),
        test: Int32Array.from(random.permutation(test)),
      };
    }
  }
}

const groupShuffleSplit = declare('GroupShuffleSplit', groupSpecs);

/** Random parts of whole groups. Same rows as scikit-learn GroupShuffleSplit. */
export class GroupShuffleSplit extends ShuffleBase<typeof groupShuffleSplit> {
  protected readonly defaultTestSize = 0.2;

  constructor(params: Partial<ParamsOf<typeof groupShuffleSplit>> = {}) {
    super(groupShuffleSplit, params);
  }

  protected *folds(n: number, _y: Labels | undefined, groups: Labels | undefined): Iterable<Fold> {
    const { codes, classes } = this.codes(groups, 'groups');
    const { nTrain, nTest } = this.sizes(classes.length);
    const random = this.random();
    for (let i = 0; i < this.params.nSplits; i++) {
      const order = random.permutation(classes.length);
      const part = new Uint8Array(classes.length);
      for (const group of order.subarray(0, nTest)) part[group] = 2;
      for (const group of order.subarray(nTest, nTest + nTrain)) part[group] = 1;
      const both = foldOf(n, (row) => part[codes[row]] === 2);
      yield { train: both.train.filter((row) => part[codes[row]] === 1), test: both.test };
    }
  }
}

/** The rows of each class, ascending. */
export function rowsByClass(codes: Int32Array, classes: number): number[][] {
  const members = Array.from({ length: classes }, (): number[] => []);
  for (let row = 0; row < codes.length; row++) members[codes[row]].push(row);
  return members;
}

/**
 * How many of `draws` each class gets when they are shared in proportion: the whole parts, and the largest
 * remainders rounded up, ties drawn.
 */
export function approximateMode(counts: ArrayLike<number>, draws: number, random: RandomState): number[] {
  const total = Array.from(counts).reduce((sum, count) => sum + count, 0);
  const exact = Array.from(counts, (count) => (count / total) * draws);
  const result = exact.map(Math.floor);
  let missing = draws - result.reduce((sum, count) => sum + count, 0);
  const remainders = exact.map((value, c) => value - result[c]);
  for (const value of [...new Set(remainders)].sort((a, b) => b - a)) {
    if (missing <= 0) break;
    const tied = [...remainders.keys()].filter((c) => remainders[c] === value);
    const now = Math.min(tied.length, missing);
    for (const c of random.choice(tied, { size: now, replace: false })) result[c]++;
    missing -= now;
  }
  return result;
}
