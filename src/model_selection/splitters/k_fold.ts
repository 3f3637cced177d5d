import { bool, type Declaration, declare, int, type ParamsOf } from '../../core/params.js';
import { RandomState, type RandomStateLike } from '../../core/random.js';
import { type Codes, rowsByClass } from './codes.js';
import {
  type Fold,
  foldsOf,
  partSizes,
  randomStateParam,
  range,
  type SplitInput,
  SplitterBase,
} from './splitter.js';

const nSplits = int(5, { min: 2, doc: 'Number of folds.' });
const randomState = randomStateParam();
const kFold = declare('KFold', {
  nSplits,
  shuffle: bool(false, { doc: 'Shuffle the rows before they are dealt.' }),
  randomState,
});
const stratifiedKFold = declare('StratifiedKFold', {
  nSplits,
  shuffle: bool(false, { doc: 'Shuffle the rows of each class before they are dealt.' }),
  randomState,
});

interface KFoldParams {
  readonly nSplits: number;
  readonly shuffle: boolean;
  readonly randomState: RandomStateLike | null;
}

/** What the splitters into `nSplits` folds share: their parameters. */
export abstract class KFoldBase<D extends Declaration> extends SplitterBase<D> {
  constructor(declaration: D, params: Partial<ParamsOf<D>>) {
    super(declaration, params);
    const { shuffle, randomState } = this.kfold;
    if (!shuffle && randomState !== null) {
      throw this.refuseParam(
        'randomState',
        'has no effect without shuffle: true; leave it out or shuffle',
        randomState,
      );
    }
  }

  protected get kfold(): KFoldParams {
    return this.params as unknown as KFoldParams;
  }

  /** The generator to shuffle with, if any. */
  protected random(): RandomState | undefined {
    return this.kfold.shuffle ? RandomState.from(this.kfold.randomState) : undefined;
  }

  /** The number of folds. */
  getNSplits(): number {
    return this.kfold.nSplits;
  }
}

/**
 * Parts the rows in k folds of nearly equal size; each is the test part once. Without `shuffle` the folds are
 * runs of consecutive rows. Same rows as scikit-learn KFold for the same seed. O(n k).
 * @throws InvalidParameterError when there are fewer rows than folds.
 *
 * @example
 * ```ts
 * [...new KFold({ nSplits: 2 }).split([1, 2, 3, 4])].map((fold) => [...fold.test]); // [[0, 1], [2, 3]]
 * ```
 */
export class KFold extends KFoldBase<typeof kFold> {
  constructor(params: Partial<ParamsOf<typeof kFold>> = {}) {
    super(kFold, params);
  }

  protected plan({ n }: SplitInput): () => Iterable<Fold> {
    this.needRows(n, this.params.nSplits);
    return () => foldsOf(dealRows(n, this.params.nSplits, this.random()), this.params.nSplits);
  }
}

/** The fold in which each of n rows is tested. */
function dealRows(n: number, k: number, random: RandomState | undefined): Int32Array {
  const rows = range(n);
  random?.shuffle(rows);
  const marks = new Int32Array(n);
  let at = 0;
  partSizes(n, k).forEach((size, fold) => {
    for (const end = at + size; at < end; at++) marks[rows[at]] = fold;
  });
  return marks;
}

/**
 * K folds, each with nearly the class shares of the whole, for classifiers and rare classes. A class with fewer
 * rows than folds raises a DataWarning. Same rows as scikit-learn StratifiedKFold for the same seed. O(n k).
 * @throws InvalidInputError without class labels; InvalidParameterError when every class is too small.
 *
 * @example
 * ```ts
 * const y = ['star', 'star', 'qso', 'qso'];
 * [...new StratifiedKFold({ nSplits: 2 }).split(y, y)].map((fold) => [...fold.test]); // [[0, 2], [1, 3]]
 * ```
 */
export class StratifiedKFold extends KFoldBase<typeof stratifiedKFold> {
  constructor(params: Partial<ParamsOf<typeof stratifiedKFold>> = {}) {
    super(stratifiedKFold, params);
  }

