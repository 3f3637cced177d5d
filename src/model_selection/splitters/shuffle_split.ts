import { type Declaration, declare, int, type ParamsOf } from '../../core/params.js';
import { RandomState, type RandomStateLike } from '../../core/random.js';
import { distinctCodes, type StratifyLabels } from './codes.js';
import { type Size, sizeParam, splitSizes } from './sizes.js';
import { type Fold, foldWhere, randomStateParam, type SplitInput, SplitterBase } from './splitter.js';
import { stratifiedParts } from './stratified_parts.js';

const specs = {
  nSplits: int(10, { min: 1, doc: 'How often to part the rows.' }),
  testSize: sizeParam(
    'Test rows: a share, a number, or null for the rest (a tenth if trainSize is null too).',
  ),
  trainSize: sizeParam('Training rows: a share, a number, or null for all others.'),
  randomState: randomStateParam(),
};

interface ShuffleParams {
  readonly nSplits: number;
  readonly testSize: Size;
  readonly trainSize: Size;
  readonly randomState: RandomStateLike | null;
}

abstract class ShuffleBase<D extends Declaration> extends SplitterBase<D> {
  protected get shuffling(): ShuffleParams {
    return this.params as unknown as ShuffleParams;
  }

  /** The number of folds. */
  getNSplits(): number {
    return this.shuffling.nSplits;
  }

  /** Deals `nSplits` folds with one generator. */
  protected deal(part: (random: RandomState) => Fold): () => Iterable<Fold> {
    const { nSplits, randomState } = this.shuffling;
    return function* () {
      const random = RandomState.from(randomState);
      for (let i = 0; i < nSplits; i++) yield part(random);
    };
  }
}

const shuffleSplit = declare('ShuffleSplit', specs);

/**
 * A random part for testing and a random part of the rest for training, `nSplits` times; rows may be tested
 * more than once. Rows come in random order. Same rows as scikit-learn ShuffleSplit for the same seed. O(n) a
 * fold.
 * @throws InvalidParameterError when the sizes do not fit the rows.
 *
 * @example
 * ```ts
 * const [fold] = new ShuffleSplit({ nSplits: 1, testSize: 2, randomState: 0 }).split([1, 2, 3, 4, 5]);
 * [...fold.test]; // [2, 0]
 * ```
 */
export class ShuffleSplit extends ShuffleBase<typeof shuffleSplit> {
  constructor(params: Partial<ParamsOf<typeof shuffleSplit>> = {}) {
    super(shuffleSplit, params);
  }

  protected plan({ n }: SplitInput): () => Iterable<Fold> {
    const { nTrain, nTest } = splitSizes(n, this.params, 0.1, this.name);
    return this.deal((random) => {
      const rows = random.permutation(n);
      return { train: rows.slice(nTest, nTest + nTrain), test: rows.slice(0, nTest) };
    });
  }
}

const stratifiedShuffleSplit = declare('StratifiedShuffleSplit', specs);

/**
 * Random parts with nearly the class shares of the whole, `nSplits` times. Same rows as scikit-learn
 * StratifiedShuffleSplit for the same seed. O(n) a fold.
 * @throws InvalidInputError for a class of one row, or parts with fewer rows than there are classes.
 *
 * @example
 * ```ts
 * const y = ['a', 'a', 'a', 'a', 'b', 'b'];
 * const [fold] = new StratifiedShuffleSplit({ nSplits: 1, testSize: 3, randomState: 0 }).split(y, y);
 * Array.from(fold.test, (row) => y[row]).sort(); // ['a', 'a', 'b']
 * ```
 */
export class StratifiedShuffleSplit extends ShuffleBase<typeof stratifiedShuffleSplit> {
  constructor(params: Partial<ParamsOf<typeof stratifiedShuffleSplit>> = {}) {
    super(stratifiedShuffleSplit, params);
  }

  protected plan({ n, y }: SplitInput): () => Iterable<Fold> {
    if (y === undefined) throw this.refuse('y is needed for the classes. Pass split(X, y).');
    const sizes = splitSizes(n, this.params, 0.1, this.name);
    const target = distinctCodes(y as StratifyLabels, this.name, 'y');
    return this.deal(stratifiedParts(target, sizes, this.name));
  }
}

const groupShuffleSplit = declare('GroupShuffleSplit', {
  ...specs,
  nSplits: int(5, { min: 1, doc: 'How often to part the groups.' }),
  testSize: sizeParam(
    'Test groups: a share, a number, or null for the rest (a fifth if trainSize is null too).',
  ),
  trainSize: sizeParam('Training groups: a share, a number, or null for all others.'),
});

/**
 * Random parts of whole groups, `nSplits` times; sizes count groups, not rows. Same rows as scikit-learn
 * GroupShuffleSplit for the same seed. O(n) a fold.
 * @throws InvalidInputError without groups; InvalidParameterError when the sizes do not fit the groups.
 *
 * @example
 * ```ts
 * const groups = ['a', 'a', 'b', 'c', 'c'];
 * const splitter = new GroupShuffleSplit({ nSplits: 1, testSize: 1, randomState: 0 });
 * const [fold] = splitter.split(groups, undefined, { groups });
 * new Set(Array.from(fold.test, (row) => groups[row])).size; // 1
 * ```
 */
export class GroupShuffleSplit extends ShuffleBase<typeof groupShuffleSplit> {
  protected override readonly usesGroups = true;

  constructor(params: Partial<ParamsOf<typeof groupShuffleSplit>> = {}) {
    super(groupShuffleSplit, params);
  }

  protected plan({ groups }: SplitInput): () => Iterable<Fold> {
    const { codes, classes } = this.groups(groups);
    const { nTrain, nTest } = splitSizes(classes.length, this.params, 0.2, this.name, 'groups');
    return this.deal((random) => {
      const order = random.permutation(classes.length);
      const part = new Uint8Array(classes.length);
      for (const group of order.subarray(0, nTest)) part[group] = 2;
      for (const group of order.subarray(nTest, nTest + nTrain)) part[group] = 1;
      const marks = codes.map((group) => part[group]);
      return { train: foldWhere(marks, 1).test, test: foldWhere(marks, 2).test };
    });
  }
}
