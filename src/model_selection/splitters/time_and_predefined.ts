import { InvalidParameterError } from '../../core/errors.js';
import { declare, int, nullable, type ParamsOf } from '../../core/params.js';
import { type Fold, foldOf, range, type Splitter, SplitterBase } from './splitter.js';

const timeSeriesSplit = declare('TimeSeriesSplit', {
  nSplits: int(5, { min: 2, doc: 'Number of folds.' }),
  maxTrainSize: nullable(int(1, { min: 1, doc: 'Most training rows; null for all before the test part.' })),
  testSize: nullable(int(1, { min: 1, doc: 'Test rows of each fold; null for n / (nSplits + 1).' })),
  gap: int(0, { min: 0, doc: 'Rows left out between the training and the test part.' }),
});

/** Tests on rows that come after those it trains on. Same rows as scikit-learn TimeSeriesSplit. */
export class TimeSeriesSplit extends SplitterBase<typeof timeSeriesSplit> {
  constructor(params: Partial<ParamsOf<typeof timeSeriesSplit>> = {}) {
    super(timeSeriesSplit, params);
  }

  getNSplits(): number {
    return this.params.nSplits;
  }

  protected *folds(n: number): Iterable<Fold> {
    const { nSplits, maxTrainSize, gap } = this.params;
    if (nSplits + 1 > n) throw this.refuseParam('nSplits', `must be below the number of rows, ${n}`, nSplits);
    const testSize = this.params.testSize ?? Math.floor(n / (nSplits + 1));
    if (n - gap - testSize * nSplits <= 0) {
      throw this.refuse(
        `${nSplits} folds of ${testSize} test rows and a gap of ${gap} do not fit ${n} rows. Lower them.`,
      );
    }
    for (let start = n - nSplits * testSize; start < n; start += testSize) {
      const end = start - gap;
      const from = maxTrainSize !== null && maxTrainSize < end ? end - maxTrainSize : 0;
      yield { train: range(end - from, from), test: range(testSize, start) };
    }
  }
}

/**
 * Folds named in advance: `testFold[i]` is the fold in which row i is tested, -1 for never. Same rows as
 * scikit-learn PredefinedSplit.
 */
export class PredefinedSplit implements Splitter {
  readonly #folds: Int32Array;
  readonly #names: number[];

  /** @throws InvalidParameterError unless testFold holds integers >= -1. */
  constructor(testFold: ArrayLike<number>) {
    const values = Array.from(testFold);
    if (values.length === 0 || !values.every((fold) => Number.isInteger(fold) && fold >= -1)) {
      throw new InvalidParameterError(
        "PredefinedSplit: parameter 'testFold' must hold integers >= -1, one per row.",
        {
          estimator: 'PredefinedSplit',
          parameter: 'testFold',
        },
      );
    }
    this.#folds = Int32Array.from(values);
    this.#names = [...new Set(values)].filter((fold) => fold >= 0).sort((a, b) => a - b);
  }

  getNSplits(): number {
    return this.#names.length;
  }

  *split(): Iterable<Fold> {
    for (const name of this.#names) yield foldOf(this.#folds.length, (row) => this.#folds[row] === name);
  }
}
