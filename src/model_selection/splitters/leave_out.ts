import { declare, int, type ParamsOf } from '../../core/params.js';
import { rowCount } from '../../core/take.js';
import { type Fold, foldOf, SplitterBase } from './splitter.js';

const leaveOneOut = declare('LeaveOneOut', {});

/** Each row is the test part once. Same rows as scikit-learn LeaveOneOut. */
export class LeaveOneOut extends SplitterBase<typeof leaveOneOut> {
  constructor() {
    super(leaveOneOut, {});
  }

  getNSplits(X?: unknown): number {
    return rowCount(X);
  }

  protected *folds(n: number): Iterable<Fold> {
    if (n < 2) throw this.refuse(`needs at least two rows. Got ${n}.`);
    for (let i = 0; i < n; i++) yield foldOf(n, (row) => row === i);
  }
}

const leavePOut = declare('LeavePOut', { p: int(2, { min: 1, doc: 'Rows in the test part.' }) });

/** Every choice of p rows is the test part once: n over p folds. Same rows as scikit-learn LeavePOut. */
export class LeavePOut extends SplitterBase<typeof leavePOut> {
  constructor(params: Partial<ParamsOf<typeof leavePOut>> = {}) {
    super(leavePOut, params);
  }

  getNSplits(X?: unknown): number {
    const n = rowCount(X);
    let count = 1;
    for (let i = 0; i < this.params.p; i++) count = (count * (n - i)) / (i + 1);
    return Math.round(count);
  }

  protected *folds(n: number): Iterable<Fold> {
    if (n <= this.params.p) throw this.refuse(`needs more than p = ${this.params.p} rows. Got ${n}.`);
    for (const chosen of combinations(n, this.params.p)) yield foldOf(n, (row) => chosen.includes(row));
  }
}

/** Every choice of k of 0..n-1, in lexicographic order. */
export function* combinations(n: number, k: number): Iterable<number[]> {
  const chosen = Array.from({ length: k }, (_, i) => i);
  if (k > n) return;
  for (;;) {
    yield [...chosen];
    let i = k - 1;
    while (i >= 0 && chosen[i] === n - k + i) i--;
    if (i < 0) return;
    chosen[i]++;
    for (let j = i + 1; j < k; j++) chosen[j] = chosen[j - 1] + 1;
  }
}