  protected plan({ n, y }: SplitInput): () => Iterable<Fold> {
    const target = this.stratified(n, y, this.params.nSplits);
    return () => foldsOf(dealClasses(target, this.params.nSplits, this.random()), this.params.nSplits);
  }
}

/** The fold in which each row is tested: every class is dealt round robin, where the one before it stopped. */
function dealClasses(target: Codes, k: number, random: RandomState | undefined): Int32Array {
  const marks = new Int32Array(target.codes.length);
  // Classes go by first appearance, so that renaming them changes nothing.
  const members = rowsByClass(target).sort((a, b) => a[0] - b[0]);
  let start = 0;
  for (const rows of members) {
    const share = new Int32Array(k);
    for (let i = 0; i < rows.length; i++) share[(start + i) % k]++;
    start += rows.length;
    const folds = new Int32Array(rows.length);
    for (let fold = 0, at = 0; fold < k; at += share[fold++]) folds.fill(fold, at, at + share[fold]);
    random?.shuffle(folds);
    for (let i = 0; i < rows.length; i++) marks[rows[i]] = folds[i];
  }
  return marks;
}

const repeated = {
  nSplits,
  nRepeats: int(10, { min: 1, doc: 'How often to part the rows anew.' }),
  randomState,
};
const repeatedKFold = declare('RepeatedKFold', repeated);
const repeatedStratifiedKFold = declare('RepeatedStratifiedKFold', repeated);

/** Deals `k` folds `times` times with one generator. */
function* dealAgain(k: number, times: number, deal: () => Int32Array): Generator<Fold> {
  for (let i = 0; i < times; i++) yield* foldsOf(deal(), k);
}

/**
 * KFold with shuffling, `nRepeats` times: nSplits x nRepeats folds, for scores that depend less on chance. Same
 * rows as scikit-learn RepeatedKFold for the same seed. O(n nSplits nRepeats).
 * @throws InvalidParameterError when there are fewer rows than folds.
 *
 * @example
 * ```ts
 * new RepeatedKFold({ nSplits: 5, nRepeats: 3, randomState: 0 }).getNSplits(); // 15
 * ```
 */
export class RepeatedKFold extends SplitterBase<typeof repeatedKFold> {
  constructor(params: Partial<ParamsOf<typeof repeatedKFold>> = {}) {
    super(repeatedKFold, params);
  }

  /** nSplits x nRepeats. */
  getNSplits(): number {
    return this.params.nSplits * this.params.nRepeats;
  }

  protected plan({ n }: SplitInput): () => Iterable<Fold> {
    const { nSplits: k, nRepeats, randomState } = this.params;
    this.needRows(n, k);
    return () => {
      const random = RandomState.from(randomState);
      return dealAgain(k, nRepeats, () => dealRows(n, k, random));
    };
  }
}

/**
 * StratifiedKFold with shuffling, `nRepeats` times: nSplits x nRepeats folds. Same rows as scikit-learn
 * RepeatedStratifiedKFold for the same seed. O(n nSplits nRepeats).
 * @throws as StratifiedKFold.
 *
 * @example
 * ```ts
 * const y = ['a', 'b', 'a', 'b'];
 * [...new RepeatedStratifiedKFold({ nSplits: 2, nRepeats: 3, randomState: 0 }).split(y, y)].length; // 6
 * ```
 */
export class RepeatedStratifiedKFold extends SplitterBase<typeof repeatedStratifiedKFold> {
  constructor(params: Partial<ParamsOf<typeof repeatedStratifiedKFold>> = {}) {
    super(repeatedStratifiedKFold, params);
  }

  /** nSplits x nRepeats. */
  getNSplits(): number {
    return this.params.nSplits * this.params.nRepeats;
  }

  protected plan({ n, y }: SplitInput): () => Iterable<Fold> {
    const { nSplits: k, nRepeats, randomState } = this.params;
    const target = this.stratified(n, y, k);
    return () => {
      const random = RandomState.from(randomState);
      return dealAgain(k, nRepeats, () => dealClasses(target, k, random));
    };
  }
}
