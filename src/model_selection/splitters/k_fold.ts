import type { Labels } from '../../core/labels.js';
import { bool, type Declaration, declare, int, type ParamsOf, seed } from '../../core/params.js';
import { RandomState, type RandomStateLike } from '../../core/random.js';
import { DataWarning, warn } from '../../core/warnings.js';
import { type Fold, foldOf, range, type SplitOptions, type Splitter, SplitterBase } from './splitter.js';

const nSplits = int(5, { min: 2, doc: 'Number of folds.' });
const shuffle = bool(false, { doc: 'Shuffle the rows first.' });

const kFold = declare('KFold', { nSplits, shuffle, randomState: seed() });
const stratifiedKFold = declare('StratifiedKFold', { nSplits, shuffle, randomState: seed() });

type KFoldParams = { nSplits: number; shuffle: boolean; randomState: number | readonly number[] | null };

abstract class KFoldBase<D extends Declaration> extends SplitterBase<D> {
  /** The generator of a repeated splitter, which goes on from one repetition to the next. */
  protected readonly shared: RandomState | undefined;

  constructor(declaration: D, params: Partial<ParamsOf<D>>, shared?: RandomState) {
    super(declaration, params);
    this.shared = shared;
    const { shuffle: shuffled, randomState } = this.kfold;
    if (!shuffled && randomState !== null) {
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

  protected random(): RandomState {
    return this.shared ?? RandomState.from(this.kfold.randomState as RandomStateLike | null);
  }

  getNSplits(): number {
    return this.kfold.nSplits;
  }

  protected checkEnough(n: number): void {
    if (this.kfold.nSplits > n) {
      throw this.refuseParam('nSplits', `must be at most the number of rows, ${n}`, this.kfold.nSplits);
    }
  }
}

/**
 * Parts the rows in k folds of nearly equal size; each is the test part once. Same rows as scikit-learn KFold.
 *
 * @example
 * ```ts
 * [...new KFold({ nSplits: 2 }).split([1, 2, 3, 4])].map((fold) => [...fold.test]); // [[0, 1], [2, 3]]
 * ```
 */
export class KFold extends KFoldBase<typeof kFold> {
  constructor(params: Partial<ParamsOf<typeof kFold>> = {}, shared?: RandomState) {
    super(kFold, params, shared);
  }

  protected *folds(n: number): Iterable<Fold> {
    this.checkEnough(n);
    const rows = range(n);
    if (this.params.shuffle) this.random().shuffle(rows);
    const { nSplits: k } = this.params;
    let at = 0;
    for (let fold = 0; fold < k; fold++) {
      const size = Math.floor(n / k) + (fold < n % k ? 1 : 0);
      const test = new Uint8Array(n);
      for (const row of rows.subarray(at, at + size)) test[row] = 1;
      at += size;
      yield foldOf(n, (row) => test[row] === 1);
    }
  }
}

/**
 * K folds, each with nearly the class shares of the whole. Same rows as scikit-learn StratifiedKFold.
 *
 * @example
 * ```ts
 * const y = ['star', 'star', 'qso', 'qso'];
 * [...new StratifiedKFold({ nSplits: 2 }).split(y, y)].map((fold) => [...fold.test]); // [[0, 2], [1, 3]]
 * ```
 */
export class StratifiedKFold extends KFoldBase<typeof stratifiedKFold> {
  constructor(params: Partial<ParamsOf<typeof stratifiedKFold>> = {}, shared?: RandomState) {
    super(stratifiedKFold, params, shared);
  }

  protected *folds(n: number, y: Labels | undefined): Iterable<Fold> {
    this.checkEnough(n);
    const { nSplits: k } = this.params;
    const { codes, counts } = this.codes(y, 'y');
    const smallest = Math.min(...counts);
    if (counts.every((count) => count < k)) {
      throw this.refuseParam(
        'nSplits',
        `must be at most the number of rows of some class, ${Math.max(...counts)}`,
        k,
      );
    }
    if (k > smallest) {
      warn(
        new DataWarning(
          `the smallest class has ${smallest} rows, fewer than nSplits = ${k}`,
          'StratifiedKFold',
        ),
      );
    }
    // Classes are numbered by first appearance, so that equal data in another order of labels part alike.
    const byAppearance = new Map<number, number>();
    const encoded = codes.map((code) => {
      if (!byAppearance.has(code)) byAppearance.set(code, byAppearance.size);
      return byAppearance.get(code) as number;
    });
    const sorted = encoded.slice().sort();
    const allocation = Array.from({ length: k }, () => new Int32Array(counts.length));
    for (let i = 0; i < n; i++) allocation[i % k][sorted[i]]++;
    const testFold = new Int32Array(n);
    const random = this.params.shuffle ? this.random() : undefined;
    for (let c = 0; c < counts.length; c++) {
      const folds = allocation.flatMap((perClass, fold) => new Array<number>(perClass[c]).fill(fold));
      random?.shuffle(folds);
      let next = 0;
      for (let i = 0; i < n; i++) if (encoded[i] === c) testFold[i] = folds[next++];
    }
    for (let fold = 0; fold < k; fold++) yield foldOf(n, (row) => testFold[row] === fold);
  }
}

const repeated = {
  nSplits,
  nRepeats: int(10, { min: 1, doc: 'How often to part the rows anew.' }),
  randomState: seed(),
};
const repeatedKFold = declare('RepeatedKFold', repeated);
const repeatedStratifiedKFold = declare('RepeatedStratifiedKFold', repeated);

abstract class Repeated<
  D extends typeof repeatedKFold | typeof repeatedStratifiedKFold,
> extends SplitterBase<D> {
  protected abstract once(random: RandomState): Splitter;

  private get repeats(): { nSplits: number; nRepeats: number; randomState: unknown } {
    return this.params as unknown as { nSplits: number; nRepeats: number; randomState: unknown };
  }

  getNSplits(): number {
    return this.repeats.nSplits * this.repeats.nRepeats;
  }

  protected *folds(n: number, y: Labels | undefined): Iterable<Fold> {
    const random = RandomState.from(this.repeats.randomState as RandomStateLike | null);
    for (let i = 0; i < this.repeats.nRepeats; i++)
      yield* this.once(random).split({ rows: n }, y, {} satisfies SplitOptions);
  }
}

/** KFold with shuffling, several times. Same rows as scikit-learn RepeatedKFold. */
export class RepeatedKFold extends Repeated<typeof repeatedKFold> {
  constructor(params: Partial<ParamsOf<typeof repeatedKFold>> = {}) {
    super(repeatedKFold, params);
  }

  protected once(random: RandomState): Splitter {
    return new KFold({ nSplits: this.params.nSplits, shuffle: true }, random);
  }
}

/** StratifiedKFold with shuffling, several times. Same rows as scikit-learn RepeatedStratifiedKFold. */
export class RepeatedStratifiedKFold extends Repeated<typeof repeatedStratifiedKFold> {
  constructor(params: Partial<ParamsOf<typeof repeatedStratifiedKFold>> = {}) {
    super(repeatedStratifiedKFold, params);
  }

  protected once(random: RandomState): Splitter {
    return new StratifiedKFold({ nSplits: this.params.nSplits, shuffle: true }, random);
  }
}
