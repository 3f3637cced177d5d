import { declare, int, nullable, type ParamsOf } from '../../core/params.js';
import { type Fold, range, type SplitInput, SplitterBase } from './splitter.js';

const timeSeriesSplit = declare('TimeSeriesSplit', {
  nSplits: int(5, { min: 2, doc: 'Number of folds.' }),
  maxTrainSize: nullable(int(1, { min: 1, doc: 'Most training rows; null for all before the test part.' })),
  testSize: nullable(int(1, { min: 1, doc: 'Test rows of each fold; null for n / (nSplits + 1).' })),
  gap: int(0, { min: 0, doc: 'Rows left out between the training and the test part.' }),
});

/**
 * Tests on rows that come after those it trains on: rows must be in the order of time. Fold i trains on what
 * precedes its test part (at most `maxTrainSize` rows, `gap` rows apart). Same rows as scikit-learn
 * TimeSeriesSplit. O(n k).
 * @throws InvalidParameterError or InvalidInputError when the folds do not fit the rows.
 *
 * @example
 * ```ts
 * const folds = [...new TimeSeriesSplit({ nSplits: 2 }).split([1, 2, 3, 4, 5, 6])];
 * folds.map((fold) => [[...fold.train], [...fold.test]]); // [[[0, 1], [2, 3]], [[0, 1, 2, 3], [4, 5]]]
 * ```
 */
export class TimeSeriesSplit extends SplitterBase<typeof timeSeriesSplit> {
  constructor(params: Partial<ParamsOf<typeof timeSeriesSplit>> = {}) {
    super(timeSeriesSplit, params);
  }

  /** The number of folds. */
  getNSplits(): number {
    return this.params.nSplits;
  }

  protected plan({ n }: SplitInput): () => Iterable<Fold> {
    const { nSplits, maxTrainSize, gap } = this.params;
    if (nSplits + 1 > n) throw this.refuseParam('nSplits', `must be below the number of rows, ${n}`, nSplits);
    const testSize = this.params.testSize ?? Math.floor(n / (nSplits + 1));
    if (n - gap - testSize * nSplits <= 0) {
      throw this.refuse(
        `${nSplits} folds of ${testSize} test rows and a gap of ${gap} do not fit ${n} rows. Lower them.`,
      );
    }
    return function* () {
      for (let start = n - nSplits * testSize; start < n; start += testSize) {
        const end = start - gap;
        const from = maxTrainSize !== null && maxTrainSize < end ? end - maxTrainSize : 0;
        yield { train: range(end - from, from), test: range(testSize, start) };
      }
    };
  }
}
