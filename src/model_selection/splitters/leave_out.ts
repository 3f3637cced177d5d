import { declare, int, type ParamsOf } from '../../core/params.js';
import { rowCount } from '../../core/take.js';
import { combinationCount, combinations } from './combinations.js';
import { type Fold, foldWhere, type SplitInput, SplitterBase } from './splitter.js';

const leaveOneOut = declare('LeaveOneOut', {});

/**
 * Each row is the test part once: n fits, for small data. Same rows as scikit-learn LeaveOneOut. O(n^2).
 * @throws InvalidInputError for fewer than two rows.
 *
 * @example
 * ```ts
 * [...new LeaveOneOut().split([5, 6, 7])].map((fold) => [...fold.train]); // [[1, 2], [0, 2], [0, 1]]
 * ```
 */
export class LeaveOneOut extends SplitterBase<typeof leaveOneOut> {
  constructor() {
    super(leaveOneOut, {});
  }

  /** The number of rows of X. */
  getNSplits(X?: unknown): number {
    return rowCount(X, `${this.name}: X`);
  }

  protected plan({ n }: SplitInput): () => Iterable<Fold> {
    if (n < 2) throw this.refuse(`needs at least two rows. Got ${n}. Pass more rows.`);
    return () => leaveRows(n, 1);
  }
}

const leavePOut = declare('LeavePOut', { p: int(2, { min: 1, doc: 'Rows in the test part.' }) });

/**
 * Every choice of `p` rows is the test part once: n over p folds, which soon are too many. Same rows as
 * scikit-learn LeavePOut. O(n) a fold.
 * @throws InvalidInputError unless there are more than p rows.
 *
 * @example
 * ```ts
 * new LeavePOut({ p: 2 }).getNSplits([5, 6, 7, 8]); // 6
 * ```
 */
export class LeavePOut extends SplitterBase<typeof leavePOut> {
  constructor(params: ParamsOf<typeof leavePOut>) {
    super(leavePOut, params);
    this.needParam(params, 'p');
  }

  /** n over p. */
  getNSplits(X?: unknown): number {
    return combinationCount(rowCount(X, `${this.name}: X`), this.params.p);
  }

  protected plan({ n }: SplitInput): () => Iterable<Fold> {
    const { p } = this.params;
    if (n <= p) throw this.refuse(`needs more than p = ${p} rows. Got ${n}. Lower p.`);
    return () => leaveRows(n, p);
  }
}

function* leaveRows(n: number, p: number): Generator<Fold> {
  const marks = new Uint8Array(n);
  for (const chosen of combinations(n, p)) {
    for (const row of chosen) marks[row] = 1;
    yield foldWhere(marks, 1);
    for (const row of chosen) marks[row] = 0;
  }
}
